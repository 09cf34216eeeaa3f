"""Cells of a terminal: what takes two, what takes none, and that layout counts them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

import s2tui
from s2tui.view.kit.cells import cells, clip, columns, is_narrow, pad
from s2tui.view.kit.layout import cut, fit, flow, flow_line, length, wrap
from s2tui.view.kit.text import Span

ROOT = Path(s2tui.__file__).parent
NAMES = st.text(alphabet="ab -─東京한ｶe\u0301", max_size=30)
WIDTHS = st.integers(2, 40)
"""Two at least: where one cell is all there is, no wide character has room."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [("tokyo", 5), ("─■…→✓", 5), ("東京-01", 7), ("한국", 4), ("e\u0301", 1), ("❤\ufe0f", 2)],
)
def test_a_text_takes_so_many_cells(text: str, expected: int) -> None:
    assert cells(text) == expected == len(columns(text)) == cell_len(text)


def test_what_counts_as_narrow_is_so_to_the_library_that_draws() -> None:
    assert not [c for c in map(chr, range(0x30000)) if is_narrow(c) and cell_len(c) != 1]


def test_the_program_itself_says_nothing_that_is_not_narrow() -> None:
    paths = [p for p in ROOT.rglob("*") if p.suffix in (".py", ".toml", ".json")]
    assert len(paths) > 100
    for path in paths:
        for text in path.read_text("utf-8").splitlines():
            assert is_narrow(text), (path, text)


@given(NAMES, WIDTHS)
def test_what_is_cut_or_padded_takes_what_it_should(text: str, width: int) -> None:
    assert cells(cut(text, width)) <= width
    assert cells(clip(text, width)) == min(cells(text), width)
    assert cells(pad(cut(text, width), width)) == width


@given(NAMES, WIDTHS)
def test_wide_text_fits_its_lines_and_loses_nothing(text: str, width: int) -> None:
    assert all(cells(piece) <= width for piece in wrap(text, width))
    assert "".join(wrap(text, width)).replace(" ", "") == text.replace(" ", "")
    spans = (Span(text, "key"), Span(text))
    assert length(fit(spans, width)) <= width
    assert all(length(line) <= width + 2 for line in flow_line(spans, width + 2))
    assert all(length(line) <= width + 20 for line in flow((Span("note "),), text, width + 20))


def test_the_halves_of_a_wide_character_differ() -> None:
    first, second = columns("東")
    assert first != second
