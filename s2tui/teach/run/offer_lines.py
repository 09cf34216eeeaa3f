"""What there is to learn as lines: a list with what was answered, and one of it in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.teach.concepts import concepts
from s2tui.teach.lesson.prose import prose_lines
from s2tui.teach.misconceptions import misconceptions
from s2tui.view.kit.layout import fit, flow, spread
from s2tui.view.kit.text import HERE, MARKS, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.teach.quiz.progress import Pair
    from s2tui.teach.run.offers import Offer
    from s2tui.teach.run.store import Progress
    from s2tui.view.kit.text import Line, Role
    from s2tui.view.linear.fact import Pane

INTRO = "Each question comes before its answer; PgDn goes through all of it."
LAST = "Go on: "
FRESH = "Questions of every kind, and at the end what your answers say that you believe."


def intro_lines(width: int) -> list[Line]:
    """What the list is, in a sentence."""
    return flow((), INTRO, width, "dim")


def offer_line(offer: Offer, progress: Progress, width: int, *, chosen: bool) -> Line:
    """One thing to begin: how far it went, its title, how long it takes."""
    answered, right = progress.of(step.name for step in offer.steps)
    done = f"{right}/{len(offer.steps)}" if answered and offer.kind != "last" else ""
    mark = MARKS["allowed"] if offer.steps and right == len(offer.steps) else ""
    title = f"{LAST}{offer.title}" if offer.kind == "last" else offer.title
    end = f"{len(offer.due)} due" if offer.due else f"{offer.minutes} min" if offer.minutes else ""
    first = (
        Span(f"{HERE} " if chosen else "  ", "key"),
        Span(f"{done:>5} ", "text"),
        Span(f"{mark:<2}", "allowed"),
        Span(title, "title" if chosen else "text"),
    )
    return spread(first, (Span(end, "changed" if offer.due else "dim"),), width)


def offer_lines(offer: Offer, progress: Progress, width: int) -> list[Line]:
    """One thing in full: what it is for, what it needs, its steps with what was answered."""
    if offer.kind == "quiz":
        return quiz_lines(offer.due, width)
    if offer.kind == "last":
        return flow((), f"{offer.steps[0].question}", width)
    lines: list[Line] = []
    lesson = offer.lesson
    if lesson is not None:
        lines += flow((Span("goal   ", "dim"),), lesson.goal, width)
        lines += flow((Span("needs  ", "dim"),), ", ".join(lesson.needs) or "nothing", width)
    lines += _steps(offer, progress, width)
    if lesson is not None and lesson.intro:
        lines += [(), *prose_lines(lesson.intro, width)]
    return lines


def _steps(offer: Offer, progress: Progress, width: int) -> list[Line]:
    lines: list[Line] = []
    for number, step in enumerate(offer.steps, 1):
        told = progress.answers.get(step.name)
        role: Role = "clear" if told is None else "allowed" if told.right else "denied"
        first = (Span(f"{number:>3} "), Span(f"{MARKS[role]} ", role))
        lines.append(fit((*first, Span(step.title)), width))
    return lines


def quiz_lines(due: Iterable[Pair], width: int) -> list[Line]:
    """What the quiz is, and what comes again in it."""
    lines = flow((), FRESH, width)
    again = [_said(pair) for pair in due]
    if again:
        lines += [(), (Span("due again", "title"),)]
    for text in again:
        lines += flow((Span("  * ", "dim"),), text, width)
    return lines


def _said(pair: Pair) -> str:
    """What is to be asked again, in words."""
    if pair.misconception:
        return f"“{misconceptions()[pair.misconception].text}”"
    return concepts()[pair.concept].text


def offer_panes(offers: Iterable[Offer], progress: Progress) -> Iterable[Pane]:
    """Every lesson for somebody who listens; one is read by its command."""
    from s2tui.view.linear.fact import Fact, Pane

    for offer in offers:
        if offer.lesson is not None and offer.kind == "lesson":
            answered, right = progress.of(step.name for step in offer.steps)
            said = f"{len(offer.steps)} questions, {answered} answered, {right} of them rightly."
            command = f"s2tui lesson show {offer.name} prints it with its answers."
            yield Pane(offer.title, (Fact(offer.lesson.goal), Fact(said), Fact(command)))
