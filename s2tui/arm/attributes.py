"""Memory attributes as values: what a MAIR_ELx byte says, and what PAR_EL1.ATTR shows.

A stage-1 attribute is one byte (MAIR_EL1.Attr<n>); a translated access has one attribute, which
PAR_EL1.ATTR[63:56] reports in nearly the same encoding. Decoding and encoding are separate, total
functions over plain values, so the rules of `s2tui.arm.combine` never touch an encoding.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

Shareability: TypeAlias = Literal["nsh", "ish", "osh"]
Cacheability: TypeAlias = Literal["nc", "wt", "wb"]

CACHEABILITY_WORDS: dict[Cacheability, str] = {
    "nc": "Non-cacheable",
    "wt": "Write-Through",
    "wb": "Write-Back",
}
SHAREABILITY_WORDS: dict[Shareability, str] = {
    "nsh": "Non-shareable",
    "ish": "Inner Shareable",
    "osh": "Outer Shareable",
}
#: Device subtypes by their two-bit encoding, which also orders them: 0 is the strongest.
DEVICE_WORDS = ("Device-nGnRnE", "Device-nGnRE", "Device-nGRE", "Device-GRE")

PAR_TAGGED = 0xF0
PAR_TAGGED_NO_ACCESS = 0xE0
_NC_NIBBLE = 0b0100
#: The bytes that stand for an attribute with XS=0: four Device types, Non-cacheable, Write-Through.
_XS_BYTES = frozenset({0x01, 0x05, 0x09, 0x0D, 0x40, 0xA0})


class Half(NamedTuple):
    """The inner or the outer half of a Normal attribute: cacheability and hints.

    The hints of a Non-cacheable half are all false: it has none.
    """

    cacheability: Cacheability
    read_allocate: bool = False
    write_allocate: bool = False
    transient: bool = False

    def with_cacheability(self, cacheability: Cacheability) -> Half:
        """The same hints on another cacheability; Non-cacheable keeps none."""
        return NON_CACHEABLE if cacheability == "nc" else self._replace(cacheability=cacheability)


NON_CACHEABLE = Half("nc")
WRITE_BACK = Half("wb", read_allocate=True, write_allocate=True)
#: What an instruction fetch gets with stage 1 off and SCTLR_EL1.I=1.
WRITE_THROUGH_READ_ALLOCATE = Half("wt", read_allocate=True)


class Device(NamedTuple):
    """A Device attribute.

    Attributes:
        subtype: 0 nGnRnE, 1 nGnRE, 2 nGRE, 3 GRE; the smaller number is the stronger type.
        xs: the XS attribute; has a meaning only with FEAT_XS.
    """

    subtype: int
    xs: bool = True

    @property
    def write_back(self) -> bool:
        """Device memory is not."""
        return False

    @property
    def always_outer_shareable(self) -> bool:
        """Outer Shareable whatever SH says (R_PYFVQ, R_YHCTP; EffectiveShareability)."""
        return True


class Normal(NamedTuple):
    """A Normal attribute.

    Attributes:
        outer: the outer cacheability and its hints.
        inner: the inner cacheability and its hints.
        xs: the XS attribute; false wherever both halves are Write-Back.
        tagged: Allocation Tagged (FEAT_MTE2).
        no_tag_access: tags exist but may not be accessed (FEAT_MTE_PERM). Only stage 2 gives it.
    """

    outer: Half
    inner: Half
    xs: bool = True
    tagged: bool = False
    no_tag_access: bool = False

    @property
    def write_back(self) -> bool:
        """Both halves are Write-Back."""
        return self.outer.cacheability == "wb" and self.inner.cacheability == "wb"

    @property
    def non_cacheable(self) -> bool:
        """Both halves are Non-cacheable."""
        return self.outer.cacheability == "nc" and self.inner.cacheability == "nc"

    @property
    def always_outer_shareable(self) -> bool:
        """Outer Shareable whatever SH says (R_PYFVQ, R_YHCTP; EffectiveShareability)."""
        return self.non_cacheable


Attribute: TypeAlias = Device | Normal


class Unpredictable(NamedTuple):
    """A MAIR byte that this configuration does not define.

    The PE behaves as if the byte were some other, IMPLEMENTATION DEFINED one (Arm pseudocode
    S1DecodeMemAttrs, Unpredictable_RESMAIR).
    """

    byte: int
    reason: str


def _half(nibble: int) -> Half:
    """Decode a nibble that is not 0 (Arm pseudocode DecodeLDFAttr)."""
    if nibble == _NC_NIBBLE:
        return NON_CACHEABLE
    hints = nibble & 0b11
    return Half(
        "wb" if nibble & 0b100 else "wt",
        read_allocate=bool(hints & 0b10),
        write_allocate=bool(hints & 0b01),
        transient=hints != 0 and not nibble & 0b1000,
    )


def _nibble(half: Half) -> int:
    """The inverse of `_half`, used by MAIR_ELx and PAR_EL1 alike."""
    if half.cacheability == "nc":
        return _NC_NIBBLE
    return (
        (0 if half.transient else 0b1000)
        | (0b100 if half.cacheability == "wb" else 0)
        | (0b10 if half.read_allocate else 0)
        | (0b01 if half.write_allocate else 0)
    )


def _why_unpredictable(byte: int, xs: bool, mte: bool) -> str | None:
    """Say why a MAIR byte is not defined, or None where it is."""
    needs_xs = byte in _XS_BYTES
    if needs_xs or byte == PAR_TAGGED:
        if xs if needs_xs else mte:
            return None
        return f"needs {'FEAT_XS' if needs_xs else 'FEAT_MTE2'}"
    if byte == PAR_TAGGED_NO_ACCESS:
        return "reserved in MAIR_ELx, only PAR_EL1 shows it"
    if byte < 0x10:
        return "reserved, a Device byte with bit 1 set" if byte & 0b10 else None
    return None if byte & 0xF else "reserved, the inner half is 0"


@lru_cache(maxsize=1024)
def decode_mair(byte: int, *, xs: bool = False, mte: bool = True) -> Attribute | Unpredictable:
    """Decode one MAIR_ELx attribute byte (MAIR_ELx.Attr<n>; Arm pseudocode S1DecodeMemAttrs).

    Args:
        byte: the attribute, 0 to 0xff.
        xs: FEAT_XS is implemented.
        mte: FEAT_MTE2 is implemented.

    Raises:
        ValueError: the byte is out of range.
    """
    if not 0 <= byte <= 0xFF:
        raise ValueError(f"a MAIR byte is 0x00 to 0xff, not {byte:#x}")
    why = _why_unpredictable(byte, xs, mte)
    if why is not None:
        return Unpredictable(byte, why)
    if byte < 0x10:
        return Device(byte >> 2, xs=not byte & 1)
    if byte == 0x40:
        return Normal(NON_CACHEABLE, NON_CACHEABLE, xs=False)
    if byte == 0xA0:
        return Normal(WRITE_THROUGH_READ_ALLOCATE, WRITE_THROUGH_READ_ALLOCATE, xs=False)
    if byte == 0xF0:
        return Normal(WRITE_BACK, WRITE_BACK, xs=False, tagged=True)
    attribute = Normal(_half(byte >> 4), _half(byte & 0xF))
    return attribute._replace(xs=False) if attribute.write_back else attribute


def encode_par(attribute: Attribute, *, xs: bool) -> int:
    """The byte that PAR_EL1.ATTR shows for an attribute (Arm pseudocode EncodePARAttrs).

    The architecture lets a PE report an equivalent byte instead; this is the exact one. XS=0 shows
    on a Write-Through attribute when the outer half is read-allocate and not transient, whatever
    the hints of the inner half.

    Args:
        attribute: the resultant attribute.
        xs: FEAT_XS is implemented; without it XS=0 is never shown.
    """
    if isinstance(attribute, Device):
        return attribute.subtype << 2 | (xs and not attribute.xs)
    if attribute.tagged:
        return PAR_TAGGED_NO_ACCESS if attribute.no_tag_access else PAR_TAGGED
    if xs and not attribute.xs:
        if attribute.outer == WRITE_THROUGH_READ_ALLOCATE and attribute.inner.cacheability == "wt":
            return 0xA0
        if attribute.non_cacheable:
            return 0x40
    return _nibble(attribute.outer) << 4 | _nibble(attribute.inner)


@lru_cache(maxsize=1024)
def kind(attribute: Attribute) -> str:
    """One word for an attribute.

    normal-wb, normal-wt, normal-nc, normal-mixed, normal-tagged or device-gre, device-ngre,
    device-ngnre, device-ngnrne.
    """
    if isinstance(attribute, Device):
        return DEVICE_WORDS[attribute.subtype].lower()
    if attribute.tagged:
        return "normal-tagged"
    if attribute.outer.cacheability != attribute.inner.cacheability:
        return "normal-mixed"
    return f"normal-{attribute.outer.cacheability}"


def _describe_half(half: Half) -> str:
    words = CACHEABILITY_WORDS[half.cacheability]
    if half.cacheability == "nc":
        return words
    if half.transient:
        words += " Transient"
    reads, writes = half.read_allocate, half.write_allocate
    if reads and writes:
        return f"{words} Read/Write-Allocate"
    if reads or writes:
        return f"{words} {'Read' if reads else 'Write'}-Allocate"
    return f"{words} No-Allocate"


@lru_cache(maxsize=1024)
def describe(attribute: Attribute | Unpredictable) -> str:
    """An attribute in words.

    XS is named only where it is 0 and not implied, so that an attribute reads the same with and
    without FEAT_XS.
    """
    if isinstance(attribute, Unpredictable):
        return f"UNPREDICTABLE ({attribute.reason})"
    if isinstance(attribute, Device):
        return DEVICE_WORDS[attribute.subtype] + ("" if attribute.xs else ", XS=0")
    if attribute.outer == attribute.inner:
        words = f"Normal {_describe_half(attribute.outer)}"
    else:
        words = (
            f"Normal, outer {_describe_half(attribute.outer)}, "
            f"inner {_describe_half(attribute.inner)}"
        )
    if attribute.tagged:
        words += ", Tagged"
    if attribute.no_tag_access:
        words += ", NoTagAccess"
    if not attribute.xs and not attribute.write_back:
        words += ", XS=0"
    return words
