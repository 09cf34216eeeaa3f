"""Whether a terminal, or what is written instead of one, lacks the signs; asked before either."""

from __future__ import annotations

import os

POOR = ("linux", "dumb", "vt100", "vt220")
"""Terminals, by TERM, whose fonts lack the signs."""
LOCALE = ("LC_ALL", "LC_CTYPE", "LANG")
"""What says how a terminal's characters are encoded; the first that says anything counts."""
UTF_8 = ("utf-8", "utf8")


def lacks_signs(encoding: str | None, *, terminal: bool) -> bool:
    """Whether signs are to be written in ASCII: somebody asks for it, or they would be lost.

    Python takes the C locale for UTF-8, a terminal that was started with it does not. Where nothing
    is said of the locale, as in many containers, the encoding alone counts.

    Args:
        encoding: of the stream that is written to; None if it does not say.
        terminal: whether that is a terminal.
    """
    asked = os.environ.get("S2TUI_ASCII", "")
    if asked:
        return asked != "0"
    if terminal and (os.environ.get("TERM", "") in POOR or not _locale_has_signs()):
        return True
    encoding = encoding or "utf-8"
    if encoding.lower() in UTF_8:
        return False
    from s2tui.view.kit.ascii import lacking

    return lacking(encoding)


def _locale_has_signs() -> bool:
    said = next(filter(None, map(os.environ.get, LOCALE)), "")
    codeset = said.partition("@")[0].partition(".")[2]
    return said not in ("C", "POSIX") and codeset.lower() in ("", *UTF_8)
