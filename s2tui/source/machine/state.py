"""Where a run is: what memory holds, in which scenarios, and which have stopped on the way.

Two rules make this exact. A value is right wherever the path condition is true, and may be anything
elsewhere: nothing is looked at there. And states that meet are merged by the condition on which
they parted, which is small, not by the path conditions, which are not; the path condition only says
which sides are run at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.source.machine.values import Object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from s2tui.source.c.places import Place
    from s2tui.source.machine.algebra import Algebra, Region, Value
    from s2tui.source.machine.values import Key

BREAK, CONTINUE = ("Break",), ("Continue",)
"""How a statement is left by `break` and `continue`; a `goto` is ("goto", label)."""
Memory = dict[Any, Any]
"""A value for each key; one that is absent was never stored."""


class Stopped(NamedTuple):
    """Scenarios that have no answer."""

    where: Region
    what: str
    at: Place | None


class Choice(NamedTuple):
    """A branch that was met: who goes one way, and who the other."""

    at: Place
    taken: Region
    other: Region


class Arm(NamedTuple):
    """A state that waits to be merged with others."""

    condition: Region
    """Who is here, relative to where the states parted."""
    memory: Memory
    path: Region


class State:
    """The state of a run, which everything that runs changes in place.

    Attributes:
        algebra: what computes.
        memory: what was stored.
        path: the scenarios that are here; empty where nobody goes on.
        base: where the frame of the running function begins.
        top: where the next one will.
        stopped: who stopped, in order.
        choices: the branches met, in the order of each scenario; not kept where None.
        initial: what a key holds that was never stored.
    """

    __slots__ = ("algebra", "base", "choices", "initial", "memory", "path", "stopped", "top")

    def __init__(
        self, algebra: Algebra, path: Region, initial: Callable[[Key], Value | None]
    ) -> None:
        self.algebra = algebra
        self.memory: Memory = {}
        self.path = path
        self.base = 0
        self.top = 0
        self.stopped: list[Stopped] = []
        self.choices: list[Choice] | None = None
        self.initial = initial

    def stop(self, where: Region, what: str, at: Place | None) -> None:
        """Some of the scenarios that are here have no answer; the others go on."""
        algebra = self.algebra
        where = algebra.both(self.path, where)
        if where is not algebra.no:
            self.stopped.append(Stopped(where, what, at))
            self.path = algebra.minus(self.path, where)

    def stop_all(self, what: str, at: Place | None) -> None:
        """Nobody who is here has an answer."""
        self.stop(self.algebra.yes, what, at)

    def condition(self, value: Value, at: Place | None) -> Region:
        """Where a scalar is true; who has no value stops."""
        lost = self.algebra.lost(value)
        if lost is not self.algebra.no:
            self.stop_lost(value, lost, at)
        return self.algebra.true(value)

    def stop_lost(self, value: Value, lost: Region, at: Place | None) -> None:
        """Who has no value stops, and says why."""
        algebra = self.algebra
        if algebra.both(self.path, lost) is algebra.no:
            return
        for terminal in algebra.manager.reached(algebra.both(self.path, lost), value):
            self.stop(algebra.equals(value, terminal), terminal.value.why, at)

    def branch(
        self,
        where: Region,
        then: Callable[[State], Value],
        otherwise: Callable[[State], Value],
    ) -> Value:
        """Run one of two things, each where it belongs, and merge what comes of it.

        What nobody does is not run at all.
        """
        algebra, path = self.algebra, self.path
        inside = algebra.both(path, where)
        if inside is algebra.no:
            return otherwise(self)
        outside = algebra.minus(path, where)
        if outside is algebra.no:
            return then(self)
        before = self.memory
        self.memory, self.path = before.copy(), inside
        first = then(self)
        memory, after = self.memory, self.path
        self.memory, self.path = before, outside
        second = otherwise(self)
        if after is inside and self.path is outside:
            self.path = path
        elif after is algebra.no:
            return second
        elif self.path is algebra.no:
            self.memory, self.path = memory, after
            return first
        else:
            self.path = algebra.either(after, self.path)
        self.memory = self.merged(where, memory, self.memory)
        return algebra.choose(where, first, second)

    def merged(self, where: Region, inside: Memory, outside: Memory) -> Memory:
        """One memory from two, of which the first holds inside a region.

        A variable of a frame that only one side has is out of scope on the other.
        """
        choose = self.algebra.choose
        found = outside.copy()
        for key, value in inside.items():
            other = outside.get(key)
            if other is not value:
                if other is None:
                    other = self.default(key, outside)
                found[key] = value if other is None else choose(where, value, other)
        if len(found) != len(inside):
            for key in outside.keys() - inside.keys():
                first = self.default(key, inside)
                if first is not None:
                    found[key] = choose(where, first, outside[key])
        return found

    def default(self, key: Key, memory: Memory) -> Value | None:
        """What a key holds that was never stored; None where it does not exist.

        A local structure holds zero in what its initializer left out, and without one nothing.
        """
        if isinstance(key, Object) and key.local:
            # What is left out of a part that was never filled by itself is left out of the whole.
            name, path = key.name, key.path[:-1]
        elif isinstance(key, tuple) and isinstance(key[0], Object) and key[0].local:
            name, path, _ = key[0]
        else:
            return self.initial(key)
        for size in range(len(path), 1, -1):
            found: Value | None = memory.get(Object(name, path[:size], True))
            if found is not None:
                return found
        return None

    def joined(self, arms: Iterable[Arm]) -> Arm:
        """Several states that exclude each other as one."""
        *others, (condition, memory, path) = arms
        algebra = self.algebra
        for arm in reversed(others):
            memory = self.merged(arm.condition, arm.memory, memory)
            condition = algebra.either(condition, arm.condition)
            path = algebra.either(path, arm.path)
        return Arm(condition, memory, path)

    def go_on(self, arms: Iterable[Arm]) -> None:
        """Go on where several states meet; nobody does where there are none."""
        met = list(arms)
        if met:
            _, self.memory, self.path = self.joined(met)
        else:
            self.leave()

    def take_in(self, arm: Arm) -> None:
        """Go on together with those who went elsewhere and come back here."""
        if self.path is self.algebra.no:
            self.memory, self.path = arm.memory, arm.path
        else:
            self.memory = self.merged(arm.condition, arm.memory, self.memory)
            self.path = self.algebra.either(self.path, arm.path)

    def leave(self) -> Arm:
        """Everybody goes elsewhere: what they take along, seen from here."""
        arm = Arm(self.algebra.yes, self.memory, self.path)
        self.memory, self.path = {}, self.algebra.no
        return arm
