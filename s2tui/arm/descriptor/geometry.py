"""Granules and levels: how large a translation is, and where its address sits.

Sizes follow from the granule alone: every level resolves `granule_bits - 3` bits of address,
because a table fills one granule with 8-byte descriptors. Arm DDI 0487 D8.2 and D8.3; Arm
pseudocode TranslationSize, AArch64.BlockDescSupported, AArch64.ContiguousBit.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from s2tui.errors import RequestError

PageSize = Literal["4k", "16k", "64k"]
Kind = Literal["invalid", "table", "block", "page"]

GRANULE_BITS: Final[dict[str, int]] = {"4k": 12, "16k": 14, "64k": 16}
FIRST_LEVEL: Final[dict[str, int]] = {"4k": -1, "16k": 0, "64k": 1}
LAST_LEVEL: Final = 3

_CONTIGUOUS: Final = {
    ("4k", 1): 16,
    ("4k", 2): 16,
    ("4k", 3): 16,
    ("16k", 2): 32,
    ("16k", 3): 128,
    ("64k", 2): 32,
    ("64k", 3): 32,
}
"""How many entries a contiguous group has; DDI 0487 Table D8-104 and R_HMQXG."""


class DescriptorError(RequestError):
    """A descriptor was asked for that cannot exist; the message is one line."""


class LevelError(DescriptorError):
    """The granule has no such level, or no such descriptor at it."""


class Regime(NamedTuple):
    """What the processor implements and VTCR_EL2 and HCR_EL2 select, as far as bits depend on it.

    `ds` (VTCR_EL2.DS, FEAT_LPA2) counts for 4k and 16k only, `lpa` (52-bit addresses, FEAT_LPA)
    for 64k only.
    """

    page_size: PageSize = "4k"
    fwb: bool = True
    """HCR_EL2.FWB."""
    xnx: bool = True
    """FEAT_XNX: execute-never has two bits."""
    ds: bool = False
    lpa: bool = False
    xs: bool = False
    """FEAT_XS: d[11] is FnXS."""
    mte_perm: bool = False
    """FEAT_MTE_PERM: MemAttr encodes NoTagAccess."""
    s2pie: bool = False
    """VTCR_EL2.S2PIE: indirect permissions."""
    s2poe: bool = False
    """VTCR_EL2.S2POE: permission overlays; counts with `s2pie` only."""
    realm: bool = False
    """The Realm translation regime: NS and AMEC exist."""
    haft: bool = False
    """VTCR_EL2.HAFT with HA: tables have an Access flag."""
    bbm: int = 0
    """The level of FEAT_BBM, 0 to 2: from 1, blocks have nT."""

    @property
    def wide_ds(self) -> bool:
        """Whether DS moves the output address into d[9:8] and d[49:48]."""
        return self.ds and self.page_size != "64k"

    @property
    def wide_lpa(self) -> bool:
        """Whether d[15:12] hold the output address bits 51:48."""
        return self.lpa and self.page_size == "64k"


def granule_bits(page_size: PageSize) -> int:
    """The number of address bits inside one page.

    Raises:
        DescriptorError: there is no such granule.
    """
    bits = GRANULE_BITS.get(page_size)
    if bits is None:
        raise DescriptorError(f"unknown page size {page_size!r}; accepted: 4k, 16k, 64k")
    return bits


def leaf_shift(page_size: PageSize, level: int) -> int:
    """The number of address bits that a block or page of a level covers.

    Raises:
        DescriptorError: there is no such granule or level.
    """
    bits = granule_bits(page_size)
    if not FIRST_LEVEL[page_size] <= level <= LAST_LEVEL:
        raise LevelError(
            f"the {page_size} granule has no level {level}; "
            f"accepted: {FIRST_LEVEL[page_size]} to {LAST_LEVEL}"
        )
    return bits + (bits - 3) * (LAST_LEVEL - level)


def check_level(regime: Regime, level: int) -> None:
    """Refuse a level that no walk of the regime can reach.

    Level -1 needs the 4k granule and DS=1; without DS a walk cannot start there.

    Raises:
        DescriptorError: the granule lacks the level.
    """
    leaf_shift(regime.page_size, level)
    if level == -1 and not regime.ds:
        raise LevelError("level -1 of the 4k granule exists only with DS=1 (FEAT_LPA2)")


def block_needs(regime: Regime, level: int) -> str | None:
    """What a block at a level still needs: None when it is supported, "" when nothing helps."""
    page_size = regime.page_size
    if level == 2 or (page_size == "4k" and level == 1):
        return None
    if (page_size, level) in {("4k", 0), ("16k", 1)}:
        return None if regime.ds else "DS=1"
    if (page_size, level) == ("64k", 1):
        return None if regime.lpa else "52-bit addresses (FEAT_LPA)"
    return ""


def address_bits(regime: Regime) -> int:
    """How many bits of output address a descriptor can hold: 48 or 52."""
    return 52 if regime.wide_ds or regime.wide_lpa else 48


def contiguous_entries(page_size: PageSize, level: int) -> int | None:
    """The number of entries in a contiguous group; None at levels where d[52] is RES0."""
    return _CONTIGUOUS.get((page_size, level))


def size_text(size: int) -> str:
    """A power-of-two size in bytes as people write it: 4KB, 2MB, 1GB."""
    for unit in ("B", "KB", "MB", "GB", "TB"):
        if size < 1024 or unit == "TB":
            break
        size //= 1024
    return f"{size}{unit}"


def no_block(regime: Regime, level: int) -> str | None:
    """Why a level has no block, in words; None where it has."""
    needs = block_needs(regime, level)
    if needs is None:
        return None
    block = f"a level {level} block of the {regime.page_size} granule"
    return f"{block} needs {needs}" if needs else f"there is no such thing as {block}"
