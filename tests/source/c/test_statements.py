"""Statements and expressions as typed trees; what C says about each is written out by hand."""

from __future__ import annotations

import pytest

from s2tui.source.c.configuration import Rule, argument, named, usual
from s2tui.source.c.unit import Unit
from tests.source.c.invented import unit
from tests.source.c.shown import statement

CONTEXT = """
struct leaf { u64 attr; u8 level; bool valid : 1; };
struct tree { struct leaf *root; struct leaf first; int depth[4]; };
enum kind { NONE, SOME, MANY = 8 };
int used(u64 address, bool write);
static u32 counter;
"""


def body(text: str, unit_: Unit | None = None, result: str = "void", takes: str = "void") -> str:
    """What the body of a function is read as, without its braces."""
    read = unit_ or unit(f"{CONTEXT}{result} f({takes}) {{ {text} }}")
    function = read.function("f")
    assert function is not None
    assert function.problem is None, function.problem
    return statement(function.body)[1:-1]


ARGUMENTS = "u64 a, int i, u8 b, struct tree *t, struct leaf l, bool w, u32 u"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The usual arithmetic conversions, and a store's own.
        ("a = i + b;", "(a0 = (u64)(i1 + (s32)b2):s32);"),
        ("a = a + i;", "(a0 = (a0 + (u64)i1):u64);"),
        ("i = u < i;", "(i1 = (u6 < (u32)i1):s32);"),
        ("b = a >> i;", "(b2 = (u8)(a0 >> i1):u64);"),
        ("a = u << b;", "(a0 = (u64)(u6 << (s32)b2):u32);"),
        ("w = a & 64;", "(w5 = (bool)(a0 & 64:u64):u64);"),
        ("a = ~u;", "(a0 = (u64)(~u6):u32);"),
        ("a = -b;", "(a0 = (u64)(-(s32)b2):s32);"),
        ("i = !a;", "(i1 = (!a0):s32);"),
        ("a = i ? u : i;", "(a0 = (u64)(i1 ? u6 : (u32)i1):u32);"),
        ("i = w ?: b;", "(i1 = (w5 ?  : (s32)b2):s32);"),
        ("i = a && t;", "(i1 = (a0 && t3));"),
        # Precedence, and the order of what is equal.
        ("i = i - i - i * i;", "(i1 = ((i1 - i1):s32 - (i1 * i1):s32):s32);"),
        ("i = i | i & i == i;", "(i1 = (i1 | (i1 & (i1 == i1):s32):s32):s32);"),
        ("i = i = 3;", "(i1 = (i1 = 3:s32));"),
        ("i = 1, i = 2;", "((i1 = 1:s32), (i1 = 2:s32));"),
        # Updates are computed in the common type and stored in the place's.
        ("b += a;", "(b2 +=u64 a0);"),
        ("b <<= a;", "(b2 <<=s32 a0);"),
        ("w |= i;", "(w5 |=s32 i1);"),
        ("b++; --i;", "(b2 +=s32 1:s32 old); (i1 -=s32 1:s32);"),
        # Places.
        ("t->root->attr = 1;", "((*(*t3).root).attr = 1:u64);"),
        ("(*t).first.level = a;", "((*t3).first.level = (u8)a0);"),
        ("l.valid = a;", "(l4.valid = (bool)a0);"),
        ("t->depth[i] = 0;", "((*t3).depth[i1] = 0:s32);"),
        ("t->root = &t->first;", "((*t3).root = (&(*t3).first));"),
        ("l = *t->root;", "(l4 = (*(*t3).root));"),
        ("l = *&l;", "(l4 = l4);"),
        ("counter = a;", "(counter = (u32)a0);"),
        # Casts, sizes and calls.
        ("a = (u32)a;", "(a0 = (u64)(u32)a0);"),
        ("i = (int)sizeof(u16) + sizeof t->depth;", "(i1 = (s32)((u64)(s32)2:u64 + 16:u64):u64);"),
        ("used(i, a);", "used((u64)i1, (bool)a0);"),
        ("(void)used(a, true);", "(void)used(a0, (bool)1:s32);"),
        ("i = MANY | SOME;", "(i1 = (MANY | SOME):s32);"),
        ("a = ({ u8 c = a; c + 1; });", "(a0 = (u64)({u8 c7 = (u8)a0; ((s32)c7 + 1:s32):s32;}));"),
        ("l = (struct leaf){ .level = a };", "(l4 = <struct leaf>{level = (u8)a0});"),
        ("t = container_of(&l.attr, struct tree, first.attr);",
         "(t3 = container((&l4.attr), struct tree *, first.attr));"),
        ("i = foreign(a, (u32)b);", "(i1 = (s32)?foreign(a0, (u32)b2));"),
        ('log_it("a" "b");', '?log_it("ab");'),
    ],
)  # fmt: skip
def test_expressions(text: str, expected: str) -> None:
    assert body(text, takes=ARGUMENTS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("int x = 1, *p = &x;", "s32 x1 = 1:s32; s32 * p2 = (&x1);"),
        ("u8 x = a; { u64 x = a; a = x; } a = x;",
         "u8 x1 = (u8)a0; {u64 x2 = a0; (a0 = x2);} (a0 = (u64)x1);"),
        ("struct tree t = { .first = { .attr = 1 }, .depth[1 ... 2] = a };",
         "struct tree t1 = {first.attr = 1:u64, depth.1 = (s32)a0, depth.2 = (s32)a0};"),
        ("struct leaf l = { 1, a };", "struct leaf l1 = {attr = 1:u64, level = (u8)a0};"),
        ("int n[] = { 5, [3] = 6, 7 };", "s32[5] n1 = {0 = 5:s32, 3 = 6:s32, 4 = 7:s32};"),
        ("static int kept; __auto_type y = (u8)a;", "static s32 kept1; u8 y2 = (u8)a0;"),
        ("if (a) a = 1; else if (!a) ; else a = 3;",
         "if a0 (a0 = 1:u64); else if (!a0):s32 {} else (a0 = 3:u64);"),
        ("for (int i = 0; i < 4; i++) { if (i) continue; break; }",
         "loop[s32 i1 = 0:s32;; (i1 < 4:s32):s32; (i1 +=s32 1:s32 old)] "
         "{if i1 continue; break;}"),
        ("for (;;) a--;", "loop[; ; ] (a0 -=u64 1:u64 old);"),
        ("do a = 0; while (a);", "do[; a0; ] (a0 = 0:u64);"),
        ("while (a) { }", "loop[; a0; ] {}"),
        ("switch ((u8)a) { case 1: case 3 ... 5: a = 1; fallthrough; default: break; }",
         "switch (s32)(u8)a0 {case 1:s32: case 3:s32...5:s32: (a0 = 1:u64); {} default: break;}"),
        ("switch (a) { case MANY: { a = 0; } }", "switch a0 {case (u64)MANY: {(a0 = 0:u64);}}"),
        ("again: if (a) goto again; goto out; out: return;",
         "again: if a0 goto again; goto out; out: return;"),
        ("guard(mutex)(&t); scoped_guard(raw, &t) a = 1;",
         "guard mutex((&?t)); guard raw((&?t)) (a0 = 1:u64);"),
        ("scoped_guard(rcu) { a = 1; }", "guard rcu() {(a0 = 1:u64);}"),
        ("typedef u8 small; small s = (small)a;", "u8 s1 = (u8)a0;"),
        ("enum { LOCAL = 3 }; a = LOCAL;", "(a0 = (u64)LOCAL);"),
        ("int (*call)(u8) = other; call(a);",
         "s32 (u8) * call1 = ?other; call1((u8)a0);"),
        ("foo_t x = (foo_t)a; struct nowhere *p = x.next;",
         "foo_t x1 = (foo_t)a0; struct nowhere * p2 = x1.next;"),
        ("static_assert(sizeof(a) == 8); asm volatile(\"\" : : : \"memory\");",
         "{} STOP(assembly);"),
    ],
)  # fmt: skip
def test_statements(text: str, expected: str) -> None:
    assert body(text, takes="u64 a") == expected


