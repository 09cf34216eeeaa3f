"""One member of the answer to a scenario: what lessons and questions ask for.

A member is named as it stands in `explain --json`, with points between the keys: `mapping.type`,
`stage`, `verdict.id`, `rules.fault`. Beside these there are three short ones: `hazard:ID` says
whether there is that hazard, `field:NAME` is the value of a descriptor field, and `fault` alone the
whole result of the fault in words.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from s2tui.errors import unknown
from s2tui.kvm.hazards.catalogue import load as known_hazards
from s2tui.kvm.hazards.derive import hazards
from s2tui.kvm.report.explain import explain
from s2tui.kvm.report.members import PARTS, inner_values
from s2tui.kvm.report.mobility import migration
from s2tui.kvm.report.verdict import ended_in, rules, verdict
from s2tui.kvm.scenario.fields import word

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.kvm.hazards.catalogue import Hazard
    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.report.report import Migration
    from s2tui.kvm.scenario.fields import Scenario


class Answers:
    """What a policy answers for a scenario, each part worked out when it is first asked for.

    Raises:
        UndecidedError: the policy lacks a rule that another of its rules needs.
    """

    def __init__(self, policy: Policy, scenario: Scenario) -> None:
        self.policy = policy
        self.scenario = scenario

    @cached_property
    def outcome(self) -> Outcome:
        """Where the access ends."""
        return explain(self.policy, self.scenario)

    @cached_property
    def hazards(self) -> tuple[Hazard, ...]:
        """What is dangerous about it."""
        return hazards(self.scenario, self.outcome)

    @cached_property
    def migration(self) -> Migration:
        """What the mapping asks of other hosts."""
        return migration(self.policy, self.scenario, self.outcome)

    @cached_property
    def rules(self) -> dict[str, str | None]:
        """Which rule decided each member."""
        return rules(self.outcome)

    @cached_property
    def inner(self) -> dict[str, dict[str, Any] | None]:
        """Every inner member of the outcome."""
        return inner_values(self.outcome)

    def ask(self, member: str) -> Any:
        """The value of a member, as it stands in the JSON; None where there is none.

        Raises:
            RequestError: there is no such member.
        """
        return _asker(member)(self)


def ask(policy: Policy, scenario: Scenario, member: str) -> Any:
    """The value of one member of what a policy answers.

    Raises:
        RequestError: there is no such member.
    """
    return Answers(policy, scenario).ask(member)


def shown(value: object) -> str:
    """A value as it is typed and compared: true, null, the words of a list with commas."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return word(value)
    if isinstance(value, (list, tuple)):
        return ",".join(e["id"] if isinstance(e, dict) else str(e) for e in value) or "none"
    return str(value)


def _inner(member: str, name: str) -> Callable[[Answers], Any]:
    def value(of: Answers) -> Any:
        found = of.inner[member]
        if found is None:
            return None
        if name == "permitted" and found[name] is not None:
            return [list(pair) for pair in found[name]]
        return found[name]

    return value


def _rule(member: str) -> Callable[[Answers], Any]:
    return lambda of: of.rules[member]


def _hazard(id_: str) -> Callable[[Answers], Any]:
    return lambda of: any(hazard.id == id_ for hazard in of.hazards)


def _field(name: str) -> Callable[[Answers], Any]:
    def value(of: Answers) -> Any:
        leaf = of.outcome.descriptor
        found = None if leaf is None else leaf.field(name)
        return None if found is None else found.value

    return value


def _memattr(of: Answers) -> Any:
    value = _field("MemAttr")(of)
    return None if value is None else f"{value:#x}"


def _capability(name: str) -> Callable[[Answers], Any]:
    def value(of: Answers) -> Any:
        offered = of.policy.capability
        if offered is None:
            return None
        return offered.vm(of.scenario) if name == "vm" else getattr(offered, name)

    return value


def _whole_fault(of: Answers) -> str:
    fault = of.outcome.fault
    return " ".join(word for word in (fault.result, fault.errno, fault.exit, fault.inject) if word)


MEMBERS: dict[str, Callable[[Answers], Any]] = {
    **{f"{p.member}.{name}": _inner(p.member, name) for p in PARTS for name in p.names},
    "descriptor.memattr": _memattr,
    "stage": lambda of: ended_in(of.outcome),
    "verdict.id": lambda of: verdict(of.outcome).id,
    **{
        f"rules.{name}": _rule(name)
        for name in ("memslot", "fault", "mapping", "descriptor", "maintenance", "resultant")
    },
    "hazards": lambda of: [{"id": h.id, "text": h.text} for h in of.hazards],
    **{f"capability.{name}": _capability(name) for name in ("number", "vm", "system")},
    "migration.attribute": lambda of: of.migration.attribute,
    "migration.requires": lambda of: list(of.migration.requires),
    "fault": _whole_fault,
}
"""What can be asked, by name; `hazard:ID` and `field:NAME` besides."""


def _asker(member: str) -> Callable[[Answers], Any]:
    kind, colon, name = member.partition(":")
    if colon and kind == "hazard":
        if name not in known_hazards():
            raise unknown("hazard", name, known_hazards())
        return _hazard(name)
    if colon and kind == "field":
        return _field(name)
    if member not in MEMBERS:
        raise unknown("member", member, (*MEMBERS, "hazard:ID", "field:NAME"))
    return MEMBERS[member]
