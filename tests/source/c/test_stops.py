"""What is not understood costs as little as possible, and says what it was and where."""

from __future__ import annotations

import pytest

from s2tui.source.c import nodes
from s2tui.source.c.places import NotUnderstoodError
from tests.source.c.invented import unit
from tests.source.c.shown import statement


def shown(text: str, symbols: dict[str, int | str | bool | None] | None = None) -> str:
    """The body of f."""
    function = unit(text, symbols).function("f")
    assert function is not None
    return statement(function.body)


NOBODY = "is a symbol that nobody listed"


def test_a_symbol_that_nobody_listed_is_a_stop_where_it_is_asked_for() -> None:
    text = """
int f(int a)
{
    a = 1;
#ifdef CONFIG_NEW
    a = 2;
#endif
    return a;
}
"""
    stop = f"STOP(CONFIG_NEW {NOBODY});"
    assert shown(text) == f"{{(a0 = 1:s32); {stop} return a0;}}"
    assert shown(text, {"CONFIG_NEW": False}) == "{(a0 = 1:s32); return a0;}"
    assert shown(text, {"CONFIG_NEW": True}) == "{(a0 = 1:s32); (a0 = 2:s32); return a0;}"
    function = unit(text).function("f")
    assert function is not None
    found = function.body.items[1]
    assert isinstance(found, nodes.Stop)
    assert (found.name, str(found.at)) == ("CONFIG_NEW", "main.c:5")
    assert unit(text).assumed == ()


def test_a_symbol_inside_of_a_statement_stops_before_it() -> None:
    text = """
int f(int a)
{
    if (a == 1
#if LIMIT > 3
        && a == 2
#endif
        )
        a = 3;
    else
#ifdef OTHER
        a = 4;
#endif
        a = 5;
    return a;
}
"""
    assert shown(text) == (
        f"{{STOP(LIMIT {NOBODY}); if (a0 == 1:s32):s32 (a0 = 3:s32);"
        f" else {{STOP(OTHER {NOBODY}); (a0 = 5:s32);}} return a0;}}"
    )


def test_a_case_that_may_be_hidden_stops_the_whole_switch() -> None:
    text = """
int f(int a)
{
    switch (a) {
    case 1: return 1;
#ifdef MORE
    case 2: return 2;
#endif
    default: return 0;
    }
}
"""
    stop = f"STOP(MORE {NOBODY});"
    assert shown(text).startswith(f"{{{{{stop} switch a0 {{case 1:s32: return 1:s32; {stop}")


def test_what_does_not_matter_is_not_asked() -> None:
    text = """
int f(void)
{
#if defined(KNOWN) && UNKNOWN > 3
    return 1;
#endif
#ifdef SETTLED
    return 2;
#elif defined(NEVER_ASKED)
    return 3;
#endif
}
"""
    assert shown(text, {"KNOWN": False, "SETTLED": True}) == "{return 2:s32;}"


def test_outside_of_functions_it_is_off_and_listed() -> None:
    text = """
#ifndef GUARD_OF_A_HEADER
#define GUARD_OF_A_HEADER
#ifdef CONFIG_NEW
#define CHOICE 1
#else
#define CHOICE 2
#endif
struct box {
#if CONFIG_SIZE > 2
    int more;
#endif
    int one;
};
#endif
"""
    read = unit(text)
    assert [(each.symbol, each.at.line) for each in read.assumed] == [
        ("CONFIG_NEW", 4),
        ("CONFIG_SIZE", 10),
    ]
    assert read.constant("CHOICE") is not None
    members = read.struct("box")
    assert members is not None
    assert list(members.members) == ["one"]


