"""The rules by which stage 2 changes what stage 1 supplies: type, cacheability, hints, tags, XS.

One function a mode of HCR_EL2.FWB, over decoded values. Shareability and sets of results are the
business of `s2tui.arm.combine.combination`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, cast

from s2tui.arm.attributes import (
    NON_CACHEABLE,
    WRITE_BACK,
    WRITE_THROUGH_READ_ALLOCATE,
    Attribute,
    Cacheability,
    Device,
    Half,
    Normal,
    Shareability,
    Unpredictable,
    decode_mair,
)
from s2tui.arm.memattr import Demand, Limit, Override, ToDevice

#: How stage 1 may supply its attribute instead of by a MAIR byte.
STAGE1_WORDS = ("off", "off-ifetch", "dc", "dct")
_CACHEABLE: dict[Cacheability, int] = {"nc": 0, "wt": 1, "wb": 2}
_LEAST_TO_MOST: tuple[Cacheability, ...] = ("nc", "wt", "wb")


class Stage1(NamedTuple):
    """How stage 1 supplies its attribute.

    Attributes:
        source: a MAIR byte; `off`, a data access with SCTLR_EL1.M=0; `off-ifetch`, an instruction
            fetch with SCTLR_EL1.M=0; `dc`, HCR_EL2.DC=1; `dct`, HCR_EL2.{DC,DCT}=1.
        shareability: the SH field of stage 1; a disabled stage 1 has its own.
        icache: SCTLR_EL1.I, which only `off-ifetch` reads.
    """

    source: int | str
    shareability: Shareability = "ish"
    icache: bool = True


class Controls(NamedTuple):
    """What decides how the two stages combine.

    Attributes:
        fwb: HCR_EL2.FWB.
        mte: FEAT_MTE2.
        xs: FEAT_XS.
        mte_perm: FEAT_MTE_PERM.
        fnxs: the FnXS bit of the stage-2 descriptor; ignored without FEAT_XS.
        cd: HCR_EL2.CD, which applies to data accesses, so never to `off-ifetch`.
    """

    fwb: bool
    mte: bool = True
    xs: bool = False
    mte_perm: bool = False
    fnxs: bool = False
    cd: bool = False


def stage1_shareability(stage1: Stage1) -> Shareability:
    """What stage 1 hands on: its own SH, or a disabled stage 1's (AArch64.S1DisabledOutput)."""
    if stage1.source in ("off", "off-ifetch"):
        return "osh"
    return "nsh" if stage1.source in ("dc", "dct") else stage1.shareability


def stage1_attributes(source: int | str, icache: bool, controls: Controls) -> tuple[Attribute, ...]:
    """The attributes stage 1 may supply: one, or for an UNPREDICTABLE byte all valid ones.

    Raises:
        ValueError: the source is neither a byte nor one of `STAGE1_WORDS`.
    """
    if isinstance(source, str):
        if source == "off":
            return (Device(0),)
        if source == "off-ifetch":
            half = WRITE_THROUGH_READ_ALLOCATE if icache else NON_CACHEABLE
            return (Normal(half, half),)
        if source in ("dc", "dct"):
            tagged = source == "dct" and controls.mte
            return (Normal(WRITE_BACK, WRITE_BACK, xs=False, tagged=tagged),)
        raise ValueError(
            f"stage 1 is a MAIR byte or one of {', '.join(STAGE1_WORDS)}, not {source!r}"
        )
    attribute = decode_mair(source, xs=controls.xs, mte=controls.mte)
    if isinstance(attribute, Unpredictable):
        return valid_attributes(controls.xs, controls.mte)
    return (attribute,)


@lru_cache(maxsize=4)
def valid_attributes(xs: bool, mte: bool) -> tuple[Attribute, ...]:
    """The attributes of every byte that is not UNPREDICTABLE with these features."""
    decoded = (decode_mair(byte, xs=xs, mte=mte) for byte in range(0x100))
    return tuple(a for a in decoded if not isinstance(a, Unpredictable))


