"""Which part of a table is seen, and where its cursor goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2tui.view.kit.layout import length
from s2tui.view.kit.table import Cursor, Row, Table, matching, position, window
from s2tui.view.kit.text import Span, plain
from s2tui.view.kit.tree import Branch, ids, tree_table


def make(rows: int, columns: int, *, cells: bool = True) -> Table:
    """A table whose cells say where they are."""
    heads = tuple(f"head{at}" for at in range(columns))
    made = tuple(
        Row(
            f"r{row}",
            (Span(f"row{row}"),),
            tuple((Span(f"{row}/{column}"),) for column in range(columns)),
        )
        for row in range(rows)
    )
    return Table("corner", heads, made, cells=cells)


def test_the_heads_stand_above_the_rows() -> None:
    seen = plain(window(make(2, 2), Cursor(), 60, 5).lines).split("\n")
    assert seen[0].split() == ["corner", "head0", "head1"]
    assert seen[1].split() == ["row0", "▶0/0", "0/1"]
    assert seen[2].split() == ["row1", "1/0", "1/1"]


def test_the_pointer_stands_before_the_row_where_the_cursor_is_on_a_whole_row() -> None:
    seen = plain(window(make(2, 1, cells=False), Cursor(row=1), 60, 5).lines).split("\n")
    assert seen[2].startswith("▶ row1")
    assert not seen[1].startswith("▶")


def test_columns_that_are_not_seen_are_counted() -> None:
    head = plain(window(make(1, 9), Cursor(), 40, 3).lines).split("\n")[0]
    shown = head.count("head")
    assert head.endswith(f"▸{9 - shown}")


def test_the_labels_stay_when_the_columns_scroll() -> None:
    found = window(make(3, 9), Cursor(column=8), 40, 5)
    assert found.cursor.left > 0
    assert "head8" in plain(found.lines)
    assert "row2" in plain(found.lines)
    assert "◂" in plain(found.lines)


def test_a_cursor_beyond_the_end_is_brought_back() -> None:
    found = window(make(3, 2), Cursor(row=99, column=99), 60, 5)
    assert (found.cursor.row, found.cursor.column) == (2, 1)


def test_an_empty_table_has_its_heads_and_nothing_else() -> None:
    assert len(window(Table("policy", (), ()), Cursor(row=3), 40, 9).lines) == 1


cursors = st.builds(
    Cursor,
    row=st.integers(0, 40),
    column=st.integers(0, 25),
    top=st.integers(0, 40),
    left=st.integers(0, 25),
)
tables = st.builds(make, st.integers(1, 30), st.integers(1, 20))


@given(tables, cursors, st.integers(20, 120), st.integers(2, 30))
def test_the_cursor_is_always_in_sight_and_no_line_is_too_long(
    table: Table, cursor: Cursor, width: int, height: int
) -> None:
    found = window(table, cursor, width, height)
    at = found.cursor
    assert len(found.lines) <= height
    assert all(length(line) <= width for line in found.lines)
    assert at.top <= at.row < at.top + height - 1
    assert at.column in [one.number for one in found.columns]


@given(st.integers(1, 30), st.integers(0, 40), st.integers(0, 40), st.integers(2, 30))
def test_no_line_is_left_empty_while_rows_are_out_of_sight(
    rows: int, row: int, top: int, height: int
) -> None:
    found = window(make(rows, 1), Cursor(row, 0, top), 60, height)
    assert len(found.lines) - 1 == min(rows, height - 1)


def test_a_filter_keeps_the_rows_that_have_every_word() -> None:
    table = make(12, 2)
    assert [row.id for row in matching(table, "ROW1 11/1").rows] == ["r11"]
    assert matching(table, "  ") is table
    assert matching(table, "nowhere").rows == ()


def test_a_filter_finds_what_is_said_besides_the_cells() -> None:
    table = Table("", (), (Row("a", (Span("x"),), (), "by Marc"), Row("b", (Span("y"),), ())))
    assert [row.id for row in matching(table, "marc").rows] == ["a"]


def test_the_position_counts_from_one() -> None:
    assert position(make(3, 1), Cursor(row=1)) == "2 of 3"
    assert position(make(3, 1), Cursor(), 9) == "1 of 3 (9 without the filter)"
    assert position(Table("", (), ()), Cursor()) == "0 of 0"


def leaf(name: str, about: str = "") -> Branch:
    """A branch without others below it."""
    return Branch(Row(name, (Span(name),), (), about))


TREE = (
    leaf("one")._replace(kids=(leaf("one.a"), leaf("one.b")._replace(kids=(leaf("deep"),)))),
    leaf("two"),
)


def shown(opened: set[str], wanted: str = "") -> list[str]:
    """The ids of the rows that are in sight."""
    return [row.id for row in tree_table("", (), TREE, opened, wanted).rows]


def test_what_is_folded_hides_what_is_below_it() -> None:
    assert shown(set()) == ["one", "two"]
    assert shown({"one"}) == ["one", "one.a", "one.b", "two"]
    assert shown({"one.b"}) == ["one", "two"]


def test_only_what_has_something_below_it_can_be_folded() -> None:
    assert [id_ for branch in TREE for id_ in ids(branch)] == ["one", "one.b"]


def test_a_filter_shows_what_it_finds_with_what_leads_there() -> None:
    assert shown(set(), "deep") == ["one", "one.b", "deep"]


def test_what_a_filter_finds_keeps_all_that_is_below_it() -> None:
    assert shown(set(), "one.b") == ["one", "one.b", "deep"]


def test_branches_are_marked_by_whether_they_are_folded() -> None:
    lines = ["".join(s.text for s in row.label) for row in tree_table("", (), TREE, {"one"}).rows]
    assert lines == ["▾ one", "    one.a", "  ▸ one.b", "  two"]


@pytest.mark.parametrize("width", [24, 30, 60])
def test_long_labels_leave_room_for_the_cells(width: int) -> None:
    table = Table("", ("count",), (Row("a", (Span("x" * 90),), ((Span("12345"),),)),))
    found = window(table, Cursor(), width, 3)
    assert "12345" in plain(found.lines)
