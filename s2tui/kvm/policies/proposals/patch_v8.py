"""patch-v8: VM_PFNMAP memory by its VMA, with FWB and DIC; VM_MIXEDMAP is refused (20 Jun 2025).

Ankit Agrawal's series of six as posted. 1/6 renames `device`, 4/6 adds the function that asks for
FWB and DIC; neither changes an answer. What v7 refused of ordinary memory is mapped again. Jason
Gunthorpe, same day: "A cachable MIXEDMAP should follow the same rules for PFNMAP for the non-normal
pages within it."
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from s2tui.kvm.policies.kernels import v6_17
from s2tui.kvm.policies.kernels.v6_9 import any_uncached
from s2tui.kvm.policies.kernels.v6_9 import policy as v6_9
from s2tui.kvm.policies.proposals import common
from s2tui.kvm.policies.proposals import patch_v7 as v7
from s2tui.kvm.policies.proposals.common import EINVAL
from s2tui.kvm.policy.decisions import DEVICE
from s2tui.kvm.policy.policy import Policy
from s2tui.kvm.policy.results import End
from s2tui.kvm.policy.rule import user_check
from s2tui.kvm.rules import abort, memslot
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

MAIL = "Ankit Agrawal, 20 Jun 2025, [PATCH v8 {}]"
DETECT = MAIL.format("2/6") + " KVM: arm64: Update the check to detect device memory"
BLOCK = MAIL.format("3/6") + " KVM: arm64: Block cacheable PFNMAP mapping"
ALLOW = MAIL.format("5/6") + " KVM: arm64: Allow cacheable stage 2 mapping using VMA flags"
EXPOSE = MAIL.format("6/6") + " KVM: arm64: Expose new KVM cap for cacheable PFNMAP"


def detect_device_memory(policy: Policy) -> Policy:
    """2/6: only VM_PFNMAP and VM_MIXEDMAP VMAs are asked for what is not map memory."""
    return policy.replace(abort.device_pfn, remapped_device_pfn)


remapped_device_pfn = evolve(v6_17.remapped_device_pfn, cite=DETECT)


def block_cacheable_pfnmap(policy: Policy) -> Policy:
    """3/6: what user space caches of a device is refused, when created and mapped."""
    return policy.insert(cacheable_slot, after=memslot.pfnmap_dirty_logging).insert(
        cacheable_device_page, before=abort.fetch_from_device
    )


cacheable_slot = evolve(v7.cacheable_slot, cite=BLOCK)
cacheable_device_page = evolve(v7.cacheable_device_page, cite=BLOCK)


def allow_by_vma(policy: Policy) -> Policy:
    """5/6: with FWB and DIC the VMA decides for VM_PFNMAP; the block of 3/6 stays for the rest."""
    return (
        policy.replace(cacheable_slot, cacheable_slot_unsupported)
        .replace(
            cacheable_device_page,
            cow_device_page,
            cacheable_pfnmap_unsupported,
            cacheable_mixedmap,
        )
        .insert(cacheable_vma_is_normal, before=any_uncached)
    )


cacheable_slot_unsupported = evolve(v7.cacheable_slot_unsupported, cite=ALLOW)
cacheable_vma_is_normal = common.cacheable_vma_decides(
    "a device's page that user space maps cacheable is Normal, cacheable", ALLOW
)


@user_check(
    "a device's page in a VM_PFNMAP VMA whose pages are copied on write is refused: EINVAL",
    ALLOW,
    hazard=abort.PAGE_LEAK,
)
def cow_device_page(s: Scenario, d: Decided) -> End | None:
    return EINVAL if d[DEVICE] and s.backing == "pfnmap" and s.vma_cow else None


@user_check(
    "a device's page that a VM_PFNMAP VMA caches needs a host with FWB and DIC: else EFAULT",
    ALLOW,
    hazard=abort.PAGE_LEAK,
)
def cacheable_pfnmap_unsupported(s: Scenario, d: Decided) -> End | None:
    if not d[DEVICE] or s.backing != "pfnmap" or not predicates.vma_cacheable(s):
        return None
    return None if predicates.fwb_and_dic(s) else abort.EFAULT


@user_check(
    "a device's page that a VM_MIXEDMAP VMA caches is refused on every host: EINVAL",
    f"{BLOCK}, which {ALLOW} lifts for VM_PFNMAP only",
    hazard=abort.PAGE_LEAK,
)
def cacheable_mixedmap(s: Scenario, d: Decided) -> End | None:
    if not d[DEVICE] or s.backing != "mixedmap":
        return None
    return EINVAL if predicates.vma_cacheable(s) else None


def expose_capability(policy: Policy) -> Policy:
    """6/6: user space can ask before it fails."""
    return policy.offer(CAPABILITY)


CAPABILITY = v7.CAPABILITY._replace(cite=EXPOSE)

policy = v6_9.patched(
    "patch-v8",
    "cacheable PFNMAP by the VMA, with FWB and DIC; no MIXEDMAP (patch v8, Jun 2025)",
    detect_device_memory,
    block_cacheable_pfnmap,
    allow_by_vma,
    expose_capability,
)
