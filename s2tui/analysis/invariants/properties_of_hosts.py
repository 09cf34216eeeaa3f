"""What a sane policy should do between hosts, and what it leaves to user space.

As properties: a case of the scenario, and cases of the same VM elsewhere: on another host, with
another memslot flag or parameter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.analysis.invariants.properties import CAPABLE, TWINS, device_memory, device_vma
from s2tui.analysis.invariants.property import VACUOUS, invariant
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.analysis.invariants.case import Case, Changes
    from s2tui.analysis.invariants.property import Others, Verdict

WITHOUT_FWB: tuple[Others, ...] = tuple(
    ({"host_fwb": False, "host_dic": dic},) for dic in (False, True)
)
HOSTS: tuple[Others, ...] = (
    *WITHOUT_FWB,
    *(({"host_fwb": True, "host_dic": dic},) for dic in (True, False)),
)
FLAGS: tuple[Changes, ...] = ({"slot_cacheable": False}, {"slot_cacheable": True})
PARAMETER: tuple[Others, ...] = (({"param_unsafe_cacheable": True},),)


@invariant("discoverable", ((CAPABLE,),))
def discoverable(c: Case, capable: Case) -> Verdict:
    """Where cacheable device memory behind VM_PFNMAP depends on the host, a capability exists."""
    s = c.scenario
    if s.backing != "pfnmap" or not device_memory(s) or s.vma_swapped_after_create:
        return VACUOUS
    if c.offers:
        return True if capable.mapped and capable.type == "normal" else VACUOUS
    if capable.unknown:
        return None
    if not capable.mapped or capable.type != "normal":
        return VACUOUS
    if c.unknown:
        return None
    return VACUOUS if c.mapped and c.type == "normal" else False


@invariant("says-what-is-accepted", ((CAPABLE,),))
def says_what_is_accepted(c: Case, capable: Case) -> Verdict:
    """A capability is 1 exactly where such memory is mapped cacheable."""
    s = c.scenario
    if s.backing != "pfnmap" or not device_memory(s) or s.vma_swapped_after_create:
        return VACUOUS
    if not c.offers:
        return VACUOUS
    if capable.unknown:
        return None
    if not capable.mapped or capable.type != "normal":
        return VACUOUS
    if c.unknown or c.capability is None:
        return None
    return (c.mapped and c.type == "normal") == (c.capability == 1)


@invariant("device-migrates", WITHOUT_FWB)
def device_migrates(c: Case, there: Case) -> Verdict:
    """A device that is mapped as not cacheable with FWB is mapped alike without, and back."""
    s = c.scenario
    if not predicates.remapped(s) or s.slot_guest_memfd or s.slot_cacheable:
        return VACUOUS
    if not s.host_fwb or s.access_fault != "translation":
        return VACUOUS
    if c.unknown:
        return None
    if not c.mapped or c.type == "normal":
        return VACUOUS
    return None if there.unknown else there.mapped and there.type == c.type


@invariant("cacheable-host", WITHOUT_FWB)
def cacheable_host(c: Case, there: Case) -> Verdict:
    """A device that is mapped cacheable here has its slot refused on a host without FWB.

    Unless KVM can clean it there, and maps it cacheable all the same: he argued from memory that
    the host has no mapping of.
    """
    s = c.scenario
    if not device_vma(s) or s.vma_swapped_after_create or s.access_fault != "translation":
        return VACUOUS
    if there.memslot.result == "error":
        return VACUOUS if not c.mapped or c.type != "normal" else True
    if c.unknown:
        return None
    if not c.mapped or c.type != "normal":
        return VACUOUS
    if there.unknown:
        return None
    return there.mapped and there.type == "normal" and predicates.kernel_mapped(s)


@invariant("no-silent-change", HOSTS)
def no_silent_change(c: Case, there: Case) -> Verdict:
    """Memory that is mapped on two hosts with different types has a capability that tells."""
    s = c.scenario
    if s.slot_guest_memfd or s.access_fault != "translation":
        return VACUOUS
    if c.unknown:
        return None if there.unknown or there.mapped else VACUOUS
    if not c.mapped or not (there.unknown or there.mapped):
        return VACUOUS
    if not there.unknown and there.type == c.type:
        return True
    told = _told(c, there)
    return None if told is False and there.unknown else told


def _told(c: Case, there: Case) -> bool | None:
    """Whether a capability answers otherwise on another host; None where nobody said."""
    if not c.offers:
        return False
    if c.capability is None or there.capability is None:
        return None
    return c.capability != there.capability


@invariant("no-parameter-abi", PARAMETER)
def no_parameter_abi(c: Case, switched: Case) -> Verdict:
    """A module parameter changes no outcome; what is unknown with and without it is no change."""
    if c.scenario.param_unsafe_cacheable or c.answers_like(switched):
        return VACUOUS
    return False


@invariant("user-space-decides")
def user_space_decides(c: Case) -> Verdict:
    """VM_PFNMAP device memory is cacheable only in a slot whose flag asks for that."""
    s = c.scenario
    if s.backing != "pfnmap" or not device_memory(s) or s.slot_cacheable:
        return VACUOUS
    if c.unknown:
        return None
    return c.type != "normal" if c.mapped else VACUOUS


@invariant("can-choose-device", ((*FLAGS, CAPABLE),))
def can_choose_device(c: Case, without: Case, flagged: Case, capable: Case) -> Verdict:
    """VM_PFNMAP device memory that is mapped cacheable could be had otherwise, by another flag.

    A fetch is left out: from what is mapped otherwise it is not possible.
    """
    s = c.scenario
    if s.backing != "pfnmap" or not device_memory(s) or s.vma_swapped_after_create:
        return VACUOUS
    if s.access_fault != "translation" or predicates.exec_fault(s):
        return VACUOUS
    if not c.unknown and (not c.mapped or c.type != "normal"):
        return VACUOUS
    for other in (without, flagged):
        if other.mapped and other.type != "normal":
            return True
    if c.unknown and not capable.unknown and not capable.mapped:
        return VACUOUS
    return None if c.unknown or without.unknown or flagged.unknown else False


@invariant("breaks-no-setup", TWINS)
def breaks_no_setup(c: Case, twin: Case) -> Verdict:
    """Map memory, which every kernel mapped, is not refused for its memory type.

    Existing setups know neither the memslot flag nor the driver's mark.
    """
    s = c.scenario
    if s.slot_guest_memfd or s.slot_cacheable or s.vma_force_cached or not s.page_map_memory:
        return VACUOUS
    if s.access_fault != "translation":
        return VACUOUS
    if c.unknown:
        return None if twin.unknown or twin.mapped else VACUOUS
    if c.memslot.result != "error" and c.errno is None:
        return True if c.mapped else VACUOUS
    return None if twin.unknown else not twin.mapped
