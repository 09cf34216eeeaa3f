"""What a sane policy should do, as functions of a case: True holds, False violated, None unknown.

A property reads the scenario first, so that it only asks for outcomes where it applies; an outcome
that nobody ever stated makes it unknown there. Some look at other scenarios too: the same VM on
another host, the same memory under a slot that was created before, another parameter value.

Who asked for each, and in which words, is in invariants.toml under the same names. "Device
memory" is memory outside the kernel's map; a guest_memfd has no VMA, and the properties of VMAs do
not speak of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.analysis.invariants.property import invariant
from s2tui.kvm.rules import abort
from s2tui.kvm.scenario import predicates
from s2tui.kvm.scenario.fields import FIELDS

if TYPE_CHECKING:
    from s2tui.analysis.invariants.case import Case, Changes
    from s2tui.analysis.invariants.property import Others, Verdict
    from s2tui.kvm.scenario.fields import Scenario

CAPABLE: Changes = {"host_fwb": True, "host_dic": True}
"""The host that can have everything cacheable."""
HOSTS: tuple[Others, ...] = tuple(
    ({"host_fwb": fwb, "host_dic": dic},)
    for fwb, dic in ((False, False), (True, True), (True, False), (False, True))
)
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
PARAMETER: tuple[Others, ...] = (({"param_unsafe_cacheable": True},),)
FIRST_FAULT: tuple[Others, ...] = (({"access_fault": "translation"},),)


@invariant("no-mismatched-alias")
def no_mismatched_alias(c: Case) -> Verdict:
    """Stage 2 caches a page exactly where the host's own mappings do, if these agree.

    They cannot agree with stage 2 where they differ among each other: a VM_PFNMAP mapping of the
    kernel's memory that is not cacheable. Ordinary VMAs are cacheable (216887f79d98).
    """
    s = c.scenario
    cacheable = predicates.vma_cacheable(s)
    if s.slot_guest_memfd or not (cacheable or _device_mapping(s)):
        return True
    if c.unknown:
        return None
    return not c.mapped or (c.type == "normal") == cacheable


@invariant("maintainable")
def maintainable(c: Case) -> Verdict:
    """Device memory is cacheable only with FWB, and executable then only with DIC."""
    s = c.scenario
    if not _device_memory(s) or predicates.fwb_and_dic(s):
        return True
    if c.unknown:
        return None
    if not c.mapped or c.type != "normal":
        return True
    return s.host_fwb and not c.executable


@invariant("courtesy", TWINS)
def courtesy(c: Case, twin: Case) -> Verdict:
    """What creation accepted, the first fault does not refuse for its memory type."""
    s = c.scenario
    if s.slot_guest_memfd or s.vma_swapped_after_create or s.access_fault != "translation":
        return True
    if c.unknown:
        return None if twin.unknown or twin.mapped else True
    if c.memslot.result != "ok" or c.errno is None:
        return True
    return None if twin.unknown else not twin.mapped


@invariant("guarantee", AT_BOTH_STAGES)
def guarantee(c: Case, swapped: Case, twin: Case, _: Case) -> Verdict:
    """What creation refuses for its memory type, no fault maps when it is swapped in later."""
    refused = _refused_for_attribute(c, twin)
    if refused is False:
        return True
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
        return True
    if swapped.unknown:
        return None
    if not swapped_twin.unknown and not swapped_twin.mapped:
        return True
    errno = swapped.errno
    if errno is None or errno == c.memslot.errno != "unstated":
        return True
    if refused is None or swapped_twin.unknown or "unstated" in (errno, c.memslot.errno):
        return None
    return False


@invariant("discoverable", ((CAPABLE,),))
def discoverable(c: Case, capable: Case) -> Verdict:
    """Where cacheable VM_PFNMAP memory depends on the host, the capability says on which."""
    s = c.scenario
    if s.backing != "pfnmap" or not _device_memory(s) or s.vma_swapped_after_create:
        return True
    if capable.unknown:
        return None
    if not capable.mapped or capable.type != "normal":
        return True
    if c.unknown or c.capability is None:
        return None
    return (c.mapped and c.type == "normal") == (c.capability == 1)


@invariant("device-migrates", HOSTS)
def device_migrates(c: Case, there: Case) -> Verdict:
    """What is mapped as not cacheable on one host is mapped alike on any other."""
    s = c.scenario
    if s.slot_guest_memfd or s.slot_cacheable or s.access_fault != "translation":
        return True
    if c.unknown:
        return None
    if not c.mapped or c.type == "normal":
        return True
    return None if there.unknown else there.mapped and there.type == c.type


@invariant("cacheable-host", HOSTS)
def cacheable_host(c: Case, there: Case) -> Verdict:
    """Device memory that is cacheable here is so there, maintained, or its slot is refused."""
    s = c.scenario
    if not _device_memory(s) or s.vma_swapped_after_create or s.access_fault != "translation":
        return True
    if c.unknown:
        return None
    if not c.mapped or c.type != "normal" or there.memslot.result == "error":
        return True
    if there.unknown:
        return None
    if not there.mapped or there.type != "normal" or not there.scenario.host_fwb:
        return False
    return there.scenario.host_dic or not there.executable


@invariant("no-silent-change", HOSTS)
def no_silent_change(c: Case, there: Case) -> Verdict:
    """Memory that is mapped on two hosts has the same type on both."""
    s = c.scenario
    if s.slot_guest_memfd or s.access_fault != "translation":
        return True
    if c.unknown:
        return None if there.unknown or there.mapped else True
    if not c.mapped:
        return True
    if there.unknown:
        return None
    return not there.mapped or there.type == c.type


@invariant("no-parameter-abi", PARAMETER)
def no_parameter_abi(c: Case, switched: Case) -> Verdict:
    """A module parameter changes no outcome; what is unknown with and without it is no change."""
    return c.scenario.param_unsafe_cacheable or c.answers_like(switched)


@invariant("user-space-decides")
def user_space_decides(c: Case) -> Verdict:
    """VM_PFNMAP device memory is cacheable only in a slot whose flag asks for that."""
    s = c.scenario
    if s.backing != "pfnmap" or not _device_memory(s) or s.slot_cacheable:
        return True
    if c.unknown:
        return None
    return not c.mapped or c.type != "normal"


@invariant("guest-memfd-source", ANOTHER_VMA)
def guest_memfd_source(c: Case, there: Case | None = None) -> Verdict:
    """A guest_memfd slot is accepted and mapped, with the same type whatever the VMA says."""
    s = c.scenario
    if not s.slot_guest_memfd or s.backing != "guest-memfd" or not s.gmem_mmap:
        return True
    if s.slot_readonly or s.slot_log_dirty_pages or s.slot_cacheable or s.vm_mte:
        return True
    if s.page_poisoned or s.access_fault != "translation":
        return True
    if c.unknown:
        return None
    if there is None or not c.mapped:
        return c.mapped
    return None if there.unknown else there.mapped and there.type == c.type


@invariant("no-previous-owner")
def no_previous_owner(c: Case) -> Verdict:
    """The guest does not read past caches that hold what the host put in place of old data.

    Unless KVM cleaned them when it mapped the leaf, through the kernel's map.
    """
    s = c.scenario
    if not s.slot_guest_memfd and not predicates.vma_cacheable(s):
        return True
    if c.unknown:
        return None
    if not c.mapped or not c.past_caches:
        return True
    return not _device_memory(s) and c.type == "normal" and not s.host_fwb


@invariant("no-user-warning")
def no_user_warning(c: Case) -> Verdict:
    """No guest access makes the kernel warn.

    From 6.18 the read permission fault that user_mem_abort refused is VM_WARN_ON_ONCE in
    mmu.c:kvm_handle_guest_abort. It is the only warning on the path of a fault that any input
    describes; the others were offered and rejected, or left open (VM_FORCE_CACHED).
    """
    s = c.scenario
    if c.unknown:
        return None
    if not predicates.permission_fault(s) or predicates.write_fault(s) or predicates.exec_fault(s):
        return True
    return c.memslot.result != "ok" or c.has(abort.read_permission_fault)


@invariant("reads-stay-clean")
def reads_stay_clean(c: Case) -> Verdict:
    """KVM counts no page as written that the guest read."""
    if predicates.write_fault(c.scenario):
        return True
    if c.unknown:
        return None
    return not c.mapped or not c.marks_dirty


@invariant("permission-keeps-type", FIRST_FAULT)
def permission_keeps_type(c: Case, first: Case) -> Verdict:
    """A permission fault finds the type that the first fault gave."""
    if not predicates.permission_fault(c.scenario):
        return True
    if c.unknown:
        return None
    if not c.mapped:
        return True
    if first.unknown:
        return None
    return not first.mapped or first.type == c.type


@invariant("no-tags-on-devices")
def no_tags_on_devices(c: Case) -> Verdict:
    """Device memory that cannot carry tags is not Normal in a VM with MTE.

    A permission fault finds the leaf there already; whether it may be there, the first one decides.
    """
    s = c.scenario
    if not s.vm_mte or s.vma_mte_allowed or not _device_memory(s) or predicates.permission_fault(s):
        return True
    if c.unknown:
        return None
    return not c.mapped or c.type != "normal"


def _refused_for_attribute(c: Case, twin: Case) -> Verdict:
    """Whether creation refuses the VMA that it sees, and not with another attribute or host."""
    if c.scenario.slot_guest_memfd or c.scenario.vma_swapped_after_create:
        return False
    here, there = c.memslot.result, twin.memslot.result
    if here in ("ok", "none") or there in ("error", "none"):
        return False
    return None if "unknown" in (here, there) else True


def _device_memory(s: Scenario) -> bool:
    """Whether the memory behind the slot is outside the kernel's map."""
    return not s.page_map_memory and not s.slot_guest_memfd


def _device_mapping(s: Scenario) -> bool:
    """Whether user space's mapping, made by a driver, is the only one that the host has."""
    return predicates.remapped(s) and not s.page_map_memory
