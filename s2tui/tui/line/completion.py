"""What the last word of a line may become: fields, values, cases, kernels, CPUs, hosts, files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from s2tui.kvm.scenario.fields import FIELDS, word
from s2tui.tui.line.ranking import rank
from s2tui.view.explore.inputs import INPUTS
from s2tui.view.kit.words import value_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from s2tui.kvm.scenario.fields import Field
    from s2tui.tui.session.state import State

FILES = (".py", ".toml")
"""The ends of files that a line can name."""
STATE_VERBS = ("explore", "explain", "compare")
"""Verbs that take the words of a scenario."""


class Completion(NamedTuple):
    """What a word may become."""

    word: str
    says: str
    more: bool = False
    """Whether it is only the beginning of one: a folder, or a field that lacks its value."""
    names: tuple[str, ...] = ()
    """What else it answers to."""


def split(line: str) -> tuple[str, str]:
    """A line as what stays and the part of its last word that is being typed."""
    at = max(line.rfind(" "), line.rfind(",")) + 1
    return line[:at], line[at:]


def completions(line: str, state: State) -> list[Completion]:
    """What the last word of a line may become, the likeliest first.

    Args:
        line: as far as it is typed.
        state: what is on screen.
    """
    before, typed = split(line)
    words = before.replace(",", " ").split()
    found = [c for c in _candidates(words, typed, state) if _fits(c, typed)]
    if not typed:
        return found
    return sorted(found, key=lambda c: _place(c, typed))


def _fits(one: Completion, typed: str) -> bool:
    return not typed or rank(typed, (one.word, *one.names), "") is not None


def _place(one: Completion, typed: str) -> int:
    place = rank(typed, (one.word, *one.names), "")
    return 0 if place is None else place


def _candidates(words: Sequence[str], typed: str, state: State) -> Iterator[Completion]:
    verb = words[0] if words else ""
    if "=" in typed:
        yield from _values(typed.partition("=")[0], state)
    elif _looks_like_path(typed):
        yield from _paths(typed)
    elif verb in ("from", "to", "migrate"):
        yield from _hosts(verb, words)
    elif verb == "cpu" and len(words) == 1:
        yield from _cpus()
    elif verb in ("diff", "check", "kernel", "policy"):
        yield from _kernels()
    elif verb == "theme":
        from s2tui.tui.terminal import themes

        yield from (Completion(name, "theme") for name in themes.names())
    elif not words or verb in STATE_VERBS or _says_scenario(verb):
        yield from _of_a_scenario(state)


def _says_scenario(first: str) -> bool:
    """Whether a line that begins so goes on with words of a scenario."""
    from s2tui.tui.line.order import VERBS

    return first not in VERBS or first == "cpu"


def _of_a_scenario(state: State) -> Iterator[Completion]:
    for field in FIELDS.values():
        now = word(value_of(state.scenario, field.name))
        names = _names_of(field)
        yield Completion(f"{field.name}=", f"{field.text} ({now})", more=True, names=names)
    yield from _cases()
    yield from _kernels()
    yield from _bridges()


def _bridges() -> Iterator[Completion]:
    from s2tui.kvm.scenario.bridges import TAKES

    for name, takes in TAKES.items():
        yield Completion(f"{name}=", f"from the field: {takes}", more=True)


def _names_of(field: Field) -> tuple[str, ...]:
    """What else a field answers to: its label, and its name without its group."""
    label = INPUTS[field.name].label if field.name in INPUTS else field.name
    return label, f"{field.name.rpartition('.')[2]}="


def _values(name: str, state: State) -> Iterator[Completion]:
    """The values of a field, also where its name lacks the group."""
    from s2tui.kvm.scenario.values import meaning

    for field in FIELDS.values():
        if name not in (field.name, field.name.rpartition(".")[2]):
            continue
        now = value_of(state.scenario, field.name)
        for value in field.values:
            said = f"{field.name}={word(value)}"
            short = f"{field.name.rpartition('.')[2]}={word(value)}"
            as_it_is = "as it is: " if value == now else ""
            yield Completion(said, as_it_is + meaning(field.name, value), names=(short,))
    if name == "host.cpu":
        yield from (one._replace(word=f"host.cpu={one.word}") for one in _cpus())


def _cases() -> Iterator[Completion]:
    from s2tui.kvm.scenario.named import askable

    for name, named in askable().items():
        yield Completion(f"@{name}", named.text)


def _kernels() -> Iterator[Completion]:
    from s2tui.kvm.policies.registry import find, listed, releases

    ids = listed()
    for name in (*ids, *(release for release in releases() if release not in ids)):
        yield Completion(name, find(name).title)


def _cpus() -> Iterator[Completion]:
    from s2tui.arm.cpus import load

    for name, cpu in load().items():
        yield Completion(name, cpu.title)


def _hosts(verb: str, words: Sequence[str]) -> Iterator[Completion]:
    """What can stand in a line about hosts to move between."""
    if verb == "migrate" and len(words) == 1:
        yield Completion("from", "the host that the VM leaves", more=True)
        yield Completion("to", "the host that it goes to", more=True)
        yield from (one for one in _paths("") if not one.word.endswith(".py"))
        return
    if "to" not in words:
        yield Completion("to", "the host that it goes to", more=True)
    yield from _cpus()
    yield from _kernels()


def _looks_like_path(typed: str) -> bool:
    return typed.startswith((".", "~")) or "/" in typed


def _paths(typed: str) -> Iterator[Completion]:
    """Policies, scenarios and fleets in files, and the folders on the way to them."""
    folder, _ = os.path.split(typed)
    try:
        entries = sorted(Path(folder or ".").expanduser().iterdir())
    except OSError:
        return
    for entry in entries:
        said = str(Path(folder) / entry.name) if folder not in ("", ".") else entry.name
        if folder == "." or typed in ("", "."):
            said = f"./{entry.name}"
        if entry.is_dir() and not entry.name.startswith("."):
            yield Completion(f"{said}/", "a folder", more=True)
        elif entry.suffix in FILES:
            kind = "a policy" if entry.suffix == ".py" else "a scenario or a fleet"
            yield Completion(said, kind)
