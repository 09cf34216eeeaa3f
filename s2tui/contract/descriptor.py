"""`decode --json`, and the fields of a descriptor in a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.arm.descriptor.codec import BitField, Descriptor
    from s2tui.kvm.pasted import Group
    from s2tui.kvm.ptdump import DumpRange


def decode_json(found: Iterable[Descriptor | DumpRange]) -> str:
    """What `decode --json` answers: an array with a line for each value."""
    from json import dumps

    from s2tui.arm.descriptor.codec import Descriptor

    values = (
        descriptor_object(one) if isinstance(one, Descriptor) else range_object(one)
        for one in found
    )
    return "[" + ",\n ".join(map(dumps, values)) + "]"


def summary_json(groups: Iterable[Group]) -> list[dict[str, Any]]:
    """What `decode --summary --json` answers: what looks the same, the most frequent first."""
    return [
        {
            "count": group.times,
            "size": group.size,
            "kind": group.kind,
            "level": group.level,
            "fields": fields_object(group.fields),
        }
        for group in groups
    ]


def descriptor_object(descriptor: Descriptor) -> dict[str, Any]:
    """A descriptor as a JSON object, with its values in the order of the documentation."""
    address = descriptor.output_address
    return {
        "value": f"{descriptor.value:#018x}",
        "kind": descriptor.kind,
        "level": descriptor.level,
        "output_address": None if address is None else f"{address:#x}",
        "fields": descriptor_fields(descriptor),
        "lint": list(descriptor.lint),
    }


def descriptor_fields(descriptor: Descriptor) -> dict[str, Any]:
    """The fields of a descriptor by name; none where its encoding has no meaning."""
    if descriptor.kind == "invalid" and descriptor.lint:
        return {}
    return fields_object(descriptor.fields)


def fields_object(fields: Iterable[BitField]) -> dict[str, Any]:
    """Fields by name: where they are, their value, its meaning."""
    return {
        field.name: {"bits": field.bits, "value": field.value, "meaning": field.meaning}
        for field in fields
    }


def range_object(found: DumpRange) -> dict[str, Any]:
    """A line of a dump as a JSON object like a descriptor's; what is not printed is null."""
    xn = found.field("XN")
    shown = set(found.words)
    mapped = found.kind != "invalid"
    return {
        "value": None,
        "kind": found.kind,
        "level": found.level,
        "output_address": None,
        "ipa": [f"{found.first:#x}", f"{found.last:#x}"],
        "size": found.size,
        "permissions": {
            "read": mapped and "R" in shown,
            "write": mapped and "W" in shown,
            "exec_el1": None if mapped and xn is None else mapped and _exec(xn, el1=True),
            "exec_el0": None if mapped and xn is None else mapped and _exec(xn, el1=False),
        },
        "fields": {"MemAttr": None, **fields_object(found.fields)},
        "lint": [],
    }


def _exec(xn: BitField | None, *, el1: bool) -> bool:
    return xn is not None and xn.value in ({0b00, 0b11} if el1 else {0b00, 0b01})
