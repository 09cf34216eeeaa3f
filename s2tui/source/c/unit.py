"""Files in; functions, constants and types out, each read when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from s2tui.source.c.configuration import Configuration
    from s2tui.source.c.nodes import Expression, Function
    from s2tui.source.c.places import Place
    from s2tui.source.c.types import Members, Type


@attrs.define(frozen=True)
class Source:
    """A file, which several units may share: what does not depend on a configuration is kept."""

    path: str
    """As in the tree, with `/`: `arch/arm64/include/asm/esr.h`."""
    text: str


@attrs.define(frozen=True)
class Assumed:
    """A preprocessor symbol that nobody listed, asked for outside of functions: not defined."""

    symbol: str
    at: Place


@attrs.define(frozen=True)
class Definition:
    """A function or macro of the files, not yet parsed."""

    name: str
    at: Place
    end: int
    """The last line."""
    text: str
    """Its text, comments replaced by blanks."""
    macro: bool = False


class Unit:
    """Files read under one configuration.

    Files include each other where they do so and are among those given; the others are left out.
    A file is read once. Of two functions, types or (without #undef between) macros of one name the
    first counts.

    Attributes:
        configuration: as given.
        assumed: what was asked outside of functions and nobody listed, in order.
        functions: every function of the files by name, in order.
    """

    configuration: Configuration
    assumed: tuple[Assumed, ...]
    functions: Mapping[str, Definition]

    def __init__(self, sources: Iterable[Source], configuration: Configuration) -> None:
        raise NotImplementedError

    def function(self, name: str) -> Function | None:
        """The function, parsed now or earlier; None where no file defines it.

        Never raises: one that is not understood has a `problem`, and a Stop for its body.
        """
        raise NotImplementedError

    def expression(self, text: str) -> Expression:
        """An expression as if it stood in a function at the end of all files; macros are expanded.

        Raises:
            NotUnderstoodError: it is none.
        """
        raise NotImplementedError

    def constant(self, name: str) -> tuple[int, Type] | None:
        """The value and type of an enumerator, or of a macro that is an integer constant.

        None where it is neither, or where it needs something that the files do not say.
        """
        raise NotImplementedError

    def type(self, text: str) -> Type:
        """A type as C writes it: `struct kvm_pgtable *`.

        Raises:
            NotUnderstoodError: it is none.
        """
        raise NotImplementedError

    def struct(self, tag: str) -> Members | None:
        """What is in a structure or union; None where no file defines it."""
        raise NotImplementedError

    def enum(self, tag: str) -> Mapping[str, int] | None:
        """The enumerators of an enumeration that have a value that can be computed, in order."""
        raise NotImplementedError

    def macro(self, name: str) -> Definition | None:
        """The macro of this name as it is at the end of all files."""
        raise NotImplementedError

    def hash(self, name: str) -> str | None:
        """What tells one definition of a function or macro from another: 16 hexadecimal digits.

        Comments and blanks do not count, nor does where it stands. None where nothing defines it.
        """
        raise NotImplementedError

    def shadowed(self) -> Mapping[str, Definition]:
        """The names that the configuration owns and that the files define nevertheless."""
        raise NotImplementedError

    def line(self, at: Place) -> str:
        """The text of a line, as the file has it; empty where there is none."""
        raise NotImplementedError
