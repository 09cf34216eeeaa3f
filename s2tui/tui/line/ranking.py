"""How well something answers to what was typed: exact, then beginnings, then anything inside.

Letters that merely follow each other somewhere in a sentence are no match: nearly any word would
match nearly anything.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

EXACT, BEGINS, WORD, SAID, INSIDE, SAID_INSIDE = range(6)
"""A name is it, a name begins with it, a word of a name does, a word of the text does; it is
somewhere in a name, in the text."""
LEAST_INSIDE = 3
"""Letters that have to be typed before they are looked for inside of words of a text."""
_parts = re.compile(r"[^\W_]+").findall


def rank(typed: str, names: Sequence[str], text: str) -> int | None:
    """The place of something in a list of what answers to a text; None where it does not.

    Args:
        typed: what was typed, not empty. Of several words each has to be found.
        names: what it is called.
        text: what is said of it.
    """
    wanted = typed.casefold()
    folded = [_folded(name) for name in names]
    if wanted in folded:
        return EXACT
    if any(name.startswith(wanted) for name in folded):
        return BEGINS
    found = [_rank_of_word(word, folded, _folded(text)) for word in wanted.split()]
    return None if None in found else max(place for place in found if place is not None)


def _rank_of_word(word: str, names: Sequence[str], text: str) -> int | None:
    if any(_begins(word, name) for name in names):
        return WORD
    if _begins(word, text):
        return SAID
    if any(word in name for name in names):
        return INSIDE
    return SAID_INSIDE if len(word) >= LEAST_INSIDE and word in text else None


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return text.casefold()


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_parts(text))


def _begins(wanted: str, text: str) -> bool:
    """Whether a word of a text begins with something, or the text does from that word on."""
    if wanted not in text:
        return False
    if any(word.startswith(wanted) for word in _words(text)):
        return True
    # What is wanted may have a point or a dash in it, which words have not.
    at = text.find(wanted)
    return at == 0 or not text[at - 1].isalnum()


def shared(names: Sequence[str], typed: str) -> str:
    """What all names begin with, if that is more than what was typed; else what was typed."""
    columns = zip(*names, strict=False)
    start = "".join(column[0] for column in takewhile(lambda c: len(set(c)) == 1, columns))
    return start if len(start) > len(typed) and start.startswith(typed) else typed
