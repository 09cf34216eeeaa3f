"""`--markdown`: every answer, read back by a Markdown parser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from s2tui.view.kit.layout import heading
from s2tui.view.kit.markdown import WIDE, markdown
from s2tui.view.kit.text import Row, Span, Verbatim, line
from tests.cli.calls import Call, call, refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

__all__ = ["call"]

FLEET = str(Path(__file__).parents[1] / "data" / "fleet.toml")
#: A command, and the columns of each table in its answer.
ANSWERS = [
    ("explain @gpu-memory-no-dic", []),
    ("explain @bar --kernel v6.9", [4]),
    ("compare @gpu-memory --kernels v6.9,v6.17", [7]),
    ("compare --scenarios gpu", [7]),
    ("debate", [16]),
    ("debate --mail", []),
    ("migrate @gpu-memory", [4]),
    ("migrate @gpu-memory --from host.fwb=true --to host.fwb=false", []),
    (f"migrate @gpu-memory --fleet {FLEET}", [6]),
    ("diff v6.9 v6.17 --where backing=pfnmap", []),
    ("check v6.9 v7.3 --invariant courtesy --invariant maintainable", [3]),
    ("whatif @gpu-memory", []),
    ("find 0x800007db", []),
    ("decode 0x800007db 0x1", [4, 4]),
    ("encode MemAttr=6", []),
    ("combine --s1 0xff --s2 6 --fwb", []),
    ("esr 0x93c08047", [4]),
    ("list scenarios", []),
    ("list fields", []),
]


def parsed(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(text)


def tables(tokens: Sequence[Token]) -> list[int]:
    """The number of columns of each table."""
    found: list[int] = []
    inside = False
    for token in tokens:
        if token.type == "thead_open":
            found.append(0)
        inside = token.type != "thead_close" and (inside or token.type == "thead_open")
        found[-1:] = [found[-1] + (inside and token.type == "th_open")] if found else []
    return found


def inline(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()


@pytest.mark.slow
@pytest.mark.parametrize(("words", "columns"), ANSWERS)
def test_every_answer_is_markdown(words: str, columns: list[int], call: Call) -> None:
    plain = call(*words.split())
    found = call(*words.split(), "--markdown")
    assert (found.status, found.err) == (plain.status, "")
    tokens = parsed(found.out)
    assert tables(tokens) == columns
    # Nothing in the text is taken for emphasis, a link or HTML.
    kinds = {token.type for token in inline(tokens)}
    strange = {"em_open", "link_open", "html_inline", "image"}
    assert not strange & kinds
    assert "html_block" not in {token.type for token in tokens}
    assert "─" not in found.out
    lines = [one for one in found.out.splitlines() if one[:1] != "|"]
    fences = [at for at, one in enumerate(lines) if one == "```"]
    drawn = range(*fences) if fences else range(0)
    assert [one for at, one in enumerate(lines) if len(one) > 72 and at not in drawn] == []


def test_every_order_of_events_is_a_table(call: Call) -> None:
    words = ("coherence", "@gpu-memory", "--kernel", "v6.9")
    findings = json.loads(call(*words, "--json").out)["findings"]
    assert findings
    tokens = parsed(call(*words, "--markdown").out)
    assert tables(tokens) == [5] * len(findings)


def test_lines_become_what_they_look_like() -> None:
    lines = [
        heading("head", WIDE, (Span("beside"),)),
        line(Span("label  ", "title"), "text of *some_words_* and a|b <x>"),
        line("  ", Span("item", "key")),
        line("    below it"),
        line("  next"),
        Row((Span("a   b"),), ("a", "b"), heads=True),
        Row((Span("1   x|y"),), ("1", "x|y")),
        Verbatim((Span("0  1"),)),
    ]
    assert markdown(lines).splitlines() == [
        "## head beside",
        "",
        "**label** text of \\*some_words_\\* and a|b \\<x>",
        "",
        "* `item`",
        "  * below it",
        "* next",
        "",
        "| a | b |",
        "| --- | --- |",
        "| 1 | x\\|y |",
        "",
        "```",
        "0  1",
        "```",
    ]


def test_markdown_and_json_exclude_each_other(call: Call) -> None:
    refused(call("explain", "--json", "--markdown"), "--json", "--markdown")
    refused(call("explain", "--batch", "-", "--markdown"), "--batch")


def test_markdown_in_ascii(call: Call) -> None:
    out = call("migrate", "@gpu-memory", "--markdown", "--ascii").out
    assert out.isascii()
    assert "| X cap |" in out
