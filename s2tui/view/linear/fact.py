"""What a screen says, a fact at a time, in panes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.view.kit.text import Line

SPOKEN = {"→": "to", "->": "to", "◆": "changed:", "✓": "", "✗": "", "…": "and more"}
"""Signs that stand in texts, as words; the words beside a mark say the same."""
SIGN = re.compile("|".join(map(re.escape, SPOKEN)))


class There(NamedTuple):
    """A scenario to go to."""

    scenario: Scenario
    kernel: str
    against: tuple[Scenario, str] | None = None
    """What it is held against, if it is."""


class Fact(NamedTuple):
    """A sentence."""

    text: str
    there: There | None = None
    """Where Enter goes; nowhere without it."""
    input: str = ""
    """The input whose values Enter shows."""


class Pane(NamedTuple):
    """Facts that belong together."""

    title: str
    facts: tuple[Fact, ...]


def spoken(text: str) -> str:
    """A text without signs and without blanks that only line something up."""
    return " ".join(SIGN.sub(lambda sign: f" {SPOKEN[sign[0]]} ", text).split())


def facts_of(lines: Iterable[Line]) -> tuple[Fact, ...]:
    """Lines as facts; those of WIDE columns, so that each is a whole one."""
    found = (spoken("".join(span.text for span in line)) for line in lines)
    return tuple(Fact(text) for text in found if text)
