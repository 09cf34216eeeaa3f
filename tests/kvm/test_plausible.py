"""Inputs that no machine produces: each kind, and a neighbour that one does.

Expected answers are read off kernel text (6.1, 6.12, 7.2, 7.3) and the architecture: which leaves
KVM makes, who sets which VMA flag, which faults which access can take.
"""

from __future__ import annotations

import json

import pytest

from s2tui.cli.explain import answer
from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import report
from s2tui.kvm.report.plausible import INPUTS, NOTE, SECOND, plausible
from s2tui.kvm.scenario.fields import differences
from s2tui.kvm.scenario.named import askable
from s2tui.kvm.scenario.notation import parse_words

DEVICE = "backing=pfnmap,page.map_memory=false,vma.mte_allowed=false"
REGISTERS = f"{DEVICE},vma.memtype=device-ngnrne"
GMEM = "slot.guest_memfd=true,backing=guest-memfd"
SECOND_READ = "access.fault=permission,access.kind=read"
REWRITE = "access.fault=permission,access.kind=write"
REFETCH = "access.fault=permission,access.kind=exec"
REWALK = "access.fault=permission,access.kind=stage1-walk"
ALIGN = "access.fault=alignment"
ATOMIC = "access.fault=unsupported-atomic"


def reasons(kernel: str, words: str) -> tuple[str, ...]:
    return plausible(parse_words([words] if words else []).scenario, find(kernel))


IMPLAUSIBLE = (
    # Alignment: stage 2 Device under stage 1 Normal, by a load or a store.
    ("v7.3", f"{ALIGN}", "Alignment"),
    ("v7.3", f"{REGISTERS},guest.memtype=device-ngnre,{ALIGN}", "Alignment"),
    ("v7.3", f"{REGISTERS},guest.mmu=false,{ALIGN}", "Alignment"),
    ("v7.3", f"{REGISTERS},{ALIGN},access.kind=exec", "loads and stores"),
    ("v7.3", f"{REGISTERS},{ALIGN},access.kind=stage1-walk", "loads and stores"),
    ("v7.3", f"{REGISTERS},{ALIGN},access.kind=cache-maintenance", "loads and stores"),
    # DFSC 0x35: a load or a store, and a leaf to be of the wrong type.
    ("v7.3", f"{ATOMIC},access.kind=exec", "loads and stores"),
    ("v7.3", f"backing=no-slot,{ATOMIC}", "leaf"),
    # Every leaf can be read.
    ("v7.3", SECOND_READ, "cannot be read"),
    ("v6.17", f"{REGISTERS},{SECOND_READ}", "cannot be read"),
    # DIC makes all cacheable memory executable at once, guest_memfd's too.
    ("v7.3", REFETCH, "DIC"),
    ("v7.3", f"{GMEM},{REFETCH}", "DIC"),
    # A read maps writable what the host may write; guest_memfd is writable from the start.
    ("v7.3", REWRITE, "written"),
    ("v6.17", "access.fault=permission,access.kind=cache-maintenance", "written"),
    ("v7.3", f"{GMEM},{REWRITE}", "written"),
    # A table walk: neither Device nor read-only.
    ("v7.3", REWALK, "table walk"),
    # An access flag that could be cleared, and no leaf to have one.
    ("v7.3", "backing=hole,access.fault=access-flag", "leaf"),
    ("v6.17", f"backing=mixedmap,page.map_memory=false,host.fwb=false,{ATOMIC}", "leaf"),
    # Leaves of a size that KVM does not make.
    ("v7.3", f"page.host_writable=false,access.granule=pmd,{REWRITE}", "granule"),
    ("v7.3", f"page.host_writable=false,access.granule=pud,page.size=pmd,{REWRITE}", "granule"),
    ("v7.3", f"{REGISTERS},access.granule=pud,{REFETCH}", "granule"),
    ("v7.1", f"host.dic=false,{GMEM},access.granule=pmd,{REFETCH}", "granule"),
    # Host leaves.
    ("v7.3", "page.size=pud", "hugetlb"),
    ("v7.3", f"{DEVICE},page.size=pud", "hugetlb"),
    ("v7.3", "backing=zone-device,page.size=pud", "hugetlb"),
    # Attributes.
    ("v7.3", "guest.memtype=normal-tagged", "reserved"),
    ("v7.3", "host.mte=true,vm.mte=true,backing=pfnmap,page.map_memory=false", "VM_MTE_ALLOWED"),
    ("v7.3", "host.mte=true,vm.mte=true,backing=zone-device", "VM_MTE_ALLOWED"),
    ("v7.3", "vma.any_uncached=true", "VM_ALLOW_ANY_UNCACHED"),
    ("v7.3", "backing=mixedmap,vma.any_uncached=true", "VM_ALLOW_ANY_UNCACHED"),
    # Only vfio-pci sets it, on a VM_PFNMAP VMA (VM_ALLOW_ANY_UNCACHED, include/linux/mm.h).
    (
        "v7.3",
        "backing=mixedmap,page.map_memory=false,vma.any_uncached=true",
        "VM_ALLOW_ANY_UNCACHED",
    ),
    ("v7.3", f"{DEVICE},vma.memtype=normal-tagged", "PROT_MTE"),
    ("v6.18", f"{DEVICE},page.poisoned=true", "struct page"),
    ("patch-v3", f"{DEVICE},page.poisoned=true", "struct page"),
    ("v7.3", f"{DEVICE},vma.force_cached=true", "VM_FORCE_CACHED"),
    ("v7.3", f"{DEVICE},param.unsafe_cacheable=true", "parameter"),
    ("v7.3", "backing=shmem,vma.memtype=device-ngnrne", "ordinary"),
    ("v7.3", "backing=zone-device,vma.memtype=normal-nc", "ordinary"),
)
PLAUSIBLE = (
    ("v7.3", ""),
    ("v7.3", f"{REGISTERS},{ALIGN}"),
    ("v7.3", f"{REGISTERS},{ALIGN},access.kind=write"),
    ("v7.3", f"{REGISTERS},{ATOMIC}"),
    ("v7.3", ATOMIC),  # LS64
    ("v7.3", f"host.dic=false,{REFETCH}"),
    ("v7.3", f"{REGISTERS},{REFETCH}"),  # a device's memory is never executable
    ("v7.1", f"host.dic=false,{GMEM},{REFETCH}"),
    ("v7.3", f"page.host_writable=false,{REWRITE}"),  # copied on write
    ("v7.3", f"vma.writable=false,{REWRITE}"),
    ("v7.3", f"slot.readonly=true,{REWRITE}"),
    ("v7.3", f"{REGISTERS},{REWRITE}"),  # written by the host in between: pfn_mkwrite(), E18
    ("v7.3", f"slot.log_dirty_pages=true,{REWRITE}"),
    ("v7.3", f"slot.log_dirty_pages=true,page.size=pmd,access.granule=pmd,{REWRITE}"),  # older
    ("v7.3", f"{REGISTERS},{REWALK}"),  # HCR_EL2.PTW, whatever S2AP says
    ("v7.3", f"page.host_writable=false,{REWALK}"),
    ("v7.3", "access.fault=access-flag"),
    ("v7.3", f"page.host_writable=false,page.size=pmd,access.granule=pmd,{REWRITE}"),
    ("v6.17", f"{REGISTERS},access.granule=pud,{REFETCH}"),  # the VMA's arithmetic
    ("v7.3", f"{REGISTERS},page.size=pmd,access.granule=pmd,{REFETCH}"),
    ("v7.3", "backing=hugetlb,page.size=pud"),
    ("v7.3", f"{DEVICE},page.size=pmd"),
    ("v7.3", "host.mte=true,vm.mte=true,guest.memtype=normal-tagged"),
    ("v7.3", "guest.mmu=false,guest.memtype=normal-tagged"),
    ("v7.3", f"host.mte=true,vm.mte=true,{DEVICE}"),
    ("v7.3", "backing=pfnmap,page.map_memory=false"),  # VM_MTE_ALLOWED matters with tags only
    ("v7.3", f"{REGISTERS},vma.any_uncached=true"),
    ("v7.3", f"{DEVICE},vma.any_uncached=true"),  # CXL memory behind VFIO, as posted
    ("v7.3", "vma.memtype=normal-tagged"),
    ("v6.19", f"{DEVICE},page.poisoned=true"),
    ("v7.3", "backing=pfnmap,page.poisoned=true"),
    ("vma-flag", f"{DEVICE},vma.force_cached=true"),
    ("sean-param", f"{DEVICE},param.unsafe_cacheable=true"),
    ("v7.3", f"{DEVICE},slot.cacheable=true"),  # any program can set a flag
    # What is refused when it is created, or was never said, is not judged by its access.
    ("v6.17", f"{DEVICE},host.fwb=false,{REFETCH}"),
    ("marc", f"{GMEM},{REFETCH}"),
)


