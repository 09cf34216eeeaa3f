"""Reports as the contract's JSON.

The object is written member by member from pieces that are encoded once: a descriptor, a rule of
the trace or a resultant attribute is the same text in every report that holds it.
"""

from __future__ import annotations

from functools import lru_cache
from json.encoder import encode_basestring_ascii as quote
from typing import TYPE_CHECKING, NamedTuple

from s2tui.kvm.report.verdict import ended_in, rules, verdict
from s2tui.kvm.scenario.fields import FIELDS, differences, word

if TYPE_CHECKING:
    from s2tui.arm.combine.combination import Combination
    from s2tui.arm.descriptor.codec import Descriptor
    from s2tui.kvm.hazards.caches import Caches
    from s2tui.kvm.hazards.catalogue import Hazard
    from s2tui.kvm.policy.outcome import LeafMapping, Maintenance, Outcome
    from s2tui.kvm.policy.results import Fault, Memslot
    from s2tui.kvm.policy.rule import Step
    from s2tui.kvm.report.report import CapabilityAnswer, Migration, Report
    from s2tui.kvm.scenario.fields import Scenario

NULL = "null"


def report_json(report: Report) -> str:
    """A report as one line of JSON, keys in the contract's order."""
    return Pieces.of(report).json(report.kernel, report.scenario, ())


class Pieces(NamedTuple):
    """The parts of a report that do not depend on how the question was put."""

    answer: str
    notes: tuple[str, ...]
    trace: str
    verdict: str

    @classmethod
    def of(cls, report: Report) -> Pieces:
        """The parts of a report."""
        outcome = report.outcome
        answer = (
            f'"policy": {quote(report.policy.id)}, '
            f'"memslot": {_memslot(outcome.memslot)}, "fault": {_fault(outcome.fault)}, '
            f'"mapping": {_mapping(outcome.mapping)}, '
            f'"descriptor": {_descriptor(outcome.descriptor)}, '
            f'"maintenance": {_maintenance(outcome.maintenance)}, '
            f'"resultant": {_resultant(outcome.resultant)}, '
            f'"capability": {_capability(report.capability)}, '
            f'"hazards": [{", ".join(map(_hazard, report.hazards))}], '
            f'"migration": {_migration(report.migration)}, "notes": ['
        )
        trace = f'], "trace": [{_trace(outcome.trace)}], "scenario": '
        return cls(answer, report.notes, trace, _verdict(outcome) + _findings(report.caches))

    def json(
        self,
        kernel: str,
        scenario: Scenario,
        notes: tuple[str, ...],
        after: tuple[str, ...] = (),
    ) -> str:
        """The whole report, with what is to be said about the question around its own notes."""
        said = ", ".join([*map(quote, notes), *map(_said, self.notes), *map(_said, after)])
        return (
            f'{{"kernel": {quote(kernel)}, {self.answer}{said}'
            f"{self.trace}{_scenario(scenario)}{self.verdict}"
        )


_said = lru_cache(quote)
"""What is said in many reports, in quotation marks."""


def _text(value: str | None) -> str:
    return NULL if value is None else quote(value)


def _number(value: int | None) -> str:
    return NULL if value is None else str(value)


def _flag(value: bool) -> str:
    return "true" if value else "false"


@lru_cache
def _memslot(memslot: Memslot) -> str:
    return f'{{"result": {quote(memslot.result)}, "errno": {_text(memslot.errno)}}}'


@lru_cache
def _fault(fault: Fault) -> str:
    return (
        f'{{"result": {quote(fault.result)}, "errno": {_text(fault.errno)}, '
        f'"exit": {_text(fault.exit)}, "inject": {_text(fault.inject)}}}'
    )


@lru_cache
def _mapping(mapping: LeafMapping | None) -> str:
    if mapping is None:
        return NULL
    return (
        f'{{"type": {quote(mapping.type)}, "readable": {_flag(mapping.readable)}, '
        f'"writable": {_flag(mapping.writable)}, "executable": {_flag(mapping.executable)}, '
        f'"level": {mapping.level}, "marks_dirty": {_flag(mapping.marks_dirty)}}}'
    )


