"""Host, caches, memory and guest as boxes, and what is in them at one moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.view.caches.letters import big
from s2tui.view.caches.lines import ALIASES
from s2tui.view.caches.plan import plan
from s2tui.view.kit.canvas import Canvas
from s2tui.view.kit.text import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s2tui.arm.coherence.configuration import Configuration
    from s2tui.arm.coherence.machine import State
    from s2tui.view.caches.plan import Plan, Slot
    from s2tui.view.caches.scene import Moment, Run
    from s2tui.view.kit.canvas import Point
    from s2tui.view.kit.text import Role

SHORT = {"wb": "WB", "wt": "WT", "nc": "NC", "device": "Device"}
"""Types where there are few columns."""
WITHDRAWN = "withdrawn"
ALIAS_WORD = 7
"""Columns for the name of one of the host's mappings."""
DEVICES = {"coherent": "wb", "noncoherent": "nc"}
"""As what a device writes, by its DMA."""


class Boxes:
    """The boxes of a run at one moment, and what is in them."""

    def __init__(self, run: Run, moment: Moment, size: tuple[int, int]) -> None:
        assert run.configuration is not None
        self.c: Configuration = run.configuration
        self.moment = moment
        self.plan: Plan = plan(*size, code=self.c.fetch)
        self.canvas = Canvas(size[0], max(size[1], self.plan.host.height))
        self.rows = dict(self._host_rows())

    def _host_rows(self) -> Iterator[tuple[str, int]]:
        """The line of each of the host's mappings."""
        names = ["kernel", "user"] + (["device"] if self.c.dma != "none" else [])
        each = max((self.plan.host.height - 2) // len(names), 2)
        for at, name in enumerate(names):
            yield name, 1 + at * each + (each - 1) // 3

    def fill(self) -> None:
        """Draw every box with what is in it."""
        p, state = self.plan, self.moment.state
        for box, title in ((p.host, "HOST"), (p.caches, "CACHES"), (p.memory, "MEMORY")):
            self.canvas.box((box.x, box.y), (box.width, box.height), title)
        damaged = self._damaged("guest")
        self.canvas.box(
            (p.guest.x, p.guest.y),
            (p.guest.width, p.guest.height),
            f"GUEST {MARKS['denied']}" if damaged else "GUEST",
            "denied" if damaged else "dim",
        )
        if p.divided is not None:
            self.canvas.divide((p.caches.x, p.divided), p.caches.width)
        self._host(state)
        self._guest(state)
        before = self.moment.before
        line = state.line
        words = "" if line is None else "dirty" if line.dirty else "clean"
        changed = before is not None and before.line != line
        self._value(p.line, "data", line.value if line else None, words, changed=changed)
        if p.code is not None:
            changed = before is not None and before.instructions != state.instructions
            self._value(p.code, "code", state.instructions, "", changed=changed)
        changed = before is not None and before.memory != state.memory
        self._value(p.stored, "", state.memory, "", changed=changed)

    def _damaged(self, who: str) -> bool:
        step = self.moment.step
        return step is not None and step.damage is not None and step.event.who == who

    def _value(
        self, slot: Slot, label: str, value: str | None, words: str, *, changed: bool
    ) -> None:
        """A value with its letter, whether it changed, and whether it is behind the last store."""
        x = self.plan.caches.x
        older = value is not None and value != self.moment.state.stored
        role: Role = "changed" if changed else "text" if older else "title"
        said = ", ".join(part for part in (words, "older" if older else "") if part)
        mark = MARKS["changed"] if changed else " "
        if not slot.times:
            at = x + 2
            if self.plan.code is not None and label:
                label = label[0].upper() if self.plan.narrow else label
                self.canvas.put((at, slot.middle), label, "dim")
                at += len(label) + 1
            shown = f"{mark} {value or '-'} {said}"
            self.canvas.put((at, slot.middle), shown, role, self.plan.caches.right - at)
            return
        self.letter((x + 4, slot.y), value or "-", role, slot.times)
        self.canvas.put((x + 2, slot.middle), mark, "changed")
        beside = x + 5 + slot.letter
        room = self.plan.caches.right - beside
        for row, text in enumerate((label, words, "older" if older else "")):
            spot = (beside, slot.middle - 1 + row)
            self.canvas.put(spot, text, "dim" if text == label else role, room)

    def letter(self, at: Point, value: str, role: Role, times: int) -> None:
        """Write a large letter."""
        for row, blocks in enumerate(big(value, times)):
            self.canvas.put((at[0], at[1] + row), blocks, role)

    def _host(self, state: State) -> None:
        """The host's mappings with their types."""
        for name, row in self.rows.items():
            type_ = self._type(name, state)
            absent = type_ in ("none", WITHDRAWN)
            text = f"{name:<{ALIAS_WORD}}{type_ if absent else self._type_word(type_)}"
            acts = self._acts(name)
            role: Role = "key" if acts else "dim" if absent else "text"
            self.canvas.put((2, row), text, role, self.plan.host.width - 3)
            if acts:
                self.canvas.put((1, row), "▸", role)

    def _type_word(self, type_: str) -> str:
        return SHORT[type_] if self.plan.narrow else ALIASES[type_]

    def _type(self, name: str, state: State) -> str:
        if name == "device":
            return DEVICES[self.c.dma]
        if name == "user":
            return self.c.user
        gone = self.c.kernel == WITHDRAWN and state.phase == "running"
        return WITHDRAWN if gone else "none" if self.c.kernel == "none" else "wb"

    def _acts(self, name: str) -> bool:
        step = self.moment.step
        if step is None:
            return False
        return step.event.alias == name or (name == "device" and step.event.id == "dma")

    def _guest(self, state: State) -> None:
        """The guest's mapping, once it has one."""
        box = self.plan.guest
        # No arrow ever ends between the caches and memory.
        row = self.plan.gap[0] - 1
        at, room = (box.x + 2, row), box.width - 3
        step = self.moment.step
        mapped = step is not None and step.event.id == "map"
        if state.phase != "running":
            self.canvas.put(at, "not mapped yet", "dim", room)
            return
        acts = step is not None and step.event.who == "guest"
        self.canvas.put(at, self._type_word(self.c.guest), "key" if acts else "text", room)
        if acts:
            self.canvas.put((box.x + 1, row), "▸", "key")
        if mapped:
            said = f"{MARKS['changed']} KVM maps it"
            self.canvas.put((box.x + 2, row + 1), said, "changed", room)
