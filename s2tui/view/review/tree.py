"""A review as a tree to walk through: what was found, and the changed lines that decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.source.review.hunks import CONTEXT
from s2tui.view.kit.layout import cut, flow, heading
from s2tui.view.kit.table import Row
from s2tui.view.kit.text import MARKS, Span
from s2tui.view.kit.tree import Branch
from s2tui.view.review import causes
from s2tui.view.review.lines import not_judged, review_lines, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from s2tui.analysis.invariants.check import Finding
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.source.review.found import Cause, Resource, Review
    from s2tui.source.review.hunks import Hunk
    from s2tui.source.trees.tree import Tree
    from s2tui.view.kit.text import Line, Role

    Texts = Mapping[str, tuple[Sequence[str], Sequence[str]]]
    """The lines of each changed file, without the patch and with it."""

HEADS = ("scenarios",)
WHOLE = "verdict"
"""The id of the row that stands for all of it."""
TAB = 8
"""Columns of a tab in a kernel's source."""
HUNK_LINES = 24
"""Lines of one hunk that are shown, those around the deciding one."""


class Found(NamedTuple):
    """A review with the text that it is about."""

    review: Review
    texts: Texts


class Deciding(NamedTuple):
    """The line that decides."""

    file: str
    line: int
    old: bool
    """Whether it stands in the tree without the patch."""
    text: str
    hunk: Hunk | None
    """What it is part of; None for a line that the patch left alone."""


class Place(NamedTuple):
    """What a row of the tree stands for."""

    said: tuple[str, ...] = ()
    """All that there is to say of it."""
    example: Scenario | None = None
    other: Scenario | None = None
    """The scenario that it is held against; None for the example itself in the tree without."""
    line: Deciding | None = None


def texts(review: Review, was: Tree, now: Tree) -> Texts:
    """The lines of the changed files, without the patch and with it."""
    before, after = (tree.read_all(review.blobs) for tree in (was, now))
    return {path: (_lines(before[path]), _lines(after[path])) for path in review.blobs}


def _lines(content: bytes | None) -> tuple[str, ...]:
    """The lines as they can be shown: a byte that is no text stands for itself."""
    text = (content or b"").decode("utf-8", "replace").expandtabs(TAB)
    return tuple("".join(c if c.isprintable() else " " for c in one) for one in text.split("\n"))


def review_tree(found: Found) -> tuple[Branch, ...]:
    """What was found, section by section; sections without anything are left out."""
    review = found.review
    first = Branch(Row(WHOLE, (Span(verdict(review, expected=False), _role(review)),), ((),)))
    sections = (_section(name, head, rows) for name, head, rows in _sections(review))
    return (first, *filter(None, sections))


def places(found: Found) -> dict[str, Place]:
    """What each row stands for, by its id."""
    known = {WHOLE: Place()}
    for name, _, rows in _sections(found.review):
        known |= {f"{name}.{at}": place for at, (_, _, place) in enumerate(rows)}
    return known


def opened_first(branches: Sequence[Branch]) -> frozenset[str]:
    """What is unfolded to begin with: everything, since each section is short."""
    return frozenset(branch.row.id for branch in branches if branch.kids)


_Rows = list[tuple[str, int, Place]]


def _sections(review: Review) -> Iterator[tuple[str, str, _Rows]]:
    """The id, the heading and the rows of each section, what is wrong first."""
    wrong = [(text, 0, Place((text,))) for text in review.disagreements]
    yield "wrong", "an error of s2tui: answered otherwise alone", wrong
    held: _Rows = []
    for one in review.resources:
        title = causes.resource_title(one)
        said = (title, *causes.resource_details(one))
        line = _returned(review, one)
        held.append((title, one.scenarios, Place(said, one.example, line=line)))
    yield "held", "held on return", held
    ends: _Rows = []
    for cause in causes.most_first(review.causes):
        title = causes.title(cause)
        said = (f"{title}: {causes.count(cause.scenarios)}", *causes.details(cause))
        line = _parting(cause)
        ends.append((title, cause.scenarios, Place(said, cause.example, line=line)))
    yield "ends", "end otherwise, by the line at which they part", ends
    effects: _Rows = []
    for effect in causes.most_first(review.effects):
        title = causes.effect_title(effect)
        effects.append((title, effect.scenarios, Place((title,), effect.example)))
    yield "effects", "called otherwise on the way to the same end", effects
    yield "violated", "newly violated", [_finding(one) for one in review.violated]
    yield "healed", "no longer violated", [_finding(one) for one in review.healed]
    yield "unjudged", "not judged", [(text, 0, Place((text,))) for text in not_judged(review)]


def _returned(review: Review, one: Resource) -> Deciding | None:
    """The first return by which something is kept."""
    if not one.returns:
        return None
    file, line, text = one.returns[0]
    inside = (h for h in review.lines.hunks if h.file == file and line in h.now)
    return Deciding(file, line, False, text, next(inside, None))


