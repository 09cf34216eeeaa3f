"""`review --sarif`: SARIF 2.1.0, what services that annotate a change read; a run for each patch.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. Places are those of the patched
tree, but for what is gone, which is where it was. A fingerprint is made of what was found and not
of where it stands, so that a finding is the same one after the lines have moved.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui import __version__
from s2tui.kvm.scenario.fields import word
from s2tui.kvm.scenario.notation import scenario_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from s2tui.analysis.cubes.conditions import Conditions
    from s2tui.analysis.invariants.check import Finding
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.source.review.found import Cause, Review

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
RULES = {
    "resource": "A lock is held at the end that was not before.",
    "behaviour": "Scenarios end otherwise than without the patch.",
    "effect": "Something else is called on the way to the same end.",
    "unreached": "A changed line that no scenario gets to.",
    "unjudged": "Something changed of which nothing is said.",
}
"""Besides invariant/NAME."""


class _Result(NamedTuple):
    rule: str
    level: str
    text: str
    file: str = ""
    line: int = 0
    said: str = ""
    """What tells it from others of its rule, wherever it stands."""


def sarif_object(found: Sequence[Review]) -> dict[str, Any]:
    """What `review --sarif` answers."""
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [_run(one, place) for place, one in enumerate(found, 1)],
    }


def _run(found: Review, place: int) -> dict[str, Any]:
    results = list(_results(found))
    rules = dict(RULES)
    for one in found.violated:
        rules[f"invariant/{one.invariant.id}"] = one.invariant.text
    driver = {
        "name": "s2tui",
        "version": __version__,
        "rules": [{"id": id_, "shortDescription": {"text": text}} for id_, text in rules.items()],
    }
    return {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"s2tui/review/{place}", "description": {"text": found.title}},
        "invocations": [{"executionSuccessful": not found.disagreements, "exitCode": found.status}],
        "results": [_result(one) for one in results],
    }


def _result(one: _Result) -> dict[str, Any]:
    said: dict[str, Any] = {
        "ruleId": one.rule,
        "level": one.level,
        "message": {"text": one.text},
        "partialFingerprints": {"found/v1": sha256(f"{one.rule}\0{one.said}".encode()).hexdigest()},
    }
    if one.file:
        physical: dict[str, Any] = {"artifactLocation": {"uri": one.file}}
        if one.line:
            physical["region"] = {"startLine": one.line}
        said["locations"] = [{"physicalLocation": physical}]
    return said


def _results(found: Review) -> Iterator[_Result]:
    for resource in found.resources:
        text = f"{resource.what} is held on return {_such(resource.scenarios, resource.example)}"
        at = next(iter(resource.returns), resource.taken)
        file, line = ("", 0) if at is None else (at.file, at.line)
        said = f"{resource.what} {_conditions(resource.conditions)}"
        yield _Result("resource", "error", text, file, line, said)
    yield from map(_of_cause, found.causes)
    for effect in found.effects:
        names = ", ".join(f"{one.name}()" for one in effect.called)
        text = f"called otherwise: {names} {_such(effect.scenarios, effect.example)}"
        yield _Result("effect", "warning", text, said=names)
    for name in found.elsewhere:
        yield _Result("effect", "warning", f"another end or effect elsewhere: {name}", said=name)
    yield from map(_of_invariant, found.violated)
    for where in found.lines.never:
        text = f"never reached: {where.text}"
        yield _Result("unreached", "warning", text, where.file, where.line, where.text)
    for one in found.lines.unjudged:
        said = f"{one.where.file} {one.why}"
        yield _Result("unjudged", "warning", one.why, one.where.file, one.where.line, said)
    for hidden in found.hidden:
        text = f"{hidden.name} is answered for and not run"
        yield _Result("unjudged", "warning", text, hidden.at.file, hidden.at.line, hidden.name)
    for stop in found.stops:
        file, _, number = stop.at.rpartition(":")
        known = f"; {stop.only_if}" if stop.only_if else ""
        text = f"{stop.what}, by {stop.scenarios:,} scenarios{known}"
        yield _Result("unjudged", "warning", text, file, int(number or 0), stop.what)


def _of_cause(cause: Cause) -> _Result:
    ends = "; ".join(
        f"{one.member} {_values(one.was)} -> {_values(one.now)}" for one in cause.follows
    )
    text = f"{ends} {_such(cause.scenarios, cause.example)}"
    where = _conditions(cause.where)
    change = cause.by or cause.change
    if change is None:
        return _Result("behaviour", "warning", text, said=where)
    said = f"{change.file} {change.text} {change.how} {where}"
    return _Result("behaviour", "warning", text, change.file, change.line, said)


def _of_invariant(one: Finding) -> _Result:
    example = one.counterexample
    assert example is not None
    text = f"{one.invariant.text}: violated {_such(one.violations, example.scenario)}"
    return _Result(f"invariant/{one.invariant.id}", "error", text, said=one.invariant.id)


def _such(scenarios: int, example: Scenario) -> str:
    shown = scenario_text(example) or "every field at its default"
    return f"in {scenarios:,} scenarios, such as {shown}"


def _values(said: Mapping[str, Any]) -> str:
    return " ".join(str(value) for value in said.values())


def _conditions(found: Iterable[Conditions]) -> str:
    """Conditions in the contract's words: FIELD=VALUE, with `/` between values."""
    return " or ".join(
        ", ".join(
            "|".join(f"{one.name}={'/'.join(map(word, one.values))}" for one in alternatives)
            for alternatives in case.all_of
        )
        for case in found
    )
