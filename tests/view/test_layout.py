"""Lines fit where they are put and lose no words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from s2tui.view.kit.layout import (
    cut,
    cut_lines,
    fit,
    flow,
    flow_line,
    heading,
    length,
    spread,
    wrap,
)
from s2tui.view.kit.text import Span, plain

WORDS = st.text(alphabet="abc [/]", max_size=60)
SPANS = st.lists(st.builds(Span, WORDS, st.sampled_from(["text", "dim"])), max_size=5)
WIDTHS = st.integers(1, 70)


@given(WORDS, WIDTHS)
def test_wrapped_text_fits_and_keeps_every_character_but_blanks(text: str, width: int) -> None:
    pieces = wrap(text, width)
    assert all(0 < len(piece) <= width for piece in pieces)
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")


def test_text_is_broken_at_blanks_and_only_words_too_long_inside() -> None:
    assert wrap("a rule of the kernel", 8) == ["a rule", "of the", "kernel"]
    assert wrap("abcdefghij k", 4) == ["abcd", "efgh", "ij k"]
    assert wrap("  ", 4) == []


def test_cut_text_says_that_something_is_missing() -> None:
    assert cut("translation", 11) == "translation"
    assert cut("translation", 6) == "trans…"
    assert cut("translation", 0) == ""


@given(SPANS, WIDTHS)
def test_a_fitted_line_is_never_too_long(spans: list[Span], width: int) -> None:
    assert length(fit(spans, width)) <= width


@given(SPANS, SPANS, WIDTHS)
def test_a_spread_line_is_never_too_long(left: list[Span], right: list[Span], width: int) -> None:
    assert length(spread(left, right, width)) <= width


@given(st.sampled_from(["journey", "x"]), SPANS, WIDTHS, st.booleans())
def test_a_heading_fills_its_width_or_is_cut_to_it(
    title: str, beside: list[Span], width: int, focused: bool
) -> None:
    line = heading(title, width, beside, focused=focused)
    assert length(line) <= width
    if length(beside) + len(title) + 3 < width:
        assert length(line) == width


def test_flowing_text_stays_beside_its_first_span() -> None:
    lines = flow((Span("note "),), "one two three", 10)
    assert plain(lines) == "note one\n     two\n     three"
    assert plain(flow((Span("- "),), "", 10)) == "-"


@given(SPANS, st.integers(4, 40))
def test_a_flowing_line_keeps_characters_and_roles_and_fits(spans: list[Span], width: int) -> None:
    lines = flow_line(spans, width)
    said = [(c, s.role) for s in spans for c in s.text if not c.isspace()]
    kept = [(c, s.role) for line in lines for s in line for c in s.text if c != " "]
    assert kept == said
    assert all(length(line) <= width for line in lines)


def test_a_flowing_line_breaks_at_blanks_and_joins_what_looks_alike() -> None:
    spans = (Span("one two", "key"), Span("three four"))
    assert flow_line(spans, 14) == [
        (Span("one two", "key"), Span(" three")),
        (Span("  four"),),
    ]


def test_cut_lines_end_with_an_ellipsis() -> None:
    lines = [(Span("one"),), (Span("two"),), (Span("three"),)]
    assert plain(cut_lines(lines, 10, 3)) == "one\ntwo\nthree"
    assert plain(cut_lines(lines, 10, 2)).endswith("…")
