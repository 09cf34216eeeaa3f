"""The tables as one world, for one page size: what the machine asks for by name."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from s2tui.analysis.diagrams.symbolic import LEVELS, VALUES, Failure
from s2tui.source.c.types import Integer
from s2tui.source.machine.operators import conversion
from s2tui.source.machine.values import Object, Undefined
from s2tui.source.world import constants
from s2tui.source.world.events import LOCKS, holding
from s2tui.source.world.forms import FORMS, nothing
from s2tui.source.world.hosts import CAPABILITIES, HAS_CAPABILITY, HOSTS, VM_FLAGS
from s2tui.source.world.noted import TIMES, noted, noted_answer
from s2tui.source.world.objects import CURRENT, EMBEDDED, HOLDS, holds
from s2tui.source.world.owned import EFFECTS, NAMES, NUMBERS
from s2tui.source.world.pure import NEVER, PURE, TOLD

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from s2tui.analysis.diagrams.explorer import Diagrams
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.source.c.places import Place
    from s2tui.source.machine.algebra import Algebra, Region, Value
    from s2tui.source.machine.compiler import Answer, Form
    from s2tui.source.machine.machine import Machine
    from s2tui.source.machine.state import State
    from s2tui.source.machine.values import Key
    from s2tui.source.world.answers import Given
    from s2tui.source.world.asking import Effect
    from s2tui.source.world.geometry import Geometry

MEMORY_TYPES = {
    "normal": "MT_NORMAL",
    "normal-tagged": "MT_NORMAL_TAGGED",
    "normal-nc": "MT_NORMAL_NC",
    "device-ngnre": "MT_DEVICE_nGnRE",
    "device-ngnrne": "MT_DEVICE_nGnRnE",
}
"""Words of vma.memtype, by the tree's names of the MAIR indices (asm/memory.h)."""


