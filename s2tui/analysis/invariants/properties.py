"""What a sane policy should do on one host, as functions of a case.

True: it holds; VACUOUS: it claims nothing about this scenario; False: violated; None: unknown. A
property reads the scenario first, so that it only asks for outcomes where it applies; an outcome
that nobody ever stated makes it unknown there. Some look at other scenarios too: the same memory
under a slot that was created before, another attribute. What needs two hosts or a choice of user
space's is in properties_of_hosts.

Who asked for each, and in which words, is in invariants.toml under the same names; a property
claims what the sentence there says and no more. A guest_memfd has no VMA, and the properties of
VMAs do not speak of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.analysis.invariants.property import VACUOUS, invariant
from s2tui.kvm.hazards.caches import (
    WITH_THE_GUEST,
    of_leaf,
    only_without_maintenance,
    run,
    was_cleaned,
)
from s2tui.kvm.policies.proposals import vma_flag
from s2tui.kvm.scenario import predicates
from s2tui.kvm.scenario.fields import FIELDS

if TYPE_CHECKING:
    from s2tui.analysis.invariants.case import Case, Changes
    from s2tui.analysis.invariants.property import Others, Verdict
    from s2tui.arm.coherence.configuration import GuestAlias
    from s2tui.arm.coherence.damage import Damage
    from s2tui.kvm.policy.outcome import MemoryType
    from s2tui.kvm.scenario.fields import Scenario, VmaMemtype

STAGE_2: dict[MemoryType, GuestAlias] = {"normal": "wb", "normal-nc": "nc", "device": "device"}
"""What a guest that asks for Write-Back gets of each stage-2 type."""
CAPABLE: Changes = {"host_fwb": True, "host_dic": True}
"""The host that can have everything cacheable."""
SWAPPED: Changes = {"vma_swapped_after_create": True}
"""The same memory, put under a slot that was created over something else."""
ATTRIBUTES: tuple[Changes, ...] = (
    CAPABLE,
    *({"vma_memtype": value} for value in FIELDS["vma.memtype"].values),
    {"vma_force_cached": False},
)
"""What an attribute is refused for: with one of these changed, a refusal for it goes away."""
TWINS: tuple[Others, ...] = tuple((changes,) for changes in ATTRIBUTES)
AT_BOTH_STAGES: tuple[Others, ...] = tuple(
    (SWAPPED, changes, {**SWAPPED, **changes}) for changes in ATTRIBUTES
)
ANOTHER_VMA: tuple[Others, ...] = (
    (),
    *(({"vma_memtype": value},) for value in FIELDS["vma.memtype"].values),
    ({"vma_any_uncached": True},),
    ({"vma_force_cached": True},),
    ({"vma_cow": True},),
)
FIRST_FAULT: tuple[Others, ...] = (({"access_fault": "translation"},),)


def device_memory(s: Scenario) -> bool:
    """Whether the slot holds a device's memory, of which the kernel has no mapping."""
    return not s.slot_guest_memfd and not predicates.kernel_mapped(s)


def device_vma(s: Scenario) -> bool:
    """Whether KVM takes the memory of a VMA for a device's by itself (from 216887f79d98)."""
    return predicates.remapped(s) and not s.page_map_memory and not s.slot_guest_memfd


@invariant("no-mismatched-alias")
def no_mismatched_alias(c: Case) -> Verdict:
    """What user space caches is cached or flushed; what it must not cache of a device is not.

    What the kernel has a mapping of, behind one that is not cacheable, is left out: its mappings
    differ among each other.
    """
    s = c.scenario
    cacheable = predicates.vma_cacheable(s)
    if s.slot_guest_memfd or not (cacheable or device_memory(s)):
        return VACUOUS
    if c.unknown:
        return None
    if not c.mapped or c.type is None:
        return VACUOUS
    # What stage 1 makes of it is the guest's own affair.
    found = _possible(c, (STAGE_2[c.type],), s.vma_memtype)
    return not found & ({"previous-owner"} if cacheable else WITH_THE_GUEST)


def _possible(
    c: Case, guests: tuple[GuestAlias, ...], user: VmaMemtype | None
) -> frozenset[Damage]:
    """What loads may show of memory that user space has mapped by a type."""
    cleans = was_cleaned(c.scenario, normal=c.type == "normal", cleans=c.cleaned)
    found = of_leaf(c.scenario, guests, user, normal=False, cleans=cleans)
    return frozenset(finding.damage for finding in run(found).findings)


@invariant("maintainable")
def maintainable(c: Case) -> Verdict:
    """What the kernel has no mapping of is cacheable only with FWB, executable only with DIC."""
    s = c.scenario
    if predicates.kernel_mapped(s):
        return VACUOUS
    if c.unknown:
        return None
    if not c.mapped or c.type != "normal":
        return VACUOUS
    fetch = c.executable
    dic = s.host_dic if fetch else True
    guests: tuple[GuestAlias, ...] = ("wb",) if s.host_fwb else ("wb", "wt", "nc", "device")
    return not only_without_maintenance(guests, dic=dic, idc=s.host_fwb, fetch=fetch)


