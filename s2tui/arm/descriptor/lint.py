"""What is wrong with a descriptor: bits that should be 0, encodings that are reserved.

Each text begins with its bits. The hardware ignores a RES0 bit or treats a reserved encoding as
an implementation chooses, so these are findings, not faults; only an encoding that the level has
no meaning for is one (a Translation fault).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.arm.descriptor.geometry import LAST_LEVEL, no_block

if TYPE_CHECKING:
    from s2tui.arm.descriptor.geometry import Regime
    from s2tui.arm.descriptor.layout import Layout

_NONE: tuple[str, ...] = ()


def lint(value: int, layout: Layout) -> tuple[str, ...]:
    """The findings of a valid descriptor, highest bit first."""
    reserved_sh = layout.has_sh and value & 0x300 == 0x100
    attributes = layout.memattr_lint[value >> 2 & 0xF] if layout.memattr_lint else _NONE
    if not (value & layout.zero_mask or reserved_sh or attributes):
        return _NONE
    texts = tuple(text for mask, text in layout.zeros if value & mask)
    if reserved_sh:
        texts += ("d[9:8]: SH 01 is reserved",)
    return texts + attributes


def unsupported(regime: Regime, level: int) -> str | None:
    """Why d[1:0]=01 is a Translation fault at a level; None where it is a block.

    Arm DDI 0487 Table D8-48; pseudocode AArch64.DecodeDescriptorType.
    """
    if level == LAST_LEVEL:
        return "d[1]: 0 is reserved at level 3, so the entry is invalid: Translation fault"
    why = no_block(regime, level)
    return None if why is None else f"d[1]: {why}, so the entry is invalid: Translation fault"
