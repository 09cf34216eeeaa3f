"""Files with policies that changed: run again, and what is to be said about each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from s2tui.kvm.policies import own
from s2tui.kvm.policies.registry import find
from s2tui.tui.session.state import report_for
from s2tui.view.explore.changes import answers

FEW = 2
"""Members of an answer that are said when a file changed it; the screen shows them all."""

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.tui.session.state import Answer, State


def reread(answer: Answer) -> list[str]:
    """Run the files that changed, and say of each what it changed.

    Args:
        answer: what is on screen. A policy that cannot answer there is not taken.
    """
    found = own.reread(lambda policy: _try(policy, answer.state))
    return [_said(one, answer) for one in found]


def why_not(state: State) -> str:
    """Why a state cannot be shown; nothing where it can. Only a policy out of a file fails."""
    if state.kernel not in own.paths():
        return ""
    try:
        _try(find(state.kernel), state)
    except Exception as error:
        return str(own.failed(state.kernel, error))
    return ""


def _try(policy: Policy, state: State) -> None:
    """Ask what Explore asks: the scenario, each that differs in one field, and other hosts."""
    from s2tui.analysis.whatif import whatif
    from s2tui.kvm.migration.own_host import own_moves
    from s2tui.kvm.report.explain import explain

    explain(policy, state.scenario)
    tuple(whatif(policy, state.scenario))
    own_moves(policy, state.scenario)


def _said(found: own.Reread, answer: Answer) -> str:
    """One line: what is wrong with a file, or what its rules and the present answer show of it."""
    name = Path(found.path).name
    if found.error is not None:
        return f"{found.error}; what {name} said before stays"
    said = ", ".join(own.changed_rules(found.was, found.now))
    said = f"{name} re-read" + (f": {said}" if said else "")
    if answer.state.kernel != found.path:
        return said
    now = report_for(found.path, answer.state.scenario)
    changes = [f"{c.member} {c.was} → {c.now}" for c in answers(answer.report, now)]
    here = ", ".join(changes[:FEW]) or "nothing changes"
    more = f" and {len(changes) - FEW} more" if len(changes) > FEW else ""
    return f"{said}; here {here}{more}"
