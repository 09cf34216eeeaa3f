"""The positions of the debate as policies: what was posted, what was said, what nobody said."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, ClassVar

import pytest

from s2tui.kvm.policies import proposed
from s2tui.kvm.policies.proposed import ALIASES, PROPOSALS, provenance
from s2tui.kvm.policies.registry import POLICIES, find
from s2tui.kvm.report.explain import explain, report
from s2tui.kvm.rules import memslot
from s2tui.kvm.scenario.fields import FIELDS, Scenario, bind, filled, make
from tests.kvm.posted import Posted, posted
from tests.strategies import LIKELY, often

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.policy.rule import Step
    from s2tui.kvm.scenario.fields import Value

COMMITS = tuple(p.id for p in PROPOSALS if isinstance(p, proposed.Commit))
POSTED = {p.id: f"v{p.revision}" for p in PROPOSALS if isinstance(p, proposed.Posted)} | {
    id_: id_ for id_ in COMMITS
}
"""What was posted or merged as code, by the name that the second derivation has for it."""
POSITIONS = tuple(proposal.id for proposal in PROPOSALS)
SETTLED = {"oliver-feb", "fwb-cap"}
"""Positions that leave no answer open: a flag that is what v6.9 does, and a capability."""
NEVER_EINVAL = {"merged-2", "merged-4"}
"""Code that refuses no fault with EINVAL."""
FLAGGED = ("patch-v4", "patch-v6", "marc", "oliver-apr", "symmetric-flag")
LEVELS = {1: "pud", 2: "pmd", 3: "page"}
GPU: dict[str, Value] = {"backing": "pfnmap", "page.map_memory": False}
RAM_BY_DEVMEM: dict[str, Value] = {"backing": "pfnmap", "page.map_memory": True}
NO_FWB: dict[str, Value] = {"host.fwb": False, "host.dic": False}
HOSTS: tuple[dict[str, Value], ...] = ({}, {"host.dic": False}, NO_FWB)


def scenario(*parts: dict[str, Value], **more: Value) -> Scenario:
    fields: dict[str, Value] = {}
    for part in (*parts, {name.replace("__", "."): value for name, value in more.items()}):
        fields.update(part)
    return make({FIELDS[name].attribute: value for name, value in fields.items()})[0]


def ask(policy: str, *parts: dict[str, Value], **more: Value) -> tuple[str, str, str | None]:
    """Creation, fault and type as in the debate's table."""
    outcome = explain(find(policy), scenario(*parts, **more))
    fault = outcome.fault
    return (
        outcome.memslot.errno or outcome.memslot.result,
        fault.errno or fault.inject or fault.result,
        outcome.mapping.type if outcome.mapping else None,
    )


def drawn(random: Random) -> Scenario:
    values = {
        field.attribute: random.choice(LIKELY.get(name, field.values))
        for name, field in FIELDS.items()
    }
    return bind(filled(values))[0]


def as_posted(outcome: Outcome) -> Posted:
    memslot, fault = outcome.memslot, outcome.fault
    if memslot.errno is not None:
        return Posted(memslot.errno, "none")
    if outcome.mapping is None or outcome.maintenance is None:
        return Posted("ok", fault.errno or fault.inject or fault.result)
    leaf = outcome.mapping
    return Posted(
        "ok",
        fault.result,
        leaf.type,
        leaf.writable,
        leaf.executable,
        LEVELS[leaf.level],
        *outcome.maintenance,
    )


@pytest.mark.parametrize("policy", POSTED)
def test_a_posted_revision_answers_as_its_patches_applied_by_hand(policy: str) -> None:
    random, asked, ends = Random(policy), 0, set()
    while asked < often(40):
        drawn_scenario = drawn(random)
        expected = posted(drawn_scenario, POSTED[policy])
        if expected is None:
            continue
        asked += 1
        ends.add((expected.memslot, expected.fault, expected.type))
        assert as_posted(explain(find(policy), drawn_scenario)) == expected, drawn_scenario
    assert ("ok", "mapped", "normal") in ends
    assert (("ok", "EINVAL", "") in ends) == (policy not in NEVER_EINVAL)


