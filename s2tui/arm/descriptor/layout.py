"""Layouts: all fields of a descriptor of one regime, kind and level, made once and kept."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from s2tui.arm.descriptor.bitfield import make_codec
from s2tui.arm.descriptor.fields import invalid_rows, leaf_rows, table_rows
from s2tui.arm.memattr import decode_memattr

if TYPE_CHECKING:
    from s2tui.arm.descriptor.bitfield import FieldCodec
    from s2tui.arm.descriptor.geometry import Kind, Regime


class Layout(NamedTuple):
    """All fields of a descriptor of one regime, kind and level, most significant bit first."""

    codecs: tuple[FieldCodec, ...]
    by_name: dict[str, FieldCodec]
    base: int
    """The bits that make the kind: d[1:0]."""
    address: FieldCodec | None
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
    codecs = tuple(map(make_codec, sorted(specs, key=lambda spec: -max(spec.positions))))
    zeros = tuple(
        (codec.mask, f"d[{codec.bits}]: {codec.spec.must_be_zero}")
        for codec in codecs
        if codec.spec.must_be_zero
    )
    by_name = {codec.spec.name: codec for codec in codecs}
    return Layout(
        codecs,
        by_name,
        {"invalid": int(valid), "block": 0b01}.get(kind, 0b11),
        next((codec for codec in codecs if codec.spec.role == "address"), None),
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
