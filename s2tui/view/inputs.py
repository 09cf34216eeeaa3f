"""The form: every input in groups, with its label and its letter; and what turning one does.

Inputs with a letter are the ones the debate was about: they stay on screen when their group is
folded. The others are reached by unfolding it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from attrs import evolve

from s2tui.kvm.scenario import BINDINGS, FIELDS, bind, word
from s2tui.view import words
from s2tui.view.layout import cut, fit, flow, flow_line
from s2tui.view.text import MARKS, Span

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from s2tui.kvm.scenario import Field, Scenario, Value
    from s2tui.view.text import Line, Role

T = TypeVar("T")
KERNEL = "kernel"
"""The name of the input that is not a scenario field."""


class Input(NamedTuple):
    """One input of the form."""

    name: str
    """The field's name in the contract, or `kernel`."""
    label: str
    key: str = ""
    """The letter that turns it; its capital turns it back."""


class Group(NamedTuple):
    """Inputs that belong together."""

    id: str
    label: str
    inputs: tuple[Input, ...]


GROUPS = (
    Group("kernel", "", (Input(KERNEL, "kernel", "n"),)),
    Group(
        "host",
        "host and VM",
        (
            Input("host.fwb", "FWB", "f"),
            Input("host.dic", "DIC", "d"),
            Input("host.idc", "IDC"),
            Input("host.xnx", "XNX"),
            Input("host.mte", "MTE"),
            Input("vm.mte", "VM has MTE"),
            Input("host.lpa2", "LPA2"),
            Input("host.page_size", "page size"),
            Input("param.unsafe_cacheable", "unsafe param"),
        ),
    ),
    Group(
        "slot",
        "memslot",
        (
            Input("slot.readonly", "read-only", "w"),
            Input("slot.log_dirty_pages", "log dirty", "t"),
            Input("slot.guest_memfd", "guest_memfd", "g"),
            Input("slot.cacheable", "cacheable", "c"),
            Input("slot.alignment", "alignment"),
            Input("gmem.mmap", "gmem mmap"),
        ),
    ),
    Group(
        "memory",
        "memory",
        (
            Input("backing", "backing", "b"),
            Input("page.in_kernel_map", "in kernel map", "p"),
            Input("vma.memtype", "VMA type", "v"),
            Input("vma.any_uncached", "any uncached", "a"),
            Input("page.size", "host mapping"),
            Input("page.host_writable", "PTE writable"),
            Input("page.poisoned", "poisoned"),
            Input("vma.writable", "VMA writable"),
            Input("vma.cow", "copy on write"),
            Input("vma.swapped_after_create", "VMA swapped"),
            Input("vma.force_cached", "force cached"),
            Input("vma.mte_allowed", "MTE allowed"),
        ),
    ),
    Group(
        "guest",
        "guest access",
        (
            Input("access.kind", "access", "x"),
            Input("access.fault", "fault", "e"),
            Input("guest.memtype", "guest type", "m"),
            Input("access.granule", "fault level"),
            Input("access.syndrome", "syndrome"),
            Input("guest.shareability", "guest SH"),
            Input("guest.mmu", "guest MMU"),
        ),
    ),
)
INPUTS: Mapping[str, Input] = {i.name: i for group in GROUPS for i in group.inputs}
KEYS: Mapping[str, str] = {i.key: i.name for i in INPUTS.values() if i.key}
"""Letter to input name."""
FOLDABLE = tuple(g.id for g in GROUPS if any(not i.key for i in g.inputs))
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
    default: bool = True
    """Whether it is at its default."""
    open: bool = False
    hidden: int = 0
    """Inputs that a folded group does not show."""


def choices(scenario: Scenario, name: str) -> tuple[Value, ...]:
    """The values that the other fields leave to a field, the default first."""
    field = FIELDS[name]
    for binding in BINDINGS:
        if binding.attribute == field.attribute:
            allowed = binding.allowed(scenario)
            return tuple(value for value in field.values if value in allowed)
    return field.values


def why_fixed(scenario: Scenario, name: str) -> str:
    """Why a field has nothing to choose, or why some of its values are missing; else nothing."""
    if name == KERNEL:
        return ""
    field = FIELDS[name]
    if len(choices(scenario, name)) == len(field.values):
        return ""
    return next(b.why for b in BINDINGS if b.attribute == field.attribute)