def _parting(cause: Cause) -> Deciding | None:
    """Where the two trees part; the changed line behind it, if that is another one."""
    change = cause.change if cause.by is None else cause.by
    if change is None:
        return None
    return Deciding(change.file, change.line, change.old, change.text, change.hunk)


def _finding(one: Finding) -> tuple[str, int, Place]:
    said = (one.invariant.id, one.invariant.text)
    example = one.counterexample
    if example is None:
        return one.invariant.id, one.violations, Place(said)
    return one.invariant.id, one.violations, Place(said, example.scenario, example.other)


def _section(name: str, head: str, rows: _Rows) -> Branch | None:
    if not rows:
        return None
    role: Role = "denied" if name in ("held", "wrong", "violated") else "text"
    kids = tuple(
        Branch(Row(f"{name}.{at}", (Span(title, role),), (_number(count),), " ".join(place.said)))
        for at, (title, count, place) in enumerate(rows)
    )
    return Branch(Row(name, (Span(head, "title"),), ((Span(f"{len(rows):>22,}", "dim"),),)), kids)


def _number(count: int) -> Line:
    return (Span(f"{count:>22,}" if count else "", "dim"),)


def _role(review: Review) -> Role:
    """What the whole of it comes to."""
    if review.differs:
        return "changed"
    return "allowed" if review.judged else "unknown"


def place_lines(found: Found, place: Place | None, width: int) -> list[Line]:
    """What is under the cursor in full; of the verdict and of a heading the whole review."""
    if place is None or not place.said:
        return review_lines(found.review, width)
    title, *details = place.said
    lines = flow((), title, width, "title")
    for text in details:
        lines += flow((Span("  "),), text, width)
    return lines


def hunk_lines(found: Found, place: Place | None, width: int) -> list[Line]:
    """The changed lines with the one that decides marked; where none does, every hunk."""
    line = None if place is None else place.line
    if line is not None and line.hunk is None:
        return _around(found, line, width)
    hunks = found.review.lines.hunks if line is None or line.hunk is None else (line.hunk,)
    return [shown for hunk in hunks for shown in _hunk(found, hunk, line, width)]


def _hunk(found: Found, hunk: Hunk, line: Deciding | None, width: int) -> list[Line]:
    """Lines before, those that are gone, those that are new, lines behind."""
    was, now = found.texts.get(hunk.file, ((), ()))
    rows: list[tuple[bool, str, int, str]] = []
    rows += [
        (False, " ", n, now[n - 1]) for n in _span(hunk.now.start - CONTEXT, hunk.now.start, now)
    ]
    rows += [(True, "-", n, was[n - 1]) for n in hunk.was]
    rows += [(False, "+", n, now[n - 1]) for n in hunk.now]
    rows += [
        (False, " ", n, now[n - 1]) for n in _span(hunk.now.stop, hunk.now.stop + CONTEXT, now)
    ]
    return [heading(f"{hunk.file} {hunk.head}", width), *_rows_of(rows, line, width)]


def _around(found: Found, line: Deciding, width: int) -> list[Line]:
    """A line that the patch left alone, with those around it."""
    texts = found.texts.get(line.file)
    if texts is None:
        return flow((), f"{line.file}:{line.line} {line.text}", width)
    lines = texts[0] if line.old else texts[1]
    numbers = _span(line.line - CONTEXT, line.line + CONTEXT + 1, lines)
    rows = [(line.old, " ", n, lines[n - 1]) for n in numbers]
    return [heading(f"{line.file}, not changed itself", width), *_rows_of(rows, line, width)]


def _span(first: int, stop: int, lines: Sequence[str]) -> range:
    return range(max(first, 1), max(min(stop, len(lines) + 1), 1))


def _rows_of(
    rows: Sequence[tuple[bool, str, int, str]], line: Deciding | None, width: int
) -> list[Line]:
    """Numbered lines, cut around the deciding one where they are many."""
    at = next(
        (
            place
            for place, (old, sign, number, _) in enumerate(rows)
            if line is not None and number == line.line and (sign == " " or old == line.old)
        ),
        None,
    )
    top = 0 if at is None else max(min(at - HUNK_LINES // 2, len(rows) - HUNK_LINES), 0)
    lines: list[Line] = []
    for place in range(top, min(top + HUNK_LINES, len(rows))):
        _, sign, number, text = rows[place]
        role: Role = "allowed" if sign == "+" else "denied" if sign == "-" else "dim"
        mark = "▶" if place == at else " "
        shown = cut(f"{sign}{text}", max(width - 8, 1))
        lines.append(
            (Span(f"{mark}{number:>6} ", "key"), Span(shown, "title" if place == at else role))
        )
    left = len(rows) - top - HUNK_LINES
    if left > 0:
        lines.append((Span(f"  {MARKS['changed']} {left} more lines of this hunk", "dim"),))
    return lines
