"""Stands where a screen is not written yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.screens.base import BaseScreen
from s2tui.tui.widgets.texts import Result

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget


class StandIn(BaseScreen):
    """Only what the guest gets."""

    def body(self) -> Iterable[Widget]:
        """One panel."""
        yield self.new(Result)


def stand_in(name: str) -> type[BaseScreen]:
    """A class of its own for a screen."""
    return type("StandIn", (StandIn,), {"PLACE": name, "__module__": __name__})
