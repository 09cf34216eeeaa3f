"""The macros of files, and which of them a piece of text sees."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from s2tui.source.c.tokens import Token, tokens

if TYPE_CHECKING:
    from s2tui.source.c.places import Place

ANY_ARGUMENTS = "__VA_ARGS__"


@attrs.define(frozen=True, eq=False)
class Macro:
    """A macro."""

    name: str
    parameters: tuple[str, ...] | None
    """None for one that takes no parentheses."""
    variadic: bool
    """The last parameter takes what is left of the arguments."""
    text: str
    at: Place
    """Where its text begins."""

    @cached_property
    def body(self) -> tuple[Token, ...]:
        """What it is replaced by."""
        return tuple(tokens(self.text, self.at.file, self.at.line))


def parameters(text: str | None) -> tuple[tuple[str, ...] | None, bool]:
    """The parameters of a macro from what stands in its parentheses, and whether it is variadic."""
    if text is None:
        return None, False
    names = [name.strip(" \t\\\r\n") for name in text.split(",")]
    if names == [""]:
        return (), False
    variadic = names[-1].endswith("...")
    if variadic:
        names[-1] = names[-1].removesuffix("...").strip() or ANY_ARGUMENTS
    return tuple(names), variadic


class Macros:
    """All macros of some files.

    Those of a header are seen by all, those of a .c file by that file alone. Text is expanded long
    after it was read, so it says at which point it stood: the macro is the one that was defined
    then. The files may be fewer than the compiler sees, and come in another order; so a name that
    was not defined then is what it is defined as first.
    """

    def __init__(self) -> None:
        self._shared: dict[str, list[tuple[int, Macro | None]]] = {}
        self._own: dict[str, dict[str, list[tuple[int, Macro | None]]]] = {}
        self.point = 0
        """How many lines of the preprocessor have been read."""

    def table(self, file: str) -> dict[str, list[tuple[int, Macro | None]]]:
        """Where the macros of a file are kept."""
        return self._own.setdefault(file, {}) if file.endswith(".c") else self._shared

    def define(self, macro: Macro) -> None:
        """Read a #define."""
        history = self.table(macro.at.file).setdefault(macro.name, [])
        # Defined twice without #undef: both are the same, or it is another file's version.
        if not history or history[-1][1] is None:
            history.append((self.point, macro))

    def undefine(self, name: str, file: str) -> None:
        """Read an #undef."""
        history = self.table(file).get(name)
        if history:
            history.append((self.point, None))

    def get(self, name: str, file: str, point: int) -> Macro | None:
        """The macro of this name for text of a file at a point."""
        history = self._own[file].get(name) if file in self._own else None
        history = history or self._shared.get(name)
        if history is None:
            return None
        if len(history) > 1:
            for since, macro in reversed(history):
                if since <= point:
                    return macro
        return history[0][1]

    def last(self, name: str) -> Macro | None:
        """The macro of this name at the end of all files."""
        for table in (self._shared, *self._own.values()):
            if name in table and table[name][-1][1]:
                return table[name][-1][1]
        return None
