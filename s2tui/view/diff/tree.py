"""How two policies differ as a tree: members, what they were and are, and on what condition."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.kvm.scenario.fields import FIELDS
from s2tui.view.diff.lines import Block, rules, summary, title, why_same
from s2tui.view.explore.journey import journey_lines
from s2tui.view.kit import words
from s2tui.view.kit.layout import flow, flow_line, heading
from s2tui.view.kit.phrases import conditions_phrase
from s2tui.view.kit.table import Row
from s2tui.view.kit.text import MARKS, Span
from s2tui.view.kit.tree import Branch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.analysis.cubes.conditions import Conditions
    from s2tui.analysis.diff import Diff, Side
    from s2tui.kvm.scenario.fields import Value
    from s2tui.view.kit.text import Line, Role

HEADS = ("of all that differ", "scenarios")
BAR = 18
"""Columns of a whole bar."""
EIGHTHS = " ▏▎▍▌▋▊▉"


class Found(NamedTuple):
    """Everything there is to show of two policies."""

    diff: Diff
    blocks: tuple[Block, ...]


class Place(NamedTuple):
    """What a row of the tree stands for."""

    block: Block
    line: Conditions | None
    """One of the block's conditions; None for the whole block."""


def bar(part: int, whole: int, width: int = BAR) -> str:
    """A part as a bar; something that is not nothing is always seen."""
    eighths = round(part * width * 8 / whole) if whole else 0
    eighths = max(eighths, 1 if part else 0)
    full, rest = divmod(eighths, 8)
    return ("█" * full + EIGHTHS[rest].strip()).ljust(width)


def share(part: int, whole: int) -> str:
    """A part in per cent, in seven columns."""
    if not whole or not part:
        return "    0 %"
    per_cent = 100 * part / whole
    return "< 0.1 %" if per_cent < 0.1 else f"{per_cent:5.1f} %"


def diff_tree(found: Found) -> tuple[Branch, ...]:
    """The members that differ; below them the changes, and below these the conditions."""
    members: dict[str, list[tuple[int, Block]]] = {}
    for number, block in enumerate(found.blocks):
        change = block.group.change
        member = "nobody ever said" if change.unknown else change.was.member
        members.setdefault(member, []).append((number, block))
    return tuple(_member(found, member, blocks) for member, blocks in members.items())


def opened_first(branches: Sequence[Branch]) -> frozenset[str]:
    """What is unfolded to begin with: the members, so that every change is seen."""
    return frozenset(branch.row.id for branch in branches)


def places(found: Found) -> dict[str, Place]:
    """What each row below the members stands for, by its id."""
    known = {}
    for number, block in enumerate(found.blocks):
        known[_id(number)] = Place(block, None)
        for at, line in enumerate(block.conditions):
            known[_id(number, at)] = Place(block, line)
    return known


def _id(number: int, line: int | None = None) -> str:
    return f"{number}" if line is None else f"{number}.{line}"


def _member(found: Found, member: str, blocks: Sequence[tuple[int, Block]]) -> Branch:
    total = sum(block.group.change.scenarios for _, block in blocks)
    role: Role = "unknown" if blocks[0][1].group.change.unknown else "title"
    label = (Span(member, role),)
    kids = tuple(_change(found, number, block) for number, block in blocks)
    return Branch(Row(member, label, _counted(total, found.diff.different, "dim")), kids)


def _change(found: Found, number: int, block: Block) -> Branch:
    change = block.group.change
    whole = found.diff.different
    role: Role = "unknown" if change.unknown else "text"
    name = title(change).replace("->", "→")
    label = (Span(name, role),)
    kids = tuple(
        Branch(
            Row(
                _id(number, at),
                (Span("if ", "dim"), Span(conditions_phrase(line.all_of))),
                _counted(line.scenarios, whole, "dim"),
            )
        )
        for at, line in enumerate(block.conditions)
    )
    about = f"{rules(block.group)} {words.scenario_words(block.group.example)}"
    return Branch(Row(_id(number), label, _counted(change.scenarios, whole, "set"), about), kids)


def _counted(part: int, whole: int, role: Role) -> tuple[Line, ...]:
    return (
        (Span(bar(part, whole), role), Span(f" {share(part, whole)}", "dim")),
        (Span(f"{part:>22,}", "dim"),),
    )


def box(place: Place) -> dict[str, tuple[Value, ...]]:
    """By attribute, the values of fields in all that a row stands for, which may be in more.

    It is what the conditions on single fields say that every case has.
    """
    cases = place.block.conditions if place.line is None else (place.line,)
    each = [{a.name: a.values for a, *others in case.all_of if not others} for case in cases]
    shared = [name for name in each[0] if all(name in case for case in each)] if each else []
    found = {
        FIELDS[name]: tuple(
            value for value in FIELDS[name].values if any(value in case[name] for case in each)
        )
        for name in shared
    }
    return {f.attribute: values for f, values in found.items() if len(values) < len(f.values)}


def head_lines(found: Found, width: int) -> list[Line]:
    """How many scenarios differ, or why none does."""
    lines = flow((), summary(found.diff), width, "title")
    if not found.diff.different:
        for text in why_same(found.diff):
            lines += flow((), text, width)
    return lines


def place_lines(place: Place, width: int) -> list[Line]:
    """A change in full: what was and is, under which conditions, for instance, and by which rules.

    Args:
        place: what the cursor is on.
        width: columns.
    """
    block, line = place
    change = block.group.change
    role: Role = "unknown" if change.unknown else "changed"
    name = title(change).replace("->", "→")
    lines = flow((Span(f"{MARKS[role]} ", role),), name, width, role)
    if line is not None:
        lines += flow((Span("if   ", "title"),), conditions_phrase(line.all_of), width)
    else:
        lines += flow((Span("e.g. ", "title"),), words.scenario_words(block.group.example), width)
    lines += _side("was  ", block.group.was, width)
    lines += _side("is   ", block.group.now, width)
    count = change.scenarios if line is None else line.scenarios
    said = f"{count:,} scenarios"
    if line is None and len(block.conditions) > 1:
        said += f" in {len(block.conditions)} cases"
    return lines + flow_line((Span(said, "dim"),), width)


def example_lines(block: Block, names: tuple[str, str], width: int) -> list[Line]:
    """The example of a change, and the guest's fault there under both policies.

    Args:
        block: the change.
        names: the two policies as they were asked for.
        width: columns.
    """
    lines = flow((), words.scenario_words(block.group.example), width)
    for name, side in zip(names, (block.group.was, block.group.now), strict=True):
        lines += [(), heading(name, width)]
        lines += journey_lines(side.outcome, width, "telling")
    return lines


def _side(word: str, side: Side, width: int) -> list[Line]:
    """One policy's side: the rule that decided, with its source."""
    if not side.rules:
        return []
    rule = side.rules[-1]
    return flow((Span(word, "title"),), f"{rule.text} ({rule.cite})", width)
