"""The machine's events in words: one clause each, without who does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.arm.coherence import machine
from s2tui.arm.coherence.machine import CACHEABLE, start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from s2tui.arm.coherence.configuration import Configuration
    from s2tui.arm.coherence.machine import State, Step, Who
    from s2tui.arm.coherence.search import Trace

WHO_WORDS: dict[Who, str] = {
    "host": "the host",
    "guest": "the guest",
    "kvm": "KVM",
    "hardware": "the hardware",
}
THROUGH = {
    "kernel": " through the kernel's mapping",
    "user": " through user space's mapping",
    "guest": "",
}
SOURCES: dict[str, str] = {
    **machine.SOURCES,
    "zero": "arch/arm64/lib/clear_page.S:clear_page through the linear map; where the kernel has"
    " none, the driver that owns the memory or user space",
    "map": "arch/arm64/kvm/hyp/pgtable.c:stage2_map_walker_try_leaf @ 6.12; DDI 0487 D8.18 (by VA)",
}
"""Where each event is permitted, or done, by its id."""
UNREACHABLE = "finds no mapping to {} through"


def told(c: Configuration, trace: Trace) -> Iterator[tuple[Step, str]]:
    """Each step of a trace from the start, with what happens."""
    before = start(c)
    for step in trace:
        yield step, event_text(c, before, step)
        before = step.state


def sentence(c: Configuration, trace: Trace) -> str:
    """A trace as one sentence's worth of clauses."""
    return ", then ".join(f"{WHO_WORDS[step.event.who]} {text}" for step, text in told(c, trace))


def event_text(c: Configuration, before: State, step: Step) -> str:
    """What happens in one step, as a verb and what follows."""
    return _TEXTS[step.event.id](c, before, step)


def _zero(_: Configuration, before: State, step: Step) -> str:
    return f"stores zeroes ({step.value}){_place(before, step)}{_through(step)}"


def _map(c: Configuration, _: State, __: Step) -> str:
    cleans = {"none": "", "effective": "cleans and invalidates the line, "}
    drops = {"none": "", "effective": "invalidates the instruction line, "}
    done = cleans.get(c.clean, f"{UNREACHABLE.format('clean')}, ")
    if c.fetch:
        done += drops.get(c.icache, f"{UNREACHABLE.format('invalidate instructions')}, ")
    return f"{done}maps the page"


def _load(_: Configuration, before: State, step: Step) -> str:
    if step.event.type not in CACHEABLE:
        where = "from memory past the caches"
    elif before.line is not None:
        where = "from the line"
    else:
        where = "from memory" + (" and takes the line in" if step.state.line else "")
    return f"loads {step.value} {where}{_through(step)}"


def _store(_: Configuration, before: State, step: Step) -> str:
    return f"stores {step.value}{_place(before, step)}{_through(step)}"


def _dma(_: Configuration, before: State, step: Step) -> str:
    return f"writes {step.value} by DMA{_place(before, step)}"


def _fetch(c: Configuration, before: State, step: Step) -> str:
    if before.instructions is not None:
        return f"executes {step.value} from the instruction line"
    cached = c.guest in CACHEABLE and before.line is not None and before.line.value == step.value
    kept = " and keeps it" if step.state.instructions is not None else ""
    return f"executes {step.value} from {'the line' if cached else 'memory'}{kept}"


def _maintain(c: Configuration, _: State, __: Step) -> str:
    cleans = [] if c.idc else ["cleans to PoU"]
    drops = [] if c.dic else ["invalidates its instruction line"]
    return " and ".join(cleans + drops)


def _take_in(_: Configuration, __: State, step: Step) -> str:
    return f"takes {step.value} into the line"


def _write_back(_: Configuration, __: State, step: Step) -> str:
    return f"writes the dirty line back to memory: {step.value}"


def _drop(_: Configuration, __: State, ___: Step) -> str:
    return "drops the clean line"


def _take_in_instructions(_: Configuration, before: State, step: Step) -> str:
    """The host's own mappings are execute-never: before it runs, it is the previous owner's."""
    whose = ", the previous owner's code," if before.phase == "given" else ""
    return f"takes {step.value}{whose} into the instruction line"


def _through(step: Step) -> str:
    alias = step.event.alias
    return "" if alias is None else THROUGH[alias]


def _place(before: State, step: Step) -> str:
    """Where a store goes, by its alias's type."""
    if step.event.type == "wb":
        return " into the line"
    if step.event.type == "wt":
        return " to memory" + (" and the line" if before.line is not None else "")
    return " to memory past the caches"


_TEXTS: dict[str, Callable[[Configuration, State, Step], str]] = {
    "zero": _zero,
    "map": _map,
    "load": _load,
    "store": _store,
    "dma": _dma,
    "fetch": _fetch,
    "maintain": _maintain,
    "take-in": _take_in,
    "write-back": _write_back,
    "drop": _drop,
    "take-in-instructions": _take_in_instructions,
}
