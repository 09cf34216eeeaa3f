"""Rows of the field table, made ready for decoding and encoding.

A row is a name, the bits that belong to it, and what each value means. The bits of a field may
lie apart (PIIndex is d[54:53,51,6]); its value puts them together, first one most significant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

Role = Literal["address", "attribute", "permission", "software", "reserved", "ignored", "type"]

INDEXED_WIDTH = 6
"""Fields up to this wide have their values made once and looked up."""


class BitField(NamedTuple):
    """One field of a descriptor with the value that it has there."""

    name: str
    bits: str
    """Where it is: "5:2", "10", "54:53,51,6"; most significant first."""
    value: int
    meaning: str
    role: Role
    positions: tuple[int, ...]
    """The bit numbers, most significant first."""


class Spec(NamedTuple):
    """One row of the field table."""

    name: str
    positions: tuple[int, ...]
    role: Role
    meanings: tuple[str, ...]
    """By value; a single one holds for every value. An address has its prefix here."""
    shift: int = 0
    """What an address field's value is shifted by to give the address."""
    must_be_zero: str | None = None
    """Why software has to write 0; None where it has not."""


class FieldCodec(NamedTuple):
    """A row made ready for decoding: runs of bits, and the fields by value where few."""

    spec: Spec
    bits: str
    mask: int
    """The bits of the descriptor that belong to it."""
    width: int
    runs: tuple[tuple[int, int, int], ...]
    """For each run of adjacent bits: lowest bit, mask once shifted down, place in the value."""
    ready: tuple[BitField, ...]
    """The field for each value, empty where there are too many."""

    def extract(self, value: int) -> int:
        """The field's value in a descriptor."""
        found = 0
        for low, mask, place in self.runs:
            found |= (value >> low & mask) << place
        return found

    def insert(self, field: int) -> int:
        """The descriptor's bits for a value of the field."""
        found = 0
        for low, mask, place in self.runs:
            found |= (field >> place & mask) << low
        return found


def bits_text(positions: tuple[int, ...]) -> str:
    """Bit numbers as ranges: (54, 53, 51, 6) is "54:53,51,6"."""
    return ",".join(
        str(high) if high == low else f"{high}:{low}" for high, low in bit_runs(positions)
    )


def bit_runs(positions: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of adjacent descending bits, as (high, low)."""
    runs: list[tuple[int, int]] = []
    for bit in positions:
        if runs and runs[-1][1] == bit + 1:
            runs[-1] = (runs[-1][0], bit)
        else:
            runs.append((bit, bit))
    return runs


def make_codec(spec: Spec) -> FieldCodec:
    """Make a row ready."""
    runs = []
    place = width = len(spec.positions)
    for high, low in bit_runs(spec.positions):
        size = high - low + 1
        place -= size
        runs.append((low, (1 << size) - 1, place))
    codec = FieldCodec(
        spec,
        bits_text(spec.positions),
        sum(1 << bit for bit in spec.positions),
        width,
        tuple(runs),
        (),
    )
    if width > INDEXED_WIDTH or spec.role == "address":
        return codec
    return codec._replace(ready=tuple(field_of(codec, value) for value in range(1 << width)))


def field_of(codec: FieldCodec, value: int) -> BitField:
    """The field of a codec with a value."""
    spec = codec.spec
    if spec.role == "address":
        meaning = f"{spec.meanings[0]} {value << spec.shift:#x}"
    else:
        meaning = spec.meanings[value if value < len(spec.meanings) else -1]
    return BitField(spec.name, codec.bits, value, meaning, spec.role, spec.positions)
