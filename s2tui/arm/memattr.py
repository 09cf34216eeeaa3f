"""What a stage-2 MemAttr field asks for: the four bits d[5:2], read as HCR_EL2.FWB says.

Decoding yields a demand on stage 1's attribute, never a finished attribute: with FWB=0 a type and
an upper limit on cacheability, with FWB=1 a type or an override. A reserved encoding yields every
demand that the architecture lets a PE read it as, in a fixed order.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from s2tui.arm.attributes import CACHEABILITY_WORDS, DEVICE_WORDS, Cacheability


class ToDevice(NamedTuple):
    """Device memory of this subtype, or stronger where stage 1 is stronger (R_TNHFM, R_GSDKZ)."""

    subtype: int


class Limit(NamedTuple):
    """FWB=0, Normal memory: each half is at most this cacheable (R_GQFSF)."""

    outer: Cacheability
    inner: Cacheability
    no_tag_access: bool = False


class Override(NamedTuple):
    """FWB=1, Normal control (R_VRJSW, R_RHWZM).

    Attributes:
        rule: `nc` makes stage 1's Normal memory Non-cacheable and keeps its Device; `wb` forces
            Write-Back over anything; `s1` keeps stage 1's attribute.
        no_tag_access: a Tagged resultant may not be tag-checked.
    """

    rule: Literal["nc", "wb", "s1"]
    no_tag_access: bool = False


Demand: TypeAlias = ToDevice | Limit | Override


class MemAttr(NamedTuple):
    """A decoded MemAttr field.

    Attributes:
        demands: what it may ask for; more than one only where the encoding is reserved. The first
            is what the Arm pseudocode falls back to, or, under FWB=0, the least cacheable.
        reserved: the encoding is reserved in this configuration.
    """

    demands: tuple[Demand, ...]
    reserved: bool = False


_CACHEABILITY_BITS: dict[int, tuple[Cacheability, ...]] = {
    0b00: ("nc", "wt", "wb"),
    0b01: ("nc",),
    0b10: ("wt",),
    0b11: ("wb",),
}
NO_TAG_ACCESS_FWB0 = 0b0100


@lru_cache(maxsize=64)
def decode_memattr(value: int, *, fwb: bool, mte_perm: bool = False) -> MemAttr:
    """Decode MemAttr[3:0] of a stage-2 Block or Page descriptor.

    Sources: FWB=0 R_HMNDG and the pseudocode's S2DecodeMemAttrs; FWB=1 R_VRJSW, R_RHWZM and
    AArch64.S2ApplyFWBMemAttrs.

    Args:
        value: the field, 0 to 0xf.
        fwb: HCR_EL2.FWB.
        mte_perm: FEAT_MTE_PERM. Without it MemAttr[3] is RES0 under FWB=1 and ignored here.

    Raises:
        ValueError: the value is out of range.
    """
    if not 0 <= value <= 0xF:
        raise ValueError(f"MemAttr is 0x0 to 0xf, not {value:#x}")
    if fwb:
        return _decode_override(value if mte_perm else value & 0b0111)
    return _decode_limit(value, mte_perm)


def _decode_limit(value: int, mte_perm: bool) -> MemAttr:
    outer, inner = value >> 2, value & 0b11
    if outer == 0:
        return MemAttr((ToDevice(inner),))
    if value == NO_TAG_ACCESS_FWB0 and mte_perm:
        return MemAttr((Limit("wb", "wb", no_tag_access=True),))
    # The outer half is never reserved here: a reserved outer half is how Device is spelt.
    (outer_word,) = _CACHEABILITY_BITS[outer]
    inner_words = _CACHEABILITY_BITS[inner]
    demands = tuple(Limit(outer_word, word) for word in inner_words)
    return MemAttr(demands, reserved=len(demands) > 1)


def _decode_override(value: int) -> MemAttr:
    high, control = value & 0b1000, value & 0b0011
    if not value & 0b0100:
        as_device = ToDevice(control)
        return _reserved(as_device) if high else MemAttr((as_device,))
    if control >= 0b10:
        rule: Literal["wb", "s1"] = "wb" if control == 0b10 else "s1"
        return MemAttr((Override(rule, no_tag_access=bool(high)),))
    if control == 0b01 and not high:
        return MemAttr((Override("nc"),))
    return _reserved(Override("nc"))


def _reserved(fallback: Demand) -> MemAttr:
    """A reserved FWB=1 encoding: the pseudocode's reading, stage 1 unchanged, or Device-nGnRnE."""
    demands: tuple[Demand, ...] = (fallback, Override("s1"), ToDevice(0))
    return MemAttr(tuple(dict.fromkeys(demands)), reserved=True)


def describe_demand(demand: Demand) -> str:
    """One demand in words."""
    if isinstance(demand, ToDevice):
        return DEVICE_WORDS[demand.subtype]
    suffix = ", NoTagAccess if Tagged" if demand.no_tag_access else ""
    if isinstance(demand, Override):
        words = {
            "nc": "Normal Non-cacheable unless stage 1 is Device",
            "wb": "force Normal Write-Back",
            "s1": "as stage 1",
        }[demand.rule]
        return words + suffix
    if demand.outer == demand.inner:
        return f"Normal {CACHEABILITY_WORDS[demand.outer]}{suffix}"
    outer, inner = CACHEABILITY_WORDS[demand.outer], CACHEABILITY_WORDS[demand.inner]
    return f"Normal, outer {outer}, inner {inner}{suffix}"


def describe_memattr(value: int, *, fwb: bool, mte_perm: bool = False) -> str:
    """What a MemAttr field means, in words; a reserved one lists its permitted readings.

    Raises:
        ValueError: the value is out of range.
    """
    memattr = decode_memattr(value, fwb=fwb, mte_perm=mte_perm)
    words = " or ".join(map(describe_demand, memattr.demands))
    return f"reserved; permitted: {words}" if memattr.reserved else words
