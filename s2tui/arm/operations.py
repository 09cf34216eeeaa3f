"""What a guest may do with memory, and what that does on each kind of it: a table.

An operation has a *set* of outcomes wherever the architecture leaves the choice to the
implementation or the system. Sources: DDI 0487 B2.2.6, B2.8.2, B2.10.2, B2.10.3, as cited in each
row; SCTLR_EL1.A is taken as 0.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias, get_args

Does: TypeAlias = Literal[
    "works",
    "alignment-fault",
    "permission-fault",
    "external-abort",
    "serror",
    "unsupported-atomic",
    "no-operation",
    "not-atomic",
    "as-non-cacheable",
    "tags-ignored",
    "unpredictable",
    "suppressed",
    "forbidden",
]
DOES_WORDS: dict[Does, str] = {
    "works": "works",
    "alignment-fault": "Alignment fault (DFSC 0x21)",
    "permission-fault": "Permission fault",
    "external-abort": "synchronous external abort",
    "serror": "SError",
    "unsupported-atomic": "fault of an unsupported exclusive or atomic (DFSC 0x35)",
    "no-operation": "does nothing",
    "not-atomic": "done, but not atomically",
    "as-non-cacheable": "done as if Non-cacheable",
    "tags-ignored": "tags ignored",
    "unpredictable": "CONSTRAINED UNPREDICTABLE",
    "suppressed": "element suppressed, reported in FFR",
    "forbidden": "never happens",
}
Memory: TypeAlias = Literal["coherent", "cacheable", "non-cacheable", "device"]
"""What the operations tell apart. *Coherent* is what exclusives are guaranteed for: shareable,
Write-Back, Read- and Write-Allocate, not transient (B2.2.6)."""
Outcomes: TypeAlias = "tuple[Does, ...]"


class Operation(NamedTuple):
    """Something that a guest may do with memory.

    Attributes:
        id: one word.
        text: what it is.
        outcomes: what it does on coherent, cacheable, non-cacheable and device memory.
        cite: where that is written.
        overridden: what it may do where stage 1 says Device and FWB made it Write-Back; None
            where it then acts as on the resultant type.
        tags: whether it exists only with FEAT_MTE2.
    """

    id: str
    text: str
    outcomes: dict[Memory, Outcomes]
    cite: str
    overridden: Outcomes | None = None
    tags: bool = False


_WORKS: Outcomes = ("works",)
_EXCLUSIVE: Outcomes = ("works", "unsupported-atomic", "external-abort")
_ATOMIC: Outcomes = (
    "works",
    "external-abort",
    "serror",
    "unsupported-atomic",
    "no-operation",
    "not-atomic",
)
_MAY_BE_ALIGNED: Outcomes = ("works", "alignment-fault")
_ALIGNED: Outcomes = ("alignment-fault",)


def _row(*does: Outcomes) -> dict[Memory, Outcomes]:
    """What an operation does on each kind of memory, in the order of `Memory`."""
    return dict(zip(get_args(Memory), does, strict=True))


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "aligned-access",
        "aligned load or store",
        _row(_WORKS, _WORKS, _WORKS, _WORKS),
        "B2.10",
    ),
    Operation(
        "unaligned-access",
        "unaligned load or store, as memcpy makes them",
        _row(_WORKS, _WORKS, _WORKS, _ALIGNED),
        "B2.8.2, B2.10.2, R_RMTWN",
        overridden=_MAY_BE_ALIGNED,
    ),
    Operation(
        "crossing-access",
        "load or store pair (LDP, STP) that crosses from Normal into Device memory",
        _row(_WORKS, _WORKS, _WORKS, ("unpredictable",)),
        "B2.10.3",
    ),
    Operation(
        "dc-zva",
        "DC ZVA, as memset uses it",
        _row(_WORKS, _WORKS, _WORKS, _ALIGNED),
        "B2.10.2, R_RMTWN",
        overridden=_MAY_BE_ALIGNED,
    ),
    Operation(
        "exclusives",
        "aligned exclusives (LDXR, STXR)",
        _row(_WORKS, _EXCLUSIVE, _EXCLUSIVE, _EXCLUSIVE),
        "B2.2.6, R_RMTWN",
        overridden=_EXCLUSIVE,
    ),
    Operation(
        "atomics",
        "LSE atomics (LDADD, CAS, SWP)",
        _row(_WORKS, _ATOMIC, _ATOMIC, _ATOMIC),
        "B2.2.6, R_RMTWN",
        overridden=_ATOMIC,
    ),
    Operation(
        "unaligned-atomics",
        "unaligned exclusive, atomic, load-acquire or store-release",
        _row(_MAY_BE_ALIGNED, _MAY_BE_ALIGNED, _MAY_BE_ALIGNED, _ALIGNED),
        "B2.8.2 (FEAT_LSE2: inside 16 bytes), R_DPDXS",
        overridden=_MAY_BE_ALIGNED,
    ),
    Operation(
        "ls64",
        "64-byte loads and stores (LD64B, ST64B)",
        _row(
            ("unsupported-atomic",),
            ("unsupported-atomic",),
            ("works", "unsupported-atomic"),
            ("works", "unsupported-atomic"),
        ),
        "AArch64.S2Translate: if the target supports them, and never on cacheable memory",
    ),
    Operation(
        "fetch",
        "instruction fetch",
        _row(_WORKS, _WORKS, _WORKS, ("as-non-cacheable", "permission-fault")),
        "B2.10.2 (Unpredictable_INSTRDEVICE)",
    ),
    Operation(
        "tag-store",
        "tag store (STG, STZG)",
        _row(("tags-ignored",), ("tags-ignored",), ("tags-ignored",), ("works", "alignment-fault")),
        "Unpredictable_DEVICETAGSTORE",
        tags=True,
    ),
    Operation(
        "first-fault-load",
        "SVE first-fault or non-fault element",
        _row(_WORKS, _WORKS, _WORKS, ("suppressed",)),
        "B2.10.2",
    ),
    Operation(
        "speculative-read",
        "speculative data read",
        _row(_WORKS, _WORKS, _WORKS, ("forbidden",)),
        "B2.10.2",
    ),
    Operation(
        "table-walk",
        "stage-1 table walk into it",
        _row(_WORKS, _WORKS, _WORKS, ("as-non-cacheable", "permission-fault")),
        "R_KTSYP (HCR_EL2.PTW)",
    ),
)
