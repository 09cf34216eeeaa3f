"""Run a tree over all scenarios: memslot creation and one fault, for each page size."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.analysis.diagrams.explorer import Diagrams
from s2tui.analysis.diagrams.space import having, space
from s2tui.kvm.policy.results import OK, Memslot
from s2tui.source.c.configuration import Configuration
from s2tui.source.c.unit import Unit
from s2tui.source.kernel.coverage import Coverage
from s2tui.source.kernel.files import sources
from s2tui.source.kernel.outcomes import Outcomes, by_page_size, effects_by_page_size, outcomes
from s2tui.source.machine.algebra import Algebra
from s2tui.source.machine.machine import Machine
from s2tui.source.machine.memory import read
from s2tui.source.world import constants
from s2tui.source.world.geometry import SHIFTS, Geometry
from s2tui.source.world.held import HELD, key_of, taken_key
from s2tui.source.world.noted import effects, told
from s2tui.source.world.objects import KVM, REGION, SLOT, VCPU
from s2tui.source.world.owned import owned
from s2tui.source.world.pages import CREATING
from s2tui.source.world.world import KernelWorld

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from s2tui.analysis.diagrams.diagram import Node
    from s2tui.kvm.scenario.fields import PageSize
    from s2tui.source.c.sources import Source
    from s2tui.source.kernel.files import Tree
    from s2tui.source.machine.algebra import Region, Value
    from s2tui.source.machine.compiler import Reached
    from s2tui.source.machine.state import Choice, State, Stopped
    from s2tui.source.world.answers import Given

TYPEDEFS = {
    "gfn_t": "unsigned long", "gpa_t": "unsigned long", "hva_t": "unsigned long",
    "hpa_t": "unsigned long", "hfn_t": "unsigned long", "kvm_pfn_t": "unsigned long",
    "phys_addr_t": "unsigned long", "vm_flags_t": "unsigned long", "pteval_t": "unsigned long",
    "pgprot_t": "unsigned long", "pgprotval_t": "unsigned long", "pte_t": "unsigned long",
    "vm_fault_t": "unsigned int", "spinlock_t": "struct spinlock", "rwlock_t": "struct rwlock",
}  # fmt: skip
"""Types of headers that are not read; what wraps one number is that number."""
MEMBERS = {
    ("vm_area_struct", "vm_flags"): "unsigned long",
    ("vm_area_struct", "vm_page_prot"): "unsigned long",
    ("vm_area_struct", "vm_start"): "unsigned long",
    ("vm_area_struct", "vm_end"): "unsigned long",
    ("vm_area_struct", "vm_pgoff"): "unsigned long",
    ("vm_area_struct", "vm_mm"): "struct mm_struct *",
    ("task_struct", "mm"): "struct mm_struct *",
    ("kvm_run", "exit_reason"): "unsigned int",
    ("kvm_userspace_memory_region", "flags"): "unsigned int",
    ("kvm_userspace_memory_region2", "flags"): "unsigned int",
    ("follow_pfnmap_args", "vma"): "struct vm_area_struct *",
    ("follow_pfnmap_args", "address"): "unsigned long",
    ("follow_pfnmap_args", "pfn"): "unsigned long",
    ("follow_pfnmap_args", "writable"): "_Bool",
}
"""The same for members of structures."""


USUAL = tuple(map(Geometry, SHIFTS))
"""What outcomes are of."""


class Held(NamedTuple):
    """Scenarios after which something is still held, or was given back too often."""

    what: str
    where: Region
    taken: Value
    """Where it was taken last; kept as `Run.effects` are."""


class PageSizeRun(NamedTuple):
    """What running a tree for one page size gave."""

    outcomes: Outcomes
    stopped: tuple[Stopped, ...]
    held: tuple[Held, ...]
    effects: dict[str, Value]
    machine: Machine
    used: frozenset[str]


class Run(NamedTuple):
    """What running a tree gave."""

    outcomes: Outcomes
    stopped: tuple[Stopped, ...]
    """Who has no answer, with the reason."""
    held: tuple[Held, ...]
    """Who still holds a lock."""
    effects: dict[str, Value]
    """How often each effect was asked for, and what it was given last: what no outcome says. Kept
    where `reached` is asked for, which costs a third more."""
    machines: dict[PageSize, Machine]
    used: frozenset[str]
    """The names that the tables answered for."""

    @property
    def executed(self) -> frozenset[str]:
        """The functions of the tree that were run."""
        return frozenset().union(*[machine.executed for machine in self.machines.values()])


class Assumed(NamedTuple):
    """What is otherwise than the tables have it."""

    given: Mapping[str, Given] = {}
    """Answers that somebody gave, by name."""
    released: frozenset[str] = frozenset()
    """Names of the tables that the tree itself is to answer for."""
    geometries: Sequence[Geometry] = USUAL
    """Where everything lies, for each page size that is run."""


AS_USUAL = Assumed()
"""Nothing is."""


class Running(NamedTuple):
    """What is run, and where its diagrams live."""

    files: tuple[Source, ...]
    diagrams: Diagrams
    algebra: Algebra
    reached: Reached | None = None
    """Where it is kept who gets to each statement."""
    coverage: Coverage | None = None
    """The same, apart for each phase, and with the branches."""
    assumed: Assumed = AS_USUAL


def run(
    tree: Tree,
    diagrams: Diagrams | None = None,
    within: Region | None = None,
    reached: Reached | Coverage | None = None,
    assumed: Assumed = AS_USUAL,
) -> Run:
    """Run a tree.

    Args:
        tree: where the files are.
        diagrams: where the diagrams are to live.
        within: for which scenarios; for all that respect the bindings where None.
        reached: where to keep who gets to each statement, or that for each phase and the branches.
        assumed: what is answered for, and where everything lies, otherwise than usual.

    Raises:
        RequestError: the tree lacks a file that cannot be done without.
    """
    diagrams = diagrams or Diagrams()
    coverage = reached if isinstance(reached, Coverage) else None
    algebra = (coverage and coverage.algebra) or Algebra(diagrams.manager)
    if isinstance(reached, Coverage):
        reached = reached.reached
    running = Running(sources(tree), diagrams, algebra, reached, coverage, assumed)
    everything = space(diagrams).region if within is None else within
    runs: dict[PageSize, PageSizeRun] = {}
    for geometry in assumed.geometries:
        page_size = geometry.page_size
        here = algebra.both(everything, having(diagrams, "host_page_size", (page_size,)))
        if here is not algebra.no:
            runs[page_size] = run_one(running, geometry, here)
    found = by_page_size(diagrams, {size: one.outcomes for size, one in runs.items()})
    stopped = tuple(stop for one in runs.values() for stop in one.stopped)
    held = tuple(each for one in runs.values() for each in one.held)
    effects = effects_by_page_size(diagrams, {s: one.effects for s, one in runs.items()})
    machines = {size: one.machine for size, one in runs.items()}
    used = frozenset().union(*[one.used for one in runs.values()])
    return Run(found, stopped, held, effects, machines, used)


def run_one(
    running: Running, geometry: Geometry, here: Region, unit: Unit | None = None
) -> PageSizeRun:
    """Run a tree for one page size; its files need not be read where that was done before."""
    return run_in(surrounded(running, geometry, unit), running, here)


def run_in(surroundings: KernelWorld, running: Running, here: Region) -> PageSizeRun:
    """Run a tree in its world."""
    machine, algebra = surroundings.machine, running.algebra
    created, creation = create(surroundings, here)
    if running.coverage is not None:
        running.coverage.close("memslot", algebra)
    answered, fault = take_fault(machine, here)
    if running.coverage is not None:
        running.coverage.close("fault", algebra)
    refused = algebra.map("refused", lambda m: m.result == "error", created)
    found = outcomes(machine, algebra.true(refused), created, answered, fault)
    unknown = algebra.no
    for stop in creation.stopped:
        unknown = algebra.either(unknown, stop.where)
    whole = found._replace(
        memslot=algebra.choose(unknown, algebra.terminal(Memslot("unknown")), created)
    )
    held = (*still_held(creation), *still_held(fault))
    return PageSizeRun(
        whole,
        (*creation.stopped, *fault.stopped),
        held,
        _effects(running, whole, creation, fault),
        machine,
        frozenset(surroundings.used),
    )


def _effects(running: Running, found: Outcomes, creation: State, fault: State) -> dict[str, Value]:
    if running.reached is None:
        return {}
    a = running.algebra
    returned = a.test("returned", lambda end: end.result in ("mmio", "error"), found.fault)
    return effects(creation) | effects(fault) | told(fault, a.both(fault.path, returned))


def surrounded(running: Running, geometry: Geometry, unit: Unit | None = None) -> KernelWorld:
    """The files in their world, ready to run."""
    algebra = running.algebra
    given, released, _ = running.assumed
    names = {name: type_ for name, type_ in owned().items() if name not in released}
    names |= dict.fromkeys(given, "int")
    configuration = Configuration(constants.symbols(geometry), names, TYPEDEFS, MEMBERS)
    found = KernelWorld(geometry, running.diagrams, algebra, given, released)
    unit = unit or Unit(running.files, configuration)
    branched = None if running.coverage is None else running.coverage.branched
    found.machine = Machine(unit, algebra, found, running.reached, branched)
    return found


def still_held(state: State) -> tuple[Held, ...]:
    """What is not balanced in who came to the end."""
    a = state.algebra
    found = []
    for what in HELD:
        where = a.both(state.path, a.true(read(state, key_of(what), None)))
        if where is not a.no:
            found.append(Held(what, where, read(state, taken_key(what), None)))
    return tuple(found)


def create(
    w: KernelWorld, here: Region, choices: list[Choice] | None = None
) -> tuple[Node[Memslot], State]:
    """Memslot creation: the check of the flags, and the hook of the architecture.

    The branches met are kept where a list is given for them.
    """
    machine, a = w.machine, w.algebra
    none = w.region(lambda s: s.backing == "no-slot")
    state = machine.state(a.minus(here, none))
    state.choices = choices
    state.memory[CREATING] = a.one
    flags = machine.unit.function("check_memory_region_flags")
    by_name = {"kvm": a.terminal(KVM)}
    parameters = () if flags is None else flags.parameters
    arguments = tuple([by_name.get(p.name, a.terminal(REGION)) for p in parameters])
    answer = machine.call("check_memory_region_flags", state, arguments)
    change = machine.unit.constant("KVM_MR_CREATE")

    def hook(state: State) -> Value:
        values = (a.terminal(KVM), a.zero, a.terminal(SLOT), a.terminal(change[0] if change else 0))
        return machine.call("kvm_arch_prepare_memory_region", state, values)

    refused = state.condition(answer, None)
    answer = state.branch(refused, lambda _: answer, hook)
    state.condition(answer, None)
    result = a.map("memslot", memslot, answer)
    result = a.choose(a.lost(result), a.terminal(Memslot("unknown")), result)
    hidden = w.region(lambda s: s.slot_guest_memfd and not s.gmem_direct_map)
    result = a.choose(hidden, a.terminal(Memslot("error", "EINVAL")), result)
    return a.choose(none, a.terminal(Memslot("none")), result), state


def memslot(answer: int) -> Memslot:
    """What the answer of the ioctl means."""
    return Memslot("error", constants.ERRNO_NAMES.get(-answer, str(answer))) if answer else OK


def take_fault(
    machine: Machine, here: Region, choices: list[Choice] | None = None
) -> tuple[Value, State]:
    """One abort at stage 2; the branches met are kept where a list is given for them."""
    state = machine.state(here)
    state.choices = choices
    answer = machine.call("kvm_handle_guest_abort", state, (machine.algebra.terminal(VCPU),))
    state.condition(answer, None)
    return answer, state
