"""How the 64 bits are read, as the rows of a form; what changes nothing stands back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.view.descriptor import edited as edits
from s2tui.view.kit.layout import fit, flow_line, heading
from s2tui.view.kit.text import HERE, MARKS, UNREAD, Span

if TYPE_CHECKING:
    from s2tui.arm.descriptor.regime_options import OptionValue
    from s2tui.view.descriptor.edited import EditedDescriptor
    from s2tui.view.kit.text import Line, Role

VALUE_COLUMN = 14
IDLE = "changes nothing in these 64 bits"


class OptionRow(NamedTuple):
    """One option."""

    name: str
    label: str
    value: str
    flag: bool | None
    """A switch's value; None for an option with other values."""
    idle: bool
    """Whether it makes no difference here."""


def rows(edited: EditedDescriptor) -> tuple[OptionRow, ...]:
    """The options from top to bottom."""
    return tuple(_row(edited, name) for name in edits.NAMES)


def row_line(row: OptionRow, width: int, *, chosen: bool) -> Line:
    """One option: label and value."""
    value = row.value
    role: Role = "dim" if row.idle else "text"
    if row.flag is not None:
        own: Role = "set" if row.flag else "clear"
        value, role = f"{MARKS[own]} {value}", "dim" if row.idle else own
    label: Role = "title" if chosen else "dim" if row.idle else "text"
    return fit(
        (
            Span(HERE if chosen else " ", "key"),
            Span(UNREAD if row.idle else " ", "dim"),
            Span(f"{row.label:<{VALUE_COLUMN - 2}}", label),
            Span(value, role),
        ),
        width,
    )


def help_lines(edited: EditedDescriptor, name: str, width: int) -> list[Line]:
    """What an option is, its values, and that it makes no difference where that is so."""
    option = next(option for option in edits.EVERY if option.name == name)
    first = Span(f"{option.label} ", "title")
    if edits.idle(edited, name):
        return flow_line((first, Span(option.text), Span(f"{UNREAD} {IDLE}", "dim")), width)
    values = "" if option.flag else f"({' '.join(_said(v) for v in edits.choices(edited, name))})"
    return flow_line((first, Span(option.text), Span(values, "dim")), width)


def _said(value: OptionValue) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)


def _row(edited: EditedDescriptor, name: str) -> OptionRow:
    option = next(option for option in edits.EVERY if option.name == name)
    value = edits.option_value(edited, name)
    said = _said(value)
    if value == edits.AUTO:
        said = f"{value}: {edited.now.level}"
    flag = value if isinstance(value, bool) else None
    return OptionRow(name, option.label, said, flag, edits.idle(edited, name))


def title(width: int, *, focused: bool) -> Line:
    """The heading of the options."""
    return heading("read as", width, focused=focused)
