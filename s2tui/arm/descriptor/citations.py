"""Where the Arm manual lays out a descriptor and says what its fields mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.arm.descriptor.codec import Descriptor


MANUAL = "Arm DDI 0487"
TABLES = {
    "page": "R_DMBGN, Table D8-53",
    "block": "R_DMBGN, Table D8-53",
    "table": "R_XFNBW, Table D8-51",
    "invalid": "Table D8-48",
}
"""Where the manual lays out an entry of a kind."""
RULES: Mapping[str, str] = {
    "SH": "Table D8-103",
    "S2AP": "AArch64.S2ApplyOutputPerms",
    "XN": "AArch64.S2ApplyOutputPerms",
    "Contiguous": "R_HMQXG, Table D8-104",
}
"""Where the manual says what the values of a field mean."""
MEMATTR_RULES = {True: "R_VRJSW, R_RHWZM, Tables D8-100 and D8-101", False: "R_HMNDG, Table D8-96"}
"""The same for MemAttr, with FWB and without."""


def manual(descriptor: Descriptor | None, name: str, *, fwb: bool) -> str:
    """Where the manual says what a field's values mean, and where it lays the entry out."""
    kind = descriptor.kind if descriptor is not None else "page"
    meaning = MEMATTR_RULES[fwb] if name == "MemAttr" else RULES.get(name, "")
    return f"{MANUAL} " + "; ".join(part for part in (meaning, TABLES[kind]) if part)
