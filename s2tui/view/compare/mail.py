"""A mail sentence by sentence: who wrote it, what it claims, what policies answer, its fate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.view.kit.layout import flow, heading
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from s2tui.kvm.debate.mail import Answer, Fate, Sentence
    from s2tui.view.kit.text import Line, Role

ROLES: Mapping[Fate, Role] = {
    "kept": "allowed",
    "lost": "denied",
    "overtaken": "reserved",
    "none": "dim",
}
INDENT = 4
LEGEND = (
    "Each answer is what creation says . what the fault says . the stage-2 type, computed where the"
    " sentence bears; kept, lost, overtaken: what became of it in v6.17 and after"
)


def mail_lines(
    entries: Iterable[tuple[Sentence, Mapping[str, Answer]]], head: str, width: int = 100
) -> list[Line]:
    """Every sentence in its order.

    Args:
        entries: the sentences, each with what its two policies answer.
        head: whose mail it is, and of which day.
        width: columns.
    """
    lines: list[Line] = [heading(head, width)]
    for sentence, found in entries:
        lines += [(), *_sentence(sentence, width)]
        lines += _answers(sentence, found, width)
        lines += [
            line for one in sentence.commands for line in flow(_first("$ "), one, width, "key")
        ]
        said = "" if sentence.fate == "none" else f"{sentence.fate}: "
        first = (*_first(""), Span(said, ROLES[sentence.fate]))
        lines += flow(first, sentence.why, width)
    return [*lines, (), *flow((), LEGEND, width, "dim")]


def _first(text: str) -> Line:
    return (Span(" " * INDENT), Span(text, "dim"))


def _sentence(sentence: Sentence, width: int) -> list[Line]:
    number = (Span(f"{sentence.number:>2}  ", "key"),)
    who = f"{sentence.who}, {sentence.mail}"
    lines = flow(number, who, width, "dim")
    lines += flow(
        _first(""),
        f"\N{LEFT DOUBLE QUOTATION MARK}{sentence.quote}\N{RIGHT DOUBLE QUOTATION MARK}",
        width,
        "title",
    )
    return lines + flow(_first(""), sentence.say, width)


def _answers(sentence: Sentence, found: Mapping[str, Answer], width: int) -> list[Line]:
    """The scenario and the two answers; the capability too where nothing else tells them apart."""
    if sentence.where is None:
        return []
    lines = flow(_first("where "), sentence.where, width, "dim")
    alike = len({_outcome(one) for one in found.values()}) == 1
    longest = max(map(len, found))
    for policy, one in found.items():
        text = _outcome(one) + (f", {_capability(one)}" if alike else "")
        lines += flow((*_first(""), Span(f"{policy:<{longest}}  ", "key")), text, width)
    return lines


def _outcome(one: Answer) -> str:
    return " . ".join((one.cell.create, one.cell.fault, one.cell.type or "-"))


def _capability(one: Answer) -> str:
    if one.capability is None:
        return "no capability"
    value = one.capability.vm
    return f"capability {'unknown' if value is None else value}"
