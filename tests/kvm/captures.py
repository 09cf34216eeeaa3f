"""Reads the captured descriptors of real hosts and the table that makes scenarios of them.

A capture file says what a host did, `capture-scenarios.toml` how each of its records is expressed
in scenario fields, or for which reason it is not. The two are matched entry by entry and in order,
so a record without an entry, or an entry without its record, is an error.
"""

from __future__ import annotations

import errno
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s2tui.kvm.scenario.fields import Value

DATA = Path(__file__).parents[1] / "data"
TABLE: dict[str, Any] = tomllib.loads((DATA / "capture-scenarios.toml").read_text("utf-8"))

OUTPUT_ADDRESS = 0x0000_FFFF_FFFF_F000
ACCESS_FLAG = 1 << 10
READ, WRITE, EXECUTE_NEVER = 1 << 6, 1 << 7, 1 << 54

_PAGE_SIZES = {0: "4k", 1: "64k", 2: "16k"}  # VTCR_EL2.TG0
_BLOCKS = {3: 1 << 12, 2: 1 << 21, 1: 1 << 30}  # 4K granule, level to size
_NOT_FIELDS = ("at", "when", "not", "why")


class Leaf(NamedTuple):
    """A stage-2 leaf as it was captured."""

    gpa: int
    level: int
    value: int

    def covers(self, gpa: int) -> bool:
        return self.gpa <= gpa < self.gpa + _BLOCKS[self.level]

    def permits(self, op: str) -> bool:
        if op == "exec":
            return not self.value & EXECUTE_NEVER
        return bool(self.value & (READ if op == "read" else WRITE))

    @property
    def masked(self) -> int:
        """The descriptor without output address and access flag, the parts not predicted."""
        return self.value & ~(OUTPUT_ADDRESS | ACCESS_FLAG)


class Observed(NamedTuple):
    """What a host did, in the words of an outcome; None where the record does not show it."""

    memslot: str
    """ok, none, or the errno."""
    fault: str | None = None
    """mapped stands for mapped and relaxed: the leaf looks the same."""
    errno: str | None = None
    exit: str | None = None
    inject: str | None = None
    level: int | None = None
    leaf: int | None = None
    """The descriptor, output address and access flag masked."""


class Case(NamedTuple):
    """One record and how it is expressed."""

    file: str
    line: int
    scenario: str
    at: str
    record: dict[str, Any]
    fields: dict[str, Value]
    """Scenario fields by contract name; meaningless where `reason` is set."""
    reason: str | None
    """Why there is no scenario, one of the table's reasons."""
    before: Leaf | None
    """The leaf of the touched address before this record, as the earlier records show it."""

    @property
    def after(self) -> Leaf | None:
        """The leaf of the touched address after this record."""
        return _leaf(self.record["leaf"]) if self.record.get("leaf") else None

    @property
    def observed(self) -> Observed:
        """What the host did."""
        if self.record["kind"] == "touch":
            return _touched(self)
        result = self.record.get("slot", self.record)
        return Observed("ok" if result["ret"] == 0 else errno.errorcode[result["errno"]])


def files() -> list[str]:
    """The names of the capture files."""
    return sorted(path.stem for path in (DATA / "kvm-captures").glob("*.jsonl"))


def cases(file: str) -> Iterator[Case]:
    """Every record of a capture file, in order, with what the table says about it.

    Raises:
        AssertionError: the table does not match the file record by record.
    """
    text = (DATA / "kvm-captures" / f"{file}.jsonl").read_text("utf-8")
    records = [json.loads(line) for line in text.splitlines()]
    run = records[0]
    host, tags = _host(run), _tags(run)
    known: list[Leaf] = []
    entries: dict[str, list[dict[str, Any]]] = {}
    for line, record in enumerate(records, 1):
        name = record.get("scenario", "run")
        if name not in entries:
            entries[name] = _entries(name, tags)
            known = []
        at = label(record)
        assert entries[name], f"{file}:{line}: no entry for {name}: {at}"
        entry = entries[name].pop(0)
        assert entry["at"] == at, f"{file}:{line}: {name} has {entry['at']!r} for {at!r}"
        before = None
        if record["kind"] == "touch":
            before = next((leaf for leaf in known if leaf.covers(int(record["gpa"], 16))), None)
        fields = _scenario_fields(name, entry, record, host)
        yield Case(file, line, name, at, record, fields, entry.get("not"), before)
        known = _leaves_after(known, record)
    left = {name: rest for name, rest in entries.items() if rest}
    assert not left, f"{file}: entries without a record: {left}"
    absent = [name for name in TABLE["scenario"] if name not in entries and _entries(name, tags)]
    assert not absent, f"{file}: scenarios without a record: {absent}"


