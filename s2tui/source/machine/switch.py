"""`switch`: the value chooses where its body is entered."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from s2tui.analysis.diagrams.diagram import TERMINAL
from s2tui.source.c import nodes
from s2tui.source.machine.sequence import Sequence
from s2tui.source.machine.state import BREAK, Arm, Choice

if TYPE_CHECKING:
    from collections.abc import Hashable

    from s2tui.source.machine.compiler import Compiler, Execute, Exits
    from s2tui.source.machine.state import State

_SERIAL = count()


class Switch:
    """One switch."""

    def __init__(self, c: Compiler, node: nodes.Switch) -> None:
        self._value = c.expression(node.value)
        self._at = node.at
        self._name = ("switch", next(_SERIAL))
        self._cases: list[tuple[int, int, int]] = []
        """Smallest and largest value, and the step that it enters at."""
        self._problem: str | None = None
        default = None
        steps: list[Execute] = []
        labels: dict[Hashable, int] = {}
        for item in node.body.items:
            if isinstance(item, nodes.Case):
                self._add(c, item, len(steps))
            elif isinstance(item, nodes.Default):
                default = len(steps)
            elif isinstance(item, nodes.Label):
                labels["goto", item.label] = len(steps)
            else:
                steps.append(c.statement(item))
        self._default = len(steps) if default is None else default
        self._body = Sequence(steps, labels)

    def _add(self, c: Compiler, case: nodes.Case, step: int) -> None:
        """Note a case: its labels are constants, which are computed in no state."""
        from s2tui.source.machine.state import State

        algebra = c.calls.algebra
        scratch = State(algebra, algebra.yes, lambda _: None)
        ends = [case.low, case.low if case.high is None else case.high]
        values = [c.expression(end)(scratch) for end in ends]
        if scratch.stopped or any(v.level != TERMINAL or type(v.value) is not int for v in values):
            self._problem = "a case is no constant"
            return
        self._cases.append((values[0].value, values[1].value, step))

    def _step_of(self, value: int) -> int:
        for low, high, step in self._cases:
            if low <= value <= high:
                return step
        return self._default

    def run(self, state: State) -> Exits:
        """Execute it."""
        algebra = state.algebra
        value = self._value(state)
        state.condition(value, self._at)
        if self._problem is not None:
            state.stop_all(self._problem, self._at)
        if state.path is algebra.no:
            return None
        steps = algebra.map(self._name, self._step_of, value)
        entries = []
        for terminal in sorted(
            (t for t in algebra.manager.terminals(steps) if type(t.value) is int),
            key=lambda terminal: terminal.value,
        ):
            where = algebra.equals(steps, terminal)
            path = algebra.both(state.path, where)
            if path is not algebra.no:
                entries.append((terminal.value, Arm(where, state.memory.copy(), path)))
                if state.choices is not None:
                    state.choices.append(Choice(self._at, path, algebra.minus(state.path, path)))
        exits = dict(self._body.run(state, entries) or {})
        out = exits.pop(BREAK, None)
        if out is not None:
            state.take_in(out)
        return exits or None
