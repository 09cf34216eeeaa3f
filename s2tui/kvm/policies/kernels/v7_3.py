"""v7.3: blocks of PFNMAP memory follow the host's own page tables, not the VMA's arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.kernels.v7_1 import policy as v7_1
from s2tui.kvm.policy.decisions import SIZE, VMA_BLOCK
from s2tui.kvm.policy.rule import user_decides
from s2tui.kvm.rules import abort, size

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario, Size

FIX = "71cc2c67fb8f"


def size_pfnmap_by_host_leaf(policy: Policy) -> Policy:
    """71cc2c67fb8f "Use stage-1 leaf size for VM_PFNMAP", also in stable 6.12, 6.18 and 7.2."""
    return (
        policy.drop(size.pfnmap_block)
        .replace(size.keep_granule, keep_granule)
        .replace(size.transparent_huge_page, host_leaf)
    )


def size_pfnmap_by_pages(policy: Policy) -> Policy:
    """The same in 6.1.y, where device memory still never grows (mmu.c:user_mem_abort @ 6.1.192)."""
    return policy.drop(size.pfnmap_block)


@user_decides(
    SIZE,
    "a permission fault on a block keeps the block",
    f"{abort.USER_MEM_ABORT} @ 7.3 ({FIX})",
)
def keep_granule(s: Scenario, d: Decided) -> Size | None:
    return size.kept_block(s) if d[VMA_BLOCK] == size.PAGE else None


@user_decides(
    SIZE,
    "a page that the host maps by a block grows to a block of PMD size if the slot permits",
    f"arch/arm64/kvm/mmu.c:transparent_hugepage_adjust @ 7.3 ({FIX})",
)
def host_leaf(s: Scenario, d: Decided) -> Size | None:
    return size.host_block(s) if d[VMA_BLOCK] == size.PAGE else None


policy = v7_1.patched("v7.3", "PFNMAP blocks sized by the host's leaf", size_pfnmap_by_host_leaf)
