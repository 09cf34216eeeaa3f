"""The present event as an arrow between the boxes of host, caches, memory and guest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.arm.coherence.machine import CACHEABLE
from s2tui.view.caches.boxes import Boxes
from s2tui.view.caches.lines import NOTHING
from s2tui.view.caches.status import event_line, stored_line
from s2tui.view.kit.layout import flow
from s2tui.view.kit.text import MARKS, Span, marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from s2tui.arm.coherence.machine import State
    from s2tui.view.caches.plan import Box, Slot
    from s2tui.view.caches.scene import Run
    from s2tui.view.kit.text import Line, Role

STATUS = 2
"""Lines below the boxes."""
JUDGED: tuple[Role, ...] = ("denied", "allowed")
"""The roles of a value that was read: not what it should be, or what it should."""
UNREACHABLE = "unreachable"
CANNOT_CLEAN = "cannot clean it"
CANNOT_INVALIDATE = "cannot invalidate"
VERBS = {"load": "reads", "fetch": "executes", "store": "stores", "zero": "stores", "dma": "writes"}
FLOWS = {
    "take-in": "taken in",
    "take-in-instructions": "into code",
    "write-back": "written back",
    "map": "cleaned",
    "load": "taken in",
    "fetch": "kept as code",
}
"""What moves between caches and memory, or to the instruction line, by the event."""


class Lanes(Boxes):
    """The boxes with the event that has just happened."""

    def drawn(self) -> list[Line]:
        """Boxes, what is in them, and the arrow."""
        self.fill()
        if self.moment.step is not None:
            self._event()
        return self.canvas.lines()

    def _event(self) -> None:
        """The arrow of the present event, and what it amounts to at who acts."""
        step = self.moment.step
        assert step is not None
        id_ = step.event.id
        role: Role = "denied" if step.damage is not None else "changed"
        if id_ in ("take-in", "take-in-instructions", "write-back", "map", "load", "fetch"):
            self._between(role="changed")
        if id_ in ("zero", "store", "dma"):
            for slot in self._stored_to():
                self._across(slot, step.value or "", role, away=True)
        elif id_ in ("load", "fetch"):
            self._across(self._shown_from(), step.value or "", role, away=False)
        elif id_ == "maintain":
            self._maintained()

    def _stored_to(self) -> Sequence[Slot]:
        """Where a store goes, by the type of its mapping."""
        step, before, p = self.moment.step, self.moment.before, self.plan
        assert step is not None
        assert before is not None
        if step.event.type == "wb":
            return (p.line,)
        if step.event.type == "wt" and before.line is not None:
            return (p.line, p.stored)
        return (p.stored,)

    def _shown_from(self) -> Slot:
        """Where a load or a fetch has its value from."""
        step, before, p = self.moment.step, self.moment.before, self.plan
        assert step is not None
        assert before is not None
        if step.event.id == "fetch" and before.instructions is not None and p.code is not None:
            return p.code
        hits = before.line is not None and step.event.type in CACHEABLE
        if step.event.id == "fetch" and hits and before.line is not None:
            hits = before.line.value == step.value
        return p.line if hits else p.stored

    def _across(self, slot: Slot, value: str, role: Role, *, away: bool) -> None:
        """An arrow between who acts and a value, and the verb at who acts."""
        step, p = self.moment.step, self.plan
        assert step is not None
        y = slot.middle
        if step.event.who == "guest":
            ends = [(p.guest.x - 1, y), (p.caches.right + 1, y)]
            self._said((p.guest, y))
        else:
            row = self.rows[step.event.alias or "device"]
            left, right, bend = p.host.right + 1, p.caches.x - 1, p.host.right + 2
            ends = [(left, row), (right, row)]
            if row != y:
                ends = [(left, row), (bend, row), (bend, y), (right, y)]
            self._said((p.host, row))
        self.canvas.arrow(ends if away else ends[::-1], value, role)

    def _said(self, at: tuple[Box, int]) -> None:
        """The verb of an access with what came of it, in the box of who acts."""
        step, (box, y) = self.moment.step, at
        assert step is not None
        stored = self.moment.state.stored
        verb = VERBS[step.event.id]
        role: Role = "changed"
        if step.event.id in ("load", "fetch"):
            role = "denied" if step.damage else "allowed" if step.value == stored else "text"
        if box is self.plan.host:
            self.canvas.put((box.x + 2, y + 1), _word(role, f"{verb} {step.value}"), role)
            return
        slot = self.plan.stored
        if slot.times and box.width > slot.letter + len(verb) + 4:
            top = y - slot.height // 2
            self.letter((box.x + 2, top), step.value or "-", role, slot.times)
            beside = box.x + slot.letter + 3
            self.canvas.put((beside, y - 1), MARKS[role] if role in JUDGED else "", role)
            self.canvas.put((beside, y), verb, role, box.right - beside)
            return
        self.canvas.put((box.x + 2, y), _word(role, f"{verb} {step.value}"), role, box.width - 3)

    def _between(self, role: Role) -> None:
        """What moves up or down between caches and memory."""
        step, before, after = self.moment.step, self.moment.before, self.moment.state
        assert step is not None
        assert before is not None
        p = self.plan
        rows = p.gap
        if step.event.id == "map":
            for at, said in zip(rows, self._unreached(before), strict=False):
                text = f"{MARKS['reserved']} {said}"
                self.canvas.put((p.caches.x + 2, at), text, "reserved", p.caches.width - 2)
        x = p.caches.x + (6 if p.line.times else 3)
        if before.memory != after.memory or step.event.id == "write-back":
            ends, value = [(x, rows[0]), (x, rows[-1])], after.memory
        elif before.line is None and after.line is not None:
            ends, value = [(x, rows[-1]), (x, rows[0])], after.memory
        elif before.instructions is None and after.instructions is not None:
            if before.line is not None and before.line.value == after.instructions:
                return
            ends, value = [(x, rows[-1]), (x, rows[0])], after.instructions
        else:
            return
        if len(rows) == 1:
            # There is no way to go, but a direction.
            head = "▼" if step.event.id in ("write-back", "map") else "▲"
            self.canvas.put((x, rows[0]), head, role)
        else:
            self.canvas.arrow(ends, "", role)
        said = f"{value} {FLOWS[step.event.id]}"
        self.canvas.put((x + 2, rows[len(rows) // 2]), said, role, p.caches.width - 5)

    def _unreached(self, before: State) -> Iterator[str]:
        """What KVM would maintain and cannot, for want of a mapping to do it through."""
        if self.c.clean == UNREACHABLE and before.line is not None:
            yield CANNOT_CLEAN
        if self.c.icache == UNREACHABLE:
            yield CANNOT_INVALIDATE

    def _maintained(self) -> None:
        """The guest's own maintenance: of the data line, the instruction line or both."""
        p = self.plan
        slots = [] if self.c.idc else [(p.line, "DC", "cleans")]
        if not self.c.dic and p.code is not None:
            slots.append((p.code, "IC", "invalidates"))
        for slot, instruction, verb in slots:
            ends = [(p.guest.x - 1, slot.middle), (p.caches.right + 1, slot.middle)]
            self.canvas.arrow(ends, instruction, "changed")
            self.canvas.put((p.guest.x + 2, slot.middle), verb, "changed", p.guest.width - 3)


def _word(role: Role, text: str) -> str:
    mark = MARKS[role] if role in JUDGED else ""
    return f"{mark} {text}" if mark else text


def lane_lines(run: Run, step: int, width: int, height: int) -> list[Line]:
    """The boxes at one moment, what happens in words, and what everybody should read.

    Args:
        run: the order of events.
        step: how many of them have happened.
        width: columns.
        height: lines.
    """
    if run.configuration is None:
        return [
            *flow((marked("allowed", ""),), NOTHING, width),
            *flow((Span("  "),), run.no_leaf, width),
        ]
    at = run.at(step)
    moment = run.moments[at]
    lines = Lanes(run, moment, (width, height - STATUS)).drawn()[: height - STATUS]
    return [*lines, event_line(run, at, width), stored_line(run, at, width)]
