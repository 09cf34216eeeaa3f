"""What a variable of C can hold in one scenario: what the terminals of a value's diagram stand for.

Integers are ints, whatever their type, and a null pointer is 0. The rest is here. All of them are
told apart by what they are and not by when they were made: the same object reached on two ways is
one object, or both sides of a branch would differ for nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Hashable

Key: TypeAlias = "Hashable"
"""Where something is kept in memory: the number of a local variable, or (object, member)."""


class Object(NamedTuple):
    """A structure or an array; a pointer to it is the same value."""

    name: str
    """What it is: `vcpu`, or `user_mem_abort.fault` for a local variable."""
    path: tuple[str | int, ...] = ()
    """Which part of it, for what lies inside; of a local one its place in the frames first."""
    local: bool = False
    """It lives in a frame, and has only what was stored in it."""

    def part(self, member: str | int) -> Object:
        """A structure or an array that lies inside."""
        return Object(self.name, (*self.path, member), self.local)

    def part_at(self, path: tuple[str | int, ...]) -> Object:
        """The same for what lies deeper inside."""
        return Object(self.name, self.path + path, self.local) if path else self

    def __str__(self) -> str:
        return ".".join(map(str, (self.name, *self.path)))


class Address(NamedTuple):
    """A pointer to a variable or member that is no structure."""

    key: Key


class Routine(NamedTuple):
    """A pointer to a function."""

    name: str


class Undefined(NamedTuple):
    """No value: a test of it has no answer. Copying one is no mistake."""

    why: str
    """In words, as they stand behind a place."""


UNSET = Undefined("a variable is read that was never set")
"""What a variable holds before anything is stored."""
