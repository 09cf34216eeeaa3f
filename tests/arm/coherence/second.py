"""The coherence machine a second time: sequences of events, played out one by one.

Nothing here knows of a graph of states. A `World` is one granule that things happen to; every
sequence of events that is permitted, up to a length, is played on it, and each load is judged when
it happens. Source: the specification of the machine, restated sentence by sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.arm.coherence.configurations import Configuration

LONGEST = 8
"""Events in the longest sequences that are played: two more than the longest that was needed."""
CACHEABLE = ("wb", "wt")


class Event(NamedTuple):
    """Something that happens: who does what, and how it turns out where there is a choice."""

    who: str
    what: str
    kept: bool = False
    """Whether what was loaded or fetched past an absent line leaves a line behind."""
    value: str = ""
    """Which of the values that a fetch may see it sees."""


Memento: TypeAlias = tuple[str, str, str | None, bool, str | None, str, str]


class World:
    """One granule: the bytes in memory, the lines above it, and who stored last."""

    def __init__(self, configuration: Configuration) -> None:
        if not configuration.valid:
            raise ValueError(f"no such configuration: {configuration}")
        self.set_up = configuration
        self.aliases = {
            name: kind
            for name, kind in (("kernel", configuration.kernel), ("user", configuration.user))
            if kind != "none"
        }
        self.step = "given"
        self.memory = "S"
        self.line = None if configuration.left == "none" else "S"
        self.dirty = configuration.left == "dirty"
        self.instruction_line: str | None = None
        self.last = "S"
        self.code = "untouched"
        # With DIC and IDC the guest has nothing to do after a store; nor has it without fetches.
        self.maintainable = configuration.fetch and not (configuration.dic and configuration.idc)

    def memento(self) -> Memento:
        """All that may change."""
        return (
            self.step,
            self.memory,
            self.line,
            self.dirty,
            self.instruction_line,
            self.last,
            self.code,
        )

    def back_to(self, memento: Memento) -> None:
        """Undo whatever happened since."""
        (
            self.step,
            self.memory,
            self.line,
            self.dirty,
            self.instruction_line,
            self.last,
            self.code,
        ) = memento

    def permitted(self) -> Iterator[Event]:
        """What may happen next."""
        yield from self._by_the_hardware()
        if self.step == "given":
            yield Event("host", "zeroes")
        elif self.step == "zeroed":
            yield Event("kvm", "maps")
        else:
            for who in (*self.aliases, "guest"):
                yield Event(who, "stores")
                yield Event(who, "loads")
                if self.line is None and self._alias(who) in CACHEABLE:
                    yield Event(who, "loads", kept=True)
            if self.set_up.dma != "none":
                yield Event("device", "stores")
            if self.set_up.fetch:
                yield from self._about_code()

    def happen(self, event: Event) -> str | None:
        """Let it happen; the damage that it shows, if it is a load or a fetch that shows one."""
        match event.what:
            case "zeroes":
                through = "kernel" if "kernel" in self.aliases else "user"
                self._store(self._alias(through), "Z")
                self.step = "zeroed"
            case "maps":
                self._map()
            case "stores":
                self._store(self._alias(event.who), "G" if event.who == "guest" else "Y")
                if self.maintainable:
                    self.code = "stored"
            case "loads":
                return self._load(event)
            case "fetches":
                return self._fetch(event)
            case "maintains":
                self.code = "cleaned"
                self.instruction_line = None
            case "takes in":
                self.line, self.dirty = self.memory, False
            case "drops":
                self.line = None
            case "writes back":
                assert self.line is not None
                self.memory, self.dirty = self.line, False
            case "takes instructions in":
                self.instruction_line = event.value
        return None

    def _alias(self, who: str) -> str:
        if who == "guest":
            return self.set_up.guest
        if who == "device":
            return "wb" if self.set_up.dma == "coherent" else "nc"
        return self.aliases[who]

    def _cacheable_somewhere(self) -> bool:
        running = (self.set_up.guest,) if self.step == "running" else ()
        return any(alias in CACHEABLE for alias in (*self.aliases.values(), *running))

    def _by_the_hardware(self) -> Iterator[Event]:
        if self.line is None:
            if self._cacheable_somewhere():
                yield Event("hardware", "takes in")
        elif self.dirty:
            yield Event("hardware", "writes back")
        else:
            yield Event("hardware", "drops")
        if self.set_up.fetch and not self.set_up.dic and self.instruction_line is None:
            for value in self._fetchable():
                yield Event("hardware", "takes instructions in", value=value)

    def _about_code(self) -> Iterator[Event]:
        if self.instruction_line is not None:
            yield Event("guest", "fetches", value=self.instruction_line)
        else:
            for value in self._fetchable():
                yield Event("guest", "fetches", value=value)
                if not self.set_up.dic:
                    yield Event("guest", "fetches", kept=True, value=value)
        if self.code == "stored":
            yield Event("guest", "maintains")

    def _fetchable(self) -> set[str]:
        """What a fetch without an instruction line may see."""
        if self.step == "running":
            cacheable = self.set_up.guest in CACHEABLE
        else:
            cacheable = "wb" in self.aliases.values()
        if self.line is None or not cacheable:
            return {self.memory}
        if self.set_up.idc or self.code == "cleaned":
            return {self.line}
        return {self.line, self.memory}

    def _map(self) -> None:
        if self.set_up.clean == "effective" and self.line is not None:
            if self.dirty:
                self.memory = self.line
            self.line, self.dirty = None, False
        if self.set_up.icache == "effective":
            self.instruction_line = None
        self.step = "running"

    def _store(self, alias: str, value: str) -> None:
        self.last = value
        if alias == "wb":
            self.line, self.dirty = value, True
            return
        self.memory = value
        if alias == "wt" and self.line is not None:
            self.line = value

    def _load(self, event: Event) -> str | None:
        seen = self.memory
        if self._alias(event.who) in CACHEABLE and self.line is not None:
            seen = self.line
        if event.kept:
            self.line, self.dirty = self.memory, False
        if seen == self.last:
            return None
        by_guest = self.last == "G"
        if event.who != "guest":
            return "host-reads-stale" if by_guest else "host-disagrees"
        if seen == "S":
            return "previous-owner"
        return "guest-store-lost" if by_guest else "host-store-lost"

    def _fetch(self, event: Event) -> str | None:
        if event.kept:
            self.instruction_line = event.value
        all_done = self.code != "stored"
        return "stale-fetch" if all_done and event.value != self.last else None


class Played(NamedTuple):
    """What playing all sequences of a length has shown."""

    found: dict[str, int]
    worlds: dict[Memento, int]
    """Each world that a sequence led to, with the most events that were played on from it."""


def answers(configuration: Configuration) -> dict[str, int]:
    """For each kind of damage that can be, the number of events of the shortest sequence.

    Raises:
        ValueError: There is no such configuration.
    """
    return play(configuration, LONGEST).found


def states(configuration: Configuration) -> int:
    """In how many states the machine can be, if no fetches are looked at.

    Raises:
        ValueError: There is no such configuration.
    """
    return len(play(configuration, LONGEST).worlds)


def play(configuration: Configuration, longest: int) -> Played:
    """Play every sequence of at most so many events, depth first.

    Raises:
        ValueError: There is no such configuration.
    """
    played = Played({}, {})
    _play_on(World(configuration), 0, longest, played)
    return played


def _play_on(world: World, happened: int, left: int, played: Played) -> None:
    """Play all sequences that begin with the events that have made this world.

    A world from which as many or more events were played on already was reached no later then: what
    may happen next and what it shows depends on the world alone, so all of it is known.
    """
    here = world.memento()
    if played.worlds.get(here, -1) >= left:
        return
    played.worlds[here] = left
    if left == 0:
        return
    for event in tuple(world.permitted()):
        damage = world.happen(event)
        if damage is not None:
            played.found[damage] = min(happened + 1, played.found.get(damage, happened + 1))
        _play_on(world, happened + 1, left - 1, played)
        world.back_to(here)
