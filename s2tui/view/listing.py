"""Lists of what there is, as aligned lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.kvm.scenario import word
from s2tui.view.text import Line, Span, line

if TYPE_CHECKING:
    from collections.abc import Iterable


def listing_lines(entries: Iterable[dict[str, Any]]) -> list[Line]:
    """A line for each entry: its name, the values it can take if it has any, and its text."""
    rows = list(entries)
    width = max((len(_name(row)) for row in rows), default=0)
    found: list[Line] = []
    for row in rows:
        found.append(line(Span(f"{_name(row):<{width}}", "key"), "  ", row["text"]))
        indent = " " * (width + 2)
        if isinstance(row.get("values"), list):
            values = ", ".join(word(v) for v in row["values"])
            found.append(line(indent, Span(values, "dim")))
        found.extend(line(indent, Span(text, "dim")) for text in row.get("details", ()))
    return found


def _name(row: dict[str, Any]) -> str:
    return str(row.get("id") or row.get("name"))
