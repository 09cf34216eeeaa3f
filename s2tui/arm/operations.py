"""What a guest may do with memory, and what that does on each kind of it: a table.

An operation has a *set* of outcomes wherever the architecture leaves the choice to the
implementation or the system. Sources: DDI 0487 B2.2.6, B2.8.2, B2.10.2, B2.10.3, as cited in each
row; SCTLR_EL1.A is taken as 0.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

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
        overridden: what it may do where stage 1 says Device and FWB made it Write-Back; None
            where it then acts as on the resultant type.
        tags: whether it exists only with FEAT_MTE2.
        cite: where that is written.
    """

    id: str
    text: str
    outcomes: dict[Memory, Outcomes]
    overridden: Outcomes | None
    tags: bool
    cite: str


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


def _row(coherent: Outcomes, cacheable: Outcomes, nc: Outcomes, device: Outcomes) -> dict[
    Memory, Outcomes
]:  # fmt: skip
    return {
        "coherent": coherent,
        "cacheable": cacheable,
        "non-cacheable": nc,
        "device": device,
    }


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "aligned-access",
        "aligned load or store",
        _row(_WORKS, _WORKS, _WORKS, _WORKS),
        None,
        False,
        "B2.10",
    ),
    Operation(
        "unaligned-access",
        "unaligned load or store, as memcpy makes them",
        _row(_WORKS, _WORKS, _WORKS, _ALIGNED),
        _MAY_BE_ALIGNED,
        False,
        "B2.8.2, B2.10.2, R_RMTWN",
    ),
    Operation(
        "crossing-access",
        "load or store pair (LDP, STP) that crosses from Normal into Device memory",
        _row(_WORKS, _WORKS, _WORKS, ("unpredictable",)),
        None,
        False,
        "B2.10.3",
    ),
    Operation(
        "dc-zva",
        "DC ZVA, as memset uses it",
        _row(_WORKS, _WORKS, _WORKS, _ALIGNED),
        _MAY_BE_ALIGNED,
        False,
        "B2.10.2, R_RMTWN",
    ),
    Operation(
        "exclusives",
        "aligned exclusives (LDXR, STXR)",
        _row(_WORKS, _EXCLUSIVE, _EXCLUSIVE, _EXCLUSIVE),
        _EXCLUSIVE,
        False,
        "B2.2.6, R_RMTWN",
    ),
    Operation(
        "atomics",
        "LSE atomics (LDADD, CAS, SWP)",
        _row(_WORKS, _ATOMIC, _ATOMIC, _ATOMIC),
        _ATOMIC,
        False,
        "B2.2.6, R_RMTWN",
    ),
    Operation(
        "unaligned-atomics",
        "unaligned exclusive, atomic, load-acquire or store-release",
        _row(_MAY_BE_ALIGNED, _MAY_BE_ALIGNED, _MAY_BE_ALIGNED, _ALIGNED),
        _MAY_BE_ALIGNED,
        False,
        "B2.8.2 (FEAT_LSE2: inside 16 bytes), R_DPDXS",
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
        None,
        False,
        "AArch64.S2Translate: if the target supports them, and never on cacheable memory",
    ),
    Operation(
        "fetch",
        "instruction fetch",
        _row(_WORKS, _WORKS, _WORKS, ("as-non-cacheable", "permission-fault")),
        None,
        False,
        "B2.10.2 (Unpredictable_INSTRDEVICE)",
    ),
    Operation(
        "tag-store",
        "tag store (STG, STZG)",
        _row(("tags-ignored",), ("tags-ignored",), ("tags-ignored",), ("works", "alignment-fault")),
        None,
        True,
        "Unpredictable_DEVICETAGSTORE",
    ),
    Operation(
        "first-fault-load",
        "SVE first-fault or non-fault element",
        _row(_WORKS, _WORKS, _WORKS, ("suppressed",)),
        None,
        False,
        "B2.10.2",
    ),
    Operation(
        "speculative-read",
        "speculative data read",
        _row(_WORKS, _WORKS, _WORKS, ("forbidden",)),
        None,
        False,
        "B2.10.2",
    ),
    Operation(
        "table-walk",
        "stage-1 table walk into it",
        _row(_WORKS, _WORKS, _WORKS, ("as-non-cacheable", "permission-fault")),
        None,
        False,
        "R_KTSYP (HCR_EL2.PTW)",
    ),
)
