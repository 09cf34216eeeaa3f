"""patch-v7: no flag any more; what user space caches is Normal, with FWB and DIC (18 Jun 2025).

The series of five as posted. Its first patch renames `device` to `disable_cmo`, its third adds
kvm_arch_supports_cacheable_pfnmap(); neither changes an answer. The check of 4/5 is not scoped to
PFNMAP, so a host without FWB and DIC can map no cacheable memory at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from s2tui.kvm.policies.kernels import v6_17
from s2tui.kvm.policies.kernels.v6_9 import any_uncached
from s2tui.kvm.policies.kernels.v6_9 import policy as v6_9
from s2tui.kvm.policies.proposals import common
from s2tui.kvm.policies.proposals.common import EINVAL, EINVAL_SLOT
from s2tui.kvm.policies.proposals.patch_v3 import lock_held
from s2tui.kvm.policy.policy import Policy
from s2tui.kvm.policy.results import End
from s2tui.kvm.policy.rule import check, user_check
from s2tui.kvm.rules import abort, memslot
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

MAIL = "Ankit Agrawal, 18 Jun 2025, [PATCH v7 {}]"
BLOCK = MAIL.format("2/5") + " KVM: arm64: Block cacheable PFNMAP mapping"
ALLOW = MAIL.format("4/5") + " KVM: arm64: Allow cacheable stage 2 mapping using VMA flags"
EXPOSE = MAIL.format("5/5") + " KVM: arm64: Expose new KVM cap for cacheable PFNMAP"


def block_cacheable_pfnmap(policy: Policy) -> Policy:
    """2/5: what user space caches of a device is refused, when created and mapped."""
    return policy.insert(cacheable_slot, after=memslot.pfnmap_dirty_logging).insert(
        cacheable_device_page, before=abort.fetch_from_device
    )


@check("memslot", "a cacheable VM_PFNMAP VMA is refused: EINVAL", BLOCK)
def cacheable_slot(s: Scenario, _: Decided) -> End | None:
    return EINVAL_SLOT if predicates.slot_over_cacheable_pfnmap(s) else None


cacheable_device_page = evolve(v6_17.cacheable_device_page, cite=BLOCK)


def allow_by_vma(policy: Policy) -> Policy:
    """4/5: with FWB and DIC the VMA decides; any cacheable VMA is refused without them."""
    return (
        policy.replace(cacheable_slot, cacheable_slot_unsupported)
        .drop(cacheable_device_page)
        .insert(refuse_cow, before=abort.write_to_read_only_vma)
        .insert(cacheable_vma_is_normal, before=any_uncached)
        .insert(cacheable_vma_unsupported, after=abort.mte_page)
    )


refuse_cow = common.cow_pfnmap(ALLOW)
cacheable_vma_is_normal = common.cacheable_vma_decides(
    "a page that is not map memory and that user space caches is Normal, cacheable", ALLOW
)


@check("memslot", "a cacheable VM_PFNMAP VMA needs a host with FWB and DIC: else EINVAL", ALLOW)
def cacheable_slot_unsupported(s: Scenario, _: Decided) -> End | None:
    if not predicates.slot_over_cacheable_pfnmap(s):
        return None
    return None if predicates.fwb_and_dic(s) else EINVAL_SLOT


@user_check(
    "any memory that user space caches needs a host with FWB and DIC: else EINVAL",
    f"{ALLOW} (Catalin Marinas asked on the same day whether ordinary memory is meant to fail)",
)
def cacheable_vma_unsupported(s: Scenario, _: Decided) -> End | None:
    return EINVAL if predicates.vma_cacheable(s) and not predicates.fwb_and_dic(s) else None


def expose_capability(policy: Policy) -> Policy:
    """5/5: user space can ask before it fails."""
    return policy.offer(CAPABILITY)


CAPABILITY = v6_17.CACHEABLE_PFNMAP._replace(cite=f"{EXPOSE} (its documentation names FWB only)")

policy = v6_9.patched(
    "patch-v7",
    "any cacheable VMA, with FWB and DIC (patch v7, Jun 2025)",
    block_cacheable_pfnmap,
    allow_by_vma,
    expose_capability,
    remarks=(lock_held(ALLOW),),
)
