"""Long questions: asked beside the app, answered once, and only to whoever still wants to know."""

from __future__ import annotations

import asyncio
from threading import Event
from typing import TYPE_CHECKING, Any

from textual.screen import Screen
from textual.widgets import Label

from s2tui.errors import RequestError
from s2tui.tui import background
from s2tui.tui.background import Question, ask
from s2tui.tui.questions import differences
from tests.tui.driving import driven, make_app, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from s2tui.tui.app import S2App


@driven()
async def test_an_answer_comes_with_progress_and_is_asked_only_once(
    app: S2App, pilot: Pilot[None]
) -> None:
    said: list[str] = []
    asked: list[int] = []

    def work(tell: Callable[[str], None]) -> str:
        asked.append(1)
        tell("half")
        return "answer"

    question = Question("test", ("test", "once"), work)
    assert background.known(question) is None
    ask(app.screen, question, said.append, said.append)
    assert said == []
    await until(pilot, lambda: "answer" in said)
    assert said == ["half", "answer"]
    ask(app.screen, question, said.append)
    assert said == ["half", "answer", "answer"]
    assert len(asked) == 1


@driven()
async def test_who_asks_again_does_not_hear_the_first_answer(
    app: S2App, pilot: Pilot[None]
) -> None:
    said: list[str] = []
    heard: list[str] = []

    def slow(tell: Callable[[str], None]) -> str:
        while True:  # ends when nobody waits for it any more: tell raises then
            tell("slow")

    ask(app.screen, Question("test", ("test", "slow"), slow), said.append, heard.append)
    await until(pilot, lambda: "slow" in heard)
    ask(app.screen, Question("test", ("test", "quick"), lambda _: "second"), said.append)
    await until(pilot, lambda: "second" in said)
    assert said == ["second"]
    assert background.known(Question("test", ("test", "slow"), slow)) is None


@driven()
async def test_a_question_that_has_no_answer_says_why(app: S2App, pilot: Pilot[None]) -> None:
    said: list[str] = []

    def work(_: Callable[[str], None]) -> str:
        raise RequestError("no policy answers that")

    question = Question("test", ("test", "wrong"), work)
    ask(app.screen, question, said.append, failed=said.append)
    await until(pilot, lambda: "no policy answers that" in said)


@driven()
async def test_the_domain_answers_through_it(app: S2App, pilot: Pilot[None]) -> None:
    said: list[str] = []
    ask(
        app.screen,
        differences("v6.9", "v6.9"),
        lambda found: said.append(f"{found.different} of {found.space > 0}"),
    )
    await until(pilot, lambda: "0 of True" in said)


@driven()
async def test_a_screen_that_is_being_taken_apart_hears_nothing(
    app: S2App, pilot: Pilot[None]
) -> None:
    """Its panels go before the screen does, and the answer may come in between."""
    await app.push_screen(Screen())
    screen, said, go_on = app.screen, list[str](), Event()
    await screen.mount(Label("a panel"))

    def work(_: Callable[[str], None]) -> str:
        go_on.wait()
        return "answer"

    question = Question("test", ("test", "leaving"), work)
    ask(screen, question, said.append)
    await screen.remove_children()
    go_on.set()
    await until(pilot, lambda: background.known(question) and not background.busy())
    await pilot.pause()
    assert said == []


def test_nothing_comes_to_an_app_that_ends() -> None:
    """Its screens lose their panels one after another; timers and answers would find some gone."""
    late: list[str] = []

    async def drive() -> None:
        app = make_app()
        async with app.run_test() as pilot:
            await pilot.pause()
            node: Any = app.screen
            node.set_timer(0.0, lambda: late.append("a timer"))
            node.run_worker(said_later(), group="late")

    async def said_later() -> None:
        await asyncio.sleep(0)
        late.append("an answer")

    asyncio.run(drive())
    assert late == []
