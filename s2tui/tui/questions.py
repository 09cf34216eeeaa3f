"""The questions that screens ask beside the app."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from s2tui.kvm.policies.own import edition
from s2tui.kvm.policies.registry import find
from s2tui.tui.background import Question
from s2tui.tui.terminal.loop import give_way

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from s2tui.analysis.diagrams.explorer import Diagrams
    from s2tui.analysis.diff import Diff
    from s2tui.analysis.invariants.check import Finding
    from s2tui.kvm.scenario.fields import Scenario, Value
    from s2tui.source.review.request import Request
    from s2tui.view.descriptor.writers import Written
    from s2tui.view.diff.tree import Found, Place
    from s2tui.view.review.tree import Found as Reviewed


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
    return Question("diff", ("diff", *_who(first), *_who(second), condition), work)


def difference_tree(
    first: str, second: str, where: Mapping[str, Sequence[Value]] | None
) -> Question[Found]:
    """How two kernels differ, with everything that is shown of it."""
    base = differences(first, second, where)

    def work(tell: Callable[[str], None]) -> Found:
        from s2tui.view.diff.lines import blocks_of
        from s2tui.view.diff.tree import Found

        found = base.work(tell)
        blocks = []
        for block in blocks_of(found):
            blocks.append(block)
            tell(f"conditions, {len(blocks)} of {len(found.changes)}")
        return Found(found, tuple(blocks))

    return Question(base.group, ("tree", base.key), work)


def difference_as(
    form: str, first: str, second: str, where: Mapping[str, Sequence[Value]] | None
) -> Question[str]:
    """How two kernels differ as `s2tui diff` prints it.

    Args:
        form: text, markdown or json.
        first: kernel or policy that was.
        second: kernel or policy that is.
        where: by attribute, the values that a field may have.
    """
    base = differences(first, second, where)

    def work(tell: Callable[[str], None]) -> str:
        found, names = base.work(tell), (first, second)
        if form == "json":
            from s2tui.contract.diff import diff_json

            return diff_json(found, names)
        from s2tui.view.diff.lines import diff_lines, markdown
        from s2tui.view.kit.text import plain

        if form == "markdown":
            return f"{markdown(found, names)}\n"
        return f"{plain(diff_lines(found, names))}\n"

    return Question("copy", ("copy", form, base.key), work)


def example_of(found: Found, place: Place) -> Question[Scenario]:
    """A scenario that stands for some conditions."""

    def work(_: Callable[[str], None]) -> Scenario:
        from s2tui.analysis.representative import representative

        assert place.line is not None
        return representative(found.diff, place.block.group.change, place.line)

    # The policies themselves: a file's may be another one by now under the same id.
    between = (found.diff.first, found.diff.second, found.diff.space)
    return Question("example", ("example", *between, place.line), work)


def findings(kernel: str) -> Question[tuple[Finding, ...]]:
    """What every invariant says of a kernel."""

    def work(tell: Callable[[str], None]) -> tuple[Finding, ...]:
        from s2tui.analysis.invariants.check import check

        return check(find(kernel), diagrams=_diagrams(), progress=tell)

    return Question(f"check {kernel}", ("check", *_who(kernel)), work)


def writers(kernel: str, value: int) -> Question[Written]:
    """Which scenarios of a kernel write a descriptor."""

    def work(tell: Callable[[str], None]) -> Written:
        from s2tui.analysis.find import find_descriptor
        from s2tui.view.descriptor.writers import written

        tell("descriptors")
        found = find_descriptor(find(kernel), value, _diagrams())
        tell("what tells these scenarios from the others")
        return written(found, kernel)

    return Question("find", ("find", *_who(kernel), value), work)


def reviewed(request: Request) -> Question[tuple[Reviewed, ...]]:
    """What each patch does to a tree, with the text that it changes; at the end all together."""

    def work(tell: Callable[[str], None]) -> tuple[Reviewed, ...]:
        from s2tui.source.review.request import steps
        from s2tui.source.review.series import reviews, todo
        from s2tui.view.review.tree import Found as Reviewed
        from s2tui.view.review.tree import texts

        pairs = todo(steps(request))
        every = reviews(pairs, progress=tell, pause=give_way)
        return tuple(
            Reviewed(one, texts(one, was.tree, now.tree))
            for one, (was, now) in zip(every, pairs, strict=True)
        )

    return Question("review", ("review", request), work)


def opened(*kernels: str) -> Question[None]:
    """Have policies at hand that take a while to open, as trees do."""

    def work(tell: Callable[[str], None]) -> None:
        for kernel in kernels:
            tell(f"reading {kernel}")
            find(kernel)

    return Question("open", ("open", *map(_who, kernels)), work)


def _who(kernel: str) -> tuple[str, int]:
    """A policy as far as an answer depends on it: a file's may be another one by now."""
    return kernel, edition(kernel)


def named_cases() -> Question[int]:
    """How many scenarios have names; once it is answered, `case_of` knows them."""

    def work(_: Callable[[str], None]) -> int:
        from s2tui.tui.session.cases import cases

        return len(cases())

    return Question("cases", ("cases",), work)


@cache
def _diagrams() -> Diagrams:
    """What all questions share; only the one thread touches it, and lets the app go first."""
    from s2tui.analysis.diagrams.explorer import Diagrams

    diagrams = Diagrams()
    diagrams.manager.pause = give_way
    return diagrams
