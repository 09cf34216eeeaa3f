"""What a guest's instructions do on memory of a resultant type.

An operation has a *set* of outcomes wherever the architecture leaves the choice to the
implementation or the system. The answer depends on the resultant attribute and on stage 1's own:
stage 1 checks alignment before stage 2 is consulted, even where FWB then forces the memory to
Write-Back (R_RMTWN). SCTLR_EL1.A is taken as 0.

Sources: DDI 0487 B2.2.6, B2.8.2, B2.10.2, B2.10.3; the pseudocode's S1HasAlignmentFault,
S2HasAlignmentFault, AArch64.S1Translate, AArch64.S2CheckPermissions.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from s2tui.arm.attributes import PAR_TAGGED_NO_ACCESS, WRITE_BACK, Device, Normal, decode_mair
from s2tui.arm.combine_rules import Controls, Stage1, stage1_attributes, stage1_shareability

if TYPE_CHECKING:
    from s2tui.arm.attributes import Attribute, Shareability
    from s2tui.arm.combine import Combination

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


class Consequence(NamedTuple):
    """What one operation does.

    Attributes:
        operation: the operation.
        outcomes: everything that the architecture permits; one where it leaves no choice.
        stage: which stage raises the fault among them: 1 to the guest, 2 to the hypervisor; None
            without a fault that a stage raises, and where it depends.
    """

    operation: Operation
    outcomes: Outcomes
    stage: Literal[1, 2] | None


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
BY_ID: dict[str, Operation] = {operation.id: operation for operation in OPERATIONS}
_RAISED: frozenset[Does] = frozenset({"alignment-fault", "permission-fault"})


@lru_cache(maxsize=2048)
def consequences(
    stage1: Stage1, resultant: Combination, *, executable: bool = True, mte: bool = False
) -> tuple[Consequence, ...]:
    """What each operation does on memory with a resultant attribute.

    Args:
        stage1: how stage 1 supplies its attribute.
        resultant: the two stages combined; where it is a set, so are the outcomes.
        executable: stage 2 permits execution; where it does not, a fetch faults.
        mte: FEAT_MTE2, without which there are no tag operations.
    """
    attributes = stage1_attributes(stage1.source, stage1.icache, Controls(fwb=False, mte=mte))
    pairs = resultant.permitted
    if pairs is None:
        assert resultant.par_attr is not None
        assert resultant.shareability is not None
        pairs = ((resultant.par_attr, resultant.shareability),)
    results = tuple((decode_par(byte), sh) for byte, sh in pairs)
    found = []
    for operation in OPERATIONS:
        if operation.tags and not mte:
            continue
        sets = [_one(operation, s1, a, sh) for s1 in attributes for a, sh in results]
        outcomes: Outcomes = tuple(dict.fromkeys(does for one in sets for does in one))
        if operation.id == "fetch" and not executable:
            outcomes = ("permission-fault",)
        stage = _stage(operation, outcomes, attributes)
        found.append(Consequence(operation, outcomes, stage))
    return tuple(found)


@lru_cache(maxsize=256)
def asked_for(stage1: Stage1, *, mte: bool = False) -> tuple[Consequence, ...]:
    """What each operation would do if stage 1's attribute were the resultant one."""
    attributes = stage1_attributes(stage1.source, stage1.icache, Controls(fwb=False, mte=mte))
    shareability = stage1_shareability(stage1)
    found = []
    for operation in OPERATIONS:
        if operation.tags and not mte:
            continue
        sets = [_one(operation, a, a, shareability) for a in attributes]
        outcomes: Outcomes = tuple(dict.fromkeys(does for one in sets for does in one))
        found.append(Consequence(operation, outcomes, _stage(operation, outcomes, attributes)))
    return tuple(found)


@lru_cache(maxsize=2048)
def stopped(
    stage1: Stage1, resultant: Combination, *, executable: bool = True, mte: bool = False
) -> tuple[Consequence, ...]:
    """The operations that fail, or may fail, as they never would on what stage 1 asked for."""
    asked = {c.operation.id: set(c.outcomes) for c in asked_for(stage1, mte=mte)}
    found = consequences(stage1, resultant, executable=executable, mte=mte)
    return tuple(c for c in found if _fails(set(c.outcomes), asked[c.operation.id]))


def _fails(now: set[Does], asked: set[Does]) -> bool:
    """Whether there is a new way to fail, or no way to work any more."""
    return bool(now - asked - {"works"}) or ("works" in asked - now)


def overridden(stage1: Stage1, resultant: Combination) -> Literal["device", "normal"] | None:
    """What stage 1 said where stage 2 forces Write-Back over it, and stage 1's rules may remain.

    `device`: unaligned accesses and DC ZVA may still raise stage 1's Alignment fault and atomics
    act as on Device memory (R_RMTWN). `normal`: the alignment rules of exclusives, atomics and
    acquire-release are CONSTRAINED UNPREDICTABLE (R_DPDXS). None: nothing was overridden.
    """
    if resultant.par_attr is None:
        return None
    result = decode_par(resultant.par_attr)
    if not isinstance(result, Normal) or not result.write_back:
        return None
    controls = Controls(fwb=False, mte=result.tagged)
    attributes = stage1_attributes(stage1.source, stage1.icache, controls)
    if any(isinstance(a, Device) for a in attributes):
        return "device"
    return None if all(a.write_back for a in attributes) else "normal"


def decode_par(byte: int) -> Attribute:
    """The attribute that a PAR_EL1.ATTR byte shows."""
    if byte == PAR_TAGGED_NO_ACCESS:
        return Normal(WRITE_BACK, WRITE_BACK, xs=False, tagged=True, no_tag_access=True)
    found = decode_mair(byte, xs=True, mte=True)
    assert isinstance(found, Device | Normal)
    return found


def _memory(attribute: Attribute, shareability: Shareability) -> Memory:
    if isinstance(attribute, Device):
        return "device"
    if attribute.non_cacheable:
        return "non-cacheable"
    if shareability != "nsh" and attribute.outer == WRITE_BACK == attribute.inner:
        return "coherent"
    return "cacheable"


def _one(operation: Operation, s1: Attribute, result: Attribute, sh: Shareability) -> Outcomes:
    """What an operation does for one stage-1 attribute and one resultant attribute."""
    if operation.overridden is not None and isinstance(s1, Device):
        if not isinstance(result, Device):
            return operation.overridden
    elif operation.id == "tag-store" and isinstance(result, Normal) and result.tagged:
        return ("permission-fault",) if result.no_tag_access else ("works",)
    return operation.outcomes[_memory(result, sh)]


def _stage(
    operation: Operation, outcomes: Outcomes, attributes: tuple[Attribute, ...]
) -> Literal[1, 2] | None:
    """The first stage that raises a fault among the outcomes: the first that says Device."""
    if not _RAISED.intersection(outcomes):
        return None
    if "alignment-fault" not in outcomes:
        return 2
    if all(isinstance(a, Device) for a in attributes):
        return 1
    # Without FEAT_LSE2 these fault on any memory, in stage 1; with it, where Device is said.
    return None if operation.id == "unaligned-atomics" else 2
