"""Types and constants against a compiler, on expressions at random; the rules of C by hand."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from s2tui.source.c import folding
from s2tui.source.c.types import (
    BOOL,
    S32,
    S64,
    U8,
    U32,
    U64,
    Array,
    Integer,
    Pointer,
    Record,
    Type,
    common,
    promoted,
)
from tests.source.c.invented import LATEST_ENUMERATORS, compiler, printed, unit, version

if TYPE_CHECKING:
    from pathlib import Path

VARIABLES = {
    "truth": "_Bool",
    "tiny": "signed char",
    "octet": "unsigned char",
    "small": "short",
    "word16": "unsigned short",
    "plain": "int",
    "word32": "unsigned int",
    "large": "long",
    "word64": "unsigned long",
}
DECLARED = "".join(f"{type_} {name};\n" for name, type_ in VARIABLES.items())
ENUMERATION = "enum step { ONE = 1, TWO, LOW = -4, NEXT, BIT = 1 << 5 };\n"
NAMES_OF_TYPES = {
    "_Bool": "bool",
    "signed char": "s8",
    "unsigned char": "u8",
    "char": "u8",
    "short": "s16",
    "unsigned short": "u16",
    "int": "s32",
    "unsigned int": "u32",
    "long": "s64",
    "unsigned long": "u64",
}
_ANSWERS = ", ".join(f'{theirs}: "{ours}"' for theirs, ours in NAMES_OF_TYPES.items())
TYPE_OF = f"#define TYPE(e) _Generic((e), {_ANSWERS})\n"
"""What says the type of a value, when it is compiled."""
NUMBERS = ["0", "1", "7", "40u", "3ul", "0x80000000", "2147483648", "0xffffffffffffffff", "'z'"]
CONSTANTS = [*NUMBERS, "ONE", "LOW", "BIT", "sizeof(int)", "sizeof(struct pair)", "true_value"]
OPERATORS = ["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", "<", ">=", "==", "!=", "&&", "||"]
PREFIXES = ["-", "~", "!", "+", ""]
CASTS = [f"({c})" for c in NAMES_OF_TYPES]
PAIR = "struct pair { char first; long second; short third; };\n#define true_value (1 ? 5 : -1)\n"


def at_random(dice: random.Random, leaves: list[str], depth: int) -> str:
    """An expression that a compiler can compute: no division by 0, shifts by what fits."""
    if depth == 0:
        return dice.choice(leaves)
    left = at_random(dice, leaves, depth - 1)
    choice = dice.random()
    if choice < 0.2:
        return f"{dice.choice(CASTS)}({left})"
    if choice < 0.35:
        return f"({dice.choice(PREFIXES)}({left}))"
    if choice < 0.45:
        other = at_random(dice, leaves, depth - 1)
        return f"({dice.choice(leaves)} ? {left} : {other})"
    if choice < 0.5:
        return f"({left} ?: {at_random(dice, leaves, depth - 1)})"
    sign = dice.choice(OPERATORS)
    right = at_random(dice, leaves, depth - 1)
    if sign in ("/", "%"):
        # Never 0, and never -1, by which the smallest number cannot be divided.
        right = f"((({right}) & 15) | 2)"
    elif sign in ("<<", ">>"):
        right = f"(({right}) & 15)"
    return f"({left} {sign} {right})"


def test_static_types_are_those_of_the_compiler(tmp_path: Path) -> None:
    dice = random.Random(3)
    leaves = [*VARIABLES, *NUMBERS, "LOW", "BIT"]
    some = [at_random(dice, leaves, dice.randint(1, 4)) for _ in range(400)]
    lines = "".join(f"puts(TYPE({each}));\n" for each in some)
    program = f"#include <stdio.h>\n{DECLARED}{ENUMERATION}{TYPE_OF}int main(void) {{ {lines} }}"
    theirs = printed(program, tmp_path)
    read = unit(DECLARED + ENUMERATION)
    assert [str(read.expression(each).type) for each in some] == theirs


def test_constants_have_the_values_that_the_compiler_computes(tmp_path: Path) -> None:
    dice = random.Random(5)
    some = [at_random(dice, CONSTANTS, dice.randint(1, 4)) for _ in range(500)]
    lines = "".join(f'printf("%s %llx\\n", TYPE({e}), (unsigned long long)({e}));\n' for e in some)
    beginning = f"#include <stdio.h>\n{ENUMERATION}{PAIR}{TYPE_OF}"
    # Signed overflow wraps in a kernel.
    theirs = printed(f"{beginning}int main(void) {{ {lines} }}", tmp_path, "-fwrapv")
    read = unit(ENUMERATION + PAIR)
    ours = []
    for each in some:
        expression = read.expression(each, "main.c")
        value = folding.value(expression)
        assert value is not None, each
        ours.append(f"{expression.type} {U64.convert(value):x}")
    assert ours == theirs


ENUMERATIONS = {
    "empty_sum": ("A0, A1, A2", "u32"),
    "with_minus": ("B0 = -1, B1", "s32"),
    "top_bit": ("C0 = 1, C1 = 1u << 31", "u32"),
    "wide": ("D0 = 1, D1 = 1ul << 55", "u64"),
    "wide_minus": ("E0 = -1, E1 = 1ul << 40", "s64"),
}


def test_an_enumeration_is_as_wide_as_what_is_in_it(tmp_path: Path) -> None:
    declared = "".join(
        f"enum {tag} {{ {body} }};\nenum {tag} of_{tag};\n"
        for tag, (body, _) in ENUMERATIONS.items()
    )
    lines = "".join(f"puts(TYPE(of_{tag}));\n" for tag in ENUMERATIONS)
    program = f"#include <stdio.h>\n{declared}{TYPE_OF}int main(void) {{ {lines} }}"
    ours = [str(unit(declared).type(f"enum {tag}")) for tag in ENUMERATIONS]
    assert ours == [type_ for _, type_ in ENUMERATIONS.values()]
    assert printed(program, tmp_path) == ours


def test_an_enumerator_of_a_wide_enumeration_is_wide(tmp_path: Path) -> None:
    declared = "enum wide { FEW = 1, MANY = 1ul << 40 };\n"
    assert unit(declared).constant("FEW") == (1, U64)
    compiler()
    if version() < LATEST_ENUMERATORS:
        pytest.skip("this gcc gives small enumerators the type int, as they did before C23")
    program = f"#include <stdio.h>\n{declared}{TYPE_OF}int main(void) {{ puts(TYPE(FEW)); }}"
    assert printed(program, tmp_path) == ["u64"]


STRUCTURES = """
struct inner { unsigned char tag; unsigned long word; };
struct outer {
    short first;
    struct inner inside[3];
    union { int as_int; void *as_pointer; };
    struct { unsigned char low, high; } named;
    int (*call)(int, long);
    char open[];
};
"""


@pytest.mark.parametrize(
    "path", ["first", "inside", "as_int", "as_pointer", "named", "named.high", "call", "open"]
)
def test_members_are_where_the_compiler_puts_them(path: str, tmp_path: Path) -> None:
    asked = f"offsetof(struct outer, {path})"
    program = (
        f"#include <stddef.h>\n#include <stdio.h>\n{STRUCTURES}"
        f'int main(void) {{ printf("%zu\\n%zu\\n", {asked}, sizeof(struct outer)); }}'
    )
    read = unit(STRUCTURES)
    ours = [folding.value(read.expression(text)) for text in (asked, "sizeof(struct outer)")]
    assert [str(each) for each in ours] == printed(program, tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("unsigned char", U8),
        ("u64", U64),
        ("const volatile long long", S64),
        ("long unsigned int *", Pointer(U64)),
        ("struct pair *const *", Pointer(Pointer(Record("pair")))),
        ("int [3]", Array(S32, 3)),
        ("int [1 << 2][2]", Array(Array(S32, 2), 4)),
        ("_Bool", BOOL),
        ("typeof(1 ? 1u : -1)", U32),
        ("typeof(({ u8 kept = 1; kept; }))", U8),
    ],
)
def test_types_as_they_are_written(text: str, expected: Type) -> None:
    assert unit("").type(text) == expected


@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        (U8, 0x1FF, 0xFF),
        (Integer(8, signed=True), 0xFF, -1),
        (BOOL, 1 << 33, 1),
        (BOOL, 0, 0),
        (S32, 1 << 31, -(1 << 31)),
        (U64, -1, (1 << 64) - 1),
        (Integer(3, signed=False), 9, 1),
    ],
)
def test_a_value_is_converted(type_: Integer, value: int, expected: int) -> None:
    assert type_.convert(value) == expected


def test_small_operands_are_computed_as_int() -> None:
    assert promoted(U8) == promoted(BOOL) == S32
    assert common(U8, U8) == S32
    assert common(S32, U32) == U32
    # A long holds every unsigned int, so it stays signed.
    assert common(U32, S64) == S64
    assert common(S64, U64) == U64


def test_a_bit_field_is_as_narrow_as_it_says() -> None:
    read = unit("struct flags { unsigned int low : 3; int high : 2; bool set : 1; } it;")
    members = read.struct("flags")
    assert members is not None
    assert [str(member.type) for member in members.members.values()] == ["u3", "s2", "bool"]
    # All values of three bits are in an int: that is what arithmetic with it is done in.
    assert read.expression("it.low + 1").type == S32
