"""`s2tui learn`: the app, at the list of lessons, at one of them or at one of its steps."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "lesson", nargs="?", metavar="LESSON", help="a lesson, a way, LESSON#STEP, or quiz"
    )
    parser.add_argument("--theme", metavar="NAME", help="the colors")


def run(args: argparse.Namespace) -> int:
    """Open the app there.

    Raises:
        RequestError: there is no terminal, no such lesson or step, or the theme is unknown.
    """
    from s2tui.cli import app

    name = args.lesson
    if name not in (None, "quiz"):
        from datetime import date

        from s2tui.teach.run.offers import shelf

        shelf(date.today()).script(name)
    asked = {**vars(app.NOTHING_ASKED), "theme": args.theme, "ascii": args.ascii}
    return app.run(SimpleNamespace(**{**asked, "screen": "learn", "mode": name}))
