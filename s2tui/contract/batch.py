"""What a batch answers in the place of a line that it cannot read."""

from __future__ import annotations

from json import dumps


def bad_line_json(message: str, number: int) -> str:
    """What is wrong with a line, and its number from 1."""
    return dumps({"error": message, "line": number})
