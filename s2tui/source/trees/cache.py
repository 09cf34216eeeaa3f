"""What was worked out before, under the user's cache folder: losing it costs time and nothing else.

One file an answer, written beside its place and then moved there, so that two processes never read
half of one. What another version of this tool wrote, or this one before a file of it was edited, is
never found, and is removed in time.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from s2tui import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST, BYTES = 256, 64 << 20
"""Answers that are kept, and what they take; those that were not asked for the longest go first."""
VERSIONS = 3
"""Of how many versions of this tool: it may be installed more than once."""
PACKAGE = Path(__file__).parents[2]


def folder() -> Path:
    """Where answers of this very tool are kept."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    root = Path(base) if Path(base).is_absolute() else Path("~/.cache").expanduser()
    return root / "s2tui" / "trees" / f"{__version__}-{built()}"


def key(*parts: str) -> str:
    """A name for an answer, of everything that it depends on."""
    return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def get(name: str) -> bytes | None:
    """What is kept under a name; None where nothing is, or not all of it."""
    place = folder() / name
    try:
        content = place.read_bytes()
        os.utime(place)
        os.utime(place.parent)
    except OSError:
        return None
    digest, rest = content[:32], content[32:]
    return rest if sha256(rest).digest() == digest else None


def put(name: str, content: bytes) -> None:
    """Keep something under a name, if there is room and leave."""
    here = folder()
    try:
        if not here.is_dir():
            here.mkdir(parents=True, exist_ok=True)
            _forget_others(here)
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
    kept = sorted(_by_age(here), reverse=True)
    taken = 0
    for number, (_, size, one) in enumerate(kept):
        taken += size
        if number >= MOST or taken > BYTES:
            one.unlink(missing_ok=True)


def _forget_others(here: Path) -> None:
    """Remove what versions of this tool kept that were not used for the longest."""
    others = sorted((age, one) for age, _, one in _by_age(here.parent) if one != here)
    for _, one in others[: max(len(others) - (VERSIONS - 1), 0)]:
        shutil.rmtree(one, ignore_errors=True)


def _by_age(folder: Path) -> Iterator[tuple[int, int, Path]]:
    """When what is in a folder was used last, its bytes, and its path."""
    for one in folder.iterdir():
        if one.name[0] != ".":
            stat = one.stat()
            yield stat.st_mtime_ns, stat.st_size, one


@lru_cache(maxsize=1)
def built() -> str:
    """What tells this build from another one of the same version: all that is in its files."""
    digest = sha256()
    for one in sorted(PACKAGE.rglob("*")):
        if one.is_file() and one.parent.name != "__pycache__":
            content = one.read_bytes()
            digest.update(f"{one.relative_to(PACKAGE)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]
