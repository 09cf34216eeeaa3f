"""TOML files: the tables that come with a module, and what somebody wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.errors import RequestError

if TYPE_CHECKING:
    from pathlib import Path


def table(module: str, name: str) -> dict[str, Any]:
    """The file of a name that stands beside a module, which says where with its `__file__`."""
    import tomllib
    from pathlib import Path

    return tomllib.loads(Path(module).with_name(name).read_text(encoding="utf-8"))


def read(path: str | Path, what: str = "") -> dict[str, Any]:
    """A file that somebody wrote.

    Args:
        path: where it is.
        what: said before that in messages, such as `the theme `.

    Raises:
        RequestError: it cannot be read, or is no TOML.
    """
    import tomllib

    try:
        with open(path, "rb") as file:
            return tomllib.load(file)
    except OSError as error:
        raise RequestError(f"cannot read {what}{path}: {error.strerror}") from None
    except ValueError as error:
        raise RequestError(f"{what}{path} is not TOML: {error}") from None
