"""Pictures of the app: the goldens of the tests and the screenshots of the README, made alike.

`python -m tests.tui.goldens` compares them with the app, `--write` makes them again. They are
exact only with the Python and the Textual that they were made with. Ids that Textual makes up are
left out: what is compared is what is seen.

A picture is compared row by row, with the colours of each. The title bar, which has the name of
every screen and kernel, counts in WHOLE alone: it may be an older one in the others, which are
drawn again when something else changes (`--write --all` draws all).
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from functools import lru_cache
from html import unescape
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import textual

from s2tui.tui.commands.screens import SCREENS
from tests.tui import movie
from tests.tui.driving import KERNEL, MEDIUM, NARROW, WIDE, make_app
from tests.tui.settling import settled, settled_after

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
SNAPSHOTS = ROOT / "tests" / "snapshots"
SCREENSHOTS = ROOT / "screenshots"
PYTHON = (3, 11)
TEXTUAL = "8.2.8"
DEVICE = ("backing=pfnmap", "page.map_memory=false")
"""The memory that the debate was about: a device's, mapped cacheable by user space."""
DIC = ("7", "down", "down", "down", "down", "down", "enter")
"""Keys to a lesson."""
WHOLE = ("explore-80x24-dark", "wide-200x60", "help-80x24", "reduced-40x12")
"""The pictures whose first row counts: two with a short and a long title bar, two without one."""


class Shot(NamedTuple):
    """One picture of a session."""

    name: str
    keys: tuple[str, ...] = ()
    """Pressed before it is taken."""


class Session(NamedTuple):
    """One run of the app, in which pictures are taken one after the other."""

    name: str
    folder: Path
    size: tuple[int, int]
    shots: tuple[Shot, ...]
    words: tuple[str, ...] = ()
    theme: str = "dark"
    kernel: str = KERNEL

    def path(self, shot: Shot) -> Path:
        """Where a picture is kept."""
        return self.folder / f"{shot.name}.svg"


def _every_screen(size: tuple[int, int], theme: str) -> Session:
    """Each screen once, one after the other."""
    kind = f"{size[0]}x{size[1]}-{theme}"
    shots = tuple(Shot(f"{entry.name}-{kind}", (entry.key,)) for entry in SCREENS)
    return Session(kind, SNAPSHOTS, size, shots, DEVICE, theme)


SESSIONS = (
    *(_every_screen(size, theme) for size in (NARROW, MEDIUM) for theme in ("dark", "light")),
    Session(
        "toggled",
        SNAPSHOTS,
        NARROW,
        (Shot("toggled-80x24", ("f",)), Shot("help-80x24", ("question_mark",))),
        theme="colour-blind",
    ),
    Session(
        "refused",
        SNAPSHOTS,
        MEDIUM,
        (Shot("refused-120x40", ("f",)), Shot("jump-120x40", ("J",))),
        DEVICE,
        "projector",
    ),
    Session("reduced", SNAPSHOTS, (40, 12), (Shot("reduced-40x12"),), DEVICE),
    Session("wide", SNAPSHOTS, WIDE, (Shot("wide-200x60", ("f",)),), DEVICE, "monochrome"),
    Session(
        "ordinary",
        SCREENSHOTS,
        MEDIUM,
        (Shot("explore", ("f",)), Shot("descriptor", ("u", "6")), Shot("learn", ("7",))),
        kernel="v7.3",
    ),
    Session(
        "debated",
        SCREENSHOTS,
        MEDIUM,
        (
            Shot("compare", ("2",)),
            Shot("diff", ("3", "down")),
            Shot("check", ("4", "right")),
            Shot("migrate", ("5", "down", "down")),
            Shot("refused", ("1", "f")),
        ),
        DEVICE,
    ),
    Session(
        "caches",
        SCREENSHOTS,
        MEDIUM,
        (Shot("caches", ("8", "down", "down", "end", "pageup")),),
        ("@gpu-memory",),
        kernel="v6.9",
    ),
    Session(
        "beside",
        SNAPSHOTS,
        WIDE,
        (Shot("caches-beside-200x60", ("8", "down", "end")),),
        ("@E22",),
        "projector",
        "v7.3",
    ),
    Session(
        "choosing",
        SNAPSHOTS,
        NARROW,
        (Shot("caches-choosing-80x24", ("8", "o", "o", "end", "i", "down")),),
        ("@gpu-memory",),
        "monochrome",
        "v6.9",
    ),
    Session(
        "lesson",
        SCREENSHOTS,
        MEDIUM,
        (Shot("lesson", (*DIC, "pagedown", "c")),),
        kernel="v7.3",
    ),
    Session(
        "learning",
        SNAPSHOTS,
        NARROW,
        (
            Shot("lesson-asked-80x24", (*DIC, "pagedown", "c")),
            Shot("lesson-revealed-80x24", ("pagedown",)),
            Shot("lesson-exploring-80x24", ("f",)),
        ),
        kernel="v7.3",
    ),
    Session(
        "taught",
        SNAPSHOTS,
        WIDE,
        (Shot("lesson-revealed-200x60", (*DIC, "pagedown", "c", "pagedown")),),
        theme="projector",
        kernel="v7.3",
    ),
    Session("room", SCREENSHOTS, WIDE, (Shot("wide", ("v", "a")),), DEVICE, kernel="v7.3"),
)


