"""What a policy answers for a scenario, as values that can be compared, printed and explained.

The members stand in the contract's order: memslot, fault, mapping, descriptor, maintenance,
resultant. Two outcomes differ when one of these differs; the trace is how it came about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from attrs import frozen

if TYPE_CHECKING:
    from s2tui.arm.combine import Combination
    from s2tui.arm.descriptor import Descriptor
    from s2tui.kvm.rule import Rule

MemslotResult = Literal["ok", "error", "none", "unknown"]
FaultResult = Literal[
    "none",
    "mapped",
    "relaxed",
    "aged",
    "mmio",
    "retry",
    "error",
    "inject",
    "skip",
    "signal",
    "unknown",
]
MemoryType = Literal["normal", "normal-nc", "device"]


class Memslot(NamedTuple):
    """What KVM_SET_USER_MEMORY_REGION2 answered."""

    result: MemslotResult
    errno: str | None = None


class Fault(NamedTuple):
    """How the guest's fault ended."""

    result: FaultResult
    errno: str | None = None
    exit: str | None = None
    inject: str | None = None


class End(NamedTuple):
    """What a check answers when it ends a stage: a memslot result, a fault result, or both."""

    memslot: Memslot | None = None
    fault: Fault | None = None


class Mapping(NamedTuple):
    """The stage-2 leaf after the fault, as KVM thinks of it."""

    type: MemoryType
    readable: bool
    writable: bool
    executable: bool
    level: int
    marks_dirty: bool


class Maintenance(NamedTuple):
    """The cache maintenance that KVM issues for the leaf."""

    dcache_clean: bool
    icache_invalidate: bool


@frozen(eq=False)
class Step:
    """One entry of the trace: a rule that decided, or a check that was passed.

    Made once for each rule of a policy, so that identity is equality and hashing costs nothing.
    """

    rule: Rule[Any]
    passed: bool


class Outcome(NamedTuple):
    """Everything that a policy decides about one scenario."""

    memslot: Memslot
    fault: Fault
    mapping: Mapping | None
    descriptor: Descriptor | None
    maintenance: Maintenance | None
    resultant: Combination | None
    trace: tuple[Step, ...]


OK = Memslot("ok")
NO_SLOT = End(memslot=Memslot("none"))
NOT_RUN = Fault("none")


def refuse_memslot(errno: str) -> End:
    """The memslot is refused with an errno, so no guest access ever happens."""
    return End(Memslot("error", errno), NOT_RUN)


def fail(errno: str, exit_reason: str | None = None) -> End:
    """KVM_RUN fails with an errno; exit_reason only where KVM fills one in."""
    return End(fault=Fault("error", errno, exit_reason))


def inject(exception: str) -> End:
    """The guest takes an exception."""
    return End(fault=Fault("inject", inject=exception))


def ended(result: FaultResult, exit_reason: str | None = None) -> End:
    """The journey ends with a result that needs no errno."""
    return End(fault=Fault(result, exit=exit_reason))
