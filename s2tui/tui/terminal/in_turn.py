"""Keys in turn: one is handed on when the one before it has been answered.

Textual gives every key that has come to whoever has the focus at that moment. Of keys that come
together, as from a paste that is none or over a slow line, all would go to the same one, also
where the first of them gives the keys to another: a number typed on would be taken for commands.
And of a screen that is not there yet nobody has the focus.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from textual.events import Key, Paste
from textual.message import Message

from s2tui.tui.terminal.textual_private import FrameApp

if TYPE_CHECKING:
    from textual.events import Event
    from textual.message_pump import MessagePump

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
            return
        self._waiting_keys.append(event)
        if self._asked is None:
            await self._hand_on()
        elif len(self._waiting_keys) == 1:
            self._give_up_late()

    async def _hand_on(self) -> None:
        """Hand on what waits, until one of it has to be answered first."""
        while self._waiting_keys and self._asked is None:
            # A screen that was only just opened gives nobody the keys before it is there.
            if not self.screen.is_mounted and self._ask(self.screen):
                break
            event, target = self._waiting_keys.popleft(), self.focused or self.screen
            await super().on_event(event)
            if event.is_forwarded:
                self._ask(target)
        if self._waiting_keys:
            self._give_up_late()

    def _ask(self, node: MessagePump) -> bool:
        """Have it said when somebody has handled what waits there; whether it will be."""
        asked = Answered()
        if node.post_message(asked):
            self._asked = asked
        return self._asked is asked

    def _give_up_late(self) -> None:
        """Have the key that is asked about taken as answered, should nobody say so any more."""
        asked = self._asked
        if asked is not None:
            self.set_timer(LOST, lambda: self.post_message(asked))

    async def on_answered(self, message: Answered) -> None:
        """Hand on what waited for this."""
        if message is self._asked:
            self._asked = None
            await self._hand_on()
