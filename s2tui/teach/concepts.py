"""What lessons and questions are about, as the data file has it."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from s2tui.toml import table


class Concept(NamedTuple):
    """Something to understand."""

    id: str
    text: str
    lesson: str
    """Where it is explained."""
    fields: tuple[str, ...] = ()
    """The fields of a scenario, by contract name, that it is about."""


@cache
def concepts() -> dict[str, Concept]:
    """Every concept by its id."""
    return {
        id_: Concept(id_, entry["text"], entry["lesson"], tuple(entry.get("fields", ())))
        for id_, entry in table(__file__, "concepts.toml").items()
    }


@cache
def by_field() -> dict[str, str]:
    """The concept that a field is about, by the field's contract name."""
    return {field: concept.id for concept in concepts().values() for field in concept.fields}
