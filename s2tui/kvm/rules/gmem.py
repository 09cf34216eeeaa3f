"""gmem_abort: a fault on a memslot whose memory is a guest_memfd (from 6.18)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from s2tui.kvm.policy.decisions import EXECUTABLE, HANDLER, SIZE, TYPE, WRITABLE
from s2tui.kvm.policy.outcome import MemoryType
from s2tui.kvm.policy.results import End, ended, fail
from s2tui.kvm.policy.rule import check, decides
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.rule import Decided, Handler
    from s2tui.kvm.scenario.fields import Scenario, Size

GMEM: Literal["gmem_abort"] = "gmem_abort"
GMEM_ABORT = "arch/arm64/kvm/mmu.c:gmem_abort"

EHWPOISON = fail("EHWPOISON", "KVM_EXIT_MEMORY_FAULT")
RETRY = ended("retry")


@decides(
    HANDLER,
    "dispatch",
    "a fault on a guest_memfd slot is handled by gmem_abort, whatever lies at the user address",
    "arch/arm64/kvm/mmu.c:kvm_handle_guest_abort @ 6.18",
)
def guest_memfd_memory(s: Scenario, _: Decided) -> Handler | None:
    return GMEM if s.slot_guest_memfd else None


@check(
    "abort",
    "a poisoned guest_memfd page is EHWPOISON with KVM_EXIT_MEMORY_FAULT, and no signal",
    f"{GMEM_ABORT} @ 6.18; virt/kvm/guest_memfd.c:kvm_gmem_get_pfn",
    handler=GMEM,
)
def poisoned_guest_memfd(s: Scenario, _: Decided) -> End | None:
    return EHWPOISON if s.page_poisoned else None


@decides(
    TYPE,
    "abort",
    "guest_memfd memory is always Normal, cacheable: there is no VMA to ask",
    f"{GMEM_ABORT} @ 6.18",
    handler=GMEM,
)
def guest_memfd_type(_: Scenario, __: Decided) -> MemoryType:
    return "normal"


@decides(
    SIZE,
    "abort",
    "guest_memfd memory is mapped page by page",
    f"{GMEM_ABORT} @ 6.18",
    handler=GMEM,
)
def guest_memfd_page(_: Scenario, __: Decided) -> Size:
    return "page"


@check(
    "abort",
    "mapping over a page that differs in permissions only is -EAGAIN: the guest faults again",
    f"{GMEM_ABORT} @ 6.18; arch/arm64/kvm/hyp/pgtable.c:stage2_map_walker_try_leaf",
    handler=GMEM,
    hazard="guest-memfd-livelock",
)
def permission_fault_repeats(s: Scenario, d: Decided) -> End | None:
    if not predicates.permission_fault(s):
        return None
    return RETRY if d[SIZE] == s.access_granule else None


@decides(
    WRITABLE,
    "abort",
    "guest_memfd memory is writable at once, since read-only slots of it are refused",
    f"{GMEM_ABORT} @ 6.18",
    handler=GMEM,
)
def guest_memfd_writable(_: Scenario, __: Decided) -> bool:
    return True


@decides(
    EXECUTABLE,
    "abort",
    "guest_memfd memory becomes executable when it is fetched, or at once with DIC",
    f"{GMEM_ABORT} @ 6.18",
    handler=GMEM,
)
def guest_memfd_executable(s: Scenario, _: Decided) -> bool:
    return s.host_dic or predicates.exec_fault(s)


ABORT_RULES = (
    poisoned_guest_memfd,
    guest_memfd_type,
    guest_memfd_page,
    permission_fault_repeats,
    guest_memfd_writable,
    guest_memfd_executable,
)
"""As of v6.18."""
