"""The preprocessor against the compiler's own, on invented macros, token by token."""

from __future__ import annotations

import random

import pytest

from s2tui.source.c.expansion import expand
from s2tui.source.c.macros import Macro
from s2tui.source.c.places import NotUnderstoodError
from s2tui.source.c.sources import Source
from s2tui.source.c.tokens import tokens
from s2tui.source.c.unit import Unit
from tests.source.c.invented import preprocessed, unit


def expanded(definitions: str, text: str) -> list[str]:
    """The text's tokens with the macros expanded, as text."""
    source = Source("main.h", definitions)
    macros: dict[str, Macro] = {}
    for directive in source.directives:
        if directive.macro:
            macros[directive.macro.name] = directive.macro
    return [token.text for token in expand(tokens(text, "main.c"), macros.get)]


@pytest.mark.parametrize(
    ("definitions", "text", "expected"),
    [
        # The examples of the C standard, 6.10.3.5, in other letters; what is not in it says so.
        ("#define joined(a, b) a ## b", "joined(pa, ge) joined(1, 2)", "page 12"),
        ("#define joined(a, b) a ## b", "joined(,x) joined(x,) joined(,)", "x x"),
        ("#define said(a) #a", 'said("x\\n"  +  y)', '"\\"x\\\\n\\" + y"'),
        ("#define self self + 1", "self", "self + 1"),
        ("#define one two\n#define two one", "one two", "one two"),
        ("#define f(a) a * g\n#define g f", "f(2)(9)", "2 * f ( 9 )"),
        ("#define f(a) a", "f f (f) (1)", "f f ( 1 )"),
        ("#define many(a, ...) a(__VA_ARGS__)", "many(x, 1, (2, 3))", "x ( 1 , ( 2 , 3 ) )"),
        # GNU: a comma before nothing goes, and a name for the rest.
        ("#define log(f, ...) p(f, ## __VA_ARGS__)", "log(1) log(1, 2)", "p ( 1 ) p ( 1 , 2 )"),
        ("#define log(f, rest...) p(f, ## rest)", "log(1, 2, 3)", "p ( 1 , 2 , 3 )"),
        ("#define long_one(a) \\\n  (a + \\\n   1)", "long_one(2)", "( 2 + 1 )"),
        ("#define none() 7", "none() none ()", "7 7"),
    ],
)
def test_macros_expand(definitions: str, text: str, expected: str) -> None:
    assert " ".join(expanded(definitions, text)) == expected


NAMES = ["alpha", "beta", "gamma", "delta"]


def macros_at_random(dice: random.Random, prefix: str) -> tuple[str, list[tuple[str, int, bool]]]:
    """Definitions, and of each macro the name, how many parameters and whether it is variadic.

    What the standard leaves open (a macro named by another's text whose arguments come from
    behind that) is not among them: a macro's own text has parentheses behind each name.
    """
    lines = []
    known = [(f"{prefix}{n}", dice.randint(-1, 3), dice.random() < 0.2) for n in range(6)]
    for name, count, variadic in known:
        parameters = [f"p{n}" for n in range(max(0, count))]
        head = name
        if count >= 0:
            head += f"({', '.join([*parameters, *['...'] * variadic])})"
        body = [part_at_random(dice, parameters, variadic and count >= 0, known) for _ in range(4)]
        lines.append(f"#define {head} {' '.join(body)}")
    return "\n".join(lines), known


def part_at_random(
    dice: random.Random,
    parameters: list[str],
    variadic: bool,
    known: list[tuple[str, int, bool]],
) -> str:
    choice = dice.randrange(8)
    if parameters and choice < 2:
        return dice.choice(parameters)
    if parameters and choice == 2:
        return f"#{dice.choice(parameters)}"
    if parameters and choice == 3:
        # Only names are joined, so that what comes out is one token.
        return f"{dice.choice(NAMES)}_ ## {dice.choice(parameters)}"
    if variadic and choice == 4:
        return dice.choice(["(__VA_ARGS__)", "(x, ## __VA_ARGS__)", "#__VA_ARGS__"])
    if choice == 5:
        return use_at_random(dice, known, [*parameters, *NAMES], 1)
    return dice.choice([*NAMES, "+", "(", ")", "1", '"text"', "-"]).translate(
        {ord("("): "[", ord(")"): "]"}
    )