def turn(wanted: Scenario, name: str, by: int) -> Scenario:
    """What is wanted with one field at its next value, or another number of values on.

    The value goes round at the end. What other fields replace is left as it was wanted, so that
    it comes back when they permit it again; `bind` makes a scenario of it.
    """
    scenario, _ = bind(wanted)
    value = _on(choices(scenario, name), words.value_of(scenario, name), by)
    return put(wanted, name, value) if value != words.value_of(scenario, name) else wanted


def put(wanted: Scenario, name: str, value: Value) -> Scenario:
    """What is wanted with one field at a value."""
    changes = {FIELDS[name].attribute: value}
    return evolve(wanted, **changes)  # type: ignore[arg-type]


def turn_kernel(kernel: str, kernels: Sequence[str], by: int) -> str:
    """The next kernel; the first where the present one is none of them."""
    return _on(tuple(kernels), kernel, by) if kernel in kernels else kernels[0]


def rows(
    scenario: Scenario,
    kernel: str,
    opened: Collection[str],
    was: tuple[Scenario, str] | None = None,
) -> tuple[Row, ...]:
    """The lines of the form from top to bottom.

    Args:
        scenario: the values to show.
        kernel: the kernel to show.
        opened: ids of the groups that show all of their inputs.
        was: the scenario and kernel to compare with.
    """
    found: list[Row] = []
    for group in GROUPS:
        shown = group.id in opened
        inputs = [i for i in group.inputs if i.key or shown]
        if group.label:
            hidden = len(group.inputs) - len(inputs)
            found.append(Row("group", group.id, group.label, open=shown, hidden=hidden))
        found += [_row(i, scenario, kernel, was) for i in inputs]
    return tuple(found)


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


def row_line(row: Row, width: int, *, chosen: bool) -> Line:
    """One line of the form: letter, label, value, and the mark of a change."""
    if row.kind == "group":
        return _group_line(row, width, chosen=chosen)
    changed = row.was is not None
    left = MARKS["changed"] if changed else " "
    value = _value(row)
    room = width - 4 - len(value)
    label = row.label if len(row.label) <= room else cut(row.label, max(room, SHORTEST_LABEL))
    gap = max(min(VALUE_COLUMN - 3, width - 3 - len(value)) - len(label), 1)
    used = 3 + len(label) + gap + len(value)
    was = f"  was {row.was}" if changed else _beside(row, used, width)
    if used + len(was) > width:
        was = ""
    return fit(
        (
            Span("▶" if chosen else left, "key" if chosen else "changed"),
            Span(row.key or " ", "key"),
            Span(" "),
            Span(label, "title" if chosen else "text"),
            Span(" " * gap),
            Span(value, _value_role(row)),
            Span(was, "changed" if changed else "dim"),
        ),
        width,
    )


def help_lines(scenario: Scenario, name: str, width: int) -> list[Line]:
    """What an input is: its name, one line of help, what it stands for, why it is fixed."""
    if name == KERNEL:
        return flow((Span("kernel ", "title"),), "the kernel or proposal that answers", width)
    if name not in FIELDS:
        return flow((), "space shows or hides the rarely needed inputs of this group", width)
    field = FIELDS[name]
    name_of = Span(f"{field.name} ", "title")
    fixed = why_fixed(scenario, name)
    if fixed:
        return flow_line((name_of, Span(f"{MARKS['reserved']} {fixed}", "reserved")), width)
    lines = flow_line((name_of, Span(field.text)), width)
    return lines + flow((), _stands_for(field), width, "dim")


def _stands_for(field: Field) -> str:
    values = " ".join(map(word, field.values)) if len(field.values) > 2 else ""
    return "; ".join(part for part in (field.stands_for, values) if part)


def _beside(row: Row, used: int, width: int) -> str:
    """What an input stands for, in a column of its own on a wide form."""
    stands_for = FIELDS[row.name].stands_for if row.name in FIELDS else ""
    gap = max(BESIDE_COLUMN - used, 2)
    room = width - used - gap
    return " " * gap + cut(stands_for, room) if stands_for and room >= BESIDE_LEAST else ""


def _on(values: Sequence[T], value: T, by: int) -> T:
    index = values.index(value) if value in values else -1
    return values[(index + by) % len(values)]


def _row(item: Input, scenario: Scenario, kernel: str, was: tuple[Scenario, str] | None) -> Row:
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
            Span("▶ " if chosen else "  ", "key"),
            Span(row.label, "title"),
            Span(f" {rule}", "dim"),
            Span(more, "key" if chosen else "dim"),
        ),
        width,
    )


def group_of(name: str) -> str:
    """The id of the group that an input is in."""
    return next(g.id for g in GROUPS if any(i.name == name for i in g.inputs))
