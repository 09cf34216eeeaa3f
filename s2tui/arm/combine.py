"""Stage 1 and stage 2 combined: the attribute that an access really gets.

The answer is derived, never looked up: decode stage 1, decode stage 2, combine type, cacheability,
hints, tags and XS, then shareability, then encode as PAR_EL1 would. Where the architecture permits
several results, all of them are carried to the end and the distinct ones are the answer.

One choice is IMPLEMENTATION DEFINED rather than reserved: whether stage 1 hands a Device or
Non-cacheable region to stage 2 with its configured shareability or as Outer Shareable (R_NSCNC).
It shows only where FWB=1 forces such a region to Write-Back, and both results are permitted there,
the configured one first.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from s2tui.arm.attributes import (
    Attribute,
    Normal,
    Shareability,
    describe,
    encode_par,
    kind,
)
from s2tui.arm.combine_reason import explain_result, explain_shareability
from s2tui.arm.combine_rules import (
    STAGE1_WORDS,
    Controls,
    Stage1,
    apply_demand,
    stage1_attributes,
    stage1_shareability,
    valid_attributes,
)
from s2tui.arm.memattr import Demand, MemAttr, decode_memattr

__all__ = [
    "SHAREABILITIES",
    "STAGE1_WORDS",
    "Combination",
    "Controls",
    "Stage1",
    "combine",
    "combine_shareability",
]

SHAREABILITIES: tuple[Shareability, ...] = ("nsh", "ish", "osh")


class Combination(NamedTuple):
    """The resultant attribute.

    Attributes:
        type: the attribute in words.
        kind: one word (`s2tui.arm.attributes.kind`). `reserved` where an UNPREDICTABLE stage-1
            byte leaves more than one result.
        par_attr: PAR_EL1.ATTR; None where `kind` is `reserved`.
        shareability: the effective shareability; None where `par_attr` is.
        reserved: stage 1 is an UNPREDICTABLE byte, or stage 2 a reserved encoding, even where
            every permitted reading gives the same result.
        permitted: every (PAR_EL1.ATTR, shareability) that the architecture allows where there is
            more than one, else None. The first is the one above; sorted for an UNPREDICTABLE byte.
        reason: what decided, and why it is a set or reserved.
    """

    type: str
    kind: str
    par_attr: int | None
    shareability: Shareability | None
    reserved: bool
    permitted: tuple[tuple[int, Shareability], ...] | None
    reason: str


class Candidate(NamedTuple):
    """One result the architecture permits, before shareability.

    Attributes:
        attribute: the resultant attribute.
        par_attr: the byte PAR_EL1.ATTR shows for it.
        outer_shareable: Outer Shareable whatever was configured (R_PYFVQ, R_YHCTP).
        either: stage 1's shareability may have been replaced by Outer Shareable (R_NSCNC).
    """

    attribute: Attribute
    par_attr: int
    outer_shareable: bool
    either: bool


class Result(NamedTuple):
    """Every candidate for one pair of attributes, with the reason in words."""

    candidates: tuple[Candidate, ...]
    unpredictable: bool
    reserved: bool
    reason: str


def combine(  # noqa: PLR0913 - each is one input of the architecture
    s1: int | str,
    s2: int,
    *,
    fwb: bool,
    s1_sh: Shareability = "ish",
    s2_sh: Shareability = "ish",
    icache: bool = True,
    mte: bool = True,
    xs: bool = False,
    mte_perm: bool = False,
    fnxs: bool = False,
    cd: bool = False,
) -> Combination:
    """Combine a stage-1 attribute with a stage-2 MemAttr.

    Sources: the pseudocode's AArch64.S2Translate, S2CombineS1MemAttrs and
    AArch64.S2ApplyFWBMemAttrs; R_TNHFM, R_GQFSF, R_VRJSW, R_RHWZM.

    Args:
        s1: as `Stage1.source`.
        s2: MemAttr[3:0], 0 to 0xf.
        fwb: as in `Controls`, with `mte`, `xs`, `mte_perm`, `fnxs` and `cd`.
        s1_sh: stage 1's SH; ignored where stage 1 is disabled.
        s2_sh: stage 2's SH, from the descriptor or VTCR_EL2.SH0.
        icache: as in `Stage1`.
        mte: FEAT_MTE2.
        xs: FEAT_XS.
        mte_perm: FEAT_MTE_PERM.
        fnxs: the descriptor's FnXS.
        cd: HCR_EL2.CD.

    Raises:
        ValueError: a byte, a MemAttr or a word is not one of the accepted ones.
    """
    if s2_sh not in SHAREABILITIES or s1_sh not in SHAREABILITIES:
        bad = s2_sh if s1_sh in SHAREABILITIES else s1_sh
        raise ValueError(f"unknown shareability {bad!r}; accepted: {', '.join(SHAREABILITIES)}")
    controls = Controls(fwb, mte, xs, mte_perm, fnxs and xs, cd)
    return _finish(resolve(s1, s2, controls, icache), stage1_shareability(Stage1(s1, s1_sh)), s2_sh)


def combine_shareability(s1: Shareability, s2: Shareability) -> Shareability:
    """The wider of the two (pseudocode S2CombineS1Shareability). FWB has no part in it."""
    if "osh" in (s1, s2):
        return "osh"
    return "ish" if "ish" in (s1, s2) else "nsh"


def _candidate(s1: Attribute, demand: Demand, controls: Controls, fetch: bool) -> Candidate:
    attribute = apply_demand(s1, demand, controls, fetch)
    if not (controls.xs or attribute.xs or attribute.write_back):
        attribute = attribute._replace(xs=True)  # without FEAT_XS there is no XS to carry
    outer_shareable = attribute.always_outer_shareable
    return Candidate(
        attribute,
        encode_par(attribute, xs=controls.xs),
        outer_shareable,
        not outer_shareable and s1.always_outer_shareable,
    )


def resolve(s1: int | str, s2: int, controls: Controls, icache: bool = True) -> Result:
    """Every resultant attribute of a pair, in the order of `Combination.permitted`.

    Raises:
        ValueError: a byte, a MemAttr or a word is out of range.
    """
    memattr = decode_memattr(s2, fwb=controls.fwb, mte_perm=controls.mte_perm)
    attributes = stage1_attributes(Stage1(s1, icache=icache), controls)
    if len(attributes) > 1:
        return _resolve_unpredictable(s2, controls)
    return _resolve(attributes, memattr, controls, s1 == "off-ifetch")


@lru_cache(maxsize=1024)
def _resolve_unpredictable(s2: int, controls: Controls) -> Result:
    """The union over every byte that is valid: the same for all UNPREDICTABLE bytes."""
    memattr = decode_memattr(s2, fwb=controls.fwb, mte_perm=controls.mte_perm)
    return _resolve(valid_attributes(controls.xs, controls.mte), memattr, controls, fetch=False)


def _resolve(
    attributes: tuple[Attribute, ...], memattr: MemAttr, controls: Controls, fetch: bool
) -> Result:
    unpredictable = len(attributes) > 1
    candidates = tuple(
        dict.fromkeys(
            _candidate(s1, demand, controls, fetch)
            for s1 in attributes
            for demand in memattr.demands
        )
    )
    reason = explain_result(
        None if unpredictable else attributes[0],
        memattr,
        fwb=controls.fwb,
        cd=controls.cd and not fetch and isinstance(candidates[0].attribute, Normal),
        fetch=fetch,
    )
    return Result(candidates, unpredictable, unpredictable or memattr.reserved, reason)


def _finish(result: Result, s1_sh: Shareability, s2_sh: Shareability) -> Combination:
    """Add shareability to the candidates and choose the one that is shown."""
    configured = combine_shareability(s1_sh, s2_sh)
    pairs: list[tuple[int, Shareability]] = []
    for candidate in result.candidates:
        pairs.append((candidate.par_attr, "osh" if candidate.outer_shareable else configured))
        if candidate.either:
            pairs.append((candidate.par_attr, "osh"))
    distinct = tuple(dict.fromkeys(pairs))
    first = result.candidates[0]
    several = len(distinct) > 1
    reason = result.reason + explain_shareability(first.outer_shareable, first.either, configured)
    if result.unpredictable and several:
        return Combination(
            "UNPREDICTABLE, any of the permitted results",
            "reserved",
            None,
            None,
            True,
            tuple(sorted(distinct)),
            reason,
        )
    words = describe(first.attribute) + (" (reserved encoding)" if result.reserved else "")
    return Combination(
        words,
        kind(first.attribute),
        *distinct[0],
        result.reserved,
        distinct if several else None,
        reason,
    )
