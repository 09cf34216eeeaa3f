"""Statements one after the other, entered at the front or at labels, forward and backward."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.source.machine.state import Arm

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping
    from collections.abc import Sequence as Steps

    from s2tui.source.machine.algebra import Region
    from s2tui.source.machine.compiler import Execute, Exits
    from s2tui.source.machine.state import State

JUMPS = 64
"""How often a run may jump back in one block before it is taken for one that does not end."""


class Sequence:
    """The statements of a block."""

    def __init__(self, steps: Steps[Execute], labels: Mapping[Hashable, int]) -> None:
        """Take the statements, and in front of which of them the labels stand."""
        self._steps = tuple(steps)
        self._labels = labels

    def run(self, state: State, entries: Iterable[tuple[int, Arm]] | None = None) -> Exits:
        """Execute them.

        Args:
            state: who falls into the front, and afterwards who falls out of the end.
            entries: where to begin instead, and with what.
        """
        return _Pass(state, self._labels).through(self._steps, entries)


class _Pass:
    """One way through a block."""

    def __init__(self, state: State, labels: Mapping[Hashable, int]) -> None:
        self.state = state
        self.labels = labels
        self.here: Region = state.algebra.yes
        """Who fell as far as this, relative to who entered the block."""
        self.waiting: dict[int, list[Arm]] = {}
        """Who jumped to where."""
        self.ended: list[Arm] = []
        """Who fell out of the end before somebody jumped back."""
        self.exits: dict[Hashable, list[Arm]] = {}

    def through(
        self, steps: tuple[Execute, ...], entries: Iterable[tuple[int, Arm]] | None
    ) -> Exits:
        state, no = self.state, self.state.algebra.no
        if entries is not None:
            for index, arm in entries:
                self.waiting.setdefault(index, []).append(arm)
            state.leave()
            self.here = no
        at, jumps = 0, 0
        while True:
            if at in self.waiting:
                self._gather(at)
            if at < len(steps) and state.path is not no:
                self._step(steps[at])
                at += 1
                continue
            later = [index for index in self.waiting if index > at]
            if later and at < len(steps):
                at = min(later)
            elif self.waiting:
                jumps += 1
                if jumps > JUMPS:
                    self._give_up()
                    break
                if state.path is not no:
                    self.ended.append(Arm(self.here, state.memory, state.path))
                state.leave()
                self.here, at = no, min(self.waiting)
            else:
                break
        if self.ended:
            if state.path is not no:
                self.ended.append(Arm(self.here, state.memory, state.path))
            state.go_on(self.ended)
        return {signal: state.joined(arms) for signal, arms in self.exits.items()} or None

    def _gather(self, at: int) -> None:
        """Who jumped here, and who falls in."""
        state, arms = self.state, self.waiting.pop(at)
        if state.path is not state.algebra.no:
            arms.append(Arm(self.here, state.memory, state.path))
        self.here, state.memory, state.path = state.joined(arms)

    def _step(self, step: Execute) -> None:
        """One statement: who leaves it jumps, or leaves the block."""
        state, algebra = self.state, self.state.algebra
        left = algebra.no
        for signal, arm in (step(state) or {}).items():
            left = algebra.either(left, arm.condition)
            own = arm._replace(condition=algebra.both(self.here, arm.condition))
            target = self.labels.get(signal)
            if target is None:
                self.exits.setdefault(signal, []).append(own)
            else:
                self.waiting.setdefault(target, []).append(own)
        if state.path is algebra.no:
            self.here = algebra.no
        elif left is not algebra.no:
            self.here = algebra.minus(self.here, left)

    def _give_up(self) -> None:
        state, algebra = self.state, self.state.algebra
        kept = state.memory, state.path
        for arm in [arm for arms in self.waiting.values() for arm in arms]:
            state.path = arm.path
            state.stop_all(f"a jump back is made more than {JUMPS} times", None)
        state.memory, state.path = kept
        if state.path is algebra.no:
            self.here = algebra.no
