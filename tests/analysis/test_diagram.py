"""Diagrams hold the functions that they were made of: against tables of every assignment."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from s2tui.analysis.diagram import Forest, Pair

if TYPE_CHECKING:
    from s2tui.analysis.diagram import Node

few = settings(max_examples=40)
SIZES = (2, 3, 2, 4)
ALL = tuple(product(*map(range, SIZES)))
Table = dict[tuple[int, ...], int]


def tables(largest: int) -> st.SearchStrategy[Table]:
    """Any function of the fields, as a table; sparse ones are frequent."""
    values = st.lists(st.integers(0, largest), min_size=len(ALL), max_size=len(ALL))
    masks = st.sets(st.sampled_from(range(len(SIZES))))
    return st.tuples(values, masks).map(lambda made: _without(*made))


def _without(values: list[int], ignored: set[int]) -> Table:
    """A table that does not depend on some of the fields."""
    table = dict(zip(ALL, values, strict=True))
    return {
        key: table[tuple(0 if i in ignored else place for i, place in enumerate(key))]
        for key in ALL
    }


def built(forest: Forest, table: Table) -> Node[int]:
    """The diagram of a table, made with `case` from the last field to the first."""

    def at(prefix: tuple[int, ...]) -> Node[int]:
        if len(prefix) == len(SIZES):
            return forest.leaf(table[prefix])
        level = len(prefix)
        return forest.case(level, tuple(at((*prefix, i)) for i in range(SIZES[level])))

    return at(())


@few
@given(tables(2))
def test_a_diagram_answers_like_its_table(table: Table) -> None:
    forest = Forest(SIZES)
    node = built(forest, table)
    assert {key: forest.at(node, key) for key in ALL} == table


@few
@given(tables(1), tables(1))
def test_equal_functions_are_one_object_and_different_ones_are_not(one: Table, two: Table) -> None:
    forest = Forest(SIZES)
    assert (built(forest, one) is built(forest, two)) == (one == two)


@few
@given(tables(3), st.permutations(range(len(SIZES))))
def test_case_gives_the_same_diagram_in_whatever_order_fields_are_asked(
    table: Table, order: list[int]
) -> None:
    forest = Forest(SIZES)

    def at(fixed: dict[int, int]) -> Node[int]:
        if len(fixed) == len(SIZES):
            return forest.leaf(table[tuple(fixed[i] for i in range(len(SIZES)))])
        level = order[len(fixed)]
        return forest.case(level, tuple(at({**fixed, level: i}) for i in range(SIZES[level])))

    assert at({}) is built(forest, table)


@few
@given(tables(2), tables(1), tables(3))
def test_splice_puts_diagrams_in_the_place_of_leaves(first: Table, a: Table, b: Table) -> None:
    forest = Forest(SIZES)
    follow = {
        forest.leaf(0): built(forest, a),
        forest.leaf(1): built(forest, b),
        forest.leaf(2): forest.leaf(9),
    }
    expected = {key: (a[key], b[key], 9)[first[key]] for key in ALL}
    assert forest.splice(built(forest, first), follow) is built(forest, expected)


@few
@given(tables(1), tables(3))
def test_splice_with_one_diagram_walks_both_side_by_side(first: Table, other: Table) -> None:
    forest = Forest(SIZES)
    follow = {forest.leaf(0): built(forest, other), forest.leaf(1): forest.leaf(7)}
    expected = {key: 7 if first[key] else other[key] for key in ALL}
    assert forest.splice(built(forest, first), follow) is built(forest, expected)


@few
@given(tables(3), st.dictionaries(st.sampled_from(range(4)), st.integers(0, 1)))
def test_restrict_answers_as_if_fields_had_their_fixed_values(
    table: Table, fixed: dict[int, int]
) -> None:
    forest = Forest(SIZES)
    expected = {
        key: table[tuple(fixed.get(i, place) for i, place in enumerate(key))] for key in ALL
    }
    assert forest.restrict(built(forest, table), fixed) is built(forest, expected)


@few
@given(tables(3))
def test_counts_are_how_often_each_value_stands_in_the_table(table: Table) -> None:
    forest = Forest(SIZES)
    counts = {leaf.value: n for leaf, n in forest.counts(built(forest, table)).items()}
    values = list(table.values())
    assert counts == {value: values.count(value) for value in set(values)}


@few
@given(tables(1), tables(2), tables(2))
def test_compare_tells_outside_equal_and_the_pairs_that_differ(
    region: Table, one: Table, two: Table
) -> None:
    forest = Forest(SIZES)
    inside = forest.map(built(forest, region), bool)
    compared = forest.compare(inside, built(forest, one), built(forest, two))
    for key in ALL:
        same: object = True if one[key] == two[key] else Pair(one[key], two[key])
        assert forest.at(compared, key) == (same if region[key] else False)


@few
@given(tables(1), tables(1))
def test_regions_combine_like_sets(one: Table, two: Table) -> None:
    forest = Forest(SIZES)
    a, b = (forest.map(built(forest, table), bool) for table in (one, two))
    for key in ALL:
        first, second = bool(one[key]), bool(two[key])
        assert forest.at(forest.both(a, b), key) == (first and second)
        assert forest.at(forest.either(a, b), key) == (first or second)
        assert forest.at(forest.negate(a), key) == (not first)


def test_true_and_one_are_different_leaves() -> None:
    forest = Forest(SIZES)
    assert forest.leaf(True) is not forest.leaf(1)
    assert forest.leaf((True, ("a", 0))) is not forest.leaf((1, ("a", 0)))
    assert forest.leaf((1, ("a", False))) is not forest.leaf((1, ("a", 0)))
