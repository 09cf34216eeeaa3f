"""What is to be known of a move that is allowed: what else binds the VM or spoils its copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.report.mobility import caveats
from s2tui.kvm.report.report import Caveat

if TYPE_CHECKING:
    from s2tui.kvm.migration.placement import Placement

ID_REGISTERS = Caveat(
    "id-registers",
    "the guest saw the source's CPU features in its ID registers; a destination that has fewer"
    " cannot show them again, unless the VMM hid the difference before the VM first ran"
    " (Documentation/virt/kvm/arm/vcpu-features.rst); no field describes them",
)
ADDRESSES = Caveat(
    "addresses",
    "the destination has no LPA2, so a VM made with more than 48 bits of address is refused there"
    " (no input says how many it has)",
)


def move_caveats(source: Placement, destination: Placement) -> tuple[Caveat, ...]:
    """The caveats of a move, each once."""
    found = list(caveats(source.policy, source.scenario, source.outcome))
    found += caveats(destination.policy, destination.scenario, destination.outcome)
    here, there = source.scenario, destination.scenario
    if source.host != destination.host:
        found.append(ID_REGISTERS)
    if here.host_lpa2 and not there.host_lpa2 and here.host_page_size != "64k":
        found.append(ADDRESSES)
    return tuple(dict.fromkeys(found))
