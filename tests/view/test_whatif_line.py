"""The what-if line: which single change changes the outcome, the weightiest first."""

from __future__ import annotations

import pytest

from s2tui.analysis.whatif import whatif
from s2tui.kvm.report.members import MEMBERS
from s2tui.view.explore.whatif_line import change_lines, chosen_line, ranked
from tests.view.asking import DEVICE, ask, texts

REPORT = ask(*DEVICE)
EFFECTS = ranked(whatif(REPORT.policy, REPORT.scenario))


def test_every_change_is_told_once_and_the_earliest_member_first() -> None:
    assert sorted(map(str, EFFECTS)) == sorted(map(str, whatif(REPORT.policy, REPORT.scenario)))
    members = [MEMBERS.index(effect.now.member) for effect in EFFECTS]
    assert members == sorted(members)


def test_fwb_and_its_letter_come_first_where_the_memslot_hangs_on_it() -> None:
    lines = texts(change_lines(EFFECTS, 0, (100, 3), focused=True))
    assert lines[0].startswith("▶f host.fwb=false ")
    assert lines[0].endswith("memslot ok → error")
    assert lines[1].startswith(" d host.dic=false ")


def test_in_one_line_the_chosen_change_stands_with_its_number() -> None:
    (line,) = texts([chosen_line(EFFECTS, 1, 80)])
    assert line.startswith("what if d host.dic=false  memslot ok → error")
    assert line.endswith(f"2/{len(EFFECTS)}")


def test_what_a_binding_changes_with_it_is_said() -> None:
    at = next(at for at, e in enumerate(EFFECTS) if (e.name, e.value) == ("backing", "hole"))
    assert "(with page.map_memory=true)" in texts([chosen_line(EFFECTS, at, 200)])[0]


@pytest.mark.parametrize("chosen", [0, 5, len(EFFECTS) - 1])
@pytest.mark.parametrize("height", [1, 4, 50])
def test_the_chosen_change_is_always_in_sight(chosen: int, height: int) -> None:
    lines = texts(change_lines(EFFECTS, chosen, (90, height), focused=True))
    assert len(lines) == min(height, len(EFFECTS))
    (marked,) = [line for line in lines if line.startswith("▶")]
    assert EFFECTS[chosen].name in marked
    assert all(len(line) <= 90 for line in lines)


def test_where_nothing_changes_it_that_is_said() -> None:
    assert texts(change_lines((), 0, (80, 3))) == [
        "no single change of an input changes this outcome"
    ]
    assert "no single change" in texts([chosen_line((), 0, 80)])[0]
