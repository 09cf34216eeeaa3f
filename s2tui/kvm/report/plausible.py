"""Inputs that no machine produces. They are answered like any other, and a note says so.

One list: when a reason applies and what it is, with its source. What the fields alone say comes
first. Whether a second access to a page can fault as the scenario has it, the policy itself is
asked: only where a first access leaves a leaf that denies it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from s2tui.kvm.policies.registry import POLICIES, Kernel
from s2tui.kvm.policy.decisions import EXECUTABLE, SIZE, TYPE, WRITABLE
from s2tui.kvm.policy.journey import travel
from s2tui.kvm.policy.results import LEAF_RESULTS
from s2tui.kvm.report.memo import Memo
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from s2tui.kvm.policy.outcome import MemoryType
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.scenario.fields import Scenario, Size, Value

NOTE = "no machine produces this: "
"""Stands before a reason where a report gives it."""
ORDINARY = ("anonymous", "shmem", "hugetlb", "zone-device", "guest-memfd")
"""The backings of ordinary VMAs, with neither VM_PFNMAP nor VM_MIXEDMAP."""
DRIVERS = ("zone-device", "pfnmap", "mixedmap")
"""The backings that drivers map; none is ever VM_MTE_ALLOWED."""

POISONED = "v6.19"
"""From where on memory without struct page can be poisoned."""


class Reason(NamedTuple):
    """Why no machine produces an input."""

    applies: Callable[[Scenario, Kind], bool]
    text: str
    """In one line, with its source."""


class Leaf(NamedTuple):
    """What a first access leaves for the next one to meet."""

    type: MemoryType
    size: Size
    writable: bool
    executable: bool


class Second(NamedTuple):
    """Why no access faults like that on a page that was accessed before."""

    applies: Callable[[Scenario], bool]
    denies: Callable[[Scenario, Leaf], bool]
    """Whether a leaf makes the access fault."""
    text: str


def plausible(scenario: Scenario, policy: Policy) -> tuple[str, ...]:
    """Why no machine produces a scenario under a policy; empty where one may.

    An access that cannot be the second one is a reason of its own only if there is no other, and
    only where the memslot is accepted: no access follows one that is refused.

    Args:
        scenario: one that respects the bindings.
        policy: what answers the first access.
    """
    return _judge(policy)(scenario)


@lru_cache(maxsize=64)
def _judge(policy: Policy) -> Memo[tuple[str, ...]]:
    return Memo(lambda scenario: _reasons(scenario, policy))


def _reasons(s: Scenario, policy: Policy) -> tuple[str, ...]:
    kind = kind_of(policy)
    found = tuple(reason.text for reason in INPUTS if reason.applies(s, kind))
    if found or s.access_fault == "translation":
        return found
    return _second_access(s, policy)


def _second_access(s: Scenario, policy: Policy) -> tuple[str, ...]:
    """The first reason why the access cannot be a second one."""
    for second in SECOND:
        if not second.applies(s):
            continue
        if any(leaf is None or second.denies(s, leaf) for leaf in first_leaves(s, policy)):
            return ()
        return (second.text,)
    return ()


def first_leaves(s: Scenario, policy: Policy) -> Iterator[Leaf | None]:
    """The leaves that a first access can leave; None for one that is not known or not possible.

    A read leaves the fewest permissions, so another access is only looked at where no read does.
    Where the slot logs writes now, it may have begun to after the first access, and KVM then took
    the leaf's write permission away (mmu.c:kvm_mmu_wp_memory_region). VM_PFNMAP memory is never
    logged. A driver may have let user space write later, which no notifier tells of (vm_operations:
    pfn_mkwrite()).
    """
    for kind in ("read", "write", "exec"):
        found = tuple(_first_leaf(s, policy, access_kind=kind))
        yield from found
        if found:
            break
    if predicates.dirty_logging(s) and s.backing != "pfnmap":
        for leaf in _first_leaf(s, policy, access_kind="read", slot_log_dirty_pages=False):
            yield leaf and leaf._replace(writable=False)
    if s.backing in DRIVERS and s.page_host_writable:
        yield from _first_leaf(s, policy, access_kind="read", page_host_writable=False)


def _first_leaf(s: Scenario, policy: Policy, **changes: Value) -> Iterator[Leaf | None]:
    memslot, fault, decided = travel(policy, s.changed(access_fault="translation", **changes))
    if memslot.result in ("error", "unknown") or fault.result == "unknown":
        yield None
    elif fault.result in LEAF_RESULTS:
        yield Leaf(decided[TYPE], decided[SIZE], decided[WRITABLE], decided[EXECUTABLE])


class Kind(NamedTuple):
    """All that the inputs' reasons ask of a policy: two that agree in it judge alike."""

    shipped: bool
    """Whether it is a kernel's."""
    poisons: bool
    """Whether memory without struct page can be poisoned."""


@lru_cache(maxsize=64)
def kind_of(policy: Policy) -> Kind:
    """What the inputs' reasons ask of a policy."""
    at: Policy | None = policy
    while at is not None and at.id != POISONED:
        at = at.base
    return Kind(isinstance(POLICIES.get(policy.id), Kernel), at is not None)


def _ordinary_but_not_cacheable(s: Scenario, _: Kind) -> bool:
    return s.backing in ORDINARY and not predicates.vma_cacheable(s)


def _large_host_leaf(s: Scenario, _: Kind) -> bool:
    return s.page_size == "pud" and s.backing not in ("hugetlb", "hole", "no-slot")


def _tags_on_devices(s: Scenario, _: Kind) -> bool:
    return s.vm_mte and s.vma_mte_allowed and s.backing in DRIVERS


