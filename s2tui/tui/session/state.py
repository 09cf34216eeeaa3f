"""What the app shows: one immutable state, the answer to it, and the moves between states."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from s2tui.kvm.policies.own import edition, editions
from s2tui.kvm.policies.registry import listed
from s2tui.kvm.report.explain import report
from s2tui.kvm.scenario.fields import DEFAULT, bind
from s2tui.view.explore import inputs

if TYPE_CHECKING:
    from s2tui.analysis.whatif import Effect
    from s2tui.arm.consequences import Consequence
    from s2tui.kvm.migration.migrate import Cell
    from s2tui.kvm.report.report import Report
    from s2tui.kvm.scenario.fields import Scenario, Value
    from s2tui.teach.run.veil import Hides


class Baseline(NamedTuple):
    """What the present answer is compared with."""

    scenario: Scenario
    kernel: str


class State(NamedTuple):
    """Everything that decides what is on screen, sizes and folding apart."""

    wanted: Scenario
    """Every field as it was chosen, also where others leave it another value."""
    kernel: str
    baseline: Baseline | None = None
    pinned: bool = False
    """Whether the baseline stays; else what was before the last move takes its place."""
    case: str = ""
    """The named case that was asked for last, whether or not the scenario is still its own."""
    lifted: bool = False
    """Whether the size of the page went along with the backing, and goes back with it."""

    @property
    def scenario(self) -> Scenario:
        """The scenario that is asked about: what is wanted, as far as the bindings permit."""
        return bind(self.wanted)[0]


class More(NamedTuple):
    """What follows from one scenario under one policy, beside its report."""

    unread: frozenset[str]
    """The inputs that cannot matter here."""
    effects: tuple[Effect, ...]
    """Every single change that changes the outcome, in the order in which they are told."""
    cells: tuple[Cell, ...]
    """The moves between the classes of host, and from this host if it is of none of them."""
    operations: tuple[Consequence, ...]


class Answer(NamedTuple):
    """A state with the finished values that the widgets draw."""

    state: State
    report: Report
    was: Report | None
    """The report of the baseline."""
    more: More | None = None
    """What needs the analyses: only the explorer asks for it, and not before its first frame."""
    since: tuple[Report, ...] = ()
    """The reports since the baseline, the present one last; for the explorer too."""
    editions: int = 0
    """How often files with policies had been read again by then."""
    hides: Hides = frozenset()
    """The parts of it that nobody may see yet."""


@lru_cache(maxsize=512)
def _report(kernel: str, _edition: int, scenario: Scenario) -> Report:
    return report(kernel, scenario)


def report_for(kernel: str, scenario: Scenario) -> Report:
    """The report of a kernel and a scenario; going back and forth asks nothing twice.

    Raises:
        RequestError: the kernel is unknown.
    """
    return _report(kernel, edition(kernel), scenario)


def answer(state: State) -> Answer:
    """What the domain has to say about a state.

    Raises:
        RequestError: the kernel is unknown.
    """
    base = state.baseline
    was = report_for(base.kernel, base.scenario) if base is not None else None
    return Answer(state, report_for(state.kernel, state.scenario), was, editions=editions())


def turned(state: State, name: str, by: int) -> State:
    """The state after one input was turned; what it was becomes the baseline if none is pinned."""
    if name == inputs.KERNEL:
        ids = listed()
        known = state.kernel
        if known not in ids:
            known = report_for(known, DEFAULT).policy.id
        return moved(state, state.wanted, inputs.turn_kernel(known, ids, by))
    return chosen(state, inputs.turn(state.wanted, name, by))


def put(state: State, name: str, value: Value) -> State:
    """The state after one input was set to a value, or another kernel was chosen."""
    if name == inputs.KERNEL:
        return moved(state, state.wanted, str(value))
    return chosen(state, inputs.put(state.wanted, name, value))


def chosen(state: State, wanted: Scenario) -> State:
    """The state after somebody chose a value of an input, with what goes along with that."""
    wanted, lifted = inputs.along(state.wanted, wanted, state.lifted)
    return moved(state, wanted, state.kernel)._replace(lifted=lifted)


def reset(state: State) -> State:
    """Every field at its default; the kernel stays."""
    return moved(state, DEFAULT, state.kernel)


def moved(state: State, wanted: Scenario, kernel: str) -> State:
    """Another scenario and kernel, compared with the present ones; the same state if equal."""
    if wanted == state.wanted and kernel == state.kernel:
        return state
    lifted = inputs.along(state.wanted, wanted, state.lifted)[1] and state.lifted
    if state.pinned:
        return state._replace(wanted=wanted, kernel=kernel, lifted=lifted)
    base = Baseline(state.scenario, state.kernel)
    return State(wanted, kernel, base, case=state.case, lifted=lifted)


def pinned(state: State) -> State:
    """The state with what it shows as the baseline that stays; without one if there was one."""
    if state.pinned:
        return state._replace(baseline=None, pinned=False)
    return state._replace(baseline=Baseline(state.scenario, state.kernel), pinned=True)