@invariant("courtesy", TWINS)
def courtesy(c: Case, twin: Case) -> Verdict:
    """What creation accepted, the first fault does not refuse for its memory type."""
    s = c.scenario
    if s.slot_guest_memfd or s.vma_swapped_after_create or s.access_fault != "translation":
        return VACUOUS
    if c.unknown:
        return None if twin.unknown or twin.mapped else VACUOUS
    if c.memslot.result != "ok":
        return VACUOUS
    if c.errno is None:
        return True
    return None if twin.unknown else not twin.mapped


@invariant("guarantee", AT_BOTH_STAGES)
def guarantee(c: Case, swapped: Case, twin: Case, _: Case) -> Verdict:
    """Device memory that creation refuses for its type, no fault maps when it is swapped in."""
    if not device_memory(c.scenario):
        return VACUOUS
    refused = _refused_for_attribute(c, twin)
    if refused is False:
        return VACUOUS
    if swapped.unknown:
        return None
    if not swapped.mapped:
        return True
    return False if refused else None


@invariant("same-errno", AT_BOTH_STAGES)
def same_errno(c: Case, swapped: Case, twin: Case, swapped_twin: Case) -> Verdict:
    """What is refused for its memory type, is refused with one errno, at creation and fault."""
    refused = _refused_for_attribute(c, twin)
    if refused is False:
        return VACUOUS
    if swapped.unknown:
        return None
    if not swapped_twin.unknown and not swapped_twin.mapped:
        return VACUOUS
    if swapped.errno is None:
        return VACUOUS
    open_ = refused is None or swapped_twin.unknown
    return _same(c.memslot.errno, swapped.errno, open_=open_)


def _same(here: str | None, there: str, *, open_: bool) -> Verdict:
    """Whether two errnos are one; one that was never stated leaves it open."""
    if here == there != "unstated":
        return True
    return None if open_ or "unstated" in (here, there) else False


@invariant("guest-memfd-source", ANOTHER_VMA)
def guest_memfd_source(c: Case, there: Case | None = None) -> Verdict:
    """A guest_memfd that is mapped has the same type whatever its VMA says."""
    s = c.scenario
    if not s.slot_guest_memfd or s.backing != "guest-memfd" or s.access_fault != "translation":
        return VACUOUS
    if s.vm_mte or s.page_poisoned or not s.gmem_direct_map:
        return VACUOUS
    if c.unknown:
        return None
    if not c.mapped:
        return VACUOUS
    if there is None:
        return True
    return None if there.unknown else there.mapped and there.type == c.type


@invariant("no-previous-owner")
def no_previous_owner(c: Case) -> Verdict:
    """The guest does not read past caches that hold what the host put in place of old data.

    Unless KVM cleaned them when it mapped the leaf, through the kernel's own mapping.
    """
    s = c.scenario
    if not s.slot_guest_memfd and not predicates.vma_cacheable(s):
        return VACUOUS
    if c.unknown:
        return None
    if not c.mapped:
        return VACUOUS
    # What KVM can know of the host's mapping is its VMA; a guest_memfd is zeroed by the kernel.
    user = None if s.slot_guest_memfd else s.vma_memtype
    return "previous-owner" not in _possible(c, c.guests, user)


@invariant("no-user-warning")
def no_user_warning(c: Case) -> Verdict:
    """No fault makes the host warn or stop.

    One position asked for that. Another left it open: "maybe with some extra check and WARN", of
    marked memory that comes to be mapped on the wrong host (Catalin Marinas, 17 Mar 2025).
    """
    if c.host_stops:
        return False
    if c.has(vma_flag.marked_unsupported) and c.scenario.vma_force_cached and c.unknown:
        return VACUOUS if c.memslot.result == "unknown" else None
    return VACUOUS


@invariant("reads-stay-clean")
def reads_stay_clean(c: Case) -> Verdict:
    """A slot that logs writes gets no writable leaf for an access that writes nothing."""
    s = c.scenario
    if not predicates.dirty_logging(s) or predicates.write_fault(s):
        return VACUOUS
    if c.unknown:
        return None
    return not c.writable if c.mapped else VACUOUS


@invariant("permission-keeps-type", FIRST_FAULT)
def permission_keeps_type(c: Case, first: Case) -> Verdict:
    """A permission fault finds the type that the first fault gave."""
    if not predicates.permission_fault(c.scenario):
        return VACUOUS
    if c.unknown:
        return None
    if not c.mapped:
        return VACUOUS
    if first.unknown:
        return None
    return first.type == c.type if first.mapped else VACUOUS


@invariant("no-tags-on-devices")
def no_tags_on_devices(c: Case) -> Verdict:
    """Memory not known at boot that cannot carry tags is not Normal in a VM with MTE.

    A permission fault finds the leaf there already; whether it may be there, the first one decides.
    """
    s = c.scenario
    if not s.vm_mte or s.vma_mte_allowed or s.page_map_memory or s.slot_guest_memfd:
        return VACUOUS
    if predicates.permission_fault(s):
        return VACUOUS
    if c.unknown:
        return None
    return c.type != "normal" if c.mapped else VACUOUS


def _refused_for_attribute(c: Case, twin: Case) -> bool | None:
    """Whether creation refuses the VMA that it sees, and not with another attribute or host."""
    if c.scenario.slot_guest_memfd or c.scenario.vma_swapped_after_create:
        return False
    here, there = c.memslot.result, twin.memslot.result
    if here in ("ok", "none") or there in ("error", "none"):
        return False
    return None if "unknown" in (here, there) else True
