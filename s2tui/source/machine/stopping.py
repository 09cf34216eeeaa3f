"""What stands for text that nobody can run."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from s2tui.source.c import nodes
    from s2tui.source.machine.algebra import Value
    from s2tui.source.machine.compiler import Run
    from s2tui.source.machine.state import State


def stopping(what: str, node: nodes.Expression) -> Run:
    """Who evaluates it has no answer."""

    def run(state: State) -> Value:
        state.stop_all(what, node.at)
        return state.algebra.unset

    return run
