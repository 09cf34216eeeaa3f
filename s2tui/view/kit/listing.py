"""Lists of what there is, as aligned lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.kvm.scenario.fields import word
from s2tui.view.kit.layout import flow
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.view.kit.text import Line


def listing_lines(entries: Iterable[dict[str, Any]], width: int = 100) -> list[Line]:
    """For each entry its name, its text, the values that it can take and what else it says."""
    rows = list(entries)
    column = max((len(_name(row)) for row in rows), default=0)
    found: list[Line] = []
    indent = Span(" " * (column + 2))
    for row in rows:
        name = Span(f"{_name(row):<{column}}", "key")
        found += flow((name, Span("  ")), row["text"], width)
        if isinstance(row.get("values"), list):
            found += flow((indent,), ", ".join(word(v) for v in row["values"]), width, "dim")
        for text in row.get("details", ()):
            found += flow((indent,), text, width, "dim")
    return found


def _name(row: dict[str, Any]) -> str:
    return str(row.get("id") or row.get("name"))
