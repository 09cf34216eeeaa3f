"""Files that s2tui keeps for itself: replaced as a whole, and set aside where they are damaged."""

from __future__ import annotations

from pathlib import Path


def folder() -> Path:
    """The folder of what survives between sessions."""
    from platformdirs import user_state_path

    return user_state_path("s2tui")


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
