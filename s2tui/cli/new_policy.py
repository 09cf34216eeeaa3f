"""`s2tui new-policy`: a Python file that begins as a kernel and shows how to replace a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.cli import output
from s2tui.errors import RequestError
from s2tui.kvm.policies.registry import DEFAULT, find

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="NAME", help="what it is called; .py is put behind it")
    parser.add_argument(
        "--from", dest="kernel", metavar="KERNEL", help=f"what it begins as ({DEFAULT})"
    )


def run(args: argparse.Namespace) -> int:
    """Write the file and say what to do with it.

    Raises:
        RequestError: there is no such kernel, the file exists already, or cannot be written.
    """
    from pathlib import Path

    from s2tui.kvm.policies.template import text

    kernel = DEFAULT if args.kernel is None else args.kernel
    path = Path(args.file if args.file.endswith(".py") else f"{args.file}.py")
    find(kernel)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text(path.stem, kernel))
    except FileExistsError:
        raise RequestError(f"{path} exists already, and is not written over") from None
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else error
        raise RequestError(f"cannot write {path}: {said}") from None
    shown = path if path.is_absolute() else f"./{path}"
    output.text(
        f"{shown} answers as {kernel} does. Change it, and see what that comes to:\n\n"
        f"  s2tui list rules {kernel}\n"
        f"  s2tui diff {kernel} {shown}\n"
        f"  s2tui check {shown} --against {kernel}"
    )
    return 0
