"""From a scenario and its outcome to the cache machine, and back to hazards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2tui.arm.attributes import Device, decode_mair
from s2tui.arm.coherence.damage import DAMAGES
from s2tui.arm.consequences import decode_par
from s2tui.kvm.hazards.caches import (
    NOTHING,
    caches,
    configurations,
    guest_alias,
    only_without_maintenance,
    pairs,
    run,
)
from s2tui.kvm.hazards.derive import hazards
from s2tui.kvm.hazards.events import sentence
from s2tui.kvm.hazards.prevention import CHANGES, preventions
from s2tui.kvm.policies.registry import POLICIES, find
from s2tui.kvm.report.explain import explain, report
from s2tui.kvm.scenario import predicates
from s2tui.kvm.scenario.fields import make
from s2tui.kvm.scenario.notation import parse_words
from tests.strategies import examples, some_values

if TYPE_CHECKING:
    from s2tui.arm.coherence.configuration import Configuration
    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.scenario.fields import Scenario, Value

PF = "backing=pfnmap,page.map_memory=false"
GMEM = "slot.guest_memfd=true,backing=guest-memfd"
NO_FWB = "host.fwb=false"
NO_DIC = "host.dic=false"
FROM_MACHINE = {"stale-data", "host-writes-later", "late-write-back", "icache-incoherence"}


def only(kernel: str, words: str) -> Configuration:
    """The one configuration of an answer."""
    scenario, _ = parse_words([words] if words else [])
    (found,) = configurations(scenario, explain(find(kernel), scenario))
    return found


@pytest.mark.parametrize(
    ("kernel", "words", "expected"),
    [
        # ordinary memory: both of the host's aliases, and FWB forces the guest's
        ("v7.3", "", ("wb", "wb", "wb", "none", "none")),
        ("v7.3", "guest.memtype=normal-nc", ("wb", "wb", "wb", "none", "none")),
        # without FWB KVM cleans to PoC through the linear map, and the guest has its own way
        ("v7.3", f"{NO_FWB},guest.memtype=normal-nc", ("wb", "wb", "nc", "effective", "none")),
        ("v7.3", f"{NO_FWB},guest.memtype=normal-wt", ("wb", "wb", "wt", "effective", "none")),
        # a leaf that was there already was cleaned when it came
        ("v7.3", f"{NO_FWB},access.kind=write,access.fault=permission",
         ("wb", "wb", "wb", "effective", "none")),
        # a device's memory: the kernel has no mapping of it
        ("v6.9", PF, ("none", "wb", "device", "none", "none")),
        ("v6.17", PF, ("none", "wb", "wb", "none", "none")),
        ("v6.17", f"{PF},vma.memtype=normal-nc,vma.any_uncached=true,guest.memtype=normal-nc",
         ("none", "nc", "nc", "none", "none")),
        ("v6.17", f"{PF},vma.memtype=device-ngnrne", ("none", "device", "device", "none", "none")),
        # what the driver mapped is what the caches see, not what the VMA says
        ("v6.9", f"{PF},page.memtype=normal-nc", ("none", "nc", "device", "none", "none")),
        # without DIC the instruction caches are invalidated through the same mapping
        ("v7.3", NO_DIC, ("wb", "wb", "wb", "none", "effective")),
        ("patch-v3", f"{PF},{NO_DIC}", ("none", "wb", "wb", "none", "unreachable")),
        # a guest_memfd is in the linear map, and user space's where it is mapped
        ("v7.3", GMEM, ("wb", "wb", "wb", "none", "none")),
        ("v7.3", "slot.guest_memfd=true", ("wb", "none", "wb", "none", "none")),
        # taken out of the linear map after it was zeroed through it
        ("gmem-no-direct-map", "slot.guest_memfd=true,gmem.direct_map=false",
         ("withdrawn", "none", "wb", "none", "none")),
    ],
)  # fmt: skip
def test_who_has_the_page_mapped_how_and_what_is_maintained(
    kernel: str, words: str, expected: tuple[str, ...]
) -> None:
    c = only(kernel, words)
    assert (c.kernel, c.user, c.guest, c.clean, c.icache) == expected
    assert (c.left, c.dma) == ("none", "none")


def test_a_clean_that_is_asked_for_where_the_kernel_has_no_mapping_reaches_nothing() -> None:
    """No shipped policy maps such memory cacheable without FWB; somebody's own may."""
    ordinary, _ = parse_words([NO_FWB])
    cleaned = explain(find("v7.3"), ordinary)
    assert cleaned.maintenance is not None
    assert cleaned.maintenance.dcache_clean
    device, _ = parse_words([f"{PF},{NO_FWB}"])
    (c,) = configurations(device, cleaned)
    assert (c.kernel, c.clean, c.icache) == ("none", "unreachable", "none")


