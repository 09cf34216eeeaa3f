"""Entry point: `s2tui` and `python -m s2tui`."""

import gc
import sys


def main() -> int:
    """Run the command line and return its exit status."""
    collect_seldom()
    from s2tui.cli.main import run

    return run(sys.argv[1:])


def collect_seldom() -> None:
    """Let the garbage collector rest until there is a lot that may be garbage.

    What is loaded stays, and diagrams do: looking through them again and again is a quarter of what
    an analysis takes. The explorer, which runs for long, collects as usual (s2tui.cli.app).
    """
    gc.set_threshold(100_000, 50, 100)


if __name__ == "__main__":
    sys.exit(main())
