"""What a rule can answer: the ends of a stage, the values of a decision, and the known words."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any, get_args

from s2tui.errors import unknown
from s2tui.kvm.policies.ways import DOMAINS
from s2tui.kvm.policy.decisions import MEMATTR, RESULT, VMA_BLOCK, Block
from s2tui.kvm.policy.results import End, Fault, FaultResult, Memslot, MemslotResult

if TYPE_CHECKING:
    from s2tui.kvm.policy.rule import Decision, Rule

UNSTATED = "unstated"
"""The errno that nobody ever said."""
ERRNOS = {name for name in dir(errno) if name.startswith("E")} | {"EHWPOISON", UNSTATED}
"""The names of errors; Python 3.11 lacks the one of a poisoned page."""
INJECTED = ("instruction-abort", "data-abort", "unsupported-atomic")
"""The exceptions that a guest can take."""
_WORDS: tuple[tuple[str, str, tuple[Any, ...]], ...] = (
    ("memslot", "result", get_args(MemslotResult)),
    ("fault", "result", get_args(FaultResult)),
    ("memslot", "errno", tuple(sorted(ERRNOS))),
    ("fault", "errno", tuple(sorted(ERRNOS))),
    ("fault", "inject", INJECTED),
)


def wrong_answer(rule: Rule[Any], value: object) -> str:
    """What is wrong with an answer of a rule; nothing where it can be."""
    if rule.decides is None:
        if isinstance(value, End):
            return _wrong_end(rule.stage, value)
        ends = "refuse_memslot(), fail(), inject(), ended()"
        return f"a check answers None, or how the journey ends ({ends}), not {_shown(value)}"
    if rule.decides is RESULT and isinstance(value, Fault):
        return _wrong_words(value)
    return _wrong_value(rule.decides, value)


def _wrong_value(decision: Decision[Any], value: object) -> str:
    """What is wrong with what is decided; nothing where it can be, or where all kinds can."""
    kind: type | None = {RESULT: Fault, VMA_BLOCK: Block}.get(decision)
    accepted = DOMAINS.get(decision)
    if kind is not None:
        right, words = isinstance(value, kind), f"a {kind.__name__}"
    elif accepted is not None:
        plain = str(value) if isinstance(value, str) else value
        # True == 1, and neither a MemAttr nor a boolean is the other.
        right = any(plain == one and type(plain) is type(one) for one in accepted)
        words = "a number from 0 to 15" if decision is MEMATTR else ", ".join(map(str, accepted))
    else:
        return ""
    return "" if right else f"it decides {decision.name}: {words} (or None), not {_shown(value)}"


def _wrong_end(stage: str, end: End) -> str:
    if stage == "memslot" and end.memslot is None:
        return (
            "the memslot stage ends with an answer to creation: refuse_memslot(ERRNO), and a fault"
            " that ends otherwise belongs in the stage dispatch or abort"
        )
    if stage != "memslot" and end.memslot is not None:
        return f"only the memslot stage refuses a memslot; in {stage} use fail(ERRNO)"
    if end.memslot is None and end.fault is None:
        return "it ends nothing; answer None where the rule does not apply"
    return "".join(_wrong_words(part) for part in end if part is not None)


def _wrong_words(part: Memslot | Fault) -> str:
    of = "memslot" if isinstance(part, Memslot) else "fault"
    for owner, name, accepted in _WORDS:
        value = getattr(part, name, None) if owner == of else None
        if value is not None and value not in accepted:
            note = "; accepted: a name of errno.h, or unstated" if name == "errno" else ""
            return str(
                unknown("exception" if name == "inject" else name, str(value), accepted, note)
            )
    return ""


def _shown(value: object) -> str:
    return " ".join(repr(value).split())[:60]
