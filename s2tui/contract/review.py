"""`review --json`: an object for each patch, and behind several of them one for all together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.kvm.scenario.fields import differences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from s2tui.analysis.cubes.conditions import Conditions
    from s2tui.analysis.invariants.check import Finding
    from s2tui.source.review.causes import Change
    from s2tui.source.review.found import Cause, Effect, Follow, Resource, Review, Where


def review_objects(found: Iterable[Review]) -> list[dict[str, Any]]:
    """What `review --json` answers."""
    return [_review(one) for one in found]


def _review(found: Review) -> dict[str, Any]:
    lines = found.lines
    return {
        "title": found.title,
        "trees": {"was": found.names[0], "is": found.names[1]},
        "files": [_file(found, path) for path in found.files],
        "status": found.status,
        "space": found.space,
        "different": found.different,
        "unanswered": found.unanswered,
        "resources": [_resource(one) for one in found.resources],
        "causes": [_cause(one) for one in found.causes],
        "effects": [_effect(one) for one in found.effects],
        "elsewhere": list(found.elsewhere),
        "newly_violated": [_finding(one) for one in found.violated],
        "no_longer_violated": [_finding(one) for one in found.healed],
        "lines": {
            "reached": lines.reached,
            "scenarios": lines.scenarios,
            "declared": lines.declared,
            "never": [_where(one) for one in lines.never],
            "one_sided": [{**_where(at), "always": always} for at, always in lines.one_sided],
            "unjudged": [
                {**_where(one.where), "lines": one.lines, "why": one.why} for one in lines.unjudged
            ],
        },
        "stops": [
            {"at": one.at, "what": one.what, "count": one.scenarios, "only_if": one.only_if or None}
            for one in found.stops
        ],
        "hidden": [{"name": one.name, "at": str(one.at)} for one in found.hidden],
        "released": list(found.released),
        "assumptions": [
            {"name": one.name, "answer": one.answer, "checked": one.checked}
            for one in found.assumptions
        ],
        "errors": list(found.disagreements),
    }


def _file(found: Review, path: str) -> dict[str, Any]:
    was, now = found.blobs.get(path, (None, None))
    return {"path": path, "read": path in found.blobs, "was": was, "is": now}


def _where(where: Where) -> dict[str, Any]:
    return {"file": where.file, "line": where.line, "text": where.text}


def _resource(one: Resource) -> dict[str, Any]:
    return {
        "what": one.what,
        "taken": None if one.taken is None else _where(one.taken),
        "returns": [_where(at) for at in one.returns],
        "count": one.scenarios,
        "where": conditions_object(one.conditions),
        "example": differences(one.example),
    }


def _cause(one: Cause) -> dict[str, Any]:
    return {
        "change": _change(one.change),
        "by": _change(one.by),
        "where": conditions_object(one.where),
        "count": one.scenarios,
        "follows": [_follow(follow) for follow in one.follows],
        "example": differences(one.example),
    }


def _change(one: Change | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "file": one.file,
        "line": one.line,
        "text": one.text,
        "old": one.old,
        "hunk": None if one.hunk is None else one.hunk.head,
        "how": one.how.replace(" ", "-"),
    }


def _follow(one: Follow) -> dict[str, Any]:
    return {
        "was": {one.member: dict(one.was)},
        "is": {one.member: dict(one.now)},
        "count": one.scenarios,
    }


def conditions_object(found: Sequence[Conditions]) -> list[dict[str, Any]]:
    """Conditions as they stand in the JSON: of each case all, of which each has alternatives."""
    return [
        {
            "all_of": [
                {alternative.name: list(alternative.values) for alternative in alternatives}
                for alternatives in case.all_of
            ],
            "count": case.scenarios,
        }
        for case in found
    ]


def _effect(one: Effect) -> dict[str, Any]:
    return {
        "called": [{"name": c.name, "was": list(c.was), "is": list(c.now)} for c in one.called],
        "count": one.scenarios,
        "example": differences(one.example),
    }


def _finding(one: Finding) -> dict[str, Any]:
    example = one.counterexample
    assert example is not None
    other = None if example.other is None else differences(example.other)
    return {
        "invariant": one.invariant.id,
        "violations": one.violations,
        "counterexample": {"scenario": differences(example.scenario), "other": other},
    }
