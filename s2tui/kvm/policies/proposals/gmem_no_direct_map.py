"""gmem-no-direct-map: guest_memfd out of the kernel's linear map, with FWB (posted, 10 Apr 2026).

Nikita Kalyazin's v12, on top of v7.3. The gate is can_set_direct_map() and FWB; nobody asks for
DIC, without which KVM invalidates instruction caches through the mapping that is gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.kernels.v7_3 import policy as v7_3
from s2tui.kvm.policy.results import End
from s2tui.kvm.policy.rule import check
from s2tui.kvm.rules import memslot

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

MAIL = (
    "Nikita Kalyazin, 10 Apr 2026, [PATCH v12 09/16] KVM: arm64: define"
    " kvm_arch_gmem_supports_no_direct_map()"
)


def no_direct_map(policy: Policy) -> Policy:
    """GUEST_MEMFD_FLAG_NO_DIRECT_MAP where KVM needs no data cache maintenance."""
    return policy.replace(memslot.guest_memfd_direct_map, guest_memfd_no_direct_map)


@check(
    "memslot",
    "a guest_memfd out of the kernel's linear map needs FWB: without, making one is EINVAL",
    f'{MAIL} ("Without FWB, direct map access is needed in kvm_pgtable_stage2_map()")',
)
def guest_memfd_no_direct_map(s: Scenario, _: Decided) -> End | None:
    if not s.slot_guest_memfd or s.gmem_direct_map:
        return None
    return None if s.host_fwb else memslot.EINVAL


policy = v7_3.patched(
    "gmem-no-direct-map",
    "guest_memfd out of the linear map, with FWB (posted, v12, 10 Apr 2026)",
    no_direct_map,
    notes=(
        "posted, not merged: v12 of 10 Apr 2026; Marc Zyngier's review of 21 Apr 2026 asks where 4k"
        " pages of the linear map are enforced and does not object to FWB as the gate. Taken as"
        " given: can_set_direct_map(), which rodata=full grants",
    ),
)
