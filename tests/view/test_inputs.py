"""The form has every field once, turns it through every value it may have, and says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2tui.analysis.relevance import read_with, relevance
from s2tui.kvm.scenario.fields import DEFAULT, FIELDS, Scenario, bind
from s2tui.kvm.scenario.values import meaning
from s2tui.view.explore import form, inputs
from s2tui.view.explore.input_help import Said, input_help, unread_because, who_answers
from s2tui.view.kit import words
from tests.strategies import scenarios
from tests.view.asking import DEVICE, ask, texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.view.kit.text import Line

NAMES = st.sampled_from(sorted(FIELDS))
STEPS = st.integers(-9, 9)


def test_the_form_has_the_kernel_and_every_field_of_the_contract_once() -> None:
    names = [item.name for group in inputs.GROUPS for item in group.inputs]
    assert sorted(names) == sorted([inputs.KERNEL, *FIELDS])


def test_the_inputs_of_the_debate_have_letters_of_their_own() -> None:
    debated = {
        "kernel", "host.fwb", "host.dic", "vma.memtype", "vma.any_uncached", "slot.readonly",
        "slot.log_dirty_pages", "slot.guest_memfd", "slot.cacheable", "backing",
        "page.map_memory", "access.kind", "access.fault", "guest.memtype",
    }  # fmt: skip
    assert set(inputs.KEYS.values()) == debated
    assert inputs.KEYS["f"] == "host.fwb"
    assert all(len(key) == 1 and key.islower() for key in inputs.KEYS)
    assert not set(inputs.KEYS) & set("hjklqru")


@given(scenarios(), NAMES)
def test_turning_goes_through_every_choice_and_comes_back(scenario: Scenario, name: str) -> None:
    choices = inputs.choices(scenario, name)
    seen = []
    turned = scenario
    for _ in choices:
        turned = inputs.turn(turned, name, 1)
        seen.append(words.value_of(bind(turned)[0], name))
    assert sorted(map(str, seen)) == sorted(map(str, choices))
    assert seen[-1] == words.value_of(scenario, name)


@given(scenarios(), NAMES, STEPS)
def test_only_the_field_that_is_turned_is_wanted_otherwise(
    scenario: Scenario, name: str, by: int
) -> None:
    turned = inputs.turn(scenario, name, by)
    for field in FIELDS.values():
        if field.name != name:
            assert words.value_of(turned, field.name) == words.value_of(scenario, field.name)


def test_a_value_that_another_field_replaced_comes_back_with_it() -> None:
    wanted = inputs.put(inputs.put(DEFAULT, "host.mte", True), "vm.mte", True)
    without = inputs.turn(wanted, "host.mte", 1)
    assert not bind(without)[0].vm_mte
    assert bind(inputs.turn(without, "host.mte", 1))[0].vm_mte


def test_a_fixed_field_does_not_turn() -> None:
    assert inputs.turn(DEFAULT, "page.map_memory", 1) == DEFAULT


@given(scenarios(), NAMES)
def test_a_field_is_fixed_exactly_where_a_reason_says_so(scenario: Scenario, name: str) -> None:
    few = len(inputs.choices(scenario, name)) < len(FIELDS[name].values)
    assert bool(inputs.why_fixed(scenario, name)) == few


def test_the_kernel_goes_round_and_an_unknown_one_to_the_first() -> None:
    kernels = ("a", "b", "c")
    assert inputs.turn_kernel("a", kernels, 1) == "b"
    assert inputs.turn_kernel("a", kernels, -1) == "c"
    assert inputs.turn_kernel("x", kernels, 1) == "a"


def test_a_folded_group_says_how_many_inputs_it_hides() -> None:
    folded = form.rows(DEFAULT, "v6.17", form.Look())
    assert {r.name for r in folded if r.kind == "input"} == set(inputs.KEYS.values())
    hidden = sum(r.hidden for r in folded)
    assert hidden == len(FIELDS) + 1 - len(inputs.KEYS)
    unfolded = form.rows(DEFAULT, "v6.17", form.Look(inputs.FOLDABLE))
    assert len(unfolded) == len(folded) + hidden
    assert not any(r.hidden for r in unfolded)


@pytest.mark.parametrize("height", [0, 18, 25, 33, 39, 60])
def test_groups_unfold_by_themselves_only_where_they_fit(height: int) -> None:
    shown = form.rows(DEFAULT, "v6.17", form.Look(form.opened_in(height)))
    assert len(shown) <= max(height, len(inputs.KEYS) + len(inputs.FOLDABLE))


@given(scenarios(), st.integers(20, 60), st.booleans())
def test_a_row_fits_and_shows_its_letter_and_the_whole_value(
    scenario: Scenario, width: int, chosen: bool
) -> None:
    for row in form.rows(scenario, "v6.17", form.Look(inputs.FOLDABLE), (DEFAULT, "v6.9")):
        (text,) = texts([form.row_line(row, max(width, 28), chosen=chosen)])
        assert len(text) <= max(width, 28)
        assert row.value in text
        if row.kind == "input":
            assert text[1] == (row.key or " ")


def test_a_changed_row_has_the_mark_of_a_change_and_what_it_was() -> None:
    scenario = inputs.put(DEFAULT, "host.fwb", False)
    row = next(
        r for r in form.rows(scenario, "v6.17", form.Look(), (DEFAULT, "v6.17")) if r.key == "f"
    )
    (text,) = texts([form.row_line(row, 50, chosen=False)])
    assert text.startswith("◆f FWB")
    assert text.endswith("· false  was true")
    (narrow,) = texts([form.row_line(row, 28, chosen=True)])
    assert narrow.startswith("▶f◆FWB")


def test_a_fixed_row_is_in_parentheses() -> None:
    row = next(r for r in form.rows(DEFAULT, "v6.17", form.Look()) if r.key == "p")
    assert "(true)" in texts([form.row_line(row, 40, chosen=False)])[0]


def flat(lines: Iterable[Line]) -> str:
    """Lines as one sentence."""
    return " ".join(" ".join(texts(lines)).split())


def test_the_help_of_a_field_says_name_text_and_what_it_stands_for() -> None:
    about = input_help(DEFAULT, "host.fwb", 60, Said(value=meaning("host.fwb", True)))
    assert about.title == "host.fwb"
    said = flat(about.lines)
    assert said.startswith(FIELDS["host.fwb"].text)
    assert f"true: {meaning('host.fwb', True)}" in said
    assert said.endswith("FEAT_S2FWB")
    assert "shows or hides" in flat(input_help(DEFAULT, "host", 90).lines)


def test_of_the_kernel_it_is_said_who_answers_and_of_a_proposal_whose_it_is() -> None:
    marc = who_answers(ask(kernel="marc"))
    assert "user space decides by a memslot flag" in marc
    assert "Marc Zyngier, 18 Mar 2025" in marc
    said = flat(input_help(DEFAULT, inputs.KERNEL, 60, Said(value=marc)).lines)
    assert said.startswith("marc: ")
    assert "a patch as it was posted" in said


def test_of_a_bound_input_the_meaning_comes_before_the_reason() -> None:
    about = input_help(DEFAULT, "page.map_memory", 40)
    assert flat(about.lines[: about.reason]) == FIELDS["page.map_memory"].text
    assert flat(about.lines[about.reason :]).startswith("! only pfnmap and mixedmap leave it open")


def test_an_input_that_cannot_matter_stands_back_and_the_help_says_why() -> None:
    refused = ask(*DEVICE, "host.fwb=false")
    found = relevance(refused.policy, refused.scenario)
    assert "guest.memtype" in found.unread
    rows = form.rows(refused.scenario, "v6.17", form.Look((), found.unread))
    row = next(r for r in rows if r.name == "guest.memtype")
    line = form.row_line(row, 40, chosen=False)
    assert texts([line])[0].startswith("≈m guest type")
    assert {span.role for span in line if span.text.strip(" m")} == {"dim"}
    change = read_with(refused.policy, refused.scenario, "guest.memtype")
    why = unread_because(refused.outcome, found.ended_by, change)
    about = input_help(DEFAULT, "guest.memtype", 60, Said(why))
    assert flat(about.lines[: about.reason]) == FIELDS["guest.memtype"].text
    said = flat(about.lines[about.reason :])
    assert said.startswith("≈ cannot matter here: it is looked at with host.fwb=true, for instance")
    assert "here the journey ends before anything looks at it: " in said
    assert "a cacheable VM_PFNMAP VMA needs a host with FWB and DIC" in said
    assert "mmu.c:kvm_arch_prepare_memory_region @ 6.17" in said


def test_where_there_is_a_leaf_the_help_says_that_nothing_looked_and_what_would_change_it() -> None:
    mapped = ask()
    found = relevance(mapped.policy, mapped.scenario)
    assert "vma.memtype" in found.unread
    change = read_with(mapped.policy, mapped.scenario, "vma.memtype")
    assert change == ("backing", "pfnmap")
    why = unread_because(mapped.outcome, found.ended_by, change)
    assert why.startswith("it is looked at with backing=pfnmap, for instance; here nothing")
    alone = unread_because(mapped.outcome, found.ended_by, None)
    assert alone.endswith("no single other change would let it matter")


def test_the_form_can_be_searched_by_label_name_and_what_an_input_stands_for() -> None:
    def shown(text: str) -> set[str]:
        rows = form.rows(DEFAULT, "v6.17", form.Look(only=text))
        return {row.name for row in rows if row.kind == "input"}

    assert shown("VM_ALLOW_ANY_UNCACHED") == {"vma.any_uncached"}
    assert shown("fwb") >= {"host.fwb"}
    assert shown("page.size") == {"page.size"}
    assert shown("no such thing") == set()
