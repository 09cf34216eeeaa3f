"""`s2tui debate`: every position of the 2023-2025 discussion on every scenario, computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.cli import output
from s2tui.cli.arguments import add_json
from s2tui.kvm.debate import debate

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Answer the request."""
    rows, moving = debate.rows(), debate.moves()
    scenarios = {name: row.text for name, row in (rows | moving).items()}
    cells = {
        position: {name: debate.cell(position, row) for name, row in rows.items()}
        for position in debate.COLUMNS
    }
    moves = {
        position: {name: debate.move(position, row) for name, row in moving.items()}
        for position in debate.COLUMNS
    }
    if args.json:
        from s2tui.contract.debate import debate_object

        output.json(debate_object(cells, moves, scenarios))
    else:
        from s2tui.view.compare.debate import debate_lines

        output.lines(debate_lines(cells, moves, scenarios))
    return 0
