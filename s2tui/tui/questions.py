"""The questions that screens ask beside the app."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from s2tui.kvm.policies.registry import find
from s2tui.tui.background import Question
from s2tui.tui.terminal.loop import give_way

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from s2tui.analysis.diagrams.explorer import Diagrams
    from s2tui.analysis.diff import Diff
    from s2tui.analysis.invariants.check import Finding
    from s2tui.kvm.scenario.fields import Value
    from s2tui.view.descriptor.writers import Written


def differences(
    first: str, second: str, where: Mapping[str, Sequence[Value]] | None = None
) -> Question[Diff]:
    """How two kernels differ.

    Args:
        first: kernel or policy that was.
        second: kernel or policy that is.
        where: by attribute, the values that a field may have.
    """

    def work(tell: Callable[[str], None]) -> Diff:
        from s2tui.analysis.diff import diff

        return diff(find(first), find(second), where, diagrams=_diagrams(), progress=tell)

    condition = tuple((name, tuple(values)) for name, values in sorted((where or {}).items()))
    return Question("diff", ("diff", first, second, condition), work)


def findings(kernel: str) -> Question[tuple[Finding, ...]]:
    """What every invariant says of a kernel."""

    def work(tell: Callable[[str], None]) -> tuple[Finding, ...]:
        from s2tui.analysis.invariants.check import check

        return check(find(kernel), diagrams=_diagrams(), progress=tell)

    return Question(f"check {kernel}", ("check", kernel), work)


def writers(kernel: str, value: int) -> Question[Written]:
    """Which scenarios of a kernel write a descriptor."""

    def work(tell: Callable[[str], None]) -> Written:
        from s2tui.analysis.find import find_descriptor
        from s2tui.view.descriptor.writers import written

        tell("descriptors")
        found = find_descriptor(find(kernel), value, _diagrams())
        tell("what tells these scenarios from the others")
        return written(found, kernel)

    return Question("find", ("find", kernel, value), work)


@cache
def _diagrams() -> Diagrams:
    """What all questions share; only the one thread touches it, and lets the app go first."""
    from s2tui.analysis.diagrams.explorer import Diagrams

    diagrams = Diagrams()
    diagrams.manager.pause = give_way
    return diagrams
