"""The form as lines: a row for each input, its value and marks."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from s2tui.kvm.scenario.fields import FIELDS, word
from s2tui.view.explore.inputs import FOLDABLE, GROUPS, INPUTS, KERNEL, choices
from s2tui.view.kit import words
from s2tui.view.kit.cells import cells
from s2tui.view.kit.layout import cut, fit, heading, spread
from s2tui.view.kit.text import ABOVE, BELOW, HERE, MARKS, UNREAD, Span

if TYPE_CHECKING:
    from collections.abc import Collection

    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.view.explore.inputs import Input
    from s2tui.view.kit.text import Line, Role

VALUE_COLUMN = 17
"""Where values start on a narrow form; a long one starts further left."""
SHORTEST_LABEL = 5
BESIDE_COLUMN = 32
"""Where a wide form says what an input stands for."""
BESIDE_LEAST = 12
"""Columns below which it is not worth to begin."""


class Row(NamedTuple):
    """One line of the form."""

    kind: Literal["group", "input"]
    name: str
    """A group's id or an input's name."""
    label: str
    key: str = ""
    value: str = ""
    flag: bool | None = None
    """The value of a field that is true or false."""
    was: str | None = None
    """The value it had in the baseline, if that was another."""
    fixed: bool = False
    """Nothing to choose: the other fields leave one value."""
    unread: bool = False
    """No rule on the way looks at it, so it cannot matter here."""
    default: bool = True
    """Whether it is at its default."""
    open: bool = False
    hidden: int = 0
    """Inputs that a folded group does not show."""


class Look(NamedTuple):
    """How the form is looked at."""

    opened: Collection[str] = ()
    """Ids of the groups that show all of their inputs."""
    unread: Collection[str] = ()
    """The fields that cannot matter here."""
    only: str = ""
    """A text: only inputs that have it in their label, name or help are shown."""


def rows(
    scenario: Scenario,
    kernel: str,
    look: Look,
    was: tuple[Scenario, str] | None = None,
) -> tuple[Row, ...]:
    """The lines of the form from top to bottom.

    Args:
        scenario: the values to show.
        kernel: the kernel to show.
        look: which of the inputs to show, and how.
        was: the scenario and kernel to compare with.
    """
    opened, unread, only = look
    found: list[Row] = []
    for group in GROUPS:
        shown = group.id in opened
        inputs = [i for i in group.inputs if i.key or shown]
        if only:
            inputs = [i for i in group.inputs if _says(i, only)]
        if group.label and (inputs or not only):
            # A filter hides without folding: unfolding would show nothing more.
            hidden = 0 if only else len(group.inputs) - len(inputs)
            open_ = shown or bool(only)
            found.append(Row("group", group.id, group.label, open=open_, hidden=hidden))
        found += [_row(i, scenario, kernel, was, i.name in unread) for i in inputs]
    return tuple(found)


def _says(item: Input, text: str) -> bool:
    """Whether an input has a text in what it is called or stands for, capitals or not."""
    field = FIELDS.get(item.name)
    about = (field.text, field.stands_for) if field else ("proposal", "policy")
    return any(text.lower() in said.lower() for said in (item.label, item.name, *about))


def opened_in(height: int) -> frozenset[str]:
    """The groups, first come first served, that can be unfolded in a height."""
    used = sum(1 for item in INPUTS.values() if item.key) + len(FOLDABLE)
    opened = []
    for group in GROUPS:
        more = sum(1 for item in group.inputs if not item.key)
        if more and used + more <= height:
            opened.append(group.id)
            used += more
    return frozenset(opened)


@lru_cache(maxsize=2048)
def row_line(row: Row, width: int, *, chosen: bool) -> Line:
    """One line of the form: letter, label, value, and the mark of a change."""
    if row.kind == "group":
        return _group_line(row, width, chosen=chosen)
    changed = row.was is not None
    value = _value(row)
    value_width = cells(value)
    room = width - 4 - value_width
    label = row.label if len(row.label) <= room else cut(row.label, max(room, SHORTEST_LABEL))
    gap = max(min(VALUE_COLUMN - 3, width - 3 - value_width) - len(label), 1)
    used = 3 + len(label) + gap + value_width
    was = f"  was {row.was}" if changed else _beside(row, used, width)
    if used + cells(was) > width:
        was = ""
    before, behind = _signs(row, chosen=chosen)
    return fit(
        (
            before,
            Span(row.key or " ", "key"),
            behind,
            Span(label + " " * gap, "title" if chosen else "dim" if row.unread else "text"),
            Span(value, _value_role(row)),
            Span(was, "changed" if changed else "dim"),
        ),
        width,
    )


def _signs(row: Row, *, chosen: bool) -> tuple[Span, Span]:
    """The signs before the letter and before the label: of what there is to say the first two."""
    signs = [Span(HERE, "key")] if chosen else []
    signs += [Span(MARKS["changed"], "changed")] if row.was is not None else []
    signs += [Span(UNREAD, "dim")] if row.unread else []
    before, behind, *_ = (*signs, Span(" "), Span(" "))
    return before, behind


def box_heading(title: str, width: int, hidden: tuple[int, int] = (0, 0)) -> Line:
    """What stands above the words about an input: its name, and how many lines are out of sight.

    Args:
        title: the name.
        width: columns.
        hidden: lines above those in sight, and below.
    """
    shown = [f" {sign}{count}" for sign, count in zip((ABOVE, BELOW), hidden, strict=True) if count]
    more = "".join(shown)
    return (*heading(title, width - len(more)), Span(more, "key"))


def with_more(line: Line, sign: str, count: int, width: int) -> Line:
    """A line at whose end it is said how many inputs there are beyond it."""
    return spread(line, (Span(f" {sign} {count}", "key"),), width)


def _beside(row: Row, used: int, width: int) -> str:
    """What an input stands for, in a column of its own on a wide form."""
    stands_for = FIELDS[row.name].stands_for if row.name in FIELDS else ""
    gap = max(BESIDE_COLUMN - used, 2)
    room = width - used - gap
    return " " * gap + cut(stands_for, room) if stands_for and room >= BESIDE_LEAST else ""


def _row(
    item: Input,
    scenario: Scenario,
    kernel: str,
    was: tuple[Scenario, str] | None,
    unread: bool,
) -> Row:
    if item.name == KERNEL:
        before = was[1] if was is not None and was[1] != kernel else None
        return Row("input", KERNEL, item.label, item.key, kernel, was=before)
    value = words.value_of(scenario, item.name)
    earlier = words.value_of(was[0], item.name) if was is not None else value
    return Row(
        "input",
        item.name,
        item.label,
        item.key,
        word(value),
        value if isinstance(value, bool) else None,
        None if earlier == value else word(earlier),
        len(choices(scenario, item.name)) == 1,
        unread,
        value == FIELDS[item.name].default,
    )


def _value(row: Row) -> str:
    if row.fixed:
        return f"({row.value})"
    if row.flag is None:
        return row.value
    return f"{MARKS['set' if row.flag else 'clear']} {row.value}"


def _value_role(row: Row) -> Role:
    if row.fixed:
        return "dim"
    if row.was is not None:
        return "changed"
    if row.unread:
        return "dim"
    if row.flag is None:
        return "text"
    return "set" if row.flag else "clear"


def _group_line(row: Row, width: int, *, chosen: bool) -> Line:
    arrow = "▾" if row.open else "▸"
    more = f" {arrow} {row.hidden} more" if row.hidden else f" {arrow}"
    if row.name not in FOLDABLE:
        more = ""
    rule = "─" * max(width - 2 - len(row.label) - 1 - len(more), 0)
    return fit(
        (
            Span(f"{HERE} " if chosen else "  ", "key"),
            Span(row.label, "title"),
            Span(f" {rule}", "dim"),
            Span(more, "key" if chosen else "dim"),
        ),
        width,
    )
