"""Misconceptions: each names what exists, and is wrong where it is said to be.

The answers are those of the kernel's text and of the Arm manual, as the rules cite them; what is
believed is what the sentence says.
"""

from __future__ import annotations

import json

import pytest

from s2tui.contract.report import report_json
from s2tui.errors import RequestError
from s2tui.kvm.policies.registry import POLICIES, find
from s2tui.kvm.report.explain import report
from s2tui.kvm.report.plausible import plausible
from s2tui.kvm.scenario.fields import DEFAULT, FIELDS
from s2tui.kvm.scenario.notation import parse_condition, parse_words
from s2tui.teach.asking import MEMBERS, Answers, ask, shown
from s2tui.teach.concepts import by_field, concepts
from s2tui.teach.misconceptions import Asked, Misconception, misconceptions, scenario_of
from tests.teach.quiz_check import at

ALL = tuple(misconceptions().values())
SAID = {
    "stage-2-wins": ("normal-nc", "normal-wb"),  # DDI 0487 D8.6.5: without FWB the weaker one
    "least-cacheable-wins": ("normal-wb", "normal-nc"),  # 0b0110 forces Write-Back
    "device-is-sacred": ("normal-wb", "device-ngnrne"),
    "fwb-makes-all-write-back": ("device-ngnre", "normal-wb"),  # 0b0001 is Device, R_GSDKZ
    "fwb-forces-shareability": ("osh", "ish"),
    "cleaned-is-coherent": ("true", "false"),
    "pfnmap-is-device": ("normal", "device"),
    "as-user-space-maps-it": ("device", "normal"),
    "struct-page-is-ram": ("device", "normal"),
    "cleanable-is-accepted": ("error", "ok"),
    "fwb-is-enough": ("error", "ok"),
    "dic-is-about-fetches": ("EINVAL", "null"),
    "idc-matters": ("ok", "error"),
    "write-combining-is-enough": ("device", "normal-nc"),
    "a-fetch-fails-the-run": ("null", "EFAULT"),  # -ENOEXEC is not seen: the guest has the abort
    "device-is-only-slow": ("EFAULT", "null"),
    "registers-need-fwb": ("ok", "error"),
    "every-slot-can-be-logged": ("EINVAL", "null"),
    "zeroed-is-zeroed": ("true", "false"),
    "accepted-is-supported": ("ok", "error"),
    "same-silicon-same-type": ("normal", "device"),
    "checked-is-checked": ("abort", "memslot"),
    "one-reason-one-errno": ("EFAULT", "EINVAL"),
    "an-exit-says-what-was-wrong": ("null", "KVM_EXIT_MEMORY_FAULT"),
    "mmio-is-always-emulated": ("ENOSYS", "null"),
    "refused-from-the-start": ("abort", "memslot"),  # v3: an error at the fault only
    "device-is-the-safe-fallback": ("true", "false"),
    "the-flag-guarantees": ("device", "normal"),  # v4 ignores it over a Device mapping
    "every-position-answers": ("unknown", "ok"),
    "an-upgrade-is-invisible": ("device", "cacheable"),
    "ram-always-moves-right": ("true", "false"),
    "guest-memfd-needs-fwb": ("ok", "error"),
    "the-vma-decides-for-guest-memfd": ("normal", "device"),
    "the-page-table-decides": ("normal", "device"),
    "mixedmap-is-pfnmap": ("abort", "memslot"),
    "mte-is-about-ram": ("error", "ok"),
    "a-dropped-check-is-a-feature": ("fails-at-fault", "mapped-cacheable"),
}
"""By misconception, what is so and what is believed."""


def test_every_misconception_is_told_apart_here() -> None:
    assert list(SAID) == [m.id for m in ALL]
    assert len({m.text for m in ALL}) == len(ALL)


@pytest.mark.parametrize("m", ALL, ids=lambda m: m.id)
def test_its_example_is_plausible_and_it_gets_it_wrong(m: Misconception) -> None:
    asked, member = m.example
    policy = find(asked.kernel)
    assert plausible(asked.scenario, policy) == ()
    assert m.bears_on(member)
    right, believed = ask(policy, asked.scenario, member), m.answers(asked, member)
    assert (shown(right), shown(believed)) == SAID[m.id]


