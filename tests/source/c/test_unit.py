"""Several files as one unit: what comes first counts, and what is looked up is found."""

from __future__ import annotations

import pytest

from s2tui.source.c.configuration import Configuration
from s2tui.source.c.types import S32, U8, U32, U64, Pointer, Record
from s2tui.source.c.unit import Source, Unit
from tests.source.c.invented import unit
from tests.source.c.shown import statement


def test_the_first_definition_of_a_function_counts() -> None:
    sources = [
        Source("one.c", "static int f(void) { return 1; }"),
        Source("two.c", "static int f(void) { return 2; }\nint g(void) { return f(); }"),
    ]
    read = Unit(sources, Configuration())
    function = read.function("f")
    assert function is not None
    assert statement(function.body) == "{return 1:s32;}"
    assert {name: str(each.at) for name, each in read.functions.items()} == {
        "f": "one.c:1",
        "g": "two.c:2",
    }


def test_a_file_that_is_included_is_read_there_and_once() -> None:
    text = '#include <low.h>\n#include "low.h"\n#ifdef LOW\nint seen;\n#endif\n#include <none.h>\n'
    low = "#ifndef LOW_H\n#define LOW_H\n#define LOW VALUE\n#define VALUE 3\n#endif\n"
    read = unit(text, high="#include <low.h>\n#ifdef LOW\n#define HIGH 1\n#endif\n", low=low)
    assert read.constant("LOW") == (3, S32)
    assert read.constant("HIGH") == (1, S32)
    assert str(read.expression("seen").type) == "s32"
    assert read.assumed == ()


def test_a_c_file_keeps_its_macros() -> None:
    sources = [
        Source("one.c", "#define OWN 1\nint one(void) { return OWN; }"),
        Source("two.c", "#define OWN 2\nint two(void) { return OWN; }"),
    ]
    read = Unit(sources, Configuration())
    for name, value in (("one", 1), ("two", 2)):
        function = read.function(name)
        assert function is not None
        assert statement(function.body) == f"{{return {value}:s32;}}"


def test_a_macro_is_the_one_that_was_defined_there() -> None:
    text = """
#define STEP 1
int one(void) { return STEP; }
#undef STEP
#define STEP 2
int two(void) { return STEP; }
#undef STEP
int none(void) { return STEP; }
"""
    read = unit(text)
    shown = [
        statement(each.body) for name in ("one", "two", "none") if (each := read.function(name))
    ]
    assert shown == ["{return 1:s32;}", "{return 2:s32;}", "{return (s32)?STEP;}"]


def test_what_common_headers_provide_counts_last() -> None:
    assert unit("").constant("GENMASK(5, 2)") == (0x3C, U64)
    own = unit("", bits="#define GENMASK(h, l) 1\n")
    assert own.constant("GENMASK(5, 2)") == (1, S32)
    assert unit("").constant("FIELD_GET(0xf0, 0x123)") == (2, S32)
    assert unit("").constant("FIELD_PREP(0xf0ul, 3)") == (0x30, U64)
    assert unit("").constant("min_t(u8, 0x101, 2)") is None


def test_what_the_configuration_says_of_types_counts() -> None:
    text = "struct known { gfn_type frame; }; u64 f(struct strange *s) { return s->length + 1; }"
    configuration = Configuration(
        typedefs={"gfn_type": "u64", "enum strange_kind": "u8"},
        members={("strange", "length"): "unsigned int"},
    )
    read = Unit([Source("main.c", text)], configuration)
    members = read.struct("known")
    assert members is not None
    assert members.members["frame"].type == U64
    assert read.type("enum strange_kind") == U8
    function = read.function("f")
    assert function is not None
    assert statement(function.body) == "{return (u64)((*s0).length + 1:u32):u32;}"


DECLARATIONS = """
extern int outside(u8 a, ...);
static const char *names[] = { "a", "b" };
struct list { struct list *next; } head;
typedef int (*handler)(struct list *);
enum color { RED, GREEN = 5, BLUE } shade;
struct holder { enum color color; handler call; };
#define WITH_BLANKS(a, b)   (a   +  b)
u32 (*table[4])(int);
static __always_inline int __must_check attributed(int a) __acquires(lock) { return a; }
"""


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("outside", "s32 (u8, ...)"),
        ("names[0]", "u8 *"),
        ("head.next", "struct list *"),
        ("shade", "u32"),
        ("((struct holder *)0)->call", "s32 (struct list *) *"),
        ("table[1]", "u32 (s32) *"),
        ("table[1](2)", "u32"),
        ("attributed", "s32 (s32)"),
    ],
)
def test_what_is_declared_outside_of_functions_has_its_type(text: str, type_: str) -> None:
    assert str(unit(DECLARATIONS).expression(text).type) == type_


def test_enumerations_and_structures_are_found() -> None:
    read = unit(DECLARATIONS)
    assert read.enum("color") == {"RED": 0, "GREEN": 5, "BLUE": 6}
    assert read.constant("BLUE") == (6, S32)
    members = read.struct("list")
    assert members is not None
    assert members.members["next"].type == Pointer(Record("list"))
    assert read.struct("nowhere") is None
    assert read.enum("nowhere") is None
    assert read.constant("nowhere") is None
    assert read.function("nowhere") is None
    assert read.type("enum color") == U32


def test_a_hash_does_not_see_blanks_comments_and_places() -> None:
    one = unit("int f(int a)\n{\n\treturn a; /* so */\n}\n#define M(x) (x  + 1)\n")
    same = unit("\n\nint f(int a) { // why\n return   a; }\n#define M(x) ( x + 1 ) /* more */\n")
    other = unit("int f(int a) { return -a; }\n#define M(y) (x + 1)\n")
    for name in ("f", "M"):
        assert one.hash(name) == same.hash(name) != other.hash(name)
        assert len(one.hash(name) or "") == 16
    assert one.hash("g") is None


def test_definitions_and_lines_are_those_of_the_file() -> None:
    text = "/* one\n * two */\nint f(void)\n{\n\treturn 1; /* kept */\n}\n"
    read = unit(text)
    definition = read.functions["f"]
    assert (definition.at.line, definition.end) == (3, 6)
    function = read.function("f")
    assert function is not None
    assert read.line(function.body.items[0].at) == "\treturn 1; /* kept */"
    macro = unit(DECLARATIONS).macro("WITH_BLANKS")
    assert macro is not None
    assert macro.text == "(a   +  b)"


def test_a_source_is_shared_by_units() -> None:
    source = Source("main.c", "#if SHIFT == 12\n#define SIZE 4\n#else\n#define SIZE 64\n#endif\n")
    sizes = [Unit([source], Configuration(symbols={"SHIFT": n})).constant("SIZE") for n in (12, 16)]
    assert sizes == [(4, S32), (64, S32)]


def test_a_union_is_as_large_as_its_largest_member() -> None:
    members = unit("union either { u64 word; u8 octets[12]; };").struct("either")
    assert members is not None
    assert (members.type.union, members.size, members.offsets["octets"]) == (True, 16, 0)
