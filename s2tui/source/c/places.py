"""Where something stands in the text of a tree."""

from __future__ import annotations

import attrs


@attrs.define(frozen=True, slots=True)
class Place:
    """A line of a file; for what a macro brought, the line on which the macro was used."""

    file: str
    """The path as the caller named it."""
    line: int
    """From 1."""
    macro: str | None = None
    """The outermost macro whose expansion brought it; None for what stands there itself."""
    definition: Place | None = None
    """Where that macro's text has it; None without a macro."""

    def __str__(self) -> str:
        """FILE:LINE as a compiler prints it."""
        return f"{self.file}:{self.line}"


class NotUnderstoodError(Exception):
    """Some text is not in the C that is read here, or asks for something that nobody listed.

    Attributes:
        what: what was not understood, in words, without the place.
        at: where.
        name: the name that it is about, if it is about one.
    """

    def __init__(self, what: str, at: Place, name: str | None = None) -> None:
        super().__init__(f"{at}: {what}")
        self.what = what
        self.at = at
        self.name = name
