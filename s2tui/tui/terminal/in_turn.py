"""Keys in turn: one is handed on when the one before it has been answered.

Textual gives every key that has come to whoever has the focus at that moment. Of keys that come
together, as from a paste that is none or over a slow line, all would go to the same one, also
where the first of them gives the keys to another: a number typed on would be taken for commands.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from textual.events import Key, Paste
from textual.message import Message

from s2tui.tui.terminal.textual_private import FrameApp

if TYPE_CHECKING:
    from textual.events import Event

LOST = 0.25
"""Seconds after which a key is taken to be answered: who was asked has been removed meanwhile."""


class Answered(Message):
    """Follows a key along its way: when it has come to the app, the key has been answered."""


class KeysInTurn(FrameApp):
    """An app that hands on a key, or what is pasted, when the one before it has been answered."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._asked: Answered | None = None
        self._waiting_keys: deque[Event] = deque()

    async def on_event(self, event: Event) -> None:
        """Take what is typed in turn, and everything else as it comes."""
        if not isinstance(event, (Key, Paste)) or event.is_forwarded:
            await super().on_event(event)
        elif self._asked is None:
            await self._hand_on(event)
        else:
            self._waiting_keys.append(event)
            if len(self._waiting_keys) == 1:
                self._give_up_late()

    async def _hand_on(self, event: Event) -> None:
        target = self.focused or self.screen
        await super().on_event(event)
        asked = Answered()
        if event.is_forwarded and target.post_message(asked):
            self._asked = asked
            if self._waiting_keys:
                self._give_up_late()

    def _give_up_late(self) -> None:
        """Have the key that is asked about taken as answered, should nobody say so any more."""
        asked = self._asked
        if asked is not None:
            self.set_timer(LOST, lambda: self.post_message(asked))

    async def on_answered(self, message: Answered) -> None:
        """Hand on what waited for this."""
        if message is not self._asked:
            return
        self._asked = None
        while self._waiting_keys and self._asked is None:
            await self._hand_on(self._waiting_keys.popleft())
