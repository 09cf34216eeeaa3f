"""Panes share a height: nothing is lost, nothing is given twice, what matters most comes first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from s2tui.view.kit.room import Goal, shared

LEAST = st.lists(st.integers(1, 9), min_size=1, max_size=6)


@st.composite
def wishes(draw: st.DrawFn) -> tuple[int, list[int], list[Goal], int]:
    least = draw(LEAST)
    places = st.integers(0, len(least) - 1)
    goals = st.builds(Goal, places, st.integers(0, 40), st.booleans())
    return draw(st.integers(0, 80)), least, draw(st.lists(goals, max_size=9)), draw(places)


@given(wishes())
def test_all_of_the_height_is_given_and_no_more(
    wished: tuple[int, list[int], list[Goal], int],
) -> None:
    height, least, goals, rest = wished
    found = shared(height, least, goals, rest)
    assert sum(found) == height
    assert all(lines >= 0 for lines in found)
    if sum(least) <= height:
        assert all(has >= needs for has, needs in zip(found, least, strict=True))


def test_what_is_wanted_first_is_given_first_and_half_of_a_whole_is_not() -> None:
    assert shared(20, (2, 2, 2), (Goal(1, 10), Goal(2, 10)), 0) == [2, 10, 8]
    assert shared(20, (2, 2, 2), (Goal(1, 10), Goal(2, 10, whole=True)), 0) == [8, 10, 2]
    assert shared(30, (2, 2, 2), (Goal(1, 10), Goal(2, 10)), 0) == [10, 10, 10]
    # A heading and how many more there are say less than the single line that is there.
    assert shared(6, (3, 1, 1), (Goal(1, 9), Goal(0, 9)), 2) == [4, 1, 1]
    assert shared(3, (2, 2, 2), (), 0) == [2, 1, 0]