def use_at_random(
    dice: random.Random, known: list[tuple[str, int, bool]], words: list[str], depth: int
) -> str:
    name, count, variadic = dice.choice(known)
    if count < 0:
        return name
    given = []
    for _ in range(count + (dice.randint(0, 2) if variadic else 0)):
        if depth and dice.random() < 0.3:
            given.append(use_at_random(dice, known, words, depth - 1))
        else:
            # GCC takes the comma before a rest that is there and empty away, but not always.
            given.append(dice.choice([*words, ""] if len(given) < count else words))
    return f"{name}({', '.join(given)})"


def test_random_macros_expand_as_the_compiler_expands_them() -> None:
    dice = random.Random(7)
    definitions, texts = [], []
    for number in range(400):
        some, known = macros_at_random(dice, f"m{number}_")
        definitions.append(some)
        texts.append("; ".join(use_at_random(dice, known, NAMES, 2) for _ in range(3)) + ";;")
    theirs = preprocessed("\n".join(f"{d}\n{t}" for d, t in zip(definitions, texts, strict=True)))
    ours = [expanded(d, t) for d, t in zip(definitions, texts, strict=True)]
    # Where an argument was empty GCC keeps its blanks, which a string shows; we do not.
    assert [word.replace(" ", "") for text in ours for word in text] == [
        token.text.replace(" ", "") for token in tokens(theirs, "theirs")
    ]


SIGNS = ["+", "-", "*", "&", "|", "^", "==", "!=", "<", ">", "<=", ">=", "&&", "||"]
CONDITION_WORDS = ["LISTED", "VALUE", "ABSENT", "1", "0", "3", "0x10u", "-2", "'a'", "7ul"]


def condition_at_random(dice: random.Random, depth: int) -> str:
    if depth == 0:
        if dice.random() < 0.3:
            return f"defined({dice.choice(['LISTED', 'VALUE', 'ABSENT', 'OBJECT'])})"
        return dice.choice([*CONDITION_WORDS, "OBJECT", "TWICE(3)"])
    left, right = (condition_at_random(dice, depth - 1) for _ in range(2))
    sign = dice.choice(SIGNS)
    if dice.random() < 0.15:
        return f"({left} ? {right} : {left})"
    return f"{dice.choice(['', '!', '~', '-'])}({left} {sign} {right})"


def test_random_conditions_hold_as_the_compiler_says() -> None:
    dice = random.Random(11)
    text = "#define OBJECT (VALUE + 1)\n#define TWICE(n) ((n) * 2)\n"
    for number in range(500):
        text += f"#if {condition_at_random(dice, dice.randint(0, 4))}\nint v{number};\n#endif\n"
    theirs = preprocessed(text, "-DLISTED=1", "-DVALUE=12")
    ours = unit(text, {"LISTED": True, "VALUE": 12, "ABSENT": False})
    told = {f"v{n}" for n in range(500) if isinstance_global(ours, f"v{n}")}
    assert told == {line.split()[1].rstrip(";") for line in theirs.splitlines() if line}
    assert 100 < len(told) < 400


def isinstance_global(some: Unit, name: str) -> bool:
    """Whether a variable of the name is declared."""
    from s2tui.source.c.nodes import Global

    return isinstance(some.expression(name, "main.c"), Global)


def test_a_macro_without_end_is_not_understood() -> None:
    with pytest.raises(NotUnderstoodError, match="arguments of f have no end"):
        expanded("#define f(a) a", "f(1")


def test_a_macro_with_too_many_arguments_is_not_understood() -> None:
    with pytest.raises(NotUnderstoodError, match="f takes 1 arguments, not 2"):
        expanded("#define f(a) a", "f(1, 2)")
