"""What can go wrong with an answer: derived from the scenario and the outcome, never assigned.

The words live in hazards.json; this module says when each applies. Four kinds:

* **Mismatched aliases** (DDI 0487 B2.11): the host has the page mapped too, by user space's VMA
  and by the kernel's linear map. What is lost where only one side caches it, and what a guest
  executes that nobody invalidated, is found by a machine (s2tui.kvm.hazards.caches); where type,
  cacheability or shareability merely differ, a promise is. Hints and tags are no mismatch.
* **Maintenance and tags** that KVM or the guest cannot do on such a page.
* **Instructions** that do not do on the resultant type what they would on the type that the guest
  asked for (s2tui.arm.consequences).
* **The way it went**: a hazard that the rule which ended the journey carries, a fault that repeats.

Reports are made by the hundred thousand, so each part is cached on the few things it reads.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from s2tui.arm.attributes import Device
from s2tui.arm.coherence.damage import DAMAGES
from s2tui.arm.coherence.machine import CACHEABLE
from s2tui.arm.combine.rules import Stage1
from s2tui.arm.consequences import consequences, decode_par, overridden, stopped
from s2tui.kvm.hazards.caches import (
    HOST_ALIASES,
    LATE,
    LATER,
    STALE,
    caches,
    guest_alias,
    pairs,
    user_alias,
)
from s2tui.kvm.hazards.catalogue import Hazard, hazard, load
from s2tui.kvm.hazards.events import sentence
from s2tui.kvm.rules.resultant import stage1
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.arm.attributes import Attribute, Shareability
    from s2tui.arm.combine.combination import Combination
    from s2tui.arm.consequences import Consequence
    from s2tui.kvm.hazards.caches import Caches, Finding
    from s2tui.kvm.policy.outcome import LeafMapping, Outcome
    from s2tui.kvm.scenario.fields import Scenario, Size, VmaMemtype


PAGE_LEAK = "page-leak"
CACHEABILITY = "mismatched-cacheability"
TYPE = "mismatched-type"
SHAREABILITY = "mismatched-shareability"
MISMATCHES = (STALE, LATER, LATE, CACHEABILITY, TYPE, SHAREABILITY)
"""The hazards of mismatched aliases, in the order of reports; the machine finds the first three."""
SIZES: dict[int, Size] = {3: "page", 2: "pmd", 1: "pud"}
"""The size of a leaf of each level."""
INSTRUCTIONS = {
    operation: f"guest-{operation}"
    for operation in (
        "unaligned-access",
        "crossing-access",
        "dc-zva",
        "exclusives",
        "atomics",
        "ls64",
        "fetch",
        "tag-store",
    )
}
"""The hazard of each guest operation that may stop working."""
OVERRIDDEN = {"device": "stage1-alignment", "normal": "stage1-atomic-alignment"}
"""What remains of stage 1 where FWB forces Write-Back, by what stage 1 said."""


def hazards(s: Scenario, outcome: Outcome) -> tuple[Hazard, ...]:
    """What can go wrong with the answer to a scenario, the worst first, as the data file has it."""
    mapping, resultant = outcome.mapping, outcome.resultant
    if mapping is None or resultant is None:
        return _without_leaf(s, outcome)
    found = caches(s, outcome)
    ids = tuple(found.hazards)
    ids += _of_aliases(predicates.kernel_mapped(s), user_alias(s), resultant)
    if mapping.type == "normal-nc" and not s.page_map_memory:
        ids += ("uncontained-error",)
    if wrong_pages(s, SIZES[mapping.level]):
        ids += ("wrong-pages",)
    if outcome.fault.result == "relaxed" and s.backing == "pfnmap" and not s.slot_guest_memfd:
        ids += ("stale-mapping",)
    if not predicates.kernel_mapped(s):
        ids += _unreachable(s, outcome)
    if s.slot_guest_memfd and s.vm_mte:
        ids += ("stale-tags",)
    source, shareability = stage1(s)
    normal = mapping.type == "normal"
    # A table walk executes nothing.
    if s.access_kind != "stage1-walk":
        ids += _of_instructions(source, shareability, resultant, normal, s.vm_mte)
        if s.access_kind != "exec":
            ids += _of_override(source, shareability, resultant)
    ids += _of_memslot(s, mapping)
    if _walk_repeats(s, mapping):
        ids += ("walk-repeats",)
    return tuple(_told(id_, found) for id_ in load() if id_ in ids)


def _told(id_: str, found: Caches) -> Hazard:
    """A hazard in words, with what the machine found of it."""
    findings = found.hazards.get(id_)
    return hazard(id_) if findings is None else hazard(id_, _what_is_lost(findings))


@lru_cache(maxsize=1024)
def _what_is_lost(findings: tuple[Finding, ...]) -> str:
    """Each damage and its steps: the worst with the order of events."""
    worst, *others = findings
    first = f"{DAMAGES[worst.damage]} in {worst.steps} steps"
    rest = "".join(f"; {DAMAGES[other.damage]}, in {other.steps}" for other in others)
    return f"{first} ({sentence(worst.configuration, worst.trace)}){rest}"


def operations(s: Scenario, outcome: Outcome) -> tuple[Consequence, ...]:
    """What each of the guest's operations does on the memory of an answer; none without a leaf."""
    if outcome.mapping is None or outcome.resultant is None:
        return ()
    source, shareability = stage1(s)
    normal = outcome.mapping.type == "normal"
    stage_1 = Stage1(source, shareability)
    return consequences(stage_1, outcome.resultant, executable=normal, mte=s.vm_mte)


