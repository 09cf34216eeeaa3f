"""The field table of stage-2 descriptors: which bits belong to which field, and what they say.

For every regime, kind and level the rows cover all 64 bits, each bit once. Bits that hold
nothing are fields too, named after what the architecture calls them and where they are:
RES0[50], IGNORED[11:2]. A field that the level or a missing feature makes RES0 (Contiguous, nT,
FnXS) keeps its name. Arm DDI 0487 R_XFNBW, Table D8-51 (table) and R_DMBGN, Table D8-53 (block,
page); Arm pseudocode AArch64.S2ApplyOutputPerms, AArch64.LeafBase, AArch64.NextTableBase,
AArch64.ContiguousBit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.arm.descriptor.bitfield import Spec, bit_runs, bits_text
from s2tui.arm.descriptor.geometry import contiguous_entries, granule_bits, leaf_shift, size_text
from s2tui.arm.memattr import describe_memattr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.arm.descriptor.geometry import Kind, Regime

_AF = (
    "not accessed: faults, or hardware sets it",
    "accessed",
)
_SH = (
    "Non-shareable",
    "reserved: any shareability",
    "Outer Shareable",
    "Inner Shareable",
)
_S2AP = ("no data access", "read-only", "write-only", "read and write")
_XNX = (
    "executable at EL1 and EL0",
    "not executable at EL1, executable at EL0",
    "not executable",
    "executable at EL1, not executable at EL0",
)
_XN = ("executable at EL1 and EL0", "not executable")
_DBM = (
    "hardware does not set S2AP[1]",
    "hardware sets S2AP[1] on a write (HA=HD=1)",
)
_DIRTY = (
    "clean: a write faults unless HA=HD=1",
    "dirty: a write need not be recorded",
)
_ASSURED_ONLY = (
    "for software (Linux SW3), not AssuredOnly",
    "for software (Linux SW3), or AssuredOnly",
)
_AMEC = ("primary memory encryption context", "alternate memory encryption context")
_NT = (
    "an ordinary block",
    "being replaced: may take a Translation fault",
)
_PBHA = "ignored, or PBHA as VTCR_EL2.HWU62:59 say"


def invalid_rows(*, valid: bool) -> list[Spec]:
    """The rows of an entry that faults; `valid` when only its encoding has no meaning."""
    ignored = "ignored; KVM keeps its own notes here"
    if not valid:
        return [
            _ignored(range(63, 0, -1), ignored),
            Spec("Valid", (0,), "type", ("invalid: a Translation fault",)),
        ]
    return [
        _ignored(range(63, 1, -1), ignored),
        Spec("Type", (1,), "type", ("no such encoding: Translation fault",)),
        Spec("Valid", (0,), "type", ("valid", "valid")),
    ]


def table_rows(regime: Regime) -> list[Spec]:
    """The rows of an entry that leads to the next table."""
    granule = granule_bits(regime.page_size)
    address = _address_positions(regime, granule)
    specs = [
        Spec("NextTable", address, "address", ("next-level table at",), granule),
        _res0((63,), "there is no NSTable at stage 2"),
        _ignored(range(58, 50, -1), "for software"),
        _res0((50,), "RES0 in a stage-2 table"),
        *_outside_address(regime, address),
        *_type_bits("table"),
    ]
    if regime.s2pie:
        specs.append(_ignored(range(62, 58, -1), "ignored by the hardware"))
    else:
        specs.append(_res0((62, 61, 60, 59), "stage 2 has no hierarchical permissions"))
    if regime.haft:
        specs.append(Spec("AF", (10,), "attribute", ("table not used yet", "table used")))
    taken = {*address, *((10,) if regime.haft else ())}
    for high, low in bit_runs(bit for bit in range(11, 1, -1) if bit not in taken):
        specs.append(_ignored(range(high, low - 1, -1), "ignored by the hardware"))
    return specs


def leaf_rows(regime: Regime, kind: Kind, level: int, *, ns: bool) -> list[Spec]:
    """The rows of a block or page; `ns` is d[55] in Realm state."""
    shift = leaf_shift(regime.page_size, level)
    address = _address_positions(regime, shift)
    specs = [
        Spec("OA", address, "address", ("output address",), shift),
        *_upper(regime, ns=ns),
        *_permissions(regime),
        _contiguous(regime, level),
        _res0((50,), "RES0: guarded pages exist at stage 1 only"),
        *_outside_address(regime, address),
        _fnxs(regime),
        Spec("AF", (10,), "attribute", _AF),
        Spec("MemAttr", (5, 4, 3, 2), "attribute", _memattr(regime)),
        *_type_bits(kind),
    ]
    if kind == "block":
        specs += _filler(regime, shift)
    if not regime.wide_ds:
        specs.append(Spec("SH", (9, 8), "attribute", _SH))
    return specs


def _upper(regime: Regime, *, ns: bool) -> list[Spec]:
    """The bits above the permissions: 63 down to 55."""
    specs = [
        Spec("AssuredOnly", (58,), "software", _ASSURED_ONLY),
        Spec("SW", (57, 56), "software", ("for software (Linux SW2, SW1)",)),
    ]
    if regime.s2pie and regime.s2poe:
        texts = tuple(f"overlay: entry {index} of S2POR_EL1" for index in range(16))
        specs.append(Spec("POIndex", (62, 61, 60, 59), "permission", texts))
    else:
        specs.append(Spec("PBHA", (62, 61, 60, 59), "ignored", (_PBHA,)))
    if not regime.realm:
        specs.append(_res0((63,), "RES0 outside Realm state"))
        specs.append(_ignored((55,), "ignored outside Realm state (Linux SW0)"))
        return specs
    specs.append(Spec("NS", (55,), "attribute", ("Realm memory", "Non-secure memory")))
    if ns:
        specs.append(_res0((63,), "AMEC exists only where NS (d[55]) is 0"))
    else:
        specs.append(Spec("AMEC", (63,), "attribute", _AMEC))
    return specs


def _permissions(regime: Regime) -> list[Spec]:
    if regime.s2pie:
        texts = tuple(f"entry {i} of S2PIR_EL2, bits {4 * i + 3}:{4 * i}" for i in range(16))
        return [
            Spec("PIIndex", (54, 53, 51, 6), "permission", texts),
            Spec("Dirty", (7,), "permission", _DIRTY),
        ]
    specs = [
        Spec("DBM", (51,), "permission", _DBM),
        Spec("S2AP", (7, 6), "permission", _S2AP),
    ]
    if regime.xnx:
        return [*specs, Spec("XN", (54, 53), "permission", _XNX)]
    return [
        *specs,
        Spec("XN", (54,), "permission", _XN),
        _res0((53,), "RES0 without FEAT_XNX"),
    ]


def _contiguous(regime: Regime, level: int) -> Spec:
    entries = contiguous_entries(regime.page_size, level)
    if entries is None:
        why = f"Contiguous is RES0 at level {level} of the {regime.page_size} granule"
        return Spec("Contiguous", (52,), "reserved", (why,), must_be_zero=why)
    size = size_text(entries << leaf_shift(regime.page_size, level))
    texts = ("on its own", f"one of {entries} entries that map {size} contiguously")
    return Spec("Contiguous", (52,), "attribute", texts)


def _fnxs(regime: Regime) -> Spec:
    if regime.xs:
        return Spec("FnXS", (11,), "attribute", ("XS comes from stage 1", "forces XS to 0"))
    why = "FnXS is RES0 without FEAT_XS"
    return Spec("FnXS", (11,), "reserved", (why,), must_be_zero=why)


def _filler(regime: Regime, shift: int) -> list[Spec]:
    """What a block has between its attributes and its output address: d[leaf_shift-1:16]."""
    specs = [_res0(tuple(range(shift - 1, 16, -1)), "RES0 below the address of a block")]
    if regime.bbm >= 1:
        specs.append(Spec("nT", (16,), "attribute", _NT))
    else:
        why = "nT is RES0 without FEAT_BBM level 1"
        specs.append(Spec("nT", (16,), "reserved", (why,), must_be_zero=why))
    return specs


def _outside_address(regime: Regime, address: tuple[int, ...]) -> list[Spec]:
    """The RES0 bits of d[49:48] and d[15:12] that hold no address in this layout."""
    specs = []
    if 49 not in address:
        specs.append(_res0((49, 48), "RES0 without DS=1 (FEAT_LPA2)"))
    rest = tuple(bit for bit in (15, 14, 13, 12) if bit not in address)
    if rest:
        lpa = " without FEAT_LPA" if regime.page_size == "64k" else ""
        specs.append(_res0(rest, "RES0 below the address" + lpa))
    return specs


def _address_positions(regime: Regime, shift: int) -> tuple[int, ...]:
    """Where an address sits, most significant bit first; it reaches down to `shift`."""
    low = tuple(range(47, shift - 1, -1))
    if regime.wide_ds:
        return (9, 8, 49, 48, *low)
    if regime.wide_lpa:
        return (15, 14, 13, 12, *low)
    return low


def _type_bits(kind: Kind) -> list[Spec]:
    return [
        Spec("Type", (1,), "type", ("a block", f"a {kind}")),
        Spec("Valid", (0,), "type", ("invalid", "valid")),
    ]


def _memattr(regime: Regime) -> tuple[str, ...]:
    return tuple(
        describe_memattr(value, fwb=regime.fwb, mte_perm=regime.mte_perm) for value in range(16)
    )


def _res0(positions: tuple[int, ...], why: str) -> Spec:
    name = f"RES0[{bits_text(positions)}]"
    return Spec(name, positions, "reserved", (why,), must_be_zero=why)


def _ignored(positions: Iterable[int], why: str) -> Spec:
    where = tuple(positions)
    return Spec(f"IGNORED[{bits_text(where)}]", where, "ignored", (why,))
