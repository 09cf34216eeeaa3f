"""Moves as the contract's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.kvm.migration.migrate import Move


def move_object(move: Move) -> dict[str, Any]:
    """What `migrate --json` answers about one move."""
    return {
        "caveats": [{"id": caveat.id, "text": caveat.text} for caveat in move.caveats],
        "allowed": move.allowed,
        "returns": move.returns,
        "fails_at": move.fails_at,
        "errno": move.errno,
        "text": move.text,
    }


def moves_object(hosts: Iterable[str], moves: Iterable[tuple[str, str, Move]]) -> dict[str, Any]:
    """What `migrate --fleet --json` answers: the hosts by name, and every move between two.

    Args:
        hosts: the names, in order.
        moves: from, to, and the answer.
    """
    listed = [{"from": a, "to": b, **move_object(move)} for a, b, move in moves]
    return {"hosts": list(hosts), "moves": listed}