@pytest.mark.parametrize("policy", POSITIONS)
def test_a_position_is_v6_9_with_patches_that_cite_a_mail(policy: str) -> None:
    found, base = find(policy), find("v6.9")
    ancestor = found.base
    while ancestor is not None and ancestor is not base:
        ancestor = ancestor.base
    assert ancestor is base
    new = [rule for rule in found.rules if rule not in base.rules]
    for rule in new:
        said = any(year in rule.cite for year in ("2023", "2024", "2025"))
        assert said or "@ 6" in rule.cite or COMMIT.search(rule.cite)


SILENT = ("said", "unsaid", "not mentioned", "question", "no rule", "how?", "silent")
"""One of these words is in the text or the source of a rule that leaves an answer open."""


@pytest.mark.slow
@pytest.mark.parametrize("policy", POSITIONS)
def test_what_is_unknown_says_why(policy: str) -> None:
    found = {step.rule for step in _open_ends(policy)}
    # Posted code leaves nothing open; nearly every other position does.
    assert bool(found) == (policy not in POSTED and policy not in SETTLED)
    for rule in found:
        assert any(word in rule.text + rule.cite for word in SILENT), rule.id


def _open_ends(policy: str) -> Iterator[Step]:
    """What ended the journeys of random scenarios with an unknown result."""
    random = Random(policy)
    for attempt in range(6000):
        s = drawn(random)
        if attempt % 4 == 0:
            s = bind(filled({**s.__dict__, "slot_guest_memfd": True, "slot_cacheable": False}))[0]
        outcome = explain(find(policy), s)
        if "unknown" in (outcome.memslot.result, outcome.fault.result):
            assert not outcome.trace[-1].passed
            yield outcome.trace[-1]


@pytest.mark.parametrize("policy", POLICIES)
def test_the_flag_is_real_where_it_was_proposed_and_invalid_elsewhere(policy: str) -> None:
    ordinary = explain(find(policy), scenario(slot__cacheable=True))
    known = ordinary.memslot.errno != "EINVAL"
    assert known == (policy in FLAGGED)
    assert known == (memslot.cacheable_flag_unknown not in find(policy).rules)


@pytest.mark.parametrize("policy", POSITIONS)
def test_ordinary_memory_is_as_it_always_was_except_in_v7(policy: str) -> None:
    random, base = Random(0), find("v6.9")
    for _ in range(often(3)):
        s = drawn(random)
        ordinary = filled({**s.__dict__, "backing": "anonymous", "page_map_memory": True})
        ordinary = filled({**ordinary.__dict__, "slot_cacheable": False})
        if policy in ("patch-v1", "patch-v2", "patch-v7"):  # they look at ordinary VMAs too
            ordinary = filled({**ordinary.__dict__, "vma_memtype": "normal"})
        if policy == "patch-v2":  # for which memory without tags is `noncacheable`
            ordinary = filled({**ordinary.__dict__, "vma_mte_allowed": True})
        got, was = explain(find(policy), ordinary), explain(base, ordinary)
        if policy == "patch-v7" and not (ordinary.host_fwb and ordinary.host_dic):
            refused = was.mapping is not None
            assert (got.fault.errno == "EINVAL") == refused
        else:
            assert got[:-1] == was[:-1]


def test_capabilities_are_as_posted_or_demanded() -> None:
    def answers(policy: str) -> list[object]:
        found: list[object] = []
        for host in HOSTS:
            answer = report(policy, scenario(host)).capability
            found.append(answer and (answer.number, answer.vm, answer.system))
        return found

    assert answers("patch-v4") == [(240, 1, "EINVAL"), (240, 0, "EINVAL"), (240, 0, "EINVAL")]
    assert answers("patch-v6") == answers("patch-v4")
    for policy in ("patch-v7", "patch-v8", "patch-v9", "v6.17"):
        assert answers(policy) == [(243, 1, "EINVAL"), (243, 0, "EINVAL"), (243, 0, "EINVAL")]
    assert answers("fwb-cap") == [
        (None, 1, "unstated"),
        (None, 1, "unstated"),
        (None, 0, "unstated"),
    ]
    # With FWB and without DIC nobody said.
    assert [a and a[1] for a in answers("sean-cap")] == [1, None, 0]  # type: ignore[index]
    # Demanded, never numbered; what Marc wanted to be told is FWB (debate.md 2b).
    assert [a and a[1] for a in answers("marc")] == [1, 1, 0]  # type: ignore[index]
    assert [a and a[1] for a in answers("oliver-apr")] == [1, 1, 0]  # type: ignore[index]
    none = {p for p in POSITIONS if find(p).capability is None}
    assert {"patch-v1", "patch-v2", "patch-v3", "catalin-2023", "oliver-feb", "create-only"} < none
    assert {"sean", "catalin-jason-mar", "catalin-jason", "oliver-mar", *COMMITS} < none
    for policy in none:
        assert answers(policy) == [None, None, None]


