"""The types of C on a 64-bit kernel: how wide, with which sign, and what is in them.

Types are values: two that are equal are the same type. `long` and `long long` are one type here,
since nothing that is computed tells them apart. Qualifiers are left out for the same reason.
"""

from __future__ import annotations

import attrs


@attrs.define(frozen=True, slots=True, cache_hash=True)
class Type:
    """Any type."""


@attrs.define(frozen=True, slots=True, cache_hash=True)
class Integer(Type):
    """An integer of so many bits; a bit field's type has the bits of the field."""

    bits: int
    signed: bool
    truth: bool = False
    """It is `bool`: what is converted to it becomes 0 or 1 by `!= 0`, not by leaving bits out."""

    def __str__(self) -> str:
        """The shortest name that the kernel has for it."""
        return "bool" if self.truth else f"{'s' if self.signed else 'u'}{self.bits}"

    def convert(self, value: int) -> int:
        """What a value becomes when it is converted to this type."""
        if self.truth:
            return int(value != 0)
        value &= (1 << self.bits) - 1
        return value - (1 << self.bits) if self.signed and value >> (self.bits - 1) else value


@attrs.define(frozen=True, slots=True, cache_hash=True)
class Void(Type):
    """`void`."""

    def __str__(self) -> str:
        return "void"


@attrs.define(frozen=True, slots=True, cache_hash=True)
class Unknown(Type):
    """A type that none of the files says.

    Where an operation has an operand of it, its own type is unknown too and nothing is converted:
    whoever evaluates must not guess. Copying such values and comparing pointers to such types is
    sound.
    """

    name: str = ""
    """What it is called in the text, such as a typedef's name; empty where nothing is."""

    def __str__(self) -> str:
        return self.name or "?"


@attrs.define(frozen=True, slots=True, cache_hash=True)
class Record(Type):
    """A structure or union, by its tag; `Unit.struct` has its members, if a file defines it.

    One without a tag has a made-up one that begins with `<` and says where it stands.
    """

    tag: str
    union: bool = False

    def __str__(self) -> str:
        return f"{'union' if self.union else 'struct'} {self.tag}"


@attrs.define(frozen=True, slots=True, cache_hash=True)
class Pointer(Type):
    """A pointer."""

    to: Type

    def __str__(self) -> str:
        return f"{self.to} *"


@attrs.define(frozen=True, slots=True, cache_hash=True)
class Array(Type):
    """An array."""

    of: Type
    length: int | None = None
    """None where it is open, or where it could not be computed from the files."""

    def __str__(self) -> str:
        return f"{self.of}[{'' if self.length is None else self.length}]"


@attrs.define(frozen=True, slots=True, cache_hash=True)
class Callable(Type):
    """The type of a function."""

    result: Type
    parameters: tuple[Type, ...] = ()
    variadic: bool = False
    """It takes any further arguments; also where nothing is said about parameters."""

    def __str__(self) -> str:
        inside = ", ".join([*map(str, self.parameters), *["..."] * self.variadic])
        return f"{self.result} ({inside})"


@attrs.define(frozen=True, slots=True)
class Member:
    """A member of a structure or union."""

    name: str
    type: Type
    """Of a bit field: an integer of its bits. A conversion to it is what a store does."""
    bit_field: bool = False
    overlaps: bool = False
    """It lies in a union: what is stored to others changes it."""


@attrs.define(frozen=True, slots=True)
class Members:
    """What is in a structure or union.

    The members of a structure without a name inside of it are its own, as in C.
    """

    type: Record
    members: dict[str, Member]
    """In order."""
    size: int | None
    """In bytes; None where it could not be computed from the files."""
    alignment: int | None
    offsets: dict[str, int] = attrs.field(factory=dict)
    """Where members begin, in bytes, as far as that could be computed."""


BOOL = Integer(1, signed=False, truth=True)
CHAR = Integer(8, signed=False)
"""Plain `char` has no sign on arm64."""
S8, S16, S32, S64, S128 = (Integer(bits, signed=True) for bits in (8, 16, 32, 64, 128))
U8, U16, U32, U64, U128 = (Integer(bits, signed=False) for bits in (8, 16, 32, 64, 128))
VOID = Void()
UNKNOWN = Unknown()
POINTER_BYTES = 8


def promoted(type_: Integer) -> Integer:
    """What an operand counts as in arithmetic: `int` where that holds all values of the type."""
    if type_.bits < S32.bits:
        return S32
    # A bit field of 33 to 63 bits keeps its own width in GCC, and is widened by its partner.
    return type_


def common(left: Integer, right: Integer) -> Integer:
    """The type in which two integers are computed with: the usual arithmetic conversions."""
    left, right = promoted(left), promoted(right)
    if left.bits != right.bits:
        return left if left.bits > right.bits else right
    return left if not left.signed else right


def decayed(type_: Type) -> Type:
    """The type of a value of the type: arrays and functions become pointers."""
    if isinstance(type_, Array):
        return Pointer(type_.of)
    return Pointer(type_) if isinstance(type_, Callable) else type_
