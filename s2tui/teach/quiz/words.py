"""What questions and choices say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.proposed import provenance
from s2tui.kvm.policies.registry import POLICIES, Kernel, span
from s2tui.kvm.report import members
from s2tui.kvm.report.verdict import ended_in, verdict
from s2tui.kvm.scenario.fields import FIELDS, differences
from s2tui.teach.asking import shown
from s2tui.view.kit.phrases import RANK, values_phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from s2tui.kvm.policy.rule import Rule
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.teach.asking import Answers

ALWAYS = ("host.fwb", "host.dic", "backing", "access.kind")
"""The fields that are said of every scenario, also where they are at their default; so is the type
that drivers choose."""
MEMBERS: Mapping[str, str] = {
    "mapping.type": "As what does KVM map it?",
    "resultant.type": "What type does the guest's access get, after both stages?",
    "resultant.shareability": "Which shareability does the guest's access get?",
    "descriptor.memattr": "Which MemAttr[3:0] stand in the leaf?",
    "mapping.level": "At which level does KVM map it?",
    "fault.errno": "With which errno does KVM_RUN fail?",
    "fault.exit": "Which exit reason does the VMM get?",
    "fault.result": "What becomes of the fault?",
}
"""The members that are asked for by their value, and the question."""
NULL: Mapping[str, str] = {
    "fault.errno": "it does not fail",
    "fault.exit": "none: a bare errno, or nothing",
}
"""What no value says, where it says something."""
VALUES: Mapping[str, Mapping[str, str]] = {
    "mapping.type": {
        "normal": "Normal, cacheable",
        "normal-nc": "Normal Non-cacheable",
        "device": "Device-nGnRE",
    },
    "resultant.shareability": {
        "ish": "Inner Shareable",
        "osh": "Outer Shareable",
        "nsh": "Non-shareable",
    },
    "fault.result": {
        "none": "there is none: the memslot was refused",
        "mapped": "a leaf is written",
        "relaxed": "the leaf's permissions are relaxed",
        "aged": "the access flag is set",
        "mmio": "an exit to user space",
        "retry": "back to the guest, which faults again",
        "error": "KVM_RUN fails",
        "inject": "the guest takes an exception",
        "skip": "the instruction is stepped over",
        "signal": "the VMM gets SIGBUS",
    },
    "migration.attribute": {
        "cacheable": "as cacheable memory",
        "non-cacheable": "as Non-cacheable memory",
        "device": "as Device memory",
        "null": "not at all: nothing was mapped",
    },
}
STAGES = {
    "memslot": "at the memslot, in an ioctl of the VMM",
    "dispatch": "in the dispatch of the fault, before any memory is looked at",
    "abort": "in the abort handler, which looks at the memory",
    "map": "in the map, which writes the descriptor",
    "resultant": "nowhere: there is a leaf, and the access gets what both stages make of it",
}
ENDS = {
    "refused-at-creation": "the memslot is refused",
    "fails-at-fault": "KVM_RUN fails at the fault",
    "signal": "the VMM gets SIGBUS",
    "mapped-cacheable": "mapped cacheable",
    "mapped-nc": "mapped Normal Non-cacheable",
    "mapped-device": "mapped as Device",
    "guest-abort": "the guest takes an exception",
    "mmio": "an exit to user space, as for MMIO",
    "retry": "back to the guest with nothing mapped, which faults again",
    "aged": "only the access flag is set",
    "skip": "the instruction is stepped over",
    "unknown": "nobody ever said",
}
"""By verdict, what happens, without what differs from case to case."""


def scenario_words(scenario: Scenario) -> str:
    """A scenario in words: what matters most first, hosts and memory always."""
    values = {name: getattr(scenario, FIELDS[name].attribute) for name in ALWAYS}
    if scenario.backing in ("pfnmap", "mixedmap"):
        values["vma.memtype"] = scenario.vma_memtype
    values |= differences(scenario)
    names = sorted(values, key=lambda name: (name not in ALWAYS, RANK[name]))
    return ", ".join(values_phrase(name, (values[name],)) for name in names)


def who(kernel: str) -> str:
    """Who answers, without a word on how."""
    entry = POLICIES[kernel]
    if isinstance(entry, Kernel):
        return f"kernel {span(entry)}"
    return f"{kernel} ({provenance(entry)})"


def of_value(member: str) -> Callable[[Answers], str]:
    """How a value of a member is said, by the answers that have it."""

    def said(answers: Answers) -> str:
        value = answers.ask(member)
        if value is None and member in NULL:
            return NULL[member]
        typed = shown(value)
        if member == "mapping.level":
            return f"level {typed}"
        return VALUES.get(member, {}).get(typed, typed)

    return said


def of_verdict(answers: Answers) -> str:
    """What happens, in full."""
    return verdict(answers.outcome).text


def of_stage(answers: Answers) -> str:
    """Where the journey ends."""
    return STAGES[ended_in(answers.outcome)]


def of_hazards(answers: Answers) -> str:
    """What is dangerous, by name."""
    return ", ".join(hazard.id for hazard in answers.hazards) or "nothing that the model knows of"


def of_requirements(answers: Answers) -> str:
    """What a host must have."""
    names = [name.upper() for name in answers.migration.requires]
    return " and ".join(names) or "nothing in particular"


def rule_of(answers: Answers, id_: str) -> Rule[object]:
    """The rule of an id that decided something."""
    return next(s.rule for s in answers.outcome.trace if not s.passed and s.rule.id == id_)


def deciding(answers: Answers, member: str) -> Rule[object]:
    """The rule to give as the reason for a member's value."""
    by = answers.rules["resultant"]
    if by is not None and member.partition(".")[0] == "resultant":
        return rule_of(answers, by)
    return members.deciding(answers.outcome)


def reason(answers: Answers, member: str) -> str:
    """The rule behind a value, with its source."""
    rule = deciding(answers, member)
    return f"{rule.text} ({rule.cite})"
