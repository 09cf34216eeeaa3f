"""The glossary: each term with what it is and where that is written; which terms a text has."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from s2tui.toml import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WORD = r"/?[A-Za-z0-9_]+(?:[./:-][A-Za-z0-9_]+)*(?:\(\))?"
"""What can be a word of the field: `CTR_EL0.DIC`, `/dev/kvm`, `stage-1`, `pfn_is_map_memory()`."""
LONGEST = 3
"""Words in the longest term."""
SHORT = 2
"""Letters up to which a word in a text is a term only as the term is written."""


class Term(NamedTuple):
    """A word of the field."""

    name: str
    text: str
    """What it is, in a sentence or three."""
    source: str
    """Where that is written."""
    also: tuple[str, ...] = ()
    """Other words for the same."""


@cache
def terms() -> Mapping[str, Term]:
    """Every term by its name, in the order in which one needs them."""
    found = table(__file__, "terms.toml")
    return {
        name: Term(name, said["text"], said["source"], tuple(said.get("also", ())))
        for name, said in found.items()
    }


@cache
def _names() -> Mapping[str, Term]:
    """The terms by each of their words; in small letters too, if no other term is written so."""
    words = {word: term for term in terms().values() for word in (term.name, *term.also)}
    small = {word.lower(): term for word, term in words.items() if len(word) > SHORT}
    return {**small, **words}


def find(word: str) -> Term | None:
    """The term that a word is, as it is written or in any case; None where it is none."""
    return _names().get(word) or _names().get(word.lower()) or _names().get(word.upper())


def terms_in(texts: Iterable[str]) -> tuple[Term, ...]:
    """The terms that occur in some texts, each once, in the order of the texts.

    The longest term counts where one is part of another: `struct page`, `CTR_EL0.DIC`.
    """
    found: dict[str, Term] = {}
    for text in texts:
        for term in _of(text):
            found.setdefault(term.name, term)
    return tuple(found.values())


def _of(text: str) -> Iterable[Term]:
    import re

    words = re.findall(WORD, text)
    at = 0
    while at < len(words):
        for count in range(LONGEST, 0, -1):
            said = " ".join(words[at : at + count])
            # In small letters DC, AT and ID are words of everybody's.
            term = find(said) if len(said) > SHORT else _names().get(said)
            if term is not None and at + count <= len(words):
                yield term
                break
        else:
            count = 1
            yield from _parts(words[at])
        at += count


def _parts(word: str) -> Iterable[Term]:
    """The terms that a composed word has in it: VTCR_EL2.TG0, mmu.c:user_mem_abort."""
    import re

    pieces = re.split(r"[./:]", word.removesuffix("()"))
    if len(pieces) > 1:
        for piece in pieces:
            term = find(piece)
            if term is not None:
                yield term
