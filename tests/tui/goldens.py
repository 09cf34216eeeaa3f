"""Pictures of the app: the goldens of the tests and the screenshots of the README, made alike.

`python -m tests.tui.goldens` compares them with the app, `--write` makes them again. They are
exact only with the Python and the Textual that they were made with.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import textual

from tests.tui.driving import KERNEL, MEDIUM, NARROW, WIDE, make_app, press

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
SNAPSHOTS = ROOT / "tests" / "snapshots"
SCREENSHOTS = ROOT / "screenshots"
PYTHON = (3, 11)
TEXTUAL = "8.2.8"
DEVICE = ("backing=pfnmap", "page.in_kernel_map=false")
"""The memory that the debate was about: a device's, mapped cacheable by user space."""


class Picture(NamedTuple):
    """How to make one picture."""

    folder: Path
    name: str
    size: tuple[int, int]
    words: tuple[str, ...] = ()
    keys: str = ""
    theme: str = "dark"
    kernel: str = KERNEL

    @property
    def path(self) -> Path:
        """Where it is kept."""
        return self.folder / f"{self.name}.svg"


PICTURES = (
    Picture(SNAPSHOTS, "first-80x24", NARROW),
    Picture(SNAPSHOTS, "toggled-80x24", NARROW, keys="f", theme="colour-blind"),
    Picture(SNAPSHOTS, "first-120x40", MEDIUM),
    Picture(SNAPSHOTS, "refused-120x40", MEDIUM, DEVICE, "f", "light"),
    Picture(SCREENSHOTS, "explorer", MEDIUM, keys="f"),
    Picture(SCREENSHOTS, "refused", MEDIUM, DEVICE, "f"),
    Picture(SCREENSHOTS, "wide", WIDE, DEVICE, "va"),
)


def exact() -> str:
    """Why pictures made here cannot be compared; nothing if they can."""
    here = sys.version_info[:2]
    if here != PYTHON:
        return f"pictures are of Python {'.'.join(map(str, PYTHON))}, this is {here[0]}.{here[1]}"
    if textual.__version__ != TEXTUAL:
        return f"pictures are of Textual {TEXTUAL}, this is {textual.__version__}"
    return ""


def draw(picture: Picture) -> str:
    """Make a picture with the app as it is now."""
    for name in [n for n in os.environ if n == "NO_COLOR" or n.startswith("TEXTUAL")]:
        del os.environ[name]

    async def photograph() -> str:
        app = make_app(picture.words, picture.kernel, picture.theme)
        async with app.run_test(size=picture.size) as pilot:
            await pilot.pause()
            await press(pilot, *picture.keys)
            return app.export_screenshot(title="s2tui")

    return asyncio.run(photograph())


def changed() -> Iterator[Picture]:
    """The pictures that the app no longer looks like."""
    for picture in PICTURES:
        if not picture.path.exists() or picture.path.read_text(encoding="utf-8") != draw(picture):
            yield picture


def main(arguments: list[str]) -> int:
    """Compare or write, and say which pictures differ."""
    reason = exact()
    if reason:
        sys.stderr.write(f"goldens: {reason}\n")
        return 2
    differing = list(changed())
    for picture in differing:
        sys.stdout.write(f"{picture.path.relative_to(ROOT)}\n")
        if "--write" in arguments:
            picture.folder.mkdir(exist_ok=True)
            picture.path.write_text(draw(picture), encoding="utf-8")
    return 0 if "--write" in arguments or not differing else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
