"""ESR_EL2 of stage-2 aborts: from a value to named fields, into words, and back.

ISS2 is bits 55:32, EC 31:26, IL 25, ISS 24:0. Arm DDI 0487 ESR_EL2; Arm pseudocode
AArch64.FaultSyndrome, AArch64.ReportException, IPAValid.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from s2tui.arm.fault_status import status_of
from s2tui.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.arm.fault_status import Status

INSTRUCTION_ABORT: Final = 0x20
DATA_ABORT: Final = 0x24
INSTRUCTION_ECS: Final = frozenset({0x20, 0x21})
DATA_ECS: Final = frozenset({0x24, 0x25})
NEEDS_ISV: Final = ("SAS", "SSE", "SRT", "SF", "AR")
"""What a data abort says of the access, where ISV is 1."""


class SyndromeError(RequestError):
    """A syndrome that cannot be decoded or encoded; the message is one line."""


class Part(NamedTuple):
    """A field of ESR_EL2."""

    name: str
    high: int
    low: int

    @property
    def mask(self) -> int:
        """All ones, as wide as the field."""
        return (1 << self.high - self.low + 1) - 1


class Syndrome(NamedTuple):
    """An ESR_EL2 value taken apart."""

    value: int
    ec: int
    il: int
    iss: dict[str, int | None]
    """The fields of ISS and ISS2 by name; None where ISV=0 says that they are not valid. For an
    exception that is no abort: ISS and ISS2 as they are."""
    rest: int
    """The bits that are set though no field of this exception has them."""

    @property
    def status(self) -> Status | None:
        """The fault that DFSC or IFSC names; None when the exception is no abort."""
        code = self.iss.get("DFSC", self.iss.get("IFSC"))
        return None if code is None else status_of(code)

    @property
    def from_guest(self) -> bool:
        """Whether it is an abort from a lower exception level, as every stage-2 abort is."""
        return self.ec in {INSTRUCTION_ABORT, DATA_ABORT}


def decode(value: int) -> Syndrome:
    """Take an ESR_EL2 value apart.

    Raises:
        SyndromeError: more than 64 bits, or negative.
    """
    if not 0 <= value < 1 << 64:
        raise SyndromeError(f"{value:#x} is not a 64-bit register value")
    ec, il = value >> 26 & 0x3F, value >> 25 & 1
    named = 0x3F << 26 | 1 << 25
    iss: dict[str, int | None] = {}
    valid = ec in DATA_ECS and value >> 24 & 1
    for part in parts(ec, value & 0x3F, isv=bool(valid)):
        if ec in DATA_ECS and part.name in NEEDS_ISV and not valid:
            iss[part.name] = None
            continue
        iss[part.name] = value >> part.low & part.mask
        named |= part.mask << part.low
    return Syndrome(value, ec, il, iss, value & ~named)


def encode(fields: Mapping[str, int | None], *, ec: int, il: int = 1) -> int:
    """Put an ESR_EL2 value together; fields that are not named or None are 0.

    Args:
        fields: ISS and ISS2 fields by the names that `decode` gives.
        ec: the exception class, 0x20 or 0x24 for a stage-2 abort.
        il: the instruction length bit.

    Raises:
        SyndromeError: an unknown field, one that the fault or ISV=0 rules out, or a value that
            does not fit.
    """
    if not 0 <= ec <= 0x3F or il not in (0, 1):
        raise SyndromeError(f"EC {ec:#x} has to fit into 6 bits and IL {il} into 1")
    isv = bool(fields.get("ISV")) and ec in DATA_ECS
    code = fields.get("IFSC" if ec in INSTRUCTION_ECS else "DFSC") or 0
    known = {part.name: part for part in parts(ec, code & 0x3F, isv=isv)}
    value = ec << 26 | il << 25
    for name, field in fields.items():
        if field is None:
            continue
        part = known.get(name)
        if part is None:
            raise SyndromeError(
                f"unknown field {name!r} of EC {ec:#x}; accepted here: {', '.join(known)}"
            )
        if ec in DATA_ECS and name in NEEDS_ISV and not isv:
            raise SyndromeError(f"{name} is valid only with ISV=1")
        if not 0 <= field <= part.mask:
            raise SyndromeError(f"{name}={field:#x} does not fit into bits {part.high}:{part.low}")
        value |= field << part.low
    return value


def reencode(syndrome: Syndrome) -> int:
    """The 64 bits, put together again from the fields."""
    return encode(syndrome.iss, ec=syndrome.ec, il=syndrome.il) | syndrome.rest


def hpfar_valid(syndrome: Syndrome) -> bool:
    """Whether HPFAR_EL2 holds the address that faulted (IPAValid).

    After a permission fault that is no stage-1 walk's it is UNKNOWN, and software has to
    translate FAR_EL2 again.
    """
    status = syndrome.status
    if status is None or not syndrome.from_guest:
        return False
    if status.granule_protection:
        return True
    if status.fault == "Permission":
        return bool(syndrome.iss["S1PTW"])
    return status.fault in {"Translation", "Address size", "Access flag"}


@cache
def parts(ec: int, code: int, *, isv: bool) -> tuple[Part, ...]:
    """The fields that ISS and ISS2 have, most significant last in ISS2.

    Args:
        ec: the exception class.
        code: DFSC or IFSC; it decides what bits 21 and 12:11 are.
        isv: whether bits 23:14 describe the access.
    """
    if ec in DATA_ECS:
        return _data(status_of(code), isv=isv)
    if ec in INSTRUCTION_ECS:
        return _instruction(status_of(code))
    return (Part("ISS", 24, 0), Part("ISS2", 55, 32))


def _data(status: Status, *, isv: bool) -> tuple[Part, ...]:
    permission = status.fault == "Permission"
    top = (Part("TopLevel", 21, 21),) if permission and not isv else ()
    return (
        Part("ISV", 24, 24),
        Part("SAS", 23, 22),
        Part("SSE", 21, 21),
        *top,
        Part("SRT", 20, 16),
        Part("SF", 15, 15),
        Part("AR", 14, 14),
        Part("VNCR", 13, 13),
        Part(_name_12_11(status), 12, 11),
        Part("FnV", 10, 10),
        Part("EA", 9, 9),
        Part("CM", 8, 8),
        Part("S1PTW", 7, 7),
        Part("WnR", 6, 6),
        Part("DFSC", 5, 0),
        Part("Xs", 36, 32),
        Part("DirtyBit", 37, 37),
        Part("Overlay", 38, 38),
        Part("AssuredOnly", 39, 39),
        Part("GCS", 40, 40),
        Part("TagAccess", 41, 41),
        Part("TnD", 42, 42),
        Part("HDBSSF", 43, 43),
    )


def _instruction(status: Status) -> tuple[Part, ...]:
    top = (Part("TopLevel", 21, 21),) if status.fault == "Permission" else ()
    return (
        *top,
        Part("SET" if status.code == 0x10 else "RES0", 12, 11),
        Part("FnV", 10, 10),
        Part("EA", 9, 9),
        Part("S1PTW", 7, 7),
        Part("IFSC", 5, 0),
        Part("DirtyBit", 37, 37),
        Part("Overlay", 38, 38),
        Part("AssuredOnly", 39, 39),
    )


def _name_12_11(status: Status) -> str:
    if status.code == 0x10:
        return "SET"
    return "LST" if status.fault in {"Translation", "Access flag", "Permission"} else "RES0"
