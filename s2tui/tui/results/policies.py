"""What is shown of several policies: compared, debated, differing, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.scenario.fields import FIELDS, word
from s2tui.tui.results.result import WIDTH, Result, dumped, laid_out, text
from s2tui.view.kit.words import changed_fields, command_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from s2tui.analysis.invariants.check import Finding
    from s2tui.kvm.debate.debate import Grid
    from s2tui.kvm.report.report import Report
    from s2tui.kvm.scenario.fields import Scenario, Value
    from s2tui.source.review.found import Review
    from s2tui.source.review.request import Request
    from s2tui.tui.results.result import Form
    from s2tui.view.diff.tree import Found, Place
    from s2tui.view.kit.text import Line

MAIL = 72
"""Columns of a review, which is for a mail."""


def compared(scenario: Scenario, reports: Sequence[Report]) -> Result:
    """One scenario under some policies, the first being what the others are held against."""
    from s2tui.contract.compare import compare_json
    from s2tui.view.compare.lines import compare_lines

    forms = laid_out(lambda width: compare_lines(reports, width))
    forms["json"] = lambda: compare_json(scenario, list(reports))
    kernels = ",".join(one.kernel for one in reports)
    said = ("compare", *changed_fields(scenario), "--kernels", kernels)
    return Result("the comparison", forms, command_line(*said))


def debated(grid: Grid) -> Result:
    """The table of the debate."""
    from s2tui.contract.debate import debate_object
    from s2tui.kvm.debate.debate import DATES
    from s2tui.view.compare.debate import debate_lines

    forms = laid_out(lambda width: debate_lines(grid, DATES, width))
    forms["json"] = lambda: dumped(debate_object(grid))
    return Result("the table of the debate", forms, command_line("debate"))


def differing(
    names: tuple[str, str],
    where: Mapping[str, Sequence[Value]] | None,
    found: Found | None,
    name: str = "",
) -> Result:
    """Everything in which two policies differ; it may still be being found."""
    from s2tui.tui.questions import difference_as

    forms: dict[str, Form] = {
        form: difference_as(form, *names, where) for form in ("text", "markdown", "json")
    }
    if found is not None:
        from s2tui.view.diff.lines import diff_lines, markdown

        diff, blocks = found
        forms["text"] = lambda: text(diff_lines(diff, names, blocks=blocks))
        forms["markdown"] = lambda: f"{markdown(diff, names, blocks=blocks)}\n"
    return Result("the whole difference", forms, _diff_command(names, where or {}), name)


def changed(
    names: tuple[str, str],
    where: Mapping[str, Sequence[Value]] | None,
    found: Found,
    place: Place,
) -> Result:
    """One group of a difference; the command looks where all of it is."""
    from s2tui.tui.questions import difference_as
    from s2tui.view.diff.lines import markdown
    from s2tui.view.diff.tree import box, place_lines

    there = {**box(place), **(where or {})}
    block = place.block
    if place.line is not None:
        block = block._replace(conditions=(place.line,))
    forms: dict[str, Form] = {
        "text": lambda: text(place_lines(place, WIDTH)),
        "markdown": lambda: markdown(found.diff, names, blocks=(block,)),
        "json": difference_as("json", *names, there),
    }
    return Result("the difference under the cursor", forms, _diff_command(names, there))


def _diff_command(names: tuple[str, str], where: Mapping[str, Sequence[Value]]) -> str:
    said = [
        part
        for field in FIELDS.values()
        for value in where.get(field.attribute, ())
        for part in ("--where", f"{field.name}={word(value)}")
    ]
    return command_line("diff", *names, *said)


def checked(kernel: str, finding: Finding, column: int) -> Result:
    """One invariant and what one policy makes of it."""
    from s2tui.view.check.table import cell_lines

    forms = laid_out(lambda width: cell_lines(kernel, column, finding, width))
    forms["json"] = lambda: _check_json([finding])
    said = ("check", kernel, "--invariant", finding.invariant.id)
    return Result("the cell under the cursor", forms, command_line(*said))


def all_checked(found: Mapping[str, Sequence[Finding]]) -> Result:
    """Policies against every invariant.

    Args:
        found: by kernel, in the order of the rows.
    """
    rows = {row[0].policy.id: row for row in found.values()}
    every = [finding for row in rows.values() for finding in row]

    def lines(width: int) -> Iterable[Line]:
        from s2tui.view.check.lines import failure_lines, head_lines, row_line

        invariants = [finding.invariant for finding in next(iter(rows.values()))]
        yield from head_lines(invariants, len(rows), _space(), width=width)
        yield from (row_line(row, width) for row in rows.values())
        yield from failure_lines(every, width)

    forms = laid_out(lines)
    forms["json"] = lambda: _check_json(every)
    return Result("the whole table", forms, command_line("check", *found), "table")


def _check_json(found: Sequence[Finding]) -> str:
    from s2tui.contract.check import check_object

    return dumped(check_object(_space(), found))


def _space() -> int:
    """How many scenarios there are."""
    from s2tui.analysis.diagrams.explorer import Diagrams
    from s2tui.analysis.diagrams.space import space

    return space(Diagrams()).size


def patched(one: Review, every: Sequence[Review], request: Request) -> tuple[Result, ...]:
    """The review of one patch as for a mail, and those of the whole series."""
    from s2tui.view.review.lines import review_lines

    def lines(reviews: Sequence[Review], width: int) -> Iterable[Line]:
        for review in reviews:
            yield from review_lines(review, width)
            yield ()

    command = command_line(*request.command)
    whole = laid_out(lambda width: lines(every, min(width, MAIL)))
    whole["json"] = lambda: _reviews_json(every)
    single = laid_out(lambda width: lines([one], min(width, MAIL)))
    found = (Result("the whole review", whole, command, "series" if len(every) > 1 else ""),)
    if len(every) == 1:
        return found
    return (Result("the review of this patch", single), *found)


def _reviews_json(every: Sequence[Review]) -> str:
    from s2tui.contract.review import review_objects

    return dumped(review_objects(tuple(every)))
