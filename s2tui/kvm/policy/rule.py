"""Rules: one decision each, with its reason and its source, and the value that they decide on.

A rule is a pure function of the scenario and of what is decided so far. It is either a *check*,
which may end the journey, or it decides one *decision*: the rules of a decision are tried in
order and the first that answers has decided it. None means: this rule does not apply.

Rules are objects, so a patch can name the one that it replaces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, TypeVar

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.kvm.policy.results import End
    from s2tui.kvm.scenario.fields import Scenario

T = TypeVar("T")
Stage = Literal["memslot", "dispatch", "abort", "map", "resultant"]
STAGES: tuple[Stage, ...] = ("memslot", "dispatch", "abort", "map", "resultant")
STAGE_TEXTS: dict[str, str] = {
    "memslot": "memslot: the VMM makes the slot",
    "dispatch": "dispatch: the guest's access stops, and somebody is to handle it",
    "abort": "abort: the handler finds VMA, page, type, size and permissions",
    "map": "map: the leaf is written, and caches are maintained",
    "resultant": "resultant: what the guest's access is in the end",
}
"""What happens in each, with its name."""
Handler = Literal["user_mem_abort", "gmem_abort"]
"""The function of mmu.c that a fault on memory is dispatched to."""
HANDLERS: tuple[Handler, ...] = ("user_mem_abort", "gmem_abort")
USER: Handler = "user_mem_abort"
"""The handler that most rules belong to."""
USER_MEM_ABORT = "arch/arm64/kvm/mmu.c:user_mem_abort"
"""Where it is written."""


@frozen(eq=False)
class Decision(Generic[T]):
    """One thing to be decided on the way, by the first of its rules that answers."""

    name: str
    text: str
    """What is decided, in a few words."""


class Decided(Protocol):
    """What is decided so far about one scenario; s2tui.kvm.policy.journey decides it."""

    def __getitem__(self, decision: Decision[T], /) -> T:
        """The value of a decision."""


@frozen(eq=False)
class Rule(Generic[T]):
    """One decision that a kernel takes, with the reason and the place where it is written."""

    id: str
    stage: Stage
    text: str
    """The rule in one line, true whether or not it applies to a scenario."""
    cite: str
    """File, function and version, or mail by author, date and subject."""
    apply: Callable[[Scenario, Decided], T | None]
    decides: Decision[T] | None = None
    """What it decides; None for a check."""
    handler: Handler | None = None
    """The handler that the rule belongs to; None for one that holds whichever runs."""
    hazard: str | None = None
    """What goes wrong where the rule ends a journey: the id of a hazard."""


def check(
    stage: Stage,
    text: str,
    cite: str,
    *,
    handler: Handler | None = None,
    hazard: str | None = None,
) -> Callable[[Callable[[Scenario, Decided], End | None]], Rule[End]]:
    """Make a check of a function; its name becomes the rule's id."""

    def make(apply: Callable[[Scenario, Decided], End | None]) -> Rule[End]:
        return Rule(_id(apply), stage, text, cite, apply, handler=handler, hazard=hazard)

    return make


def decides(
    decision: Decision[T], stage: Stage, text: str, cite: str, *, handler: Handler | None = None
) -> Callable[[Callable[[Scenario, Decided], T | None]], Rule[T]]:
    """Make a rule that may decide a decision of a function; its name becomes the rule's id."""

    def make(apply: Callable[[Scenario, Decided], T | None]) -> Rule[T]:
        return Rule(_id(apply), stage, text, cite, apply, decision, handler)

    return make


def user_check(
    text: str, cite: str, *, hazard: str | None = None
) -> Callable[[Callable[[Scenario, Decided], End | None]], Rule[End]]:
    """Make a check of user_mem_abort."""
    return check("abort", text, cite, handler=USER, hazard=hazard)


def user_decides(
    decision: Decision[T], text: str, cite: str
) -> Callable[[Callable[[Scenario, Decided], T | None]], Rule[T]]:
    """Make a rule of user_mem_abort that may decide a decision."""
    return decides(decision, "abort", text, cite, handler=USER)


def _id(apply: Callable[..., object]) -> str:
    return apply.__name__.replace("_", "-")


@frozen(eq=False)
class Step:
    """One entry of the trace: a rule that decided, or a check that was passed.

    Made once for each rule of a policy, so that identity is equality and hashing costs nothing.
    """

    rule: Rule[Any]
    passed: bool
