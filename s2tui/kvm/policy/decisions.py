"""What gets decided on the way of a fault, in the order in which it usually happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.kvm.policy.rule import Decision

if TYPE_CHECKING:
    from s2tui.arm.combine.combination import Combination
    from s2tui.arm.descriptor.codec import Descriptor
    from s2tui.kvm.policy.outcome import MemoryType
    from s2tui.kvm.policy.results import Fault
    from s2tui.kvm.policy.rule import Handler
    from s2tui.kvm.scenario.fields import Size


class Block(NamedTuple):
    """A size for the mapping, and whether KVM insists on pages (force_pte in user_mem_abort)."""

    size: Size
    forced: bool = False


BAD_SLOT: Decision[bool] = Decision("bad-slot", "whether the access misses every usable slot")
HANDLER: Decision[Handler] = Decision("handler", "which function handles a fault on memory")
WRITABLE_PFN: Decision[bool] = Decision(
    "writable-pfn", "whether the host lets KVM write to the page"
)
VMA_BLOCK: Decision[Block] = Decision("vma-block", "the size that VMA and slot allow")
DEVICE: Decision[bool] = Decision("device", "whether KVM takes the page for a device's")
TYPE: Decision[MemoryType] = Decision("type", "the stage-2 memory type")
WRITABLE: Decision[bool] = Decision("writable", "whether the leaf permits writes")
EXECUTABLE: Decision[bool] = Decision("executable", "whether the leaf permits execution")
SIZE: Decision[Size] = Decision("size", "the size of the leaf")
RESULT: Decision[Fault] = Decision("result", "what the handler does with the leaf")
MARKS_DIRTY: Decision[bool] = Decision("marks-dirty", "whether KVM calls mark_page_dirty")
MEMATTR: Decision[int] = Decision("memattr", "MemAttr[3:0] of the leaf")
DESCRIPTOR: Decision[Descriptor] = Decision("descriptor", "the leaf as it is written")
DCACHE_CLEAN: Decision[bool] = Decision(
    "dcache-clean", "whether KVM cleans and invalidates the data cache to PoC"
)
ICACHE_INVALIDATE: Decision[bool] = Decision(
    "icache-invalidate", "whether KVM invalidates the instruction cache to PoU"
)
RESULTANT: Decision[Combination] = Decision(
    "resultant", "the attribute that the guest's access really has"
)
