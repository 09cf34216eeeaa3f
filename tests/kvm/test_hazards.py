"""What can go wrong with an answer: each hazard where it is, and nearby where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2tui.arm.attributes import decode_mair
from s2tui.kvm.hazards import catalogue
from s2tui.kvm.hazards import derive as subject
from s2tui.kvm.policies.registry import DEFAULT, KERNELS, find
from s2tui.kvm.report.explain import explain, report
from s2tui.kvm.scenario.fields import make
from s2tui.kvm.scenario.notation import parse_words
from tests.strategies import examples, some_values

if TYPE_CHECKING:
    from s2tui.arm.attributes import Shareability
    from s2tui.kvm.scenario.fields import Value, VmaMemtype

PF = "backing=pfnmap,page.map_memory=false"
MIXED = "backing=mixedmap,page.map_memory=false"
NO_FWB = "host.fwb=false,host.dic=false"
NO_DIC = "host.dic=false"
BAR = f"{PF},vma.memtype=device-ngnrne,guest.memtype=device-ngnre"
GMEM = "slot.guest_memfd=true,backing=guest-memfd"
MTE = "host.mte=true,vm.mte=true"


WITHOUT_MAPPING = {"page-leak", "host-stops", "guest-memfd-livelock", "retry-forever"}
"""The hazards of the way it went, which need no leaf."""


def ids(kernel: str, *words: str) -> list[str]:
    return [h.id for h in report(kernel, parse_words([w for w in words if w]).scenario).hazards]


# hazard, kernel, a scenario that has it, and kernel and scenario nearby that has not
CASES = [
    # E1: the host zeroed the memory through its caches, the guest reads past them.
    ("stale-data", "v6.9", PF, "v6.17", PF),
    ("stale-data", "v6.9", PF, "v6.9", f"{PF},vma.memtype=normal-nc"),
    # E21, E22: without FWB a guest's Non-cacheable mapping of RAM meets the kernel's cacheable one,
    # after KVM has cleaned the page: what remains are later writes of the host.
    ("host-writes-later", "v7.3", f"{NO_FWB},guest.memtype=normal-nc", "v7.3",
     "guest.memtype=normal-nc"),
    ("host-writes-later", "v7.3", f"{NO_FWB},guest.memtype=normal-nc", "v6.9", PF),
    ("stale-data", "v6.9", PF, "v7.3", f"{NO_FWB},guest.memtype=normal-nc"),
    # The kernel's linear map is an alias too, whatever user space's own mapping is.
    ("host-writes-later", "v6.9", "vma.memtype=normal-nc,guest.memtype=normal-nc,host.fwb=false",
     "v6.9", f"{PF},vma.memtype=normal-nc,guest.memtype=normal-nc,vma.any_uncached=true"),
    # E2: the host knows a device, the guest caches it.
    ("late-write-back", "v6.17", "backing=mixedmap,vma.memtype=device-ngnrne", "v6.17",
     "backing=mixedmap,vma.memtype=normal"),
    ("mismatched-cacheability", "v7.3", f"{NO_FWB},guest.memtype=normal-wt", "v7.3",
     "guest.memtype=normal-wt"),
    # E38: vfio-pci maps Device for user space, the guest gets Normal-NC.
    ("mismatched-type", "v6.17", f"{PF},vma.memtype=device-ngnrne,vma.any_uncached=true",
     "v6.17", f"{PF},vma.memtype=normal-nc,vma.any_uncached=true"),
    ("mismatched-type", "v6.17", BAR, "v6.17", f"{PF},vma.memtype=device-ngnre"),
    ("mismatched-shareability", "v7.3", "guest.shareability=osh", "v7.3", "guest.shareability=nsh"),
    # R_NSCNC: a Device region that FWB forces to Write-Back may keep Outer Shareable.
    ("mismatched-shareability", "v7.3", "guest.memtype=device-ngnre", "v7.3", ""),
    # E18: a permission fault widens the leaf there is; a zap would have left a translation fault
    ("stale-mapping", "v7.3", f"{PF},vma.block=page,access.kind=write,access.fault=permission",
     "v7.3", f"{PF},vma.block=page,access.kind=write"),
    ("stale-mapping", "v6.9", f"{PF},vma.block=page,access.kind=write,access.fault=permission",
     "v6.9", "access.kind=write,access.fault=permission"),
    # v3 asked for FWB alone: with DIC missing it invalidates through an address that maps nothing.
    ("no-kernel-mapping", "patch-v3", f"{PF},{NO_DIC},access.kind=exec", "patch-v3",
     f"{PF},access.kind=exec"),
    ("no-kernel-mapping", "patch-v3", f"{PF},{NO_DIC},access.kind=exec", "patch-v3",
     f"{PF},{NO_DIC}"),
    # memremap_pages() gives ZONE_DEVICE memory a linear mapping that memblock does not know of.
    ("no-kernel-mapping", "patch-v3", f"{PF},{NO_DIC},access.kind=exec", "v6.17",
     f"backing=zone-device,{NO_DIC},{NO_FWB},access.kind=exec"),
    ("icache-incoherence", "patch-v3", f"{PF},{NO_DIC},access.kind=exec", "v6.17",
     f"backing=zone-device,{NO_DIC},access.kind=exec"),
    # 71cc2c67fb8f: the block came from the VMA's arithmetic, and the host's pages are scattered.
    ("wrong-pages", "v7.1", f"{PF},page.contiguous=false", "v7.3", f"{PF},page.contiguous=false"),
    ("wrong-pages", "v7.1", f"{PF},page.contiguous=false", "v7.1", PF),
    ("wrong-pages", "v6.12.112", f"{PF},page.contiguous=false,page.size=pmd", "v6.12.113",
     f"{PF},page.contiguous=false,page.size=pmd"),
    ("wrong-pages", "v6.9", f"{PF},page.contiguous=false", "v6.9",
     f"{PF},page.contiguous=false,vma.block=page"),
    # S7: with FWB but without DIC, under a proposal that asks for FWB alone; whoever executes it.
    ("icache-incoherence", "catalin-2023", f"{PF},{NO_DIC}", "catalin-2023", PF),
    # S11: the flag makes a device's registers cacheable.
    ("late-write-back", "marc", f"{PF},vma.memtype=device-ngnrne,slot.cacheable=true",
     "marc", f"{PF},vma.memtype=device-ngnrne"),
    # E19
    ("tag-access-to-device", "v6.17", f"{PF},{MTE}", "v6.17", f"{PF},host.mte=true"),
    ("tag-access-to-device", "v6.17", f"{PF},{MTE}", "v6.17", MTE),
    ("tag-access-to-device", "v6.17", f"{PF},{MTE}", "v6.9", f"{PF},{MTE}"),
    # E5: Device under a guest that asked for Write-Back; a guest that asked for Device knows.
    ("guest-unaligned-access", "v6.9", PF, "v6.9", BAR),
    ("guest-unaligned-access", "v6.9", PF, "v6.9", f"{PF},vma.any_uncached=true"),
    ("guest-crossing-access", "v6.9", PF, "v6.17", PF),
    ("guest-dc-zva", "v6.9", PF, "v6.9", f"{PF},vma.any_uncached=true"),
    ("guest-exclusives", "v6.9", f"{PF},vma.any_uncached=true", "v6.17", PF),
    ("guest-atomics", "v6.9", f"{PF},vma.any_uncached=true", "v6.9",
     f"{PF},vma.any_uncached=true,guest.memtype=normal-nc"),
    # 64-byte accesses need memory that is not cacheable: FWB takes that away.
    ("guest-ls64", "v7.3", "guest.memtype=normal-nc",
     "v7.3", "guest.memtype=normal-nc,host.fwb=false"),
    ("guest-fetch", "v6.9", f"{PF},vma.any_uncached=true", "v6.17", PF),
    ("guest-tag-store", "v6.9", f"{PF},{MTE},guest.memtype=normal-tagged", "v6.9",
     f"{MTE},guest.memtype=normal-tagged"),
    # R_RMTWN, R_DPDXS
    ("stage1-alignment", "v7.3", "guest.memtype=device-ngnre", "v7.3",
     "guest.memtype=device-ngnre,host.fwb=false"),
    ("stage1-alignment", "v7.3", "guest.mmu=false", "v7.3", "guest.mmu=false,host.fwb=false"),
    ("stage1-atomic-alignment", "v7.3", "guest.memtype=normal-nc", "v7.3", ""),
    # S10
    # vfio-pci promises that Normal-NC is survived; a mapping that stays Device needs no promise.
    ("uncontained-error", "v6.9", f"{BAR},vma.any_uncached=true", "v6.9", BAR),
    ("uncontained-error", "v6.9", f"{BAR},vma.any_uncached=true", "v6.8",
     f"{BAR},vma.any_uncached=true"),
    # gmem_abort has no sanitise_mte_tags(); from 7.2 the slot is refused.
    ("stale-tags", "v6.18", f"{GMEM},{MTE}", "v7.1", f"{GMEM},{MTE}"),
    ("stale-tags", "v6.18", f"{GMEM},{MTE}", "v6.18", MTE),
    # HCR_EL2.PTW: a walk into Device memory never completes, unless something else ends it.
    ("walk-repeats", "v7.3", f"{BAR},access.kind=stage1-walk", "v7.3", BAR),
    ("walk-repeats", "v7.3", f"{BAR},access.kind=stage1-walk,access.fault=permission", "v7.3",
     f"{BAR},access.kind=stage1-walk,slot.readonly=true"),
    ("walk-repeats", "v6.8", f"{BAR},vma.any_uncached=true,access.kind=stage1-walk", "v6.9",
     f"{BAR},vma.any_uncached=true,access.kind=stage1-walk"),
    ("walk-repeats", "v7.3", f"{BAR},access.kind=stage1-walk", "v7.3",
     f"{BAR},access.kind=stage1-walk,page.host_writable=false"),
    ("swapped-vma", "v6.9", f"{PF},vma.swapped_after_create=true,access.kind=write", "v6.9",
     f"{PF},access.kind=write"),
    ("swapped-vma", "v6.9", f"{PF},vma.swapped_after_create=true", "v6.17",
     f"{PF},vma.swapped_after_create=true,{NO_FWB}"),
    ("untracked-writes", "v6.17", f"{PF},vma.swapped_after_create=true,slot.log_dirty_pages=true",
     "v6.17", "slot.log_dirty_pages=true"),
    ("untracked-writes", "v6.9", f"{MIXED},slot.log_dirty_pages=true", "v6.9", MIXED),
    # A write's own fault is logged; what lies outside the map changes without one, where VM_PFNMAP
    # or VM_MIXEDMAP let it in. The other half of each alone is ordinary memory.
    ("untracked-writes", "v6.9", f"{MIXED},slot.log_dirty_pages=true,access.kind=write",
     "v6.9", "backing=mixedmap,slot.log_dirty_pages=true,access.kind=write"),
    ("untracked-writes", "v6.9", f"{MIXED},slot.log_dirty_pages=true,access.kind=write",
     "v6.17", "backing=zone-device,slot.log_dirty_pages=true,access.kind=write"),
    # a read-only slot tracks nothing, and nothing in it is writable
    ("untracked-writes", "v6.17", f"{PF},vma.swapped_after_create=true,slot.log_dirty_pages=true",
     "v6.17", f"{PF},vma.swapped_after_create=true,slot.log_dirty_pages=true,slot.readonly=true"),
    # E30
    ("page-leak", "v6.17", f"{MIXED},{NO_FWB}", "v6.18", f"{MIXED},{NO_FWB}"),
    ("page-leak", "v6.9", "backing=zone-device,access.kind=exec", "v6.17",
     "backing=zone-device,access.kind=exec"),
    # What came through follow_pfnmap() has no reference that could leak.
    ("page-leak", "v6.17", f"{MIXED},{NO_FWB}", "v6.17",
     f"{PF},{NO_FWB},vma.swapped_after_create=true"),
    ("page-leak", "v6.9", "backing=zone-device,access.kind=exec", "v6.9",
     f"{BAR},access.kind=exec"),
    ("host-stops", "ankit-11-mar", f"{PF},{NO_FWB}", "patch-v3", f"{PF},{NO_FWB}"),
    ("guest-memfd-livelock", "v6.18", f"{GMEM},access.fault=permission", "v7.1",
     f"{GMEM},access.fault=permission"),
    ("retry-forever", "v6.18", f"{GMEM},access.fault=permission", "v6.18", GMEM),
    ("guest-memfd-atomic-spin", "v7.3", f"{GMEM},access.fault=unsupported-atomic", "v7.3",
     "access.fault=unsupported-atomic"),
]  # fmt: skip


@pytest.mark.parametrize(("hazard", "kernel", "has", "other", "has_not"), CASES)
def test_a_hazard_is_where_its_reason_is_and_not_beside_it(
    hazard: str, kernel: str, has: str, other: str, has_not: str
) -> None:
    assert hazard in ids(kernel, has)
    assert hazard not in ids(other, has_not)


def test_every_hazard_of_the_data_file_is_tried() -> None:
    assert {case[0] for case in CASES} == set(catalogue.load())


def test_every_hazard_says_what_and_where_from() -> None:
    assert all(entry.text and entry.source for entry in catalogue.load().values())


def test_every_hazard_that_a_rule_carries_is_described() -> None:
    from s2tui.kvm.policies.registry import POLICIES

    carried = {r.hazard for id_ in POLICIES for r in find(id_).rules if r.hazard}
    assert carried <= set(catalogue.load())


def test_ordinary_memory_has_no_hazard() -> None:
    assert ids(DEFAULT) == []


def test_the_gpu_memory_of_the_debate_has_none_once_it_is_cacheable() -> None:
    assert ids("v6.17", PF) == []


kernels = st.sampled_from(("v6.8", "v6.9", "v6.17", "v6.18", "v7.0", "v7.3"))


@examples(3)
@given(values=some_values(), kernel=kernels)
def test_hazards_of_a_mapping_need_a_mapping(values: dict[str, Value], kernel: str) -> None:
    scenario, _ = make(values)
    outcome = explain(find(kernel), scenario)
    found = {h.id for h in subject.hazards(scenario, outcome)}
    if outcome.mapping is None:
        assert found <= WITHOUT_MAPPING
    else:
        assert not found & WITHOUT_MAPPING


@examples(3)
@given(values=some_values(), kernel=kernels)
def test_hazards_come_in_the_order_of_the_data_file(values: dict[str, Value], kernel: str) -> None:
    scenario, _ = make(values)
    found = [h.id for h in subject.hazards(scenario, explain(find(kernel), scenario))]
    assert found == [id_ for id_ in catalogue.load() if id_ in found]


@pytest.mark.parametrize(
    ("host", "byte", "expected"),
    [
        # The same subtype on both sides, and only that, is no mismatch (architecture 6.1).
        ("device-ngnrne", 0x00, None),
        ("device-ngnrne", 0x04, "mismatched-type"),
        ("device-ngnre", 0x04, None),
        ("device-ngnre", 0x00, "mismatched-type"),
        ("device-ngnre", 0x08, "mismatched-type"),
        ("device-ngnre", 0x0C, "mismatched-type"),
        ("normal-nc", 0x44, None),
        ("normal-nc", 0x04, "mismatched-type"),
        ("device-ngnre", 0x44, "mismatched-type"),
        # Where only one of the two is cached the machine says what is lost (test_caches.py).
        ("device-ngnre", 0xFF, None),
        ("normal", 0x00, None),
        ("normal", 0x44, None),
        ("normal", 0xBB, "mismatched-cacheability"),
    ],
)
def test_two_aliases_match_or_not_by_their_types_where_both_or_neither_is_cached(
    host: VmaMemtype, byte: int, expected: str | None
) -> None:
    shareability: Shareability = "osh" if byte < 0x50 else "ish"
    assert subject.mismatch(host, decode_mair(byte), shareability) == expected  # type: ignore[arg-type]


@given(byte=st.sampled_from((0xFF, 0xEE, 0xDD, 0xF0, 0x77)))
def test_hints_and_tags_are_no_mismatch(byte: int) -> None:
    attribute = decode_mair(byte)
    assert subject.mismatch("normal", attribute, "ish") is None  # type: ignore[arg-type]
    assert subject.mismatch("normal-tagged", attribute, "ish") is None  # type: ignore[arg-type]


@examples(3)
@given(values=some_values(), kernel=kernels)
def test_a_matched_alias_is_never_called_mismatched(values: dict[str, Value], kernel: str) -> None:
    """Host and guest both Write-Back and Inner Shareable, and nothing else permitted."""
    scenario, _ = make({**values, "vma_memtype": "normal", "page_memtype": "as-vma"})
    outcome = explain(find(kernel), scenario)
    resultant = outcome.resultant
    matched = (
        resultant is not None
        and resultant.permitted is None
        and resultant.kind in ("normal-wb", "normal-tagged")
        and resultant.shareability == "ish"
    )
    found = {h.id for h in subject.hazards(scenario, outcome)}
    if matched:
        assert not found & set(subject.MISMATCHES)
    elif resultant is not None:
        assert found & set(subject.MISMATCHES)


def test_the_note_names_the_gap_in_the_documentation_where_it_matters() -> None:
    for kernel in [k.id for k in KERNELS if k.first >= (6, 17)]:
        gap = report(kernel, parse_words([NO_DIC]).scenario)
        assert gap.capability is not None
        assert (gap.capability.number, gap.capability.vm) == (243, 0)
        assert gap.capability.system == "EINVAL"
        assert any("DIC" in note and "FWB" in note for note in gap.notes)
        for words in ("", NO_FWB):
            other = report(kernel, parse_words([words] if words else []).scenario)
            assert not any("documented" in note for note in other.notes)
    assert report("v6.9", parse_words([NO_DIC]).scenario).capability is None


@pytest.mark.parametrize(
    ("policy", "number"),
    [(f"v{k}", 243) for k in ("6.17", "6.18", "6.19", "7.0", "7.1", "7.3")]
    + [("patch-v4", 240), ("patch-v7", 243)],
)
def test_the_capability_answers_on_the_vm_and_never_on_the_system(policy: str, number: int) -> None:
    for words, expected in ((NO_FWB, 0), (NO_DIC, 0), ("host.fwb=true", 1)):
        found = report(policy, parse_words([words]).scenario)
        assert found.capability is not None
        assert found.capability[:1] + found.capability[2:4] == (number, expected, "EINVAL")
        gap = any("documented" in note for note in found.notes)
        assert gap == (words == NO_DIC)


def test_a_capability_that_was_never_posted_has_no_documentation_to_doubt() -> None:
    for policy in ("marc", "oliver-apr"):
        found = report(policy, parse_words([NO_DIC]).scenario)
        assert found.capability is not None
        assert not any("documented" in note for note in found.notes)
