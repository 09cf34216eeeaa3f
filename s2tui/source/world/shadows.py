"""What of a tree is answered for instead of being run, and whether that is what was looked at.

An entry of these tables that stands for a function of the tree hides whatever a patch does to it.
So each definition that was compared with its entry is known by a digest of its tokens, and one that
is not makes the answers rest on something that nobody has judged.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from s2tui.toml import table

if TYPE_CHECKING:
    from collections.abc import Collection

    from s2tui.source.c.places import Place
    from s2tui.source.c.unit import Unit

WALKERS = (
    "kvm_pgtable_stage2_map",
    "stage2_map_walker",
    "stage2_map_walk_leaf",
    "stage2_map_walk_table_pre",
    "stage2_map_walker_try_leaf",
    "stage2_leaf_mapping_allowed",
    "kvm_pgtable_stage2_relax_perms",
    "stage2_update_leaf_attrs",
    "stage2_attr_walker",
)
"""What the modelled walk of the page tables stands for."""


class Unjudged(NamedTuple):
    """A definition that an answer stands for, and that nobody compared with it."""

    name: str
    at: Place
    digest: str


@cache
def known() -> dict[str, dict[str, list[str]]]:
    """By name, the digests of the definitions that were looked at, and in which releases."""
    return table(__file__, "shadows.toml")


def digests(unit: Unit, used: Collection[str]) -> dict[str, str]:
    """The digest of each definition of a tree that is not run, by name."""
    found = {}
    for name in sorted({*used, *WALKERS}):
        if name in unit.shadowed() or name in WALKERS:
            digest = unit.hash(name)
            if digest is not None:
                found[name] = digest
    return found


@cache
def checked() -> frozenset[str]:
    """The names that were answered when a release was run and its policy agreed everywhere."""
    return frozenset().union(*table(__file__, "checked.toml").values())


def unchecked(used: Collection[str]) -> tuple[str, ...]:
    """The names whose answers were never compared with a real tree."""
    return tuple(sorted(set(used) - checked()))


def unjudged(unit: Unit, used: Collection[str]) -> tuple[Unjudged, ...]:
    """The definitions of a tree that are not run, and are not those that were looked at."""
    found = []
    for name, digest in digests(unit, used).items():
        if digest not in known().get(name, {}):
            definition = unit.shadowed().get(name) or unit.functions[name]
            found.append(Unjudged(name, definition.at, digest))
    return tuple(found)
