"""The inputs of the form as data: groups, labels, letters; and what turning one does.

Inputs with a letter are the ones the debate was about: they stay on screen when their group is
folded. The others are reached by unfolding it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from attrs import evolve

from s2tui.kvm.scenario.fields import BINDINGS, FIELDS, bind
from s2tui.view.kit import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from s2tui.kvm.scenario.fields import Scenario, Value

T = TypeVar("T")
KERNEL = "kernel"
"""The name of the input that is not a scenario field."""


class Input(NamedTuple):
    """One input of the form."""

    name: str
    """The field's name in the contract, or `kernel`."""
    label: str
    key: str = ""
    """The letter that turns it; its capital turns it back."""


class Group(NamedTuple):
    """Inputs that belong together."""

    id: str
    label: str
    inputs: tuple[Input, ...]


GROUPS = (
    Group("kernel", "", (Input(KERNEL, "kernel", "n"),)),
    Group(
        "host",
        "host and VM",
        (
            Input("host.fwb", "FWB", "f"),
            Input("host.dic", "DIC", "d"),
            Input("host.idc", "IDC"),
            Input("host.xnx", "XNX"),
            Input("host.mte", "MTE"),
            Input("vm.mte", "VM has MTE"),
            Input("host.mte_perm", "MTE_PERM"),
            Input("vm.nisv_to_user", "NISV to user"),
            Input("host.lpa2", "LPA2"),
            Input("host.page_size", "page size"),
            Input("param.unsafe_cacheable", "unsafe param"),
        ),
    ),
    Group(
        "slot",
        "memslot",
        (
            Input("slot.readonly", "read-only", "w"),
            Input("slot.log_dirty_pages", "log dirty", "t"),
            Input("slot.guest_memfd", "guest_memfd", "g"),
            Input("slot.cacheable", "cacheable", "c"),
            Input("slot.alignment", "alignment"),
            Input("gmem.mmap", "gmem mmap"),
            Input("gmem.direct_map", "direct map"),
        ),
    ),
    Group(
        "memory",
        "memory",
        (
            Input("backing", "backing", "b"),
            Input("page.map_memory", "map memory", "p"),
            Input("vma.memtype", "VMA type", "v"),
            Input("vma.any_uncached", "any uncached", "a"),
            Input("page.size", "host leaf"),
            Input("vma.block", "VMA block"),
            Input("page.contiguous", "contiguous"),
            Input("page.memtype", "PTE type"),
            Input("page.host_writable", "PTE writable"),
            Input("page.poisoned", "poisoned"),
            Input("vma.writable", "VMA writable"),
            Input("vma.cow", "copy on write"),
            Input("vma.swapped_after_create", "VMA swapped"),
            Input("vma.force_cached", "force cached"),
            Input("vma.mte_allowed", "MTE allowed"),
        ),
    ),
    Group(
        "guest",
        "guest access",
        (
            Input("access.kind", "access", "x"),
            Input("access.fault", "fault", "e"),
            Input("guest.memtype", "guest type", "m"),
            Input("access.granule", "fault level"),
            Input("access.syndrome", "syndrome"),
            Input("guest.shareability", "guest SH"),
            Input("guest.mmu", "guest MMU"),
        ),
    ),
)
INPUTS: Mapping[str, Input] = {i.name: i for group in GROUPS for i in group.inputs}
KEYS: Mapping[str, str] = {i.key: i.name for i in INPUTS.values() if i.key}
"""Letter to input name."""
_BOUND = {binding.attribute: binding for binding in BINDINGS}
FOLDABLE = tuple(g.id for g in GROUPS if any(not i.key for i in g.inputs))


def choices(scenario: Scenario, name: str) -> tuple[Value, ...]:
    """The values that the other fields leave to a field, the default first."""
    field = FIELDS[name]
    binding = _BOUND.get(field.attribute)
    allowed = field.values if binding is None else binding.allowed(scenario)
    return tuple(value for value in field.values if value in allowed)


def why_fixed(scenario: Scenario, name: str) -> str:
    """Why a field has nothing to choose, or why some of its values are missing; else nothing."""
    if name == KERNEL:
        return ""
    field = FIELDS[name]
    if len(choices(scenario, name)) == len(field.values):
        return ""
    return _BOUND[field.attribute].why


def turn(wanted: Scenario, name: str, by: int) -> Scenario:
    """What is wanted with one field at its next value, or another number of values on.

    The value goes round at the end. What other fields replace is left as it was wanted, so that
    it comes back when they permit it again; `bind` makes a scenario of it.
    """
    scenario, _ = bind(wanted)
    value = _on(choices(scenario, name), words.value_of(scenario, name), by)
    return put(wanted, name, value) if value != words.value_of(scenario, name) else wanted


def put(wanted: Scenario, name: str, value: Value) -> Scenario:
    """What is wanted with one field at a value."""
    changes = {FIELDS[name].attribute: value}
    return evolve(wanted, **changes)  # type: ignore[arg-type]


def along(was: Scenario, now: Scenario, lifted: bool) -> tuple[Scenario, bool]:
    """A choice with what goes along with it: hugetlb has huge pages, a pmd each unless said.

    Only who turns inputs wants that; where a scenario is written, unset fields have their defaults
    (arch/arm64/include/asm/pgtable.h: HPAGE_SHIFT is PMD_SHIFT; a hugetlb page that is no larger
    than a page in the model is one of CONT_PTE).

    Args:
        was: what was wanted before.
        now: what is wanted now.
        lifted: whether `page.size` went along with the backing before.

    Returns:
        What is wanted, and whether `page.size` has gone along and goes back with the backing.
    """
    if now.backing == was.backing:
        return now, lifted and now.page_size == was.page_size
    if now.backing == "hugetlb" and now.page_size == "page":
        return put(now, "page.size", "pmd"), True
    return (put(now, "page.size", "page") if lifted else now), False


def turn_kernel(kernel: str, kernels: Sequence[str], by: int) -> str:
    """The next kernel; the first where the present one is none of them."""
    return _on(tuple(kernels), kernel, by) if kernel in kernels else kernels[0]


def group_of(name: str) -> str:
    """The id of the group that an input is in."""
    return next(g.id for g in GROUPS if any(i.name == name for i in g.inputs))


def _on(values: Sequence[T], value: T, by: int) -> T:
    index = values.index(value) if value in values else -1
    return values[(index + by) % len(values)]
