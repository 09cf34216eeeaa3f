"""What was worked out before, under the user's cache folder: losing it costs time and nothing else.

One file an answer, written beside its place and then moved there, so that two processes never read
half of one. What was written by another version of this tool is never found.
"""

from __future__ import annotations

import os
import tempfile
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from s2tui import __version__

MOST = 256
"""Answers that are kept; those that were not asked for the longest go first."""
PACKAGE = Path(__file__).parents[2]


def folder() -> Path:
    """Where answers of this very tool are kept."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    root = Path(base) if Path(base).is_absolute() else Path("~/.cache").expanduser()
    return root / "s2tui" / "trees" / f"{__version__}-{_built()}"


def key(*parts: str) -> str:
    """A name for an answer, of everything that it depends on."""
    return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def get(name: str) -> bytes | None:
    """What is kept under a name; None where nothing is, or not all of it."""
    place = folder() / name
    try:
        content = place.read_bytes()
        os.utime(place)
    except OSError:
        return None
    digest, rest = content[:32], content[32:]
    return rest if sha256(rest).digest() == digest else None


def put(name: str, content: bytes) -> None:
    """Keep something under a name, if there is room and leave."""
    here = folder()
    try:
        here.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=here, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(sha256(content).digest() + content)
            Path(beside).replace(here / name)
        except OSError:
            Path(beside).unlink(missing_ok=True)
        _prune(here)
    except OSError:
        return


def _prune(here: Path) -> None:
    """Remove what was not asked for the longest; another process may do the same."""
    kept = [(one.stat().st_mtime_ns, one) for one in here.iterdir() if one.name[0] != "."]
    for _, one in sorted(kept)[: max(len(kept) - MOST, 0)]:
        one.unlink(missing_ok=True)


@lru_cache(maxsize=1)
def _built() -> str:
    """What tells this build from another one of the same version: sizes and times of its files."""
    files = sorted(
        (str(one.relative_to(PACKAGE)), stat.st_size, stat.st_mtime_ns)
        for one in PACKAGE.rglob("*.py")
        for stat in (one.stat(),)
    )
    return sha256(repr(files).encode()).hexdigest()[:12]
