"""Learn, and lessons in the app, as a person goes through them."""

from __future__ import annotations

import asyncio
import random
from datetime import date
from typing import TYPE_CHECKING

import pytest

from s2tui.teach.quiz import progress as reviews
from s2tui.teach.quiz.progress import Card, Pair
from s2tui.teach.run import store
from s2tui.teach.run.store import Told
from s2tui.tui.app import S2App
from s2tui.tui.commands.screens import SCREENS
from s2tui.tui.line.order import orders
from s2tui.tui.screens import resting
from s2tui.tui.screens.learn import LearnScreen
from s2tui.tui.session.history import Session
from s2tui.tui.session.state import State
from s2tui.tui.session.store import path
from s2tui.tui.widgets.lesson import LEAVING
from s2tui.tui.widgets.lessons import LessonList
from tests.tui.driving import (
    MEDIUM,
    NARROW,
    WIDE,
    driven,
    make_app,
    press,
    screen_lines,
    screen_text,
    until,
)
from tests.tui.lessons import COURSE, STEPS, begin
from tests.tui.settling import settled, settled_after

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

DAY = date(2020, 1, 1)
SIZES = (NARROW, MEDIUM, WIDE)


# The list.


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """No hand has to rest here: that would be most of the time that it takes."""
    monkeypatch.setattr(resting, "REST", 0.05)


@driven(size=MEDIUM)
async def test_every_lesson_is_listed_and_the_chosen_one_is_said(
    app: S2App, pilot: Pilot[None]
) -> None:
    await settled_after(pilot, "7")
    text = screen_text(app)
    for lesson in COURSE.lessons:
        assert lesson.title in text
    listed = app.screen.query_one(LessonList)
    await settled_after(pilot, *["down"] * listed.names.index("dic"))
    said = screen_text(app)
    assert "FWB, and yet" in said
    assert "needs  kernel-map" in said


@driven(size=NARROW)
async def test_what_was_answered_and_what_is_due_is_seen(app: S2App, pilot: Pilot[None]) -> None:
    kept = store.Progress(last="dic#cap")
    for step, right in (("dic#no-dic", True), ("reading#where", True), ("reading#back", True)):
        kept = kept.after(step, Told("x", right=right, on=DAY))
    store.save(store.path(), kept)
    reviews.save(reviews.path(), reviews.Progress({Pair("dic", "fwb-is-enough"): Card(1, DAY)}))
    await settled_after(pilot, "7")
    lines = screen_lines(app)
    assert any("Go on: The other half: DIC" in line for line in lines)
    assert any("Quiz" in line and "1 due" in line for line in lines)
    dic = next(line for line in lines if " The other half: DIC" in line and "Go on" not in line)
    assert f"1/{len(next(x for x in COURSE.lessons if x.id == 'dic').steps)}" in dic
    assert any("2/2 ✓ How to read an answer" in line for line in lines)
    await settled_after(pilot, "down")
    assert "FWB is all that cacheable PFNMAP memory needs" in " ".join(screen_text(app).split())


@driven(size=MEDIUM)
async def test_the_list_can_be_filtered_and_clicked(app: S2App, pilot: Pilot[None]) -> None:
    screen = app.open("learn")
    await settled(pilot)
    listed = app.screen.query_one(LessonList)
    screen.refine("and yet")
    assert "dic" in listed.names
    assert "reading" not in listed.names
    screen.refine("")
    await settled(pilot)
    y = next(y for y, line in enumerate(screen_lines(app)) if "Two stages" in line)
    await pilot.click(offset=(20, y))
    assert listed.chosen == next(o for o in listed.offers if o.name == "two-stages")
    await pilot.click(offset=(20, y))
    await until(pilot, lambda: app.lessons.sitting is not None and app.desk)


@driven(size=NARROW)
async def test_of_nothing_nothing_is_begun(app: S2App, pilot: Pilot[None]) -> None:
    screen = app.open("learn")
    await settled(pilot)
    screen.refine("nothing like that")
    await press(pilot, "enter", "down")
    assert app.screen.query_one(LessonList).chosen is None
    assert app.lessons.sitting is None


