"""The letters of the machine's values three or six rows high, for the back row."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 6, 3
DOTS = {
    "S": (" #####", "##    ", " #### ", "    ##", "    ##", "##### "),
    "Z": ("######", "   ## ", "  ##  ", " ##   ", "##    ", "######"),
    "Y": ("##  ##", "##  ##", " #### ", "  ##  ", "  ##  ", "  ##  "),
    "G": (" #### ", "##    ", "## ###", "##  ##", "##  ##", " #### "),
    "-": ("", "", " #### ", "", "", ""),
}
"""Each letter in two dots for a row of text."""
BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
DOUBLE = 2
"""How much larger the letters are for which there is a lot of room."""


def big(letter: str, times: int = 1) -> Sequence[str]:
    """A letter, or a dash for nothing, as rows of block characters.

    Args:
        letter: what is written.
        times: 1 for three rows, 2 for six.
    """
    dots = [f"{row:<{WIDTH}}" for row in DOTS[letter]]
    if times == DOUBLE:
        return ["".join(BLOCKS[dot == "#", dot == "#"] * times for dot in row) for row in dots]
    return [
        "".join(BLOCKS[upper == "#", lower == "#"] for upper, lower in zip(*pair, strict=True))
        for pair in zip(dots[::2], dots[1::2], strict=True)
    ]
