"""v6.8: stage 2 uses 52-bit descriptors where the CPU has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.arm.descriptor.codec import Descriptor, Regime
from s2tui.kvm.policies.kernels.v6_2 import policy as v6_2
from s2tui.kvm.policy.decisions import DESCRIPTOR
from s2tui.kvm.policy.rule import decides
from s2tui.kvm.rules import map as mapping

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario


def use_lpa2(policy: Policy) -> Policy:
    """From 6.8 VTCR_EL2.DS is set where the CPU has FEAT_LPA2 at stage 2."""
    return policy.replace(mapping.descriptor, descriptor_with_lpa2)


@decides(
    DESCRIPTOR,
    "map",
    "the leaf: valid, AF, inner shareable, readable, and what was decided",
    f"{mapping.PGTABLE}:stage2_set_prot_attr, kvm_init_valid_leaf_pte @ 6.12",
)
def descriptor_with_lpa2(s: Scenario, d: Decided) -> Descriptor:
    return mapping.leaf(regime_with_lpa2(s), d)


def regime_with_lpa2(s: Scenario) -> Regime:
    """How stage 2 is set up; with 64k pages the 52-bit address has its own place and no DS bit."""
    ds = s.host_page_size != "64k" and s.host_lpa2
    return Regime(page_size=s.host_page_size, fwb=s.host_fwb, ds=ds)


policy = v6_2.patched("v6.8", "as v6.2, with LPA2 at stage 2", use_lpa2)
