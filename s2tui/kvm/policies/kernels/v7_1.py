"""v7.1 to v7.2.9: the fault path split into helpers, and guest_memfd's permission faults fixed.

The split (0b236c72c02d to e9550374d13a) moves the memory type and the MTE check before the lock;
without races it changes no answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.kernels.v6_18 import guest_memfd_not_mappable
from s2tui.kvm.policies.kernels.v7_0 import policy as v7_0
from s2tui.kvm.policy.decisions import RESULT, SIZE
from s2tui.kvm.policy.policy import Remark
from s2tui.kvm.policy.results import End, Fault
from s2tui.kvm.policy.rule import check, decides
from s2tui.kvm.rules import abort, gmem, memslot
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario, Size


def refuse_guest_memfd_with_mte(policy: Policy) -> Policy:
    """A VM with MTE gets no guest_memfd slot.

    First seen in the text of 7.2; 7.1.2 and 7.1.5 have no such check.
    """
    return policy.insert(guest_memfd_mte, after=guest_memfd_not_mappable)


@check(
    "memslot",
    "a VM with MTE takes no guest_memfd, whose pages KVM does not tag: EINVAL",
    f"{memslot.HOOK} @ 7.2",
)
def guest_memfd_mte(s: Scenario, _: Decided) -> End | None:
    return memslot.EINVAL if s.slot_guest_memfd and s.vm_mte else None


def relax_guest_memfd_permissions(policy: Policy) -> Policy:
    """9be19df816de: a permission fault on guest_memfd memory adds permissions to the leaf."""
    return (
        policy.drop(gmem.permission_fault_repeats)
        .insert(guest_memfd_keeps_leaf, before=gmem.guest_memfd_page)
        .insert(relax_guest_memfd, before=abort.map_leaf)
    )


@decides(
    SIZE,
    "abort",
    "a permission fault keeps the leaf as large as it is",
    f"{gmem.GMEM_ABORT} @ 7.2 (kvm_pgtable_stage2_relax_perms walks to the leaf there is)",
    handler=gmem.GMEM,
)
def guest_memfd_keeps_leaf(s: Scenario, _: Decided) -> Size | None:
    return s.access_granule if predicates.permission_fault(s) else None


@decides(
    RESULT,
    "abort",
    "a permission fault on guest_memfd memory adds permissions to the leaf",
    f"{gmem.GMEM_ABORT} @ 7.2",
    handler=gmem.GMEM,
)
def relax_guest_memfd(s: Scenario, _: Decided) -> Fault | None:
    return abort.RELAXED if predicates.permission_fault(s) else None


policy = v7_0.patched(
    "v7.1",
    "guest_memfd permission faults relax; no guest_memfd with MTE",
    refuse_guest_memfd_with_mte,
    relax_guest_memfd_permissions,
    remarks=(
        Remark(
            lambda s: s.slot_guest_memfd and s.vm_mte,
            "a guest_memfd slot of a VM with MTE is refused as in 7.2; 7.1.2 and 7.1.5 still accept"
            " it (mmu.c:kvm_arch_prepare_memory_region)",
        ),
    ),
)