@driven(size=NARROW)
async def test_a_damaged_file_is_set_aside_and_that_is_said(app: S2App, pilot: Pilot[None]) -> None:
    store.path().parent.mkdir(parents=True, exist_ok=True)
    store.path().write_text("{", encoding="utf-8")
    await press(pilot, "7")
    assert any("lessons.json.damaged" in note.message for note in app._notifications)
    assert not store.path().exists()


# Going through one.


@driven(size=NARROW)
async def test_two_keys_go_through_all_of_it_and_leave_it_at_the_end(
    app: S2App, pilot: Pilot[None]
) -> None:
    await begin(app, pilot, "reading")
    assert "goal  Name the five places" in screen_text(app)
    await settled_after(pilot, "pagedown")
    assert "EINVAL" not in screen_text(app)
    await settled_after(pilot, "pagedown")
    assert "✓ memslot" in screen_text(app)
    await settled_after(pilot, "pageup")
    assert "✓" not in screen_text(app)
    await settled_after(pilot, "pagedown", "pagedown", "pagedown", "pagedown")
    assert "0 of 2 right, 2 not answered" in screen_text(app)
    await settled_after(pilot, "pagedown")
    assert app.lessons.sitting is None


@driven(size=NARROW)
async def test_a_letter_or_a_digit_answers_and_what_one_believes_is_said(
    app: S2App, pilot: Pilot[None]
) -> None:
    await begin(app, pilot, "dic#no-dic")
    line = next(line for line in screen_lines(app) if line.strip().endswith("  ok"))
    await settled_after(pilot, line.split()[0])
    assert any(line.startswith("▶") and line.strip().endswith("ok") for line in screen_lines(app))
    await settled_after(pilot, "1", "pagedown")
    assert "✓ right" in screen_text(app) or "✗ not so" in screen_text(app)
    await settled_after(pilot, "pageup", line.split()[0], "pagedown")
    assert "✗ not so" in screen_text(app)
    assert "“FWB is all that cacheable PFNMAP memory needs”" in screen_text(app)


@driven(size=MEDIUM)
async def test_what_is_done_is_judged_while_it_is_done(app: S2App, pilot: Pilot[None]) -> None:
    await begin(app, pilot, "reading#back")
    assert "✗ fault.result=mapped" in screen_text(app)
    await settled_after(pilot, "f")
    assert "✓ fault.result=mapped" in screen_text(app)
    assert "changed  host.fwb=true" in screen_text(app)
    await settled_after(pilot, "pagedown")
    assert "✓ right" in screen_lines(app)[0]


@driven(size=MEDIUM)
async def test_while_something_is_asked_nothing_is_copied_or_found_that_tells(
    app: S2App, pilot: Pilot[None]
) -> None:
    await begin(app, pilot, "dic#no-dic")
    await press(pilot, "y")
    assert "EINVAL" not in app.clipboard
    assert "Accepted?" in app.clipboard
    await press(pilot, "colon")
    assert app.screen is app.base
    app.action_values("kernel")
    app.action_copies()
    assert app.screen is app.base


@driven(size=MEDIUM)
async def test_one_question_is_left_for_the_next_and_the_app_shows_what_it_is_about(
    app: S2App, pilot: Pilot[None]
) -> None:
    await begin(app, pilot, "debate#a4-courtesy")
    assert app.base.PLACE == "compare"
    await settled_after(pilot, "pagedown")
    text = screen_text(app)
    assert "oliver-mar" in text
    assert "catalin-jason" in text
    await settled_after(pilot, "pagedown")
    # The next one asks between which hosts the VM may move.
    assert app.base.PLACE == "migrate"


# Leaving it, and coming back.


def last_screen(app: S2App) -> list[object]:
    """What is seen, with its look."""
    return [[(s.text, s.style) for s in strip] for strip in app.base.drawn()]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.slow
