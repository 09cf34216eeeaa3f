"""One patch: the tree without it and the tree with it, over all scenarios."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.analysis.cubes.conditions import conditions
from s2tui.analysis.diagrams.space import Space, space
from s2tui.analysis.diff import diff
from s2tui.analysis.invariants.check import asked, findings
from s2tui.source.kernel.elsewhere import ELSEWHERE
from s2tui.source.kernel.outcomes import unanswered
from s2tui.source.review.assumptions import assumptions
from s2tui.source.review.branches import branches
from s2tui.source.review.causes import statements
from s2tui.source.review.found import Cause, Follow, Review
from s2tui.source.review.hunks import hunks
from s2tui.source.review.lines import changed_lines, summary
from s2tui.source.review.resources import effects, example_of, resources
from s2tui.source.review.shadows import uncovered
from s2tui.source.review.sides import READ
from s2tui.source.review.stops import stops

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from s2tui.analysis.diff import Diff
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.source.kernel.coverage import Phase
    from s2tui.source.kernel.run import Assumed
    from s2tui.source.machine.algebra import Region
    from s2tui.source.review.causes import Change
    from s2tui.source.review.changed import Line
    from s2tui.source.review.hunks import Hunk
    from s2tui.source.review.shadows import Pair
    from s2tui.source.review.sides import Make, Side


class Asked(NamedTuple):
    """One patch that is to be reviewed."""

    title: str
    names: tuple[str, str]
    """How the two trees can be asked for, or what they are."""
    changed: tuple[str, ...]
    """Every file that differs, as far as that is known; those that are read are found anyway."""


def review(asked_for: Asked, was: Make, now: Make, assumed: Assumed) -> Review:
    """Review a patch.

    Args:
        asked_for: what it is.
        was: runs the tree without it.
        now: runs the tree with it.
        assumed: what is answered for otherwise than usual.

    Raises:
        RequestError: one of the trees cannot be run.
    """
    begun = monotonic()
    first, second = was(assumed), now(assumed)
    pair = uncovered(first, second, assumed, (was, now))
    assumed = assumed._replace(released=assumed.released | frozenset(pair.released))
    return _Reviewing(asked_for, pair, assumed).whole((was, now), begun)


class _Reviewing:
    """What one review needs at every step."""

    def __init__(self, asked_for: Asked, pair: Pair, assumed: Assumed) -> None:
        self.asked_for, self.pair, self.assumed = asked_for, pair, assumed
        self.was, self.now = pair.was, pair.now
        self.diagrams = self.now.diagrams
        self.manager = self.diagrams.manager
        self.hunks = dict(hunks(self.was.files, self.now.files))
        self.diff: Diff = diff(self.was.policy, self.now.policy, diagrams=self.diagrams)
        self.lost = self._unanswered()
        every = [hunk for group in self.hunks.values() for hunk in group]
        self.lines = changed_lines(self.was, self.now, every, assumed.released)

    def whole(self, again: tuple[Make, Make], begun: float) -> Review:
        """Everything that there is to say."""
        inside = space(self.diagrams)
        held = tuple(resources(self.was, self.now, self._lines_of(self.now)))
        causes = tuple(self._causes())
        differing = self._region(None)
        but = self.manager.or_(differing, self.lost)
        alike = self.manager.and_(inside.region, self.manager.negate(but))
        found_effects = tuple(effects(self.was, self.now, alike))
        silent = differing is self.diagrams.no and not (held or found_effects)
        policies = self.was.policy, self.now.policy
        violated, healed = (self._violated(*pair) for pair in (policies, policies[::-1]))
        shown = [one.example for one in held] + [one.example for one in causes]
        shown += [one.example for one in found_effects]
        for one in (*violated, *healed):
            if one.counterexample is not None:
                shown += filter(None, one.counterexample[:2])
        ids = self.was.tree.identity(READ), self.now.tree.identity(READ)
        return Review(
            title=self.asked_for.title,
            names=self.asked_for.names,
            files=tuple(sorted({*self.hunks, *self.asked_for.changed})),
            read=sum(content is not None for content in self.now.files.values()),
            blobs={path: (ids[0][path], ids[1][path]) for path in self.hunks},
            space=inside.size,
            different=self.manager.count(differing),
            unanswered=self.manager.count(self.lost),
            resources=held,
            causes=causes,
            effects=found_effects,
            elsewhere=tuple(self._elsewhere()) if silent else (),
            violated=violated,
            healed=healed,
            lines=summary(self.was, self.now, self.lines, self.hunks, self.asked_for.changed),
            stops=tuple(stops(self.was, self.now, again, self.assumed)),
            hidden=self.pair.hidden,
            released=self.pair.released,
            assumptions=tuple(assumptions(self.now, self._lines_of(self.now), self.assumed)),
            disagreements=tuple(self._disagreements(shown)),
            seconds=monotonic() - begun,
        )

    def _elsewhere(self) -> Iterator[str]:
        """Where else the two differ: most of what is computed there does nothing here."""
        # What is only new outside of functions is used by new lines, if by any that are run.
        if any(
            one.how == "run" or (one.how == "declared" and one.hunk.was) for _, one in self.lines
        ):
            for name in ELSEWHERE:
                if not self.was.elsewhere(name).same(self.now.elsewhere(name), self.diagrams):
                    yield name

    def _disagreements(self, shown: Iterable[Scenario]) -> Iterator[str]:
        for scenario in dict.fromkeys(shown):
            for side in (self.was, self.now):
                said = side.alone.disagreement(scenario)
                if said is not None:
                    yield f"{side.name}: {said}"

    def _unanswered(self) -> Region:
        """Who has no answer in one of the trees."""
        lost = self.diagrams.no
        for side in (self.was, self.now):
            lost = self.manager.or_(lost, unanswered(side.run.outcomes, self.diagrams))
        return self.manager.and_(lost, space(self.diagrams).region)

    def _region(self, memslot: bool | None) -> Region:
        """Who ends otherwise: at the creation of the memslot, behind it, or anywhere (None)."""
        region = self.diagrams.no
        for change in self.diff.changes:
            if memslot is None or (change.was.member == "memslot") is memslot:
                region = self.manager.or_(region, change.region)
        return self.manager.and_(region, self.manager.negate(self.lost))

    def _lines_of(self, side: Side) -> list[Line]:
        """Those of one of the trees."""
        return [line for one, line in self.lines if one is side]

    def _causes(self) -> Iterator[Cause]:
        every: Sequence[Hunk] = [hunk for group in self.hunks.values() for hunk in group]
        phases: tuple[Phase, ...] = ("memslot", "fault")
        for phase in phases:
            left = self._region(phase == "memslot")
            if left is self.diagrams.no:
                continue
            texts = list(statements(self.was, self.now, phase, self.lines))
            parting = branches(self.was, self.now, phase, self.lines, every)
            for change in (*parting, *texts):
                own = self.manager.and_(left, change.region)
                if own is not self.diagrams.no:
                    by = None if change.hunk is not None else self._behind(texts, own)
                    yield self._cause(change, by, own)
                    left = self.manager.and_(left, self.manager.negate(own))
            if left is not self.diagrams.no:
                yield self._cause(None, None, left)

    def _behind(self, texts: Iterable[Change], own: Region) -> Change | None:
        """The changed statement that all of some scenarios get to, and the fewest others."""
        meet = self.manager.meet
        return next((one for one in texts if not meet(own, self.diagrams.yes, one.region)), None)

    def _cause(self, change: Change | None, by: Change | None, own: Region) -> Cause:
        inside = space(self.diagrams).region
        region, care = own, inside
        if change is not None and change.how not in ("statement", "declared"):
            care = self.manager.and_(change.care, inside)
            region = self.manager.and_(change.region, care)
        said = conditions(self.diagrams, region, care)
        follows = tuple(sorted(self._follows(own), key=lambda one: -one.scenarios))
        count = self.manager.count(own)
        return Cause(change, by, said, count, follows, example_of(self.now, own))

    def _follows(self, own: Region) -> Iterator[Follow]:
        """What becomes of those who are put down to one cause."""
        manager = self.manager
        for member in ("memslot", "fault"):
            first, second = (getattr(s.run.outcomes, member) for s in (self.was, self.now))
            compared: Any = manager.compare(own, first, second)
            for end, count in manager.counts(compared).items():
                if type(end.value) is not bool:
                    yield Follow(member, _said(end.value.was), _said(end.value.now), count)
            own = manager.map(compared, lambda value: value is True)
        for change in self.diff.changes:
            if change.was.member not in ("memslot", "fault"):
                count = manager.count(manager.and_(own, change.region))
                if count:
                    was, now = ({one.name: one.value} for one in (change.was, change.now))
                    yield Follow(change.was.member, was, now, count)

    def _violated(self, before: Any, after: Any) -> tuple[Any, ...]:
        """What the second policy violates where the first one does not, and both answer."""
        if not self.diff.different:
            return ()
        against = asked(against=before, diagrams=self.diagrams)
        if self.lost is not self.diagrams.no:
            answered = self.manager.negate(self.lost)
            region = self.manager.and_(against.inside.region, answered)
            against = against._replace(inside=Space(region, self.manager.count(region)))
        return tuple(one for one in findings(after, against) if one.holds is False)


def _said(value: Any) -> dict[str, Any]:
    """A result with what it has."""
    return {name: part for name, part in value._asdict().items() if part is not None}
