"""What Caches draws: lanes, events, list and copies, without a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2tui.arm.coherence.damage import DAMAGES
from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import report_by
from s2tui.kvm.scenario.notation import parse_words
from s2tui.view.caches import player as players
from s2tui.view.caches.choices import choices, run_title, set_lines
from s2tui.view.caches.copies import shown_command, shown_markdown, shown_text
from s2tui.view.caches.events import event_list, heads, title
from s2tui.view.caches.lanes import lane_lines
from s2tui.view.caches.letters import DOTS, HEIGHT, WIDTH, big
from s2tui.view.caches.limits import LIMITS, limit_lines
from s2tui.view.caches.plan import plan
from s2tui.view.caches.player import DMAS, LEFTS, ORDER, Player
from s2tui.view.caches.scene import CANNOT, Scene, scene
from s2tui.view.kit.cells import cells
from s2tui.view.kit.layout import length
from s2tui.view.kit.text import plain

if TYPE_CHECKING:
    from s2tui.arm.coherence.damage import Damage
    from s2tui.kvm.report.report import Report
    from s2tui.view.kit.text import Line

SIZES = ((80, 10), (118, 19), (98, 22), (60, 10), (49, 6), (200, 40))


def report(kernel: str, *words: str) -> Report:
    """A policy's answer."""
    found, notes = parse_words(list(words))
    return report_by(kernel, find(kernel), found, notes)


BROKEN = report("v6.9", "@gpu-memory")
SOUND = report("v7.3", "@gpu-memory")
REFUSED = report("v7.3", "@gpu-memory", "host.fwb=false")
POISONED = report("v7.3", "page.poisoned=true")
EXECUTED = report("v7.3", "@E22")


def shown(*reports: Report, **player: object) -> Scene:
    """What is shown of some answers."""
    return scene(Player(**player), reports)  # type: ignore[arg-type]


def lanes(made: Scene, step: int, width: int = 80, height: int = 10) -> list[str]:
    """The lanes of the first run."""
    return plain(lane_lines(made.runs[0], step, width, height)).splitlines()


# The three steps of the first row of the table of spot checks, as they are drawn.


def test_a_store_is_an_arrow_from_the_mapping_to_the_line() -> None:
    drawn = lanes(shown(BROKEN), 1)
    assert "┏━ Z ━▶│ ◆ Z dirty" in drawn[1]
    assert "▸user   Write-Back   │━┛" in drawn[4]
    assert "stores Z" in drawn[5]
    assert "S older" in drawn[6]
    assert "not mapped yet" in "".join(drawn)
    assert drawn[8] == "1 of 3  host user stores zeroes (Z) into the line"
    assert drawn[9] == "last store Z, the host's zeroes: everybody should read Z"


def test_a_load_that_shows_damage_comes_from_memory_past_the_line() -> None:
    drawn = lanes(shown(BROKEN), 3)
    assert "GUEST ✗" in drawn[0]
    assert "Z dirty" in drawn[1]
    assert "S older            │━━━ S ━▶│ ✗ reads S" in drawn[6]
    assert drawn[9] == f"✗ {DAMAGES['previous-owner']}: Z is in the line"
    assert "◆" not in "".join(drawn)


def test_what_hardware_moves_goes_up_or_down_between_memory_and_line() -> None:
    made = shown(BROKEN, damage="guest-store-lost")
    at = next(n for n, m in enumerate(made.runs[0].moments) if m.who == "hardware")
    drawn = lanes(made, at)
    assert "▼ Z written back" in "".join(drawn)
    assert "◆ Z clean, older" in drawn[1]
    assert "◆ Z older" in drawn[6]
    assert lanes(made, made.last)[9].endswith(": G is nowhere any more")


def test_maintenance_that_reaches_nothing_is_said_where_it_would_have_been() -> None:
    """A device's page is not in the kernel's map, and without DIC it would be invalidated."""
    made = shown(report("patch-v1", "@gpu-memory", "host.dic=false"), damage="stale-fetch")
    mapped = next(n for n, m in enumerate(made.runs[0].moments) if m.who == "KVM")
    assert "! cannot invalidate" in "".join(lanes(made, mapped))
    assert "cannot invalidate" not in "".join(lanes(made, made.last))


