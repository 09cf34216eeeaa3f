"""The machine: what is in memory, line and instruction line, and what may happen next.

One event is one step, the hardware's own included, and so is the load that shows damage. What an
access does depends on its alias's type alone (DDI 0487 B2.11, D8.18, R_WNDVG).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from s2tui.arm.coherence.damage import judge_fetch, judge_load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s2tui.arm.coherence.configuration import Configuration
    from s2tui.arm.coherence.damage import Damage

Who: TypeAlias = Literal["host", "guest", "kvm", "hardware"]
Value: TypeAlias = Literal["S", "Z", "Y", "G"]
VALUE_WORDS: dict[Value, str] = {
    "S": "what the previous owner stored",
    "Z": "the host's zeroes",
    "Y": "what the host stored later",
    "G": "what the guest stored",
}
CACHEABLE = ("wb", "wt")
Phase: TypeAlias = Literal["given", "zeroed", "running"]
Code: TypeAlias = Literal["fresh", "stored", "maintained"]
"""What the guest's view of its instruction caches asks of it: nothing yet; to maintain what was
stored while it ran; nothing more. Fresh without fetches, or where IDC and DIC ask nothing."""


class Line(NamedTuple):
    """The granule in the caches of the coherency domain."""

    value: Value
    dirty: bool


class State(NamedTuple):
    """Where everything is between two events."""

    memory: Value
    """The bytes at the Point of Coherency."""
    line: Line | None
    """The data line; all cores of the domain see the same."""
    instructions: Value | None
    """The instruction line: what a fetch hits, where it does not follow stores."""
    stored: Value
    """The last store, which also says who: what a coherent system would show to everybody."""
    phase: Phase
    code: Code = "fresh"


class Event(NamedTuple):
    """One thing that happens."""

    id: str
    who: Who
    alias: str | None = None
    """Through which alias: kernel, user or guest; None where there is none."""
    type: str | None = None
    """The alias's type."""


class Step(NamedTuple):
    """One event, what it moved, and the state after it."""

    event: Event
    value: Value | None
    """What was stored, or what a load or fetch showed."""
    state: State
    damage: Damage | None = None


SOURCES: dict[str, str] = {
    "zero": "DDI 0487 B2.11 (a store)",
    "map": "DDI 0487 D8.18 (DC CIVAC, IC IVAU: by VA, through an alias that is there)",
    "load": "DDI 0487 B2.11",
    "store": "DDI 0487 B2.11",
    "fetch": "DDI 0487 D8.18, R_WNDVG (CTR_EL0.IDC, CTR_EL0.DIC)",
    "maintain": "DDI 0487 R_WNDVG (DC CVAU, IC IVAU as CTR_EL0 asks)",
    "dma": "DDI 0487 B2.11 (an agent inside or outside of the coherency domain)",
    "take-in": "DDI 0487 B2.11 (speculation through any cacheable alias)",
    "drop": "DDI 0487 D8.18 (a clean line may go at any time)",
    "write-back": "DDI 0487 D8.18 (a dirty line may be written back at any time)",
    "take-in-instructions": "DDI 0487 B2.11, D8.18 (speculative instruction fetch)",
}
"""Where the architecture permits each event, by its id."""
_MAP = Event("map", "kvm")
_MAINTAIN = Event("maintain", "guest", "guest")
_TAKE_IN = Event("take-in", "hardware")
_WRITE_BACK = Event("write-back", "hardware")
_DROP = Event("drop", "hardware")
_TAKE_IN_INSTRUCTIONS = Event("take-in-instructions", "hardware")


def start(c: Configuration) -> State:
    """The page as it is given to the VM: memory and perhaps a line hold the previous owner's."""
    line = None if c.left == "none" else Line("S", c.left == "dirty")
    return State("S", line, None, "S", "given")


