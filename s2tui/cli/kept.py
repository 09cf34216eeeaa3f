"""Whole answers about kernel trees, kept: what was asked of the same files is only written out.

An answer depends on the question, on the contents of the files that are read, and on this program.
What rests on a policy of somebody's own is not kept: that may read anything.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from s2tui.cli import output
from s2tui.cli.trees import named_tree
from s2tui.view.kit.text import Row, Span

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from s2tui.view.kit.text import Line

    Answer: TypeAlias = "str | list[Line]"
    """JSON as finished text, else lines."""


class Told(NamedTuple):
    """What is written, and the exit status."""

    status: int
    answer: Answer


def tell(args: argparse.Namespace, names: tuple[str, ...], make: Callable[[], Told]) -> int:
    """Write an answer, a new one or what was kept, and return the exit status.

    Args:
        args: the request; its words and how it is to be answered are the question.
        names: those of its words that name a kernel, a policy or a tree.
        make: works the answer out.

    Raises:
        RequestError: what `make` raises.
    """
    told = _told(args, names, make)
    if isinstance(told.answer, str):
        output.json_text(told.answer)
    else:
        output.lines(told.answer)
    return told.status


def _told(args: argparse.Namespace, names: tuple[str, ...], make: Callable[[], Told]) -> Told:
    rest = _files(names)
    if rest is None:
        return make()
    from s2tui.source.trees import cache

    # How it is painted is said later; nothing but the width changes the lines.
    asked = {k: v for k, v in vars(args).items() if k not in ("color", "ascii")}
    name = cache.key("told", repr(sorted(asked.items())), str(output.width()), *rest)
    kept = _unpacked(cache.get(name))
    if kept is None:
        kept = make()
        content = _packed(kept)
        if content is not None:
            cache.put(name, content)
    return kept


def _files(names: tuple[str, ...]) -> tuple[str, ...] | None:
    """The contents that names stand for; None where no tree is named, or not all can be known."""
    from s2tui.source.kernel.files import OTHERS
    from s2tui.source.kernel.known import contents

    found: list[str] = []
    some = False
    for name in names:
        tree = named_tree(name)
        if tree is not None:
            some = True
            found += contents(tree, "Makefile", *OTHERS)
        elif name.endswith(".py") or "/" in name:
            return None
    return tuple(found) if some else None


def _packed(told: Told) -> bytes | None:
    """An answer as bytes; None where a line is of another kind than those that are told apart."""
    answer: Any = told.answer
    if not isinstance(answer, str):
        if any(type(line) not in (tuple, Row) for line in answer):
            return None
        answer = [
            (line, line.cells, line.heads) if isinstance(line, Row) else (line,) for line in answer
        ]
    return json.dumps([told.status, answer]).encode()


def _unpacked(content: bytes | None) -> Told | None:
    """What was kept; None where nothing was, or nothing that is an answer."""
    if content is None:
        return None
    try:
        status, answer = json.loads(content)
        if not isinstance(answer, str):
            answer = [_line(*line) for line in answer]
        return Told(int(status), answer)
    except (ValueError, TypeError):
        return None


def _line(spans: list[list[Any]], cells: list[str] | None = None, heads: bool = False) -> Line:
    line = tuple([Span(*span) for span in spans])
    return line if cells is None else Row(line, cells, heads=heads)