def test_the_instruction_line_is_drawn_where_the_guest_executes_and_only_there() -> None:
    assert "code" not in "".join(lanes(shown(BROKEN), 0))
    made = shown(EXECUTED, damage="stale-fetch")
    assert "code" in "".join(lanes(made, 0))
    last = made.last
    assert "✗ executes Z" in "".join(lanes(made, last))
    large = lanes(made, last, 118, 19)
    verb = next(y for y, line in enumerate(large) if "executes  " in line)
    assert "✗" in large[verb - 1]


@pytest.mark.parametrize(("height", "times"), [(13, 1), (18, 1), (19, 2)])
def test_where_there_is_room_letters_are_three_or_six_lines_high(height: int, times: int) -> None:
    drawn = lanes(shown(BROKEN), 1, 118, height)
    rows = [row.strip() for row in big("Z", times)]
    assert len(rows) == times * HEIGHT
    first = next(y for y, line in enumerate(drawn) if rows[0] in line)
    assert all(row in drawn[first + at] for at, row in enumerate(rows))
    assert len(drawn) <= height


def test_letters_differ_in_their_form() -> None:
    forms = ["".join(big(letter)) for letter in DOTS]
    assert len(set(forms)) == len(forms)
    assert all(len(row) == WIDTH for letter in DOTS for row in big(letter))
    assert all(len(big(letter)) == HEIGHT for letter in DOTS)


def test_without_a_leaf_it_is_said_why_there_is_nothing_to_lose() -> None:
    made = shown(POISONED)
    text = "\n".join(lanes(made, 0))
    assert "nothing is mapped, so nothing can be lost" in text
    assert "no leaf was written (signal)" in text
    assert made.last == made.step == 0
    assert not event_list(made.runs[0], 0, 60).of(0)


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("answer", [BROKEN, SOUND, REFUSED, EXECUTED])
def test_whatever_is_drawn_stays_in_its_width(answer: Report, width: int, height: int) -> None:
    for damage in ORDER:
        for left in LEFTS:
            made = shown(answer, damage=damage, left=left, dma="noncoherent")
            for step in range(made.last + 1):
                drawn = lane_lines(made.runs[0], step, width, height)
                assert all(length(line) <= width for line in drawn)
                assert all(length(line) <= width for line in choices_lines(made, width))
                listed = event_list(made.runs[0], step, width)
                assert all(length(line) <= width for line in listed.lines)
                assert len(heads(made.runs[0], width)) < width


def choices_lines(made: Scene, width: int) -> list[Line]:
    """The list with what is set below it."""
    return [*(c.line for c in choices(made, width)), *set_lines(made, width, ("o", "z"))]


def test_boxes_never_touch_and_everything_has_its_place() -> None:
    for width in range(60, 200, 7):
        for height in range(8, 40):
            for code in (False, True):
                p = plan(width, height, code=code)
                assert p.host.right < p.caches.x - 2
                assert p.caches.right < p.guest.x - 2
                assert p.guest.right <= width
                assert (
                    p.caches.height + len(p.gap) + p.memory.height
                    == p.host.height
                    <= max(height, 8)
                )
                inside = range(p.caches.y + 1, p.caches.y + p.caches.height - 1)
                assert p.line.middle in inside
                assert p.code is None or p.code.middle in inside
                assert p.stored.middle in range(p.memory.y + 1, p.memory.y + p.memory.height - 1)


# The events.


def test_the_present_event_is_pointed_at_and_the_page_stands_after_each() -> None:
    made = shown(BROKEN)
    listed = event_list(made.runs[0], 1, 80)
    rows = plain(listed.lines).splitlines()
    assert [line[0] for line in rows] == [" ", "▶", " ", " "]
    assert rows[1].split()[-3:] == ["S", "Z", "dirty"]
    assert rows[3].startswith("  3 guest       ✗ loads S")
    assert heads(made.runs[0], 80).split() == ["memory", "line"]
    assert title(made.runs[0], 80, free=False) == f"{DAMAGES['previous-owner']}, in 3 steps"


