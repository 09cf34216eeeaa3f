"""Kernel trees for tests: a folder, perhaps with a piece of text changed, or a file missing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Folder:
    """The files below a folder."""

    def __init__(self, root: str, missing: str = "") -> None:
        self._root = Path(root)
        self._missing = missing

    def read(self, path: str) -> bytes | None:
        file = self._root / path
        return file.read_bytes() if path != self._missing and file.is_file() else None

    def read_all(self, paths: Iterable[str]) -> Mapping[str, bytes | None]:
        return {path: self.read(path) for path in paths}


class Changed(Folder):
    """A folder in which a word of one function is another one wherever it stands in there."""

    def __init__(self, root: str, function: str, old: str, new: str) -> None:
        super().__init__(root)
        self._function, self._old, self._new = function, old, new

    def read(self, path: str) -> bytes | None:
        content = super().read(path)
        if content is None:
            return None
        text = content.decode()
        # A definition: the name behind a line's beginning, and a brace at the beginning of one.
        found = re.search(rf"^\w[^;{{}}=]*\b{self._function}\([^;{{}}]*\)\n\{{", text, re.MULTILINE)
        if found is None:
            return content
        end = text.index("\n}", found.end())
        body = text[found.end() : end]
        assert self._old in body
        changed = body.replace(self._old, self._new)
        return (text[: found.end()] + changed + text[end:]).encode()
