"""The list on Caches: the damages with their steps, or what may happen next; what is set below."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.arm.coherence.damage import DAMAGES
from s2tui.kvm.scenario.fields import FIELDS, differences, word
from s2tui.view.caches.lines import ALIASES, LEFT
from s2tui.view.caches.player import ORDER
from s2tui.view.caches.scene import text, who
from s2tui.view.kit.layout import fit, flow
from s2tui.view.kit.text import MARKS, Span
from s2tui.view.kit.words import value_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.arm.coherence.damage import Damage
    from s2tui.view.caches.scene import Run, Scene
    from s2tui.view.kit.text import Line, Role

NAME = 16
ANSWER = 14
"""Columns of an answer, where two stand beside each other."""
DMA_WORDS = {
    "none": "no device writes",
    "coherent": "DMA through the caches",
    "noncoherent": "DMA past the caches",
}
DEFAULT = "none"


class Choice(NamedTuple):
    """One row of the list."""

    id: str
    line: Line


def choices(scene: Scene, width: int) -> list[Choice]:
    """The rows of the list."""
    if scene.player.free:
        return [
            Choice(str(at), fit(spans, width)) for at, spans in enumerate(_offered_lines(scene))
        ]
    return [Choice(damage, fit(_damage(scene, damage), width)) for damage in ORDER]


def _offered_lines(scene: Scene) -> list[Line]:
    run = scene.runs[0]
    c = run.configuration
    if c is None:
        return []
    before, pointed = run.moments[-1].state, scene.player.offered
    return [
        (
            Span("▶ " if at == pointed else "  ", "key"),
            Span(f"{who(step)} ", "key"),
            Span(text(c, before, step)),
        )
        for at, step in enumerate(scene.offered)
    ]


def _damage(scene: Scene, damage: Damage) -> Line:
    """One damage, and for each run whether it is possible."""
    first = _steps(scene.runs[0], damage)
    role: Role = "dim" if first is None else "denied" if first else "allowed"
    chosen = "▶" if damage == scene.player.damage else " "
    spans = [Span(chosen, "key"), Span(f"{MARKS[role] or '-'} {damage:<{NAME}} ", role)]
    for run in scene.runs:
        steps = _steps(run, damage)
        role = "dim" if steps is None else "denied" if steps else "allowed"
        said = "-" if steps is None else f"{steps} steps" if steps else f"none of {run.states}"
        if len(scene.runs) > 1:
            said = f"{MARKS[role] or ' '} {said:<{ANSWER}}"
        spans.append(Span(said, role))
    if len(scene.runs) > 1:
        spans.append(Span(DAMAGES[damage], "dim"))
    return tuple(spans)


def _steps(run: Run, damage: Damage) -> int | None:
    """The steps to a damage; 0 where it is impossible, None without a leaf."""
    if run.configuration is None:
        return None
    return next((finding.steps for finding in run.found.findings if finding.damage == damage), 0)


def title(scene: Scene) -> str:
    """What stands above the list."""
    return "what may happen next" if scene.player.free else "what can go wrong"


def run_title(scene: Scene, number: int) -> str:
    """What tells a run from the other one: its kernel, and the fields that differ."""
    run = scene.runs[number]
    others = [differences(other.report.scenario) for other in scene.runs]
    names = {name for each in others for name in each}
    own = [
        f"{name}={word(value_of(run.report.scenario, name))}"
        for name in FIELDS
        if name in names and len({each.get(name) for each in others}) > 1
    ]
    named = " ".join((run.report.kernel, *own))
    return f"{named}, {run.refused}" if run.refused else named


def set_lines(scene: Scene, width: int, keys: Sequence[str]) -> list[Line]:
    """What is set on this screen and what else there is to say of the configuration.

    Args:
        scene: what is shown.
        width: columns.
        keys: those that turn what the previous owner left, and the device.
    """
    player, run = scene.player, scene.runs[0]
    rows = (
        (keys[0], f"owner left {LEFT[player.left]}", player.left != DEFAULT),
        (keys[1], DMA_WORDS[player.dma], player.dma != DEFAULT),
    )
    lines: list[Line] = []
    if player.free and scene.offered and run.configuration is not None:
        step = scene.offered[min(player.offered, len(scene.offered) - 1)]
        said = text(run.configuration, run.moments[-1].state, step)
        lines += flow((Span("→ ", "key"), Span(f"{who(step)} ", "key")), said, width)
    for key, said, changed in rows:
        mark = MARKS["changed"] if changed else " "
        head = (Span(f"{mark} ", "changed"), Span(f"{key} ", "key"))
        lines += flow(head, said, width, "changed" if changed else "dim")
    several = len(run.found.answers)
    if several > 1 and run.configuration is not None:
        said = f"guest's attribute {run.which + 1} of {several} that it may have: "
        lines += flow((Span("  "),), said + ALIASES[run.configuration.guest], width, "dim")
    return lines
