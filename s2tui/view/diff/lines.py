"""How two policies differ, as lines: on a screen, or as Markdown for a review mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.kvm.hazards.catalogue import RANKS, hazard
from s2tui.view.kit import words
from s2tui.view.kit.cells import cells
from s2tui.view.kit.layout import heading, spread, wrap
from s2tui.view.kit.markdown import MAIL, WIDE
from s2tui.view.kit.markdown import markdown as as_markdown
from s2tui.view.kit.phrases import conditions_phrase
from s2tui.view.kit.text import Span, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from s2tui.analysis.cubes.conditions import Conditions
    from s2tui.analysis.diff import Change, Diff, Group
    from s2tui.view.kit.text import Line

WIDTH, HEIGHT = 100, 40
MAIL_CONDITIONS = 4
"""Lines of conditions that a group gets in a mail."""
INDENT = "   "


class Block(NamedTuple):
    """A group with the conditions that tell its scenarios from others."""

    group: Group
    conditions: tuple[Conditions, ...]


def diff_lines(
    diff: Diff,
    names: tuple[str, str],
    width: int = WIDTH,
    height: int = HEIGHT,
    blocks: Iterable[Block] | None = None,
) -> list[Line]:
    """The differences, in at most `height` lines where the number of groups allows it.

    Args:
        diff: what was found.
        names: the two policies as they were asked for.
        width: columns.
        height: lines to fill; conditions that do not fit are counted.
        blocks: the groups with their conditions, if they were found already.
    """
    lines = _head(diff, names, width) + hazard_change_lines(diff, width)
    blocks = tuple(blocks_of(diff) if blocks is None else blocks)
    shown = [1] * len(blocks)
    laid = [_block(block, 1, width) for block in blocks]
    left = height - len(lines) - sum(map(len, laid))
    while left > 0:
        grown = _next(blocks, shown)
        if grown is None:
            break
        more = _block(blocks[grown], shown[grown] + 1, width)
        left -= len(more) - len(laid[grown])
        if left < 0:
            break
        laid[grown], shown[grown] = more, shown[grown] + 1
    return lines + [one for block in laid for one in block]


def hazard_change_lines(diff: Diff, width: int) -> list[Line]:
    """The hazards that the two policies do not have in equally many scenarios."""
    lines: list[Line] = []
    for change in diff.hazards:
        rank = RANKS[hazard(change.id).rank]
        text = f"hazard {change.id} ({rank}): in {change.was:,} -> {change.now:,} scenarios"
        lines += [line(part) for part in wrap(text, width)]
    return lines


def blocks_of(diff: Diff) -> Iterator[Block]:
    """The groups with their conditions, one after the other."""
    for group in diff.groups():
        yield Block(group, diff.conditions(group.change))


def markdown(
    diff: Diff,
    names: tuple[str, str],
    width: int = MAIL,
    blocks: Iterable[Block] | None = None,
) -> str:
    """The differences as Markdown that survives a mail.

    Args:
        diff: what was found.
        names: the two policies as they were asked for.
        width: columns.
        blocks: the groups with their conditions, if they were found already.
    """
    return as_markdown(mail_lines(diff, names, blocks), width)


def mail_lines(
    diff: Diff, names: tuple[str, str], blocks: Iterable[Block] | None = None
) -> list[Line]:
    """The differences as lines for a mail, which gets only the most telling conditions.

    Args:
        diff: what was found.
        names: the two policies as they were asked for.
        blocks: the groups with their conditions, if they were found already.
    """
    lines = [heading(_named(diff, names), WIDE), line(summary(diff))]
    lines += [line(entry) for entry in ([_meaning(names[0])] if diff.changes else why_same(diff))]
    for group, shown in blocks_of(diff) if blocks is None else blocks:
        count = _count(group.change.scenarios)
        lines.append(line(Span(title(group.change), "title"), f" ({count})"))
        for place, one in enumerate(shown[:MAIL_CONDITIONS]):
            word = "or" if place else "if"
            lines.append(line(f"{INDENT}{word} {conditions_phrase(one.all_of)}"))
        if len(shown) > MAIL_CONDITIONS:
            rest = sum(one.scenarios for one in shown[MAIL_CONDITIONS:])
            more = len(shown) - MAIL_CONDITIONS
            lines.append(line(f"{INDENT}or one of {more} more cases ({_count(rest)})"))
        lines.append(line(f"{INDENT}e.g. {words.scenario_words(group.example)}"))
        lines.append(line(f"{INDENT}by {rules(group)}"))
    return lines


def summary(diff: Diff) -> str:
    """How many scenarios differ."""
    if not diff.different:
        return f"no difference in {_count(diff.space)}"
    share = 100 * diff.different / diff.space
    return f"{diff.different:,} of {_count(diff.space)} differ ({share:.2g} %)"


def title(change: Change) -> str:
    """What changed: `fault: mapped -> error EFAULT`."""
    member, name = change.was.member, change.was.name
    if member in ("memslot", "fault"):
        was = _together(pair.was for pair in change.details)
        now = _together(pair.now for pair in change.details)
        return f"{member}: {was} -> {now}"
    return f"{member}.{name}: {_value(change.was.value)} -> {_value(change.now.value)}"


def rules(group: Group) -> str:
    """The rules that decided on both sides."""
    sides = [side.rules[-1].id for side in (group.was, group.now) if side.rules]
    return " -> ".join(sides)


def _head(diff: Diff, names: tuple[str, str], width: int) -> list[Line]:
    said = [f"{_named(diff, names)}: {summary(diff)}"]
    said += [_meaning(names[0])] if diff.changes else why_same(diff)
    return [
        line(Span(text, "dim" if place else "title"))
        for place, entry in enumerate(said)
        for text in wrap(entry, width)
    ]


def why_same(diff: Diff) -> list[str]:
    """What is new in a policy that answers every scenario like another one."""
    known = diff.first.notes
    return [f"{diff.second.id}: {note}" for note in diff.second.notes if note not in known]


def _named(diff: Diff, names: tuple[str, str]) -> str:
    """The two policies, each with who answers for it where that is another one."""
    return " -> ".join(map(words.kernel, names, (diff.first, diff.second)))


def _meaning(first: str) -> str:
    return (
        f"if, or: what tells these scenarios from the others that {first} answers alike; each is in"
        " one group only; --json has every case in full"
    )


def _next(blocks: Sequence[Block], shown: Sequence[int]) -> int | None:
    """The group whose next condition stands for the largest part of it."""
    best, most = None, 0.0
    for place, (group, found) in enumerate(blocks):
        if shown[place] < len(found):
            part = found[shown[place]].scenarios / group.change.scenarios
            if part > most:
                best, most = place, part
    return best


def _block(block: Block, shown: int, width: int) -> list[Line]:
    group, found = block
    change = group.change
    count = f"{change.scenarios:,}"
    if shown < len(found):
        more = len(found) - shown
        count += f" (+{more} case{'' if more == 1 else 's'})"
    lines: list[Line] = []
    for place, one in enumerate(found[:shown]):
        word = "or " if place else "if "
        pieces = wrap(conditions_phrase(one.all_of), width - len(INDENT) - 3)
        for at, piece in enumerate(pieces):
            lines.append(line(Span(INDENT + ("   " if at else word), "dim"), piece))
    head = Span(title(change), "unknown" if change.unknown else "title")
    by = f"  by {rules(group)}"
    pieces = wrap(f"e.g. {words.scenario_words(group.example)}", width - 2 * len(INDENT))
    example = [INDENT * (2 if at else 1) + piece for at, piece in enumerate(pieces)]
    # The rules stand where there is room: beside the title, the example, or below.
    tail: list[Span] = []
    if len(head.text) + cells(by) + len(count) < width:
        tail = [Span(by, "dim")]
    elif len(example[-1]) + cells(by) <= width:
        example[-1] += by
    else:
        example += [INDENT + piece for piece in wrap(by, width - len(INDENT))]
    top = spread((head, *tail), (Span(count, "dim"),), width)
    return [top, *lines, *(line(Span(text, "dim")) for text in example)]


def _together(parts: Iterable[Sequence[str | None]]) -> str:
    """Results that begin alike, each errno, exit or exception once: `inject data-abort/...`."""
    found = list(parts)
    rest = dict.fromkeys(" ".join(w for w in part[1:] if w) for part in found)
    return f"{found[0][0]} {'/'.join(filter(None, rest))}".strip()


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return " or ".join(" ".join(pair) for pair in value)
    if value is None:
        return "none"
    # Level 1 equals True, but is not it.
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _count(number: int) -> str:
    return f"{number:,} scenario{'' if number == 1 else 's'}"
