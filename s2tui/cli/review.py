"""`s2tui review`: what a patch does to a kernel tree, over all scenarios.

Exit 0 no difference and every changed line was judged, 1 differences, 3 something could not be
judged.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from s2tui.cli import output
from s2tui.cli.arguments import add_form_of_answer
from s2tui.errors import RequestError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from s2tui.source.review.found import Review
    from s2tui.source.review.series import Step

MAIL = 72
"""Columns of the text, which is for a mail."""
NO_CHANGE = "no-change"
MAILED = "-"
"""Stands for a mail on standard input."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "trees",
        nargs="*",
        metavar="WHAT",
        help="a range of commits, two trees, or - for a mail on standard input",
    )
    parser.add_argument(
        "--patch",
        action="append",
        default=[],
        metavar="FILE",
        help="a mail, an mbox or a diff; may be given more than once",
    )
    parser.add_argument(
        "--base", metavar="REV", help="what patches are for: a revision or a tree (HEAD)"
    )
    parser.add_argument(
        "-C",
        dest="folder",
        default=".",
        metavar="DIR",
        help="the kernel's repository, or its files",
    )
    parser.add_argument(
        "--answers", metavar="FILE", help="NAME = VALUE lines for names that are not modelled"
    )
    parser.add_argument(
        "--expect", choices=(NO_CHANGE,), help="say whether no functional change is what there is"
    )
    form = add_form_of_answer(parser)
    form.add_argument("--sarif", action="store_true", help="answer in SARIF 2.1.0, for CI")
    form.add_argument("--b4", action="store_true", help="answer as a check command of b4 review")


def run(args: argparse.Namespace) -> int:
    """Answer the request.

    Raises:
        RequestError: no such tree, range or file, a patch that does not apply, or no patch at all.
    """
    if not args.b4:
        return _answer(args)
    from s2tui.contract.b4 import failed

    try:
        return _answer(args)
    except RequestError as error:
        # Whoever asks shows what is printed, and would call a patch for elsewhere a failure.
        output.json(failed(str(error)))
        return 2


def _answer(args: argparse.Namespace) -> int:
    from s2tui.cli.progress import Progress
    from s2tui.source.kernel.run import Assumed
    from s2tui.source.review.found import status_of
    from s2tui.source.review.series import reviews, todo
    from s2tui.source.world.answers import read_answers

    pairs = _pairs(args)
    given = {} if args.answers is None else read_answers(args.answers)
    with Progress() as progress:
        found = tuple(reviews(todo(pairs), Assumed(given), progress))
    _print(args, found)
    return status_of(found)


def _pairs(args: argparse.Namespace) -> Sequence[tuple[Step, Step]]:
    from s2tui.source.review.request import Request, steps

    words, patches = tuple(args.trees), tuple(args.patch)
    if words == (MAILED,):
        return steps(Request((), args.folder, args.base, patches), sys.stdin.buffer.read())
    if words or not patches:
        _refuse_other_than_trees(args)
    return steps(Request(words, args.folder, args.base, patches))


def _refuse_other_than_trees(args: argparse.Namespace) -> None:
    """Words have to be a range or two trees, and go with nothing that is about patches."""
    words = args.trees
    if args.patch or args.base is not None:
        raise RequestError(
            f"--{'patch' if args.patch else 'base'} goes with patches alone: `s2tui review --base"
            " REV --patch FILE`, or - for standard input"
        )
    if len(words) == 2 or (len(words) == 1 and ".." in words[0]):
        return
    if words:
        raise RequestError(
            f"{words[0]} is nothing to review: it takes A..B, two trees, --patch FILE or -"
        )
    raise RequestError("what is to be reviewed? A..B, two trees, --patch FILE, or - for a mail")


def _print(args: argparse.Namespace, found: tuple[Review, ...]) -> None:
    if args.json:
        from s2tui.contract.review import review_objects

        output.json(review_objects(found))
    elif args.sarif:
        from s2tui.contract.sarif import sarif_object

        output.json(sarif_object(found))
    elif args.b4:
        from s2tui.contract.b4 import check
        from s2tui.view.kit.text import plain
        from s2tui.view.review.lines import review_lines

        expected = args.expect is not None
        output.json(
            [check(one, plain(review_lines(one, MAIL, expected=expected))) for one in found]
        )
    else:
        from s2tui.view.review.lines import review_lines

        width = output.width(MAIL)
        if not args.markdown:
            width = min(width, output.PIPED)
        for place, one in enumerate(found):
            if place:
                output.lines([()])
            output.lines(review_lines(one, width, expected=args.expect is not None))
