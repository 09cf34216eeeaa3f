"""The value being edited in words: what kind of entry, the bit under the cursor, all its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.arm.descriptor.citations import manual
from s2tui.view.descriptor import bits
from s2tui.view.descriptor.bit_cursor import field_of
from s2tui.view.kit.layout import fit, flow, heading
from s2tui.view.kit.text import MARKS, NOTHING, Span

if TYPE_CHECKING:
    from s2tui.view.descriptor.edited import EditedDescriptor
    from s2tui.view.kit.text import Line

KINDS = {"page": "a page", "block": "a block", "table": "a table", "invalid": "an invalid entry"}


def title(edited: EditedDescriptor, bit: int, width: int, *, focused: bool) -> Line:
    """The heading of the bits: the bit under the cursor, and what kind of entry the bits are."""
    now = edited.now
    parts = [KINDS[now.kind]]
    if now.output_address is not None:
        to = "next table at" if now.kind == "table" else "to"
        parts += [f"level {now.level}", f"{to} {now.output_address:#x}"]
    return heading(f"bit {bit}", width, (Span(f"of {', '.join(parts)}"),), focused=focused)


def origin(edited: EditedDescriptor, kernel: str) -> Line:
    """Where the value comes from."""
    if edited.own:
        return (Span("yours", "changed"),)
    if edited.value:
        return (Span(f"what {kernel} writes", "dim"),)
    return (Span(f"{kernel} writes none", "dim"),)


def bit_lines(edited: EditedDescriptor, bit: int, wrong: str, width: int) -> list[Line]:
    """The field of the bit under the cursor: value, meaning, what it was, where that is written.

    Args:
        edited: the value.
        bit: where the cursor is.
        wrong: what is wrong with a value that is being typed; said in place of all else.
        width: columns.
    """
    if wrong:
        return flow((Span(f"{MARKS['denied']} ", "denied"),), wrong, width, "denied")
    now = edited.now
    name = field_of(now, bit).name
    lines = bits.field_line(now, edited.was, name, width)
    return [*lines, *flow((), manual(now, name, fwb=now.regime.fwb), width, "dim")]


def fact_lines(edited: EditedDescriptor, width: int) -> list[Line]:
    """What the architecture has against the value, then every field that says something."""
    now = edited.now
    against = bits.lint_lines(now, width)
    return [
        *(against or [_nothing_against(edited, width)]),
        *bits.field_lines(now, edited.was, width),
    ]


def short_facts(edited: EditedDescriptor, width: int) -> Line:
    """The first finding and how many more there are, in one line."""
    lint = edited.now.lint
    if not lint:
        return _nothing_against(edited, width)
    more = f"(+{len(lint) - 1}) " if len(lint) > 1 else ""
    return fit((Span(f"{MARKS['reserved']} {more}{lint[0]}", "reserved"),), width)


def _nothing_against(edited: EditedDescriptor, width: int) -> Line:
    """That lint found nothing, in one line."""
    if edited.now.kind == "invalid":
        said = Span(f"{NOTHING} any access takes a Translation fault", "dim")
    else:
        said = Span(f"{MARKS['allowed']} nothing to be said against it", "allowed")
    return fit((said,), width)


def label() -> Line:
    """What stands before the line that a value is typed in."""
    return (Span("value: ", "title"),)
