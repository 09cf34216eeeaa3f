"""Why a combination came out as it did, in words, with the rule that says so."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from s2tui.arm.memattr import Limit, MemAttr, ToDevice

if TYPE_CHECKING:
    from s2tui.arm.attributes import Shareability

_OVERRIDES = {
    "nc": "FWB=1: Normal memory becomes Non-cacheable, stage 1's Device stays (R_RHWZM)",
    "wb": "FWB=1: forced to Write-Back, cacheable halves keep stage 1's hints (R_RHWZM)",
    "s1": "FWB=1: stage 1's type and cacheability stand (R_RHWZM)",
}


@lru_cache(maxsize=256)
def explain_result(
    s1_is_device: bool | None, memattr: MemAttr, *, fwb: bool, cd: bool, fetch: bool
) -> str:
    """What decided the type: the reserved inputs first, then the rule, then what overrode it.

    Args:
        s1_is_device: what stage 1 supplies; None for an UNPREDICTABLE byte.
        memattr: the decoded stage-2 field.
        fwb: HCR_EL2.FWB.
        cd: HCR_EL2.CD=1 applies to the result.
        fetch: the access is an instruction fetch.
    """
    parts = []
    if s1_is_device is None:
        parts.append("the stage-1 byte is UNPREDICTABLE: any valid byte may stand for it")
    if memattr.reserved:
        parts.append(_explain_reserved(fwb))
    if s1_is_device is not None:
        parts.append(_explain_rule(s1_is_device, memattr, fwb))
    device = any(isinstance(demand, ToDevice) for demand in memattr.demands)
    if fetch and device:
        parts.append("a fetch from stage-2 Device, where it does not fault, is Non-cacheable")
    if cd:
        parts.append("HCR_EL2.CD=1: Normal memory is Non-cacheable for data accesses")
    return "; ".join(parts)


def _explain_reserved(fwb: bool) -> str:
    if fwb:
        return (
            "MemAttr is reserved under FWB=1: as the Arm pseudocode reads it, as stage 1, "
            "or Device-nGnRnE"
        )
    return "MemAttr has a reserved inner half (R_HMNDG): Non-cacheable, Write-Through or Write-Back"


def _explain_rule(s1_is_device: bool, memattr: MemAttr, fwb: bool) -> str:
    demand = memattr.demands[0]
    if isinstance(demand, ToDevice):
        if s1_is_device:
            rule = "R_GSDKZ" if fwb else "R_TNHFM"
            return f"both stages are Device: the stronger type wins ({rule})"
        return f"stage 2 is Device and overrides Normal ({'R_VRJSW' if fwb else 'R_TNHFM'})"
    if isinstance(demand, Limit):
        if s1_is_device:
            return "stage 1 is Device and stage 2 cannot weaken it with FWB=0 (R_TNHFM)"
        return "the less cacheable wins in each half (R_GQFSF), hints are stage 1's (R_WYQVN)"
    return _OVERRIDES[demand.rule]


def explain_shareability(outer_shareable: bool, either: bool, configured: Shareability) -> str:
    """What decided the shareability, as a further part of the same sentence."""
    if outer_shareable:
        return "; Device and Non-cacheable memory is always Outer Shareable (R_PYFVQ, R_YHCTP)"
    if either and configured != "osh":
        return (
            "; IMPLEMENTATION DEFINED whether stage 1's Device or Non-cacheable memory counts as "
            "Outer Shareable or as configured (R_NSCNC)"
        )
    return "; shareability is the wider of the two stages"