class TestPatchV1:
    def test_the_type_is_the_vmas_even_for_the_kernels_own_memory(self) -> None:
        assert ask("patch-v1", vma__memtype="normal-nc") == ("ok", "mapped", "normal-nc")

    def test_executing_what_is_mapped_uncached_fails_only_where_a_leaf_is_made(self) -> None:
        nc: dict[str, Value] = {"vma.memtype": "normal-nc", "access.kind": "exec"}
        assert ask("patch-v1", nc) == ("ok", "EINVAL", None)
        assert ask("patch-v1", nc, access__fault="permission") == ("ok", "relaxed", "normal-nc")
        assert ask("patch-v1", nc, GPU) == ("ok", "instruction-abort", None)

    def test_allow_any_uncached_changes_nothing(self) -> None:
        assert ask("patch-v1", GPU, vma__any_uncached=True) == ("ok", "mapped", "normal")

    def test_a_struct_page_outside_the_kernels_map_passes_without_fwb(self) -> None:
        assert ask("patch-v1", NO_FWB, backing="zone-device") == ("ok", "mapped", "normal")
        assert ask("patch-v1", NO_FWB, GPU, vma__memtype="device-ngnrne")[1] == "EINVAL"


class TestPatchV3:
    def test_tagged_does_not_count_as_cacheable(self) -> None:
        assert ask("patch-v3", GPU, vma__memtype="normal-tagged") == ("ok", "mapped", "device")

    def test_cow_is_refused_before_anything_is_known_of_the_page(self) -> None:
        assert ask("patch-v3", GPU, vma__cow=True, page__poisoned=True)[1] == "EINVAL"

    def test_tags_are_missed_before_fwb_is(self) -> None:
        tagless: dict[str, Value] = {
            "host.mte": True,
            "vm.mte": True,
            "vma.mte_allowed": False,
            "vma.swapped_after_create": True,
        }
        assert ask("patch-v3", GPU, NO_FWB, tagless)[1] == "EFAULT"


class TestPatchV2:
    """Its message and its code differ: the type is the VMA's, whatever `noncacheable` says."""

    def test_vm_io_is_mapped_cacheable_and_never_fetched_first(self) -> None:
        assert ask("patch-v2", GPU) == ("ok", "mapped", "normal")
        assert ask("patch-v2", GPU, access__kind="exec")[1] == "instruction-abort"

    def test_without_fwb_a_device_fails_like_any_page_without_struct_page(self) -> None:
        assert ask("patch-v2", NO_FWB, GPU, vma__memtype="device-ngnrne")[1] == "EINVAL"
        assert ask("patch-v2", NO_FWB, RAM_BY_DEVMEM) == ("ok", "mapped", "normal")

    def test_swapped_memory_without_tags_reaches_a_vm_with_mte(self) -> None:
        tagless: dict[str, Value] = {
            "host.mte": True,
            "vm.mte": True,
            "vma.mte_allowed": False,
            "vma.swapped_after_create": True,
        }
        assert ask("patch-v2", GPU, tagless) == ("ok", "mapped", "normal")
        assert ask("v6.17", GPU, tagless)[1] == "EFAULT"