@pytest.mark.parametrize(
    ("result", "value", "expected"),
    [
        ("bool", "a & 4", "return (bool)(a0 & 4:u64):u64;"),
        ("int", "a", "return (s32)a0;"),
        ("struct leaf *", "NULL", "return 0:void *;"),
        ("enum kind", "NONE", "return (u32)NONE;"),
        ("void", "used(a, 0)", "{used(a0, (bool)0:s32); return;}"),
    ],
)
def test_what_is_returned_becomes_the_result(result: str, value: str, expected: str) -> None:
    assert body(f"return {value};", result=result, takes="u64 a") == expected


def test_a_variable_has_cleanup_and_parameters_come_first() -> None:
    read = unit("int f(int one, char *two) { void *p __free(release) = two; return one; }")
    function = read.function("f")
    assert function is not None
    assert [variable.name for variable in function.variables] == ["one", "two", "p"]
    assert [variable.slot for variable in function.variables] == [0, 1, 2]
    assert function.variables[2].cleanup == "release"
    assert len(function.parameters) == 2


def test_owned_names_stay_names() -> None:
    owned: dict[str, str | Rule] = {
        "PAGE": "unsigned long",
        "smaller": usual,
        "smaller_of": named,
        "once": argument(0),
        "looks_up": "struct leaf *",
    }
    text = """
        #define PAGE 4096
        #define once(x) wrong
        int looks_up(int x) { return x; }
        u64 f(u8 a, u32 b) { return PAGE + smaller(a, b) + smaller_of(u16, a, b) + once(a); }
        u64 h(void) { return looks_up(1)->attr; }
        """
    read = unit(CONTEXT + text, owned=owned)
    assert body("", read) == (
        "return (((@PAGE + (u64)@smaller(a0, b1)):u64 + (u64)@smaller_of(<u16>, a0, b1)):u64"
        " + (u64)@once(a0)):u64;"
    )
    assert sorted(read.shadowed()) == ["PAGE", "looks_up", "once"]
    function = read.function("h")
    assert function is not None
    assert statement(function.body) == "{return (*@looks_up(1:s32)).attr;}"
