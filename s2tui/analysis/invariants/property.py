"""What makes a function the property of an invariant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.analysis.invariants.case import Changes

VACUOUS: Literal["vacuous"] = "vacuous"
Verdict: TypeAlias = 'bool | Literal["vacuous"] | None'
"""True: it holds; VACUOUS: it claims nothing here; False: violated; None: nobody ever said."""
Others: TypeAlias = tuple["Changes", ...]
"""What the other scenarios of a property differ in; the first is the one that is shown."""


class Property(NamedTuple):
    """What an invariant asks of every scenario."""

    id: str
    """Under which the data file has its words."""
    holds: Callable[..., Verdict]
    """Given the case of the scenario and those of the others."""
    others: tuple[Others, ...]
    """What the other scenarios differ in; it must hold with each of them."""


def invariant(
    id_: str, others: tuple[Others, ...] = ((),)
) -> Callable[[Callable[..., Verdict]], Property]:
    """Make a function of cases the property of an invariant.

    Args:
        id_: under which the data file has its words.
        others: what the other scenarios that it looks at differ in; none without it.
    """
    return lambda holds: Property(id_, holds, others)
