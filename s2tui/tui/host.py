"""The app that a node belongs to, by its own type."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from textual.message_pump import MessagePump

    from s2tui.tui.app import S2App


def owner(node: MessagePump) -> S2App:
    """What `node.app` is in this program; Textual knows it only as some app."""
    return cast("S2App", node.app)
