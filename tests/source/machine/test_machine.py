"""The evaluator against a compiler: random programs, at every point of a small space."""

from __future__ import annotations

import itertools
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from s2tui.analysis.diagrams.diagram import Manager
from s2tui.source.c.configuration import Configuration
from s2tui.source.c.unit import Source, Unit
from s2tui.source.machine.algebra import Algebra
from s2tui.source.machine.machine import Machine
from s2tui.source.machine.memory import read
from s2tui.source.machine.values import Object
from tests.source.machine.programs import INPUTS, Program

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from s2tui.source.machine.algebra import Region, Value
    from s2tui.source.machine.compiler import Answer, Form
    from s2tui.source.machine.state import State
    from s2tui.source.machine.values import Key

PROGRAMS = 60
POINTS = tuple(itertools.product(*[range(size) for size in INPUTS]))
OUT = Object("out")
MAIN = """
#include <stdio.h>
static int at[6];
%s
%s
int main(void)
{
  for (at[0] = 0; at[0] < 2; at[0]++) for (at[1] = 0; at[1] < 3; at[1]++)
  for (at[2] = 0; at[2] < 4; at[2]++) for (at[3] = 0; at[3] < 2; at[3]++)
  for (at[4] = 0; at[4] < 5; at[4]++) for (at[5] = 0; at[5] < 3; at[5]++) {
    struct out z = { 0 };
    int r = program(&z);
    printf("%%d %%ld\\n", r, z.v);
  }
  return 0;
}
"""
READERS = "\n".join(f"static int in{i}(void) {{ return at[{i}]; }}" for i in range(len(INPUTS)))


class Inputs:
    """A world of six inputs and nothing else."""

    def __init__(self, algebra: Algebra) -> None:
        self.algebra = algebra

    def form(self, name: str) -> Form | None:
        return None

    def answer(self, name: str) -> Answer | None:
        if not name.startswith("in"):
            return None
        level = int(name[2:])
        values = [self.algebra.terminal(value) for value in range(INPUTS[level])]
        found: Value = self.algebra.manager.node(level, tuple(values))
        return lambda *_: found

    def value(self, name: str) -> Value | None:
        return None

    def initial(self, key: Key) -> Value | None:
        return self.algebra.zero if isinstance(key, tuple) and key[0] == OUT else None

    def has_parts(self, what: Object) -> bool:
        return False

    def parts(self, what: Object) -> Iterable[tuple[Key, Value]]:
        return ()


def machine(text: str) -> Machine:
    owned: Any = {f"in{i}": "int" for i in range(len(INPUTS))}
    unit = Unit([Source("program.c", text)], Configuration(owned=owned))
    algebra = Algebra(Manager(INPUTS))
    return Machine(unit, algebra, Inputs(algebra))


def run(text: str, at: tuple[int, ...] | None = None) -> tuple[Value, Value, State]:
    """What a program returns and leaves, everywhere or at one point."""
    m = machine(text)
    path: Region = m.algebra.yes
    for level, place in enumerate(at or ()):
        size = INPUTS[level]
        ends = [m.algebra.yes if place == i else m.algebra.no for i in range(size)]
        path = m.algebra.both(path, m.algebra.manager.node(level, tuple(ends)))
    state = m.state(path)
    result = m.call("program", state, (m.algebra.terminal(OUT),))
    return result, read(state, (OUT, "v"), None), state


