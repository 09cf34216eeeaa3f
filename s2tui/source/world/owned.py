"""Every name that the tables answer for, and how those that stand for numbers are numbered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.source.world import constants
from s2tui.source.world.changes import CHANGE_EFFECTS
from s2tui.source.world.events import EVENT_EFFECTS, LOCKS
from s2tui.source.world.forms import FORMS
from s2tui.source.world.held import REFERENCES
from s2tui.source.world.hosts import CAPABILITIES, HAS_CAPABILITY, HOSTS, VM_FLAGS
from s2tui.source.world.pages import PAGE_EFFECTS
from s2tui.source.world.pure import NEVER, PURE

if TYPE_CHECKING:
    from s2tui.source.c.configuration import Rule

EFFECTS = PAGE_EFFECTS | EVENT_EFFECTS | REFERENCES | CHANGE_EFFECTS
FIRST_FLAG, FIRST_CAPABILITY = 1000, 2000
"""Numbers that stand for names; those of the kernel differ from one release to the next."""
NUMBERS = {name: FIRST_FLAG + n for n, name in enumerate(VM_FLAGS)} | {
    name: FIRST_CAPABILITY + n for n, name in enumerate(CAPABILITIES)
}
NAMES = {number: name for name, number in NUMBERS.items()}


def owned() -> dict[str, str | Rule]:
    """Every name that these tables answer for, with its C type."""
    found: dict[str, str | Rule] = dict.fromkeys(constants.INTS, "int")
    found |= dict.fromkeys((*constants.MASKS, *_SIZES), "unsigned long")
    found |= dict.fromkeys(constants.SLOT_FLAGS, "unsigned int")
    found |= dict.fromkeys((*_SHIFTS, *NUMBERS), "int")
    found["current"] = "struct task_struct *"
    found |= {name: pure.type for name, pure in PURE.items()}
    found |= {name: asked.type for name, asked in HOSTS.items()}
    found |= dict.fromkeys((*NEVER, *LOCKS, "test_bit"), "int")
    found |= dict.fromkeys(HAS_CAPABILITY, "bool")
    found |= {name: type_ for name, (type_, _) in EFFECTS.items()}
    return found | {name: type_ for name, (type_, _) in FORMS.items()}


_SIZES = ("PAGE_SIZE", "PAGE_MASK", "PMD_SIZE", "PMD_MASK", "PUD_SIZE", "PUD_MASK")
_SHIFTS = ("PAGE_SHIFT", "PMD_SHIFT", "PUD_SHIFT", "PTRS_PER_PMD", "PTRS_PER_PTE",
           "CONT_PTE_SHIFT", "CONT_PMD_SHIFT")  # fmt: skip
