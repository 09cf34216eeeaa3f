"""The words of a scenario in a line: fields, cases, files, and the kernel that is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from s2tui.errors import RequestError, unknown
from s2tui.kvm.scenario.fields import FIELDS, bind
from s2tui.kvm.scenario.notation import parse_given
from s2tui.tui.line import screens
from s2tui.tui.line.reading import Order, Reading, is_file
from s2tui.tui.session.state import chosen, moved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.tui.session.state import State

KERNEL_OPTION = "--kernel"
PAGE = "page_size"
EXAMPLES = (
    "host.fwb=false",
    "@gpu-memory",
    "v6.12",
    "cpu neoverse-v2",
    "0x7db",
    "./mine.py",
    "diff v6.9",
)
"""One of each kind."""


class Words(NamedTuple):
    """The words of a scenario, apart."""

    kernel: str
    """Nothing where none is named."""
    texts: tuple[str, ...]
    whole: bool
    """Whether they say a whole scenario, so that what they do not name has its default."""


def exactly(texts: Sequence[str], state: State, kernel: str = "") -> Order:
    """A whole scenario: what the words do not name has its default.

    Raises:
        RequestError: as `parse_given`.
    """
    given = parse_given(texts)
    order = _to(state, given.scenario, kernel, given.notes, tuple(given.values))
    if len(texts) == 1 and texts[0].startswith("@") and order.state is not None:
        from s2tui.kvm.scenario.named import load

        name = texts[0][1:]
        said = f"@{name}: {load()[name].text}{_under(kernel)}"
        return order._replace(says=said, state=order.state._replace(case=name))
    return order._replace(
        says=f"exactly {' '.join(texts)}, every other field at its default{_under(kernel)}"
    )


def changed(texts: Sequence[str], state: State, kernel: str = "") -> Order:
    """The present scenario with some fields at other values.

    Raises:
        RequestError: as `parse_given`.
    """
    given = parse_given(texts)
    wanted = evolve(state.wanted, **given.values)  # type: ignore[arg-type]
    # As where an input is turned; who says the size of the page means it.
    there = moved(state, wanted, state.kernel) if PAGE in given.values else chosen(state, wanted)
    order = _to(state, there.wanted, kernel, given.notes, tuple(given.values))
    if order.state is not None:
        order = order._replace(state=order.state._replace(lifted=there.lifted))
    return order._replace(says=f"set {' '.join(texts)}, the rest stays{_under(kernel)}")


def _to(
    state: State, wanted: Scenario, kernel: str, notes: Sequence[str], given: Sequence[str]
) -> Order:
    """Go to a scenario, saying what the others fields make of what was given."""
    replaced = bind(wanted, given)[1]
    return Order("", moved(state, wanted, kernel or state.kernel), (*notes, *replaced))


def _under(kernel: str) -> str:
    return f", under {kernel}" if kernel else ""


def told_apart(words: Sequence[str], reading: Reading) -> Words:
    """Tell the kernel from what says a scenario."""
    kernel, texts, whole = "", [], False
    left = list(words)
    while left:
        one = left.pop(0)
        if one == KERNEL_OPTION or one.startswith(f"{KERNEL_OPTION}="):
            named = one.partition("=")[2] or (left.pop(0) if left else "")
            kernel = reading.kernel(named)
        elif one.startswith("@") or "=" in one or one.endswith(".toml"):
            texts.append(one)
            whole = whole or "=" not in one or "," in one
        else:
            kernel = _kernel(one, reading)
    return Words(kernel, tuple(texts), whole)


def _kernel(named: str, reading: Reading) -> str:
    """The kernel that a word names which may be anything."""
    try:
        return reading.kernel(named)
    except RequestError as error:
        if is_file(named) or not str(error).startswith("unknown "):
            raise
    from s2tui.kvm.policies.registry import listed

    names = ["compare", "cpu", "kernel", *screens.READERS, *listed(), *FIELDS]
    raise unknown("word", named, names, f"; try {', '.join(EXAMPLES)}")


def scenarios(words: Sequence[str], reading: Reading) -> tuple[Order, ...]:
    """The present scenario changed, or a whole one; what was typed says which is likelier."""
    kernel, texts, whole = told_apart(words, reading)
    state = reading.state
    if not texts:
        says = f"ask {kernel}: {reading.title(kernel)}"
        return (Order(says, moved(state, state.wanted, kernel)),)
    exact = exactly(texts, state, kernel)
    if any(text.startswith("@") or text.endswith(".toml") for text in texts):
        return (exact, *_where_it_happens(texts, state, kernel))
    change = changed(texts, state, kernel)
    both = (exact, change) if whole else (change, exact)
    if exact.state is not None and exact.state == change.state:
        return both[:1]
    return both


def _where_it_happens(texts: Sequence[str], state: State, kernel: str) -> tuple[Order, ...]:
    """A case of the debate under a policy where it happens, if the present one is none."""
    if kernel or len(texts) != 1 or not texts[0].startswith("@"):
        return ()
    from s2tui.kvm.scenario.named import load

    happens = load()[texts[0][1:]].happens
    if not happens or state.kernel in happens:
        return ()
    order = exactly(texts, state, happens[0])
    return (order._replace(says=f"{texts[0]} under {happens[0]}, where it happens"),)
