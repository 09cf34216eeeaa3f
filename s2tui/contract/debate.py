"""`debate --json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.contract.move import move_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.kvm.debate.debate import Cell
    from s2tui.kvm.migration.migrate import Move


def debate_object(
    cells: Mapping[str, Mapping[str, Cell]],
    moves: Mapping[str, Mapping[str, Move]],
    scenarios: Mapping[str, str],
) -> dict[str, Any]:
    """What `debate --json` answers.

    Args:
        cells: by position and scenario.
        moves: by position and move.
        scenarios: what each scenario and move is about.
    """
    found = {
        position: {name: cell._asdict() for name, cell in row.items()}
        | {name: move_object(move) for name, move in moves[position].items()}
        for position, row in cells.items()
    }
    return {"scenarios": dict(scenarios), "policies": list(cells), "cells": found}
