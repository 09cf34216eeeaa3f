"""A tree as a tar, compressed or not, such as Debian's linux-source.

Its names stand in the order of the archive, and to find one is to read all of it: ten seconds and
more of a compressed kernel. So one pass takes out everything that is asked for as a rule, and the
cache keeps it; anything else costs another pass.
"""

from __future__ import annotations

import io
import tarfile
import zipfile
from typing import TYPE_CHECKING

from s2tui.errors import RequestError
from s2tui.source.trees import cache
from s2tui.source.trees.tree import LARGEST, identify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

ENDINGS = (".tar", ".tar.xz", ".tar.gz", ".tgz", ".tar.bz2", ".txz")
"""How a tar is called."""
USUAL = ("Makefile", "arch/arm64/kvm/", "arch/arm64/include/", "virt/kvm/", "include/kvm/",
         "include/linux/kvm", "include/uapi/linux/kvm", "include/linux/mm", "include/linux/pgtable",
         "include/uapi/asm-generic/errno", "include/uapi/asm-generic/mman")  # fmt: skip
"""What is taken out in the first pass."""
_NAMES = "names"
"""The list of all files, beside them."""


class Tarball:
    """The files of a tar below its first folder, if it has only one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._files: dict[str, bytes] = {}
        self._names: list[str] | None = None

    def read(self, path: str) -> bytes | None:
        """See `Tree`."""
        return self.read_all((path,))[path]

    def read_all(self, paths: Iterable[str]) -> dict[str, bytes | None]:
        """See `Tree`."""
        asked = list(dict.fromkeys(paths))
        there = set(self._all())
        missing = [path for path in asked if path in there and path not in self._files]
        if missing:
            self._files.update(self._pass(set(missing))[0])
        return {path: self._files.get(path) for path in asked}

    def names(self, under: str) -> Iterator[str]:
        """See `Tree`."""
        return (name for name in self._all() if name.startswith(under.rstrip("/") + "/"))

    def identity(self, paths: Iterable[str]) -> dict[str, str | None]:
        """See `Tree`."""
        return identify(self, paths)

    def describe(self) -> str:
        """See `Tree`."""
        return f"the tar {self._path}"

    def _all(self) -> list[str]:
        if self._names is None:
            try:
                stat = self._path.stat()
            except OSError as error:
                raise RequestError(f"cannot read {self._path}: {error.strerror}") from None
            where = str(self._path.resolve())
            name = cache.key("tar", where, str(stat.st_size), str(stat.st_mtime_ns))
            kept = cache.get(name)
            if kept is None:
                self._files, self._names = self._pass(None)
                cache.put(name, _packed(self._files, self._names))
            else:
                self._files, self._names = _unpacked(kept)
        return self._names

    def _pass(self, wanted: set[str] | None) -> tuple[dict[str, bytes], list[str]]:
        """Read the whole archive.

        Args:
            wanted: the files to take out; None for the usual ones.

        Returns:
            Their contents, and the names of all files.
        """
        found: dict[str, bytes] = {}
        names: list[str] = []
        try:
            with tarfile.open(self._path, "r|*") as archive:
                for member in archive:
                    name = member.name.removeprefix("./")
                    if not member.isfile():
                        continue
                    names.append(name)
                    # Whether the archive has a first folder is known only at its end.
                    ways = name, name.partition("/")[2]
                    usual = any(way.startswith(USUAL) for way in ways)
                    take = usual if wanted is None else not wanted.isdisjoint(ways)
                    file = archive.extractfile(member) if take else None
                    if file is not None and member.size <= LARGEST:
                        found[name] = file.read()
        except (tarfile.TarError, EOFError, OSError, ValueError) as error:
            said = error.strerror if isinstance(error, OSError) and error.strerror else error
            raise RequestError(f"cannot read the tar {self._path}: {said}") from None
        except Exception as error:
            # lzma and zlib have errors of their own, without a common ancestor.
            raise RequestError(f"cannot read the tar {self._path}: {error}") from None
        return _without_first_folder(found, names)


def _without_first_folder(
    files: dict[str, bytes], names: list[str]
) -> tuple[dict[str, bytes], list[str]]:
    """Paths in the tree, where all names begin with the same folder."""
    first = {name.partition("/")[0] for name in names}
    if len(first) != 1 or any("/" not in name for name in names):
        return files, sorted(names)
    bare = {name.partition("/")[2]: content for name, content in files.items()}
    return bare, sorted(name.partition("/")[2] for name in names)


def _packed(files: dict[str, bytes], names: list[str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_NAMES, "\n".join(names).encode("utf-8", "surrogateescape"))
        for name, content in files.items():
            archive.writestr(f"files/{name}", content)
    return packed.getvalue()


def _unpacked(content: bytes) -> tuple[dict[str, bytes], list[str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.read(_NAMES).decode("utf-8", "surrogateescape").split("\n")
        files = {
            one.removeprefix("files/"): archive.read(one)
            for one in archive.namelist()
            if one != _NAMES
        }
    return files, names
