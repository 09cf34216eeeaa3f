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
    Device,
    Normal,
    Shareability,
    Unpredictable,
    decode_mair,
    describe,
    encode_par,
    kind,
)
from s2tui.arm.combine.reasons import explain_result, explain_shareability
from s2tui.arm.combine.rules import (
    STAGE1_WORDS,
    Controls,
    Stage1,
    apply_demand,
    stage1_attributes,
    stage1_shareability,
    valid_attributes,
)
from s2tui.arm.memattr import Demand, decode_memattr

#: Answers kept: reports ask for the same few again and again.
CACHE_SIZE = 1 << 12
#: A MAIR byte that is UNPREDICTABLE whatever is implemented; any other such byte means the same.
UNPREDICTABLE_BYTE = 0x02
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


class CombineInputs(NamedTuple):
    """What a combination depends on: equal inputs have equal answers.

    Attributes:
        source: as `Stage1.source`; one byte stands for all that are UNPREDICTABLE.
        s2: MemAttr[3:0].
        controls: what the stages combine under.
        icache: SCTLR_EL1.I.
        configured: the wider of the two stages' shareabilities.
    """

    source: int | str
    s2: int
    controls: Controls
    icache: bool
    configured: Shareability


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
    stage1, controls = Stage1(s1, s1_sh, icache), Controls(fwb, mte, xs, mte_perm, fnxs, cd)
    return combine_inputs(normalise(stage1, s2, s2_sh, controls))


def normalise(stage1: Stage1, s2: int, s2_sh: Shareability, controls: Controls) -> CombineInputs:
    """The inputs of a combination, checked, and without what cannot change its answer.

    Raises:
        ValueError: a byte, a MemAttr or a word is not one of the accepted ones.
    """
    for word in (stage1.shareability, s2_sh):
        if word not in SHAREABILITIES:
            raise ValueError(
                f"unknown shareability {word!r}; accepted: {', '.join(SHAREABILITIES)}"
            )
    if not 0 <= s2 <= 0xF:
        raise ValueError(f"MemAttr is 0x0 to 0xf, not {s2:#x}")
    configured = combine_shareability(stage1_shareability(stage1), s2_sh)
    if controls.fnxs and not controls.xs:
        controls = controls._replace(fnxs=False)
    source = stage1.source
    if isinstance(source, str):
        if source not in STAGE1_WORDS:
            raise ValueError(
                f"stage 1 is a MAIR byte or one of {', '.join(STAGE1_WORDS)}, not {source!r}"
            )
    elif isinstance(decode_mair(source, xs=controls.xs, mte=controls.mte), Unpredictable):
        source = UNPREDICTABLE_BYTE
    return CombineInputs(source, s2, controls, stage1.icache, configured)


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


def _resolve(inputs: CombineInputs) -> tuple[tuple[Candidate, ...], bool, str]:
    """Every result in the order of `Combination.permitted`, whether reserved, and the reason."""
    controls = inputs.controls
    memattr = decode_memattr(inputs.s2, fwb=controls.fwb, mte_perm=controls.mte_perm)
    attributes = stage1_attributes(inputs.source, inputs.icache, controls)
    fetch, unpredictable = inputs.source == "off-ifetch", len(attributes) > 1
    if unpredictable:
        shared = controls._replace(mte_perm=False)  # it has had its say: in decoding MemAttr
        results = [result for d in memattr.demands for result in _of_any_byte(d, shared)]
    else:
        results = [_candidate(attributes[0], d, controls, fetch) for d in memattr.demands]
    candidates = tuple(dict.fromkeys(results))
    reason = explain_result(
        None if unpredictable else isinstance(attributes[0], Device),
        memattr,
        fwb=controls.fwb,
        cd=controls.cd and not fetch and isinstance(candidates[0].attribute, Normal),
        fetch=fetch,
    )
    return candidates, unpredictable or memattr.reserved, reason


@lru_cache(maxsize=512)
def _of_any_byte(demand: Demand, controls: Controls) -> tuple[Candidate, ...]:
    """The distinct results over every MAIR byte that is valid: what an UNPREDICTABLE one may do."""
    attributes = valid_attributes(controls.xs, controls.mte)
    return tuple(dict.fromkeys(_candidate(s1, demand, controls, False) for s1 in attributes))


def _pairs(
    candidates: tuple[Candidate, ...], configured: Shareability
) -> tuple[tuple[int, Shareability], ...]:
    """What PAR_EL1 may show for the candidates, in their order, each pair once."""
    pairs: list[tuple[int, Shareability]] = []
    for candidate in candidates:
        pairs.append((candidate.par_attr, "osh" if candidate.outer_shareable else configured))
        if candidate.either:
            pairs.append((candidate.par_attr, "osh"))
    return tuple(dict.fromkeys(pairs))


@lru_cache(maxsize=CACHE_SIZE)
def combine_inputs(inputs: CombineInputs) -> Combination:
    """Combine inputs as `normalise` made them: every permitted result, and which one is shown."""
    candidates, reserved, reason = _resolve(inputs)
    pairs = _pairs(candidates, inputs.configured)
    permitted = pairs if len(pairs) > 1 else None
    if permitted and inputs.source == UNPREDICTABLE_BYTE:
        words = "UNPREDICTABLE, any of the permitted results"
        return Combination(words, "reserved", None, None, True, tuple(sorted(pairs)), reason)
    first = candidates[0]
    reason += explain_shareability(first.outer_shareable, first.either, inputs.configured)
    words = describe(first.attribute) + (" (reserved encoding)" if reserved else "")
    return Combination(words, kind(first.attribute), *pairs[0], reserved, permitted, reason)
