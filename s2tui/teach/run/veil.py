"""What may not be seen as long as something is asked: it follows from what is asked alone.

Whoever shows answers gives their parts to nobody whose part is hidden; nobody has to think of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Part: TypeAlias = Literal["given", "outcome", "effects"]
"""What was put in, what comes of it under whatever policy, and which change would change that."""
Hides: TypeAlias = "frozenset[Part]"

NOTHING: Hides = frozenset()
WHOLE: Hides = frozenset({"outcome", "effects"})
HIDES: Mapping[str, Hides] = {"reach": frozenset({"effects"})}
"""By the kind of question. What is to be brought about is seen, and not what would do it."""


def hides(kind: str, *, open_: bool) -> Hides:
    """What a question hides.

    Args:
        kind: of the question, as lessons have it.
        open_: whether its answer is not revealed yet.
    """
    return HIDES.get(kind, WHOLE) if open_ else NOTHING
