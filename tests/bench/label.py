"""The yardstick: a Textual app with a single label."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Label

TEXT = "yardstick"


class LabelApp(App[None]):
    """One label and a key to leave."""

    def compose(self) -> ComposeResult:
        yield Label(TEXT)


if __name__ == "__main__":
    LabelApp().run()
