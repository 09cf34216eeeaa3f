"""v6.2 to v6.7: as v6.8, before stage 2 could use 52-bit descriptors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.arm.descriptor.codec import Descriptor, Regime
from s2tui.kvm.policies.kernels.v6_8 import policy as v6_8
from s2tui.kvm.policy.decisions import DESCRIPTOR, EXECUTABLE, MEMATTR, SIZE, WRITABLE
from s2tui.kvm.policy.rule import decides
from s2tui.kvm.rules import map as mapping

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario


def without_lpa2(policy: Policy) -> Policy:
    """Before 6.8 VTCR_EL2.DS is never set, whatever the CPU has."""
    return policy.replace(mapping.descriptor, descriptor_without_lpa2)


@decides(
    DESCRIPTOR,
    "map",
    "the leaf: valid, AF, inner shareable, readable, and what was decided; LPA2 is not used",
    f"{mapping.PGTABLE}:stage2_set_prot_attr @ 6.5",
)
def descriptor_without_lpa2(s: Scenario, d: Decided) -> Descriptor:
    regime = Regime(page_size=s.host_page_size, fwb=s.host_fwb)
    return mapping.leaf(mapping.Leaf(regime, d[SIZE], d[MEMATTR], d[WRITABLE], d[EXECUTABLE]))


policy = v6_8.patched("v6.2", f"{v6_8.title}; before LPA2 at stage 2", without_lpa2)
