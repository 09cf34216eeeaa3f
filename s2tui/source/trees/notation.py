"""How a tree is written: TREE, TREE@REV, TREE+series.mbox, TREE@REV+x.patch+y.patch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from s2tui.errors import RequestError
from s2tui.source.trees.directory import Directory
from s2tui.source.trees.mails import series
from s2tui.source.trees.patched import applied
from s2tui.source.trees.revision import Revision
from s2tui.source.trees.tarball import ENDINGS, Tarball
from s2tui.source.trees.tree import checked

if TYPE_CHECKING:
    from s2tui.source.trees.mails import Patch
    from s2tui.source.trees.tree import Tree

PATCHES = (".mbox", ".mbx", ".patch", ".diff", ".eml")
"""How a file with patches is called, where it is said after a plus."""


class Named(NamedTuple):
    """The parts of a tree's name."""

    place: str
    """A directory, a repository or a tar."""
    revision: str
    """Nothing for the files as they are."""
    patches: tuple[str, ...]
    """Files, in the order in which they are applied."""


def is_tree(text: str) -> bool:
    """Whether a word names a tree, rather than a policy."""
    place = parts(text).place
    return Path(place).expanduser().is_dir() or place.endswith(ENDINGS)


def parts(text: str) -> Named:
    """Take a tree's name apart; a plus or an at-sign of a path that exists is one of the path."""
    rest = text
    patches: list[str] = []
    while not _exists(rest):
        before, plus, last = rest.rpartition("+")
        # A revision may have a plus too.
        if not plus or not (last.endswith(PATCHES) or Path(last).expanduser().is_file()):
            break
        rest = before
        patches.insert(0, last)
    if _exists(rest):
        return Named(rest, "", tuple(patches))
    place, _, revision = rest.partition("@")
    for at, sign in enumerate(rest):
        if sign == "@" and _exists(rest[:at]):
            place, revision = rest[:at], rest[at + 1 :]
            break
    return Named(place, revision, tuple(patches))


def open_tree(text: str) -> Tree:
    """The tree that a word names, with all of its patches.

    Raises:
        RequestError: it names none, or a patch does not apply.
    """
    return trees(text)[-1]


def trees(text: str) -> tuple[Tree, ...]:
    """The tree without its patches, and then with one more each: every step of a series.

    Raises:
        RequestError: as `open_tree`.
    """
    named = parts(text)
    found = [checked(_unpatched(named), named.place)]
    for name in named.patches:
        for patch in patches_of(name):
            found.append(applied(found[-1], patch, name))
    return tuple(found)


def patches_of(name: str) -> tuple[Patch, ...]:
    """The patches of a file, in order.

    Raises:
        RequestError: it cannot be read, or has no patch.
    """
    try:
        content = Path(name).expanduser().read_bytes()
    except OSError as error:
        raise RequestError(f"cannot read {name}: {error.strerror}") from None
    except ValueError as error:
        raise RequestError(f"cannot read {name}: {error}") from None
    return series(content, name)


def _exists(text: str) -> bool:
    try:
        return Path(text).expanduser().exists()
    except (OSError, ValueError, RuntimeError):
        return False


def _unpatched(named: Named) -> Tree:
    if not _exists(named.place):
        raise RequestError(
            f"there is no tree {named.place}; a tree is a directory, a tar, or a git"
            " repository with @REVISION"
        )
    path = Path(named.place).expanduser()
    if path.is_dir():
        if named.revision or _is_bare(path):
            return Revision(path, named.revision or "HEAD")
        return Directory(path)
    if named.revision:
        raise RequestError(f"{named.place} is no directory, so it has no revision")
    if not named.place.endswith(ENDINGS):
        raise RequestError(
            f"{named.place} is no tree: neither a directory nor called {', '.join(ENDINGS)}"
        )
    return Tarball(path)


def _is_bare(path: Path) -> bool:
    """Whether a folder is a repository without files of its own."""
    return (path / "HEAD").is_file() and (path / "objects").is_dir()
