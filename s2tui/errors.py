"""The one error that is the asker's: what was wrong with the request, and what would be right.

Every layer raises it (or a subclass) and the front ends print it: the command line as one line on
standard error with exit status 2, the app as a notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


MOST_MEANT = 3
"""Names that are suggested at most for a part of them."""
LEAST_BEGINNING = 3
"""Letters from which on the beginning of a name stands for it."""
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
    word, words = short(word), [str(a) for a in accepted]
    close = " or ".join(nearest(word, words))
    meant = f"; did you mean {close}?" if close else ""
    return RequestError(
        f"unknown {what} {word!r}{meant}{note or '; accepted: ' + ', '.join(words)}"
    )


def nearest(word: str, words: Sequence[str]) -> list[str]:
    """What was probably meant: at most one word, but for a part of names that several end with.

    Args:
        word: as it was given; its case does not matter, and an `@` before it may be missing.
        words: those that exist.
    """
    given = word.lower().removeprefix("@")
    names = {name.lower().removeprefix("@"): name for name in words}
    if given in names:
        return [names[given]]
    # The last part of a name stands for it: fwb for host.fwb, v9 for patch-v9.
    parts = "." + given, "-" + given
    ends = [full for name, full in names.items() if given and name.endswith(parts)]
    if 0 < len(ends) <= MOST_MEANT:
        return ends
    begins = [full for name, full in names.items() if name.startswith(given)]
    if len(given) >= LEAST_BEGINNING and begins:
        return begins[:1]
    from difflib import get_close_matches

    return [names[name] for name in get_close_matches(given, names, n=1, cutoff=0.6)]


def short(word: str) -> str:
    """A word as a message repeats it: one line has no room for a megabyte."""
    return word if len(word) <= SHOWN else word[: SHOWN - 3] + "..."
