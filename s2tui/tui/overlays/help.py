"""The help: every command of the table with its keys, and what the marks mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import ModalScreen

from s2tui.kvm.glossary.glossary import terms_in
from s2tui.tui.commands.table import COMMANDS, PLACES, bindings, keys_of, shown
from s2tui.tui.host import host_of
from s2tui.tui.overlays.overlay import Overlay
from s2tui.tui.session.state import Answer
from s2tui.tui.widgets.scroll_text import ScrollText
from s2tui.view.explore.picks import term_lines
from s2tui.view.kit.layout import flow, spread
from s2tui.view.kit.text import SIGNS, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult

    from s2tui.tui.commands.command import Command
    from s2tui.view.kit.text import Line

KEY_COLUMN = 20
MOST_WORDS = 3
"""Words that are explained before the keys."""
INPUTS = "Inputs: the letter turns; a capital turns back, backspace where it means something else"
PAGE = 10
"""What the keys of a page ask for; the help scrolls by as many lines as there are in sight."""
WITH_IDS = 76
"""Columns from which on each command is shown with its id."""


def help_lines(
    width: int,
    near: Sequence[str] = (),
    keymap: Mapping[str, str] | None = None,
    texts: Sequence[str] = (),
    notes: Sequence[Line] = (),
) -> list[Line]:
    """The words under the cursor, what works here, the inputs, the signs, what works elsewhere.

    Args:
        width: columns.
        near: the places that are on the screen, whose keys come first.
        keymap: by id, the keys that somebody gave a command instead of its own.
        texts: what stands under the cursor.
        notes: what the screen has to say beside its keys.
    """
    here = [place for place in PLACES if place in near]
    there = [place for place in PLACES if place not in (*here, "app")]
    lines = _word_lines(texts, width)
    for place in here:
        lines += _place_lines(place, width, keymap or {})
    lines += [*notes, ()] if notes else []
    lines += _place_lines("app", width, keymap or {})
    lines += flow((), INPUTS, width, "title")
    for command in COMMANDS:
        if command.input:
            lines += _command_lines(command, width, keymap or {})
    lines += [(), (Span("The signs", "title"),)]
    for sign in SIGNS:
        lines += flow((Span(f"  {sign.sign:<3} ", sign.role),), sign.text, width)
    lines.append(())
    for place in there:
        lines += _place_lines(place, width, keymap or {})
    return lines


def _word_lines(texts: Sequence[str], width: int) -> list[Line]:
    """The first few words of the field in some texts, explained."""
    found = terms_in(texts) if texts else ()
    if not found:
        return []
    lines: list[Line] = [(Span("The words under the cursor", "title"),)]
    lines += term_lines(found[:MOST_WORDS], width)
    more = f"{len(found) - MOST_WORDS} more, and every other one: K"
    return [*lines, *([(Span(f"  {more}", "dim"),)] if len(found) > MOST_WORDS else []), ()]


def _place_lines(place: str, width: int, keymap: Mapping[str, str]) -> list[Line]:
    """The commands of one place below its name."""
    lines: list[Line] = []
    for command in COMMANDS:
        if command.place == place and not command.input:
            lines += _command_lines(command, width, keymap)
    return [(Span(f"Keys {PLACES[place]}", "title"),), *lines, ()] if lines else []


def _command_lines(command: Command, width: int, keymap: Mapping[str, str]) -> list[Line]:
    """The keys, what they do, and the id that a keymap gives them by."""
    keys = shown(",".join(keys_of(command, keymap)))
    id_ = command.id if width >= WITH_IDS else ""
    room = width - len(id_)
    lines = flow((Span(f"  {keys:<{KEY_COLUMN}} ", "key"),), command.text, room - 1)
    return [spread(lines[0], (Span(id_, "dim"),), width), *lines[1:]] if id_ else lines


def _said(line: Line) -> str:
    return "".join(span.text for span in line).casefold()


class HelpPanel(ScrollText[Answer]):
    """The help as a text that scrolls."""

    wanted = ""
    """What it is filtered by."""
    near: Sequence[str] = ()
    texts: Sequence[str] = ()
    notes: Callable[[int], Sequence[Line]] = staticmethod(lambda _: ())
    """What the screen below has to say beside its keys."""

    def title(self, shown: Answer) -> str:
        """What it is, what it is filtered by, and the keys that matter most."""
        if self.wanted:
            return f"help, only the lines with {self.wanted!r}: escape shows all"
        return "help: / filters, escape leaves it"

    def action_scroll_text(self, by: int) -> None:
        """Scroll by a line, by as many as there are in sight, or to an end."""
        if abs(by) == PAGE:
            by = by // PAGE * max(self.size.height - 2, 1)
        super().action_scroll_text(by)

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """Every line of the help."""
        notes = self.notes(width)
        lines = help_lines(width, self.near, host_of(self).keymap, self.texts, notes)
        words = self.wanted.casefold().split()
        found = [one for one in lines if all(word in _said(one) for word in words)]
        return found or [(Span("nothing has that in it", "dim"),)]

    def filter(self, text: str) -> None:
        """Show only the lines that have a text in them."""
        self.wanted, self.top = text, 0
        self.redraw()


class HelpScreen(ModalScreen[None], Overlay):
    """Shows the help until it is left."""

    CSS_PATH = "help.tcss"
    BINDINGS = bindings("help")

    def __init__(
        self,
        answer: Answer,
        near: Sequence[str],
        texts: Sequence[str],
        notes: Callable[[int], Sequence[Line]],
    ) -> None:
        super().__init__()
        self._notes = notes
        self._answer = answer
        self._near, self._texts = near, texts

    def compose(self) -> ComposeResult:
        """One panel."""
        panel = HelpPanel()
        panel.shown, panel.near = self._answer, self._near
        panel.texts, panel.notes = self._texts, self._notes
        yield panel

    def action_back(self) -> None:
        """Show what is filtered out, or leave where nothing is."""
        panel = self.query_one(HelpPanel)
        if panel.wanted:
            panel.filter("")
        else:
            self.dismiss()

    def action_filter(self) -> None:
        """Ask for a text to filter the help by."""
        from s2tui.tui.widgets.prompt import Prompt

        if not self.query(Prompt):
            panel = self.query_one(HelpPanel)
            asked = "show only the lines that have this in them"
            Prompt(asked, panel.wanted, lambda _: True, panel.filter).stand(self)
