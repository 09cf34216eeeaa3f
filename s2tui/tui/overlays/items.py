"""Everything that there is to find by name: commands, screens, fields, values, cases, policies."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.widget import Widget

from s2tui.kvm.glossary.glossary import terms
from s2tui.kvm.scenario.fields import FIELDS, word
from s2tui.tui.commands.names import moves_cursor, names_of
from s2tui.tui.commands.screens import BY_NAME, FIRST
from s2tui.tui.commands.table import COMMANDS, MODAL, PLACES, keys_of, shown
from s2tui.tui.overlays.picker import explain
from s2tui.tui.overlays.sharing import copies, copy
from s2tui.tui.terminal import themes
from s2tui.tui.terminal.textual_private import binding_ids
from s2tui.tui.widgets.panel import nothing
from s2tui.view.explore.inputs import INPUTS
from s2tui.view.kit.words import value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from s2tui.tui.commands.command import Command
    from s2tui.tui.line.reading import Order
    from s2tui.tui.overlays.host import OverlayHost


class Item(NamedTuple):
    """One thing to find."""

    names: tuple[str, ...]
    """What it is called; the first is shown."""
    text: str
    kind: str
    """What it is: the id of a command, or a word."""
    run: Callable[[], object] = nothing
    first: bool = True
    """Whether it is shown before anything was typed."""
    last: bool = False
    """Whether it comes after everything else that was found."""
    key: str = ""
    """The key that does the same."""
    line: str = ""
    """The line that is read again when it is done, in place of running it."""
    reading: int = 0
    """Which of the meanings of that line it is."""
    more: bool = False
    """Whether it is only the beginning of a line."""

    @property
    def title(self) -> str:
        """How it is shown."""
        return f"{self.names[0]} {self.text}".strip()


def near_items(app: OverlayHost) -> Iterator[Item]:
    """What can be done, the commands of the present place first; nothing of it is in a file."""
    near = [app.base.PLACE, "app", *app.base.places()]
    order = {place: at for at, place in reversed(list(enumerate(near)))}

    def place(command: Command) -> tuple[bool, int, bool]:
        return bool(command.input), order.get(command.place, len(near)), not command.footer

    for command in sorted(COMMANDS, key=place):
        if command.place not in MODAL:
            yield _command(app, command, command.place in near)
    for name, one in copies(app.base).items():
        names = (f"copy {name}", one.title)
        yield Item(names, one.title, f"copy {name}", partial(copy, app, name))


def far_items(app: OverlayHost) -> Iterator[Item]:
    """What there is to ask about: fields and their values, cases, CPUs, policies, themes, words."""
    yield from _fields(app)
    yield from _named()
    for name in themes.names():
        run = partial(app.dress, name)
        yield Item((f"theme {name}", name), "", "colours", run, first=False)
    for term in terms().values():
        run = partial(explain, app, term.name)
        yield Item((term.name, *term.also), term.text, "word", run, first=False, last=True)


def items(app: OverlayHost) -> Iterator[Item]:
    """Everything."""
    yield from near_items(app)
    yield from far_items(app)


def _command(app: OverlayHost, command: Command, near: bool) -> Item:
    names, cursor = names_of(command), moves_cursor(command)
    if command.id.startswith("open."):
        names = (*names, BY_NAME[command.id.removeprefix("open.")].title)
    key = shown(",".join(keys_of(command, app.keymap)))
    act = partial(perform, app, command)
    elsewhere = f" ({PLACES[command.place]})" if command.place in BY_NAME and not near else ""
    return Item(names, command.text + elsewhere, command.id, act, near and not cursor, cursor, key)


def _fields(app: OverlayHost) -> Iterator[Item]:
    from s2tui.kvm.scenario.values import meaning

    now = app.answer.report.scenario
    for field in FIELDS.values():
        label = INPUTS[field.name].label if field.name in INPUTS else field.name
        short = field.name.rpartition(".")[2]
        names = (field.name, label, short)
        yield Item(names, field.text, "field", partial(_go_to, app, field.name), first=False)
        for value in field.values:
            said = f"{field.name}={word(value)}"
            own = (said,) if isinstance(value, bool) else (said, value)
            as_it_is = "as it is: " if value_of(now, field.name) == value else ""
            text = as_it_is + meaning(field.name, value)
            yield _of_line((*own, f"{short}={word(value)}"), text, "value", said)


def _named() -> Iterator[Item]:
    from s2tui.arm import cpus
    from s2tui.kvm.policies.registry import find, listed, releases
    from s2tui.kvm.scenario.named import askable

    for name, named in askable().items():
        yield _of_line((f"@{name}", name), named.text, "scenario", f"@{name}")
    kind = "kernel or policy"
    ids = listed()
    for name in ids:
        yield _of_line((name, name.rpartition("/")[2]), find(name).title, kind, name)
    for kernel in releases():
        if kernel not in ids:
            text = f"answered by {find(kernel).id}: {find(kernel).title}"
            yield _of_line((kernel,), text, kind, kernel)
    for name, cpu in cpus.load().items():
        yield _of_line((f"cpu {name}", name), cpu.title, "cpu", f"cpu {name}")


def _of_line(names: tuple[str, ...], text: str, kind: str, line: str) -> Item:
    """What does as a typed line would."""
    return Item(names, text, kind, first=False, line=line)


def _go_to(app: OverlayHost, field: str) -> None:
    """Put the cursor of the inputs on a field."""
    app.forget()
    app.open(FIRST).go_to(field)


async def perform(app: OverlayHost, command: Command) -> None:
    """Do what a command's key would do, on its screen, in the widget that has it."""
    if command.place in BY_NAME and command.place != app.base.PLACE:
        app.forget()
        app.open(command.place)
    for node in (app.base.app, app.base, *app.base.query("*")):
        if command.id in binding_ids(node):
            if isinstance(node, Widget) and node.focusable:
                node.focus()
            await app.run_action(command.action, node)
            return
    app.notice(f"{command.text}: only {PLACES[command.place]}")


def do(app: OverlayHost, order: Order) -> None:
    """Carry an order out: the theme, the state, the screen with what it is to show."""
    if order.theme:
        app.dress(order.theme)
    if order.state is not None:
        app.go(order.state)
        if app.state != order.state:
            return  # It cannot be shown, and that was said.
    if order.screen:
        app.forget()
        app.open(order.screen).take(order.given)
    for note in order.notes:
        app.notice(note)