def _any_uncached(s: Scenario, _: Kind) -> bool:
    return s.vma_any_uncached and (s.backing != "pfnmap" or s.page_map_memory)


def _poisoned_without_page(s: Scenario, kind: Kind) -> bool:
    if not s.page_poisoned or s.backing != "pfnmap" or s.slot_guest_memfd or s.page_map_memory:
        return False
    return not kind.poisons


def _reserved(s: Scenario, _: Kind) -> bool:
    if s.guest_memtype != "normal-tagged" or s.vm_mte or not s.guest_mmu:
        return False
    return s.access_kind != "stage1-walk"


def _no_load_or_store(s: Scenario, _: Kind) -> bool:
    odd = s.access_fault in ("alignment", "unsupported-atomic")
    return odd and s.access_kind not in ("read", "write")


def _read_permission(s: Scenario, _: Kind) -> bool:
    return s.access_fault == "permission" and s.access_kind == "read"


INPUTS: tuple[Reason, ...] = (
    Reason(
        _ordinary_but_not_cacheable,
        "ordinary VMAs are cacheable, no driver maps their memory otherwise (216887f79d98)",
    ),
    Reason(
        _large_host_leaf,
        "only hugetlb memory has host leaves above pmd: arm64 does not select"
        " HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD (arch/arm64/Kconfig @ 6.1 to 7.3)",
    ),
    Reason(
        _any_uncached,
        "only drivers of device memory behind VM_PFNMAP set VM_ALLOW_ANY_UNCACHED"
        " (vfio_pci_core.c, nvgrace-gpu/main.c @ 7.3)",
    ),
    Reason(
        _tags_on_devices,
        "VM_MTE_ALLOWED is for anonymous memory, hugetlb and shmem: no device's memory has it"
        " (arch/arm64/include/asm/mman.h @ 6.1 to 7.3)",
    ),
    Reason(
        lambda s, _: s.vma_memtype == "normal-tagged" and s.backing in ("zone-device", "pfnmap"),
        "PROT_MTE needs VM_MTE_ALLOWED, so no mapping of a device's memory is tagged"
        " (arch/arm64/include/asm/mman.h @ 6.1 to 7.3)",
    ),
    Reason(
        _poisoned_without_page,
        "only memory with struct page is poisoned: a driver can register other memory from 6.19"
        " (drivers/vfio/pci/nvgrace-gpu/main.c @ 7.2, register_pfn_address_space)",
    ),
    Reason(
        lambda s, kind: s.vma_force_cached and kind.shipped,
        "no kernel has VM_FORCE_CACHED (Catalin Marinas, 17 Mar 2025, a proposal)",
    ),
    Reason(
        lambda s, kind: s.param_unsafe_cacheable and kind.shipped,
        "no kernel has such a parameter (Sean Christopherson, 26 Mar 2025, a proposal)",
    ),
    Reason(
        _reserved,
        "guest.memtype=normal-tagged is a reserved encoding for a VM without MTE (MAIR_EL1, 0xf0)",
    ),
    Reason(
        _no_load_or_store,
        "only loads and stores take an Alignment or an unsupported-atomic fault"
        " (DDI 0487 B2.10.2, C3.2.6)",
    ),
    Reason(
        _read_permission,
        "KVM makes no leaf that cannot be read, nested guests aside"
        " (arch/arm64/kvm/mmu.c:user_mem_abort, gmem_abort @ 6.1 to 7.3)",
    ),
)
"""What the fields say."""


def _is(*faults: str) -> Callable[[Scenario], bool]:
    return lambda s: s.access_fault in faults


def _by_permission(*kinds: str) -> Callable[[Scenario], bool]:
    return lambda s: s.access_fault == "permission" and s.access_kind in kinds


def _of_its_size(s: Scenario, leaf: Leaf) -> bool:
    """Whether a permission fault can report that level; guest_memfd has no larger leaf."""
    return leaf.size == s.access_granule


def _stage1_is_normal(s: Scenario) -> bool:
    return s.guest_mmu and s.guest_memtype.startswith("normal")


SECOND: tuple[Second, ...] = (
    Second(
        _is("alignment"),
        lambda s, leaf: leaf.type == "device" and _stage1_is_normal(s),
        "stage 2 reports an Alignment fault only where its leaf is Device and the guest's own"
        " attribute is Normal (DDI 0487 B2.10.2)",
    ),
    Second(
        _is("unsupported-atomic", "access-flag"),
        lambda _, __: True,
        "the fault needs a leaf, and no first access leaves one",
    ),
    Second(
        _by_permission("exec"),
        lambda s, leaf: not leaf.executable and _of_its_size(s, leaf),
        "no first access leaves a leaf of access.granule that cannot be executed: with DIC"
        " cacheable memory is executable from the start (mmu.c, ARM64_HAS_CACHE_DIC)",
    ),
    Second(
        _by_permission("write", "cache-maintenance"),
        lambda s, leaf: not leaf.writable and _of_its_size(s, leaf),
        "no first access leaves a leaf of access.granule that cannot be written: a read maps what"
        " the host can write writable, unless the slot logs writes or is read-only (mmu.c)",
    ),
    Second(
        _by_permission("stage1-walk"),
        lambda s, leaf: (leaf.type == "device" or not leaf.writable) and _of_its_size(s, leaf),
        "no first access leaves a leaf of access.granule that a table walk faults on: it is"
        " neither Device (HCR_EL2.PTW, DDI 0487 R_KTSYP) nor read-only",
    ),
)
"""What the first access says: the first entry that applies judges."""