def label(record: dict[str, Any]) -> str:
    """What the table calls a record: its kind, its step and its operation."""
    parts = (record["kind"], record.get("step"), record.get("op", record.get("what")))
    return " ".join(str(part) for part in parts if part is not None)


def _entries(name: str, tags: set[str]) -> list[dict[str, Any]]:
    """The table's entries of a scenario that apply to a host."""
    scenario = TABLE["scenario"][name]
    same = TABLE["scenario"][scenario["same-as"]] if "same-as" in scenario else scenario
    return [entry for entry in same["records"] if tags.issuperset(entry.get("when", ()))]


def _scenario_fields(
    name: str, entry: dict[str, Any], record: dict[str, Any], host: dict[str, Value]
) -> dict[str, Value]:
    scenario = TABLE["scenario"][name]
    own = {key: value for key, value in entry.items() if key not in _NOT_FIELDS}
    merged = host | _flat(TABLE["defaults"]) | _flat(scenario.get("fields", {}))
    if record.get("op") in ("read", "write", "exec"):
        merged["access.kind"] = record["op"]
    return merged | _flat(own)


def _flat(nested: dict[str, Any]) -> dict[str, Value]:
    """TOML's dotted keys as contract names."""
    return {
        f"{group}.{key}" if isinstance(value, dict) else group: leaf
        for group, value in nested.items()
        for key, leaf in (value.items() if isinstance(value, dict) else [("", value)])
    }


def _host(run: dict[str, Any]) -> dict[str, Value]:
    """The host fields, from the registers of the `run` record."""
    registers = {name: int(value, 16) for name, value in run["regs"].items()}
    return {
        "host.fwb": bool(run["fwb"]),
        "host.dic": bool(registers["CTR_EL0"] >> 29 & 1),
        "host.idc": bool(registers["CTR_EL0"] >> 28 & 1),
        "host.xnx": bool(registers["ID_AA64MMFR1_EL1"] >> 28 & 0xF),
        "host.mte": (registers["ID_AA64PFR1_EL1"] >> 8 & 0xF) >= 2,
        "host.lpa2": bool(registers["VTCR_EL2"] >> 32 & 1),
        "host.page_size": _PAGE_SIZES[registers["VTCR_EL2"] >> 14 & 3],
    }


def _tags(run: dict[str, Any]) -> set[str]:
    """What the table's `when` can ask of a host."""
    tags = {".".join(run["kernel"].split(".")[:2]), "dic" if run["dic"] else "no-dic"}
    if run["ipa_sizes"]["48"] == 0:
        tags.add("ipa-48")
    return tags


def _leaf(raw: dict[str, Any]) -> Leaf:
    return Leaf(int(raw["gpa"], 16), raw["level"], int(raw["desc"], 16))


def _leaves_after(known: list[Leaf], record: dict[str, Any]) -> list[Leaf]:
    """The leaves that are known of after a record."""
    if record["kind"] == "action":
        return [_leaf(raw) for raw in record["leaves"]]
    if record["kind"] == "memslot" or record.get("what") == "REGION2 delete":
        return []
    if record["kind"] != "touch" or not record["leaf"]:
        return known
    new = _leaf(record["leaf"])
    return [new, *(old for old in known if not (old.covers(new.gpa) or new.covers(old.gpa)))]


def _touched(case: Case) -> Observed:
    """What a touch shows: the result of KVM_RUN, the guest's exception, or the new leaf."""
    record, run = case.record, case.record["kvm_run"]
    memslot = "none" if case.fields.get("backing") == "no-slot" else "ok"
    if record["outcome"] == "errno":
        return Observed(memslot, "error", errno.errorcode[run["errno"]])
    if record["outcome"] == "mmio-exit":
        return Observed(memslot, "mmio", exit="KVM_EXIT_MMIO")
    syndrome = int(run.get("esr_el1", "0"), 16)
    if syndrome >> 26 in (0x20, 0x21):
        return Observed(memslot, "inject", inject="instruction-abort")
    # Exception class 0: the guest ran the page's words, which are no instructions.
    assert syndrome >> 26 == 0, f"{case.file}:{case.line}: exception {syndrome:#x}"
    assert case.after is not None, f"{case.file}:{case.line}: the touch left no leaf"
    return Observed(memslot, "mapped", level=case.after.level, leaf=case.after.masked)
