"""Questions that take long: asked beside the app, one at a time, each answered only once.

A screen says `ask(self, differences("v6.9", "v7.3"), self.draw_diff)`. The answer comes on
the app's own thread, at once if it is known. Whoever asks another question of the same group, or
is removed, does not hear the answer to the first. That input is not kept waiting meanwhile is the
business of `s2tui.tui.terminal.loop`.
"""

from __future__ import annotations

import asyncio
import contextvars
import gc
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from textual.screen import Screen

from s2tui.errors import RequestError
from s2tui.tui.terminal.loop import give_way

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from concurrent.futures import ThreadPoolExecutor

    from textual.dom import DOMNode


T = TypeVar("T")
KEPT = 256
"""How many answers are kept."""

_known: dict[Hashable, Any] = {}
_working: set[Hashable] = set()
"""What is being worked on at this moment."""


class Question(NamedTuple, Generic[T]):
    """Something to ask."""

    group: str
    """Whoever asks another question of this group takes the first one back."""
    key: Hashable
    """What the answer depends on: the answer is kept under it."""
    work: Callable[[Callable[[str], None]], T]
    """Finds the answer; tells its argument what it is looking at, often."""


class _AbandonedError(Exception):
    """Nobody waits for the answer any more."""


def known(question: Question[T]) -> T | None:
    """The answer, if it was found before."""
    found: T | None = _known.get(question.key)
    return found


def busy() -> bool:
    """Whether an answer is being looked for, maybe one that nobody waits for any more."""
    return bool(_working)


def ask(
    node: DOMNode,
    question: Question[T],
    done: Callable[[T], None],
    doing: Callable[[str], None] = lambda _: None,
    failed: Callable[[str], None] | None = None,
) -> None:
    """Ask a question, and go on.

    Args:
        node: the widget or screen that asks; when it goes, its questions go.
        question: what to ask.
        done: gets the answer, on the app's thread; called at once if it is known.
        doing: gets a few words on what is being looked at, now and then.
        failed: gets the reason if there is no answer; without it a notice says it.
    """
    if question.key in _known:
        node.workers.cancel_group(node, question.group)
        done(_known[question.key])
        return
    answer = _answer(node, question, done, doing, failed)
    node.run_worker(answer, group=question.group, exclusive=True, description=question.group)


async def _answer(
    node: DOMNode,
    question: Question[T],
    done: Callable[[T], None],
    doing: Callable[[str], None],
    failed: Callable[[str], None] | None,
) -> None:
    loop = asyncio.get_running_loop()
    abandoned = False

    def tell(text: str) -> None:
        if abandoned:
            raise _AbandonedError
        loop.call_soon_threadsafe(hear, text)
        give_way()

    def hear(text: str) -> None:
        if not abandoned:
            doing(text)

    def work() -> T:
        if question.key not in _known:
            if abandoned:
                raise _AbandonedError
            _working.add(question.key)
            try:
                _keep(question.key, _uncollected(question, tell))
            finally:
                _working.remove(question.key)
        found: T = _known[question.key]
        return found

    try:
        context = contextvars.copy_context()
        found = await loop.run_in_executor(_thread(), context.run, work)
    except asyncio.CancelledError:
        abandoned = True
        raise
    except RequestError as error:
        if _is_whole(node):
            (failed or _notice(node))(str(error))
        return
    if _is_whole(node):
        done(found)


def _is_whole(node: DOMNode) -> bool:
    """Whether somebody still listens: a screen that is being left has no panels any more."""
    return node.is_attached and (bool(node.children) or not isinstance(node, Screen))


def _uncollected(question: Question[T], tell: Callable[[str], None]) -> T:
    """Work without the garbage collector, and keep what is found from it.

    The diagrams grow and stay: a collection of all that they hold stops the app for a quarter of a
    second, and finds nothing. What is garbage by now would stay with them, so it goes first; little
    is looked at for that, since what an earlier question left is not.
    """
    gc.collect()
    gc.disable()
    try:
        return question.work(tell)
    finally:
        gc.freeze()
        gc.enable()


def _keep(key: Hashable, found: object) -> None:
    while len(_known) >= KEPT:
        del _known[next(iter(_known))]
    _known[key] = found


def _notice(node: DOMNode) -> Callable[[str], None]:
    return lambda text: node.app.notify(text, severity="warning", markup=False)


@cache
def _thread() -> ThreadPoolExecutor:
    """The one thread on which all work is done: diagrams are not for two at once."""
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(1, "answers")
