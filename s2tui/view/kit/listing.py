"""Lists of what there is, as aligned lines, in groups where the entries are in any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.kvm.scenario.fields import word
from s2tui.view.kit.layout import flow, heading
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from s2tui.view.kit.text import Line

MOST_OF_WIDTH = 3
"""The names have this part of the width at most; a longer one stands on a line of its own."""


def listing_lines(
    entries: Iterable[dict[str, Any]],
    headings: Mapping[str, str],
    width: int = 100,
    by: str = "group",
) -> list[Line]:
    """For each entry its name, its text, the values that it can take and what else it says.

    Args:
        entries: as the JSON has them, those of one group beside each other.
        headings: what stands above each group.
        width: columns.
        by: the key under which an entry says its group.
    """
    rows = list(entries)
    column = min(max((len(_name(row)) for row in rows), default=0), width // MOST_OF_WIDTH)
    found: list[Line] = []
    indent = Span(" " * (column + 2))
    group = None
    for row in rows:
        if row.get(by) != group:
            group = row[by]
            found += [heading(headings[group], width)]
        name = Span(f"{_name(row):<{column}}", "key")
        if len(name.text) > column:
            found.append((name,))
            name = Span(" " * column)
        found += flow((name, Span("  ")), row["text"], width)
        if isinstance(row.get("values"), list):
            for value in row["values"]:
                found += _value_lines(row, word(value), indent, width)
        for text in row.get("details", ()):
            found += flow((indent,), text, width, "dim")
    return found


def _value_lines(row: dict[str, Any], value: str, indent: Span, width: int) -> list[Line]:
    """A value of an entry, and what it is."""
    column = max(len(word(v)) for v in row["values"])
    return flow((indent, Span(f"{value:<{column}}  ")), row["meanings"][value], width, "dim")


def _name(row: dict[str, Any]) -> str:
    return str(row.get("id") or row.get("name"))
