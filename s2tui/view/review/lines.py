"""A review as lines for a mail: what a reviewer has to know first, first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui import __version__
from s2tui.source.review.assumptions import NOT_ASKED
from s2tui.view.check.lines import different
from s2tui.view.kit.layout import flow, heading, wrap
from s2tui.view.kit.markdown import WIDE
from s2tui.view.kit.text import Span, line
from s2tui.view.kit.words import scenario_words
from s2tui.view.review import causes
from s2tui.view.review.causes import count, place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from s2tui.analysis.invariants.check import Finding
    from s2tui.analysis.invariants.examples import Counterexample
    from s2tui.source.review.found import Review
    from s2tui.view.kit.text import Line, Role

INDENT = "  "
LISTED = 8
"""Lines of the patch that are named for one reason; more are counted."""
THROUGHOUT = "no pKVM, no nested stage 2"
"""What is taken for granted of every run."""


def review_lines(found: Review, width: int, *, expected: bool = False) -> list[Line]:
    """Everything that was found.

    Args:
        found: the review.
        width: columns.
        expected: whether no functional change was expected.
    """
    if width >= WIDE:
        lines = [heading(_clean(found.title), width)]
    else:
        lines = _said("title", found.title, width)
    lines += _said("dim", identity(found), width)
    lines += _said("title", verdict(found, expected=expected), width)
    for text in found.disagreements:
        said = f"an error of s2tui: an example is answered otherwise alone ({text})"
        lines += _said("reserved", said, width)
    for resource in found.resources:
        details = causes.resource_details(resource)
        lines += _block(causes.resource_title(resource), details, width)
    for cause in causes.most_first(found.causes):
        share = f"{causes.title(cause)}: {count(cause.scenarios)}"
        lines += _block(share, causes.details(cause), width)
    lines += _effects(found, width)
    lines += _list("Differs elsewhere", found.elsewhere, width)
    lines += _invariants("Newly violated", found.violated, width)
    lines += _invariants("No longer violated", found.healed, width)
    lines += _changed_lines(found, width)
    lines += _list("Not judged", not_judged(found), width)
    lines += _assumed(found, width)
    return lines


def identity(found: Review) -> str:
    """What was compared: the tool, the trees, the files and how long it took."""
    blobs = "".join(
        f", {causes.short(path)} {(ids[0] or 'none')[:12]}..{(ids[1] or 'none')[:12]}"
        for path, ids in found.blobs.items()
    )
    return (
        f"s2tui {__version__} on {found.names[0]}{blobs}; {found.read} files read,"
        f" {found.space:,} scenarios, {found.seconds:.1f} s"
    )


def verdict(found: Review, *, expected: bool) -> str:
    """What a reviewer wants to know in one sentence."""
    if expected:
        said = "No functional change was expected: "
        if found.differs:
            return said + _differs(found)
        return said + ("there is none." if found.judged else "none was found, but see below.")
    if found.differs:
        return _differs(found)[0].upper() + _differs(found)[1:]
    if found.judged:
        return "No difference in any scenario; every changed line was judged."
    return "No difference was found, but not everything could be judged."


def _differs(found: Review) -> str:
    if found.elsewhere:
        return "no scenario differs, but the same elsewhere does."
    if not found.different:
        return "every scenario ends alike, but not on the same way."
    share = 100 * found.different / found.space
    lost = f", and {found.unanswered:,} have no answer" if found.unanswered else ""
    return f"{found.different:,} scenarios ({share:.2g} %) end otherwise{lost}."


def _clean(text: str) -> str:
    """A text of somebody else's without what would mean something to a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def _said(role: Role, text: str, width: int) -> list[Line]:
    return [line(Span(piece, role)) for piece in wrap(_clean(text), width)]


def _block(title: str, details: Iterable[str], width: int) -> list[Line]:
    """A finding: its sentence, and below it what there is to know."""
    lines: list[Line] = [(), *(line(Span(piece, "title")) for piece in wrap(_clean(title), width))]
    for text in details:
        pieces = wrap(_clean(text), width - 2 * len(INDENT))
        for at, piece in enumerate(pieces):
            lines.append(line(INDENT * (2 if at else 1) + piece))
    return lines


