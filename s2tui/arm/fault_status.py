"""Fault status codes: DFSC and IFSC of ESR_ELx. Arm pseudocode EncodeLDFSC."""

from __future__ import annotations

from typing import Final, NamedTuple


class Status(NamedTuple):
    """What a fault status code names."""

    code: int
    fault: str
    """The kind of fault, "reserved" for a code that has none."""
    level: int | None = None
    """The level of the stage-2 table, also where a stage-1 walk faulted."""

    @property
    def granule_protection(self) -> bool:
        """Whether the granule protection check failed (FEAT_RME)."""
        return self.fault.startswith("Granule Protection")

    @property
    def text(self) -> str:
        """In words: "Translation fault, level 3"."""
        if self.fault == "reserved":
            return f"reserved fault status {self.code:#04x}"
        level = "" if self.level is None else f", level {self.level}"
        return f"{self.fault}{_SUFFIX.get(self.fault, ' fault')}{level}"


_SUFFIX: Final = {
    "Synchronous External abort": "",
    "Synchronous External abort on a table walk": "",
    "Synchronous parity or ECC error": "",
    "Synchronous parity or ECC error on a table walk": "",
    "TLB conflict abort": "",
    "IMPLEMENTATION DEFINED fault (lockdown)": "",
    "Granule Protection Fault on a table walk": "",
    "Granule Protection Fault": "",
}
_PER_LEVEL: Final = {
    "Address size": (0x2C, 0x29, 0x00),
    "Translation": (0x2A, 0x2B, 0x04),
    "Access flag": (None, None, 0x08),
    "Permission": (None, None, 0x0C),
    "Synchronous External abort on a table walk": (0x12, 0x13, 0x14),
    "Synchronous parity or ECC error on a table walk": (0x1A, 0x1B, 0x1C),
    "Granule Protection Fault on a table walk": (0x22, 0x23, 0x24),
}
"""The codes of levels -2 and -1, and that of level 0; those of levels 1 to 3 follow it."""
_SINGLE: Final = {
    0x10: "Synchronous External abort",
    0x11: "Tag check",
    0x18: "Synchronous parity or ECC error",
    0x21: "Alignment",
    0x28: "Granule Protection Fault",
    0x30: "TLB conflict abort",
    0x31: "Unsupported atomic hardware update",
    0x34: "IMPLEMENTATION DEFINED fault (lockdown)",
    0x35: "Unsupported exclusive or atomic",
}


def _table() -> tuple[Status, ...]:
    found = {code: Status(code, fault) for code, fault in _SINGLE.items()}
    for fault, (minus_two, minus_one, zero) in _PER_LEVEL.items():
        codes = {-2: minus_two, -1: minus_one, **{level: zero + level for level in range(4)}}
        for level, code in codes.items():
            if code is not None:
                found[code] = Status(code, fault, level)
    return tuple(found.get(code, Status(code, "reserved")) for code in range(64))


_STATUS: Final = _table()


def status_of(code: int) -> Status:
    """What a six-bit fault status code names."""
    return _STATUS[code]


def code_of(fault: str, level: int | None = None) -> int:
    """The fault status code of a fault, by the words of `Status.fault`.

    Raises:
        KeyError: there is no such fault, or none at that level.
    """
    for status in _STATUS:
        if (status.fault, status.level) == (fault, level) and fault != "reserved":
            return status.code
    raise KeyError(f"no fault status for {fault!r} at level {level}")
