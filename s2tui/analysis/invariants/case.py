"""A scenario with its outcome, as properties look at it: each member is decided when it is read.

Properties run on diagrams, over all scenarios at once; tests run them on explained outcomes too.
"""

from __future__ import annotations

from operator import getitem
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from s2tui.analysis.diagrams.explorer import MEMSLOT
from s2tui.analysis.diagrams.symbolic import Failure
from s2tui.kvm.hazards.caches import guest_aliases
from s2tui.kvm.policy.decisions import (
    DCACHE_CLEAN,
    EXECUTABLE,
    ICACHE_INVALIDATE,
    MARKS_DIRTY,
    SIZE,
    TYPE,
    WRITABLE,
)
from s2tui.kvm.policy.rule import Decision

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from s2tui.arm.coherence.configuration import GuestAlias
    from s2tui.arm.combine.combination import Combination
    from s2tui.kvm.policy.outcome import MemoryType
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.results import Fault, Memslot
    from s2tui.kvm.policy.rule import Decided, Rule
    from s2tui.kvm.scenario.fields import Scenario, Value

    Changes = Mapping[str, Value]
    """Fields of another scenario, by attribute; it has the others in common with the first."""

T = TypeVar("T")
CAPABILITY: Decision[int | None] = Decision("capability", "the answer on the VM's descriptor")
UNKNOWN: Decision[bool] = Decision("unknown", "whether nobody ever said what happens")
OFFERS: Decision[bool] = Decision("offers", "whether there is a capability to ask")
HOST_STOPS: Decision[bool] = Decision("host-stops", "whether the host warns or stops")
MAPPED: Decision[bool] = Decision("mapped", "whether there is a leaf afterwards")
ERRNO: Decision[str | None] = Decision("errno", "with what KVM_RUN fails")
GUESTS: Decision[tuple[GuestAlias, ...] | None] = Decision(
    "guests", "what the guest's access may be to the caches"
)
ABOUT_LEAF = (TYPE, WRITABLE, EXECUTABLE, SIZE, MARKS_DIRTY, DCACHE_CLEAN, ICACHE_INVALIDATE)
"""What is decided about the leaf and does not follow from it and from the host."""


class HasRule(NamedTuple):
    """The question whether the policy has a rule."""

    rule: Rule[Any]


class Elsewhere(NamedTuple):
    """A question about another scenario than the first."""

    changes: tuple[tuple[str, Value], ...]
    about: Any


class Alike(NamedTuple):
    """The question whether another scenario has the same outcome as the first."""

    changes: tuple[tuple[str, Value], ...]


class Looked(Generic[T]):
    """What is looked up of a case whenever it is read."""

    def __init__(self, about: object, seen: Callable[[Any], T] = lambda found: found) -> None:
        """Look something up.

        Args:
            about: what to ask for.
            seen: what a property sees of the answer.
        """
        self._about, self._seen = about, seen

    def __get__(self, case: Case, _: type[Case]) -> T:
        return self._seen(case._look(self._about))


class Case:
    """One scenario, and what one policy answers for it."""

    __slots__ = ("_changes", "_look", "scenario")

    def __init__(
        self, scenario: Scenario, look: Callable[[Any], Any], changes: Changes | None = None
    ) -> None:
        self.scenario = scenario
        self._look = look
        self._changes = changes or {}

    memslot: Looked[Memslot] = Looked(MEMSLOT)
    """The result of memslot creation."""
    errno: Looked[str | None] = Looked(ERRNO)
    """With what KVM_RUN fails at the fault; None where it does not."""
    unknown = Looked(UNKNOWN, bool)
    """Whether nobody ever said what happens."""
    mapped = Looked(MAPPED, bool)
    """Whether there is a leaf afterwards."""
    type: Looked[MemoryType | None] = Looked(TYPE)
    """The stage-2 memory type; None without a leaf."""
    executable = Looked(EXECUTABLE, bool)
    """Whether the guest can execute from the leaf; False without one."""
    writable = Looked(WRITABLE, bool)
    """Whether the guest can write through the leaf; False without one."""
    cleaned = Looked(DCACHE_CLEAN, bool)
    """Whether KVM cleans the data cache for the leaf; False without one."""
    guests: Looked[tuple[GuestAlias, ...]] = Looked(GUESTS, lambda found: found or ())
    """What the guest's access may be to the caches; empty without a leaf."""
    capability: Looked[int | None] = Looked(CAPABILITY)
    """KVM_CHECK_EXTENSION on the VM: 0 for what a kernel lacks, None where nobody said."""
    offers = Looked(OFFERS, bool)
    """Whether the policy has a capability that user space can ask."""
    host_stops = Looked(HOST_STOPS, bool)
    """Whether the fault makes the host warn or stop."""

    def has(self, rule: Rule[Any]) -> bool:
        """Whether the policy has a rule."""
        return bool(self._look(HasRule(rule)))

    def answers_like(self, other: Case) -> bool:
        """Whether another case has the same outcome as this one, which is the first."""
        return bool(self._look(Alike(tuple(other._changes.items()))))


def lazy_case(scenario: Scenario, decided: Decided, changes: Changes | None = None) -> Case:
    """A case over all scenarios: no field was read yet, and nothing is decided.

    Args:
        scenario: what `Symbolic` hands to a rule.
        decided: the same.
        changes: what is different in the other scenario that the case is about, if it is one.
    """

    def look(about: Any) -> Any:
        return getitem(decided, about)

    if changes is None:
        return Case(scenario, look)
    key = tuple(changes.items())
    return Case(scenario.changed(**changes), lambda about: look(Elsewhere(key, about)), changes)


def errno_of(fault: Fault) -> str | None:
    """With what KVM_RUN fails; None where it does not."""
    return fault.errno if fault.result == "error" else None


def is_unknown(result: Memslot | Fault | Failure) -> bool:
    """Whether nobody ever said; what a broken policy gives up on is something else."""
    return not isinstance(result, Failure) and result.result == "unknown"


def capability_of(policy: Policy) -> Callable[[Scenario], int | None]:
    """What KVM_CHECK_EXTENSION answers on the VM, which is 0 for what a kernel does not know."""
    return _absent if policy.capability is None else policy.capability.vm


def _absent(_: Scenario) -> int:
    return 0


def guests_of(resultant: Combination | None) -> tuple[GuestAlias, ...] | None:
    """What an access may be to the caches; None without a leaf."""
    return None if resultant is None else guest_aliases(resultant)
