"""oliver-feb: a memslot flag that takes cacheable mappings away (26 Feb 2025).

Oliver Upton, about VFIO memory in a VM with MTE: "Rather than open up the entire memory attributes
space to userspace we could just have a flag to prevent cacheable mappings for the memslot [...] we
can have a shared check between memslot creation && the abort path that'd require VM_MTE_ALLOWED for
any 'cacheable memslot'." It permits less instead of more, so no VM can use it to be mapped worse
than its VMM wants.

The flag never had a name or a bit, and no input stands for it: here the VMM sets it on every slot
that it makes over VM_PFNMAP memory. Whether such memory is Device or Normal Non-cacheable was not
said either; here the driver's word decides, as it did then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.kernels.v6_9 import policy as v6_9
from s2tui.kvm.policy.decisions import DEVICE
from s2tui.kvm.policy.policy import Policy, Remark
from s2tui.kvm.policy.rule import check, user_decides
from s2tui.kvm.rules import abort, memslot
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.results import End
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

MAIL = (
    "Oliver Upton, 26 Feb 2025, Re: [PATCH] KVM: arm64: Drop mte_allowed check during memslot"
    " creation"
)


def prevent_cacheable(policy: Policy) -> Policy:
    """What the flag forbids is never Normal, whatever the VMA or the page is."""
    return policy.replace(abort.device_pfn, flagged_or_device_pfn)


@user_decides(
    DEVICE,
    "memory of a flagged slot is mapped as a device's, like any that is not map memory",
    MAIL,
)
def flagged_or_device_pfn(s: Scenario, _: Decided) -> bool:
    return not s.page_map_memory or predicates.slot_over_pfnmap(s)


def ask_cacheable_slots_for_tags(policy: Policy) -> Policy:
    """A slot that can hold no cacheable memory needs no tags."""
    return policy.replace(memslot.mte_vma, mte_vma_unless_flagged)


@check(
    "memslot",
    "a VM with MTE takes only VMAs that may hold tags (VM_MTE_ALLOWED) unless flagged: else EINVAL",
    MAIL,
)
def mte_vma_unless_flagged(s: Scenario, d: Decided) -> End | None:
    return None if predicates.slot_over_pfnmap(s) else memslot.mte_vma.apply(s, d)


policy = v6_9.patched(
    "oliver-feb",
    "a flag that forbids cacheable mappings, set on slots of device memory",
    prevent_cacheable,
    ask_cacheable_slots_for_tags,
    remarks=(
        Remark(
            predicates.slot_over_pfnmap,
            "answered for a VMM that sets the flag on every slot over VM_PFNMAP memory; it had no"
            f" name, and whether it means Device or Normal Non-cacheable was not said ({MAIL})",
        ),
    ),
)
