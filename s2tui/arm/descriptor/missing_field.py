"""Why a descriptor has no field of some name: words for the error message."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from s2tui.errors import short

if TYPE_CHECKING:
    from s2tui.arm.descriptor.geometry import Kind, Regime
    from s2tui.arm.descriptor.layout import Layout

_LEAF_ONLY = {
    "MemAttr", "S2AP", "SH", "FnXS", "nT", "Contiguous", "DBM", "XN", "PIIndex", "Dirty",
    "POIndex", "PBHA", "AssuredOnly", "SW", "NS", "AMEC", "OA",
}  # fmt: skip
_INDIRECT = "permissions are indirect with S2PIE=1: PIIndex and Dirty"
_DIRECT = "it needs S2PIE=1"
_REALM = "it exists in Realm state only"


def no_field(name: str, shape: Layout, kind: Kind, level: int, regime: Regime) -> str:
    """One line that says why, or which names there are."""
    if kind in {"block", "page"}:
        why = _reason(name, kind, regime)
        if why:
            return f"{name} is not in this descriptor: {why}"
    elif name in _LEAF_ONLY:
        return f"{name} is not in this descriptor: blocks and pages have it, a {kind} has not"
    names = [codec.spec.name for codec in shape.codecs if codec.spec.role != "type"]
    close = get_close_matches(name, names, n=1) or [
        known for known in names if known.lower() == name.lower()
    ]
    hint = f"; did you mean {close[0]}?" if close else ""
    what = f"unknown field {short(name)!r} of a level {level} {kind}"
    return f"{what}; accepted: {', '.join(names)}{hint}"


def _reason(name: str, kind: Kind, regime: Regime) -> str | None:
    reasons = {
        "SH": "with DS=1 d[9:8] hold the output address and VTCR_EL2.SH0 the shareability",
        "nT": "a page has no nT",
        "NextTable": f"a {kind} has OA",
        "NS": _REALM,
        "AMEC": "it exists where NS is 0" if regime.realm else _REALM,
        "POIndex": "it needs S2PIE=1 and S2POE=1",
        "PBHA": "overlays use d[62:59] with S2POE=1",
    }
    reasons |= dict.fromkeys(("S2AP", "XN", "DBM"), _INDIRECT)
    reasons |= dict.fromkeys(("PIIndex", "Dirty"), _DIRECT)
    return reasons.get(name)
