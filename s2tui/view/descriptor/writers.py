"""Which scenarios write a descriptor, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.analysis.find import ADDRESS
from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import explain
from s2tui.kvm.scenario.named import askable
from s2tui.kvm.scenario.notation import parse_words
from s2tui.view.kit import words
from s2tui.view.kit.layout import fit, flow
from s2tui.view.kit.phrases import conditions_phrase
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from s2tui.analysis.cubes.conditions import Conditions
    from s2tui.analysis.find import Found
    from s2tui.view.kit.text import Line

MOST = 12
"""Lines of conditions that are printed; --json has every cube."""


class Written(NamedTuple):
    """Who writes a descriptor, ready to be said in any width; made once, since it takes a while."""

    found: Found
    kernel: str
    cases: tuple[Conditions, ...]
    names: tuple[str, ...] = ()
    """The named scenarios among those that write it."""


def written(found: Found, kernel: str) -> Written:
    """What is to be said of the scenarios that write a descriptor."""
    if not found.scenarios:
        return Written(found, kernel, ())
    return Written(found, kernel, found.conditions(), _names(found, kernel))


def _names(found: Found, kernel: str) -> tuple[str, ...]:
    policy = find(kernel)
    names = [f"@{name}" for name in askable()]
    leaves = [explain(policy, parse_words([name]).scenario).descriptor for name in names]
    pairs = zip(names, leaves, strict=True)
    return tuple(name for name, leaf in pairs if leaf is not None and leaf.value == found.value)


def find_lines(found: Found, kernel: str, width: int = 100) -> list[Line]:
    """How many scenarios write it, under which conditions, and one of them."""
    return written_lines(written(found, kernel), width)


def written_lines(said: Written, width: int) -> list[Line]:
    """The same, of what was found before."""
    found, kernel, cases, names = said
    value = f"0x{found.value:016x}"
    if found.example is None:
        lines = flow((), f"no scenario of {kernel} writes {value}", width)
        return lines + _near(found, width)
    plural = "" if found.scenarios == 1 else "s"
    count = f"{kernel} writes {value} in {found.scenarios:,} scenario{plural}: "
    lines = flow((), f"{count}of those with a leaf", width, "title")
    if found.given != found.value:
        asked = f"asked for was 0x{found.given:016x}; every page here is at 0x80000000"
        lines += flow((Span("  "),), asked, width, "dim")
    for place, one in enumerate(cases[:MOST]):
        head = Span("  or " if place else "  if ", "dim")
        lines += flow((head,), conditions_phrase(one.all_of), width)
    if len(cases) > MOST:
        rest = sum(one.scenarios for one in cases[MOST:])
        text = f"and {len(cases) - MOST} more cases with {rest:,} scenarios (--json has all)"
        lines += flow((Span("  "),), text, width, "dim")
    example = words.scenario_words(found.example)
    if names:
        lines += flow((Span("  "),), f"among them {', '.join(names)}", width)
    return lines + flow((Span("  "),), f"e.g. {example}", width, "dim")


def written_line(said: Written, width: int) -> Line:
    """The same in one line."""
    found = said.found
    if found.example is not None:
        plural = "" if found.scenarios == 1 else "s"
        at = ", with its page at 0x80000000" if found.given != found.value else ""
        text = f"{said.kernel}, in {found.scenarios:,} scenario{plural}{at}"
        return fit((Span(text, "title"),), width)
    hint = "" if found.closest is None else f"; closest: {found.closest:#x}"
    return fit((Span(f"no scenario of {said.kernel}{hint}", "title"),), width)


def _near(found: Found, width: int) -> list[Line]:
    """What is written in place of a descriptor that never is."""
    if found.closest is None:
        return []
    hint = f"the closest that one writes is 0x{found.closest:016x}"
    return flow((), f"{hint}, which differs in {_differing(found.value, found.closest)}", width)


def _differing(one: int, other: int) -> str:
    """The numbers of the bits that differ, the page's address apart."""
    differing = (one ^ other) & ~ADDRESS
    bits = [str(bit) for bit in range(63, -1, -1) if differing >> bit & 1]
    return f"bit{'s' * (len(bits) > 1)} {' '.join(bits)}"
