"""v6.18: guest_memfd memory can be faulted in, and refusals no longer leak a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from s2tui.kvm.policies.kernels.v6_17 import cacheable_device_page_unsupported
from s2tui.kvm.policies.kernels.v6_17 import policy as v6_17
from s2tui.kvm.policy.results import End
from s2tui.kvm.policy.rule import check
from s2tui.kvm.rules import abort, dispatch, gmem, memslot

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario


def guest_memfd(policy: Policy) -> Policy:
    """The guest_memfd series (d2042d8f96dd, fe2bf6234e94): memslots of it, and their faults."""
    return (
        policy.replace(
            memslot.guest_memfd_invalid,
            memslot.guest_memfd_direct_map,
            memslot.guest_memfd_flags,
            guest_memfd_not_mappable,
        )
        .insert(gmem.guest_memfd_memory, before=dispatch.user_memory)
        .insert(*gmem.ABORT_RULES, before=abort.map_leaf)
    )


@check(
    "memslot",
    "a guest_memfd that cannot be mapped (no GUEST_MEMFD_FLAG_MMAP) cannot be bound: EINVAL",
    f"{memslot.HOOK} @ 7.0 (kvm_memslot_is_gmem_only)",
)
def guest_memfd_not_mappable(s: Scenario, _: Decided) -> End | None:
    return memslot.EINVAL if s.slot_guest_memfd and not s.gmem_mmap else None


def take_read_permission_faults(policy: Policy) -> Policy:
    """A permission fault of a read is a VM_WARN_ON_ONCE in the caller, and then handled."""
    return policy.drop(abort.read_permission_fault)


def release_page_on_refusal(policy: Policy) -> Policy:
    """5f9466b50c1b: the page reference is dropped where user_mem_abort refuses."""
    return policy.replace(abort.fetch_from_device, fetch_from_device).replace(
        cacheable_device_page_unsupported, cacheable_device_page
    )


fetch_from_device = evolve(abort.fetch_from_device, hazard=None)
cacheable_device_page = evolve(cacheable_device_page_unsupported, hazard=None)


policy = v6_17.patched(
    "v6.18",
    "guest_memfd faults; refusals release the page",
    guest_memfd,
    take_read_permission_faults,
    release_page_on_refusal,
)
