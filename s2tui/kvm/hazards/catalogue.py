"""Every hazard: its id, its words and their source, as the data file has them."""

from __future__ import annotations

import json
from functools import cache
from typing import Literal, NamedTuple, TypeAlias

Rank: TypeAlias = Literal["kills", "leaks", "corrupts", "loses", "letter"]
RANKS: dict[Rank, str] = {
    "kills": "ends the VM, or the host",
    "leaks": "shows somebody else's data",
    "corrupts": "loses or changes data",
    "loses": "loses a promise",
    "letter": "by the letter only",
}
"""How bad a hazard is, the worst first."""


class Hazard(NamedTuple):
    """Something that can go wrong with the answer."""

    id: str
    text: str
    rank: Rank


FILE = __file__.removesuffix("catalogue.py") + "hazards.json"


class Entry(NamedTuple):
    """One hazard as the data file describes it."""

    id: str
    rank: Rank
    text: str
    source: str


@cache
def load() -> dict[str, Entry]:
    """Every hazard by its id, in the order of reports.

    JSON and not TOML: a report needs it, and importing tomllib alone would make `explain` a tenth
    slower.
    """
    with open(FILE, encoding="utf-8") as file:
        return {id_: Entry(id_, **entry) for id_, entry in json.load(file).items()}


@cache
def hazard(id_: str, found: str = "") -> Hazard:
    """The hazard with an id.

    Args:
        id_: as the data file has it.
        found: what is lost in the case at hand, after the words of the data file.

    Raises:
        KeyError: the data file has no such hazard.
    """
    entry = load()[id_]
    return Hazard(id_, f"{entry.text}: {found}" if found else entry.text, entry.rank)
