"""Who has no answer with a patch, and what would be known if somebody gave one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s2tui.analysis.diagrams.space import space
from s2tui.source.review.found import Stop
from s2tui.source.review.shadows import same_outcomes
from s2tui.source.world.answers import Given

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s2tui.source.kernel.run import Assumed
    from s2tui.source.machine.algebra import Region
    from s2tui.source.review.sides import Make, Side

_NAME = re.compile(r"(\w+)\(\) is not modelled")
MOST_FORKED = 2
"""Names for which it is tried what their answers would change: each runs the tree twice more."""


def stops(was: Side, now: Side, again: tuple[Make, Make], assumed: Assumed) -> Iterator[Stop]:
    """Who stops in the patched tree, by reason; what stopped before for the same is passed over.

    Args:
        was: the tree without the patch.
        now: the tree with it.
        again: how to run each of them otherwise.
        assumed: how they were run.
    """
    manager, inside = now.diagrams.manager, space(now.diagrams).region
    before = {stop.what for stop in was.run.stopped}
    found: dict[tuple[str, str], Region] = {}
    for stop in now.run.stopped:
        if stop.what not in before:
            key = (stop.what, str(stop.at or ""))
            region = manager.or_(found.get(key, now.diagrams.no), stop.where)
            found[key] = manager.and_(region, inside)
    names = list(dict.fromkeys([name for what, _ in found if (name := _name(what))]))
    known: dict[str, str] = {}
    if len(names) <= MOST_FORKED:
        known = {name: _forked(name, names, was, again[1], assumed) for name in names}
    for (what, at), where in found.items():
        yield Stop(what, at, manager.count(where), known.get(_name(what), ""))


def _name(what: str) -> str:
    """The name that is not modelled; nothing where it is another reason."""
    found = _NAME.match(what)
    return found.group(1) if found else ""


def _forked(name: str, names: list[str], was: Side, now: Make, assumed: Assumed) -> str:
    """What the answers of one name would change, if the others answered false."""
    same = []
    for number in (0, 1):
        given = {one: Given(one, number if one == name else 0) for one in names}
        side = now(assumed._replace(given={**assumed.given, **given}))
        if side.run.stopped != was.run.stopped:
            return ""
        same.append(same_outcomes(was, side))
    if same[0] and same[1]:
        return f"no difference, whether {name}() answers 0 or 1"
    if same[0]:
        return f"differs only if {name}() is true"
    return f"differs only if {name}() is false" if same[1] else f"differs whatever {name}() answers"
