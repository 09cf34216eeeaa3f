"""A tree as a directory: a checkout, sparse or whole, or an unpacked tar."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from s2tui.errors import RequestError
from s2tui.source.trees.tree import LARGEST, identify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Directory:
    """The files below a folder as they are now; links that lead out of it are no files."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._root = path.resolve()

    def read(self, path: str) -> bytes | None:
        """See `Tree`."""
        place = (self._root / path).resolve()
        # A link out of the tree would read what the tree's author names.
        if not place.is_relative_to(self._root) or not place.is_file():
            return None
        try:
            with place.open("rb") as file:
                content = file.read(LARGEST + 1)
        except OSError as error:
            raise RequestError(f"cannot read {self._path / path}: {error.strerror}") from None
        if len(content) > LARGEST:
            raise RequestError(f"cannot read {self._path / path}: longer than {LARGEST} bytes")
        return content

    def read_all(self, paths: Iterable[str]) -> dict[str, bytes | None]:
        """See `Tree`."""
        return {path: self.read(path) for path in paths}

    def names(self, under: str) -> Iterator[str]:
        """See `Tree`."""
        for folder, inner, files in os.walk(self._root / under):
            inner[:] = sorted(one for one in inner if one != ".git")
            for name in sorted(files):
                yield (Path(folder) / name).relative_to(self._root).as_posix()

    def identity(self, paths: Iterable[str]) -> dict[str, str | None]:
        """See `Tree`."""
        return identify(self, paths)

    def describe(self) -> str:
        """See `Tree`."""
        return f"the directory {self._path}, as it is now"