class KernelWorld:
    """What surrounds the fault path, for one page size.

    Attributes:
        geometry: where everything lies.
        algebra: what computes.
        machine: what runs the tree's own functions; set once it is there.
        used: the names that were asked for.
    """

    machine: Machine

    def __init__(
        self,
        geometry: Geometry,
        diagrams: Diagrams,
        algebra: Algebra,
        given: Mapping[str, Given] = MappingProxyType({}),
        released: Collection[str] = (),
    ) -> None:
        self.geometry = geometry
        self.algebra = algebra
        self.used: set[str] = set()
        self._given_answers = given
        self._released = released
        self._symbolic = diagrams.symbolic
        level = LEVELS["host_page_size"]
        self._fixed = {level: VALUES[level].index(geometry.page_size)}
        self._regions: dict[object, Region] = {}
        self._initial: dict[Key, Value | None] = {}
        self._numbers = (
            constants.INTS | constants.MASKS | constants.SLOT_FLAGS | NUMBERS
            | constants.sizes(geometry) | constants.shifts(geometry)
        )  # fmt: skip

    # What the tables' functions ask.

    def answered(self, function: Callable[[Scenario], Any]) -> Value:
        """The diagram of a function of the scenario."""
        manager = self.algebra.manager
        found = self._symbolic.diagram(lambda s, _: function(s))
        found = manager.restrict(found, self._fixed)
        if any(isinstance(end.value, Failure) for end in manager.terminals(found)):
            return manager.map(found, _undefined)
        return found

    def region(self, function: Callable[[Scenario], bool]) -> Region:
        """Where a function of the scenario is true."""
        key = getattr(function, "__code__", function)
        found = self._regions.get(key)
        if found is None:
            found = self._regions[key] = self.answered(lambda s: bool(function(s)))
        return found

    def pure(self, name: str, arguments: tuple[Value, ...]) -> Value:
        """What a function of PURE answers."""
        entry, g, terminal = PURE[name], self.geometry, self.algebra.terminal
        return self.algebra.bind(
            ("pure", name, g),
            lambda *values: terminal(_number(name, entry.function, g, *values)),
            arguments,
        )

    def bits(self, *names: str) -> int:
        """The tree's enumerators of these names together; those that it lacks are nothing."""
        found = 0
        for name in names:
            value = self.machine.unit.constant(name)
            found |= value[0] if value else 0
        return found

    # What the machine asks.

    def form(self, name: str) -> Form | None:
        """See `World`."""
        given = self._given_answers.get(name)
        if given is not None:
            return nothing if given.noop else None
        found = FORMS.get(name)
        if found is None or name in self._released:
            return None
        self.used.add(name)
        return found[1]

    def value(self, name: str) -> Value | None:
        """See `World`."""
        if name == "current":
            return self.algebra.terminal(CURRENT)
        given = self._given_answers.get(name)
        if given is not None:
            return self.answered(given.answer)
        found = self._numbers.get(name)
        if found is None or name in self._released:
            return None
        self.used.add(name)
        return self.algebra.terminal(found)

    def answer(self, name: str) -> Answer | None:
        """See `World`."""
        given = self._given_answers.get(name)
        if given is not None:
            answer = self.answered(given.answer)
            return lambda *_: answer
        found = None if name in self._released else self._answer(name)
        if found is not None:
            self.used.add(name)
        return found

    def _answer(self, name: str) -> Answer | None:
        if name in EFFECTS or name in LOCKS:
            effect = EFFECTS[name][1] if name in EFFECTS else holding(*LOCKS[name])
            kept = effect if self.machine.reached is None else noted(name, effect)
            return self._given(kept) if name in EFFECTS else partial(kept, self)
        if name in NEVER:
            return lambda *_: self.algebra.zero
        found = self._function(name)
        if found is None or name not in TOLD or self.machine.reached is None:
            return found
        return partial(noted_answer(name, found), self)

    def _function(self, name: str) -> Answer | None:
        """What answers where nothing is stored."""
        if name in PURE:
            return self._checked(lambda values: self.pure(name, values), PURE[name].type)
        if name in HOSTS:
            return self._checked(lambda values: self._asked(name, values), HOSTS[name].type)
        if name in HAS_CAPABILITY or name == "test_bit":
            return self._checked(lambda values: self._numbered(values[0]), "bool")
        return None

    def _given(self, effect: Effect) -> Answer:
        """An effect; who gives it what nobody set stops."""

        def answer(state: State, values: tuple[Value, ...], at: Place | None) -> Value:
            for value in values:
                state.condition(value, at)
            return effect(self, state, values, at)

        return answer

    def _checked(self, function: Callable[[tuple[Value, ...]], Value], type_: str) -> Answer:
        """An answer of its type; who gets none stops."""
        to = self.machine.unit.type(type_)
        a = self.algebra

        def answer(state: State, values: tuple[Value, ...], at: Place | None) -> Value:
            found = function(values)
            lost = a.lost(found)
            if lost is not a.no:
                state.stop_lost(found, lost, at)
            if isinstance(to, Integer):
                name, convert = conversion(to)
                return a.map(name, convert, found)
            return found

        return answer

    def _asked(self, name: str, arguments: tuple[Value, ...]) -> Value:
        asked, g = HOSTS[name], self.geometry

        def explore(*values: Any) -> Value:
            return self.answered(lambda s: asked.function(s, g, *values))

        return self.algebra.bind(("host", name, g), explore, arguments)

    def _numbered(self, number: Value) -> Value:
        """What a capability or a flag of the VM is, by the number that stands for its name."""

        def explore(value: Any) -> Value:
            name = NAMES.get(value)
            if name in CAPABILITIES:
                return self.answered(CAPABILITIES[name])
            if name in VM_FLAGS:
                return self.answered(VM_FLAGS[name])
            return self.algebra.zero

        return self.algebra.bind("numbered", explore, (number,))

    def initial(self, key: Key) -> Value | None:
        """See `World`."""
        if key not in self._initial:
            self._initial[key] = self._first(key)
        return self._initial[key]

    def _first(self, key: Any) -> Value | None:
        a = self.algebra
        if not isinstance(key, tuple):
            return None
        if isinstance(key[0], Object):
            return self._held(key)
        if key[0] != "event":
            return None
        counted = key[1].startswith(("held ", TIMES)) or key[1] in ("creating", "changing")
        return a.zero if counted else a.terminal(None)

    def _held(self, key: tuple[Object, str | int]) -> Value:
        """What a member of an object holds."""
        found, g = holds(key), self.geometry
        if found is None:
            return self.algebra.terminal(Undefined(f"{key[0]}.{key[1]} is not modelled"))
        if str(key[0]) == "vma" and key[1] == "vm_page_prot":
            return self._protection()
        if callable(found):
            function = found
            return self.answered(lambda s: function(s, g))
        return self.algebra.terminal(found)

    def _protection(self) -> Value:
        """vm_page_prot: only the index of the memory type, in the tree's own numbers."""
        numbers: dict[str, int | None] = {}
        for word, name in MEMORY_TYPES.items():
            constant = self.machine.unit.constant(name)
            numbers[word] = None if constant is None else constant[0] << 2
        return self.algebra.map(
            ("protection", tuple(numbers.values())),
            lambda word: _number("the memory type of a VMA", lambda w: numbers[w], word),
            self.answered(lambda s: s.vma_memtype),
        )

    def has_parts(self, what: Object) -> bool:
        """See `World`."""
        return str(what) in EMBEDDED

    def parts(self, what: Object) -> Iterable[tuple[Key, Value]]:
        """See `World`."""
        prefix = f"{what}."
        for path in HOLDS:
            if path.startswith(prefix) and not path.endswith("*"):
                *inner, member = path[len(prefix) :].split(".")
                key = (what.part_at(tuple(inner)), member)
                value = self.initial(key)
                if value is not None:
                    yield key, value


def _undefined(value: Any) -> Any:
    return Undefined(value.reason) if isinstance(value, Failure) else value


def _number(name: str, function: Callable[..., Any], *values: Any) -> Any:
    """What a table's function answers; nothing where it cannot."""
    try:
        found = function(*values)
    except (TypeError, ValueError, KeyError, OverflowError) as error:
        return Undefined(f"{name} has no answer: {error}")
    return Undefined(f"{name} has no answer") if found is None else found
