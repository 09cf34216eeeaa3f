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
from typing import TYPE_CHECKING, Literal, NamedTuple

from s2tui.arm.attributes import PAR_TAGGED_NO_ACCESS, WRITE_BACK, Device, Normal, decode_mair
from s2tui.arm.combine.rules import Controls, Stage1, stage1_attributes, stage1_shareability
from s2tui.arm.operations import OPERATIONS, Does

if TYPE_CHECKING:
    from s2tui.arm.attributes import Attribute, Shareability
    from s2tui.arm.combine.combination import Combination
    from s2tui.arm.operations import Memory, Operation, Outcomes


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
    # An UNPREDICTABLE stage 1 permits hundreds of results, of which operations tell few apart.
    results = dict.fromkeys(_kind(decode_par(byte), sh) for byte, sh in pairs)
    devices = dict.fromkeys(isinstance(a, Device) for a in attributes)
    found = []
    for operation in OPERATIONS:
        if operation.tags and not mte:
            continue
        sets = [_one(operation, device, kind) for device in devices for kind in results]
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
    kinds = dict.fromkeys((isinstance(a, Device), _kind(a, shareability)) for a in attributes)
    found = []
    for operation in OPERATIONS:
        if operation.tags and not mte:
            continue
        sets = [_one(operation, device, kind) for device, kind in kinds]
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


class _Kind(NamedTuple):
    """What operations tell apart of a resultant attribute."""

    memory: Memory
    tagged: bool
    no_tag_access: bool


def _kind(attribute: Attribute, shareability: Shareability) -> _Kind:
    memory = _memory(attribute, shareability)
    if isinstance(attribute, Device):
        return _Kind(memory, tagged=False, no_tag_access=False)
    return _Kind(memory, attribute.tagged, attribute.no_tag_access)


def _one(operation: Operation, device: bool, kind: _Kind) -> Outcomes:
    """What an operation does for one resultant, and for a stage 1 that says Device or does not."""
    if operation.overridden is not None and device:
        if kind.memory != "device":
            return operation.overridden
    elif operation.id == "tag-store" and kind.tagged:
        return ("permission-fault",) if kind.no_tag_access else ("works",)
    return operation.outcomes[kind.memory]


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
