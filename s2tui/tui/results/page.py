"""What is shown of one scenario, its descriptor and its caches, and of a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.results.result import WIDTH, Result, dumped, laid_out, text
from s2tui.view.kit.words import command_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from s2tui.kvm.report.report import Report
    from s2tui.teach.lesson.model import Lesson
    from s2tui.teach.run.offers import Offer
    from s2tui.tui.results.result import Form
    from s2tui.view.caches.scene import Scene
    from s2tui.view.descriptor.edited import EditedDescriptor
    from s2tui.view.kit.text import Line


def explained(report: Report) -> tuple[Result, ...]:
    """A scenario under a policy: as it is typed, and the whole explanation."""
    from s2tui.contract.report import report_json
    from s2tui.kvm.scenario.notation import scenario_text
    from s2tui.view.explore.copies import command, summary
    from s2tui.view.explore.report import explain_lines

    def lines(width: int) -> Iterable[Line]:
        return explain_lines(report, width)

    short: dict[str, Form] = {
        "text": lambda: scenario_text(report.scenario),
        "markdown": lambda: summary(report),
        "json": lambda: report_json(report),
    }
    said = command(report)
    return (
        Result("the scenario", short, said),
        Result("the whole explanation", laid_out(lines), said, "explanation"),
    )


def decoded(edited: EditedDescriptor) -> tuple[Result, ...]:
    """A descriptor with its fields, and the value alone."""
    from s2tui.contract.descriptor import decode_json
    from s2tui.view.descriptor.edited import options_said, typed_form
    from s2tui.view.descriptor.lines import describe
    from s2tui.view.explore.copies import descriptor_table

    forms: dict[str, Form] = {
        "text": lambda: text(describe(edited.now, WIDTH)),
        "markdown": lambda: descriptor_table(edited.now),
        "json": lambda: decode_json([edited.now]),
    }
    said = command_line("decode", typed_form(edited), *options_said(edited))
    value: dict[str, Form] = {"text": lambda: typed_form(edited)}
    return (
        Result("the value with its fields", forms, said),
        Result("the value alone", value, said, "value"),
    )


def coherent(scene: Scene) -> Result:
    """The order of events that is shown."""
    from s2tui.contract.coherence import coherence_object
    from s2tui.view.caches.copies import shown_command, shown_markdown, shown_text

    forms: dict[str, Form] = {
        "text": lambda: shown_text(scene),
        "markdown": lambda: shown_markdown(scene),
        "json": lambda: dumped(coherence_object(scene.runs[0].answered)),
    }
    return Result("the order of events", forms, shown_command(scene))


def taught(offer: Offer) -> Result:
    """A lesson with its answers, or a way through several."""
    from s2tui.teach.lesson.kinds import Models
    from s2tui.teach.lesson.lines import lesson_lines, steps_lines

    def lines(width: int) -> Iterable[Line]:
        if offer.lesson is not None and offer.kind == "lesson":
            return lesson_lines(offer.lesson, Models(), width)
        return steps_lines(offer.title, offer.steps, Models(), width)

    name = offer.name.partition("#")[0]
    shows = command_line("lesson", "show", name) if offer.kind != "last" else ""
    return Result("the lesson", laid_out(lines), shows)


def listed(lessons: Sequence[Lesson]) -> Result:
    """What lessons there are."""
    from s2tui.teach.lists import lesson_entries
    from s2tui.view.kit.listing import listing_lines

    def lines(width: int) -> Iterable[Line]:
        return listing_lines(lesson_entries(lessons), {}, width)

    forms = laid_out(lines)
    forms["json"] = lambda: dumped(lesson_entries(lessons))
    return Result("the list of lessons", forms, command_line("list", "lessons"), "list")
