"""The commands of Descriptor."""

from __future__ import annotations

from s2tui.tui.commands.command import Command

PLACES: dict[str, str] = {
    "descriptor": "on the descriptor screen",
    "editor": "in its bits",
    "entry": "while a value is typed",
    "options": "in its options",
    "writers": "in the list of who writes it",
}
"""Places of this module, each with the words of the help's heading."""

COMMANDS: tuple[Command, ...] = (
    Command("descriptor.type", "i", "type", "type or paste a value", "descriptor", "type"),
    Command(
        "descriptor.zero", "0", "type('0')", "begin to type a value such as 0x7db", "descriptor"
    ),
    Command(
        "descriptor.follow",
        "o",
        "follow",
        "take the descriptor of the present scenario",
        "descriptor",
        "scenario's",
    ),
    Command(
        "editor.flip",
        "space,enter",
        "flip",
        "flip the bit",
        "editor",
        "flip",
        screens=("descriptor",),
    ),
    Command("editor.back", "backspace", "back", "take the last change of the value back", "editor"),
    Command("editor.left", "left,h", "move(-1, 0)", "go to the bit on the left", "editor"),
    Command("editor.right", "right,l", "move(1, 0)", "go to the bit on the right", "editor"),
    Command("editor.up", "up,k", "move(0, -1)", "go to the row above", "editor"),
    Command("editor.down", "down,j", "move(0, 1)", "go to the row below", "editor"),
    Command("editor.field_left", "pageup", "field(-1)", "go to the field on the left", "editor"),
    Command("editor.field_right", "pagedown", "field(1)", "go to the field on the right", "editor"),
    Command("editor.first", "home", "bit(63)", "go to bit 63", "editor"),
    Command("editor.last", "end", "bit(0)", "go to bit 0", "editor"),
    Command("entry.leave", "enter,escape", "leave", "go to the bits", "entry"),
    Command("options.turn", "space,enter,right,l", "turn(1)", "turn the option", "options"),
    Command("options.back", "backspace,left,h", "turn(-1)", "turn the option back", "options"),
    Command("options.up", "up,k", "move(-1)", "go up", "options"),
    Command("options.down", "down,j", "move(1)", "go down", "options"),
    Command("options.first", "home", "move(-1000)", "go to the first option", "options"),
    Command("options.last", "end", "move(1000)", "go to the last option", "options"),
    Command("writers.open", "enter,space", "open", "explore a scenario that writes it", "writers"),
)
