"""The tables of what surrounds the fault path: each entry by itself."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any

import pytest

from s2tui.analysis.diagrams.explorer import Diagrams
from s2tui.analysis.diagrams.symbolic import BY_LEVEL
from s2tui.kvm.scenario.fields import DEFAULT, FIELDS, PageSize, make
from s2tui.source.c.configuration import Configuration
from s2tui.source.c.unit import Source, Unit
from s2tui.source.machine.algebra import Algebra
from s2tui.source.machine.machine import Machine
from s2tui.source.machine.values import Object, Undefined
from s2tui.source.world import constants
from s2tui.source.world.events import LOCKS
from s2tui.source.world.geometry import SHIFTS, Geometry
from s2tui.source.world.hosts import CAPABILITIES, HOSTS, VM_FLAGS
from s2tui.source.world.objects import EMBEDDED, HOLDS, REGISTER, syndrome
from s2tui.source.world.owned import EFFECTS, owned
from s2tui.source.world.pure import NEVER, NOTHING, PURE
from s2tui.source.world.shadows import WALKERS, checked, known, unchecked
from s2tui.source.world.world import KernelWorld

if TYPE_CHECKING:
    from s2tui.analysis.diagrams.diagram import Node

ATTRIBUTES = {field.attribute for field in FIELDS.values()}
SIZES: tuple[PageSize, ...] = ("4k", "16k", "64k")


def world(page_size: PageSize = "4k", text: str = "") -> KernelWorld:
    diagrams = Diagrams()
    algebra = Algebra(diagrams.manager)
    found = KernelWorld(Geometry(page_size), diagrams, algebra)
    files = [Source("world.c", text)]
    configuration = Configuration(constants.symbols(found.geometry), owned())
    found.machine = Machine(Unit(files, configuration), algebra, found)
    return found


DESCRIBED = 1 << 24 | 3 << 22 | REGISTER << 16


def test_errnos_are_those_of_the_system() -> None:
    for name, number in constants.ERRNO.items():
        # Python knows no EHWPOISON before 3.14; 133 on arm64 (uapi/asm-generic/errno.h).
        assert getattr(errno, name, 133) == number


@pytest.mark.parametrize("page_size", SIZES)
def test_sizes_and_shifts_agree(page_size: PageSize) -> None:
    g = Geometry(page_size)
    sizes, shifts = constants.sizes(g), constants.shifts(g)
    for name in ("PAGE", "PMD", "PUD"):
        assert sizes[f"{name}_SIZE"] == 1 << shifts[f"{name}_SHIFT"]
        assert sizes[f"{name}_MASK"] == 2**64 - sizes[f"{name}_SIZE"]
    # Documentation/arch/arm64/memory.rst: a 4 KiB granule has blocks of 2 MiB, 16 has 32, 64 512.
    block = {"4k": 2 << 20, "16k": 32 << 20, "64k": 512 << 20}[page_size]
    assert sizes["PMD_SIZE"] == block == sizes["PAGE_SIZE"] * shifts["PTRS_PER_PMD"]
    assert [g.leaf_level(g.size(size)) for size in ("page", "pmd", "pud")] == [3, 2, 1]


@pytest.mark.parametrize("name", HOSTS)
def test_an_answer_reads_no_more_than_it_says(name: str) -> None:
    assert set(HOSTS[name].reads) <= ATTRIBUTES
    for page_size in SIZES:
        w = world(page_size)
        arguments: tuple[Node[Any], ...]
        function = HOSTS[name].function
        try:
            function(DEFAULT, w.geometry)
            arguments = ()
        except TypeError:
            arguments = (w.algebra.zero,)
        found = w._asked(name, arguments)
        asked = {BY_LEVEL[n].attribute for n in w.algebra.manager.support([found])}
        assert asked <= set(HOSTS[name].reads)


@pytest.mark.parametrize("path", HOLDS)
def test_every_member_has_a_value_for_every_scenario(path: str) -> None:
    *names, member = path.split(".")
    w = world("4k", "enum { MT_NORMAL, MT_NORMAL_TAGGED, MT_NORMAL_NC, MT_DEVICE_nGnRnE,"
                    " MT_DEVICE_nGnRE };")  # fmt: skip
    found = w.initial((Object(names[0], tuple(names[1:])), member))
    assert found is not None
    for end in w.algebra.manager.terminals(found):
        assert isinstance(end.value, (int, Object))
    assert len(names) == 1 or ".".join(names) in EMBEDDED


def test_a_member_that_is_not_there_has_no_value() -> None:
    found = world().initial((Object("vcpu"), "fortune"))
    assert found is not None
    assert found.value == Undefined("vcpu.fortune is not modelled")


def test_no_name_is_answered_for_twice() -> None:
    tables: list[Any] = [
        constants.INTS, constants.MASKS, constants.SLOT_FLAGS, PURE, HOSTS, EFFECTS, NEVER,
        NOTHING, CAPABILITIES, VM_FLAGS,
    ]  # fmt: skip
    names = [name for table in tables for name in table]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # ESR_EL2: EC 0x24 or 0x20, IL, then ISS; DDI 0487 ISS encoding for a Data Abort.
        # A described access is of a doubleword (SAS 3) and of some register (SRT).
        ({}, 0x24 << 26 | 1 << 25 | DESCRIBED | 0x07),
        ({"access_kind": "write"}, 0x24 << 26 | 1 << 25 | DESCRIBED | 1 << 6 | 0x07),
        ({"access_syndrome": False}, 0x24 << 26 | 1 << 25 | 0x07),
        ({"access_kind": "exec", "access_fault": "permission"}, 0x20 << 26 | 1 << 25 | 0x0F),
        ({"access_kind": "stage1-walk", "access_fault": "permission", "access_granule": "pmd"},
         0x24 << 26 | 1 << 25 | 1 << 7 | 0x0E),
        ({"access_kind": "cache-maintenance", "access_fault": "access-flag"},
         0x24 << 26 | 1 << 25 | 1 << 8 | 1 << 6 | 0x0B),
    ],
)  # fmt: skip
def test_syndromes(given: dict[str, Any], expected: int) -> None:
    assert syndrome(make(given)[0], Geometry("4k")) == expected


@pytest.mark.parametrize("page_size", SHIFTS)
def test_tables_hold_what_the_front_end_takes(page_size: PageSize) -> None:
    w = world(page_size)
    for name, type_ in owned().items():
        if isinstance(type_, str):
            assert w.machine.unit.type(type_) is not None
        assert name.isidentifier()


NEVER_MET = {
    # 6.18 and later: guest_memfd, external aborts, atomics, COW, other spellings.
    "kvm_gmem_get_pfn", "kvm_prepare_memory_fault_exit", "kvm_inject_sea", "kvm_inject_sea_iabt",
    "kvm_inject_sea_dabt", "kvm_inject_dabt_excl_atomic", "is_cow_mapping", "kvm_fault_lock",
    "kvm_fault_unlock", "kvm_release_faultin_page", "kvm_release_page_unused",
}  # fmt: skip
"""What no release that can be run here asks for, and an audit says was never checked."""


def test_what_was_never_checked_is_known() -> None:
    assert set(unchecked(EFFECTS)) | set(unchecked(LOCKS)) | set(unchecked(HOSTS)) >= NEVER_MET
    assert unchecked(["kvm_pgtable_stage2_map", "kvm_gmem_get_pfn"]) == ("kvm_gmem_get_pfn",)


def test_what_was_checked_is_answered_for() -> None:
    assert checked() <= set(owned())
    assert set(known()) <= set(owned()) | set(WALKERS)
