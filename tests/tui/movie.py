"""A moving picture of the app for the README, recorded from the real app.

The app is driven key by key; of each frame only the rows are kept that differ from the one before.
What comes out is one SVG without a script: styles show each row while it is there, and who asked
the system for less motion sees the last frame.
"""

from __future__ import annotations

import asyncio
import os
import tomllib
from collections import defaultdict
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from s2tui.tui.terminal.textual_private import drawn
from tests.tui.driving import MEDIUM, make_app
from tests.tui.settling import settled, settled_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.color import Color
    from rich.style import Style
    from textual.strip import Strip

SCRIPT = Path(__file__).with_suffix(".toml")
PATH = Path(__file__).resolve().parents[2] / "screenshots" / "session.svg"
CELL = (9.6, 20.0)
"""Width and height of a character in the picture's units."""
BASELINE = 15.0
MARGIN = 12.0
CAPTION_LINES = 2
"""Rows below the screen: an empty one, and what was pressed."""
PLAIN = ("#d5dce6", "#11151c")
"""Letters and ground where a style says nothing."""


class Step(NamedTuple):
    """Some keys, and how long one looks at what they did."""

    keys: Sequence[str]
    said: str
    """What stands below the screen."""
    seconds: float


class Row(NamedTuple):
    """A row of the picture as it is for a while."""

    line: int
    drawn: str
    """The markup inside its group."""


def steps() -> tuple[Step, ...]:
    """What is pressed: the first five minutes of the README, in less than one."""
    with SCRIPT.open("rb") as file:
        return tuple(Step(**step) for step in tomllib.load(file)["step"])


def record(steps: Sequence[Step], size: tuple[int, int] = MEDIUM) -> str:
    """Drive the app through the steps, and draw what was seen as one SVG."""
    for name in [n for n in os.environ if n == "NO_COLOR" or n.startswith("TEXTUAL")]:
        del os.environ[name]
    frames: list[list[Row]] = []

    async def play() -> None:
        app = make_app((), "v7.3")
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            for step in steps:
                await settled_after(pilot, *step.keys)
                rows = [Row(y, _row(strip)) for y, strip in enumerate(drawn(app.screen))]
                frames.append([*rows, _caption(step.said, size[1] + 1)])

    asyncio.run(play())
    return _svg(frames, [step.seconds for step in steps], size)


def _caption(said: str, line: int) -> Row:
    return Row(line, f'<text x="0" y="{BASELINE:g}" class="said">{escape(said)}</text>')


def _row(strip: Strip) -> str:
    """The markup of one row, at the height of the first."""
    grounds, texts, x = [], [], 0
    for text, style, _ in strip.simplify():
        width = cell_len(text)
        letters, ground, weight = _look(style)
        left = f"{x * CELL[0]:g}"
        if ground != PLAIN[1]:
            grounds.append(
                f'<rect x="{left}" width="{width * CELL[0]:g}" height="{CELL[1]:g}"'
                f' fill="{ground}"/>'
            )
        if text.strip():
            indent = len(text) - len(text.lstrip(" "))
            words = text.strip(" ")
            begin = f"{(x + indent) * CELL[0]:g}"
            texts.append(
                f'<text x="{begin}" y="{BASELINE:g}" fill="{letters}"{weight}'
                f' textLength="{cell_len(words) * CELL[0]:g}">'
                f"{escape(words).replace(' ', chr(0xA0))}</text>"
            )
        x += width
    return "".join(grounds + texts)


def _look(style: Style | None) -> tuple[str, str, str]:
    """The colours of letters and ground, and what else is said of the letters."""
    if style is None:
        return (*PLAIN, "")
    letters, ground = _hex(style.color, PLAIN[0]), _hex(style.bgcolor, PLAIN[1])
    if style.reverse:
        letters, ground = ground, letters
    weight = ' font-weight="bold"' if style.bold else ""
    under = ' text-decoration="underline"' if style.underline else ""
    return letters, ground, weight + under


def _hex(color: Color | None, otherwise: str) -> str:
    return otherwise if color is None or color.is_default else color.get_truecolor().hex


def _y(line: int) -> float:
    return line * CELL[1]


def _svg(frames: list[list[Row]], seconds: list[float], size: tuple[int, int]) -> str:
    """The rows of all frames, each seen while its frames are."""
    total = sum(seconds)
    begins = [sum(seconds[:at]) for at in range(len(seconds) + 1)]
    seen: dict[Row, list[int]] = defaultdict(list)
    for at, frame in enumerate(frames):
        for row in frame:
            seen[row].append(at)
    width, height = size[0] * CELL[0], (size[1] + CAPTION_LINES) * CELL[1]
    rules: dict[tuple[int, ...], str] = {}
    groups = []
    for row, where in seen.items():
        name = rules.setdefault(tuple(where), f"w{len(rules)}")
        shown = "" if len(where) == len(frames) else f' class="{name}"'
        groups.append(f'<g transform="translate(0 {_y(row.line):g})"{shown}>{row.drawn}</g>')
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-MARGIN:g} {-MARGIN:g}'
            f' {width + 2 * MARGIN:g} {height + 2 * MARGIN:g}">',
            "<title>s2tui: a session, key by key</title>",
            "<style>",
            'text { font: 16px "Fira Code", "DejaVu Sans Mono", Menlo, Consolas, monospace;'
            " white-space: pre }",
            ".said { font-weight: bold; fill: #f2c94c }",
            *_rules(rules, begins, total),
            "</style>",
            f'<rect x="{-MARGIN:g}" y="{-MARGIN:g}" width="100%" height="100%" rx="8"'
            f' fill="{PLAIN[1]}"/>',
            *groups,
            "</svg>\n",
        )
    )


def _rules(rules: dict[tuple[int, ...], str], begins: list[float], total: float) -> Iterator[str]:
    """When the rows of each kind are seen."""
    last = len(begins) - 2
    for where, name in rules.items():
        if len(where) > last:
            continue
        still = "visible" if last in where else "hidden"
        yield f".{name} {{ visibility: {still} }}"
        yield f"@keyframes {name} {{ {' '.join(_stops(where, begins, total))} }}"
    yield "@media (prefers-reduced-motion: no-preference) {"
    for where, name in rules.items():
        if len(where) <= last:
            yield f".{name} {{ animation: {name} {total:g}s step-end infinite }}"
    yield "}"


def _stops(where: Iterable[int], begins: list[float], total: float) -> Iterator[str]:
    """From which part of the whole on something is seen or not."""
    frames = range(len(begins) - 1)
    kinds = ["visible" if at in set(where) else "hidden" for at in frames]
    yield f"0% {{ visibility: {kinds[0]} }}"
    for (_, before), (at, now) in pairwise(enumerate(kinds)):
        if now != before:
            yield f"{begins[at] / total * 100:.4g}% {{ visibility: {now} }}"
    yield f"100% {{ visibility: {kinds[-1]} }}"
