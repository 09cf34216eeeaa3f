"""Fewer bytes to the terminal: only what changed, and of each style only what differs.

Textual sends a line that changed from the left edge of its widget on, each piece of it with all of
its colours, and takes them back after each. Over ssh that is most of what is sent. What is shown
is the same: the same characters at the same places in the same colours.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.control import Control

from s2tui.tui.terminal.textual_private import PartialUpdate, listens, writes

if TYPE_CHECKING:
    from rich.console import Console
    from textual.driver import Driver

STYLE = re.compile(r"\x1b\[([0-9;]*)m")
MOVES = re.compile(r"(?:\r?\n|\x1b\[\d*;?\d*H)+")
"""Going elsewhere, which looks the same in any style."""
NEEDLESS = re.compile(r"\r?\n(?=\x1b\[\d+;\d+H)")
"""A new line before going elsewhere."""
COLOUR_CODES = {"38": 0, "48": 1}
"""Codes that a colour follows: in front, behind."""
LENGTHS = {"2": 5, "5": 3}
"""How many numbers a colour takes, by its second one."""
OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "8": "28", "9": "29"}
"""What takes back what is no colour: bold and faint have one code for both."""
UNSEEN = frozenset({"1", "2", "3", "5", "8"})
"""What a blank does not show: bold, faint, italic, blinking, hidden. A line it does."""
FRONT, BEHIND = "39", "49"
"""What takes back the colours."""


class Cropped(PartialUpdate):
    """An update that leaves out what stands to the left of a change too."""

    def render_segments(self, console: Console) -> str:
        """What is written: for each span, where it begins and what is in it."""
        written: list[str] = []
        for y, left, right in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                start, stop = max(x, left), min(end, right)
                if strip is not None and start < stop:
                    written.append(Control.move_to(start, y).segment.text)
                    written.append(strip.crop(start - x, stop - x).render(console))
        return "".join(written)


def cropped(update: Any) -> Any:
    """An update of parts of the screen, cropped; anything else as it is."""
    if type(update) is PartialUpdate:
        return Cropped(update.chops, update.spans, update.chop_ends)
    return update


class Look(NamedTuple):
    """What a terminal was told last."""

    front: str = ""
    behind: str = ""
    others: tuple[str, ...] = ()
    """Bold, underlined and so on."""


PLAIN = Look()


def fewer_bytes(data: str) -> str:
    """The same output in fewer bytes.

    Args:
        data: text with escape sequences, beginning and ending with a plain style.
    """
    pieces = STYLE.split(NEEDLESS.sub("", data))
    told = wanted = PLAIN
    out: list[str] = []
    for at, piece in enumerate(pieces):
        if at % 2:
            wanted = _after(wanted, piece)
        elif piece:
            if wanted != told and not MOVES.fullmatch(piece) and not _same(told, wanted, piece):
                out.append(_change(told, wanted))
                told = wanted
            out.append(piece)
    if wanted != told:
        out.append(_change(told, wanted))
    return "".join(out)


def in_few_bytes_of_ascii(data: str) -> str:
    """The same for a terminal that has no more than ASCII."""
    from s2tui.view.kit.ascii import only_ascii

    return only_ascii(fewer_bytes(data))


def fewer_bytes_driver(driver: type[Driver], *, ascii_only: bool = False) -> type[Driver]:
    """A driver that writes less.

    Args:
        driver: the one for this terminal.
        ascii_only: whether signs, and all that Textual draws, are written in ASCII.
    """
    written = in_few_bytes_of_ascii if ascii_only else fewer_bytes

    class FewerBytesDriver(driver):  # type: ignore[misc, valid-type]
        """Writes what the other one would, in fewer bytes, as long as there is a terminal."""

        def start_application_mode(self) -> None:
            # A signal to go on also comes to what never stopped: of two threads that read the
            # same keys, one would wait for ever.
            if not listens(self):
                super().start_application_mode()

        def write(self, data: str) -> None:
            if writes(self):
                super().write(written(data))

        def close(self) -> None:
            if writes(self):
                super().close()

    return FewerBytesDriver


def _same(told: Look, wanted: Look, piece: str) -> bool:
    """Whether a piece looks the same in either: of blanks only what is behind them is seen."""
    if told.behind != wanted.behind or piece.strip(" "):
        return False
    return UNSEEN.issuperset(told.others) and UNSEEN.issuperset(wanted.others)


@lru_cache(maxsize=4096)
def _after(look: Look, codes: str) -> Look:
    """How it looks after the codes of one sequence."""
    front, behind, others = look
    numbers = codes.split(";")
    at = 0
    while at < len(numbers):
        number = numbers[at]
        length = 1
        if number in COLOUR_CODES and at + 1 < len(numbers):
            length = LENGTHS.get(numbers[at + 1], 1)
        code = ";".join(numbers[at : at + length])
        if number in {"", "0"}:
            front, behind, others = PLAIN
        elif number in OFF.values():
            others = tuple(other for other in others if OFF.get(other) != number)
        elif number == "48" or _is_colour(number, 40):
            behind = "" if code == BEHIND else code
        elif number == "38" or _is_colour(number, 30):
            front = "" if code == FRONT else code
        elif code not in others:
            others = (*others, code)
        at += length
    return Look(front, behind, others)


def _is_colour(number: str, first: int) -> bool:
    """Whether a code is one of the sixteen colours or the terminal's own, from 30 or 40 on."""
    value = int(number)
    return first <= value <= first + 9 or first + 60 <= value <= first + 67


@lru_cache(maxsize=4096)
def _change(told: Look, wanted: Look) -> str:
    """The shortest sequence from one look to another."""
    everything = [*wanted.others, *filter(None, (wanted.front, wanted.behind))]
    afresh = f"\x1b[{';'.join(['0', *everything])}m"
    off = list(dict.fromkeys(OFF.get(o, "0") for o in told.others if o not in wanted.others))
    if "0" in off or wanted == PLAIN:
        return afresh
    kept = [o for o in told.others if OFF.get(o) not in off]
    codes = off + [other for other in wanted.others if other not in kept]
    codes += [wanted.front or FRONT] if wanted.front != told.front else []
    codes += [wanted.behind or BEHIND] if wanted.behind != told.behind else []
    return min(f"\x1b[{';'.join(codes)}m", afresh, key=len)