def test_configuration_in_code() -> None:
    text = "int f(void) { return IS_ENABLED(CONFIG_A) + IS_ENABLED(CONFIG_B) + CONFIG_C; }"
    symbols: dict[str, int | str | bool | None] = {"CONFIG_A": True, "CONFIG_C": 48}
    assert shown(text, {**symbols, "CONFIG_B": False}) == (
        "{return ((1:s32 + 0:s32):s32 + 48:s32):s32;}"
    )
    assert f"STOP(CONFIG_B {NOBODY})" in shown(text, symbols)


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ("return 1 +;", "';' where an expression was expected", 3),
        ("a = 1\n\nb = 2;", "'b' where ';' was expected", 5),
        ("goto *a;", "a goto that is computed", 3),
        ("goto missing;", "no label missing", 3),
        ("if (a) { case 1: ; }", "'case' that is not directly in a switch", 3),
        ("switch (a) { if (a) { case 1: ; } }", "'case' that is not directly in a switch", 3),
        ("a = 1.5;", "the number 1.5", 3),
        ("float x;", "a floating point type", 3),
        ("int x[2][2] = { 1, 2 };", "an initializer that leaves braces out", 3),
        ("a = &&label;", "the address of a label", 3),
    ],
)
def test_a_function_that_is_not_understood_costs_itself(text: str, what: str, line: int) -> None:
    read = unit(f"int before(void) {{ return 1; }}\nint f(int a) {{\n{text}\n}}\nint g(void) {{}}")
    function = read.function("f")
    assert function is not None
    assert function.problem is not None
    assert (function.problem.what, function.problem.at.line) == (what, line)
    assert function.body.items == (function.problem,)
    for name in ("before", "g"):
        other = read.function(name)
        assert other is not None
        assert other.problem is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for_each_thing(a, 3) { a = 1; }", "STOP(for_each_thing with a statement behind it);"),
        ("for_each_thing(a, 3) a = 1;", "STOP(for_each_thing with a statement behind it);"),
        ("asm goto(\"b %l0\" : : : : out); out: ;", "STOP(assembly); out: {}"),
        ("a = sizeof(struct nowhere);", "(a0 = (s32)STOP(the size of struct nowhere));"),
        ("foreign(a) = 2;", "STOP(an assignment to what is no place);"),
        ("a = b.c;", "(a0 = (s32)?b.c);"),
        ("a = a.c;", "(a0 = (s32)STOP(s32 has no members));"),
        ("struct box x; a = x.gone;",
         "struct box x1; (a0 = (s32)STOP(struct box has no member gone));"),
    ],
)  # fmt: skip
def test_an_expression_that_is_not_understood_costs_itself(text: str, expected: str) -> None:
    assert shown(f"struct box {{ int here; }};\nvoid f(int a) {{ {text} }}") == f"{{{expected}}}"


def test_a_tree_that_is_nested_without_end_is_not_understood() -> None:
    function = unit(f"int f(void) {{ return {'(' * 20_000}1{')' * 20_000}; }}").function("f")
    assert function is not None
    assert function.problem is not None
    assert function.problem.what == "nested too deeply"


@pytest.mark.parametrize(
    "text",
    ["int f(void) {", "#if", "#if (\n#else", "struct {", '"', "int f(void) { '", "}}}", "\\", "\0"],
)
def test_no_text_is_an_error(text: str) -> None:
    read = unit(text)
    assert all(read.function(name) for name in read.functions)


def test_an_expression_of_somebody_else_may_be_wrong() -> None:
    with pytest.raises(NotUnderstoodError, match=r"'\)' behind an expression"):
        unit("").expression("1)")


def test_every_node_says_where_it_stands() -> None:
    text = "#define TWICE(x) \\\n  ((x) + (x))\nint f(int a)\n{\n    return TWICE(\n      a);\n}\n"
    function = unit(text).function("f")
    assert function is not None
    returned = function.body.items[0]
    assert isinstance(returned, nodes.Return)
    added = returned.value
    assert isinstance(added, nodes.Binary)
    # The sign is the macro's, used on line 5; what is added stands on line 6 itself.
    assert (added.at.line, added.at.macro) == (5, "TWICE")
    assert added.at.definition is not None
    assert added.at.definition.line == 2
    assert (added.left.at.line, added.left.at.macro) == (6, None)
    assert function.at.line == 3


def test_macros_that_grow_without_end_are_not_understood() -> None:
    doubling = "".join(f"#define m{n} m{n + 1} m{n + 1}\n" for n in range(30))
    read = unit(f"{doubling}int f(void) {{ return m0; }}\n#if m0\n#endif\n")
    function = read.function("f")
    assert function is not None
    assert function.problem is not None
    assert function.problem.what == "macros without end"
    assert [each.symbol for each in read.assumed] == ["m0"]


def test_a_condition_and_a_type_may_be_nested_without_end() -> None:
    opening, closing = "(" * 2_000, ")" * 2_000
    read = unit(f"#if {opening}1{closing}\n#endif\ntypedef typeof({opening}1{closing}) name;\n")
    assert len(read.assumed) == 1
    with pytest.raises(NotUnderstoodError, match="nested too deeply"):
        read.type("name *")
