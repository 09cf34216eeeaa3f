"""Every sign on every screen, whatever is on it, is in the legend of the help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s2tui.tui.commands.screens import SCREENS
from s2tui.view.kit.text import plain
from tests.tui.driving import MEDIUM, NARROW, WIDE, driven, press, screen_text
from tests.tui.settling import settled
from tests.view.asking import DEVICE
from tests.view.test_signs import KNOWN, signs

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from s2tui.tui.app import S2App


@pytest.mark.parametrize("size", [NARROW, MEDIUM, WIDE])
@driven(*DEVICE)
async def test_every_sign_of_every_screen_is_in_the_legend(
    app: S2App, pilot: Pilot[None], size: tuple[int, int]
) -> None:
    for entry in SCREENS:
        for key in (entry.key, "f", "tab", "space", "o"):
            await press(pilot, key)
            await settled(pilot)
            known = KNOWN | signs(plain(app.base.notes(200)))
            assert signs(screen_text(app)) <= known, (entry.name, key, size)
