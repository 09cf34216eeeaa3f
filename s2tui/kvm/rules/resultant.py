"""What the guest's access really gets: its stage-1 attribute combined with the leaf's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.arm.combine.combination import Combination, combine
from s2tui.kvm.policy.decisions import MEMATTR, RESULTANT
from s2tui.kvm.policy.rule import decides

if TYPE_CHECKING:
    from s2tui.arm.attributes import Shareability
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import GuestMemtype, Scenario

MAIR: dict[GuestMemtype, int] = {
    "normal-wb": 0xFF,
    "normal-wt": 0xBB,
    "normal-nc": 0x44,
    "device-gre": 0x0C,
    "device-ngre": 0x08,
    "device-ngnre": 0x04,
    "device-ngnrne": 0x00,
    "normal-tagged": 0xF0,
}
"""The MAIR_EL1 byte behind each word of guest.memtype."""


@decides(
    RESULTANT,
    "resultant",
    "stage 1 and stage 2 combine to the attribute that the access has",
    "DDI 0487 D8.6.5, D8.6.6 (R_TNHFM, R_GQFSF, R_VRJSW)",
)
def resultant(s: Scenario, d: Decided) -> Combination:
    s1, s1_sh = stage1(s)
    # A tagged attribute means something only to a VM that was given MTE.
    mte = s1 == MAIR["normal-tagged"] and s.vm_mte
    return combine(s1, d[MEMATTR], fwb=s.host_fwb, s1_sh=s1_sh, mte=mte)


def stage1(s: Scenario) -> tuple[int | str, Shareability]:
    """The stage-1 attribute of the access: a MAIR byte or off, and its shareability."""
    if s.access_kind == "stage1-walk":
        return MAIR["normal-wb"], "ish"
    if not s.guest_mmu:
        return ("off-ifetch" if s.access_kind == "exec" else "off"), "osh"
    return MAIR[s.guest_memtype], s.guest_shareability


RULES = (resultant,)