def compiled(text: str, folder: Path) -> list[tuple[int, int]]:
    """What a compiler's program gives, point by point."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("there is no C compiler to compare with")
    source, program = folder / "program.c", folder / "program"
    source.write_text(MAIN % (READERS, text), encoding="utf-8")
    flags = ["-w", "-O0", "-fwrapv", "-funsigned-char", "-std=gnu11"]
    subprocess.run([compiler, *flags, "-o", str(program), str(source)], check=True)
    answer = subprocess.run([str(program)], check=True, capture_output=True, text=True)
    return [(int(r), int(v)) for r, v in (line.split() for line in answer.stdout.splitlines())]


@pytest.mark.parametrize("seed", range(PROGRAMS))
def test_a_program_gives_what_the_compiled_one_does(seed: int, tmp_path: Path) -> None:
    text = Program(seed).text
    expected = compiled(text, tmp_path)
    result, left, state = run(text)
    assert not state.stopped
    manager = state.algebra.manager
    found = [(manager.at(result, at), manager.at(left, at)) for at in POINTS]
    wrong = [(at, e, f) for at, e, f in zip(POINTS, expected, found, strict=True) if e != f]
    assert not wrong, f"{len(wrong)} of {len(POINTS)} differ, first {wrong[0]}"


@pytest.mark.parametrize("seed", range(0, PROGRAMS, 6))
def test_one_point_is_the_same_run_with_a_smaller_path(seed: int) -> None:
    text = Program(seed).text
    result, left, state = run(text)
    manager = state.algebra.manager
    for at in POINTS[:: 61 + seed]:
        own, own_left, own_state = run(text, at)
        own_manager = own_state.algebra.manager
        assert own_manager.at(own, at) == manager.at(result, at)
        assert own_manager.at(own_left, at) == manager.at(left, at)


HEAD = "struct out { long v; };\n"


def stops(body: str) -> tuple[list[tuple[str, int]], int]:
    """Why and where a function stops, and in how many of the points it does not."""
    text = HEAD + "static int program(struct out *z)\n{\n" + body + "\n}\n"
    result, _, state = run(text)
    state.condition(result, None)
    manager = state.algebra.manager
    answered = manager.count(state.path)
    return [(s.what, s.at.line if s.at else 0) for s in state.stopped], answered


@pytest.mark.parametrize(
    ("body", "what", "line", "left"),
    [
        ("if (in0())\n return frobnicate(z);\nreturn 1;", "frobnicate() is not modelled", 5, 360),
        ("int x;\nif (in1() == 2) x = 1;\nif (x)\n return 1;\nreturn 2;",
         "a variable is read that was never set", 6, 240),
        ("while (in0())\n z->v++;\nreturn 1;", "a loop goes round more than 64 times", 4, 360),
        ("if (in0())\n return 1;", "a variable is read that was never set", 0, 360),
        ("int x __free(in0) = 1;\nreturn 1;",
         "in0() at the end of a block is not modelled", 4, 0),
        ("again:\nif (in3()) goto again;\nreturn 1;",
         "a jump back is made more than 64 times", 0, 360),
        ("struct out *p = 0;\nif (in0()) p = z;\np->v = 2;\nreturn 1;",
         "a null pointer is followed", 6, 360),
        ("return 8 / in0() ? 1 : 2;", "/ has no answer: integer division or modulo by zero", 4,
         360),
        ("int n = in4() * 16;\nreturn 1 << n ? 1 : 2;",
         "<< has no answer: 32 bits are shifted by 32", 5, 720 * 2 // 5),
    ],
)  # fmt: skip
def test_what_has_no_answer_stops_only_who_gets_there(
    body: str, what: str, line: int, left: int
) -> None:
    found, answered = stops(body)
    assert (what, line) in found
    assert answered == left


def test_a_branch_is_kept_in_the_order_of_each_point() -> None:
    body = "if (in0())\n z->v = 1;\nif (in1() == 1)\n z->v += 2;\nreturn 0;"
    m = machine(HEAD + "static int program(struct out *z)\n{\n" + body + "\n}\n")
    state = m.state(m.algebra.yes)
    state.choices = []
    m.call("program", state, (m.algebra.terminal(OUT),))
    count = m.algebra.manager.count
    kept = [(c.at.line, count(c.taken), count(c.other)) for c in state.choices]
    assert kept == [(4, 360, 360), (6, 240, 480)]
