"""Lists with a cursor: what is painted when it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from s2tui.tui.app import S2App
from s2tui.tui.terminal.textual_private import PartialUpdate
from s2tui.tui.widgets.list_panel import ListPanel
from tests.tui.driving import MEDIUM, driven, press, until

if TYPE_CHECKING:
    from textual.pilot import Pilot


@pytest.mark.parametrize("screen", ["1", "2", "6", "7", "8"])
@driven(size=MEDIUM)
async def test_the_rows_that_the_cursor_leaves_and_reaches_are_painted_whole(
    app: S2App, pilot: Pilot[None], screen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await press(pilot, screen)
    listed = app.base.query(ListPanel).first()
    listed.focus()
    await until(pilot, lambda: listed.has_focus and all(w.is_finished for w in app.workers))
    await pilot.pause()
    before = listed.chosen_lines[0]
    frames: list[Any] = []

    def watched(_: S2App, update: Any) -> Any:
        frames.append(update)
        return update

    monkeypatch.setattr(S2App, "frame", watched)
    await press(pilot, "down")
    after = listed.chosen_lines[0]
    partial = [frame for frame in frames if type(frame) is PartialUpdate]
    painted = {span for frame in partial for span in frame.spans}
    assert before != after
    region = listed.content_region
    for y in (before, after):
        assert any(
            line == region.y + y and left <= region.x and right >= region.right
            for line, left, right in painted
        )
