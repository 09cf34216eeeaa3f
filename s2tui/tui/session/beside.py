"""What stands beside the present answer where there is room for two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.scenario.fields import bind
from s2tui.tui.session.state import Baseline
from s2tui.view.explore import inputs

if TYPE_CHECKING:
    from s2tui.tui.session.state import State

FWB = "host.fwb"


def beside(state: State) -> Baseline:
    """What is pinned, or else the same on a host that has FWB where this one has not, or not."""
    if state.pinned and state.baseline is not None:
        return state.baseline
    wanted = inputs.put(state.wanted, FWB, not state.scenario.host_fwb)
    return Baseline(bind(wanted)[0], state.kernel)
