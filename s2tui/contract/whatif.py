"""`whatif --json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.contract.members import inner_object

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.analysis.whatif import Effect, Solution


def whatif_object(effects: Sequence[Effect], solutions: Sequence[Solution]) -> dict[str, Any]:
    """What `whatif --json` answers."""
    return {
        "changes": [
            {
                "set": {effect.name: effect.value},
                "was": inner_object(effect.was),
                "is": inner_object(effect.now),
            }
            for effect in effects
        ],
        "solutions": [_solution(solution) for solution in solutions],
    }


def _solution(solution: Solution) -> dict[str, Any]:
    """The scenario as it is printed, and the changes even where they lead back to a default."""
    from s2tui.kvm.scenario.fields import FIELDS, differences

    found = {**solution.changes, **differences(solution.scenario)}
    return {name: found[name] for name in FIELDS if name in found}
