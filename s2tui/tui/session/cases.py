"""Which named case a scenario is: that which was asked for, or those that are the same."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from s2tui.kvm.scenario.fields import DEFAULT, bind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.tui.session.state import State

SAID = 2
"""Names that are said at most."""


def case_of(state: State) -> str:
    """The case that a state shows, as it is typed; nothing for none, and for ordinary memory.

    Where several are alike and none of them was asked for, these are said, as far as two.

    Nothing as well before the cases were read, unless one was asked for: the first frame does not
    wait for that.
    """
    if state.scenario == DEFAULT or not (state.case or cases.cache_info().currsize):
        return ""
    names = cases().get(state.scenario, ())
    if state.case in names:
        names = (state.case,)
    return " ".join(
        [*(f"@{name}" for name in names[:SAID]), *("…" for _ in names[SAID : SAID + 1])]
    )


@cache
def cases() -> Mapping[Scenario, tuple[str, ...]]:
    """The names of the cases by what they are, in the order of the file."""
    from s2tui.kvm.scenario.named import askable
    from s2tui.kvm.scenario.notation import parse_given

    found: dict[Scenario, tuple[str, ...]] = {}
    for name in askable():
        scenario = bind(parse_given([f"@{name}"]).scenario)[0]
        found[scenario] = (*found.get(scenario, ()), name)
    return found
