"""What the memory attribute of a mapping asks of the hosts that the VM may move to.

Whether a move then works is a question for two policies and two hosts: s2tui.kvm.migration.migrate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.report.report import Migration

if TYPE_CHECKING:
    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.scenario.fields import Scenario

NOTHING = Migration(None, (), "nothing was mapped, so nothing binds the VM to a host")
MEMORY = Migration(
    "cacheable",
    (),
    "ordinary memory, which KVM can maintain on any host; but without FWB a guest that used it"
    " through a non-cacheable mapping is copied stale (Oliver Upton, 22 Apr 2025)",
)
CACHEABLE = Migration(
    "cacheable",
    ("fwb", "dic"),
    "cacheable memory that KVM has no mapping of: only to hosts with FWB and DIC",
)
WITHOUT_TAGS = Migration(
    "cacheable",
    ("mte_perm",),
    "the VM has tags and the memory has none: only to hosts with FEAT_MTE_PERM, or the memslot is"
    " refused (Marc Zyngier, 28 Oct 2024, Re: [PATCH 4/4] arm64: mte: Use stage-2 NoTagAccess)",
)
UNMAPPED = Migration(
    "cacheable",
    ("fwb",),
    "guest_memfd memory out of the kernel's linear map: only to hosts with FWB, and a kernel that"
    " makes such a guest_memfd",
)
FREE = {
    "device": Migration("device", (), "mapped as Device: to any host and back"),
    "normal-nc": Migration("non-cacheable", (), "mapped Non-cacheable: to any host and back"),
}


def migration(scenario: Scenario, outcome: Outcome) -> Migration:
    """Where a VM with this mapping may go, by its attribute alone.

    Source: Marc Zyngier, 26 Mar 2025, Re: [PATCH v3 1/1] KVM: arm64: Allow cacheable stage 2
    mapping using VMA flags; DIC: mmu.c:kvm_supports_cacheable_pfnmap @ 6.17.
    """
    mapping = outcome.mapping
    if mapping is None:
        return NOTHING
    if mapping.type != "normal":
        return FREE[mapping.type]
    if not scenario.vma_mte_allowed and _no_tag_access(outcome):
        return WITHOUT_TAGS
    if scenario.slot_guest_memfd and not scenario.gmem_direct_map:
        return UNMAPPED
    # A guest_memfd's own pages are in the kernel's map, whatever lies at the user address.
    reachable = scenario.slot_guest_memfd or scenario.page_map_memory
    return MEMORY if reachable else CACHEABLE


def _no_tag_access(outcome: Outcome) -> bool:
    """Whether the leaf forbids access to tags."""
    leaf = outcome.descriptor
    return leaf is not None and leaf.regime.mte_perm
