"""What has to be said before a tree can be read: what its headers elsewhere and its build say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeGuard

import attrs

from s2tui.source.c import types

if TYPE_CHECKING:
    from s2tui.source.c.nodes import Expression

Symbol = int | str | bool | None
"""True stands for 1, as in CONFIG_X=y; False and None for listed, and not defined."""
Rule = Callable[[Sequence["Expression"]], types.Type]
"""The type of a call's answer from its arguments, which are as they were written."""


def defined(symbol: Symbol) -> TypeGuard[int | str]:
    """Whether a symbol with this value is defined; one that is 0 is."""
    return symbol is not None and symbol is not False


@attrs.define(frozen=True)
class Configuration:
    """How a tree is to be read.

    Everything that is said here about a name counts more than what the files say.
    """

    symbols: Mapping[str, Symbol] = attrs.field(factory=dict)
    """What the preprocessor is to know: CONFIG_ARM64=True, PAGE_SHIFT=12. In a conditional these
    are values; in code, those whose name begins with CONFIG_ are."""
    owned: Mapping[str, str | Rule] = attrs.field(factory=dict)
    """Names that somebody else answers for: they are expanded as no macro, and where they stand is
    an `Owned` node. Each with the type of its value, or of what a call of it gives, in C
    ("unsigned long", "struct page *", "?" for unknown), or with a rule."""
    typedefs: Mapping[str, str] = attrs.field(factory=dict)
    """Types of headers that are not read, in C: gfn_t="unsigned long long". What the common
    headers define is known already."""
    members: Mapping[tuple[str, str], str] = attrs.field(factory=dict)
    """The types of members of structures that no file defines, by tag and member, in C."""


def argument(place: int) -> Rule:
    """The rule of a name whose value has the type of one of its arguments, such as READ_ONCE."""

    def rule(arguments: Sequence[Expression]) -> types.Type:
        return types.decayed(arguments[place].type) if place < len(arguments) else types.UNKNOWN

    return rule


def named(arguments: Sequence[Expression]) -> types.Type:
    """The rule of a name whose first argument is its type, such as min_t."""
    from s2tui.source.c.nodes import TypeArgument

    first = arguments[0] if arguments else None
    return first.type if isinstance(first, TypeArgument) else types.UNKNOWN


def usual(arguments: Sequence[Expression]) -> types.Type:
    """The rule of a name that computes with its arguments as an operator does, such as min."""
    found: types.Type | None = None
    for each in arguments:
        if not isinstance(each.type, types.Integer):
            return types.UNKNOWN
        found = types.common(found, each.type) if isinstance(found, types.Integer) else each.type
    return types.promoted(found) if isinstance(found, types.Integer) else types.UNKNOWN
