"""Named scenarios: `@NAME` on the command line and in the palette. They live in a data file.

E1 to E38 are the edge cases of the discussion; the devices are what drivers put behind a slot. Some
need an input that no field describes; they keep their entry, which says so, and cannot be asked.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.errors import RequestError, unknown
from s2tui.toml import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from s2tui.kvm.scenario.fields import Value

GROUPS = {
    "ordinary": "ordinary life",
    "devices": "devices",
    "debate": "the debate's edge cases",
}
"""The groups of a list with their headings, in the order of the file."""


class Shown(NamedTuple):
    """What can be seen of a surprise under one variation of the scenario."""

    fields: dict[str, Value]
    """What differs from the scenario's own fields, by contract name."""
    expected: dict[str, Any]
    """Members of the report, such as `mapping.type`, with their values; `hazards` with one id."""


class Named(NamedTuple):
    """A scenario that people talk about."""

    name: str
    text: str
    """What it shows, in one line."""
    group: str
    """One of GROUPS."""
    fields: Mapping[str, Value] = {}
    """The fields that differ from the defaults, by contract name."""
    source: str = ""
    """Where it is written that there is such a thing: file:function @ kernel, or a mail."""
    raised: str = ""
    """By whom and where, for an edge case."""
    needs: str = ""
    """The input that it would need and that no field describes; then there is nothing to ask."""
    happens: tuple[str, ...] = ()
    """Policies under which the surprise happens."""
    absent: tuple[str, ...] = ()
    """Policies under which it does not."""
    shows: tuple[Shown, ...] = ()
    """What is to be seen where it happens, all of it."""
    control: dict[str, Value] | None = None
    """Fields with which it does not happen under any policy."""


@cache
def load() -> dict[str, Named]:
    """Every named scenario, in the order of the file."""
    data = table(__file__, "scenarios.toml")
    return {name: _named(name, entry) for name, entry in data.items()}


def _named(name: str, entry: dict[str, Any]) -> Named:
    lists = {key: tuple(entry.get(key, ())) for key in ("happens", "absent")}
    shows = tuple(_shown(shown) for shown in entry.get("shows", ()))
    return Named(name, **{**entry, **lists, "shows": shows})


def _shown(entry: dict[str, Any]) -> Shown:
    # TOML has no null; an empty array stands for it.
    expected = {path: None if value == [] else value for path, value in entry["is"].items()}
    return Shown(entry.get("with", {}), expected)


def askable() -> dict[str, Named]:
    """The named scenarios that the inputs can express."""
    return {name: named for name, named in load().items() if not named.needs}


def matching(words: Sequence[str]) -> dict[str, Named]:
    """The askable scenarios that are meant by some words; all of them for no words.

    Args:
        words: each `@NAME`, which is that one, or a text: of the texts every one has to occur in
            name, text or heading, in any case.

    Raises:
        RequestError: a name needs an input that there is not, or there is none with such a text.
    """
    names = {word[1:] for word in words if word[:1] == "@" and word[1:] in load()}
    for name in names:
        scenario_fields(name)
    texts = [word for word in words if word[1:] not in names or word[:1] != "@"]
    folded = [text.casefold() for text in texts]

    def meant(one: Named) -> bool:
        said = f"@{one.name} {one.text} {GROUPS[one.group]}".casefold()
        every = all(text in said for text in folded)
        return one.name in names or (every and bool(folded or not names))

    found = {name: one for name, one in askable().items() if meant(one)}
    if texts and not found.keys() - names:
        raise RequestError(
            f"no named scenario has {' and '.join(map(repr, texts))} in its name or text;"
            " s2tui list scenarios has them all"
        )
    return found


def scenario_fields(name: str) -> dict[str, Value]:
    """The fields of a named scenario.

    Raises:
        RequestError: there is no such name, or it needs an input that there is not.
    """
    known = load()
    if name not in known:
        raise unknown("scenario", f"@{name}", [f"@{known_name}" for known_name in known])
    named = known[name]
    if named.needs:
        by = named.raised or named.source
        raise RequestError(f"@{name} ({named.text}; {by}) needs an input: {named.needs}")
    return dict(named.fields)


def about(name: str) -> list[str]:
    """Where a scenario comes from, and for an edge case who raised it and where it happens.

    Nothing for what needs no source, such as ordinary memory.
    """
    named = load()[name]
    found = []
    if named.raised:
        happens = ", ".join(named.happens)
        found = [f"raised: {named.raised}", f"it happens under {happens}"]
    if named.source:
        found.append(named.source)
    return [f"@{name}: {named.text} ({'; '.join(found)})"] if found else []
