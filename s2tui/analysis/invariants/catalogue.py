"""The invariants: each a property with its words, and the sentences that it is taken from."""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from s2tui.analysis.invariants import properties, properties_of_hosts
from s2tui.analysis.invariants.property import Property
from s2tui.errors import unknown
from s2tui.toml import table

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = "invariants.toml"
PROPERTIES = {
    p.id: p
    for p in chain(vars(properties).values(), vars(properties_of_hosts).values())
    if isinstance(p, Property)
}
OWN = "nobody on the list: this tool's own"


class Said(NamedTuple):
    """A sentence of somebody's, word for word."""

    quote: str
    by: str
    date: str
    mail: str
    """Its subject."""

    @property
    def source(self) -> str:
        """Where it can be read."""
        return f"{self.by}, {self.date}, {self.mail}"

    @property
    def cited(self) -> str:
        """The sentence, and where it can be read."""
        return f"\u201c{self.quote}\u201d ({self.source})"


class Invariant(NamedTuple):
    """A property with its words."""

    id: str
    text: str
    """In one line."""
    details: str
    """What exactly counts, and what does not."""
    said: tuple[Said, ...]
    """The sentences that it claims; none for one that is the tool's own."""
    seen: str
    """Where one that nobody asked for is read off; nothing for the others."""
    shown: tuple[str, ...]
    """Named scenarios that show it best where they violate it, the best first."""
    claims: Property

    @property
    def asked_by(self) -> str:
        """Whose sentences they are."""
        return ", ".join(dict.fromkeys(said.by for said in self.said)) or OWN

    @property
    def source(self) -> str:
        """When and where it was said, or what it is read off."""
        return self.seen or "; ".join(f"{said.date}, {said.mail}" for said in self.said)


@cache
def load() -> dict[str, Invariant]:
    """Every invariant by its id, in the order of the data file.

    Raises:
        LookupError: one has words and no property, or neither a sentence nor a source.
    """
    found = {}
    for id_, entry in table(__file__, FILE).items():
        if id_ not in PROPERTIES:
            raise LookupError(f"{FILE} has {id_}, but no property is @invariant({id_!r})")
        said = tuple(Said(**one) for one in entry.get("said", ()))
        seen = entry.get("seen", "")
        if bool(said) == bool(seen):
            raise LookupError(f"{id_} of {FILE} needs `said`, or `seen` if it is our own")
        shown = tuple(entry.get("shown", ()))
        text, details = entry["text"], entry["details"]
        found[id_] = Invariant(id_, text, details, said, seen, shown, PROPERTIES[id_])
    return found


def find(ids: Iterable[str]) -> tuple[Invariant, ...]:
    """Some invariants by their ids, in the order of the data file; all where none is named.

    Raises:
        RequestError: there is no such invariant.
    """
    wanted = set(ids)
    for id_ in wanted:
        if id_ not in load():
            raise unknown("invariant", id_, load())
    return tuple(i for i in load().values() if not wanted or i.id in wanted)
