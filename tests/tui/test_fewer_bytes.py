"""What is sent to the terminal is shorter, and looks the same."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from s2tui.tui.terminal.fewer_bytes import PLAIN, STYLE, Cropped, Look, _after, cropped, fewer_bytes
from s2tui.tui.terminal.textual_private import PartialUpdate

CONSOLE = Console(color_system="truecolor", force_terminal=True)
COLOURS = st.sampled_from(["#ff0000", "#00ff7f", "#102030", "red", "bright_blue", "color(117)"])
STYLES = st.builds(
    Style, color=st.none() | COLOURS, bgcolor=st.none() | COLOURS, bold=st.booleans(),
    underline=st.booleans(), reverse=st.booleans(),
)  # fmt: skip
SEGMENTS = st.builds(Segment, st.text("ab ■", min_size=1, max_size=5), STYLES)
MOVES = st.builds("\x1b[{};{}H".format, st.integers(1, 60), st.integers(1, 200))
PIECES = re.compile(r"(\r\n|\x1b\[\d+;\d+H)|(.)", re.DOTALL)
FRAMES = st.lists(st.tuples(MOVES, st.lists(SEGMENTS, max_size=6)), max_size=6)


def written(frame: list[tuple[str, list[Segment]]]) -> str:
    """What Textual would write of some lines."""
    return "".join(f"{move}{Strip(segments).render(CONSOLE)}\r\n" for move, segments in frame)


def seen(data: str) -> list[tuple[str, Look]]:
    """Each character, and each sequence that is no style, with the look that it comes in."""
    look = PLAIN
    found: list[tuple[str, Look]] = []
    for at, piece in enumerate(STYLE.split(data)):
        if at % 2:
            look = _after(look, piece)
            continue
        for move, character in PIECES.findall(piece):
            found.append((move, PLAIN) if move else (character, as_seen(look, character)))
    return found


def as_seen(look: Look, character: str) -> Look:
    """What is to be seen of a look, in order: of a blank, what is behind it, or drawn over it."""
    over = {"4", "7"} & {*look.others}
    if character == " " and not over:
        return Look(behind=look.behind)
    return ordered(look)


def ordered(look: Look) -> Look:
    """A look whose parts are in order."""
    return look._replace(others=tuple(sorted(look.others)))


@settings(max_examples=60)
@given(FRAMES)
def test_it_looks_the_same_and_ends_plain(frame: list[tuple[str, list[Segment]]]) -> None:
    data = written(frame)
    short = fewer_bytes(data)
    assert seen(short) == seen(data.replace("\r\n\x1b", "\x1b"))
    look = PLAIN
    for codes in STYLE.findall(short):
        look = _after(look, codes)
    assert look == PLAIN


@settings(max_examples=60)
@given(FRAMES)
def test_it_is_never_longer(frame: list[tuple[str, list[Segment]]]) -> None:
    data = written(frame)
    assert len(fewer_bytes(data)) <= len(data)


@settings(max_examples=60)
@given(st.integers(0, 29), st.integers(1, 30), st.sampled_from([0, 7, 15]))
def test_only_what_is_in_a_span_is_written(left: int, width: int, cut: int) -> None:
    right = min(left + width, 30)
    text = "abcdefghijklmnopqrstuvwxyz0123"
    parts = {0: text[:cut], cut: text[cut:]} if cut else {0: text}
    chops = [{x: Strip([Segment(part, Style(bold=True))]) for x, part in parts.items()}]
    ends = [[cut, 30] if cut else [30]]
    written = Cropped(chops, [(0, left, right)], ends).render_segments(CONSOLE)
    screen = [" "] * 30
    at = 0
    for move, character in PIECES.findall(STYLE.sub("", written)):
        if move:
            at = int(move[2:-1].split(";")[1]) - 1
        else:
            screen[at] = character
            at += 1
    assert "".join(screen) == " " * left + text[left:right] + " " * (30 - right)


def test_only_updates_of_parts_are_cropped() -> None:
    update = PartialUpdate([{0: Strip([Segment("abc")])}], [(0, 1, 2)], [[3]])
    assert cropped(update).render_segments(CONSOLE) == "\x1b[1;2Hb"
    assert cropped("anything else") == "anything else"


def test_a_background_is_told_once() -> None:
    style = Style(color="#ffffff", bgcolor="#000000")
    other = Style(color="#ff0000", bgcolor="#000000")
    data = Strip([Segment("a", style), Segment("b", other)]).render(CONSOLE)
    assert fewer_bytes(data) == "\x1b[38;2;255;255;255;48;2;0;0;0ma\x1b[38;2;255;0;0mb\x1b[0m"


def test_what_is_no_longer_bold_is_told_only_that() -> None:
    bold = Style(color="#ffffff", bgcolor="#000000", bold=True)
    usual = Style(color="#ffffff", bgcolor="#000000")
    data = Strip([Segment("a", bold), Segment("b", usual)]).render(CONSOLE)
    assert fewer_bytes(data) == "\x1b[1;38;2;255;255;255;48;2;0;0;0ma\x1b[22mb\x1b[0m"


def test_a_blank_is_written_in_whatever_colour_is_told_already() -> None:
    usual = Style(color="#ffffff", bgcolor="#000000")
    other = Style(color="#ff0000", bgcolor="#000000", bold=True)
    data = Strip([Segment("a", usual), Segment(" ", other), Segment("b", usual)]).render(CONSOLE)
    assert fewer_bytes(data) == "\x1b[38;2;255;255;255;48;2;0;0;0ma b\x1b[0m"


def test_a_blank_that_is_underlined_or_on_another_ground_is_told_so() -> None:
    usual = Style(color="#ffffff", bgcolor="#000000")
    for other in (Style(underline=True), Style(reverse=True), Style(bgcolor="#ff0000")):
        data = Strip([Segment("a", usual), Segment(" ", usual + other)]).render(CONSOLE)
        assert "ma \x1b" not in fewer_bytes(data)


def test_what_is_no_style_keeps_its_place_and_its_look() -> None:
    data = "\x1b[1mx\x1b[0m\x1b[2J\x1b[1my\x1b[0m"
    assert fewer_bytes(data) == data
    assert fewer_bytes("\x1b[?2026h") == "\x1b[?2026h"