class TestPatchV8AndV9:
    MIXED: ClassVar[dict[str, Value]] = {"backing": "mixedmap", "page.map_memory": False}

    def test_v8_refuses_cacheable_mixedmap_on_every_host(self) -> None:
        assert ask("patch-v8", self.MIXED) == ("ok", "EINVAL", None)
        assert ask("patch-v8", self.MIXED, NO_FWB) == ("ok", "EINVAL", None)
        assert ask("patch-v9", self.MIXED) == ("ok", "mapped", "normal")
        assert ask("patch-v9", self.MIXED, NO_FWB) == ("ok", "EFAULT", None)

    @pytest.mark.parametrize("policy", ["patch-v8", "patch-v9"])
    def test_a_private_mapping_is_refused_only_outside_the_map(self, policy: str) -> None:
        assert ask(policy, GPU, vma__cow=True)[1] == "EINVAL"
        assert ask(policy, RAM_BY_DEVMEM, vma__cow=True)[1] == "mapped"
        assert ask("v6.17", GPU, vma__cow=True)[1] == "mapped"
        assert ask("patch-v9", self.MIXED, vma__cow=True)[1] == "EINVAL"
        private_device: dict[str, Value] = {"vma.cow": True, "vma.memtype": "device-ngnrne"}
        assert ask("patch-v8", self.MIXED, private_device)[1] == "mapped"


class TestMergedSeries:
    SWAPPED: ClassVar[dict[str, Value]] = {**GPU, "vma.swapped_after_create": True}

    def test_the_block_alone_refuses_on_every_host_with_one_errno(self) -> None:
        for host in ({}, NO_FWB):
            assert ask("merged-3", host, GPU) == ("EINVAL", "none", None)
            assert ask("merged-3", host, self.SWAPPED) == ("ok", "EINVAL", None)

    def test_the_allowance_brings_efault(self) -> None:
        assert ask("merged-4", GPU) == ("ok", "mapped", "normal")
        assert ask("merged-4", NO_FWB, GPU)[0] == "EINVAL"
        assert ask("merged-4", NO_FWB, self.SWAPPED) == ("ok", "EFAULT", None)

    def test_the_second_commit_changes_struct_pages_only(self) -> None:
        assert ask("merged-2", GPU) == ask("v6.9", GPU)
        assert ask("merged-2", backing="zone-device") == ("ok", "mapped", "normal")
        assert ask("v6.9", backing="zone-device") == ("ok", "mapped", "device")

    def test_the_last_commit_adds_a_capability_and_no_rule(self) -> None:
        assert find("merged-4").rules == find("v6.17").rules
        assert find("merged-4").capability is None


class TestPatchV4:
    def test_the_fault_path_never_looks_at_the_flag(self) -> None:
        swapped = ask("patch-v4", GPU, vma__swapped_after_create=True)
        assert swapped == ("ok", "mapped", "normal")

    def test_the_flag_over_device_memory_is_accepted_and_ignored(self) -> None:
        device: dict[str, Value] = {"vma.memtype": "device-ngnre", "slot.cacheable": True}
        assert ask("patch-v4", GPU, device) == ("ok", "mapped", "device")

    def test_in_v6_the_flag_needs_fwb_and_dic_over_any_memory(self) -> None:
        assert ask("patch-v4", NO_FWB, slot__cacheable=True) == ("ok", "mapped", "normal")
        assert ask("patch-v6", NO_FWB, slot__cacheable=True)[0] == "EINVAL"

    def test_v6_counts_tagged_too(self) -> None:
        tagged: dict[str, Value] = {**GPU, "vma.memtype": "normal-tagged"}
        assert ask("patch-v4", tagged) == ("ok", "mapped", "device")
        assert ask("patch-v6", tagged)[0] == "EINVAL"
        assert ask("patch-v6", tagged, slot__cacheable=True)[2] == "normal"
        assert ask("symmetric-flag", tagged)[0] == "EINVAL"
        assert ask("symmetric-flag", tagged, slot__cacheable=True)[2] == "normal"


