"""JSON Lines in, JSON Lines out, in the same order; a bad line is answered in its place."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from s2tui.cli import output
from s2tui.contract.batch import bad_line_json
from s2tui.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FLUSH_EVERY = 256
"""Answers written at once: few system calls, and a slow reader still sees progress."""


def run_batch(source: str, answer: Callable[[Any], str]) -> int:
    """Answer every line of a file, or of standard input if the source is `-`.

    Returns:
        0, or 2 if any line was bad.

    Raises:
        RequestError: the file cannot be read.
    """
    status = 0
    out: list[str] = []
    for text, good in answers(read_lines(source), answer):
        out.append(text)
        if not good:
            status = 2
        if len(out) == FLUSH_EVERY:
            output.text("\n".join(out))
            out.clear()
    if out:
        output.text("\n".join(out))
    return status


def answers(lines: Iterable[bytes], answer: Callable[[Any], str]) -> Iterator[tuple[str, bool]]:
    """The answer to each line that is not blank, and whether the line was good."""
    loads = json.loads
    for number, line in enumerate(lines, 1):
        try:
            request = loads(line)
        except (ValueError, RecursionError) as error:
            if not line.isspace():
                yield bad_line_json(f"not JSON: {error}", number), False
            continue
        try:
            yield answer(request), True
        except RequestError as error:
            yield bad_line_json(str(error), number), False
        except Exception as error:
            yield bad_line_json(str(_blamed(error)), number), False


def _blamed(error: Exception) -> RequestError:
    """What to say of an error that somebody's own policy made, or that came of nesting too deep.

    Raises:
        Exception: the error itself, if it is neither.
    """
    from s2tui.kvm.policies.registry import blame

    if isinstance(error, RecursionError):
        return RequestError(f"not JSON: {error}")
    blamed = blame(error)
    if blamed is None:
        raise error
    return blamed


def read_lines(source: str) -> Iterator[bytes]:
    """The lines of a file, or of standard input if the source is `-`.

    Raises:
        RequestError: there is no such file, it is a directory, or it may not be read.
    """
    if source == "-":
        if sys.stdin is None:
            raise RequestError("standard input is closed")
        try:
            yield from sys.stdin.buffer
        except OSError as error:
            raise RequestError(f"cannot read standard input: {error.strerror}") from None
        return
    try:
        with open(source, "rb") as file:
            yield from file
    except OSError as error:
        raise RequestError(f"cannot read {source}: {error.strerror}") from None
