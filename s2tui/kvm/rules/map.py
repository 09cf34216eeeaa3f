"""The leaf as it is written, and the cache maintenance for it: hyp/pgtable.c."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from s2tui.arm.descriptor.codec import Descriptor, Regime, decode, encode
from s2tui.kvm.policy.decisions import (
    DCACHE_CLEAN,
    DESCRIPTOR,
    EXECUTABLE,
    ICACHE_INVALIDATE,
    MARKS_DIRTY,
    MEMATTR,
    RESULT,
    SIZE,
    TYPE,
    WRITABLE,
)
from s2tui.kvm.policy.rule import decides

if TYPE_CHECKING:
    from s2tui.arm.descriptor.codec import Kind
    from s2tui.kvm.policy.outcome import MemoryType
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario, Size

PGTABLE = "arch/arm64/kvm/hyp/pgtable.c"
MEMORY_H = "arch/arm64/include/asm/memory.h"

PAGE_ADDRESS = 0x8000_0000
"""Where the page under discussion lies, in every printed descriptor."""
LEVELS: dict[Size, int] = {"page": 3, "pmd": 2, "pud": 1}
MT_S2_FWB: dict[MemoryType, int] = {"normal": 6, "normal-nc": 5, "device": 1}
MT_S2: dict[MemoryType, int] = {"normal": 0xF, "normal-nc": 5, "device": 1}
INNER_SHAREABLE = 0b11
READ, WRITE = 0b01, 0b10
NO_EXECUTION = 0b10
"""XN[1:0]: execution at neither EL1 nor EL0."""


@decides(
    MEMATTR,
    "map",
    "with FWB stage 2 forces the type: Normal 6, Normal-NC 5, Device-nGnRE 1",
    f"{MEMORY_H} (MT_S2_FWB_*), {PGTABLE}:stage2_set_prot_attr @ 6.12",
)
def memattr_fwb(s: Scenario, d: Decided) -> int | None:
    return MT_S2_FWB[d[TYPE]] if s.host_fwb else None


@decides(
    MEMATTR,
    "map",
    "without FWB the less cacheable of both stages wins: Normal 0xf, Normal-NC 5, Device-nGnRE 1",
    f"{MEMORY_H} (MT_S2_*), {PGTABLE}:stage2_set_prot_attr @ 6.12",
)
def memattr(_: Scenario, d: Decided) -> int:
    return MT_S2[d[TYPE]]


@decides(
    DESCRIPTOR,
    "map",
    "the leaf: valid, AF, inner shareable, readable, and what was decided; LPA2 is not used",
    f"{PGTABLE}:stage2_set_prot_attr @ 6.5",
)
def descriptor(s: Scenario, d: Decided) -> Descriptor:
    return leaf(Regime(page_size=s.host_page_size, fwb=s.host_fwb), d)


def leaf(regime: Regime, d: Decided) -> Descriptor:
    """The leaf descriptor that KVM writes of what was decided."""
    return _leaf(regime, d[SIZE], d[MEMATTR], d[WRITABLE], d[EXECUTABLE])


@lru_cache(maxsize=4096)
def _leaf(
    regime: Regime, size: Size, attribute: int, writable: bool, executable: bool
) -> Descriptor:
    """The leaf descriptor that KVM writes (pgtable.c:stage2_set_prot_attr @ 6.12)."""
    level = LEVELS[size]
    fields = {
        "MemAttr": attribute,
        "S2AP": READ | (WRITE if writable else 0),
        "AF": 1,
        "XN": 0 if executable else NO_EXECUTION,
    }
    if not regime.ds:
        fields["SH"] = INNER_SHAREABLE
    kind: Kind = "page" if level == 3 else "block"
    value = encode(fields, kind=kind, level=level, address=PAGE_ADDRESS, regime=regime)
    return decode(value, level, regime)


@decides(
    DCACHE_CLEAN,
    "map",
    "a new cacheable leaf is cleaned and invalidated to PoC, which FWB makes unnecessary",
    f"{PGTABLE}:stage2_map_walker_try_leaf @ 6.12",
)
def dcache_clean(s: Scenario, d: Decided) -> bool:
    if d[RESULT].result != "mapped" or s.host_fwb:
        return False
    return d[TYPE] == "normal"


@decides(
    ICACHE_INVALIDATE,
    "map",
    "what becomes executable is invalidated to PoU, which DIC makes unnecessary",
    f"{PGTABLE}:stage2_map_walker_try_leaf, stage2_attr_walker @ 6.12",
)
def icache_invalidate(s: Scenario, d: Decided) -> bool:
    return d[EXECUTABLE] and not s.host_dic


@decides(
    MARKS_DIRTY,
    "map",
    "a page that the guest can write is marked dirty, which a log sees if the slot has one",
    "arch/arm64/kvm/mmu.c:user_mem_abort @ 6.12 (mark_page_dirty_in_slot)",
)
def marks_dirty(_: Scenario, d: Decided) -> bool:
    return d[WRITABLE]


RULES = (memattr_fwb, memattr, descriptor, dcache_clean, icache_invalidate, marks_dirty)
"""As of v6.1."""