def test_a_guest_executes_only_from_what_stage_2_calls_normal() -> None:
    assert only("v7.3", "").fetch
    assert not only("v6.9", PF).fetch


def test_fwb_stands_in_for_idc() -> None:
    """With FWB, CLIDR_EL1.LoUU and LoUIS are 0 (architecture 6.3)."""
    assert only("v7.3", "host.idc=false").idc
    assert not only("v7.3", f"host.idc=false,{NO_FWB}").idc
    assert only("v7.3", NO_FWB).idc


def test_without_a_leaf_there_is_nothing_to_lose() -> None:
    scenario, _ = parse_words([f"{PF},{NO_FWB}"])
    assert caches(scenario, explain(find("v6.17"), scenario)) is NOTHING


@pytest.mark.parametrize(
    ("byte", "alias"),
    [(0x00, "device"), (0x0C, "device"), (0x44, "nc"), (0xBB, "wt"), (0xFF, "wb"), (0xF0, "wb"),
     (0x4F, "nc"), (0xF4, "nc"), (0xFB, "wt")],
)  # fmt: skip
def test_one_level_that_is_not_cacheable_makes_an_access_pass_the_caches(
    byte: int, alias: str
) -> None:
    assert guest_alias(decode_mair(byte)) == alias  # type: ignore[arg-type]


def by_types(s: Scenario, outcome: Outcome) -> set[str]:
    """The hazards by the types of the aliases alone, as the table of DDI 0487 B2.11 has them.

    The host's mappings that are cacheable meet a guest that is not, and the other way round; KVM's
    clean covers what was there when it mapped the page, and nothing later.
    """
    mapping, resultant = outcome.mapping, outcome.resultant
    if mapping is None or resultant is None:
        return set()
    cacheable = {"kernel"} if predicates.kernel_mapped(s) else set()
    others: set[str] = set()
    if not s.slot_guest_memfd or (s.backing == "guest-memfd" and s.gmem_mmap):
        as_vma = s.slot_guest_memfd or s.page_memtype == "as-vma"
        user = s.vma_memtype if as_vma else s.page_memtype
        (others if user in predicates.NON_CACHEABLE else cacheable).add("user")
    if s.slot_guest_memfd and not s.gmem_direct_map:
        cacheable.add("kernel")  # until it was taken out, and its lines stay
    found = set()
    cleaned = mapping.type == "normal" and not s.host_fwb and predicates.kernel_mapped(s)
    for byte, _ in pairs(resultant):
        attribute = decode_par(byte)
        halves = (
            ("nc", "nc")
            if isinstance(attribute, Device)
            else (attribute.outer.cacheability, attribute.inner.cacheability)
        )
        if "nc" in halves:
            if cacheable:
                found.add("host-writes-later" if cleaned else "stale-data")
        elif others:
            found.add("late-write-back")
    reached = predicates.kernel_mapped(s)
    if mapping.type == "normal" and not s.host_dic and not reached:
        found.add("icache-incoherence")
    return found


@examples(12)
@given(values=some_values(), policy=st.sampled_from(sorted(POLICIES)))
def test_something_is_found_exactly_where_the_types_of_the_aliases_say_so(
    values: dict[str, Value], policy: str
) -> None:
    scenario, _ = make(values)
    outcome = explain(find(policy), scenario)
    found = {h.id for h in hazards(scenario, outcome)} & FROM_MACHINE
    assert found == by_types(scenario, outcome)


