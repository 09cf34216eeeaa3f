"""The files that come with this package."""

from __future__ import annotations

import os


def text(name: str) -> str:
    """The text of one of them."""
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
        return file.read()
