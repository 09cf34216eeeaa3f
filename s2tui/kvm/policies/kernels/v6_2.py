"""v6.2 to v6.7: a VM with MTE takes every VMA that may hold tags, shared or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.kernels.v6_1 import policy as v6_1
from s2tui.kvm.rules import abort, memslot

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy


def ask_for_mte_allowed(policy: Policy) -> Policy:
    """The gate for tags is VM_MTE_ALLOWED instead of VM_SHARED (mmu.c @ 6.1 and 6.2)."""
    return policy.replace(memslot.mte_shared_vma, memslot.mte_vma).replace(
        abort.mte_shared_page, abort.mte_page
    )


policy = v6_1.patched("v6.2", "what is not map memory is Device", ask_for_mte_allowed)
