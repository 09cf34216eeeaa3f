"""Roles in the terminal's own sixteen colors, which the user chose to be readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from s2tui.view.kit.text import Line, Role

CODES: Mapping[Role, str] = {
    "text": "",
    "dim": "2",
    "title": "1",
    "key": "36",
    "set": "1",
    "clear": "2",
    "changed": "1;33",
    "reserved": "35",
    "allowed": "32",
    "denied": "31",
    "unknown": "1;35",
}
"""Select Graphic Rendition (ECMA-48 8.3.117) by role. The signs say the same without them."""


def painted(lines: Iterable[Line]) -> str:
    """Lines with the color of each role, without trailing blanks."""
    return "\n".join(map(_painted, lines))


def _painted(spans: Line) -> str:
    found = []
    room = len("".join(span.text for span in spans).rstrip())
    for text, role in spans:
        kept, code = text[:room], CODES[role]
        room -= len(kept)
        found.append(f"\x1b[{code}m{kept}\x1b[m" if code and not kept.isspace() and kept else kept)
    return "".join(found)
