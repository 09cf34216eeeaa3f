"""Colour themes: what a role looks like. Plain TOML files; reading them needs no Textual.

A theme says a colour for the ground, for the chosen line and for each role of
`s2tui.view.kit.text`, and which roles are emphasised. The tests hold every file to contrast and,
for the one made for it, to differences that colour-blind people see.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui import toml
from s2tui.errors import RequestError, unknown
from s2tui.view.kit.text import MARKS

if TYPE_CHECKING:
    from s2tui.view.kit.text import Role

DEFAULT = "dark"
PACKAGE = Path(__file__).resolve().parents[2]
FOLDERS = (PACKAGE / "themes", PACKAGE.parent / "themes")
"""Inside the wheel, and beside the package in a checkout."""
GROUNDS = ("background", "chosen")
ROLES: tuple[Role, ...] = tuple(MARKS)
EMPHASES = ("bold", "underline", "reverse", "italic")


class ThemeFile(NamedTuple):
    """A theme as its file says."""

    name: str
    title: str
    dark: bool
    colours: dict[str, str]
    """`#rrggbb` for each ground and each role."""
    emphasis: dict[str, tuple[str, ...]]
    """What else marks a role: bold, underline, reverse, italic."""


def folder() -> Path:
    """Where the themes are.

    Raises:
        RequestError: they were not installed.
    """
    for path in FOLDERS:
        if path.is_dir():
            return path
    raise RequestError(f"no themes in {FOLDERS[0]}: the installation is incomplete")


def own_folder() -> Path:
    """Where the user's own themes are, if there are any."""
    from platformdirs import user_config_path

    return user_config_path("s2tui") / "themes"


def paths() -> dict[str, Path]:
    """Every theme's file by name; one of the user's own replaces one that came with the package."""
    found = sorted(folder().glob("*.toml")) + sorted(own_folder().glob("*.toml"))
    return {path.stem: path for path in found}


def names() -> tuple[str, ...]:
    """Every theme by name, the default first."""
    return tuple(sorted(paths(), key=lambda name: (name != DEFAULT, name)))


def load(name: str) -> ThemeFile:
    """A theme by its name.

    Raises:
        RequestError: there is no such theme, or its file is not one.
    """
    known = paths()
    if name not in known:
        raise unknown("theme", name, names())
    return read(known[name])


def read(path: Path) -> ThemeFile:
    """A theme from a file.

    Raises:
        RequestError: the file cannot be read, is no TOML, or lacks a colour or has one too many.
    """
    given = toml.read(path, "the theme ")
    for key in given:
        if key not in ("title", "dark", "colours", "emphasis"):
            raise unknown(f"key in {path.name}", key, ("title", "dark", "colours", "emphasis"))
    return ThemeFile(
        path.stem,
        str(given.get("title", path.stem)),
        bool(given.get("dark", True)),
        _colours(path.name, given.get("colours", {})),
        _emphasis(path.name, given.get("emphasis", {})),
    )


def _colours(where: str, given: dict[str, Any]) -> dict[str, str]:
    wanted = (*GROUNDS, *ROLES)
    for name, colour in given.items():
        if name not in wanted:
            raise unknown(f"colour in {where}", name, wanted)
        if not _is_colour(colour):
            raise RequestError(f"{where}: {name} = {colour!r} is not a colour; accepted: #rrggbb")
    missing = [name for name in wanted if name not in given]
    if missing:
        raise RequestError(f"{where} has no colour for {', '.join(missing)}")
    return {name: given[name] for name in wanted}


def _is_colour(value: object) -> bool:
    if not isinstance(value, str) or len(value) != len("#rrggbb") or value[0] != "#":
        return False
    return all(digit in "0123456789abcdefABCDEF" for digit in value[1:])


def _emphasis(where: str, given: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for role, words in given.items():
        if role not in ROLES:
            raise unknown(f"role in {where}", role, ROLES)
        for word in words:
            if word not in EMPHASES:
                raise unknown(f"emphasis in {where}", str(word), EMPHASES)
        found[role] = tuple(words)
    return found
