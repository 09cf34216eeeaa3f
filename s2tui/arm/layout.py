"""Layouts: all fields of a descriptor of one regime, kind and level, made once and kept."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from s2tui.arm.fields import invalid_rows, leaf_rows, table_rows
from s2tui.arm.memattr import decode_memattr
from s2tui.arm.slot import make_slot

if TYPE_CHECKING:
    from s2tui.arm.geometry import Kind, Regime
    from s2tui.arm.slot import Slot


class Layout(NamedTuple):
    """All fields of a descriptor of one regime, kind and level, most significant bit first."""

    slots: tuple[Slot, ...]
    by_name: dict[str, Slot]
    base: int
    """The bits that make the kind: d[1:0]."""
    address: Slot | None
    """The field that holds an address; None when invalid."""
    zeros: tuple[tuple[int, str], ...]
    """The bits that software has to write as 0, each with the lint text for a 1."""
    zero_mask: int
    """Those bits together."""
    has_sh: bool
    """Whether d[9:8] are SH."""
    memattr_lint: tuple[tuple[str, ...], ...]
    """The lint texts of each MemAttr value; empty where there is no MemAttr."""


@lru_cache(maxsize=1024)
def layout(
    regime: Regime, kind: Kind, level: int, *, ns: bool = False, valid: bool = True
) -> Layout:
    """The layout of a kind of descriptor.

    Args:
        regime: what the processor implements and selects.
        kind: which kind of descriptor.
        level: a level that the granule has.
        ns: d[55] of a Realm leaf; d[63] is AMEC only where it is 0.
        valid: d[0] of an invalid descriptor; 1 for a reserved or unsupported encoding.
    """
    if kind == "invalid":
        specs = invalid_rows(valid=valid)
    elif kind == "table":
        specs = table_rows(regime)
    else:
        specs = leaf_rows(regime, kind, level, ns=ns and regime.realm)
    slots = tuple(map(make_slot, sorted(specs, key=lambda spec: -max(spec.positions))))
    zeros = tuple(
        (slot.mask, f"d[{slot.bits}]: {slot.spec.must_be_zero}")
        for slot in slots
        if slot.spec.must_be_zero
    )
    by_name = {slot.spec.name: slot for slot in slots}
    return Layout(
        slots,
        by_name,
        {"invalid": int(valid), "block": 0b01}.get(kind, 0b11),
        next((slot for slot in slots if slot.spec.role == "address"), None),
        zeros,
        sum(mask for mask, _ in zeros),
        "SH" in by_name,
        tuple(_memattr_lint(regime, value) for value in range(16)) if "MemAttr" in by_name else (),
    )


def _memattr_lint(regime: Regime, value: int) -> tuple[str, ...]:
    texts = []
    if value & 0b1000 and regime.fwb and not regime.mte_perm:
        texts.append("d[5]: MemAttr[3] is RES0 with FWB=1 and without FEAT_MTE_PERM")
    if decode_memattr(value, fwb=regime.fwb, mte_perm=regime.mte_perm).reserved:
        texts.append(f"d[5:2]: MemAttr {value:04b} is reserved with FWB={int(regime.fwb)}")
    return tuple(texts)
