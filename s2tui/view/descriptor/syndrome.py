"""Syndromes of aborts in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.arm.syndrome import DATA_ECS, INSTRUCTION_ECS, hpfar_valid, parts
from s2tui.view.kit.layout import hang
from s2tui.view.kit.text import Row, Span, line, marked

if TYPE_CHECKING:
    from s2tui.arm.syndrome import Part, Syndrome
    from s2tui.view.kit.text import Line

_CLASSES = {
    0x00: "unknown reason",
    0x01: "trapped WFI or WFE",
    0x07: "trapped SVE, SIMD or floating point",
    0x0E: "illegal execution state",
    0x11: "SVC from AArch32",
    0x12: "HVC from AArch32",
    0x13: "SMC from AArch32",
    0x15: "SVC",
    0x16: "HVC",
    0x17: "SMC",
    0x18: "trapped MSR, MRS or system instruction",
    0x19: "trapped SVE",
    0x1A: "trapped ERET",
    0x1C: "pointer authentication failure",
    0x20: "Instruction Abort from a lower exception level",
    0x21: "Instruction Abort from the same exception level",
    0x22: "PC alignment fault",
    0x24: "Data Abort from a lower exception level",
    0x25: "Data Abort from the same exception level",
    0x26: "SP alignment fault",
    0x2D: "Guarded Control Stack exception",
    0x2F: "SError",
    0x30: "breakpoint from a lower exception level",
    0x31: "breakpoint from the same exception level",
    0x32: "software step from a lower exception level",
    0x33: "software step from the same exception level",
    0x34: "watchpoint from a lower exception level",
    0x35: "watchpoint from the same exception level",
    0x3C: "BRK",
}
_BYTES = ("1 byte", "2 bytes", "4 bytes", "8 bytes")
_WRITE_UNKNOWN = {0x31, 0x35}
_FLAGS = {
    "DirtyBit": "the dirty state forbids the write",
    "Overlay": "the permission overlay forbids it",
    "AssuredOnly": "the page is AssuredOnly",
    "GCS": "a Guarded Control Stack access",
    "TagAccess": "tags may not be accessed (NoTagAccess)",
    "TnD": "the tag, not the data, was denied",
    "TopLevel": "the TL0 or TL1 check forbids it",
    "VNCR": "an access by way of VNCR_EL2",
    "HDBSSF": "the dirty state structure is full",
    "EA": "external abort type 1",
}


def meaning(syndrome: Syndrome) -> str:
    """What happened, in one line."""
    name = _CLASSES.get(syndrome.ec, "reserved or unknown exception class")
    status = syndrome.status
    if status is None:
        return f"EC {syndrome.ec:#04x}: {name}; this is no stage-2 abort"
    said = [name]
    if not syndrome.from_guest:
        said.append("no stage-2 abort: those come from a lower exception level")
    said += [status.text, _access(syndrome)]
    said += [text for flag, text in _FLAGS.items() if syndrome.iss.get(flag)]
    if syndrome.rest:
        said.append(f"RES0 bits set: {syndrome.rest:#x}")
    return "; ".join(said)


def describe(syndrome: Syndrome, width: int = 100) -> list[Line]:
    """A syndrome: what happened, each field from the top bit down, and where the address is."""
    code = syndrome.value & 0x3F
    isv = bool(syndrome.iss.get("ISV"))
    rows = [
        (31, _field("31:26", "EC", f"{syndrome.ec:#04x}")),
        (25, _field("25", "IL", str(syndrome.il))),
    ]
    for part in parts(syndrome.ec, code, isv=isv):
        rows.append((part.high, _part(part, syndrome.iss[part.name])))
    found = [
        *hang(line(Span(f"{syndrome.value:#018x}  ", "title"), meaning(syndrome)), 1, width),
        *(row for _, row in sorted(rows, key=lambda row: -row[0])),
    ]
    if syndrome.rest:
        found.append(line("  ", marked("reserved", f"RES0 bits set: {syndrome.rest:#x}")))
    if syndrome.status is not None and syndrome.from_guest:
        holds = "holds the guest address" if hpfar_valid(syndrome) else "is UNKNOWN"
        found.append(line(f"  HPFAR_EL2 {holds}"))
    return found


def _part(part: Part, value: int | None) -> Line:
    bits = str(part.high) if part.high == part.low else f"{part.high}:{part.low}"
    if value is None:
        return _field(bits, part.name, "-", "not valid: ISV is 0")
    width = part.high - part.low + 1
    return _field(bits, part.name, str(value) if width == 1 else f"{value:#x}")


def _field(bits: str, name: str, value: str, note: str = "") -> Line:
    spans = (Span(f"  {bits:>6}  ", "dim"), Span(f"{name:<12} {value:>10}  "), Span(note, "dim"))
    return Row(spans, (bits, name, value, note))


def _access(syndrome: Syndrome) -> str:
    iss = syndrome.iss
    if iss["S1PTW"]:
        return "on the guest's own stage-1 table walk"
    if syndrome.ec in INSTRUCTION_ECS:
        return "instruction fetch"
    assert syndrome.ec in DATA_ECS
    if iss["CM"]:
        return "cache maintenance or address translation instruction"
    unknown = iss["DFSC"] in _WRITE_UNKNOWN
    direction = "read or write (WnR is UNKNOWN)" if unknown else "write" if iss["WnR"] else "read"
    if not iss["ISV"]:
        return f"{direction}, instruction not described (ISV=0)"
    sas, srt = iss["SAS"], iss["SRT"]
    assert sas is not None
    assert srt is not None
    register = f"{'X' if iss['SF'] else 'W'}{'ZR' if srt == 31 else srt}"
    way = "from" if iss["WnR"] else "into"
    text = f"{direction} of {_BYTES[sas]} {way} {register}"
    if iss["SSE"]:
        text += ", sign-extended"
    return text + (", acquire or release" if iss["AR"] else "")
