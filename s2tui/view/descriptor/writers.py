"""Which scenarios write a descriptor, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.analysis.find import ADDRESS
from s2tui.view.kit import words
from s2tui.view.kit.layout import fit, flow
from s2tui.view.kit.phrases import conditions_phrase
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from s2tui.analysis.cubes.conditions import Conditions
    from s2tui.analysis.find import Found
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.view.kit.text import Line

MOST = 12
"""Lines of conditions that are printed; --json has every cube."""


class Written(NamedTuple):
    """Who writes a descriptor, ready to be said in any width; made once, since it takes a while."""

    value: int
    kernel: str
    scenarios: int
    example: Scenario | None
    elsewhere: int | None
    closest: int | None
    cases: tuple[Conditions, ...]


def written(found: Found, kernel: str) -> Written:
    """What is to be said of the scenarios that write a descriptor."""
    cases = found.conditions() if found.scenarios else ()
    return Written(
        found.value,
        kernel,
        found.scenarios,
        found.example,
        found.elsewhere,
        found.closest,
        cases,
    )


def find_lines(found: Found, kernel: str, width: int = 100) -> list[Line]:
    """How many scenarios write it, under which conditions, and one of them."""
    return written_lines(written(found, kernel), width)


def written_lines(said: Written, width: int) -> list[Line]:
    """The same, of what was found before."""
    value = f"0x{said.value:016x}"
    if said.example is None:
        return [
            *flow((), f"no scenario of {said.kernel} writes {value}", width),
            *_near(said, width),
        ]
    plural = "" if said.scenarios == 1 else "s"
    count = f"{said.kernel} writes {value} in {said.scenarios:,} scenario{plural}: "
    lines = flow((), f"{count}of those with a leaf", width, "title")
    for place, one in enumerate(said.cases[:MOST]):
        head = Span("  or " if place else "  if ", "dim")
        lines += flow((head,), conditions_phrase(one.all_of), width)
    if len(said.cases) > MOST:
        rest = sum(one.scenarios for one in said.cases[MOST:])
        text = f"and {len(said.cases) - MOST} more cases with {rest:,} scenarios (--json has all)"
        lines += flow((Span("  "),), text, width, "dim")
    example = words.scenario_words(said.example)
    return lines + flow((Span("  "),), f"e.g. {example}", width, "dim")


def written_line(said: Written, width: int) -> Line:
    """The same in one line."""
    if said.example is not None:
        plural = "" if said.scenarios == 1 else "s"
        return fit(
            (Span(f"{said.kernel}, in {said.scenarios:,} scenario{plural}", "title"),), width
        )
    other = said.closest if said.elsewhere is None else said.elsewhere
    where = "closest" if said.elsewhere is None else "at 0x80000000"
    hint = "" if other is None else f"; {where}: {other:#x}"
    return fit((Span(f"no scenario of {said.kernel}{hint}", "title"),), width)


def _near(said: Written, width: int) -> list[Line]:
    """What is written in place of a descriptor that never is."""
    if said.elsewhere is not None:
        hint = f"every page here is at 0x80000000; there it would be 0x{said.elsewhere:016x}"
        return flow((), hint, width)
    if said.closest is None:
        return []
    hint = f"the closest that one writes is 0x{said.closest:016x}"
    return flow((), f"{hint}, which differs in {_differing(said.value, said.closest)}", width)


def _differing(one: int, other: int) -> str:
    """The numbers of the bits that differ, the page's address apart."""
    differing = (one ^ other) & ~ADDRESS
    bits = [str(bit) for bit in range(63, -1, -1) if differing >> bit & 1]
    return f"bit{'s' * (len(bits) > 1)} {' '.join(bits)}"
