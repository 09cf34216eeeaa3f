"""Every regime, and the levels that it has, for the descriptor tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from s2tui.arm.descriptor.codec import Regime

if TYPE_CHECKING:
    from s2tui.arm.descriptor.geometry import PageSize

PAGE_SIZES: tuple[PageSize, ...] = ("4k", "16k", "64k")


def levels(regime: Regime) -> list[int]:
    """Table 1.2: 4k has level -1 with DS=1 only, 64k starts at level 1."""
    first = {"4k": -1 if regime.ds else 0, "16k": 0, "64k": 1}[regime.page_size]
    return list(range(first, 4))


regimes = st.builds(
    Regime,
    page_size=st.sampled_from(PAGE_SIZES),
    fwb=st.booleans(),
    xnx=st.booleans(),
    ds=st.booleans(),
    lpa=st.booleans(),
    xs=st.booleans(),
    mte_perm=st.booleans(),
    s2pie=st.booleans(),
    s2poe=st.booleans(),
    realm=st.booleans(),
    haft=st.booleans(),
    bbm=st.integers(0, 2),
)
values = st.integers(0, (1 << 64) - 1)
places = regimes.flatmap(lambda r: st.tuples(st.just(r), st.sampled_from(levels(r))))
"""A regime with one of its levels."""
