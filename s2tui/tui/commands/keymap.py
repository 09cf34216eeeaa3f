"""Keys that somebody moved: the table `[keys]` of the configuration, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.errors import unknown
from s2tui.tui.commands.table import COMMANDS, MODAL, keys_of
from s2tui.tui.terminal.textual_private import key_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from s2tui.tui.commands.command import Command


NOTE = "; the help shows the id of each"


class Config(NamedTuple):
    """What the configuration says, and what is wrong with it."""

    keys: Mapping[str, str] = {}
    """By the id of a command, the keys that it has instead."""
    wrong: tuple[str, ...] = ()


def path() -> Path:
    """The configuration."""
    from platformdirs import user_config_path

    return user_config_path("s2tui") / "config.toml"


def load(file: Path) -> Config:
    """What a file says; nothing where there is none."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        return Config(wrong=(f"cannot read {file}: {error}",))
    import tomllib

    try:
        given = tomllib.loads(text)
    except ValueError as error:
        return Config(wrong=(f"{file} is not TOML: {error}",))
    wrong = [str(unknown(f"key in {file.name}", key, ("keys",))) for key in given if key != "keys"]
    keys = given.get("keys", {})
    if not isinstance(keys, dict):
        return Config(wrong=(*wrong, f"{file.name}: keys is not a table"))
    return _checked(keys, wrong)


def _checked(given: Mapping[str, object], wrong: list[str]) -> Config:
    """Keep what names a command and keys that nothing else has in the same place."""
    known = {command.id: command for command in COMMANDS}
    moved: dict[str, str] = {}
    for name, keys in given.items():
        if name not in known:
            wrong.append(str(unknown("command in [keys]", name, known, NOTE)))
        elif not isinstance(keys, str) or not all(part.strip() for part in keys.split(",")):
            wrong.append(f"[keys] {name} = {keys!r} is no key; accepted: one or more, as 'x,f2'")
        else:
            moved[name] = ",".join(_named(part.strip()) for part in keys.split(","))
    for name in list(moved):
        other = _clash(known[name], moved)
        if other is not None:
            wrong.append(f"[keys] {name} = {given[name]!r} is a key of {other} already")
            del moved[name]
    return Config(moved, tuple(wrong))


def _clash(command: Command, moved: Mapping[str, str]) -> str | None:
    """The command that has one of the keys in a place where both would be meant."""
    keys = set(keys_of(command, moved))
    for other in COMMANDS:
        near = other.place == command.place or (
            "app" in (other.place, command.place) and not {*MODAL} & {other.place, command.place}
        )
        if other.id != command.id and near and keys & set(keys_of(other, moved)):
            return other.id
    return None


def _named(key: str) -> str:
    """A key by its name, also where its character was given."""
    return key_of(key) if len(key) == 1 else key
