"""A tree as a revision of a git repository: bare and partial clones do, no file is checked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.errors import RequestError, short
from s2tui.source.trees.git import git
from s2tui.source.trees.tree import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_FILES = (b"100644", b"100755", b"100664")
"""The modes of ordinary files; links and submodules are none."""


class Revision:
    """The files of one tree object."""

    def __init__(self, where: Path, revision: str) -> None:
        """Find the revision.

        Raises:
            RequestError: there is no git, no repository, or no such revision.
        """
        self._where = where
        self._revision = revision
        there = git(where, "rev-parse", "--git-dir")
        if there.status:
            why = " ".join(there.errors[:1])
            if not why or "not a git repository" in why:
                why = f"it is no git repository, so it has no revision {short(revision)!r}"
            raise RequestError(f"cannot read {where}: {why}")
        found = git(
            where, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}"
        )
        if found.status:
            raise RequestError(f"{where} has no revision {short(revision)!r}")
        self._tree = found.out.decode("ascii").strip()
        self._ids: dict[str, str] = {}

    def read(self, path: str) -> bytes | None:
        """See `Tree`."""
        return self.read_all((path,))[path]

    def read_all(self, paths: Iterable[str]) -> dict[str, bytes | None]:
        """See `Tree`."""
        ids = self.identity(paths)
        wanted = [id_ for id_ in ids.values() if id_ is not None]
        contents = dict(zip(wanted, self._contents(wanted), strict=True))
        return {path: None if id_ is None else contents[id_] for path, id_ in ids.items()}

    def names(self, under: str) -> Iterator[str]:
        """See `Tree`."""
        found = git(self._where, "ls-tree", "-r", "-z", "--full-tree", self._tree, "--", under)
        for mode, _, name in _entries(found.out):
            if mode in _FILES:
                yield name

    def identity(self, paths: Iterable[str]) -> dict[str, str | None]:
        """See `Tree`."""
        asked = list(dict.fromkeys(paths))
        # A name with a slash at its end, or of nothing, would list a folder.
        new = [path for path in asked if path not in self._ids and path.strip("/") == path != ""]
        if new:
            found = git(self._where, "ls-tree", "-z", "--full-tree", self._tree, "--", *new)
            if found.status:
                raise RequestError(f"cannot read {self.describe()}: {' '.join(found.errors)}")
            for mode, id_, name in _entries(found.out):
                if mode in _FILES:
                    self._ids[name] = id_
        return {path: self._ids.get(path) for path in asked}

    def describe(self) -> str:
        """See `Tree`."""
        return f"{self._revision} of {self._where}"

    def _contents(self, ids: list[str]) -> Iterator[bytes]:
        """The contents of blobs, in order, read by one process."""
        if not ids:
            return
        asked = "".join(f"{id_}\n" for id_ in ids).encode()
        found = git(self._where, "cat-file", "--batch", stdin=asked)
        at = 0
        for id_ in ids:
            end = found.out.find(b"\n", at)
            head = found.out[at:end].split()
            if end < 0 or len(head) != 3:
                # A partial clone whose remote cannot be reached.
                said = " ".join(found.errors) or "it is missing"
                raise RequestError(f"cannot read blob {id_[:12]} of {self.describe()}: {said}")
            size = int(head[2])
            if size > LARGEST:
                raise RequestError(f"blob {id_[:12]} of {self.describe()} has {size} bytes")
            yield found.out[end + 1 : end + 1 + size]
            at = end + 1 + size + 1


def _entries(listed: bytes) -> Iterator[tuple[bytes, str, str]]:
    """Mode, id and path of each line of ls-tree."""
    for entry in listed.split(b"\0"):
        head, tab, name = entry.partition(b"\t")
        if tab:
            mode, _, id_ = head.split()[:3]
            yield mode, id_.decode("ascii"), name.decode("utf-8", "surrogateescape")
