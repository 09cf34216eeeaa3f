"""How memslot creation and the fault end, and the shorthands that rules answer with."""

from __future__ import annotations

from typing import Literal, NamedTuple

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
LEAF_RESULTS = ("mapped", "relaxed")
"""The fault results after which there is a leaf to describe."""


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