class TestSaid:
    def test_marc_lets_user_space_cache_what_it_does_not_cache_itself(self) -> None:
        uncached: dict[str, Value] = {"vma.memtype": "device-ngnrne", "slot.cacheable": True}
        assert ask("marc", GPU, uncached) == ("ok", "mapped", "normal")
        assert ask("marc", GPU, uncached, vma__swapped_after_create=True)[1] == "unstated"

    def test_oliver_keeps_struct_pages_cacheable_wherever_they_are(self) -> None:
        assert ask("oliver-mar", NO_FWB, backing="zone-device") == ("ok", "mapped", "normal")
        for policy in ("catalin-jason-mar", "catalin-jason", "merged-2"):
            assert ask(policy, NO_FWB, backing="zone-device") == ("ok", "mapped", "normal")

    def test_sean_speaks_of_pfn_mapped_memory_and_of_no_other(self) -> None:
        for backing in ("zone-device", "mixedmap"):
            for host in HOSTS:
                outside: dict[str, Value] = {"backing": backing, "page.map_memory": False}
                for policy in ("sean", "sean-cap", "sean-param"):
                    assert ask(policy, host, outside) == ask("v6.9", host, outside)

    def test_olivers_flag_is_a_guarantee_for_any_memory(self) -> None:
        assert ask("oliver-apr", slot__cacheable=True) == ("ok", "mapped", "normal")
        assert ask("oliver-apr", NO_FWB, slot__cacheable=True)[0] == "unstated"

    def test_the_parameter_brings_back_what_was(self) -> None:
        legacy: dict[str, Value] = {**GPU, **NO_FWB, "param.unsafe_cacheable": True}
        assert ask("sean", legacy) == ("ok", "unstated", None)
        assert ask("sean-param", legacy) == ask("v6.9", legacy)
        assert ask("sean-param", legacy, vma__any_uncached=True)[2] == "normal-nc"

    def test_a_mark_decides_whatever_the_vma_is(self) -> None:
        marked: dict[str, Value] = {**GPU, "vma.force_cached": True, "vma.memtype": "normal-nc"}
        assert ask("vma-flag", marked) == ("ok", "mapped", "normal")
        assert ask("vma-flag", GPU) == ask("v6.9", GPU)

    def test_sean_maps_guest_memfd_and_says_no_more(self) -> None:
        gmem: dict[str, Value] = {"slot.guest_memfd": True, "backing": "guest-memfd"}
        assert ask("sean", gmem) == ("ok", "mapped", "normal")
        assert ask("sean", gmem, NO_FWB) == ("ok", "mapped", "normal")
        assert ask("sean", gmem, access__fault="permission")[1] == "unknown"
        assert ask("sean", gmem, slot__readonly=True)[0] == "EINVAL"
        assert ask("marc", gmem, slot__readonly=True)[0] == "EINVAL"
        assert ask("marc", gmem)[:2] == ("unknown", "unknown")


class TestEarlySpring:
    """What was said before and about 26 March 2025, one date each."""

    def test_olivers_first_flag_takes_cacheable_mappings_away(self) -> None:
        for memory in (GPU, RAM_BY_DEVMEM):
            assert ask("oliver-feb", memory) == ("ok", "mapped", "device")
        bar: dict[str, Value] = {
            **GPU,
            "vma.memtype": "device-ngnrne",
            "vma.mte_allowed": False,
            "host.mte": True,
            "vm.mte": True,
        }
        assert ask("oliver-feb", bar) == ("ok", "mapped", "device")
        assert ask("v7.3", bar)[0] == "EINVAL"
        # A slot that was made over ordinary memory has no flag.
        assert ask("oliver-feb", RAM_BY_DEVMEM, vma__swapped_after_create=True)[2] == "normal"

    def test_ankits_question_ends_as_unknown_with_a_hazard(self) -> None:
        asked = report("ankit-11-mar", scenario(GPU, NO_FWB))
        assert asked.outcome.fault.result == "unknown"
        assert [hazard.id for hazard in asked.hazards] == ["host-stops"]
        assert ask("ankit-11-mar", GPU) == ask("patch-v3", GPU)

    def test_creation_asks_the_vma_and_the_fault_the_page(self) -> None:
        for policy in ("catalin-jason-mar", "catalin-jason", "create-only"):
            assert ask(policy, NO_FWB, RAM_BY_DEVMEM)[0] == "unstated"
            swapped = ask(policy, NO_FWB, RAM_BY_DEVMEM, vma__swapped_after_create=True)
            assert swapped == ("ok", "mapped", "normal")

    def test_dic_is_unknown_in_march_and_needed_in_april(self) -> None:
        no_dic: dict[str, Value] = {"host.dic": False}
        assert ask("catalin-jason-mar", no_dic, GPU)[0] == "unknown"
        assert ask("catalin-jason", no_dic, GPU)[0] == "unstated"

    def test_a_check_at_creation_alone_lets_another_vma_in(self) -> None:
        later: dict[str, Value] = {**GPU, **NO_FWB, "vma.swapped_after_create": True}
        assert ask("create-only", GPU, NO_FWB)[0] == "unstated"
        assert ask("create-only", later) == ("ok", "mapped", "device")
        assert ask("sean", later) == ("ok", "unstated", None)

    def test_seans_second_mail_adds_courtesy_and_capability(self) -> None:
        assert ask("sean", GPU, NO_FWB) == ("ok", "unstated", None)
        assert ask("sean-cap", GPU, NO_FWB) == ("unstated", "none", None)
        fallback = report("sean-cap", scenario(GPU, NO_FWB)).notes
        assert any("fallback to device" in note for note in fallback)
        assert not any("fallback" in note for note in report("sean-cap", scenario(GPU)).notes)

    def test_a_capability_that_says_fwb_answers_1_for_what_is_refused(self) -> None:
        no_dic = scenario(GPU, host__dic=False)
        as_fwb, merged = report("fwb-cap", no_dic), report("v6.17", no_dic)
        assert as_fwb.outcome[:-1] == merged.outcome[:-1]
        assert as_fwb.capability is not None
        assert merged.capability is not None
        assert (as_fwb.capability.vm, merged.capability.vm) == (1, 0)


