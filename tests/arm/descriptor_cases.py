"""The page sizes and the levels that a regime has, for the descriptor tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from s2tui.arm.descriptor.codec import Regime
    from s2tui.arm.descriptor.geometry import PageSize

PAGE_SIZES: tuple[PageSize, ...] = ("4k", "16k", "64k")
SWITCHES = ("fwb", "xnx", "ds", "lpa", "xs", "mte_perm", "s2pie", "s2poe", "realm", "haft")
"""What a regime has or has not."""


def levels(regime: Regime) -> list[int]:
    """Table 1.2: 4k has level -1 with DS=1 only, 64k starts at level 1."""
    first = {"4k": -1 if regime.ds else 0, "16k": 0, "64k": 1}[regime.page_size]
    return list(range(first, 4))