@examples(6)
@given(values=some_values(), policy=st.sampled_from(sorted(POLICIES)))
def test_whatever_is_found_with_the_guests_part_is_a_hazard(
    values: dict[str, Value], policy: str
) -> None:
    scenario, _ = make(values)
    outcome = explain(find(policy), scenario)
    found = caches(scenario, outcome)
    said = {h.id for h in hazards(scenario, outcome)}
    if {finding.damage for finding in found.findings} - {"host-disagrees"}:
        assert said & (FROM_MACHINE | {"no-kernel-mapping"})
    assert found.hazards.keys() <= said


@examples(6)
@given(values=some_values(), policy=st.sampled_from(sorted(POLICIES)))
def test_what_prevents_a_damage_is_what_changes_when_it_goes(
    values: dict[str, Value], policy: str
) -> None:
    scenario, _ = make(values)
    outcome = explain(find(policy), scenario)
    found = caches(scenario, outcome)
    if not found.answers:
        return
    prevented = preventions(found, outcome)
    possible = {finding.damage for finding in found.findings}
    assert possible | {d for p in prevented for d in p.damages} == set(DAMAGES)
    by_text = {change.text: change for change in CHANGES}
    for prevention in prevented:
        change = by_text.get(prevention.text)
        changes = CHANGES if change is None else (change,)
        for damage in prevention.damages:
            assert damage not in possible
            after = [
                {f.damage for f in run(tuple(map(c.apply, _configurations(found)))).findings}
                for c in changes
            ]
            assert any(damage in one for one in after) == (change is not None)
        assert all(rule.decides in (change.decided if change else ()) for rule in prevention.rules)


def _configurations(found: object) -> tuple[Configuration, ...]:
    return tuple(answer.configuration for answer in found.answers)  # type: ignore[attr-defined]


def test_maintenance_is_what_a_guest_without_fwb_and_code_without_dic_need() -> None:
    """Catalin Marinas, 5 Oct 2023 and 29 Apr 2025: cacheable only with FWB, executable with DIC."""
    every = ("wb", "wt", "nc", "device")
    assert not only_without_maintenance(("wb",), dic=True, idc=True, fetch=True)
    assert only_without_maintenance(("wb",), dic=False, idc=True, fetch=True) == {"stale-fetch"}
    assert not only_without_maintenance(("wb",), dic=False, idc=True, fetch=False)
    assert "previous-owner" in only_without_maintenance(every, dic=True, idc=True, fetch=False)


@examples(6)
@given(values=some_values(), policy=st.sampled_from(sorted(POLICIES)))
def test_fwb_adds_no_finding_on_memory_that_the_host_caches(
    values: dict[str, Value], policy: str
) -> None:
    """Where the host does not, a guest that is forced to cache it is the hazard late-write-back."""
    cached = {"vma_memtype": "normal", "page_memtype": "as-vma"}
    found = {}
    for fwb in (False, True):
        scenario, _ = make({**values, **cached, "host_fwb": fwb})
        outcome = explain(find(policy), scenario)
        if outcome.mapping is None:
            return
        found[fwb] = outcome.mapping.type, {f.damage for f in caches(scenario, outcome).findings}
    if found[False][0] == found[True][0]:
        assert found[True][1] <= found[False][1]


def test_the_sentence_of_a_hazard_is_the_trace() -> None:
    found = report("v6.9", parse_words([PF]).scenario)
    (stale,) = [h for h in found.hazards if h.id == "stale-data"]
    (first, *_) = found.caches.findings
    assert f"in {first.steps} steps" in stale.text
    assert sentence(first.configuration, first.trace) in stale.text
    assert sentence(first.configuration, first.trace) == (
        "the host stores zeroes (Z) into the line through user space's mapping, then "
        "KVM maps the page, then the guest loads S from memory past the caches"
    )
