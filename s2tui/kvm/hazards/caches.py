"""What can go wrong in the caches: from a scenario and its outcome to the machine, and back.

The machine of `s2tui.arm.coherence` knows one location, two aliases of the host's and one of the
guest's. This module says which those are, what KVM's maintenance reaches, and merges what is found
for each attribute that the guest's access may have.

Reports are made by the hundred thousand, so each part is cached on the few things it reads.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from s2tui.arm.attributes import Device
from s2tui.arm.coherence.configuration import Configuration
from s2tui.arm.coherence.damage import DAMAGES
from s2tui.arm.coherence.machine import CACHEABLE
from s2tui.arm.coherence.search import search
from s2tui.arm.consequences import decode_par
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.arm.attributes import Attribute, Shareability
    from s2tui.arm.coherence.configuration import (
        Dma,
        GuestAlias,
        HostAlias,
        KernelAlias,
        Left,
        Reach,
    )
    from s2tui.arm.coherence.damage import Damage
    from s2tui.arm.coherence.search import Answer, Trace
    from s2tui.arm.combine.combination import Combination
    from s2tui.kvm.hazards.catalogue import Hazard
    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.scenario.fields import Scenario, VmaMemtype

HOST_ALIASES: dict[VmaMemtype, HostAlias] = {
    "normal": "wb",
    "normal-tagged": "wb",
    "normal-nc": "nc",
    "device-ngnre": "device",
    "device-ngnrne": "device",
}
"""What Linux maps a memory type as, of user space's and of its own."""
WITH_THE_GUEST: frozenset[Damage] = frozenset(
    ("previous-owner", "host-store-lost", "guest-store-lost", "host-reads-stale")
)
"""The damages in which data goes between host and guest, or is the guest's."""


class Finding(NamedTuple):
    """A damage that is possible, with the shortest order of events that leads to it."""

    damage: Damage
    configuration: Configuration
    trace: Trace

    @property
    def steps(self) -> int:
        """The number of events, the load that shows the damage included."""
        return len(self.trace)


class Caches(NamedTuple):
    """What the caches can do to the page of one answer."""

    answers: tuple[Answer, ...]
    """One for each attribute that the guest's access may have."""
    findings: tuple[Finding, ...]
    """The shortest of each damage, in the order of DAMAGES."""
    hazards: dict[str, tuple[Finding, ...]]
    """The same, by the hazard that they amount to."""


NOTHING = Caches((), (), {})
STALE = "stale-data"
LATER = "host-writes-later"
LATE = "late-write-back"
ICACHE = "icache-incoherence"


def caches(s: Scenario, outcome: Outcome, left: Left = "none", dma: Dma = "none") -> Caches:
    """What the caches can do to the page of an answer; NOTHING without a leaf.

    Args:
        s: the scenario.
        outcome: the answer.
        left: what the previous owner left in the caches.
        dma: how a device writes the page, if one does.
    """
    found = configurations(s, outcome)
    if left != "none" or dma != "none":
        found = tuple(c._replace(left=left, dma=dma) for c in found)
    return run(found) if found else NOTHING


def worst(hazards: Iterable[Hazard], found: Caches) -> Finding | None:
    """The finding of the first hazard that is one of the caches', or else the first finding."""
    of_hazards = (found.hazards[hazard.id][0] for hazard in hazards if hazard.id in found.hazards)
    return next(of_hazards, next(iter(found.findings), None))


def configurations(s: Scenario, outcome: Outcome) -> tuple[Configuration, ...]:
    """The machine's configurations of an answer, one for each attribute of the guest's.

    None without a leaf. The previous owner left nothing in the caches, and no device writes the
    page.
    """
    mapping, maintenance, resultant = outcome.mapping, outcome.maintenance, outcome.resultant
    if mapping is None or maintenance is None or resultant is None:
        return ()
    normal = mapping.type == "normal"
    cleans = was_cleaned(s, normal=normal, cleans=maintenance.dcache_clean)
    return of_leaf(s, guest_aliases(resultant), user_alias(s), normal=normal, cleans=cleans)


def was_cleaned(s: Scenario, *, normal: bool, cleans: bool) -> bool:
    """Whether KVM had the page cleaned to PoC when it mapped it.

    A leaf that is only relaxed now was cleaned then, as cacheable ones are without FWB
    (arch/arm64/kvm/hyp/pgtable.c:stage2_map_walker_try_leaf).
    """
    return cleans or (normal and predicates.permission_fault(s) and not s.host_fwb)


def of_leaf(
    s: Scenario,
    guests: tuple[GuestAlias, ...],
    user: VmaMemtype | None,
    *,
    normal: bool,
    cleans: bool,
) -> tuple[Configuration, ...]:
    """The machine's configurations of a leaf.

    Args:
        s: the scenario.
        guests: what the guest's access may be.
        user: by which type user space has the page mapped, if it has.
        normal: whether stage 2 says Normal Write-Back, from which the guest can execute.
        cleans: whether KVM has the page cleaned to PoC when it maps it.
    """
    kernel: KernelAlias = "wb"
    if not predicates.kernel_mapped(s):
        # A guest_memfd is zeroed through the linear map and then taken out of it.
        kernel = "withdrawn" if s.slot_guest_memfd else "none"
    # With FWB, CLIDR_EL1.LoUU is 0 and IDC need not be asked.
    dic, idc = (s.host_dic, s.host_fwb or s.host_idc) if normal else (False, False)
    return _configurations(_Leaf(kernel, user, guests, cleans, normal, dic, idc))


