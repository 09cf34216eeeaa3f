"""Opening lessons in a test of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.teach.lesson.course import OWN, load
from s2tui.teach.lesson.paths import ways
from s2tui.teach.run.scripts import script_of
from tests.tui.settling import settled

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from s2tui.tui.app import S2App

COURSE = load()
WAYS = ways(OWN, COURSE.lessons).found
STEPS = tuple(COURSE.steps())


async def begin(app: S2App, pilot: Pilot[None], name: str) -> None:
    """Open a lesson, a way or a step, and wait until it is there."""
    app.lessons.begin(*script_of(name, COURSE, WAYS))
    await settled(pilot)