@pytest.mark.parametrize(("kernel", "words", "why"), IMPLAUSIBLE)
def test_what_no_machine_produces_has_a_reason(kernel: str, words: str, why: str) -> None:
    found = reasons(kernel, words)
    assert len(found) == 1
    assert why in found[0]


@pytest.mark.parametrize(("kernel", "words"), PLAUSIBLE)
def test_what_a_machine_may_produce_has_none(kernel: str, words: str) -> None:
    assert reasons(kernel, words) == ()


def test_every_reason_is_given_for_something() -> None:
    given = " ".join(
        reason for kernel, words, _ in IMPLAUSIBLE for reason in reasons(kernel, words)
    )
    for text in [r.text for r in INPUTS] + [s.text for s in SECOND]:
        assert text in given


@pytest.mark.parametrize("name", askable())
def test_what_people_talk_about_can_happen(name: str) -> None:
    """Unless it is about an attribute that no mapping of a device has: MT_NORMAL_TAGGED (E11)."""
    named = askable()[name]
    for kernel in named.happens or ("v7.3",):
        found = reasons(kernel, f"@{name}")
        assert all("PROT_MTE" in reason for reason in found) if name == "E11" else not found


def test_it_is_answered_all_the_same_with_a_note() -> None:
    found = report("v7.3", parse_words([REFETCH]).scenario)
    assert found.outcome.fault.result == "relaxed"
    assert found.notes[-1].startswith(f"{NOTE}no first access leaves a leaf of access.granule")
    assert not any(note.startswith(NOTE) for note in report("v7.3", parse_words([]).scenario).notes)


@pytest.mark.parametrize(("kernel", "words", "_"), IMPLAUSIBLE)
def test_a_batch_says_the_same_as_a_single_answer(kernel: str, words: str, _: str) -> None:
    scenario = parse_words([words]).scenario
    found = json.loads(answer({"kernel": kernel, "scenario": differences(scenario)}))
    assert tuple(found["notes"]) == report(kernel, scenario).notes
