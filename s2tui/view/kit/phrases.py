"""Scenario fields in the words of a kernel developer: what a cube says, in a line.

The words are data: a table for each field. A set of values that has a name of its own (a cacheable
VMA) is named; any other is the list of its values, or of those that it lacks where that is shorter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.kvm.scenario.fields import FIELDS, UNRANKED, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from s2tui.analysis.cubes.conditions import Alternative
    from s2tui.kvm.scenario.fields import Value


class Words(NamedTuple):
    """How to say what values a field has."""

    values: Mapping[Value, str]
    """One value; a value that is missing is said as it is typed."""
    frame: str = "{}"
    """Goes around them."""
    sets: Mapping[frozenset[Value], str] = {}
    """Several values that have a name together."""


def _flag(yes: str, no: str) -> Words:
    return Words({True: yes, False: no})


_SIZES: Mapping[Value, str] = {"page": "page", "pmd": "PMD", "pud": "PUD"}
_BLOCK: frozenset[Value] = frozenset({"pmd", "pud"})
_WRITES = frozenset({"write", "cache-maintenance"})
WORDS: Mapping[str, Words] = {
    "host.fwb": _flag("FWB", "no FWB"),
    "host.dic": _flag("DIC", "no DIC"),
    "host.idc": _flag("IDC", "no IDC"),
    "host.xnx": _flag("XNX", "no XNX"),
    "host.mte": _flag("host with MTE", "host without MTE"),
    "host.mte_perm": _flag("MTE_PERM", "no MTE_PERM"),
    "host.lpa2": _flag("LPA2", "no LPA2"),
    "host.page_size": Words({}, "{} pages"),
    "vm.mte": _flag("VM with MTE", "VM without MTE"),
    "vm.nisv_to_user": _flag("NISV to user space", "no NISV to user space"),
    "slot.readonly": _flag("read-only slot", "writable slot"),
    "slot.log_dirty_pages": _flag("dirty logging", "no dirty logging"),
    "slot.guest_memfd": _flag("guest_memfd slot", "no guest_memfd slot"),
    "slot.cacheable": _flag("cacheable slot flag", "no cacheable slot flag"),
    "slot.alignment": Words(
        {"page": "slot fits no block", "pmd": "slot fits a PMD only", "pud": "slot fits a PUD"},
        sets={
            frozenset({"pmd", "pud"}): "slot fits a PMD",
            frozenset({"pmd", "page"}): "slot fits no PUD",
            frozenset({"pud", "page"}): "slot fits a PUD or no block",
        },
    ),
    "backing": Words(
        {
            "anonymous": "anonymous memory",
            "zone-device": "ZONE_DEVICE",
            "pfnmap": "PFNMAP",
            "mixedmap": "MIXEDMAP",
            "guest-memfd": "guest_memfd VMA",
            "hole": "no VMA",
            "no-slot": "no memslot",
        }
    ),
    "page.map_memory": _flag("map memory", "not map memory"),
    "page.size": Words(
        {"page": "host maps pages", "pmd": "host maps PMDs", "pud": "host maps PUDs"},
        sets={_BLOCK: "host maps blocks"},
    ),
    "page.contiguous": _flag("physically contiguous", "scattered pages"),
    "page.memtype": Words({"as-vma": "host PTE as the VMA"}, "host PTE {}"),
    "page.host_writable": _flag("host PTE writable", "host PTE read-only"),
    "page.poisoned": _flag("poisoned page", "page not poisoned"),
    "gmem.mmap": _flag("guest_memfd with mmap", "guest_memfd without mmap"),
    "gmem.direct_map": _flag("guest_memfd in the direct map", "guest_memfd without direct map"),
    "vma.block": Words(
        {"page": "VMA allows pages", "pmd": "VMA allows a PMD", "pud": "VMA allows a PUD"},
        sets={_BLOCK: "VMA allows blocks"},
    ),
    "vma.memtype": Words(
        {},
        "VMA {}",
        {
            frozenset({"normal", "normal-tagged"}): "VMA cacheable",
            frozenset({"normal-nc", "device-ngnre", "device-ngnrne"}): "VMA not cacheable",
            frozenset({"device-ngnre", "device-ngnrne"}): "VMA Device",
        },
    ),
    "vma.any_uncached": _flag("VM_ALLOW_ANY_UNCACHED", "no VM_ALLOW_ANY_UNCACHED"),
    "vma.cow": _flag("COW VMA", "no COW VMA"),
    "vma.swapped_after_create": _flag("VMA swapped later", "VMA not swapped later"),
    "vma.force_cached": _flag("VM_FORCE_CACHED", "no VM_FORCE_CACHED"),
    "vma.writable": _flag("VMA writable", "VMA read-only"),
    "vma.mte_allowed": _flag("VM_MTE_ALLOWED", "no VM_MTE_ALLOWED"),
    "access.kind": Words(
        {"exec": "fetch", "cache-maintenance": "DC", "stage1-walk": "stage-1 walk"},
        sets={
            _WRITES: "write/DC",
            _WRITES | {"stage1-walk"}: "write/DC/stage-1 walk",
            _WRITES | {"read", "stage1-walk"}: "no fetch",
        },
    ),
    "access.fault": Words({"unsupported-atomic": "unsupported atomic"}, "{} fault"),
    "access.granule": Words(_SIZES, "leaf is a {}", {_BLOCK: "leaf is a block"}),
    "access.syndrome": _flag("valid syndrome", "no syndrome"),
    "guest.memtype": Words({}, "guest maps {}"),
    "guest.shareability": Words({}, "guest's SH {}"),
    "guest.mmu": _flag("guest MMU on", "guest MMU off"),
    "param.unsafe_cacheable": _flag("unsafe_cacheable=1", "unsafe_cacheable=0"),
}
"""By the name of the field."""
_ORDERED = sorted(FIELDS.values(), key=lambda field: field.rank if field.said else UNRANKED)
RANK = {field.name: place for place, field in enumerate(_ORDERED)}
"""What is said first; the rest follows in the order of the contract."""


def values_phrase(name: str, values: Sequence[Value]) -> str:
    """The values that one field may have: `VMA cacheable`, `PFNMAP/MIXEDMAP`."""
    known = WORDS[name]
    together = known.sets.get(frozenset(values))
    if together is not None:
        return together
    single = [known.values.get(value, word(value)) for value in values]
    every = FIELDS[name].values
    if len(values) > 2 and len(values) > len(every) // 2:
        others = [known.values.get(v, word(v)) for v in every if v not in values]
        return "not " + known.frame.format("/".join(others))
    return known.frame.format("/".join(single))


def conditions_phrase(all_of: Iterable[Sequence[Alternative]]) -> str:
    """Conditions in a line, what matters most first."""
    ordered = sorted(all_of, key=lambda alternatives: min(RANK[a.name] for a in alternatives))
    said = [
        " or ".join(values_phrase(a.name, a.values) for a in alternatives)
        for alternatives in ordered
    ]
    return _with_both(said) if said else "always"


def _with_both(said: list[str]) -> str:
    """Conditions joined by commas, with FWB and DIC as the pair that they are."""
    if "FWB" in said and "DIC" in said:
        said = [("FWB and DIC" if s == "FWB" else s) for s in said if s != "DIC"]
    return ", ".join(said)