@pytest.mark.parametrize("name", ALIASES)
def test_an_alias_answers_as_what_it_stands_for_and_says_so(name: str) -> None:
    alias = ALIASES[name]
    assert name not in POLICIES
    assert find(name).rules == find(alias.policy).rules
    asked = report(name, scenario(GPU))
    assert (asked.kernel, asked.policy.id) == (name, alias.policy)
    assert any(name in note and alias.why in note for note in asked.notes)


def test_every_proposal_says_whose_it_is_and_since_when() -> None:
    by = {proposal.id: provenance(proposal) for proposal in PROPOSALS}
    assert by["marc"] == "Marc Zyngier, 18 Mar 2025"
    assert by["patch-v9"] == "Ankit Agrawal, 21 Jun 2025, as posted (v9)"
    assert by["merged-3"] == "Ankit Agrawal, 7 Jul 2025, 2a8dfab26677"
    dates = [proposal.date for proposal in PROPOSALS if proposal.id != "fwb-cap"]
    assert dates == sorted(dates)


SOURCE = re.compile(
    r"[A-Z]\w+ [A-Z]\w+, (\d{1,2} and )?\d{1,2} [A-Z][a-z]{2} 202[345](, \d\d:\d\d UTC)?,"
    r" (Re: )?\[PATCH( v\d|\])"
)
"""Author, date and subject of a mail."""
COMMIT = re.compile(r"\b[0-9a-f]{12}\b")
"""A commit."""


@pytest.mark.parametrize("policy", POSITIONS)
def test_what_a_position_adds_cites_a_mail_by_author_date_and_subject(policy: str) -> None:
    base = find("v6.17" if policy == "fwb-cap" else "v6.9").rules
    for rule in find(policy).rules:
        if policy in COMMITS:
            assert rule in base or COMMIT.search(rule.cite), rule.id
            continue
        # The flags that exclude each other do so in every kernel that knows guest_memfd.
        if rule not in base and rule.id != "guest-memfd-flags":
            assert SOURCE.search(rule.cite), rule.id
    capability = find(policy).capability
    assert capability is None or SOURCE.search(capability.cite)


def test_a_policy_that_differs_by_one_rule_takes_less_than_40_lines() -> None:
    module = (
        Path(__file__).parents[2] / "s2tui" / "kvm" / "policies" / "proposals" / "symmetric_flag.py"
    )
    assert len(module.read_text(encoding="utf-8").splitlines()) < 40
    symmetric = {rule.id for rule in find("symmetric-flag").rules}
    assert "flag-and-vma-disagree" in symmetric
    assert "pfnmap-slot-without-flag" not in symmetric


@pytest.mark.parametrize("policy", POSITIONS)
def test_every_rule_of_a_position_is_reached(policy: str) -> None:
    found, random = find(policy), Random(policy)
    own = {rule for rule in found.rules if rule not in find("v6.9").rules}
    for attempt in range(20_000):
        if not own:
            return
        s = drawn(random)
        if attempt % 4 == 0:
            s = bind(filled({**s.__dict__, "slot_guest_memfd": True, "slot_cacheable": False}))[0]
        own -= {step.rule for step in explain(found, s).trace if not step.passed}
    assert not own, [rule.id for rule in own]
