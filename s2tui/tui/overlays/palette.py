"""The command palette: every action, scenario, policy, screen and theme, found by name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from textual.command import CommandList, DiscoveryHit, Hit, Provider
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList

from s2tui.kvm.scenario.notation import parse_words
from s2tui.tui.commands.screens import BY_NAME
from s2tui.tui.commands.table import COMMANDS, MODAL, PLACES, keys_of, shown
from s2tui.tui.overlays.overlay import Overlay
from s2tui.tui.overlays.sharing import COPIES, copy
from s2tui.tui.session.state import moved
from s2tui.tui.terminal import themes
from s2tui.tui.terminal.textual_private import Palette, binding_ids

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from textual import events
    from textual.app import ComposeResult
    from textual.message import Message

    from s2tui.tui.commands.command import Command
    from s2tui.tui.overlays.host import OverlayHost


class Item(NamedTuple):
    """One thing to find."""

    title: str
    kind: str
    """What it is: the id of a command, or a word."""
    run: Callable[[], object]
    first: bool = True
    """Whether it is shown before anything was typed."""


def items(app: OverlayHost) -> Iterator[Item]:
    """Everything that there is to find, the commands of the present place first."""
    near = [app.base.PLACE, "app", *app.base.places()]
    order = {place: at for at, place in reversed(list(enumerate(near)))}
    for command in sorted(COMMANDS, key=lambda c: (bool(c.input), order.get(c.place, len(near)))):
        if command.place in MODAL:
            continue
        keys = shown(",".join(keys_of(command, app.keymap)))
        act = partial(app.call_later, perform, app, command)
        yield Item(f"{command.text}  [{keys}]", command.id, act, command.place in near)
    for name, what in COPIES.items():
        yield Item(f"copy {what.title}", f"copy {name}", partial(copy, app, name))
    yield from _scenarios(app)
    yield from _policies(app)
    for name in themes.names():
        yield Item(f"theme {name}", "colours", partial(app.dress, name))


def _scenarios(app: OverlayHost) -> Iterator[Item]:
    from s2tui.kvm.scenario.named import askable

    for name, named in askable().items():
        yield Item(f"@{name} {named.text}", "scenario", partial(take, app, f"@{name}"), False)


def _policies(app: OverlayHost) -> Iterator[Item]:
    from s2tui.kvm.policies.registry import POLICIES, find, releases

    for name in POLICIES:
        title = f"{name} {find(name).title}"
        yield Item(title, "kernel or policy", partial(answer_by, app, name), False)
    for kernel in releases():
        if kernel not in POLICIES:
            title = f"{kernel} answered by {find(kernel).id}: {find(kernel).title}"
            yield Item(title, "kernel or policy", partial(answer_by, app, kernel), False)


async def perform(app: OverlayHost, command: Command) -> None:
    """Do what a command's key would do, on its screen, in the widget that has it."""
    if command.place in BY_NAME:
        app.open(command.place)
    for node in (app.base.app, app.base, *app.base.query("*")):
        if command.id in binding_ids(node):
            if isinstance(node, Widget) and node.focusable:
                node.focus()
            await app.run_action(command.action, node)
            return
    app.notice(f"{command.text}: only {PLACES[command.place]}")


def take(app: OverlayHost, words: str) -> None:
    """Go to a scenario under the present kernel."""
    found = parse_words([words])
    if app.state is not None:
        app.go(moved(app.state, found.scenario, app.state.kernel))
    for note in found.notes:
        app.notice(note)


def answer_by(app: OverlayHost, kernel: str) -> None:
    """Ask another kernel or policy."""
    if app.state is not None:
        app.go(moved(app.state, app.state.wanted, kernel))


class Everything(Provider):
    """Finds items by their words."""

    def _items(self) -> Iterator[Item]:
        return items(cast("OverlayHost", self.app))

    async def discover(self) -> AsyncIterator[DiscoveryHit]:
        """What is shown before anything was typed."""
        for item in self._items():
            if item.first:
                yield DiscoveryHit(Content(item.title), item.run, item.title)

    async def search(self, query: str) -> AsyncIterator[Hit]:
        """What matches, the best first. What is asked for in words is no markup."""
        matcher = self.matcher(query)
        for item in self._items():
            # Matcher.highlight would read the title as markup.
            score, places = matcher.fuzzy_search.match(query, item.title)
            if score > 0:
                said = Content(item.title)
                for at in places:
                    said = said.stylize(matcher.match_style, at, at + 1)
                yield Hit(score, said, item.run, item.title)


class Copies(Everything):
    """Finds only what can be copied."""

    def _items(self) -> Iterator[Item]:
        return (item for item in super()._items() if item.kind.startswith("copy "))


class CurrentList(CommandList):
    """The list of what was found, where a click means nothing that stood there before."""

    def on_click(self, event: events.Click) -> None:
        """A second click may come when the first one has emptied the list."""
        if event.style.meta.get("option", -1) >= self.option_count:
            event.prevent_default()


class PlainPalette(Palette, Overlay):
    """The palette without the picture of a lens, which not every terminal has."""

    # It is laid out once in a new size before it hears of it, and no text wraps in no column.
    CSS = "PlainPalette SearchIcon { display: none; } PlainPalette CommandList { min-width: 20; }"

    def compose(self) -> ComposeResult:
        """Textual's widgets, with a list of this house."""
        for widget in super().compose():
            yield CurrentList() if isinstance(widget, CommandList) else widget

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the chosen line."""
        self._once(event)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Do what was chosen."""
        self._once(event)

    def _once(self, event: Message) -> None:
        """A second enter that comes too late does not do it again."""
        if not self.is_current:
            event.prevent_default()


def palette(providers: type[Provider] = Everything) -> PlainPalette:
    """A palette to push."""
    what = "what to copy" if providers is Copies else "do, open, @scenario, kernel, theme"
    return PlainPalette([providers], placeholder=what)
