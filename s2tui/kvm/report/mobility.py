"""What a mapping asks of a host that the VM may move to, and what else binds such a VM.

What it asks is found by asking the policy again on a host that lacks a feature. Whether a move then
works is a question for two policies and two hosts: s2tui.kvm.migration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policy.decisions import TYPE
from s2tui.kvm.policy.journey import travel
from s2tui.kvm.policy.results import LEAF_RESULTS
from s2tui.kvm.report.report import Caveat, Migration
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.outcome import MemoryType, Outcome
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.scenario.fields import Scenario

FEATURES = {"fwb": "host_fwb", "dic": "host_dic", "mte_perm": "host_mte_perm"}
"""What a mapping may ask for, by the word of `requires`."""
ATTRIBUTES: dict[MemoryType, str] = {
    "normal": "cacheable",
    "normal-nc": "non-cacheable",
    "device": "device",
}
MAPPED = {
    "cacheable": "mapped cacheable",
    "non-cacheable": "mapped Non-cacheable",
    "device": "mapped as Device",
}
NOTHING = Migration(None, (), "nothing was mapped, so nothing binds the VM to a host")
CACHED = ("normal-wb", "normal-tagged")
"""The resultant types that a copy through the VMM's own cacheable mapping is right for."""
VFIO = Caveat(
    "vfio-migration-driver",
    "a device's state and memory move only with a VFIO migration driver for it (Jason Gunthorpe,"
    " 31 Mar 2025, Re: [PATCH v3 1/1] KVM: arm64: Allow cacheable stage 2 mapping using VMA flags)",
)
UNLOGGED = "no-dirty-log"
STALE = "copied-stale"
STALE_SOURCE = (
    "Oliver Upton, 22 Apr 2025, Re: [PATCH v3 1/1] KVM: arm64: Allow cacheable stage 2 mapping"
    " using VMA flags"
)


def migration(policy: Policy, scenario: Scenario, outcome: Outcome) -> Migration:
    """Where a VM with this mapping may go, by its memory type alone.

    `requires` names each feature without which the policy does not map the same scenario with the
    same type; where nobody ever said, it is left out and the text says so.
    """
    mapping = outcome.mapping
    if mapping is None:
        return NOTHING
    attribute = ATTRIBUTES[mapping.type]
    needed: list[str] = []
    unsaid: list[str] = []
    for name, field in FEATURES.items():
        if not getattr(scenario, field):
            continue
        found = _type_without(policy, scenario, field)
        if found == "unknown":
            unsaid.append(name)
        elif found != mapping.type:
            needed.append(name)
    text = f"{MAPPED[attribute]}: {_bound(needed, scenario)}"
    if unsaid:
        text += f"; whether it needs {_words(unsaid)} nobody said"
    return Migration(attribute, tuple(needed), text)


def _type_without(policy: Policy, scenario: Scenario, field: str) -> str | None:
    """The memory type on the same host without a feature; None where nothing is mapped."""
    memslot, fault, decided = travel(policy, scenario.changed(**{field: False}))
    if fault.result == "unknown" or (memslot.result == "unknown" and fault.result != "error"):
        return "unknown"
    return decided[TYPE] if fault.result in LEAF_RESULTS else None


def _bound(needed: list[str], scenario: Scenario) -> str:
    if not needed:
        return "its memory type does not bind it to a host"
    why = "" if predicates.kernel_mapped(scenario) else ", since KVM has no mapping to maintain it"
    return f"its memory type binds it to hosts with {_words(needed)}{why}"


def _words(names: list[str]) -> str:
    return " and ".join(name.upper() for name in names)


def caveats(policy: Policy, scenario: Scenario, outcome: Outcome) -> tuple[Caveat, ...]:
    """What binds a VM with this mapping besides its memory type."""
    if outcome.mapping is None:
        return ()
    device = predicates.remapped(scenario) and not scenario.slot_guest_memfd
    found = (VFIO if device else None, _unlogged(policy, scenario), copied_stale(scenario, outcome))
    return tuple(caveat for caveat in found if caveat is not None)


def _unlogged(policy: Policy, scenario: Scenario) -> Caveat | None:
    """That KVM cannot log the guest's writes, where asking it to is refused.

    Turning the flag on runs the checks of memslot creation again, over the VMA that is there now
    (mmu.c:kvm_arch_prepare_memory_region).
    """
    if scenario.slot_readonly or scenario.slot_log_dirty_pages:
        return None
    if scenario.backing != "pfnmap" and not scenario.slot_guest_memfd:
        return None
    now = scenario.changed(slot_log_dirty_pages=True, vma_swapped_after_create=False)
    memslot, _, decided = travel(policy, now)
    if memslot.result != "error":
        return None
    rule = decided.trace[-1].rule
    return Caveat(
        UNLOGGED,
        "what the guest writes while it still runs at the source must be tracked otherwise than by"
        f" KVM_MEM_LOG_DIRTY_PAGES: {rule.text} ({rule.cite})",
    )


def copied_stale(scenario: Scenario, outcome: Outcome) -> Caveat | None:
    """That the VMM copies ordinary memory through its caches, past which the guest may have gone.

    Without FWB stage 2 cannot force the guest's accesses into the caches. No VMM is known to clean
    first (Oliver Upton, 22 Apr and 26 Mar 2025).
    """
    mapping, resultant = outcome.mapping, outcome.resultant
    if mapping is None or resultant is None or mapping.type != "normal" or scenario.host_fwb:
        return None
    if resultant.kind in CACHED or not predicates.kernel_mapped(scenario):
        return None
    return Caveat(
        STALE,
        f"copied stale: this guest uses the memory as {resultant.kind}, past the caches through"
        f" which the VMM copies it, and no VMM is known to clean them first ({STALE_SOURCE})",
    )
