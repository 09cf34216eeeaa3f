"""What a parser asks about names that it has not seen declared itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from s2tui.source.c.configuration import Rule, Symbol
    from s2tui.source.c.nodes import Constant
    from s2tui.source.c.types import Callable, Members, Record, Type


class Names(Protocol):
    """The names of the files and of the configuration."""

    def owned(self, name: str) -> Type | Rule | None:
        """What the configuration says of a name; None if it does not own it."""

    def symbol(self, name: str) -> tuple[bool, Symbol]:
        """Whether a preprocessor symbol is listed, and its value."""

    def typedef(self, name: str) -> Type | None:
        """The type that a typedef names."""

    def enumeration(self, tag: str) -> Type | None:
        """The integer that holds an enumeration."""

    def enumerator(self, name: str) -> Constant | str | None:
        """An enumerator; a sentence where its value cannot be computed; None if there is none."""

    def members(self, record: Record) -> Members | None:
        """What is in a structure."""

    def member(self, tag: str, name: str) -> Type | None:
        """What the configuration says of a member."""

    def keep(self, members: Members) -> None:
        """Remember what is in a structure that was met on the way."""

    def function_type(self, name: str) -> Callable | None:
        """The type of a function that the files define or declare."""

    def global_type(self, name: str) -> Type | None:
        """The type of a variable that the files define or declare."""
