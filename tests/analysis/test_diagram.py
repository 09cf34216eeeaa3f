"""Diagrams hold the functions that they were made of: against tables of every assignment."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from s2tui.analysis.cubes.cover import possible_values
from s2tui.analysis.diagrams.diagram import Manager, Pair
from tests.strategies import examples

if TYPE_CHECKING:
    from s2tui.analysis.cubes.cover import possible_values
from s2tui.analysis.diagrams.diagram import Node

few = examples(0.4)
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


def built(manager: Manager, table: Table) -> Node[int]:
    """The diagram of a table, made with `case` from the last field to the first."""

    def at(prefix: tuple[int, ...]) -> Node[int]:
        if len(prefix) == len(SIZES):
            return manager.terminal(table[prefix])
        level = len(prefix)
        return manager.case(level, tuple(at((*prefix, i)) for i in range(SIZES[level])))

    return at(())


@few
@given(tables(2))
def test_a_diagram_answers_like_its_table(table: Table) -> None:
    manager = Manager(SIZES)
    node = built(manager, table)
    assert {key: manager.at(node, key) for key in ALL} == table


@few
@given(tables(1), tables(1))
def test_equal_functions_are_one_object_and_different_ones_are_not(one: Table, two: Table) -> None:
    manager = Manager(SIZES)
    assert (built(manager, one) is built(manager, two)) == (one == two)


@few
@given(tables(3), st.permutations(range(len(SIZES))))
def test_case_gives_the_same_diagram_in_whatever_order_fields_are_asked(
    table: Table, order: list[int]
) -> None:
    manager = Manager(SIZES)

    def at(fixed: dict[int, int]) -> Node[int]:
        if len(fixed) == len(SIZES):
            return manager.terminal(table[tuple(fixed[i] for i in range(len(SIZES)))])
        level = order[len(fixed)]
        return manager.case(level, tuple(at({**fixed, level: i}) for i in range(SIZES[level])))

    assert at({}) is built(manager, table)


@few
@given(tables(2), tables(1), tables(3))
def test_compose_puts_diagrams_in_the_place_of_terminals(first: Table, a: Table, b: Table) -> None:
    manager = Manager(SIZES)
    follow = {
        manager.terminal(0): built(manager, a),
        manager.terminal(1): built(manager, b),
        manager.terminal(2): manager.terminal(9),
    }
    expected = {key: (a[key], b[key], 9)[first[key]] for key in ALL}
    assert manager.compose(built(manager, first), follow) is built(manager, expected)


@few
@given(tables(1), tables(3))
def test_compose_with_one_diagram_walks_both_side_by_side(first: Table, other: Table) -> None:
    manager = Manager(SIZES)
    follow = {manager.terminal(0): built(manager, other), manager.terminal(1): manager.terminal(7)}
    expected = {key: 7 if first[key] else other[key] for key in ALL}
    assert manager.compose(built(manager, first), follow) is built(manager, expected)


@few
@given(tables(3), st.dictionaries(st.sampled_from(range(4)), st.integers(0, 1)))
def test_restrict_answers_as_if_fields_had_their_fixed_values(
    table: Table, fixed: dict[int, int]
) -> None:
    manager = Manager(SIZES)
    expected = {
        key: table[tuple(fixed.get(i, place) for i, place in enumerate(key))] for key in ALL
    }
    assert manager.restrict(built(manager, table), fixed) is built(manager, expected)


@few
@given(tables(3))
def test_counts_are_how_often_each_value_stands_in_the_table(table: Table) -> None:
    manager = Manager(SIZES)
    counts = {terminal.value: n for terminal, n in manager.counts(built(manager, table)).items()}
    values = list(table.values())
    assert counts == {value: values.count(value) for value in set(values)}


@few
@given(tables(1), tables(2), tables(2))
def test_compare_tells_outside_equal_and_the_pairs_that_differ(
    region: Table, one: Table, two: Table
) -> None:
    manager = Manager(SIZES)
    inside = manager.map(built(manager, region), bool)
    compared = manager.compare(inside, built(manager, one), built(manager, two))
    for key in ALL:
        same: object = True if one[key] == two[key] else Pair(one[key], two[key])
        assert manager.at(compared, key) == (same if region[key] else False)


@few
@given(tables(1), tables(1))
def test_regions_combine_like_sets(one: Table, two: Table) -> None:
    manager = Manager(SIZES)
    a, b = (manager.map(built(manager, table), bool) for table in (one, two))
    for key in ALL:
        first, second = bool(one[key]), bool(two[key])
        assert manager.at(manager.and_(a, b), key) == (first and second)
        assert manager.at(manager.or_(a, b), key) == (first or second)
        assert manager.at(manager.negate(a), key) == (not first)


@few
@given(tables(1), tables(1), tables(1))
def test_regions_meet_where_a_scenario_is_in_both_and_not_in_the_third(
    one: Table, two: Table, three: Table
) -> None:
    manager = Manager(SIZES)
    a, b, c = (manager.map(built(manager, table), bool) for table in (one, two, three))
    both = [key for key in ALL if one[key] and two[key]]
    assert manager.meet(a, b) == bool(both)
    assert manager.meet(a, b, c) == any(not three[key] for key in both)


@few
@given(tables(1))
def test_the_values_that_a_field_has_in_a_region_are_those_of_its_scenarios(table: Table) -> None:
    manager = Manager(SIZES)
    found = possible_values(manager, manager.map(built(manager, table), bool))
    for level, mask in enumerate(found):
        values = {key[level] for key in ALL if table[key]}
        assert mask == sum(1 << value for value in values)


@few
@given(tables(1), tables(3))
def test_a_region_reaches_the_values_that_its_scenarios_have(region: Table, table: Table) -> None:
    manager = Manager(SIZES)
    inside = manager.map(built(manager, region), bool)
    found = {node.value for node in manager.reached(inside, built(manager, table))}
    assert found == {table[key] for key in ALL if region[key]}


def test_true_and_one_are_different_leaves() -> None:
    manager = Manager(SIZES)
    assert manager.terminal(True) is not manager.terminal(1)
    assert manager.terminal((True, ("a", 0))) is not manager.terminal((1, ("a", 0)))
    assert manager.terminal((1, ("a", False))) is not manager.terminal((1, ("a", 0)))
