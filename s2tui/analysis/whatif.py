"""What would change an outcome, and the least that would bring about a wanted one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.analysis.diagrams.explorer import Diagrams, Explorer, raise_if_failed, split
from s2tui.analysis.diagrams.space import nearest, space
from s2tui.analysis.relevance import relevance, single_changes
from s2tui.arm.hexword import hex_number
from s2tui.errors import RequestError, unknown
from s2tui.kvm.report.explain import explain
from s2tui.kvm.report.members import PARTS, compare_outcomes
from s2tui.kvm.scenario.fields import BINDING, FIELDS, differences_from, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from s2tui.analysis.diagrams.diagram import Node
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.report.members import Inner, Part
    from s2tui.kvm.scenario.fields import Scenario, Value


class Effect(NamedTuple):
    """One change of one field that changes the outcome."""

    name: str
    value: Value
    also: dict[str, Value]
    """Fields that a binding changes with it."""
    was: Inner
    """The first inner member that differs, before."""
    now: Inner
    scenario: Scenario
    """The scenario after the change."""


class Solution(NamedTuple):
    """A nearest scenario with a wanted outcome."""

    changes: dict[str, Value]
    """The fields that were changed, without those that a binding changed with them."""
    scenario: Scenario


def whatif(policy: Policy, scenario: Scenario) -> Iterator[Effect]:
    """Every change of a single field that changes the outcome, in the order of the fields.

    A change that a binding undoes is none; what it replaces elsewhere comes along. Where nothing
    that changes was read, the outcome is the same one.
    """
    before = explain(policy, scenario)
    unread = relevance(policy, scenario).unread
    for name, value, changed in single_changes(scenario, unread):
        differs = compare_outcomes(before, explain(policy, changed))
        if differs is not None:
            also = differences_from(scenario, changed) if FIELDS[name].attribute in BINDING else {}
            also.pop(name, None)
            yield Effect(name, value, also, *differs, changed)


def wanted(
    policy: Policy, scenario: Scenario, wants: Sequence[str], diagrams: Diagrams | None = None
) -> tuple[Solution, ...]:
    """The scenarios with a wanted outcome that are the fewest changes away; all of them.

    Args:
        policy: what answers.
        scenario: where to start.
        wants: MEMBER=VALUE, such as fault.result=mapped; all of them at once.
        diagrams: what is known from earlier questions.

    Returns:
        Nothing where the policy never gives that outcome.

    Raises:
        RequestError: there is no such member, it cannot have such a value, or the policy does not
            answer every scenario.
    """
    diagrams = diagrams or Diagrams()
    explorer = Explorer(policy, diagrams)
    region = space(diagrams).region
    for want in wants:
        region = diagrams.manager.and_(region, _where(explorer, want))
    found = []
    for changes in nearest(diagrams, region, scenario, most=None).sets:
        made = scenario.changed(**changes)
        names = {f.name: changes[f.attribute] for f in FIELDS.values() if f.attribute in changes}
        found.append(Solution(names, made))
    return tuple(found)


INNER_MEMBERS = {
    f"{part.member}.{name}": (part, at) for part in PARTS for at, name in enumerate(part.names)
}
"""Every inner member by the name that `--want` takes."""


def _where(explorer: Explorer, want: str) -> Node[bool]:
    """The scenarios in which a member has a value."""
    name, equals, text = want.partition("=")
    if not equals:
        raise RequestError(f"expected MEMBER=VALUE such as fault.result=mapped, not {want!r}")
    if name not in INNER_MEMBERS:
        raise unknown("member", name, INNER_MEMBERS)
    part, at = INNER_MEMBERS[name]
    values = explorer.project(_everywhere(explorer, part), lambda v: None if v is None else v[at])
    _check(explorer, name, text, values)
    return explorer.diagrams.manager.map(values, lambda value: _typed(value) == _normal(text))


def _everywhere(explorer: Explorer, part: Part) -> Node[Any]:
    """A part over all scenarios, None where there is no leaf that it could describe."""
    node = split(explorer, part)
    if not part.on_leaf:
        return node
    return explorer.diagrams.manager.within(explorer.leaf, node, explorer.diagrams.none)


def _check(explorer: Explorer, name: str, text: str, values: Node[Any]) -> None:
    """Refuse a value that the member cannot have, whatever the policy."""
    manager = explorer.diagrams.manager
    inside = manager.within(space(explorer.diagrams).region, values, manager.terminal(None))
    found = [terminal.value for terminal in manager.terminals(inside)]
    for value in found:
        raise_if_failed(explorer.policy, value)
    accepted = [*WORDS.get(name, ()), *map(_typed, found), "null"]
    if _normal(text) not in accepted and not (name in NUMBERS and text.startswith("0x")):
        raise unknown(f"value for {name}:", text, sorted(set(accepted)))


_FLAGS = ("readable", "writable", "executable", "marks_dirty", "dcache_clean", "icache_invalidate")
_RESULTS = "none mapped relaxed aged mmio retry error inject skip signal unknown"
WORDS: dict[str, tuple[str, ...]] = {
    "memslot.result": ("ok", "error", "none", "unknown"),
    "fault.result": tuple(_RESULTS.split(" ")),
    "fault.inject": ("instruction-abort", "data-abort", "unsupported-atomic"),
    "mapping.type": ("normal", "normal-nc", "device"),
    "mapping.level": ("1", "2", "3"),
    "resultant.shareability": ("ish", "osh", "nsh"),
} | {name: ("true", "false") for name in INNER_MEMBERS if name.split(".")[1] in _FLAGS}
"""Values that are right to ask for even if the policy at hand never answers them."""
NUMBERS = ("descriptor.value", "resultant.par_attr")


def _typed(value: object) -> str:
    """A value of a member as it is typed."""
    if value is None:
        return "null"
    if isinstance(value, tuple):
        return ";".join(",".join(pair) for pair in value)
    if isinstance(value, bool):
        return word(value)
    return _normal(str(value))


def _normal(text: str) -> str:
    """Hexadecimal numbers without leading zeros, so that they compare."""
    value = hex_number(text) if text.startswith("0x") else None
    return text if value is None else hex(value)
