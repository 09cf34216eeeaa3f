"""As long as something is asked nothing on screen depends on the answer, whatever the screen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from s2tui.analysis.relevance import single_changes
from s2tui.kvm.policies.registry import find
from s2tui.kvm.policy.journey import travel
from s2tui.kvm.report import explain
from s2tui.kvm.scenario.notation import parse_words
from s2tui.teach.asking import Answers, shown
from s2tui.teach.lesson.judge import kind_of
from s2tui.teach.lesson.kinds import asked_of
from s2tui.teach.misconceptions import Asked, misconceptions
from s2tui.teach.run.veil import WHOLE
from s2tui.tui.commands.screens import SCREENS
from s2tui.tui.screens import resting
from s2tui.tui.session import follow_up, state
from s2tui.tui.session.veil import veiled
from s2tui.tui.terminal.textual_private import drawn
from s2tui.tui.widgets.panel import Panel
from s2tui.view.kit.layout import hidden_lines
from tests.tui.driving import MEDIUM, NARROW, WIDE, make_app
from tests.tui.lessons import STEPS, begin
from tests.tui.settling import settled, settled_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s2tui.teach.lesson.model import Step
    from s2tui.tui.app import S2App

pytestmark = pytest.mark.slow

SIZES = (NARROW, MEDIUM, WIDE)
MAPPED = Asked(parse_words(["@ram"]).scenario, "v7.3")
REFUSED = Asked(parse_words(["@gpu-memory-no-fwb"]).scenario, "v7.3")
HIDING = tuple(step for step in STEPS if kind_of(step) != "reach")
OTHERS = tuple(entry.name for entry in SCREENS if entry.name not in ("explore", "learn"))


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """No hand has to rest here: that would be most of the time that it takes."""
    monkeypatch.setattr(resting, "REST", 0.05)


class World(NamedTuple):
    """A model that answers as another scenario, under another kernel, is answered."""

    asked: Asked

    def travel(self, *_: object) -> Any:
        """The journey, whatever is asked."""
        return travel(find(self.asked.kernel), self.asked.scenario)


def worlds(step: Step) -> Iterator[World]:
    """For each answer that the step may be given, as far as something near it has it, a world."""
    if kind_of(step) != "member":
        yield from (World(MAPPED), World(REFUSED))
        return
    asked = asked_of(step)
    right = shown(Answers(find(asked.kernel), asked.scenario).ask(step.ask))
    found: dict[str, Asked] = {}
    beliefs = (misconceptions()[name].applied(asked) for name in step.believed)
    near = (Asked(s, asked.kernel) for _, _, s in single_changes(asked.scenario, frozenset()))
    for other in (*filter(None, beliefs), *near):
        answer = shown(Answers(find(other.kernel), other.scenario).ask(step.ask))
        if answer != right:
            found.setdefault(answer, other)
    yield from map(World, found.values())


def forget() -> None:
    """Nothing is remembered of another world."""
    state._report.cache_clear()
    follow_up._more.cache_clear()


def seen(app: S2App) -> list[Any]:
    """All that is on screen, letter by letter with its look."""
    return [[(s.text, s.style) for s in strip] for strip in drawn(app.screen)]


def test_an_answer_that_is_hidden_is_the_same_whatever_it_was() -> None:
    answers = [state.answer(state.State(MAPPED.scenario, "v7.3"))]
    for world in worlds(next(s for s in STEPS if s.name == "dic#no-dic")):
        other = state.answer(state.State(world.asked.scenario, "v7.3"))
        as_here = other.report._replace(scenario=MAPPED.scenario)
        answers.append(other._replace(state=answers[0].state, report=as_here))
    assert len(answers) > 1
    assert len({repr(a.report.outcome) for a in answers}) > 1
    assert len({repr(veiled(a, WHOLE)) for a in answers}) == 1


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_explorer_looks_the_same_whatever_the_answer(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = 0

    async def look() -> None:
        nonlocal compared
        app = make_app(["@bar"], "v7.3")
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            for step in HIDING:
                await begin(app, pilot, step.name)
                app.open("explore")
                await settled(pilot)
                before = seen(app)
                for world in worlds(step):
                    with monkeypatch.context() as patched:
                        patched.setattr(explain, "travel", world.travel)
                        forget()
                        app.base.show(app.answer)
                        app.base.fit()  # type: ignore[attr-defined]
                        await settled(pilot)
                        assert seen(app) == before, step.name
                        compared += 1
                    forget()

    asyncio.run(look())
    assert compared > len(HIDING)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_screen_looks_the_same_whatever_the_answer(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One step of each kind on each other screen: what a screen asks itself is hidden too."""
    steps = {kind_of(step): step for step in reversed(HIDING)}

    async def look(world: World | None) -> dict[tuple[str, str], list[Any]]:
        app = make_app(["@bar"], "v7.3")
        found = {}
        async with app.run_test(size=size) as pilot:
            for step in steps.values():
                await begin(app, pilot, step.name)
                with monkeypatch.context() as patched:
                    if world is not None:
                        patched.setattr(explain, "travel", world.travel)
                    forget()
                    for name in OTHERS:
                        app.open(name)
                        await settled(pilot)
                        found[step.name, name] = seen(app)
                forget()
        return found

    looks = [asyncio.run(look(world)) for world in (None, World(MAPPED), World(REFUSED))]
    assert len(looks[0]) == len(steps) * len(OTHERS)
    assert looks[0] == looks[1] == looks[2]


def test_no_panel_but_of_what_was_put_in_draws_anything() -> None:
    async def look() -> None:
        app = make_app(["@gpu-memory"], "v7.3")
        async with app.run_test(size=WIDE) as pilot:
            await begin(app, pilot, "dic#no-dic")
            for entry in SCREENS:
                app.open(entry.name)
                await settled(pilot)
                panels = [p for p in app.screen.query(Panel) if p.SAYS != "given" and p.size]
                for panel in panels:
                    expected = hidden_lines(panel.TITLE, *panel.size)
                    assert list(panel.lines) == expected, (entry.name, panel)
                assert panels or entry.name == "learn"
            await settled_after(pilot, "comma", "pagedown")
            hidden = [p for p in app.screen.query(Panel) if p.SAYS in app.base.hides]
            assert not hidden

    asyncio.run(look())


def test_what_is_to_be_done_hides_only_what_would_do_it() -> None:
    async def look() -> None:
        app = make_app((), "v7.3")
        async with app.run_test(size=MEDIUM) as pilot:
            await begin(app, pilot, "reading#back")
            text = "\n".join(strip.text for strip in drawn(app.screen))
            assert "EINVAL" in text
            assert "host.fwb=true  memslot" not in text
            assert app.answer.hides == {"effects"}

    asyncio.run(look())
