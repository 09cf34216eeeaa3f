"""The first and the last line of the screen, and all there is of a screen that is too small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.commands.screens import SCREENS
from s2tui.tui.commands.table import BY_ID, in_footer, keys_of, shown
from s2tui.tui.host import host_of
from s2tui.tui.session.cases import case_of
from s2tui.tui.session.state import Answer
from s2tui.tui.widgets.panel import Panel
from s2tui.view.explore import report
from s2tui.view.kit import words
from s2tui.view.kit.cells import cells
from s2tui.view.kit.layout import fit, length, spread
from s2tui.view.kit.text import MARKS, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events

    from s2tui.view.kit.text import Line, Role

NAMED = 110
"""Columns from which on the title has room for the name of every screen."""
ROOMY = 140
"""Columns from which on the screens stand apart from each other."""
SHORT = 72
"""The same for short names, close to their keys."""

PINNED = "pin"
"""Says that the baseline stays, where there is no room to say which it is."""


class Bar(Panel[Answer]):
    """A line that stands apart from the rest."""

    SAYS = "given"

    @property
    def chosen_lines(self) -> range:
        """Another ground than the panels have."""
        return range(self.size.height)


class Title(Bar):
    """The screens, the scenario and who answers; a click goes to a screen."""

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The screens with the open one named, the changed fields, and the policy."""
        tabs = [Span(text, role) for _, text, role in self._tabs(width)]
        # While something is asked, what a case is called or a policy known for would tell.
        case = "" if answer.hides else case_of(answer.state)
        named = (Span(f"{case} ", "title"),) if case else ()
        left = (*tabs, *named, Span(words.scenario_words(answer.report.scenario), "text"))
        pinned = _pinned(answer)
        right = report.kernel_words(answer.report) if answer.hides else report.title(answer.report)
        for shorter in (report.whose, report.kernel_words):
            if length(left) + cells(right) + cells(pinned) + 4 > width and not answer.hides:
                right = shorter(answer.report)
        if pinned and length(left) + cells(right) + cells(pinned) + 4 > width:
            # The scenario is what must be seen.
            pinned = f"{MARKS['changed']} {PINNED}"
        end = (Span(pinned, "changed"), Span(f"  {right} " if pinned else f"{right} ", "dim"))
        return [spread(left, end, width)]

    def _tabs(self, width: int) -> list[tuple[str, str, Role]]:
        """Pieces of the line: the screen that a click opens, the text, the role."""
        place = getattr(self.screen, "PLACE", "")
        tabs: list[tuple[str, str, Role]] = [("", " ", "text")]
        for entry in SCREENS:
            open_ = entry.name == place
            name = entry.title if width >= NAMED else entry.short or entry.title
            if not open_ and width < SHORT:
                name = ""
            said = f" {name}" if name and not SHORT <= width < NAMED else name
            said += " " if width >= ROOMY else ""
            tabs.append((entry.name, entry.key, "key"))
            tabs.append((entry.name, said.upper() if open_ else said, "title" if open_ else "dim"))
            tabs.append((entry.name, " ", "text"))
        return [*tabs, ("", " " if SHORT <= width < NAMED else "  ", "text")]

    def on_click(self, event: events.Click) -> None:
        """Go to the screen under the mouse."""
        x = 0
        for name, text, _ in self._tabs(self.size.width):
            x += len(text)
            if event.x < x:
                if name:
                    host_of(self).open(name)
                return


def _pinned(answer: Answer) -> str:
    """What the answer is compared with from now on, in a word or two."""
    base = answer.state.baseline
    if base is None or not answer.state.pinned:
        return ""
    other = base.kernel if base.kernel != answer.state.kernel else "a pinned scenario"
    return f"{MARKS['changed']} against {other}"


class KeyBar(Bar):
    """The keys worth knowing; a click does what the key does."""

    def show(self, shown: Answer) -> None:
        """Whatever the answer is, the keys are the same."""
        self.shown = shown

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """Each command that the table wants in the footer of this screen."""
        spans: list[Span] = [Span(" ")]
        for key, word in self._said(width):
            spans += (Span(shown(key), "key"), Span(word, "dim"))
        return [fit(spans, width)]

    def _said(self, width: int) -> list[tuple[str, str]]:
        """The key and the words of each command, closer together where that shows more."""
        keymap = host_of(self).keymap
        commands = in_footer(getattr(self.screen, "PLACE", ""))
        said = [(keys_of(c, keymap)[0], c.footer) for c in commands]
        said = self._ways(keymap) + said
        gap = 3 if sum(len(shown(key)) + len(word) + 4 for key, word in said) < width else 2
        pieces = []
        for key, word in said:
            width -= len(shown(key)) + len(word) + 1 + gap
            if width + gap > 0:
                pieces.append((key, f" {word}{' ' * gap}"))
        return pieces

    def _ways(self, keymap: Mapping[str, str]) -> list[tuple[str, str]]:
        """What the screen leaves out, and where Escape leads: that comes first."""
        ways = getattr(self.screen, "ways", list)
        return [(keys_of(BY_ID[id_], keymap)[0], word) for id_, word in ways()]

    async def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        x = 1
        for key, word in self._said(self.size.width):
            x += len(shown(key)) + len(word)
            if event.x < x:
                self.app.simulate_key(key)
                return


class Reduced(Panel[Answer]):
    """The answer in a few words, where there is no room for the explorer."""

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The most important lines that fit."""
        return [fit(line, width) for line in report.reduced_lines(answer.report, height)]
