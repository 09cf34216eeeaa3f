"""The words of C, and those that the kernel adds to declarations."""

from __future__ import annotations

from s2tui.source.c import beside


def _words() -> dict[str, frozenset[str]]:
    """The words, by heading."""
    found: dict[str, frozenset[str]] = {}
    for part in beside.text("words.txt").split("[")[1:]:
        heading, _, words = part.partition("]")
        found[heading] = frozenset(words.split())
    return found


_ALL = _words()
BASIC = _ALL["basic"]
"""The words of which the basic types are made."""
QUALIFIERS = _ALL["qualifiers"]
ATTRIBUTES = _ALL["attributes"]
"""What says something about a declaration that does not matter here, with or without arguments."""
STATEMENTS = _ALL["statements"]
"""No name of anything."""
RECORDS = frozenset({"struct", "union"})
TYPEOF = frozenset({"typeof", "__typeof__", "__typeof", "typeof_unqual", "__typeof_unqual__"})
DEDUCED = "__auto_type"
ASSEMBLY = frozenset({"asm", "__asm__", "__asm"})
