"""What is copied out of Caches: the order of events as it is shown, and the command for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.view.caches.choices import run_title
from s2tui.view.caches.events import event_list, heads, title
from s2tui.view.caches.lines import command, configuration_lines
from s2tui.view.caches.scene import Run
from s2tui.view.kit import words
from s2tui.view.kit.text import plain

if TYPE_CHECKING:
    from s2tui.view.caches.scene import Scene

WIDTH = 100


def shown_command(scene: Scene) -> str:
    """The command that finds what is shown."""
    player = scene.player
    return command(scene.runs[0].report, player.left, player.dma)


def shown_text(scene: Scene) -> str:
    """Each order of events that is shown as text, and the command."""
    parts = [
        f"{run_title(scene, number)}\n{_run_text(run, scene)}"
        for number, run in enumerate(scene.runs)
    ]
    return "\n\n".join((*parts, shown_command(scene))) + "\n"


def shown_markdown(scene: Scene) -> str:
    """The same for a mail or an issue."""
    lines: list[str] = []
    for run in scene.runs:
        said = words.scenario_words(run.report.scenario)
        lines += [f"**{run.report.kernel}** ({said})", ""]
        lines += [f"    {line}".rstrip() for line in _run_text(run, scene).splitlines()]
        lines.append("")
    return "\n".join((*lines, f"    {shown_command(scene)}", ""))


def _run_text(run: Run, scene: Scene) -> str:
    """The configuration, what is looked at, and every event with the page after it."""
    above = () if run.configuration is None else configuration_lines(run.configuration, WIDTH)
    said = title(run, WIDTH, free=scene.player.free)
    if run.finding is None and run.configuration is not None and not scene.player.free:
        said = f"{scene.player.damage}: {said}"
    columns = heads(run, WIDTH)
    head = f"{said:<{WIDTH - len(columns)}}{columns}".rstrip()
    listed = event_list(run, -1, WIDTH).lines
    return "\n".join(part for part in (plain(above), head, plain(listed)) if part)
