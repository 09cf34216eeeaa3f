"""Which files of a tree are read, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from s2tui.errors import RequestError
from s2tui.source.c.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PGTABLE = "arch/arm64/kvm/hyp/pgtable.c"
"""Where leaves are written."""
CODE = (
    "arch/arm64/kvm/mmu.c",
    PGTABLE,
    "arch/arm64/kvm/mmio.c",
    "virt/kvm/kvm_main.c",
)
"""Where the executed functions are; a tree without one of these cannot be read."""
HEADERS = (
    "arch/arm64/include/asm/kvm_emulate.h",
    "arch/arm64/include/asm/esr.h",
    "arch/arm64/include/asm/kvm_mmu.h",
    "arch/arm64/include/asm/kvm_pgtable.h",
    "arch/arm64/include/asm/memory.h",
    "arch/arm64/include/asm/pgtable-hwdef.h",
    "arch/arm64/include/asm/pgtable-prot.h",
    "arch/arm64/include/asm/kvm_host.h",
    "arch/arm64/include/asm/kvm_arm.h",
    "arch/arm64/include/asm/kvm_nested.h",
    "include/linux/kvm_types.h",
    "include/linux/kvm_host.h",
)
"""What they need; one that is absent only stops who needs something in it."""
ARM = "arch/arm64/kvm/arm.c"
OTHERS = ("include/uapi/linux/kvm.h", ARM)
"""What is read for other questions than a fault; a tree without them has no capability."""


class Tree(Protocol):
    """The files of a kernel, wherever they are."""

    def read_all(self, paths: Iterable[str]) -> Mapping[str, bytes | None]:
        """Files by their paths from the root, with `/`; None for one that is not there."""


def sources(tree: Tree, others: tuple[str, ...] = ()) -> tuple[Source, ...]:
    """The files that are read.

    Args:
        tree: where they are.
        others: what else is read, if it is there.

    Raises:
        RequestError: the tree lacks one of CODE.
    """
    found = []
    for path, text in tree.read_all((*HEADERS, *others, *CODE)).items():
        if text is not None:
            found.append(Source(path, text.decode("utf-8", "replace")))
        elif path in CODE:
            raise RequestError(f"the tree has no {path}, so it is no kernel that can be read")
    return tuple(found)
