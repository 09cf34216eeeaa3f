"""`s2tui debate`: every position of the 2023-2025 discussion on every scenario, computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.cli import output
from s2tui.cli.arguments import add_form_of_answer
from s2tui.kvm.debate import debate

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--mail", action="store_true", help="the mail of 26 March 2025, sentence by sentence"
    )
    add_form_of_answer(parser)


def run(args: argparse.Namespace) -> int:
    """Answer the request."""
    return _mail(args.json) if args.mail else _table(args.json)


def _mail(as_json: bool) -> int:
    """Every sentence with what its two policies answer."""
    from s2tui.kvm.debate import mail

    entries = [(sentence, mail.answers(sentence)) for sentence in mail.sentences()]
    if as_json:
        from s2tui.contract.debate import mail_object

        output.json(mail_object(entries))
    else:
        from s2tui.view.compare.mail import mail_lines

        output.lines(mail_lines(entries, mail.HEAD, output.width()))
    return 0


def _table(as_json: bool) -> int:
    """Every position on every scenario."""
    grid = debate.grid()
    if as_json:
        from s2tui.contract.debate import debate_object

        output.json(debate_object(grid))
    else:
        from s2tui.view.compare.debate import debate_lines

        output.lines(debate_lines(grid, debate.DATES, output.width()))
    return 0
