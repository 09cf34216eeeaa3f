"""v7.4-next: v7.3, and an ioctl that maps memory before the guest runs (queued, 24 Sep 2026).

KVM_PRE_FAULT_MEMORY is a third checkpoint between memslot creation and the guest's first access. It
decides nothing itself: it raises the read that the guest has not made yet. Nothing else of what
waits for v7.4 is here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.kernels.v7_3 import policy as v7_3
from s2tui.kvm.policy.journey import travel
from s2tui.kvm.policy.policy import PreFault

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.scenario.fields import Scenario

QUEUED = "kvmarm/next, 24 Sep 2026 (34cfa9b3af17, 28187f51e4c4, 33f849d808e2)"
SEMANTICS = (
    "Jack Thomson, 12 Jun 2026, [PATCH v5 2/5] KVM: arm64: Add pre_fault_memory implementation"
)
READ = {"access_kind": "read", "access_fault": "translation"}


def pre_fault_memory(policy: Policy) -> Policy:
    """34cfa9b3af17: KVM_PRE_FAULT_MEMORY, by a read translation fault that KVM makes up."""
    return policy.offer_prefault(PRE_FAULT)


def _answer(policy: Policy, s: Scenario) -> str | None:
    """What the ioctl answers: the errors of the fault handler, poison without its signal.

    A leaf that is there already is success too, but the tables are empty before the guest ran.
    """
    memslot, fault, _ = travel(policy, s.changed(**READ))
    if memslot.result == "none":
        return "ENOENT"
    if memslot.result != "ok":
        return None
    if fault.result == "signal":
        return "EHWPOISON"
    return fault.errno if fault.result == "error" else "0"


PRE_FAULT = PreFault("KVM_PRE_FAULT_MEMORY", _answer, f"{SEMANTICS}; {QUEUED}")

policy = v7_3.patched(
    "v7.4-next",
    "v7.3 with KVM_PRE_FAULT_MEMORY (queued for 7.4, 24 Sep 2026)",
    pre_fault_memory,
    notes=(
        "no fault is answered otherwise than by v7.3: the VMM can have it answered earlier, by"
        f" KVM_PRE_FAULT_MEMORY (capability 236), as a read. Queued: {QUEUED}, Lorenzo Stoakes, v4"
        f" of 23 Sep 2026. What it answers is as in {SEMANTICS}; the text of v4 was not seen",
    ),
)
