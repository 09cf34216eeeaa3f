"""Named scenarios: `@NAME` on the command line and in the palette. They live in a data file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from s2tui.errors import unknown

if TYPE_CHECKING:
    from s2tui.kvm.scenario import Value

FILE = Path(__file__).with_name("scenarios.toml")


class Named(NamedTuple):
    """A scenario that people talk about."""

    name: str
    text: str
    """What it shows, in one line."""
    fields: dict[str, Value]
    """The fields that differ from the defaults, by contract name."""


@cache
def load() -> dict[str, Named]:
    """Every named scenario, in the order of the file."""
    import tomllib  # noqa: PLC0415 - only who asks for a name pays for it

    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        name: Named(name, entry["text"], entry.get("fields", {})) for name, entry in data.items()
    }


def scenario_fields(name: str) -> dict[str, Value]:
    """The fields of a named scenario.

    Raises:
        Wrong: there is no such name.
    """
    named = load()
    if name not in named:
        raise unknown("scenario", f"@{name}", [f"@{known}" for known in named])
    return dict(named[name].fields)