def test_in_few_columns_letters_and_marks_stand_for_the_words() -> None:
    made = shown(BROKEN)
    listed = event_list(made.runs[0], 1, 48)
    first = plain(listed.lines).splitlines()[listed.of(1)[0]]
    assert first.endswith("S Z*")
    assert heads(made.runs[0], 48).split() == ["M", "L"]


def test_none_of_all_states_is_an_answer_with_what_prevents_it_and_its_source() -> None:
    made = shown(SOUND)
    run = made.runs[0]
    assert title(run, 80, free=False) == "✓ none of 20 states"
    text = " ".join(plain(event_list(run, 0, 80).lines).split())
    assert "the guest caches the page too" in text
    assert "cacheable-vma-is-normal" in text
    assert "arch/arm64/kvm/mmu.c:user_mem_abort @ 6.17" in text


def test_where_it_is_impossible_the_same_events_are_shown_to_do_no_harm() -> None:
    run = shown(SOUND).runs[0]
    assert [m.text for m in run.moments[1:]] == [
        "stores zeroes (Z) into the line",
        "maps the page",
        "loads Z from the line",
    ]
    assert "✓ reads Z" in "".join(lanes(shown(SOUND), 3))


def test_an_event_that_cannot_happen_is_said_to_and_changes_nothing() -> None:
    device = report("v6.9", "@gpu-memory", "vma.memtype=normal-nc")
    made = shown(BROKEN, device, damage="guest-store-lost")
    here = [m for m in made.runs[1].moments if m.text == CANNOT]
    assert len(here) == 1
    at = made.runs[1].moments.index(here[0])
    assert here[0].state == made.runs[1].moments[at - 1].state
    assert CANNOT in plain(event_list(made.runs[1], at, 80).lines)


# The list.


def test_the_list_has_every_damage_with_its_steps_or_the_states() -> None:
    said = [plain([choice.line]).split() for choice in choices(shown(BROKEN), 40)]
    assert said == [
        ["▶✗", "previous-owner", "3", "steps"],
        ["✗", "host-store-lost", "5", "steps"],
        ["✗", "guest-store-lost", "5", "steps"],
        ["✗", "host-reads-stale", "4", "steps"],
        ["✓", "host-disagrees", "none", "of", "24"],
        ["✓", "stale-fetch", "none", "of", "24"],
    ]


def test_two_runs_have_a_column_each_and_are_named_by_what_differs() -> None:
    made = shown(BROKEN, report("v6.9", "@gpu-memory", "host.fwb=false"))
    assert run_title(made, 0) == "v6.9 host.fwb=true"
    assert run_title(made, 1) == "v6.9 host.fwb=false"
    first = plain([choices(made, 120)[0].line])
    assert first.count("✗ 3 steps") == 2
    assert DAMAGES["previous-owner"] in first


def test_what_is_not_at_its_default_is_marked() -> None:
    usual = plain(set_lines(shown(BROKEN), 40, ("o", "z")))
    assert "◆" not in usual
    assert "o owner left nothing" in usual
    turned = plain(set_lines(shown(BROKEN, left="dirty", dma="noncoherent"), 60, ("o", "z")))
    assert "◆ o owner left a dirty line" in turned
    assert "◆ z DMA past the caches" in turned


def test_of_several_attributes_of_the_guest_it_is_said_which_is_drawn() -> None:
    """Tagged memory without MTE is UNPREDICTABLE: any attribute may come of it."""
    unpredictable = report("v6.9", "host.fwb=false", "guest.memtype=normal-tagged")
    made = shown(unpredictable, damage="host-store-lost")
    run = made.runs[0]
    assert run.finding is not None
    assert run.configuration == run.finding.configuration
    which = [a.configuration.guest for a in run.found.answers].index(run.configuration.guest) + 1
    said = " ".join(plain(set_lines(made, 60, ("o", "z"))).split())
    assert f"guest's attribute {which} of {len(run.found.answers)}" in said


# What is looked at.


def test_another_damage_begins_at_its_start_and_the_same_one_stays() -> None:
    player = Player(step=2)
    assert players.chosen(player, "previous-owner") is player
    assert players.chosen(player, "stale-fetch") == Player("stale-fetch")