_DESCRIPTORS: dict[int, tuple[Descriptor, str]] = {}
"""By identity, since leaves are made once each and hashing one would walk all its fields."""


def _descriptor(descriptor: Descriptor | None) -> str:
    if descriptor is None:
        return NULL
    found = _DESCRIPTORS.get(id(descriptor))
    if found is None:
        found = _DESCRIPTORS[id(descriptor)] = (descriptor, _write_descriptor(descriptor))
    return found[1]


def _write_descriptor(descriptor: Descriptor) -> str:
    from json import dumps

    from s2tui.contract.descriptor import descriptor_fields

    memattr = descriptor.field("MemAttr")
    assert memattr is not None
    return dumps(
        {
            "value": f"0x{descriptor.value:016x}",
            "memattr": f"{memattr.value:#x}",
            "fields": descriptor_fields(descriptor),
        }
    )


@lru_cache
def _maintenance(maintenance: Maintenance | None) -> str:
    if maintenance is None:
        return NULL
    return (
        f'{{"dcache_clean": {_flag(maintenance.dcache_clean)}, '
        f'"icache_invalidate": {_flag(maintenance.icache_invalidate)}}}'
    )


@lru_cache
def _resultant(resultant: Combination | None) -> str:
    if resultant is None:
        return NULL
    attribute = NULL if resultant.par_attr is None else f'"0x{resultant.par_attr:02x}"'
    permitted = NULL
    if resultant.permitted is not None:
        pairs = (f'["0x{attr:02x}", "{sh}"]' for attr, sh in resultant.permitted)
        permitted = f"[{', '.join(pairs)}]"
    return (
        f'{{"type": {_text(resultant.kind)}, "par_attr": {attribute}, '
        f'"shareability": {_text(resultant.shareability)}, "permitted": {permitted}}}'
    )


@lru_cache
def _capability(capability: CapabilityAnswer | None) -> str:
    if capability is None:
        return NULL
    return (
        f'{{"number": {_number(capability.number)}, "vm": {_number(capability.vm)}, '
        f'"system": {quote(capability.system)}}}'
    )


@lru_cache
def _hazard(hazard: Hazard) -> str:
    return f'{{"id": {quote(hazard.id)}, "text": {quote(hazard.text)}}}'


def _findings(caches: Caches) -> str:
    """What the caches can do: the end of the object."""
    steps = ", ".join(f'"{finding.damage}": {finding.steps}' for finding in caches.findings)
    return f', "findings": {{{steps}}}}}'


@lru_cache
def _migration(migration: Migration) -> str:
    requires = ", ".join(map(quote, migration.requires))
    return (
        f'{{"attribute": {_text(migration.attribute)}, "requires": [{requires}], '
        f'"text": {quote(migration.text)}}}'
    )


class _Steps(dict["Step", str]):
    """The text of each step of a trace, written when it is first met."""

    def __missing__(self, step: Step) -> str:
        rule = step.rule
        text = self[step] = (
            f'{{"stage": {quote(rule.stage)}, "rule": {quote(rule.id)}, '
            f'"text": {quote(rule.text)}, "cite": {quote(rule.cite)}, '
            f'"passed": {_flag(step.passed)}}}'
        )
        return text


_STEPS = _Steps()


def _trace(trace: tuple[Step, ...]) -> str:
    return ", ".join([_STEPS[step] for step in trace])


_PAIRS = {
    (field.name, value): f'"{field.name}": {word(value) if type(value) is bool else quote(value)}'
    for field in FIELDS.values()
    for value in field.values
}
"""A field with a value, as it stands in an object."""


def _scenario(scenario: Scenario) -> str:
    return f"{{{', '.join([_PAIRS[pair] for pair in differences(scenario).items()])}}}"


def _verdict(outcome: Outcome) -> str:
    """What happened, where and by which rules."""
    said = verdict(outcome)
    by = ", ".join([f'"{member}": {_text(rule)}' for member, rule in rules(outcome).items()])
    return (
        f', "stage": "{ended_in(outcome)}", '
        f'"verdict": {{"id": {quote(said.id)}, "text": {quote(said.text)}}}, "rules": {{{by}}}'
    )
