"""Descriptors and page-table dumps in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.view.kit.layout import hang
from s2tui.view.kit.text import Row, Span, line, marked

if TYPE_CHECKING:
    from s2tui.arm.descriptor.codec import BitField, Descriptor
    from s2tui.kvm.ptdump import DumpRange, Heading, Setting
    from s2tui.view.kit.text import Line, Role

BITS_WIDTH = 11
NAME_WIDTH = 12
VALUE_WIDTH = 6
NO_TYPE = "the kernel does not print the memory type"
_SETTINGS = {
    "ipa_range": "bits of guest address",
    "stage2_levels": "levels of table",
    "": "what ipa_range or stage2_levels say of the tables",
}


def describe(descriptor: Descriptor, width: int = 100) -> list[Line]:
    """A descriptor: what it is, each field, and what is wrong with it."""
    lines = [title(descriptor), *map(field_line, descriptor.fields), *findings(descriptor)]
    return [piece for one in lines for piece in hang(one, len(one) - 1, width)]


def title(descriptor: Descriptor) -> Line:
    """Value, kind, level and where it leads, in one line."""
    address = descriptor.output_address
    granule = descriptor.regime.page_size
    to = "next table at" if descriptor.kind == "table" else "to"
    where = "" if address is None else f", {to}"
    # What MemAttr means depends on it, and nothing in the value tells.
    fwb = f", FWB {'on' if descriptor.regime.fwb else 'off'}" if descriptor.field("MemAttr") else ""
    what = f"  {descriptor.kind}, level {descriptor.level}, {granule} granule{fwb}{where}"
    parts = [Span(f"{descriptor.value:#018x}", "title"), Span(what)]
    return line(*parts, *([] if address is None else [Span(f" {address:#x}", "title")]))


def findings(descriptor: Descriptor) -> list[Line]:
    """What is wrong with a descriptor, one line each."""
    role: Role = "denied" if descriptor.kind == "invalid" else "reserved"
    return [line("  ", marked(role, text)) for text in descriptor.lint]


def field_line(field: BitField) -> Line:
    """One field: bits, name, value, meaning."""
    role = field_role(field)
    value = value_text(field)
    spans = (
        Span(f"  {field.bits:>{BITS_WIDTH}}  ", "dim"),
        Span(f"{field.name:<{NAME_WIDTH}} {value:>{VALUE_WIDTH}}  ", role),
        Span(field.meaning, "dim" if role in {"dim", "clear"} else "text"),
    )
    return Row(spans, (field.bits, field.name, value, field.meaning))


def value_text(field: BitField) -> str:
    """A field's value: binary up to four bits wide, else hexadecimal."""
    width = len(field.positions)
    return f"{field.value:0{width}b}" if width <= 4 else f"{field.value:#x}"


def field_role(field: BitField) -> Role:
    """How a field is to be seen: reserved bits that are set, then set, then clear."""
    if field.role == "reserved":
        return "reserved" if field.value else "dim"
    if field.role == "ignored":
        return "set" if field.value else "dim"
    return "set" if field.value else "clear"


def describe_range(found: DumpRange) -> Line:
    """One line of a page-table dump."""
    start = f"{found.first:#014x}-{found.last:#014x}"
    size = _size_text(found.size)
    parts = [Span(start, "title"), Span(f" {size:>6} level {found.level}  ")]
    if found.kind == "invalid":
        empty = "nothing mapped" if not found.words else "invalid, with a note of KVM in it"
        return line(*parts, Span(empty, "dim"))
    said = "; ".join([found.kind, *(field.meaning for field in found.fields), *_unsaid(found)])
    return line(*parts, Span(f"{said}; {NO_TYPE}"))


def describe_heading(heading: Heading) -> Line:
    """A line that only says what follows."""
    text = heading.text.strip("-=#[] ")
    said = " (guest addresses from here on)" if text == "Guest IPA" else ""
    return line(Span(f"{text}{said}", "dim"))


def describe_setting(setting: Setting) -> Line:
    """What one of the files beside the dump holds."""
    name = f"{setting.name}: " if setting.name else ""
    return line(Span(f"{name}{setting.value} {_SETTINGS[setting.name]}", "dim"))


def _unsaid(found: DumpRange) -> list[str]:
    if found.kind == "table" or found.field("XN"):
        return []
    return ["execute permission unknown (kernels disagree on what X means)"]


def _size_text(size: int) -> str:
    """A size in the largest unit that divides it."""
    units = 0
    while size % 1024 == 0 and units < 6:
        size //= 1024
        units += 1
    return f"{size}{'BKMGTPE'[units]}"
