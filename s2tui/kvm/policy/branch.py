"""Where the code that a policy stands for is there to be run: which way one scenario goes in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from s2tui.kvm.policy.rule import Stage


class Branch(NamedTuple):
    """An `if` or a `switch` that a scenario meets."""

    stage: Stage
    file: str
    """Its path in the tree."""
    line: int
    """From 1."""
    taken: bool
    """Whether the way goes into it."""
    around: tuple[tuple[int, str], ...]
    """The lines of the file about it, with their numbers."""

    @property
    def place(self) -> str:
        """FILE:LINE."""
        return f"{self.file}:{self.line}"

    @property
    def text(self) -> str:
        """The line as the file has it, without blanks around it."""
        return next(text.strip() for number, text in self.around if number == self.line)
