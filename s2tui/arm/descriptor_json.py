"""Descriptors as the JSON that the command line prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.arm.descriptor import BitField, Descriptor


def descriptor_json(descriptor: Descriptor) -> dict[str, Any]:
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
    return fields_json(descriptor.fields)


def fields_json(fields: Iterable[BitField]) -> dict[str, Any]:
    """Fields by name: where they are, their value, its meaning."""
    return {
        field.name: {"bits": field.bits, "value": field.value, "meaning": field.meaning}
        for field in fields
    }
