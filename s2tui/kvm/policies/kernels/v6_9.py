"""v6.9 to v6.16: a driver may say that its memory is safe as Normal Non-cacheable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.kernels.v6_8 import policy as v6_8
from s2tui.kvm.policy.decisions import TYPE
from s2tui.kvm.policy.rule import user_decides
from s2tui.kvm.rules import abort

if TYPE_CHECKING:
    from s2tui.kvm.policy.outcome import MemoryType
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario


def normal_nc_for_any_uncached(policy: Policy) -> Policy:
    """c034ec84e879, 5c656fcdd6c6, 8c47ce3e1d2c, a39d3a966a09: VM_ALLOW_ANY_UNCACHED is Normal-NC.

    The commits add the memory type to the page-table code, the VMA flag, its use in the fault
    handler, and the flag to vfio-pci's mappings. That 6.9 is the first release with them is
    inferred from the merge window.
    """
    return policy.insert(any_uncached, before=abort.device_memory)


@user_decides(
    TYPE,
    "a device's page whose driver allows it (VM_ALLOW_ANY_UNCACHED) is Normal Non-cacheable",
    f"{abort.USER_MEM_ABORT} @ 6.12 (8c47ce3e1d2c)",
)
def any_uncached(s: Scenario, _: Decided) -> MemoryType | None:
    return "normal-nc" if s.vma_any_uncached else None


policy = v6_8.patched("v6.9", "Normal-NC for VM_ALLOW_ANY_UNCACHED", normal_nc_for_any_uncached)
