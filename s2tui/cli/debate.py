"""`s2tui debate`: every position of the 2023-2025 discussion on every scenario, computed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

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
        from json import dumps

        from s2tui.contract.move import move_object

        found: dict[str, dict[str, Any]] = {
            position: {name: cell._asdict() for name, cell in row.items()}
            | {name: move_object(move) for name, move in moves[position].items()}
            for position, row in cells.items()
        }
        answer = {"scenarios": scenarios, "policies": list(debate.COLUMNS), "cells": found}
        sys.stdout.write(dumps(answer) + "\n")
        return 0
    from s2tui.view.compare.debate import debate_lines
    from s2tui.view.kit.text import plain

    sys.stdout.write(plain(debate_lines(cells, moves, scenarios)) + "\n")
    return 0