class _Leaf(NamedTuple):
    kernel: KernelAlias
    user: VmaMemtype | None
    guests: tuple[GuestAlias, ...]
    cleans: bool
    fetch: bool
    dic: bool
    idc: bool


@lru_cache(maxsize=4096)
def _configurations(leaf: _Leaf) -> tuple[Configuration, ...]:
    reach: Reach = "effective" if leaf.kernel == "wb" else "unreachable"
    return tuple(
        Configuration(
            kernel=leaf.kernel,
            user="none" if leaf.user is None else HOST_ALIASES[leaf.user],
            guest=guest,
            clean=reach if leaf.cleans else "none",
            dic=leaf.dic,
            idc=leaf.idc,
            icache=reach if leaf.fetch and not leaf.dic else "none",
            fetch=leaf.fetch,
        )
        for guest in leaf.guests
    )


@lru_cache
def only_without_maintenance(
    guests: tuple[GuestAlias, ...], *, dic: bool, idc: bool, fetch: bool
) -> frozenset[Damage]:
    """The damages that KVM's maintenance prevents on memory that everybody caches.

    Args:
        guests: what the guest may make of its access.
        dic: CTR_EL0.DIC.
        idc: CTR_EL0.IDC.
        fetch: whether the guest executes from it.
    """
    found = set[str]()
    for guest in guests:
        given = Configuration("none", "wb", guest, dic=dic, idc=idc, fetch=fetch)
        without = given._replace(clean="unreachable", icache="unreachable")
        done = given._replace(kernel="wb", clean="effective", icache="effective")
        found |= search(without).findings.keys() - search(done).findings.keys()
    return frozenset(damage for damage in DAMAGES if damage in found)


def user_alias(s: Scenario) -> VmaMemtype | None:
    """The memory type by which user space has the page mapped; None where it has not.

    A guest_memfd page is mapped where the fd is; what else lies at the user address of its slot
    is other memory.
    """
    if s.slot_guest_memfd:
        return s.vma_memtype if s.backing == "guest-memfd" and s.gmem_mmap else None
    page = s.page_memtype
    return s.vma_memtype if page == "as-vma" else page


@lru_cache(maxsize=4096)
def run(found: tuple[Configuration, ...]) -> Caches:
    """What the machine says of several configurations, of which any may be the case."""
    answers = tuple(map(search, found))
    return Caches(answers, _shortest(answers), _hazards(answers))


def _hazards(answers: tuple[Answer, ...]) -> dict[str, tuple[Finding, ...]]:
    """What is found, by what it amounts to.

    A guest that passes the caches meets what the host has in them; one that caches what the host
    does not is met by its own lines. What the host's two aliases do to each other is not the
    guest's part, and instructions are a hazard of their own where KVM could not invalidate them.
    """
    passing = tuple(a for a in answers if a.configuration.guest not in CACHEABLE)
    caching = tuple(a for a in answers if a.configuration.guest in CACHEABLE)
    unreached = tuple(a for a in answers if a.configuration.icache == "unreachable")
    past = [finding for finding in _shortest(passing) if finding.damage in WITH_THE_GUEST]
    first = STALE if any(finding.damage == "previous-owner" for finding in past) else LATER
    found = {
        first: past,
        LATE: [finding for finding in _shortest(caching) if finding.damage in WITH_THE_GUEST],
        ICACHE: [finding for finding in _shortest(unreached) if finding.damage == "stale-fetch"],
    }
    return {id_: tuple(findings) for id_, findings in found.items() if findings}


def _shortest(answers: tuple[Answer, ...]) -> tuple[Finding, ...]:
    """The shortest of each damage; of two that are as short the first answer's."""
    findings = []
    for damage in DAMAGES:
        traces = [
            Finding(damage, answer.configuration, answer.findings[damage])
            for answer in answers
            if damage in answer.findings
        ]
        if traces:
            findings.append(min(traces, key=lambda finding: finding.steps))
    return tuple(findings)


@lru_cache(maxsize=4096)
def guest_aliases(resultant: Combination) -> tuple[GuestAlias, ...]:
    """What the guest's access is to the caches; more than one where the architecture permits it."""
    return tuple(dict.fromkeys(guest_alias(decode_par(byte)) for byte, _ in pairs(resultant)))


def guest_alias(attribute: Attribute) -> GuestAlias:
    """What an attribute is to a cache: one level that is not cacheable makes a load pass it."""
    if isinstance(attribute, Device):
        return "device"
    if "nc" in (attribute.outer.cacheability, attribute.inner.cacheability):
        return "nc"
    return "wb" if attribute.write_back else "wt"


def pairs(resultant: Combination) -> tuple[tuple[int, Shareability], ...]:
    """Every attribute and shareability that the access may have."""
    if resultant.permitted is not None:
        return resultant.permitted
    assert resultant.par_attr is not None
    assert resultant.shareability is not None
    return ((resultant.par_attr, resultant.shareability),)
