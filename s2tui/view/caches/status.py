"""What happens at one moment and what it amounts to, in two lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.arm.coherence.damage import DAMAGES
from s2tui.arm.coherence.machine import VALUE_WORDS
from s2tui.view.kit.layout import fit
from s2tui.view.kit.text import Span, marked

if TYPE_CHECKING:
    from s2tui.view.caches.scene import Moment, Run
    from s2tui.view.kit.text import Line


def event_line(run: Run, at: int, width: int) -> Line:
    """The present event as a sentence."""
    moment, last = run.moments[at], len(run.moments) - 1
    number = Span(f"{at} of {last}  ", "dim")
    subject = Span(f"{moment.who} " if moment.who else "", "key")
    return fit((number, subject, Span(moment.text)), width)


def stored_line(run: Run, at: int, width: int) -> Line:
    """What everybody should read, or what was lost and where it is now."""
    moment = run.moments[at]
    stored = moment.state.stored
    damage = moment.step.damage if moment.step is not None else None
    if damage is not None:
        return fit((marked("denied", f"{DAMAGES[damage]}: {stored} is {_where(moment)}"),), width)
    said = f"last store {stored}, {VALUE_WORDS[stored]}"
    if moment.state.phase != "given":
        said += f": everybody should read {stored}"
    return fit((Span(said),), width)


def _where(moment: Moment) -> str:
    """Where the last store still is."""
    state = moment.state
    if state.memory == state.stored:
        return "in memory"
    return "in the line" if state.line and state.line.value == state.stored else "nowhere any more"
