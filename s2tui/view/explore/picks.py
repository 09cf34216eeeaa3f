"""What there is to pick from: the values of an input, and the words of the field; as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.kvm.glossary.glossary import terms, terms_in
from s2tui.kvm.scenario.fields import FIELDS, word
from s2tui.view.explore.inputs import INPUTS, KERNEL, choices, why_fixed
from s2tui.view.kit import words
from s2tui.view.kit.layout import cut, fit, flow, flow_line
from s2tui.view.kit.text import MARKS, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from s2tui.kvm.glossary.glossary import Term
    from s2tui.kvm.scenario.fields import Scenario, Value
    from s2tui.view.kit.text import Line

HERE = "▶"
NAME_LEAST = 8
"""Columns that names keep, however long the others are."""


class Pick(NamedTuple):
    """One of several things."""

    name: str
    text: str
    """What it is."""
    value: Value = ""
    """The value that picking it gives."""
    why_not: str = ""
    """Why it cannot be picked; nothing where it can."""
    source: str = ""
    also: Sequence[str] = ()
    """Other words for it."""


def values_of(scenario: Scenario, name: str) -> tuple[Pick, ...]:
    """The values of an input, each with what it is; of the kernel, everybody who may answer."""
    if name == KERNEL:
        return _policies()
    from s2tui.kvm.scenario.values import meaning

    field = FIELDS[name]
    left = choices(scenario, name)
    why = why_fixed(scenario, name)
    return tuple(
        Pick(word(value), meaning(name, value), value, "" if value in left else why)
        for value in field.values
    )


def _policies() -> tuple[Pick, ...]:
    from s2tui.kvm.policies.proposed import provenance
    from s2tui.kvm.policies.registry import POLICIES, Kernel, find, span

    return tuple(
        Pick(
            id_,
            find(id_).title,
            id_,
            source=span(known) if isinstance(known, Kernel) else provenance(known),
        )
        for id_, known in POLICIES.items()
    )


def present(scenario: Scenario, kernel: str, name: str) -> str:
    """The value that an input has, as it is typed."""
    return kernel if name == KERNEL else word(words.value_of(scenario, name))


def heading_of(name: str) -> str:
    """What the values are of."""
    if name == KERNEL:
        return "kernel: who answers"
    return f"{name}: {FIELDS[name].text}"


def glossary() -> tuple[Pick, ...]:
    """Every word of the field."""
    return tuple(
        Pick(term.name, term.text, source=term.source, also=term.also) for term in terms().values()
    )


def first_word(texts: Iterable[str]) -> str:
    """The first word of the field in some texts; nothing where there is none."""
    found = terms_in(texts)
    return found[0].name if found else ""


def pick_line(pick: Pick, names: int, width: int, *, chosen: bool) -> Line:
    """One of a list, as much of it as fits.

    Args:
        pick: which.
        names: columns of the longest name.
        width: columns.
        chosen: whether the cursor is on it.
    """
    name = f"({pick.name})" if pick.why_not else pick.name
    column = max(min(names, width // 3), NAME_LEAST)
    return fit(
        (
            Span(f"{HERE if chosen else ' '} ", "key"),
            Span(f"{cut(name, column):<{column}}  ", "dim" if pick.why_not else "title"),
            Span(pick.text, "dim" if pick.why_not else "text"),
        ),
        width,
    )


def pick_lines(pick: Pick, about: Sequence[str], width: int) -> list[Line]:
    """One of a list in full, and the words of the field that occur in what is said.

    Args:
        pick: which.
        about: what else is said of all of them.
        width: columns.
    """
    lines = flow((), pick.text, width)
    if pick.also:
        lines += flow((Span("also ", "title"),), ", ".join(pick.also), width)
    if pick.source:
        lines += flow((), pick.source, width, "dim")
    if pick.why_not:
        lines += flow_line((Span(f"{MARKS['reserved']} {pick.why_not}", "reserved"),), width)
    lines += [line for text in about for line in flow((), text, width, "dim")]
    if not pick.source:
        lines += [(), *term_lines(terms_in((pick.text, *about)), width)]
    return lines


def term_lines(found: Iterable[Term], width: int) -> list[Line]:
    """Words of the field, each with what it is and where that is written."""
    lines: list[Line] = []
    for term in found:
        lines += flow_line((Span(term.name, "key"), Span(term.text)), width)
        lines += flow((Span("  "),), term.source, width, "dim")
    return lines


def about_input(name: str) -> tuple[str, ...]:
    """What is said of an input whatever its value: its line and what it stands for."""
    if name == KERNEL:
        return ()
    return tuple(text for text in (FIELDS[name].stands_for,) if text)


def words_of_input(scenario: Scenario, name: str) -> tuple[str, ...]:
    """The texts about an input in which the words of the field are looked for."""
    if name not in FIELDS:
        return (INPUTS[name].label,) if name in INPUTS else ()
    from s2tui.kvm.scenario.values import meaning

    field = FIELDS[name]
    value = words.value_of(scenario, name)
    said = (word(value), INPUTS[name].label, meaning(name, value))
    return (*said, field.text, field.stands_for)
