"""The tours: what there is to learn, in which order, and where each begins."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.kvm.policies.registry import DEFAULT as KERNEL
from s2tui.kvm.scenario.notation import parse_words
from s2tui.toml import table

if TYPE_CHECKING:
    from s2tui.kvm.scenario.fields import Scenario


class Tour(NamedTuple):
    """One tour. Its lesson may not be written yet; where it begins can be seen already."""

    name: str
    title: str
    text: str
    """What it is about."""
    asks: str
    """The question that it begins with."""
    words: tuple[str, ...]
    """The scenario that it begins with, as the command line takes it."""
    kernel: str = KERNEL
    """Who answers."""
    against: str = ""
    """The kernel that it compares with; empty if none."""
    screen: str = "explore"
    """The name of the screen that it begins on."""

    @property
    def scenario(self) -> Scenario:
        """The scenario that it begins with.

        Raises:
            RequestError: the words are none of the command line's.
        """
        return parse_words(self.words).scenario


@cache
def tours() -> tuple[Tour, ...]:
    """Every tour, in the order in which they build on each other."""
    data = table(__file__, "tours.toml")
    return tuple(_tour(name, entry) for name, entry in data.items())


def _tour(name: str, entry: dict[str, Any]) -> Tour:
    words = tuple(entry.pop("scenario", ()))
    return Tour(name, words=words, **entry)