def test_whatever_was_pressed_the_page_comes_back_as_it_was(size: tuple[int, int]) -> None:
    keys = [*"fdbpvxmwtgn", "tab", "down", "up", "enter", "space", "right", "u", "slash", "i", "o"]
    # Of Learn another lesson could be begun.
    keys += [entry.key for entry in SCREENS if entry.name != "learn"] + [
        "plus",
        "escape",
        "J",
        "question_mark",
        "end",
    ]
    draw = random.Random(7)

    async def play() -> None:
        app = make_app(["@bar"], "v6.9")
        async with app.run_test(size=size) as pilot:
            for step in STEPS[::9]:
                await begin(app, pilot, step.name)
                await settled_after(pilot, "pagedown", "comma", "comma")
                before = last_screen(app)
                await settled_after(pilot, "comma")
                for _ in range(12):
                    await press(pilot, draw.choice(keys))
                while app.screen is not app.base:
                    await press(pilot, "escape")
                app.lessons.look()
                await settled(pilot)
                sitting = app.lessons.sitting
                assert sitting is not None
                if sitting.run.exploring:
                    app.lessons.look()
                    await settled(pilot)
                assert last_screen(app) == before, step.name

    asyncio.run(play())


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_leaving_gives_back_what_the_user_had_byte_for_byte(
    size: tuple[int, int], tmp_path: Path
) -> None:
    file = tmp_path / "state.json"

    async def play() -> None:
        app = S2App(State(make_app(["@bar"]).state.scenario, "v6.9"), "dark", (), Session(file))  # type: ignore[union-attr]
        async with app.run_test(size=size) as pilot:
            await settled_after(pilot, "f", "n", "A", "d", "u", "2", "down", "right")
            app.keep()
            before, kept = last_screen(app), file.read_bytes()
            state, made = app.state, dict(app.made)
            await begin(app, pilot, "two-stages#nc-with")
            await settled_after(pilot, "a", "pagedown", "f", "b", "2", "down", "T", "7", "pagedown")
            await settled_after(pilot, "escape")
            assert LEAVING in screen_text(app)
            await settled_after(pilot, "b")
            assert LEAVING not in screen_text(app)
            await settled_after(pilot, "comma", "escape", "escape")
            assert app.lessons.sitting is None
            app.keep()
            assert file.read_bytes() == kept
            assert last_screen(app) == before
            assert (app.state, app.made) == (state, made)
            await settled_after(pilot, "u")
            assert app.state != state

    asyncio.run(play())


def test_what_was_answered_is_kept_and_nothing_else() -> None:
    async def play() -> None:
        app = make_app(["@bar"])
        app.session.file = path()
        save_before = path()
        async with app.run_test(size=NARROW) as pilot:
            await begin(app, pilot, "dic#no-dic")
            kept = save_before.read_bytes()
            line = next(line for line in screen_lines(app) if line.strip().endswith("  ok"))
            await settled_after(pilot, line.split()[0], "pagedown", "f", "comma")
            assert save_before.read_bytes() == kept
        found, said = store.load(store.path())
        assert said == ""
        assert found.last == "dic#no-dic"
        assert found.answers["dic#no-dic"].answer == "ok"
        assert not found.answers["dic#no-dic"].right
        cards, _ = reviews.load(reviews.path())
        assert Pair("dic", "fwb-is-enough") in cards.cards

    asyncio.run(play())


# The quiz, and lines that open lessons.


@driven(size=NARROW)
async def test_the_quiz_says_at_the_end_what_one_believes(app: S2App, pilot: Pilot[None]) -> None:
    app.open("learn").take(("quiz", "K7Q2"))
    await until(pilot, lambda: app.desk)
    await settled(pilot)
    sitting = app.lessons.sitting
    assert sitting is not None
    assert "1/14 Quiz K7Q2" in screen_lines(app)[0]
    while sitting.run.page is not None:
        task = sitting.task
        assert task is not None
        wrong = next(o for o in task.slots[0].options if task.right((o,)) is False)
        await settled_after(pilot, "abcde"[task.slots[0].options.index(wrong)], "pagedown")
        await settled_after(pilot, "pagedown")
    text = screen_text(app)
    assert "0 of 14 right" in text
    assert "you answered as if" in " ".join(text.split())


@driven(size=NARROW)
async def test_a_line_opens_a_lesson_at_a_step(app: S2App, pilot: Pilot[None]) -> None:
    assert app.state is not None
    (order,) = orders("learn dic#cap", app.state)
    assert (order.screen, order.given) == ("learn", ("dic#cap",))
    screen = app.open(order.screen)
    assert isinstance(screen, LearnScreen)
    screen.take(order.given)
    await until(pilot, lambda: app.desk)
    await settled(pilot)
    sitting = app.lessons.sitting
    assert sitting is not None
    assert sitting.run.page is not None
    assert sitting.run.page.name == "dic#cap"
