"""What the guest's access gets: stage 1 as the scenario says, combined with KVM's leaf.

The expected values are those of the architecture's tables for the MAIR bytes, and for a disabled
stage 1: Device-nGnRnE and Outer Shareable for data, Write-Through Read-Allocate (0xaa) and Outer
Shareable for fetches. KVM's leaf is Inner Shareable, MemAttr 0110 with FWB and 1111 without.
"""

from __future__ import annotations

import pytest

from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import explain
from s2tui.kvm.scenario.notation import parse_words

WALK = "access.kind=stage1-walk"
TAGGED = "guest.memtype=normal-tagged"


@pytest.mark.parametrize(
    ("words", "fwb", "no_fwb"),
    [
        ("", (0xFF, "ish"), (0xFF, "ish")),
        ("guest.shareability=nsh", (0xFF, "ish"), (0xFF, "ish")),
        ("guest.shareability=osh", (0xFF, "osh"), (0xFF, "osh")),
        ("guest.memtype=normal-wt", (0xFF, "ish"), (0xBB, "ish")),
        ("guest.memtype=normal-nc", (0xFF, "ish"), (0x44, "osh")),
        ("guest.memtype=device-gre", (0xFF, "ish"), (0x0C, "osh")),
        ("guest.memtype=device-ngre", (0xFF, "ish"), (0x08, "osh")),
        ("guest.memtype=device-ngnre", (0xFF, "ish"), (0x04, "osh")),
        ("guest.memtype=device-ngnrne", (0xFF, "ish"), (0x00, "osh")),
        (f"{TAGGED},host.mte=true,vm.mte=true", (0xF0, "ish"), (0xF0, "ish")),
        ("guest.mmu=false", (0xFF, "osh"), (0x00, "osh")),
        ("guest.mmu=false,access.kind=exec", (0xEE, "osh"), (0xAA, "osh")),
        ("guest.mmu=false,guest.memtype=normal-nc", (0xFF, "osh"), (0x00, "osh")),
        (WALK, (0xFF, "ish"), (0xFF, "ish")),
        (
            f"{WALK},guest.memtype=device-ngnrne,guest.shareability=osh",
            (0xFF, "ish"),
            (0xFF, "ish"),
        ),
        (f"{WALK},guest.mmu=false", (0xFF, "ish"), (0xFF, "ish")),
        (f"{WALK},{TAGGED}", (0xFF, "ish"), (0xFF, "ish")),
    ],
)
@pytest.mark.parametrize("kernel", ["v6.9", "v6.17"])
def test_the_access_gets_what_the_architecture_combines(
    kernel: str, words: str, fwb: tuple[int, str], no_fwb: tuple[int, str]
) -> None:
    for host, expected in (("host.fwb=true", fwb), ("host.fwb=false", no_fwb)):
        scenario = parse_words([host, words] if words else [host]).scenario
        resultant = explain(find(kernel), scenario).resultant
        assert resultant is not None
        assert (resultant.par_attr, resultant.shareability) == expected


@pytest.mark.parametrize("words", ["", "host.mte=true"])
def test_a_tagged_attribute_without_mte_in_the_vm_is_reserved(words: str) -> None:
    given = [TAGGED, *([words] if words else [])]
    resultant = explain(find("v6.17"), parse_words(given).scenario).resultant
    assert resultant is not None
    assert (resultant.kind, resultant.par_attr, resultant.shareability) == ("reserved", None, None)
    assert resultant.permitted is not None
    assert (0xFF, "ish") in resultant.permitted