def apply_limit(s1: Attribute, s2: ToDevice | Limit, *, fnxs: bool) -> Attribute:
    """Combine with FWB=0 (pseudocode S2CombineS1MemAttrs; R_TNHFM, R_GQFSF, R_WYQVN).

    Device beats Normal and the stronger Device wins; otherwise the less cacheable wins in each
    half, and the hints are stage 1's. Tags survive only if the result is what Tagged means.
    """
    xs = s1.xs and not fnxs
    if isinstance(s2, ToDevice):
        return Device(_stronger(s1, s2.subtype), xs)
    if isinstance(s1, Device):
        return s1._replace(xs=xs)
    outer, inner = _limited(s1.outer, s2.outer), _limited(s1.inner, s2.inner)
    return _normal(outer, inner, xs, s1.tagged, s2.no_tag_access)


def apply_override(s1: Attribute, s2: ToDevice | Override, *, fnxs: bool) -> Attribute:
    """Combine with FWB=1 (pseudocode AArch64.S2ApplyFWBMemAttrs; R_VRJSW, R_RHWZM, R_GSDKZ)."""
    xs = s1.xs and not fnxs
    if isinstance(s2, ToDevice):
        return Device(_stronger(s1, s2.subtype), xs)
    if s2.rule == "wb":
        outer, inner = (
            (WRITE_BACK, WRITE_BACK)
            if isinstance(s1, Device)
            else (_forced(s1.outer), _forced(s1.inner))
        )
        tagged = isinstance(s1, Normal) and s1.tagged
        return _normal(outer, inner, False, tagged, s2.no_tag_access)
    if isinstance(s1, Device):
        return s1._replace(xs=xs)
    if s2.rule == "nc":
        return Normal(NON_CACHEABLE, NON_CACHEABLE, xs)
    return _normal(s1.outer, s1.inner, xs, s1.tagged, s2.no_tag_access)


def _stronger(s1: Attribute, subtype: int) -> int:
    return min(s1.subtype, subtype) if isinstance(s1, Device) else subtype


# The halves are few and a batch asks for them again and again.
@lru_cache(maxsize=64)
def _limited(s1: Half, s2: Cacheability) -> Half:
    least = min(_CACHEABLE[s1.cacheability], _CACHEABLE[s2])
    return s1.with_cacheability(_LEAST_TO_MOST[least])


@lru_cache(maxsize=16)
def _forced(s1: Half) -> Half:
    return WRITE_BACK if s1.cacheability == "nc" else s1.with_cacheability("wb")


def _normal(outer: Half, inner: Half, xs: bool, tagged: bool, no_tag_access: bool) -> Normal:
    """A Normal resultant: Write-Back has XS=0, and only Tagged's own hints keep the tags."""
    tagged = tagged and outer == WRITE_BACK and inner == WRITE_BACK
    write_back = outer.cacheability == "wb" and inner.cacheability == "wb"
    return Normal(outer, inner, xs and not write_back, tagged, tagged and no_tag_access)


def apply_demand(s1: Attribute, demand: Demand, controls: Controls, fetch: bool) -> Attribute:
    """One demand on one stage-1 attribute, with HCR_EL2.CD and the rule for fetches.

    The pseudocode's AArch64.S2Translate replaces what stage 2 says by Normal Non-cacheable for a
    data access with CD=1 where it is Normal, and for a fetch where it is Device (and does not
    fault). With FWB=0 that comes before combining, with FWB=1 after it; XS is kept in both.
    """
    replaced = Device if fetch else Normal if controls.cd else None
    if not controls.fwb:
        limit = cast("ToDevice | Limit", demand)
        is_device = isinstance(limit, ToDevice)
        if replaced is (Device if is_device else Normal):
            limit = Limit("nc", "nc")
        return apply_limit(s1, limit, fnxs=controls.fnxs)
    attribute = apply_override(s1, cast("ToDevice | Override", demand), fnxs=controls.fnxs)
    if replaced is not None and isinstance(attribute, replaced):
        return Normal(NON_CACHEABLE, NON_CACHEABLE, attribute.xs)
    return attribute
