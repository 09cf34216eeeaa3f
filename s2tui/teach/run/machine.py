"""Going through pages: asked, answered, revealed, and off exploring; a value, and moves of it.

Nothing here knows what is asked, a file or a terminal: whoever shows a run asks it where it is.
Forward goes through everything, back is its way back, and exploring is left by returning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Phase = Literal["told", "asked", "answered", "revealed"]
"""Of a page that asks nothing, and of one that does."""
Picks = tuple[str, ...]
"""What was chosen, for each thing to choose; empty for what was not chosen yet."""


class Page(NamedTuple):
    """Something that is shown by itself: a question, or words."""

    name: str
    """By which it is asked for and kept: `dic#no-dic`, or `dic` for what is said before it."""
    title: str
    asks: bool = True


class Run(NamedTuple):
    """Somebody on the way through pages."""

    title: str
    pages: tuple[Page, ...]
    at: int = 0
    """The place of the page; behind the last one, the end."""
    revealed: bool = False
    exploring: bool = False
    picks: Mapping[str, Picks] = {}
    """By the name of a page, what was chosen on it."""

    @property
    def page(self) -> Page | None:
        """The page that is shown; None at the end."""
        return self.pages[self.at] if self.at < len(self.pages) else None

    @property
    def picked(self) -> Picks:
        """What was chosen on this page."""
        return self.picks.get(self.page.name, ()) if self.page else ()

    @property
    def phase(self) -> Phase:
        """Where the page is."""
        if self.page is None or not self.page.asks:
            return "told"
        if self.revealed:
            return "revealed"
        return "answered" if any(self.picked) else "asked"

    @property
    def open(self) -> bool:
        """Whether something may still be chosen, and nothing may tell the answer."""
        return self.phase in ("asked", "answered")


def forward(run: Run) -> Run:
    """Reveal the answer; from there the next page. From exploring, back to the page first."""
    if run.exploring:
        return returned(run)
    if run.open:
        return run._replace(revealed=True)
    return run._replace(at=min(run.at + 1, len(run.pages)), revealed=False)


def back(run: Run) -> Run:
    """The way back of `forward`: cover the answer; from there the page before, with its answer."""
    if run.exploring:
        return returned(run)
    if run.phase == "revealed":
        return run._replace(revealed=False)
    if run.at == 0:
        return run
    return run._replace(at=run.at - 1, revealed=run.pages[run.at - 1].asks)


def put(run: Run, picks: Sequence[str]) -> Run:
    """The run with something else chosen on its page, as long as that may be done."""
    if run.page is None or not run.open:
        return run
    return run._replace(picks={**run.picks, run.page.name: tuple(picks)})


def explored(run: Run) -> Run:
    """The run while somebody looks around; its page stays where it was."""
    return run._replace(exploring=True)


def returned(run: Run) -> Run:
    """The run back on its page, in the phase that it was left in."""
    return run._replace(exploring=False)


def gone_to(run: Run, at: int) -> Run:
    """The run at another page, asked anew."""
    return run._replace(at=at, revealed=False, exploring=False)


def place_of(run: Run, name: str) -> int | None:
    """The place of a page by its name; None where there is none."""
    return next((at for at, page in enumerate(run.pages) if page.name == name), None)


def asked_so_far(run: Run) -> tuple[int, int]:
    """The number of the question that is shown, and how many there are."""
    asking = [at for at, page in enumerate(run.pages) if page.asks]
    return sum(at <= run.at for at in asking), len(asking)
