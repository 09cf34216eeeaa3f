"""The fields of a scenario, what binds them, and how a scenario is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from s2tui.kvm.scenario.fields import (
    BINDINGS,
    DEFAULT,
    FIELDS,
    UNRANKED,
    Value,
    bind,
    differences,
    make,
    word,
)
from s2tui.kvm.scenario.lazy import lazy
from s2tui.kvm.scenario.notation import parse_words
from tests.strategies import some_values

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# The contract's field table: names and values, the default first.
CONTRACT = """
host.fwb true false
host.dic true false
host.idc true false
host.xnx true false
host.mte false true
host.mte_perm false true
host.lpa2 false true
host.page_size 4k 16k 64k
vm.mte false true
vm.nisv_to_user false true
slot.readonly false true
slot.log_dirty_pages false true
slot.guest_memfd false true
slot.cacheable false true
slot.alignment pud pmd page
backing anonymous shmem hugetlb zone-device pfnmap mixedmap guest-memfd hole no-slot
page.map_memory true false
page.size page pmd pud
page.contiguous true false
page.memtype as-vma normal normal-nc device-ngnre device-ngnrne
page.host_writable true false
page.poisoned false true
gmem.mmap true false
gmem.direct_map true false
vma.block pud pmd page
vma.memtype normal normal-tagged normal-nc device-ngnre device-ngnrne
vma.any_uncached false true
vma.cow false true
vma.swapped_after_create false true
vma.force_cached false true
vma.writable true false
vma.mte_allowed true false
access.kind read write exec cache-maintenance stage1-walk
access.fault translation permission access-flag unsupported-atomic alignment
access.granule page pmd pud
access.syndrome true false
guest.memtype normal-wb normal-wt normal-nc device-gre device-ngre device-ngnre device-ngnrne \
normal-tagged
guest.shareability ish osh nsh
guest.mmu true false
param.unsafe_cacheable false true
"""
BOUND = (
    "page_map_memory",
    "vm_mte",
    "host_mte_perm",
    "page_size",
    "vma_block",
    "page_contiguous",
    "page_memtype",
    "gmem_direct_map",
    "access_granule",
    "access_syndrome",
)


def contract() -> dict[str, tuple[str, ...]]:
    rows = (line.split() for line in CONTRACT.strip().splitlines())
    return {name: tuple(values) for name, *values in rows}


def test_the_fields_are_those_of_the_contract_in_its_order() -> None:
    assert {f.name: tuple(map(word, f.values)) for f in FIELDS.values()} == contract()
    assert list(FIELDS) == list(contract())


def test_every_field_says_in_one_line_what_it_is() -> None:
    for field in FIELDS.values():
        assert field.text, field.name
        assert "\n" not in field.text, field.name


def test_an_unset_field_takes_its_default() -> None:
    scenario, notes = make({})
    assert scenario == DEFAULT
    assert notes == ()
    assert {f.name: getattr(scenario, f.attribute) for f in FIELDS.values()} == {
        f.name: f.default for f in FIELDS.values()
    }


@given(some_values())
def test_made_scenarios_respect_the_bindings(values: Mapping[str, Value]) -> None:
    s, _ = make(values)
    if s.backing == "zone-device":
        assert not s.page_map_memory
    elif s.backing not in ("pfnmap", "mixedmap"):
        assert s.page_map_memory
    assert s.host_mte or not s.vm_mte
    if s.host_page_size != "4k":
        assert "pud" not in (s.page_size, s.access_granule)


@given(some_values())
def test_what_nothing_binds_stays_as_it_was_given(values: Mapping[str, Value]) -> None:
    s, _ = make(values)
    changed = {name for name, value in values.items() if getattr(s, name) != value}
    assert changed <= set(BOUND)


@given(some_values())
def test_a_note_names_each_given_value_that_was_replaced_and_nothing_else(
    values: Mapping[str, Value],
) -> None:
    s, notes = make(values)
    replaced = {
        f"{f.name}={word(values[f.attribute])} became {word(getattr(s, f.attribute))}"
        for f in FIELDS.values()
        if f.attribute in values and getattr(s, f.attribute) != values[f.attribute]
    }
    assert {note.partition(":")[0] for note in notes} == replaced
    assert len(notes) == len(replaced)


@given(some_values())
def test_binding_twice_changes_nothing(values: Mapping[str, Value]) -> None:
    s, _ = make(values)
    assert bind(s, values) == (s, ())


@given(some_values())
def test_the_differences_make_the_scenario_again_without_a_note(
    values: Mapping[str, Value],
) -> None:
    s, _ = make(values)
    printed = differences(s)
    again, notes = make({FIELDS[name].attribute: value for name, value in printed.items()})
    assert again == s
    assert notes == ()


@given(some_values())
def test_no_default_is_printed(values: Mapping[str, Value]) -> None:
    s, _ = make(values)
    for name, value in differences(s).items():
        assert value != FIELDS[name].default


@pytest.mark.parametrize(
    ("given_", "note"),
    [
        (
            {"backing": "zone-device", "page_map_memory": True},
            "page.map_memory=true became false",
        ),
        ({"page_map_memory": False}, "page.map_memory=false became true"),
        ({"vm_mte": True}, "vm.mte=true became false"),
        ({"host_page_size": "64k", "page_size": "pud"}, "page.size=pud became pmd"),
        ({"host_page_size": "16k", "access_granule": "pud"}, "access.granule=pud became pmd"),
        ({"host_mte_perm": True}, "host.mte_perm=true became false"),
        ({"vma_block": "page"}, "vma.block=page became pud"),
        (
            {"backing": "pfnmap", "host_page_size": "16k", "vma_block": "pud"},
            "vma.block=pud became pmd",
        ),
        ({"page_contiguous": False}, "page.contiguous=false became true"),
        ({"page_memtype": "normal-nc"}, "page.memtype=normal-nc became as-vma"),
        ({"gmem_direct_map": False}, "gmem.direct_map=false became true"),
        ({"access_kind": "exec", "access_syndrome": True}, "access.syndrome=true became false"),
    ],
)
def test_a_value_given_against_a_binding_is_replaced_and_noted(
    given_: dict[str, Value], note: str
) -> None:
    _, notes = make(given_)
    assert [n.partition(":")[0] for n in notes] == [note]


def test_a_value_that_only_follows_from_another_field_is_not_noted() -> None:
    s, notes = make({"backing": "zone-device"})
    assert not s.page_map_memory
    assert notes == ()
    assert differences(s) == {"backing": "zone-device"}


def test_no_two_fields_have_one_rank_and_what_is_said_first_has_one() -> None:
    ranks = [f.rank for f in FIELDS.values() if f.rank != UNRANKED]
    assert len(set(ranks)) == len(ranks)
    assert all(f.rank != UNRANKED for f in FIELDS.values() if f.said)


@given(some_values())
def test_a_binding_depends_on_what_it_says_and_on_nothing_else(values: Mapping[str, Value]) -> None:
    scenario = make(values)[0]
    for binding in BINDINGS:
        reading = lazy(scenario.state)
        binding.allowed(reading)
        assert set(reading.reads) <= set(binding.by)


@pytest.mark.parametrize(
    "words",
    [
        ["host.fwb=false backing=pfnmap"],
        ["host.fwb=false,  backing=pfnmap "],
        ["access.kind=read host.fwb=false", "backing=pfnmap"],
    ],
)
def test_several_words_may_stand_in_quotes(words: list[str]) -> None:
    assert differences(parse_words(words).scenario) == {"host.fwb": False, "backing": "pfnmap"}


def test_a_blank_in_a_path_parts_nothing(tmp_path: Path) -> None:
    path = tmp_path / "my case.toml"
    path.write_text('backing = "pfnmap"\n', encoding="utf-8")
    found = parse_words([str(path), "vmflags=rd wr sh mw host.fwb=false"]).scenario
    assert (found.backing, found.host_fwb) == ("shmem", False)
