"""The commands of Caches."""

from __future__ import annotations

from s2tui.tui.commands.command import Command

PLACES: dict[str, str] = {
    "caches": "on Caches",
    "choices": "in its list",
    "events": "in its events",
    "result": "in what the guest gets",
}
"""Places of this module, each with the words of the help's heading."""

COMMANDS: tuple[Command, ...] = (
    Command(
        "caches.step", "space,pagedown", "step(1)", "let the next event happen", "caches", "step"
    ),
    Command("caches.back", "pageup,backspace", "step(-1)", "take an event back", "caches", "back"),
    Command("caches.first", "home", "step(-1000)", "go to the start", "caches"),
    Command("caches.last", "end", "step(1000)", "go to the end", "caches"),
    Command("caches.play", "a", "play", "play the events, one a second", "caches", "play"),
    Command(
        "caches.left",
        "o",
        "turn_left",
        "turn what the previous owner left in the caches",
        "caches",
    ),
    Command("caches.dma", "z", "turn_dma", "turn how a device writes the page", "caches"),
    Command(
        "caches.free", "i", "free", "choose the events yourself, or no more", "caches", "choose"
    ),
    Command(
        "choices.take", "enter", "open", "play the order of events, or take the event", "choices"
    ),
    Command("choices.up", "up,k", "move(-1)", "go to the damage or event above", "choices"),
    Command("choices.down", "down,j", "move(1)", "go to the damage or event below", "choices"),
    Command("events.up", "up,k", "step(-1)", "go back to the event above", "events"),
    Command("events.down", "down,j", "step(1)", "go on to the event below", "events"),
    Command("result.caches", "enter", "caches", "see in the caches what can be lost", "result"),
)
