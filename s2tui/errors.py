"""The one error that is the asker's: what was wrong with the request, and what would be right.

Every layer raises it (or a subclass) and the front ends print it: the command line as one line on
standard error with exit status 2, the app as a notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


SHOWN = 60
"""How many characters of somebody's own word a message repeats."""


class RequestError(ValueError):
    """A request that cannot be answered; its message is one line for a person."""


def unknown(what: str, word: str, accepted: Iterable[str], note: str = "") -> RequestError:
    """The error for a word that is not one of the accepted ones, with a suggestion if one is close.

    Args:
        what: what the word should have been, such as "field" or "kernel".
        word: the word as it was given.
        accepted: every word that would have been right.
        note: said at the end in place of "; accepted: " and the words.
    """
    from difflib import get_close_matches

    word, words = short(word), [str(a) for a in accepted]
    close = get_close_matches(word, words, n=1, cutoff=0.6)
    meant = f"; did you mean {close[0]}?" if close else ""
    return RequestError(
        f"unknown {what} {word!r}{meant}{note or '; accepted: ' + ', '.join(words)}"
    )


def short(word: str) -> str:
    """A word as a message repeats it: one line has no room for a megabyte."""
    return word if len(word) <= SHOWN else word[: SHOWN - 3] + "..."
