"""The glossary covers the words of the fields and of the outcomes, and cites what it says."""

from __future__ import annotations

import re

import pytest

from s2tui.kvm.glossary.glossary import find, terms, terms_in
from s2tui.kvm.scenario.fields import FIELDS
from s2tui.kvm.scenario.values import meanings
from s2tui.view.explore.inputs import INPUTS

JARGON = re.compile(r"[\w./-]*[A-Z]{2,}[\w.-]*(?:\(\))?")
"""Two capitals beside each other make a word of the field: FWB, VM_PFNMAP, CTR_EL0.DIC."""
ASKED = (
    "FWB", "DIC", "IDC", "PFNMAP", "memslot", "IPA", "MemAttr", "S2AP", "CMO", "PoC", "PoU", "MTE",
    "ISV", "DFSC", "KVM_CAP_ARM_CACHEABLE_PFNMAP_SUPPORTED", "VMA", "struct page", "guest_memfd",
    "PAR", "linear map", "ZONE_DEVICE", "THP", "pmd", "pud", "SEA", "MMIO", "EFAULT", "courtesy",
)  # fmt: skip
COMMON = {"CAS", "CPUs", "DMA", "GPU", "PCI", "RAM", "ROM", "SIMD", "TLB", "I/O"}
"""Capitals that every reader knows."""
WHERE = re.compile(
    r"Arm DDI 0487 \S|\b[\w/-]+\.(?:c|h|rst|md)\b|\d{1,2} [A-Z][a-z]{2} 20\d\d|mmap\(2\)"
)
"""A place in the manual, a file of the kernel or of this program, or a mail by its date."""


def jargon(text: str) -> set[str]:
    return {found.strip("./-") for found in JARGON.findall(text)} - COMMON


@pytest.mark.parametrize("name", FIELDS)
def test_the_jargon_of_a_field_is_explained(name: str) -> None:
    field = FIELDS[name]
    for text in (field.text, field.stands_for, INPUTS[name].label):
        for found in jargon(text):
            assert terms_in([found]), f"{found} in {text!r}"


@pytest.mark.parametrize("term", ASKED)
def test_a_word_that_strangers_ask_for_is_a_term(term: str) -> None:
    assert find(term) is not None


def test_every_term_is_said_and_cited_and_no_word_is_two_terms() -> None:
    words = [one for term in terms().values() for one in (term.name, *term.also)]
    assert len(set(words)) == len(words)
    for term in terms().values():
        assert term.text == " ".join(term.text.split())
        assert term.text.endswith("."), term
        assert WHERE.search(term.source), term


def test_what_explains_uses_no_jargon_that_is_not_explained() -> None:
    said = {term.text: term.name for term in terms().values()}
    said |= {text: name for name, values in meanings().items() for text in values.values()}
    for text, name in said.items():
        for found in jargon(text):
            assert terms_in([found]), f"{found} at {name}"


def test_terms_are_found_in_texts_the_longest_first_and_once() -> None:
    def names(*texts: str) -> list[str]:
        return [term.name for term in terms_in(texts)]

    assert names("the page has a struct page, CTR_EL0.DIC=1") == ["struct page", "DIC"]
    assert names("FEAT_S2FWB", "fwb and FWB") == ["FWB"]
    assert names("VTCR_EL2.TG0, VTCR_EL2.HD") == ["granule", "DBM"]
    assert names("nothing of the kind, at that id") == []
    assert find("dc") == find("DC") == find("CMO")


def test_what_the_sources_say_is_said() -> None:
    # DDI 0487 ESR_EL2, MAIR_EL1; include/uapi/linux/kvm.h; asm-generic/errno.h.
    for name, part in {
        "DFSC": "0x35 unsupported exclusive or atomic",
        "PAR": "0x44 Non-cacheable",
        "KVM_CAP_ARM_CACHEABLE_PFNMAP_SUPPORTED": "(243)",
        "EINVAL": "Errno 22",
        "EFAULT": "Errno 14",
        "MemAttr": "Bits 5:2",
        "S2AP": "Bits 7:6",
    }.items():
        assert part in terms()[name].text
