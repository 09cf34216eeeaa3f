"""Files that s2tui keeps for itself: replaced as a whole, and set aside where they are damaged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from s2tui.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def folder() -> Path:
    """The folder of what survives between sessions."""
    from platformdirs import user_state_path

    return user_state_path("s2tui")


def load(
    file: Path, version: int, made: Callable[[dict[str, Any]], T], nothing: T
) -> tuple[T, str]:
    """What a file of JSON holds, and what is to be said about it; nothing where there is no file.

    Args:
        file: it is set aside where it cannot be read or understood.
        version: what it has to say that it is of.
        made: makes something of its object, or raises what a wrong one gives rise to.
        nothing: what there is without it.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return nothing, ""
    except (OSError, UnicodeDecodeError) as error:
        return nothing, set_aside(file, error)
    try:
        given = json.loads(text)
        if given["version"] != version:
            raise RequestError(f"saved by another version: {given['version']!r}")
        return made(given), ""
    # Whatever is wrong with it, from no JSON at all to a name that is gone, is handled alike.
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        return nothing, set_aside(file, error)


def replace(file: Path, text: str) -> None:
    """Replace a file at once; whoever reads it sees the old one or the new one.

    Raises:
        OSError: it cannot be written.
    """
    import os
    import tempfile

    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with open(handle, "w", encoding="utf-8") as out:
            out.write(text)
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def set_aside(file: Path, error: Exception) -> str:
    """Move a damaged file out of the way, and say so."""
    damaged = file.with_name(file.name + ".damaged")
    why = error.strerror if isinstance(error, OSError) else "it is damaged"
    try:
        file.replace(damaged)
    except OSError:
        return f"what was saved in {file} cannot be used: {why}"
    return f"what was saved cannot be used, {why}: it is now {damaged}"
