"""Stage-2 descriptors (VMSAv8-64, 64 bits): from a value to named fields and back.

`reencode(decode(x))` is x for every 64-bit x: no bit is lost, whatever it means. Arm DDI 0487
D8.3; Arm pseudocode AArch64.DecodeDescriptorType, AArch64.LeafBase, AArch64.NextTableBase.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from s2tui.arm.descriptor.bitfield import BitField, field_of
from s2tui.arm.descriptor.geometry import (
    LAST_LEVEL,
    DescriptorError,
    Kind,
    LevelError,
    Regime,
    address_bits,
    check_level,
    no_block,
)
from s2tui.arm.descriptor.layout import layout
from s2tui.arm.descriptor.lint import lint, unsupported

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.arm.descriptor.layout import Layout

__all__ = [
    "AddressError",
    "BitField",
    "Descriptor",
    "DescriptorError",
    "FieldError",
    "Kind",
    "LevelError",
    "Regime",
    "decode",
    "encode",
    "reencode",
]

DEFAULT = Regime()


class AddressError(DescriptorError):
    """An address that a descriptor cannot hold."""


class FieldError(DescriptorError):
    """A field that the descriptor does not have, or a value that does not fit into it."""


class Descriptor(NamedTuple):
    """A descriptor taken apart."""

    value: int
    kind: Kind
    level: int
    output_address: int | None
    """Where it leads: memory, or the next table; None when invalid."""
    fields: tuple[BitField, ...]
    """Every bit in exactly one field, most significant bit first."""
    lint: tuple[str, ...]
    """What is wrong with it, each text beginning with its bits."""
    regime: Regime

    def __hash__(self) -> int:
        """By what the rest follows from: the fields are many."""
        return hash((self.value, self.level, self.regime))

    def field(self, name: str) -> BitField | None:
        """The field of a name; None where this descriptor has no such field."""
        return next((field for field in self.fields if field.name == name), None)


@lru_cache(maxsize=4096)
def decode(value: int, level: int | None = None, regime: Regime = DEFAULT) -> Descriptor:
    """Take a descriptor apart.

    Args:
        value: the 64 bits.
        level: the level of the table that holds it; None stands for 3 when bits 1:0 are 11 and
            for 2 otherwise.
        regime: what the processor implements and selects.

    Raises:
        DescriptorError: more than 64 bits, negative, or a level that the granule lacks.
    """
    if not 0 <= value < 1 << 64:
        raise DescriptorError(f"{value:#x} is not a 64-bit descriptor")
    if level is None:
        level = LAST_LEVEL if value & 0b11 == 0b11 else 2
    check_level(regime, level)
    kind, fault = _kind(value, level, regime)
    shape = layout(regime, kind, level, ns=_ns(value, regime), valid=bool(value & 1))
    fields = tuple(
        [
            codec.ready[codec.extract(value)]
            if codec.ready
            else field_of(codec, codec.extract(value))
            for codec in shape.codecs
        ]
    )
    if shape.address is None:
        return Descriptor(value, kind, level, None, fields, fault, regime)
    address = shape.address.extract(value) << shape.address.spec.shift
    return Descriptor(value, kind, level, address, fields, lint(value, shape), regime)


def encode(
    fields: Mapping[str, int],
    *,
    kind: Kind = "page",
    level: int = LAST_LEVEL,
    address: int | None = None,
    regime: Regime = DEFAULT,
) -> int:
    """Put a descriptor together; fields that are not named are 0.

    Args:
        fields: values by the names that `decode` gives, d[1:0] and the address left out.
        kind: what the descriptor is to be.
        level: the level of the table that will hold it.
        address: the output address, or that of the next table; 0 where None.
        regime: what the processor implements and selects.

    Raises:
        DescriptorError: an unknown field, a value that does not fit, an address that is
            misaligned or too large, a kind or level that the granule does not support.
    """
    check_level(regime, level)
    _check_kind(kind, level, regime)
    ns = bool(fields.get("NS"))
    shape = layout(regime, kind, level, ns=ns, valid=False)
    value = shape.base
    if address is not None:
        value |= _place_address(address, shape, regime, kind, level)
    for name, field in fields.items():
        codec = shape.by_name.get(name)
        if codec is None:
            raise _no_field(name, shape, kind, level, regime)
        if not 0 <= field < 1 << codec.width:
            raise FieldError(
                f"{name}={field:#x} does not fit into {codec.width} bit{'s' * (codec.width > 1)}"
            )
        bits = codec.insert(field)
        if codec.spec.role == "type" and bits != shape.base & codec.mask:
            raise FieldError(f"{name}={field} contradicts kind={kind}")
        if codec is shape.address and address is not None:
            raise FieldError(f"address and {name} say the same; give one of them")
        value |= bits
    return value


def reencode(descriptor: Descriptor) -> int:
    """The 64 bits, put together again from the fields."""
    value = 0
    for field in descriptor.fields:
        rest = field.value
        for bit in reversed(field.positions):
            value |= (rest & 1) << bit
            rest >>= 1
    return value


def _kind(value: int, level: int, regime: Regime) -> tuple[Kind, tuple[str, ...]]:
    """The kind, and the one finding that an encoding without meaning has."""
    if not value & 0b01:
        return "invalid", ()
    if value & 0b10:
        return ("page" if level == LAST_LEVEL else "table"), ()
    fault = unsupported(regime, level)
    return ("invalid", (fault,)) if fault else ("block", ())


def _ns(value: int, regime: Regime) -> bool:
    return regime.realm and bool(value >> 55 & 1)


def _check_kind(kind: Kind, level: int, regime: Regime) -> None:
    if kind == "page" and level != LAST_LEVEL:
        raise LevelError(f"a page is at level {LAST_LEVEL}, not at level {level}")
    if kind == "table" and level == LAST_LEVEL:
        raise LevelError(f"there is no table at level {LAST_LEVEL}")
    if kind == "block":
        why = no_block(regime, level)
        if why:
            raise LevelError(f"unsupported block: {why}")


def _place_address(address: int, shape: Layout, regime: Regime, kind: Kind, level: int) -> int:
    codec = shape.address
    if codec is None:
        raise AddressError("an invalid descriptor has no address")
    if not 0 <= address < 1 << address_bits(regime):
        raise AddressError(f"address {address:#x} does not fit into {address_bits(regime)} bits")
    shift = codec.spec.shift
    if address & ((1 << shift) - 1):
        raise AddressError(
            f"address {address:#x} is not aligned to {1 << shift:#x}, "
            f"as a level {level} {kind} of the {regime.page_size} granule has to be"
        )
    return codec.insert(address >> shift)


def _no_field(name: str, shape: Layout, kind: Kind, level: int, regime: Regime) -> FieldError:
    from s2tui.arm.descriptor.missing_field import no_field

    return FieldError(no_field(name, shape, kind, level, regime))
