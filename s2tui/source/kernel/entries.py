"""What else a VMM may ask of a tree about memory: a capability, and a change of a memslot.

Its code is in more files than a fault needs, which are read for this alone. No tree that was
compared has KVM_PRE_FAULT_MEMORY on arm64, so what is said of it rests on its text alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.analysis.diagrams.space import having, space
from s2tui.analysis.diagrams.symbolic import LEVELS, VALUES
from s2tui.kvm.policies.kernels.v6_17 import CACHEABLE_PFNMAP
from s2tui.kvm.policy.results import Memslot
from s2tui.source.kernel.files import OTHERS, sources
from s2tui.source.kernel.run import Running, memslot, surrounded
from s2tui.source.machine.algebra import Algebra
from s2tui.source.world.changes import CHANGING, OLD
from s2tui.source.world.constants import SLOT_FLAGS
from s2tui.source.world.geometry import SHIFTS, Geometry
from s2tui.source.world.objects import KVM, RANGE, REGION, VCPU
from s2tui.source.world.pages import CREATING
from s2tui.source.world.shadows import unjudged

if TYPE_CHECKING:
    from s2tui.analysis.diagrams.diagram import Node
    from s2tui.analysis.diagrams.explorer import Diagrams
    from s2tui.source.kernel.files import Tree
    from s2tui.source.machine.algebra import Region, Value
    from s2tui.source.machine.state import State, Stopped
    from s2tui.source.world.shadows import Unjudged
    from s2tui.source.world.world import KernelWorld

EXTENSION = "kvm_vm_ioctl_check_extension"
SET = ("__kvm_set_memory_region", "kvm_set_memory_region")
"""What makes, changes and removes memslots: the name of later trees is a wrapper's before."""
PRE_FAULT = "kvm_arch_vcpu_pre_fault_memory"
"""What maps one page of the range that the VMM named; it answers with how much was mapped."""
NOT_THERE = "not there"
"""Stands for the answer of code that a tree has not."""


class Entries(NamedTuple):
    """By what is asked, what is answered; None where nobody can ask, or it has no answer."""

    capability: Node[int | str | None]
    """KVM_CHECK_EXTENSION of cacheable PFNMAP memory, on the VM's descriptor."""
    system: Node[int | str | None]
    """The same on that of /dev/kvm; less than 0 for an errno."""
    create: Node[Memslot | str | None]
    """The memslot of the scenario is made, by the whole of the ioctl's function."""
    flags_only: Node[Memslot | str | None]
    """It was there, but for the flag of dirty logging, which is turned."""
    move: Node[Memslot | str | None]
    """It was there, at another guest address."""
    delete: Node[Memslot | str | None]
    """It was there, and is removed."""
    prefault: Node[int | str | None]
    """The page is to be mapped before the guest runs; 0 where it was, less for an errno."""


class Asked(NamedTuple):
    """What asking a tree gave."""

    answers: Entries
    stopped: tuple[Stopped, ...]
    """Who has no answer, with the reason."""
    used: frozenset[str]
    """The names that the tables answered for."""
    unjudged: tuple[Unjudged, ...]
    """As `Known` has it."""


def ask(tree: Tree, diagrams: Diagrams) -> Asked:
    """Ask a tree everything.

    Raises:
        RequestError: the tree lacks a file that cannot be done without.
    """
    files, algebra = sources(tree, OTHERS), Algebra(diagrams.manager)
    stopped: list[Stopped] = []
    used: set[str] = set()
    judged: dict[str, Unjudged] = {}
    rows = []
    for page_size in SHIFTS:
        w = surrounded(Running(files, diagrams, algebra), Geometry(page_size))
        here = algebra.both(
            space(diagrams).region, having(diagrams, "host_page_size", (page_size,))
        )
        one = _One(w, here, stopped)
        rows.append(one.entries())
        used |= w.used
        judged |= {each.name: each for each in unjudged(w.machine.unit, w.used)}
    level = LEVELS["host_page_size"]
    assert tuple(SHIFTS) == VALUES[level]
    columns = [diagrams.manager.case(level, column) for column in zip(*rows, strict=True)]
    return Asked(Entries(*columns), tuple(stopped), frozenset(used), tuple(judged.values()))


class _One:
    """Asks for one page size."""

    def __init__(self, w: KernelWorld, here: Region, stopped: list[Stopped]) -> None:
        self._w, self._here, self._stopped = w, here, stopped

    def entries(self) -> list[Value]:
        a = self._w.algebra
        found = [self._capability(kvm) for kvm in (a.terminal(KVM), a.zero)]
        changes = ("create", "flags-only", "move", "delete")
        return [*found, *[self._change(change) for change in changes], self._prefault()]

    def _capability(self, kvm: Value) -> Value:
        """What is answered; a tree that does not name the capability is asked by its number."""
        unit = self._w.machine.unit
        number = unit.constant(CACHEABLE_PFNMAP.name)
        asked = CACHEABLE_PFNMAP.number if number is None else number[0]
        state = self._w.machine.state(self._here)
        return self._called(EXTENSION, state, (kvm, self._w.algebra.terminal(asked)))

    def _change(self, change: str) -> Value:
        w, a, g = self._w, self._w.algebra, self._w.geometry
        unit = w.machine.unit
        name = next((name for name in SET if unit.function(name) is not None), SET[0])
        state = w.machine.state(a.minus(self._here, w.region(lambda s: s.backing == "no-slot")))
        memory = state.memory
        memory[CREATING] = a.one
        if change != "create":
            memory[CHANGING] = a.one
        if change == "flags-only":
            turned = SLOT_FLAGS["KVM_MEM_LOG_DIRTY_PAGES"]
            flags = w.initial((REGION, "flags"))
            assert flags is not None
            memory[OLD, "flags"] = a.map(("turned", turned), lambda f: f ^ turned, flags)
        elif change == "move":
            memory[OLD, "base_gfn"] = a.terminal((g.slot_guest >> g.page_shift) + 1)
        elif change == "delete":
            memory[REGION, "memory_size"] = a.zero
        answer = self._called(name, state, (a.terminal(KVM), a.terminal(REGION)))
        return a.map("changed", lambda v: memslot(v) if type(v) is int else v, answer)

    def _prefault(self) -> Value:
        a = self._w.algebra
        state = self._w.machine.state(self._here)
        answer = self._called(PRE_FAULT, state, (a.terminal(VCPU), a.terminal(RANGE)))
        return a.map("mapped", lambda v: 0 if type(v) is int and v > 0 else v, answer)

    def _called(self, name: str, state: State, arguments: tuple[Value, ...]) -> Value:
        a, machine = self._w.algebra, self._w.machine
        if machine.unit.function(name) is None:
            return a.terminal(NOT_THERE)
        answer = machine.call(name, state, arguments)
        state.condition(answer, None)
        self._stopped += state.stopped
        return a.choose(state.path, answer, a.terminal(None))
