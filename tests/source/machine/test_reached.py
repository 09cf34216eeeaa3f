"""Who gets to a statement: counted exactly, for every line of a function."""

from __future__ import annotations

from s2tui.analysis.diagrams.diagram import Manager
from s2tui.source.c.configuration import Configuration
from s2tui.source.c.unit import Source, Unit
from s2tui.source.machine.algebra import Algebra
from s2tui.source.machine.machine import Machine
from s2tui.source.machine.values import Object
from tests.source.machine.programs import INPUTS
from tests.source.machine.test_machine import Inputs

TEXT = """struct out { long v; };
static int program(struct out *z)
{
  if (in0()) {
    z->v = 1;
    if (in1() > 2)
      z->v = 2;
    return 5;
  }
  for (int i = 0; i < in2(); i++)
    z->v += i;
  switch (in4()) {
  case 1:
    z->v = 3;
  case 2:
    z->v = 4;
    break;
  case 9:
    z->v = 5;
  }
  frobnicate();
  return z->v;
}
"""


def test_each_statement_keeps_who_gets_there() -> None:
    owned = {f"in{i}": "int" for i in range(len(INPUTS))}
    unit = Unit([Source("program.c", TEXT)], Configuration(owned=owned))
    algebra = Algebra(Manager(INPUTS))
    m = Machine(unit, algebra, Inputs(algebra), {})
    m.call("program", m.state(algebra.yes), (algebra.terminal(Object("out")),))
    assert m.reached is not None
    count = algebra.manager.count
    found = {at.line: count(region) for at, region in m.reached.items()}
    # 720 points: 2 x 3 x 4 x 2 x 5 x 3.
    assert found[4] == 720
    assert found[5] == found[6] == found[8] == found[10] == 360
    assert found[11] == 360 * 3 // 4
    assert (found[14], found[16], found[17]) == (360 // 5, 360 * 2 // 5, 360 * 2 // 5)
    assert found[21] == 360
    # in1() is at most 2, in4() at most 4, and nobody gets past what is not known.
    assert {7, 19, 22} & {line for line in found if found[line]} == set()
