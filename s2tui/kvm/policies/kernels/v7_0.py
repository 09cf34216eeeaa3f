"""v7.0: a guest takes the abort of an atomic that the memory does not support."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.kernels.v6_18 import fetch_from_device
from s2tui.kvm.policies.kernels.v6_19 import policy as v6_19
from s2tui.kvm.policy.results import End, inject
from s2tui.kvm.policy.rule import check, user_check
from s2tui.kvm.rules import abort, dispatch

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

UNSUPPORTED_ATOMIC = inject("unsupported-atomic")


def reinject_unsupported_atomics(policy: Policy) -> Policy:
    """The LS64 series: DFSC 0x35 is handled, and reinjected where memory was found.

    gmem_abort never looks for it and maps the page.
    """
    return policy.replace(dispatch.unsupported_fsc, unsupported_fsc).insert(
        unsupported_atomic, after=fetch_from_device
    )


@check(
    "dispatch",
    "only translation, permission, access flag and unsupported atomic faults are handled: EFAULT",
    f"{dispatch.ABORT} @ 7.0",
)
def unsupported_fsc(s: Scenario, _: Decided) -> End | None:
    return dispatch.EFAULT if s.access_fault == "alignment" else None


@user_check(
    "the guest takes the abort of an atomic that its memory does not support (DFSC 0x35)",
    f"{abort.USER_MEM_ABORT} @ 7.0 (kvm_inject_dabt_excl_atomic)",
)
def unsupported_atomic(s: Scenario, _: Decided) -> End | None:
    return UNSUPPORTED_ATOMIC if s.access_fault == "unsupported-atomic" else None


policy = v6_19.patched("v7.0", "unsupported atomics are reinjected", reinject_unsupported_atomics)
