"""Entry point: `s2tui` and `python -m s2tui`."""

import sys


def main() -> int:
    """Run the command line and return its exit status."""
    from s2tui.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