class Machine:
    """What may happen next in one configuration."""

    def __init__(self, c: Configuration) -> None:
        self._c = c
        before, running = c.host(running=False), c.host(running=True)
        self._cached_before = any(type_ == "wb" for _, type_ in before)
        self._cached = c.guest in CACHEABLE or any(type_ == "wb" for _, type_ in running)
        self._guest_cached = c.guest in CACHEABLE
        self._asked = c.fetch and not (c.idc and c.dic)
        """Whether a store asks maintenance of the guest before it executes what was stored."""
        self._zero = Event("zero", "host", *before[0])
        self._guest = tuple(Event(id_, "guest", "guest", c.guest) for id_ in ("load", "store"))
        self._fetch = Event("fetch", "guest", "guest", c.guest)
        self._host_loads = tuple(Event("load", "host", *alias) for alias in running)
        stores = [Event("store", "host", *alias) for alias in running]
        if c.dma != "none":
            stores.append(Event("dma", "hardware", None, "wb" if c.dma == "coherent" else "nc"))
        self._host_stores = tuple(stores)

    def steps(self, s: State) -> Iterator[Step]:
        """Everything that may happen after a state, in the order of the specification."""
        if s.phase == "given":
            yield self._store(s, self._zero, "Z", "zeroed")
        elif s.phase == "zeroed":
            yield Step(_MAP, None, self._mapped(s))
        else:
            yield from self._running(s)
        yield from self._hardware(s)

    def _running(self, s: State) -> Iterator[Step]:
        load, store = self._guest
        yield from self._loads(s, load)
        yield self._store(s, store, "G")
        if self._c.fetch:
            yield from self._fetches(s)
            if s.code == "stored":
                kept = s.instructions if self._c.dic else None
                state = State(s.memory, s.line, kept, s.stored, s.phase, "maintained")
                yield Step(_MAINTAIN, None, state)
        for event in self._host_loads:
            yield from self._loads(s, event)
        for event in self._host_stores:
            yield self._store(s, event, "Y")

    def _loads(self, s: State, event: Event) -> Iterator[Step]:
        """A load: past the line, or hitting it; without one it may take it in, or not."""
        memory, line, instructions, stored, phase, code = s
        if event.type not in CACHEABLE:
            value = memory
        elif line is not None:
            value = line.value
        else:
            value = memory
            taken = State(memory, Line(value, False), instructions, stored, phase, code)
            yield Step(event, value, taken, judge_load(event.who, value, stored))
        yield Step(event, value, s, judge_load(event.who, value, stored))

    def _store(self, s: State, event: Event, value: Value, phase: Phase = "running") -> Step:
        memory, line = value, s.line
        if event.type == "wb":
            memory, line = s.memory, Line(value, True)
        elif event.type == "wt" and line is not None:
            line = Line(value, line.dirty)
        code: Code = "stored" if self._asked and phase == "running" else s.code
        return Step(event, value, State(memory, line, s.instructions, value, phase, code))

    def _mapped(self, s: State) -> State:
        """After KVM has maintained what it can reach and mapped the page."""
        memory, line, instructions = s.memory, s.line, s.instructions
        if self._c.clean == "effective":
            if line is not None and line.dirty:
                memory = line.value
            line = None
        if self._c.icache == "effective":
            instructions = None
        return State(memory, line, instructions, s.stored, "running", s.code)

    def _fetches(self, s: State) -> Iterator[Step]:
        """A fetch: what the instruction line has; else what it sees, which it may take in."""
        if s.instructions is not None:
            yield Step(self._fetch, s.instructions, s, _judged(s, s.instructions))
            return
        for value in self._seen(s, self._guest_cached):
            damage = _judged(s, value)
            if not self._c.dic:
                yield Step(self._fetch, value, _with_instructions(s, value), damage)
            yield Step(self._fetch, value, s, damage)

    def _seen(self, s: State, cached: bool) -> tuple[Value, ...]:
        """What a fetch may see that hits no instruction line.

        A line that nobody cleaned to PoU is seen for sure only with IDC.
        """
        if not cached or s.line is None:
            return (s.memory,)
        if self._c.idc or s.code == "maintained" or s.line.value == s.memory:
            return (s.line.value,)
        return (s.line.value, s.memory)

    def _hardware(self, s: State) -> Iterator[Step]:
        """What hardware does by itself; the guest's alias is not there before it runs."""
        memory, line, instructions, stored, phase, code = s
        running = phase == "running"
        if line is None:
            if self._cached if running else self._cached_before:
                taken = State(memory, Line(memory, False), instructions, stored, phase, code)
                yield Step(_TAKE_IN, memory, taken)
        elif line.dirty:
            clean = State(line.value, Line(line.value, False), instructions, stored, phase, code)
            yield Step(_WRITE_BACK, line.value, clean)
        else:
            dropped = State(memory, None, instructions, stored, phase, code)
            yield Step(_DROP, line.value, dropped)
        if self._c.fetch and not self._c.dic and instructions is None:
            for value in self._seen(s, self._guest_cached if running else self._cached_before):
                yield Step(_TAKE_IN_INSTRUCTIONS, value, _with_instructions(s, value))


def _with_instructions(s: State, value: Value) -> State:
    return State(s.memory, s.line, value, s.stored, s.phase, s.code)


def _judged(s: State, value: Value) -> Damage | None:
    """The damage of a fetch, after the guest did what its view of the caches asks of it."""
    return None if s.code == "stored" else judge_fetch(value, s.stored)
