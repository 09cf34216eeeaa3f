"""The commands of the explorer and of its panels."""

from __future__ import annotations

from s2tui.tui.commands.command import Command

PLACES = {
    "explore": "on the explorer",
    "form": "in the inputs",
    "strip": "in the descriptor",
    "journey": "in the journey",
    "whatif": "in the what-if line",
    "text": "in the other panels",
}
"""Places of this module, each with the words of the help's heading."""

COMMANDS = (
    Command("form.fold", "o", "fold", "show or hide the rarely needed inputs", "explore", "more"),
    Command("explore.whatif", "i", "whatif", "go to the what-if line", "explore", "what if"),
    Command("form.values", "enter", "values", "choose among its values, or fold the group", "form"),
    Command("form.turn", "space,right,l", "turn(1)", "turn the input", "form"),
    Command("form.back", "backspace,left,h", "turn(-1)", "turn the input back", "form"),
    Command("form.up", "up,k", "move(-1)", "go up", "form"),
    Command("form.down", "down,j", "move(1)", "go down", "form"),
    Command("form.first", "home", "move(-1000)", "go to the first input", "form"),
    Command("form.last", "end", "move(1000)", "go to the last input", "form"),
    Command("form.page_up", "pageup", "read(-3)", "read on above, what the input is", "form"),
    Command("form.page_down", "pagedown", "read(3)", "read on, what the input is", "form"),
    Command("strip.left", "left,h", "choose(-1)", "look at the field on the left", "strip"),
    Command("strip.right", "right,l", "choose(1)", "look at the field on the right", "strip"),
    Command("journey.up", "up,k", "move(-1)", "go to the stage or rule above", "journey"),
    Command("journey.down", "down,j", "move(1)", "go to the stage or rule below", "journey"),
    Command("journey.first", "home", "move(-1000)", "go to the first stage", "journey"),
    Command("journey.last", "end", "move(1000)", "go to the last stage or rule", "journey"),
    Command("journey.page_up", "pageup", "move(-5)", "go up some lines", "journey"),
    Command("journey.page_down", "pagedown", "move(5)", "go down some lines", "journey"),
    Command(
        "journey.open",
        "enter,right,l",
        "open",
        "open or close the stage, or the rule with its citation",
        "journey",
    ),
    Command("journey.detail", "space", "detail", "say everything, or what fits", "journey"),
    Command("whatif.previous", "up,k,left,h", "choose(-1)", "look at the change before", "whatif"),
    Command("whatif.next", "down,j,right,l", "choose(1)", "look at the next change", "whatif"),
    Command("whatif.first", "home", "go(-100000)", "go to the first change", "whatif"),
    Command("whatif.last", "end", "go(100000)", "go to the last change", "whatif"),
    Command("whatif.page_up", "pageup", "page(-1)", "go up a page of changes", "whatif"),
    Command("whatif.page_down", "pagedown", "page(1)", "go down a page of changes", "whatif"),
    Command("whatif.apply", "enter,space", "apply", "make the change", "whatif"),
    Command("text.up", "up,k", "scroll_text(-1)", "scroll up", "text"),
    Command("text.down", "down,j", "scroll_text(1)", "scroll down", "text"),
    Command("text.page_up", "pageup", "scroll_text(-10)", "scroll up a page", "text"),
    Command("text.page_down", "pagedown", "scroll_text(10)", "scroll down a page", "text"),
    Command("text.home", "home", "scroll_text(-1000)", "scroll to the beginning", "text"),
    Command("text.end", "end", "scroll_text(1000)", "scroll to the end", "text"),
    Command("text.detail", "space,enter", "detail", "say more, or less", "text"),
)
