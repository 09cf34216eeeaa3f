"""What came of running a tree, read off the state at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.analysis.diagrams.symbolic import LEVELS, VALUES
from s2tui.kvm.policy.results import Fault, Memslot
from s2tui.source.machine.memory import read
from s2tui.source.world import constants
from s2tui.source.world.objects import VCPU

if TYPE_CHECKING:
    from s2tui.analysis.diagrams.diagram import Node
    from s2tui.analysis.diagrams.explorer import Diagrams
    from s2tui.kvm.scenario.fields import PageSize
    from s2tui.source.machine.algebra import Region, Value
    from s2tui.source.machine.machine import Machine
    from s2tui.source.machine.state import State


class Outcomes(NamedTuple):
    """The diagrams of everything that a tree answers, over all scenarios.

    Where there is no leaf, what is said of it is None.
    """

    memslot: Node[Memslot]
    fault: Node[Fault]
    type: Node[str | None]
    writable: Node[bool | None]
    executable: Node[bool | None]
    level: Node[int | None]
    descriptor: Node[int | None]
    marks_dirty: Node[bool | None]
    dcache_clean: Node[bool | None]
    icache_invalidate: Node[bool | None]


def unanswered(found: Outcomes, diagrams: Diagrams) -> Node[bool]:
    """Who has no answer, at the creation of the memslot or at the fault."""
    manager = diagrams.manager
    ends: tuple[Node[Any], ...] = (found.memslot, found.fault)
    lost = diagrams.no
    for end in ends:
        lost = manager.or_(lost, manager.map(end, lambda value: value.result == "unknown"))
    return lost


def by_page_size(diagrams: Diagrams, runs: dict[PageSize, Outcomes]) -> Outcomes:
    """The outcomes of each page size as those of all."""
    level = LEVELS["host_page_size"]
    fallback = next(iter(runs.values()))
    columns = []
    for name in Outcomes._fields:
        children = [getattr(runs.get(v, fallback), name) for v in VALUES[level]]  # type: ignore[call-overload]
        columns.append(diagrams.manager.case(level, tuple(children)))
    return Outcomes(*columns)


def effects_by_page_size(
    diagrams: Diagrams, runs: dict[PageSize, dict[str, Value]]
) -> dict[str, Value]:
    """The same for what was kept of effects; None where a page size asked for none of that name."""
    level, nothing = LEVELS["host_page_size"], diagrams.manager.terminal(None)
    found = {}
    for name in sorted(set().union(*runs.values())):
        children = [runs[v].get(name, nothing) if v in runs else nothing for v in VALUES[level]]
        found[name] = diagrams.manager.case(level, tuple(children))
    return found


RESULTS = (
    ("inject", "inject"),
    ("skip", "skip"),
    ("signal", "signal"),
    ("aged", "aged"),
    ("again", "retry"),
    ("map", "mapped"),
    ("relax", "relaxed"),
)
"""By event, how a fault ended after which the guest runs on; the first counts."""


def outcomes(
    machine: Machine, refused: Region, created: Node[Memslot], answer: Value, state: State
) -> Outcomes:
    """Read everything off.

    Args:
        machine: what ran.
        refused: where no memslot was created, so that no fault is taken.
        created: what came of creation.
        answer: what the handler of the fault returned.
        state: where the fault ended.
    """
    a = machine.algebra

    def event(name: str) -> Value:
        return read(state, ("event", name), None)

    ended = a.terminal("end")
    for name, result in reversed(RESULTS):
        happened = a.test("happened", lambda v: v is not None, event(name))
        ended = a.choose(happened, a.terminal(result), ended)
    run_object = machine.world.initial((VCPU, "run"))
    reason = a.zero if run_object is None else read(state, (run_object.value, "exit_reason"), None)
    fault = a.bind(
        "fault",
        lambda *values: a.terminal(_fault(*values)),
        (answer, ended, event("inject"), event("exit"), reason),
    )
    stopped = a.no
    for stop in state.stopped:
        stopped = a.either(stopped, stop.where)
    lost = a.either(stopped, a.lost(fault))
    fault = a.choose(lost, a.terminal(Fault("unknown")), fault)
    fault = a.choose(refused, a.terminal(Fault("none")), fault)
    leaf = a.test("leaf", lambda f: f.result in ("mapped", "relaxed"), fault)
    # A leaf of which something was never set is no answer.
    unset = a.no
    for name in ("prot", "level", "leaf"):
        unset = a.either(unset, a.lost(event(name)))
    fault = a.choose(a.both(leaf, unset), a.terminal(Fault("unknown")), fault)
    leaf = a.minus(leaf, unset)

    def on_leaf(value: Value) -> Value:
        return a.choose(leaf, value, a.terminal(None))

    prot = event("prot")
    bits = {name: _bits(machine, name) for name in ("R", "W", "X", "DEVICE", "NORMAL_NC")}

    def has(name: str) -> Value:
        mask = bits[name]
        return a.map(("prot", name, mask), lambda p: bool(mask) and p & mask == mask, prot)

    def kind(p: int) -> str:
        if p & bits["DEVICE"]:
            return "device"
        return "normal-nc" if p & bits["NORMAL_NC"] else "normal"

    happened = a.map("happens", lambda v: v is not None, event("dirty"))
    return Outcomes(
        created,
        fault,
        on_leaf(a.map(("type", *bits.values()), kind, prot)),
        on_leaf(has("W")),
        on_leaf(has("X")),
        on_leaf(event("level")),
        on_leaf(event("leaf")),
        on_leaf(happened),
        on_leaf(a.map("happens", lambda v: v is not None, event("dcache"))),
        on_leaf(a.map("happens", lambda v: v is not None, event("icache"))),
    )


def _bits(machine: Machine, name: str) -> int:
    found = machine.unit.constant(f"KVM_PGTABLE_PROT_{name}")
    return 0 if found is None else found[0]


def _fault(answer: int, ended: str, inject: Any, exit_: Any, reason: int) -> Fault:
    """How the fault ended, from what the handler returned and what happened on the way."""
    if answer < 0:
        return Fault("error", constants.ERRNO_NAMES.get(-answer, str(answer)), exit_)
    if answer == 0:
        return Fault("mmio", None, constants.EXIT_NAMES.get(reason, str(reason)))
    return Fault(ended, None, None, inject if ended == "inject" else None)  # type: ignore[arg-type]
