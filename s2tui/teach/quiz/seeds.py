"""Seeds, and the choices that follow from them.

Everything that is drawn is a hash of the seed, the place in the round and what is drawn, and of no
generator whose sequences may change: a seed gives the same questions everywhere, for as long as the
model answers the same. What a code carries besides, MODEL, says for how long that is.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from s2tui.errors import RequestError, short

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
MODEL = "1"
"""Raised whenever some seed gives other questions or answers than before."""
_CODE = re.compile(r"([0-9A-Za-z]{1,16})(?:\.([0-9A-Za-z]+))?")
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of which seeds are made: nothing that is taken for something else when it is read aloud."""


class Seed(NamedTuple):
    """What a round is drawn from."""

    text: str

    @property
    def code(self) -> str:
        """The seed with the version of the model, as one passes it on."""
        return f"{self.text}.{MODEL}"


def seed_of(word: str) -> Seed:
    """A seed as it is typed, with or without the version of the model.

    Raises:
        RequestError: it is none, or another version's.
    """
    found = _CODE.fullmatch(word)
    if found is None:
        raise RequestError(
            f"a seed is 1 to 16 letters and digits such as K7Q2, not {short(word)!r}"
        )
    text, model = found.groups()
    if model not in (None, MODEL):
        raise RequestError(
            f"seed {word} was drawn by version {model} of the questions, and this is version"
            f" {MODEL}: they would be others; {text} alone draws new ones"
        )
    return Seed(text.upper())


def new_seed() -> Seed:
    """A seed that nobody chose."""
    import secrets

    return Seed("".join(secrets.choice(LETTERS) for _ in range(4)))


class Draw:
    """Choices that follow from a key, one after the other."""

    def __init__(self, *key: object) -> None:
        self._key = "/".join(map(str, key))
        self._drawn = 0

    def below(self, most: int) -> int:
        """A number from 0 up to, and not including, another one."""
        self._drawn += 1
        digest = blake2b(f"{self._key}/{self._drawn}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") % most

    def pick(self, among: Sequence[T]) -> T:
        """One of several."""
        return among[self.below(len(among))]

    def shuffled(self, all_of: Sequence[T]) -> list[T]:
        """All of them, in some order."""
        left = list(all_of)
        return [left.pop(self.below(len(left))) for _ in all_of]