@given(st.integers(-2000, 2000), st.integers(0, 9), st.integers(0, 9))
def test_a_step_never_leaves_the_order_of_events(by: int, at: int, last: int) -> None:
    assert 0 <= players.stepped(Player(step=at), by, last).step <= last


def test_a_step_is_kept_where_another_order_of_events_is_shorter() -> None:
    player = Player("guest-store-lost", 5)
    assert scene(player, [POISONED]).step == 0
    assert scene(player, [BROKEN]).step == 5


def test_what_is_turned_comes_round() -> None:
    player = Player()
    for left in (*LEFTS[1:], LEFTS[0]):
        player = players.turned_left(player)
        assert player.left == left
    for dma in (*DMAS[1:], DMAS[0]):
        player = players.turned_dma(player)
        assert player.dma == dma


# What the person chooses.


def take(player: Player, *wanted: str, answer: Report = BROKEN) -> Scene:
    """Take the first event that is offered with each of some words."""
    made = scene(player, [answer])
    for word in wanted:
        offered = plain([c.line for c in choices(made, 200)]).splitlines()
        at = next(n for n, line in enumerate(offered) if word in line)
        made = scene(players.took(made.player, made.offered[at]), [answer])
    return made


def test_only_what_may_happen_is_offered_and_what_is_lost_is_said() -> None:
    made = scene(players.freed(Player(), ()), [BROKEN])
    assert [s.event.id for s in made.offered] == ["zero", "take-in"]
    made = take(made.player, "stores zeroes", "maps", "loads S")
    assert made.step == made.last == 3
    assert lanes(made, made.step)[9].startswith(f"✗ {DAMAGES['previous-owner']}")
    assert title(made.runs[0], 80, free=True) == "the events that you chose"


def test_the_person_goes_on_from_where_the_order_of_events_was() -> None:
    made = shown(BROKEN, step=2)
    player = players.freed(made.player, made.runs[0].so_far(made.step))
    assert [s.event.id for s in player.taken] == ["zero", "map"]
    again = take(player, "loads S")
    assert again.runs[0].moments[-1].step is not None
    assert players.bound(again.player).step == 2


def test_events_are_taken_back_one_by_one_or_all_at_once() -> None:
    made = take(players.freed(Player(), ()), "stores zeroes", "maps")
    assert len(players.took_back(made.player).taken) == 1
    assert players.took_back(made.player, 1000).taken == ()
    assert players.took_back(players.freed(Player(), ())).taken == ()


def test_chosen_events_are_followed_in_another_answer() -> None:
    made = take(players.freed(Player(), ()), "stores zeroes", "maps", "loads S")
    there = scene(made.player, [SOUND])
    assert there.runs[0].moments[-1].text == "loads Z from the line"
    assert scene(made.player, [POISONED]).offered == ()


# Copies and help.


def test_what_is_copied_has_every_event_and_the_command() -> None:
    made = shown(BROKEN, left="dirty", dma="coherent")
    command = "s2tui coherence slot.alignment=pmd "
    assert shown_command(made).startswith(command)
    assert shown_command(made).endswith("--kernel v6.9 --left dirty --dma coherent")
    for text in (shown_text(made), shown_markdown(made)):
        assert "loads S from memory past the caches" in text
        assert "user space's Write-Back" in text
        assert shown_command(made) in text
    assert shown_markdown(made).startswith("**v6.9** (")


def test_an_answer_that_nothing_is_lost_is_copied_with_its_reason() -> None:
    text = shown_text(shown(SOUND))
    assert "previous-owner: ✓ none of 20 states" in text
    assert "cacheable-vma-is-normal" in text
    assert "nothing can be lost" in shown_text(shown(POISONED))


def test_the_help_says_what_is_left_out() -> None:
    text = " ".join(plain(limit_lines(60)).split())
    for word in ("granule", "barriers", "tags", "races", "implementation choices"):
        assert word in text
    assert all(cells(line) == len(line) for line in LIMITS)


@pytest.mark.parametrize("damage", ORDER)
def test_every_damage_has_a_run_in_every_answer(damage: Damage) -> None:
    for answer in (BROKEN, SOUND, EXECUTED):
        run = shown(answer, damage=damage).runs[0]
        assert (run.finding is None) != (run.prevention is None)
        assert run.moments