@pytest.mark.parametrize("m", ALL, ids=lambda m: m.id)
def test_its_operator_names_what_exists(m: Misconception) -> None:
    assert m.set or m.kernel
    for text in filter(None, (m.set, m.where)):
        assert parse_condition(text.split(","))
    assert {m.kernel, *m.under} - {""} <= set(POLICIES)
    assert m.concept in concepts()
    for name in m.about:
        # A beginning, or a member in full.
        assert name == "hazard" or any(f"{known}.".startswith(f"{name}.") for known in MEMBERS)
    for pair in m.instead.items():
        for name in pair:
            ask(find("v7.3"), DEFAULT, name)
    assert m.text[0].isupper() or m.text.startswith("guest_memfd")
    assert not m.text.endswith(".")


def test_one_cannot_believe_it_where_it_says_so() -> None:
    by_id = misconceptions()
    # FWB is enough: where DIC is there too, nothing is believed that is not so.
    with_dic = Asked(scenario_of("@gpu-memory"), "v7.3")
    assert by_id["fwb-is-enough"].applied(with_dic) is None
    # What 6.17 maps is what user space maps.
    assert by_id["as-user-space-maps-it"].applied(with_dic) is None
    # A binding that undoes the operator leaves nothing to believe: anonymous memory is in the map.
    assert by_id["pfnmap-is-device"].applied(Asked(scenario_of("@ram"), "v6.9")) is None


def test_a_belief_about_how_it_ends_is_one_about_stage_and_verdict_and_rule() -> None:
    by_id = misconceptions()
    assert all(
        by_id["fwb-is-enough"].bears_on(m)
        for m in ("stage", "verdict.id", "rules.fault", "memslot.errno")
    )
    assert not by_id["fwb-is-enough"].bears_on("resultant.type")
    assert not by_id["stage-2-wins"].bears_on("stage")
    assert by_id["cleaned-is-coherent"].bears_on("hazards")
    assert by_id["one-reason-one-errno"].bears_on("fault.errno")
    assert not by_id["one-reason-one-errno"].bears_on("fault.result")


def test_every_concept_has_fields_that_exist_and_no_field_has_two() -> None:
    named = [field for concept in concepts().values() for field in concept.fields]
    assert set(named) <= set(FIELDS)
    assert len(named) == len(set(named)) == len(by_field())
    assert all(concept.text and concept.lesson for concept in concepts().values())


@pytest.mark.parametrize(
    ("words", "kernel"),
    [("@ram", "v7.3"), ("@gpu-memory", "v6.9"), ("@gpu-memory-no-fwb", "v7.3"), ("@E28", "v7.3")],
)
def test_a_member_is_what_the_report_says(words: str, kernel: str) -> None:
    scenario = parse_words([words]).scenario
    said = json.loads(report_json(report(kernel, scenario)))
    answers = Answers(find(kernel), scenario)
    for member in MEMBERS:
        if member != "fault":
            assert answers.ask(member) == at(said, member), member
    for hazard in ("stale-data", "no-kernel-mapping"):
        assert answers.ask(f"hazard:{hazard}") == any(h["id"] == hazard for h in said["hazards"])
    fields = said["descriptor"] and said["descriptor"]["fields"]
    assert answers.ask("field:SH") == (fields and fields["SH"]["value"])


def test_the_whole_fault_is_in_words() -> None:
    assert ask(find("v7.3"), scenario_of("@bar access.kind=exec"), "fault") == (
        "inject instruction-abort"
    )


@pytest.mark.parametrize("member", ["mapping.typ", "hazard:stale", "nothing", "rules.mapping.type"])
def test_a_member_that_does_not_exist_is_refused(member: str) -> None:
    with pytest.raises(RequestError, match="unknown"):
        ask(find("v7.3"), DEFAULT, member)


def test_values_are_shown_as_they_are_typed() -> None:
    assert [shown(v) for v in (None, True, 3, "ok", [], ["fwb", "dic"])] == [
        "null", "true", "3", "ok", "none", "fwb,dic",
    ]  # fmt: skip
