"""The JSON of `coherence`: what the caches can do to one location, with each shortest trace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.arm.coherence.configuration import configuration
from s2tui.arm.coherence.damage import DAMAGES
from s2tui.errors import RequestError
from s2tui.kvm.hazards.caches import run
from s2tui.kvm.hazards.events import told

if TYPE_CHECKING:
    from s2tui.kvm.hazards.caches import Caches, Finding


def coherence_object(found: Caches) -> dict[str, Any]:
    """What was found, as an object of the contract; without a configuration nothing was.

    Where the architecture leaves the guest's attribute open there are several configurations: the
    first is `configuration`, the others are `alternatives`, and each finding names its guest's.
    """
    configurations = [answer.configuration for answer in found.answers]
    possible = {finding.damage for finding in found.findings}
    several = {"alternatives": [c._asdict() for c in configurations[1:]]}
    return {
        "configuration": configurations[0]._asdict() if configurations else None,
        **(several if len(configurations) > 1 else {}),
        "states": sum(answer.states for answer in found.answers),
        "findings": [_finding(finding) for finding in found.findings],
        "impossible": [damage for damage in DAMAGES if damage not in possible],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "damage": finding.damage,
        "steps": finding.steps,
        "guest": finding.configuration.guest,
        "trace": [
            {
                "event": text,
                "who": step.event.who,
                "memory": step.state.memory,
                "line": None if step.state.line is None else step.state.line._asdict(),
                "instruction_line": step.state.instructions,
            }
            for step, text in told(finding.configuration, finding.trace)
        ],
    }


def answer(request: Any) -> str:
    """The answer to one line of a batch: a configuration as an object.

    Raises:
        RequestError: it is no object, or no such configuration can be.
    """
    from json import dumps

    if type(request) is not dict:
        raise RequestError('expected an object such as {"kernel": "wb", "user": "wb", ...}')
    return dumps(coherence_object(run((configuration(request),))))
