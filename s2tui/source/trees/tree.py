"""What every tree can be asked."""

from __future__ import annotations

from hashlib import sha1
from typing import TYPE_CHECKING, Protocol

from s2tui.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

KVM = "arch/arm64/kvm"
"""The folder without which there is nothing to ask."""
LARGEST = 16 << 20
"""Bytes of a file that is read; the largest of a kernel's sources is smaller."""


class Tree(Protocol):
    """The files of a kernel tree by their paths in it, such as `arch/arm64/kvm/mmu.c`."""

    def read(self, path: str) -> bytes | None:
        """The content of a file; None where there is none of that name.

        Raises:
            RequestError: the tree cannot be read any more.
        """

    def read_all(self, paths: Iterable[str]) -> Mapping[str, bytes | None]:
        """The same for several files at once, which may cost no more than for one.

        Raises:
            RequestError: as `read`.
        """

    def names(self, under: str) -> Iterator[str]:
        """The paths of all files below a folder, in order.

        Raises:
            RequestError: as `read`.
        """

    def identity(self, paths: Iterable[str]) -> Mapping[str, str | None]:
        """The blob id of files as git has it, so that equal ids are equal contents; None: no file.

        Raises:
            RequestError: as `read`.
        """

    def describe(self) -> str:
        """What the tree is, in a few words for a person."""


def blob_id(content: bytes) -> str:
    """The name of a content, as git has it."""
    return sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def identify(tree: Tree, paths: Iterable[str]) -> dict[str, str | None]:
    """The blob ids of files by reading them."""
    return {
        path: None if content is None else blob_id(content)
        for path, content in tree.read_all(paths).items()
    }


def checked(tree: Tree, shown: str) -> Tree:
    """The tree, if it is one of a kernel that can be asked.

    Args:
        tree: to be asked.
        shown: as it was named.

    Raises:
        RequestError: it has no KVM for arm64.
    """
    if any(True for _ in tree.names(KVM)):
        return tree
    others = {name.split("/")[1] for name in tree.names("arch") if name.count("/") > 1}
    if others:
        raise RequestError(
            f"{shown} is a tree without {KVM}: it has {', '.join(sorted(others)[:3])}, and only"
            " arm64 can be asked"
        )
    raise RequestError(f"{shown} is no kernel tree: it has no {KVM}")
