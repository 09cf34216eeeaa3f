"""What is said about one report: the journey, what the guest gets, changes, all of it in lines.

The expected answers are those of kernel.md (3.2 step 4d, 4.1 step 6, 5) and architecture.md 1.9.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2tui.kvm.policy.results import LEAF_RESULTS, Fault, FaultResult, MemslotResult
from s2tui.kvm.policy.rule import STAGES
from s2tui.kvm.report.explain import report
from s2tui.view.explore import changes, journey, resultant
from s2tui.view.explore import report as views
from s2tui.view.kit import words
from s2tui.view.kit.text import MARKS
from tests.strategies import scenarios
from tests.view.asking import DEVICE, KERNEL, ask, texts

if TYPE_CHECKING:
    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.view.kit.text import Line

WIDTHS = st.integers(40, 140)


def journey_in(outcome: Outcome, width: int, height: int) -> list[Line]:
    """As much of a journey as fits."""
    return journey.journey_lines(outcome, width, journey.fitting_detail(outcome, width, height))


@given(scenarios(), WIDTHS, st.sampled_from(["v6.9", "v6.17"]))
def test_no_line_about_any_report_is_too_long(scenario: object, width: int, kernel: str) -> None:
    found = report(kernel, scenario)  # type: ignore[arg-type]
    lines = [
        *views.explain_lines(found, max(width, 72)),
        *journey_in(found.outcome, max(width, 72), 20),
        *resultant.consequence_lines(found, max(width, 72)),
    ]
    assert all(len(text) <= max(width, 72) for text in texts(lines))


@given(scenarios(), st.sampled_from(["v6.9", "v6.17"]))
def test_the_journey_has_every_stage_and_at_most_one_stop(scenario: object, kernel: str) -> None:
    found = report(kernel, scenario).outcome  # type: ignore[arg-type]
    legs = journey.legs(found)
    assert tuple(leg.stage for leg in legs) == STAGES
    states = [leg.state for leg in legs]
    assert states.count("stopped") == (found.fault.result not in LEAF_RESULTS)
    assert sorted(states, key=("passed", "stopped", "not reached").index) == states
    assert sum(len(leg.steps) for leg in legs) == len(found.trace)


def test_the_journey_says_where_it_stopped_and_why() -> None:
    found = ask(*DEVICE, "host.fwb=false").outcome
    lines = texts(journey.journey_lines(found, 100, "stages"))
    assert lines[0] == "✗ memslot   error EINVAL  ◀ the journey ends here"
    assert "FWB and DIC" in lines[1]
    assert "kvm_arch_prepare_memory_region @ 6.17" in lines[2]
    assert lines[3] == "· not reached: dispatch, abort, map, resultant"


def test_mmio_is_an_end_that_is_not_a_failure() -> None:
    legs = journey.legs(ask("backing=no-slot").outcome)
    assert (legs[1].state, legs[1].role) == ("stopped", "allowed")
    assert legs[1].text == "mmio KVM_EXIT_MMIO"
    assert legs[0].text == "none"
    line = texts(journey.journey_lines(ask("backing=no-slot").outcome, 100, "stages"))[1]
    assert line.endswith("◀ exits to user space")


@pytest.mark.parametrize("height", [5, 12, 30, 200])
def test_the_journey_is_as_detailed_as_there_is_room(height: int) -> None:
    outcome = ask().outcome
    lines = journey_in(outcome, 90, height)
    assert len(lines) <= height
    longer = [journey.journey_lines(outcome, 90, detail) for detail in journey.DETAILS]
    assert max((len(x) for x in longer if len(x) <= height), default=0) == len(lines)


def test_every_fault_result_has_words_and_a_role() -> None:
    assert set(words.FAULT_ROLES) == set(words.FAULT_TEXTS) == set(get_args(FaultResult))
    assert set(words.MEMSLOT_ROLES) == set(get_args(MemslotResult))
    assert words.fault(Fault("error", "EFAULT", "KVM_EXIT_MEMORY_FAULT")) == (
        "error EFAULT KVM_EXIT_MEMORY_FAULT"
    )


def test_explain_says_the_scenario_the_descriptor_and_what_follows() -> None:
    text = "\n".join(texts(views.explain_lines(ask(*DEVICE))))
    for part in (
        "v6.17",
        "backing=pfnmap page.map_memory=false",
        "descriptor 0x00000000800007d9 L1 block",
        "5:2  MemAttr",
        "normal-wb  0xff ish",
        "KVM_CAP_ARM_CACHEABLE_PFNMAP_SUPPORTED (243) answers 1 on the VM",
        "no cache maintenance",
        "hosts with FWB and DIC",
    ):
        assert part in text


def test_explain_names_memattr_even_where_there_is_no_descriptor() -> None:
    text = "\n".join(texts(views.explain_lines(ask(*DEVICE, "host.dic=false"))))
    assert "MemAttr [5:2] absent: the memslot was refused (EINVAL)" in text
    assert "- none: nothing ran" in text
    assert "every field at its default" in "\n".join(texts(views.explain_lines(ask())))


def test_what_nobody_ever_said_is_unknown_and_not_invented() -> None:
    found = ask("slot.guest_memfd=true", kernel="marc")
    text = "\n".join(texts(views.explain_lines(found)))
    assert "? memslot   unknown" in text
    assert "MemAttr [5:2] absent: nobody ever said what happens here" in text
    assert "? unknown: nobody ever said what happens" in text


def test_notes_and_the_answering_policy_are_said() -> None:
    found = ask("page.map_memory=false", kernel="v6.12")
    text = "\n".join(texts(views.explain_lines(found, 200)))
    assert "v6.12 (answered by v6.9)" in text
    assert "note page.map_memory=false became true" in text


def test_many_permitted_results_are_counted_not_listed() -> None:
    found = ask("guest.memtype=normal-tagged")
    assert found.outcome.resultant is not None
    assert found.outcome.resultant.permitted is not None
    said = "\n".join(texts(resultant.resultant_lines(found, 100)))
    assert f"and {len(found.outcome.resultant.permitted) - resultant.FEW} more" in said
    assert said.startswith(MARKS["reserved"])


def test_what_changed_is_said_in_the_order_of_the_contract_from_what_to_what() -> None:
    was, now = ask(*DEVICE), ask(*DEVICE, "host.fwb=false")
    assert changes.inputs(was, now) == (changes.Change("host.fwb", "true", "false"),)
    members = [change.member for change in changes.answers(was, now)]
    assert members[:4] == ["memslot", "fault", "mapping", "descriptor"]
    lines = texts(changes.changes_lines(was, now, 100))
    assert lines[0] == "◆ host.fwb true → false"
    assert lines[1] == "  memslot ok → error EINVAL"


def test_a_change_without_effect_says_so() -> None:
    was, now = ask(), ask("host.idc=false")
    assert changes.answers(was, now) == ()
    assert "the same answer" in texts([changes.changes_line(was, now)])[0]
    assert "the same answer" in "\n".join(texts(changes.changes_lines(was, now, 80)))
    assert "turn an input" in texts([changes.changes_line(None, now)])[0]


def test_the_kernel_counts_as_an_input() -> None:
    was, now = ask(kernel="v6.9"), ask(kernel=KERNEL)
    assert changes.inputs(was, now)[0] == changes.Change("kernel", "v6.9", "v6.17")


def test_the_smallest_screen_says_memattr_first() -> None:
    assert texts(views.reduced_lines(ask(), 1)) == ["MemAttr 0110 force Normal Write-Back"]
    refused = texts(views.reduced_lines(ask(*DEVICE, "host.fwb=false"), 5))
    assert refused[0] == "MemAttr absent"
    assert "✗ none" in refused[1]
