"""KVM's architectures: what decides how a guest caches memory that VM_PFNMAP maps.

A table and no model: nothing here is computed. It is what E9 and E10 of the debate are about, a
memslot flag for cacheability that every architecture would have to give a meaning.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from s2tui.toml import table


class Fact(NamedTuple):
    """One statement about an architecture."""

    text: str
    source: str
    """file:function @ kernel."""


class Architecture(NamedTuple):
    """One way in which KVM translates a guest's memory."""

    id: str
    name: str
    decides: str
    """What decides the cacheability of PFNMAP memory, in one line."""
    chooses: bool | None
    """Whether KVM chooses a memory type at all; None where that was not looked up. Where it does
    not, a memslot flag for cacheability could mean nothing."""
    facts: tuple[Fact, ...]


@cache
def load() -> dict[str, Architecture]:
    """Every architecture by its id, arm64 first."""
    data = table(__file__, "architectures.toml")
    return {
        id_: Architecture(
            id_,
            entry["name"],
            entry["decides"],
            entry.get("chooses"),
            tuple(Fact(**fact) for fact in entry.get("facts", ())),
        )
        for id_, entry in data.items()
    }