def _list(head: str, texts: Sequence[str], width: int) -> list[Line]:
    """A heading with a few entries, each on a line of its own."""
    if not texts:
        return []
    shown = list(texts[:LISTED])
    if len(texts) > LISTED:
        shown.append(f"and {len(texts) - LISTED} more")
    if len(shown) == 1 and len(head) + len(shown[0]) + 2 <= width:
        return [(), *flow((Span(f"{head}: ", "title"),), _clean(shown[0]), width)]
    return _block(f"{head}:", shown, width)


def _effects(found: Review, width: int) -> list[Line]:
    texts = []
    for effect in causes.most_first(found.effects):
        said = causes.effect_title(effect)
        shown = scenario_words(effect.example)
        texts.append(f"{said}: {count(effect.scenarios)}, e.g. {shown}")
    return _list("Called otherwise on the way to the same end", texts, width)


def _invariants(head: str, findings: Iterable[Finding], width: int) -> list[Line]:
    texts = []
    for one in findings:
        example = one.counterexample
        shown = "" if example is None else f", such as {_counterexample(example)}"
        texts.append(f"{one.invariant.id} in {count(one.violations)}{shown}")
    return _list(head, texts, width)


def _counterexample(example: Counterexample) -> str:
    """A scenario, and what is different in the one that it is held against."""
    shown = scenario_words(example.scenario)
    if example.other is None:
        return shown
    return f"{shown} against {' '.join(different(example.scenario, example.other))}"


def _changed_lines(found: Review, width: int) -> list[Line]:
    lines = found.lines
    texts = []
    if lines.reached:
        are = "is" if lines.reached == 1 else "are"
        texts.append(f"{lines.reached} {are} run, by {count(lines.scenarios)}")
    if lines.declared:
        texts.append(f"{lines.declared} outside of functions: judged by what is run alone")
    for where, always in lines.one_sided:
        often = "in every scenario that gets there" if always else "in no scenario"
        texts.append(f'{place(where)} "{where.text}" is true {often}')
    never = "is reached by nobody who has an answer" if found.stops else "is never reached"
    texts += [f'{place(where)} "{where.text}" {never}' for where in lines.never]
    return _list("Changed lines", texts, width)


def not_judged(found: Review) -> list[str]:
    """What nothing is said of, and why."""
    texts = []
    for stop in found.stops:
        known = f"; {stop.only_if}" if stop.only_if else ""
        texts.append(f"{stop.what} ({stop.at}), by {count(stop.scenarios)}{known}")
    for hidden in found.hidden:
        texts.append(f"{hidden.name} is answered for and not run, and is changed ({hidden.at})")
    for one in found.lines.unjudged:
        at = f"{place(one.where)}: " if one.where.line else ""
        number = f"{one.lines} lines at " if one.lines > 1 else ""
        texts.append(f"{number}{at}{one.why}")
    return texts


def _assumed(found: Review, width: int) -> list[Line]:
    texts: list[str] = []
    for one in found.assumptions:
        unchecked = "" if one.checked else " (never held to a real tree)"
        said = f"() is {one.answer}" if one.answer.startswith(NOT_ASKED) else f" = {one.answer}"
        texts.append(f"{one.name}{said}{unchecked}")
    texts += [f"{name} as the tree has it, not as the tables do" for name in found.released]
    if not found.lines.hunks:
        return []
    said = "; ".join([*texts, THROUGHOUT])
    lines: list[Line] = [(), *flow((Span("Assumed: ", "title"),), _clean(said), width)]
    askable = " + " not in found.names[1]
    if (found.causes or found.resources) and askable:
        command = f"s2tui explain EXAMPLE --kernel {found.names[1]}"
        lines += [(), *flow((Span("Each example: ", "title"),), _clean(command), width)]
    return lines
