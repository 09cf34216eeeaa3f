"""What a review finds, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.analysis.cubes.conditions import Conditions
    from s2tui.analysis.invariants.check import Finding
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.source.review.causes import Change
    from s2tui.source.review.hunks import Hunk
    from s2tui.source.review.shadows import Hidden


class Where(NamedTuple):
    """A line of a tree."""

    file: str
    line: int
    text: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Resource(NamedTuple):
    """A lock that is held at the end, and was not before."""

    what: str
    taken: Where | None
    """Where it is taken; None where it was given back too often."""
    returns: tuple[Where, ...]
    """The returns of that function by which it is left."""
    scenarios: int
    conditions: tuple[Conditions, ...]
    example: Scenario


class Follow(NamedTuple):
    """What becomes of some scenarios: one member of the outcome, before and after."""

    member: str
    was: Mapping[str, Any]
    now: Mapping[str, Any]
    scenarios: int


class Cause(NamedTuple):
    """Scenarios that end otherwise for one reason."""

    change: Change | None
    """Where the two trees part; None where no such place is found."""
    by: Change | None
    """The changed statement behind it, if that is a place that the patch left alone."""
    where: tuple[Conditions, ...]
    """What tells those whom the change concerns from the others that get there."""
    scenarios: int
    follows: tuple[Follow, ...]
    """The most frequent first."""
    example: Scenario


class Called(NamedTuple):
    """A function of the kernel that does something to the guest, the host or the caches."""

    name: str
    was: tuple[int, ...]
    """How often it is called, in ascending order; equal to `now` where only arguments differ, or
    where some scenarios call it more often and others less."""
    now: tuple[int, ...]


class Effect(NamedTuple):
    """Scenarios that end alike, and that ask for something else on the way."""

    called: tuple[Called, ...]
    scenarios: int
    example: Scenario


class Stop(NamedTuple):
    """Scenarios of the patched tree that have no answer, for one reason."""

    what: str
    at: str
    scenarios: int
    only_if: str = ""
    """What is known if the name that is not modelled answers false (0) or true (1)."""


class Unjudged(NamedTuple):
    """Changed lines of which nothing is said."""

    where: Where
    lines: int
    why: str


class Lines(NamedTuple):
    """What becomes of the changed lines."""

    hunks: tuple[Hunk, ...]
    reached: int
    """How many lines are part of a statement that somebody gets to."""
    scenarios: int
    """How many get to any of them."""
    declared: int
    """How many stand outside of functions and are read by what is run; who else reads them, if
    anybody does, is not looked at."""
    never: tuple[Where, ...]
    """Statements that nobody gets to, though their function is run."""
    one_sided: tuple[tuple[Where, bool], ...]
    """Branches that go one way only, and which: whether the condition is always true."""
    unjudged: tuple[Unjudged, ...]


class Assumption(NamedTuple):
    """A name whose answer the changed lines rest on."""

    name: str
    answer: str
    """A field, a number, or what else is taken for granted."""
    checked: bool
    """Whether it was answered when a real tree was compared with the policy of its release."""


class Review(NamedTuple):
    """What a patch does."""

    title: str
    """The subject of the mail or commit, or how the trees are called."""
    names: tuple[str, str]
    """The two trees, as they can be asked for where that is possible."""
    files: tuple[str, ...]
    """The files that differ."""
    read: int
    """How many files of the tree were read."""
    blobs: Mapping[str, tuple[str | None, str | None]]
    """Of each that is read and differs the blob ids."""
    space: int
    different: int
    """In how many scenarios another end is reached."""
    unanswered: int
    """How many have no answer in one of the trees."""
    resources: tuple[Resource, ...]
    causes: tuple[Cause, ...]
    effects: tuple[Effect, ...]
    elsewhere: tuple[str, ...]
    """Where else there is a difference, if there is none so far (s2tui.source.kernel.elsewhere)."""
    violated: tuple[Finding, ...]
    """What is violated where it was not before."""
    healed: tuple[Finding, ...]
    """What was violated where it is not any more."""
    lines: Lines
    stops: tuple[Stop, ...]
    hidden: tuple[Hidden, ...]
    released: tuple[str, ...]
    """What the tables answer for otherwise and was run, since the patch changes it."""
    assumptions: tuple[Assumption, ...]
    disagreements: tuple[str, ...]
    """Examples that are answered otherwise alone: an error of this program."""
    seconds: float

    @property
    def differs(self) -> bool:
        """Whether anything changed that is looked at."""
        return bool(self.different or self.effects or self.resources or self.elsewhere)

    @property
    def judged(self) -> bool:
        """Whether everything that was changed could be judged."""
        lines = self.lines
        return not (
            self.unanswered or self.hidden or lines.never or lines.unjudged or self.disagreements
        )

    @property
    def status(self) -> int:
        """The exit status: 1 differences, 3 something could not be judged, 0 neither."""
        return 1 if self.differs else 0 if self.judged else 3


def status_of(reviews: tuple[Review, ...]) -> int:
    """The exit status of several: a difference counts more than what is not judged."""
    found = {review.status for review in reviews}
    return 1 if 1 in found else max(found, default=0)