def exact() -> str:
    """Why pictures made here cannot be compared; nothing if they can."""
    here = sys.version_info[:2]
    if here != PYTHON:
        return f"pictures are of Python {'.'.join(map(str, PYTHON))}, this is {here[0]}.{here[1]}"
    if textual.__version__ != TEXTUAL:
        return f"pictures are of Textual {TEXTUAL}, this is {textual.__version__}"
    return ""


@lru_cache(maxsize=1)
def draw(session: Session) -> dict[Shot, str]:
    """The pictures of a session as the app is now."""
    for name in [n for n in os.environ if n == "NO_COLOR" or n.startswith("TEXTUAL")]:
        del os.environ[name]
    # Of what somebody learned here nothing is in a picture.
    os.environ["XDG_STATE_HOME"] = str(ROOT / "nowhere")
    found: dict[Shot, str] = {}

    async def photograph() -> None:
        app = make_app(session.words, session.kernel, session.theme)
        async with app.run_test(size=session.size) as pilot:
            await settled(pilot)
            for shot in session.shots:
                await settled_after(pilot, *shot.keys)
                found[shot] = seen(app.export_screenshot(title="s2tui"))

    asyncio.run(photograph())
    return found


def seen(picture: str) -> str:
    """A picture without the ids that Textual makes up for it."""
    return re.sub(r"terminal-\d+", "terminal", picture)


def compared(shot: Shot, picture: str) -> str:
    """What of a picture has to be as it was.

    The styles stand where they are used, for Rich numbers them as they come: one more in the title
    bar gives others to all below.
    """
    styles = dict(re.findall(r"\.terminal-(r\d+) \{ (.*?) \}", picture))
    text = re.sub(r"\s*\.terminal-r\d+ \{.*?\}", "", seen(picture))
    if shot.name not in WHOLE:
        text = re.sub(FIRST_ROW, "", text)
    return re.sub(r"(?<=class=\"terminal-)r\d+", lambda use: styles[use[0]], text)


FIRST_ROW = (
    r'<rect fill="[^"]*" x="[^"]*" y="1.5"[^>]*/>|<text[^>]*#terminal-line-0\)">[^<]*</text>'
)
"""The colours and the words of the first row."""


def differing(session: Session) -> Iterator[tuple[Shot, str]]:
    """The pictures that the app no longer looks like, each with the first line that differs."""
    for shot, picture in draw(session).items():
        path = session.path(shot)
        kept = path.read_text(encoding="utf-8") if path.exists() else ""
        if compared(shot, kept) != compared(shot, picture):
            yield shot, _first_difference(kept, picture)


def _first_difference(kept: str, picture: str) -> str:
    """What stands in the first line that differs, kept and drawn."""
    pairs = zip_longest(_texts(kept), _texts(picture), fillvalue="nothing")
    return next(
        (f"{a!r} became {b!r}" for a, b in pairs if a != b), "the same words look different"
    )


def _texts(picture: str) -> list[str]:
    """The words of a picture, from its top left on."""
    return [
        unescape(text).replace("\xa0", " ")
        for text in re.findall(r"<text[^>]*>(.*?)</text>", picture)
    ]


@lru_cache(maxsize=1)
def moving() -> str:
    """The moving picture as the app is now."""
    return movie.record(movie.steps())


def moves() -> bool:
    """Whether the moving picture is what the app shows now."""
    return movie.PATH.exists() and movie.PATH.read_text(encoding="utf-8") == moving()


def strays() -> list[Path]:
    """Pictures that nothing makes."""
    made = {session.path(shot) for session in SESSIONS for shot in session.shots} | {movie.PATH}
    kept = {path for folder in (SNAPSHOTS, SCREENSHOTS) for path in folder.glob("*.svg")}
    return sorted(kept - made)


def _keep(session: Session, shot: Shot) -> None:
    path = session.path(shot)
    path.parent.mkdir(exist_ok=True)
    path.write_text(draw(session)[shot], encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Compare or write, and say which pictures differ."""
    reason = exact()
    if reason:
        sys.stderr.write(f"goldens: {reason}\n")
        return 2
    write, everything = "--write" in arguments, "--all" in arguments
    old = strays()
    for path in old:
        sys.stdout.write(f"nothing makes {path.relative_to(ROOT)}\n")
        if write:
            path.unlink()
    changed = len(old)
    for session in SESSIONS:
        for shot, difference in differing(session):
            changed += 1
            sys.stdout.write(f"{session.path(shot).relative_to(ROOT)}: {difference}\n")
            if write:
                _keep(session, shot)
        for shot in session.shots if write and everything else ():
            _keep(session, shot)
    if not moves():
        changed += 1
        sys.stdout.write(f"{movie.PATH.relative_to(ROOT)}: not what the app shows now\n")
        if write:
            movie.PATH.write_text(moving(), encoding="utf-8")
    return 0 if write or not changed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