def wrong_pages(s: Scenario, size: Size) -> bool:
    """Whether a leaf is larger than what the host maps, of pages that do not lie side by side."""
    if s.page_contiguous or s.slot_guest_memfd:
        return False
    return predicates.RANK[size] > predicates.RANK[s.page_size]


def _without_leaf(s: Scenario, outcome: Outcome) -> tuple[Hazard, ...]:
    """The hazard of the rule that ended the journey, and of a fault that comes again.

    A reference leaks only where one was taken: what comes through follow_pfnmap() has none outside
    the memory that memblock knows (virt/kvm/kvm_main.c:kvm_resolve_pfn @ 7.3; before 6.13
    kvm_try_get_pfn asks for a struct page).
    """
    last = outcome.trace[-1] if outcome.trace else None
    found: tuple[Hazard, ...] = ()
    id_ = None if last is None or last.passed else last.rule.hazard
    if id_ is not None and (id_ != PAGE_LEAK or s.backing != "pfnmap"):
        found = (hazard(id_),)
    if outcome.fault.result == "retry":
        return (*found, hazard("retry-forever"))
    return found


@lru_cache(maxsize=4096)
def _of_aliases(kernel: bool, user: VmaMemtype | None, resultant: Combination) -> tuple[str, ...]:
    """The mismatches between the host's mappings of the page and the guest's that lose no data."""
    hosts: tuple[VmaMemtype, ...] = ("normal",) if kernel else ()
    if user is not None:
        hosts += (user,)
    return tuple(
        dict.fromkeys(
            id_
            for host in hosts
            for byte, shareability in pairs(resultant)
            if (id_ := mismatch(host, decode_par(byte), shareability)) is not None
        )
    )


def mismatch(host: VmaMemtype, guest: Attribute, shareability: Shareability) -> str | None:
    """The hazard of two aliases of one location that pass the caches alike; None where they match.

    Linux maps Normal memory Inner Shareable; Device and Non-cacheable memory is always Outer
    Shareable, on both sides. What is lost where only one of the two is cached, the machine says.
    """
    alias = guest_alias(guest)
    if HOST_ALIASES[host] != "wb":
        if isinstance(guest, Device):
            return None if host == _DEVICE.get(guest.subtype) else TYPE
        return TYPE if alias == "nc" and host != "normal-nc" else None
    if alias not in CACHEABLE:
        return None
    if alias == "wt":
        return CACHEABILITY
    return None if shareability == "ish" else SHAREABILITY


_DEVICE: dict[int, VmaMemtype] = {0: "device-ngnrne", 1: "device-ngnre"}
"""The Device subtypes that Linux maps, as words of vma.memtype."""


def _unreachable(s: Scenario, outcome: Outcome) -> tuple[str, ...]:
    """What goes wrong where the kernel has no mapping of the page."""
    found: tuple[str, ...] = ()
    mapping, maintenance = outcome.mapping, outcome.maintenance
    if maintenance is not None and (maintenance.dcache_clean or maintenance.icache_invalidate):
        found = ("no-kernel-mapping",)
    if mapping is not None and mapping.type == "normal" and s.vm_mte:
        found += ("tag-access-to-device",)
    return found


@lru_cache(maxsize=4096)
def _of_instructions(
    source: int | str,
    shareability: Shareability,
    resultant: Combination,
    normal: bool,
    mte: bool,
) -> tuple[str, ...]:
    """The guest's operations that may do what they never would on the type it asked for.

    KVM lifts XN from Normal memory when the guest fetches from it, and from no other.
    """
    found = stopped(Stage1(source, shareability), resultant, executable=normal, mte=mte)
    ids = {c.operation.id for c in found}
    return tuple(hazard_id for operation, hazard_id in INSTRUCTIONS.items() if operation in ids)


@lru_cache(maxsize=1024)
def _of_override(
    source: int | str, shareability: Shareability, resultant: Combination
) -> tuple[str, ...]:
    """What remains of stage 1's alignment rules where FWB forces Write-Back over it."""
    said = overridden(Stage1(source, shareability), resultant)
    return () if said is None else (OVERRIDDEN[said],)


def _of_memslot(s: Scenario, mapping: LeafMapping) -> tuple[str, ...]:
    """What the memslot, as it was created, cannot have known or cannot track."""
    if s.slot_guest_memfd:
        return ("guest-memfd-atomic-spin",) if s.access_fault == "unsupported-atomic" else ()
    if not mapping.writable:
        return ()
    found: tuple[str, ...] = ("swapped-vma",) if s.vma_swapped_after_create else ()
    if predicates.dirty_logging(s) and _untracked(s):
        found += ("untracked-writes",)
    return found


def _walk_repeats(s: Scenario, mapping: LeafMapping) -> bool:
    """Whether a table walk faults for ever (HCR_EL2.PTW).

    Its permission fault counts as a write. A read-only slot ends it with an external abort, and a
    VM_PFNMAP page that the host maps read-only with EFAULT.
    """
    if s.access_kind != "stage1-walk" or mapping.type != "device" or s.slot_readonly:
        return False
    return s.vma_writable and (s.page_host_writable or s.backing != "pfnmap")


def _untracked(s: Scenario) -> bool:
    """Whether a writable leaf under dirty logging is one that no write asked for.

    KVM logs a write when its fault comes; VM_PFNMAP memory that is not map memory can change
    without any (which is why memslot creation refuses it).
    """
    return not predicates.write_fault(s) or (predicates.remapped(s) and not s.page_map_memory)
