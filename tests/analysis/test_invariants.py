"""Invariants: what the debate says of each policy, held against what is found; and the engine.

Expected answers are the debate's: its table of positions and scenarios, its edge cases (E1 to E38)
and the mails behind them.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest

from s2tui.analysis.invariants import catalogue
from s2tui.analysis.invariants.catalogue import PROPERTIES, load
from s2tui.analysis.invariants.check import Finding, asked, check
from s2tui.analysis.invariants.check import findings as held
from s2tui.analysis.invariants.property import VACUOUS
from s2tui.errors import RequestError
from s2tui.kvm.policies.registry import POLICIES, find
from s2tui.kvm.policy.decisions import TYPE, WRITABLE
from s2tui.kvm.policy.outcome import MemoryType
from s2tui.kvm.policy.results import End, ended, fail
from s2tui.kvm.policy.rule import check as check_rule
from s2tui.kvm.policy.rule import decides
from s2tui.kvm.report.explain import explain
from s2tui.kvm.report.plausible import plausible
from s2tui.kvm.rules import abort, gmem
from s2tui.kvm.scenario import predicates
from s2tui.kvm.scenario.fields import BINDINGS, DEFAULT, FIELDS, bind, differences, filled
from s2tui.kvm.scenario.named import load as named
from s2tui.kvm.scenario.notation import parse_words
from tests.analysis.concrete import concrete
from tests.analysis.reduced import some
from tests.diagrams import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from s2tui.analysis.invariants.property import Verdict
    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario, Value


@cache
def findings(id_: str) -> dict[str, Finding]:
    return {f.invariant.id: f for f in check(find(id_), diagrams=SHARED)}


def verdict(policy: Policy, id_: str, scenario: Scenario) -> Verdict:
    """What an invariant says of one scenario, by following its journeys."""
    property_ = PROPERTIES[id_]
    said = set()
    for changes in property_.others:
        cases = [concrete(policy, scenario, one) for one in changes]
        said.add(property_.holds(concrete(policy, scenario), *cases))
    for value in (False, None, True):
        if value in said:
            return value
    return VACUOUS


HOLDS = (
    ("no-mismatched-alias", "v6.17"),  # the VMA decides, or the fault is refused
    ("no-mismatched-alias", "v7.3"),
    ("no-mismatched-alias", "patch-v1"),  # the VMA decides everything
    ("no-mismatched-alias", "catalin-jason"),  # never degraded
    ("maintainable", "v7.3"),  # FWB and DIC, or a kernel mapping
    ("maintainable", "v6.17"),
    ("maintainable", "patch-v4"),
    ("maintainable", "patch-v7"),
    ("maintainable", "patch-v1"),  # E15: no fetch from it at all
    ("courtesy", "v6.9"),  # nothing is refused for its memory type
    ("courtesy", "merged-2"),
    ("courtesy", "oliver-feb"),
    ("courtesy", "patch-v4"),  # S3, S7: refused at creation
    ("courtesy", "symmetric-flag"),
    ("guarantee", "v7.3"),  # the check at the fault is complete
    ("guarantee", "merged-3"),
    ("guarantee", "catalin-jason"),  # the same check again
    ("guarantee", "patch-v7"),  # the fault refuses all cacheable VMAs
    ("same-errno", "merged-3"),  # 2a8dfab26677: EINVAL in both
    ("same-errno", "patch-v4"),  # S3: E (fault E)
    ("same-errno", "patch-v7"),
    ("discoverable", "v6.17"),  # capability 243
    ("discoverable", "patch-v4"),  # capability 240
    ("discoverable", "marc"),  # "It's mandatory"
    ("discoverable", "sean-cap"),
    ("discoverable", "fwb-cap"),
    ("says-what-is-accepted", "v6.17"),  # FWB and DIC
    ("says-what-is-accepted", "patch-v6"),
    ("device-migrates", "v6.9"),  # M2: ok
    ("device-migrates", "marc"),  # M2: ok (required)
    ("device-migrates", "v7.3"),
    ("device-migrates", "oliver-feb"),  # "and back"
    ("cacheable-host", "patch-v4"),  # M1: destination E
    ("cacheable-host", "patch-v8"),  # no MIXEDMAP on any host
    ("cacheable-host", "symmetric-flag"),  # M1: destination E
    ("cacheable-host", "marc"),  # the flag is refused there
    ("cacheable-host", "sean-cap"),  # "error on creation"
    ("cacheable-host", "catalin-jason"),  # refused there; struct pages are flushed
    ("no-silent-change", "v6.9"),  # M1: runs, DEV on both sides
    ("no-silent-change", "v6.17"),
    ("no-silent-change", "oliver-feb"),
    ("user-space-decides", "marc"),  # S1: NC or DEV without the flag
    ("user-space-decides", "v6.9"),
    ("user-space-decides", "merged-3"),
    ("can-choose-device", "marc"),  # without the flag it is Device
    ("guest-memfd-source", "v6.18"),  # S12: WB always
    ("guest-memfd-source", "sean"),  # S12: the inode's attribute, WB
    ("no-previous-owner", "patch-v7"),  # FWB forces Write-Back, without it nothing is mapped
    ("no-previous-owner", "v7.3"),  # cleaned through the kernel's mapping
    ("no-previous-owner", "merged-3"),  # what it closes
    ("no-tags-on-devices", "v6.17"),  # -EFAULT without VM_MTE_ALLOWED
    ("permission-keeps-type", "v7.3"),  # relax_perms never touches MemAttr
    ("breaks-no-setup", "v6.9"),
    ("breaks-no-setup", "oliver-mar"),  # E12: struct pages are cacheable
    ("breaks-no-setup", "sean"),
)
BEFORE_6_17 = ("v6.1", "v6.2", "v6.8", "v6.9", "merged-2")
NOTHING = (
    *(("maintainable", id_) for id_ in BEFORE_6_17),  # no device memory is ever cacheable
    *(("cacheable-host", id_) for id_ in (*BEFORE_6_17, "merged-3", "oliver-feb")),
    *(("can-choose-device", id_) for id_ in (*BEFORE_6_17, "merged-3", "oliver-feb")),
    ("guarantee", "v6.9"),  # nothing is refused at creation
    ("guarantee", "patch-v3"),
    ("discoverable", "v6.9"),  # it is the same everywhere
    ("says-what-is-accepted", "v6.9"),  # no capability
    ("says-what-is-accepted", "merged-4"),
    *(("guest-memfd-source", id_) for id_ in ("v6.9", "v6.17", "patch-v7")),  # S12: E
    *(("no-user-warning", id_) for id_ in POLICIES if id_ not in ("ankit-11-mar", "vma-flag")),
    *(("no-parameter-abi", id_) for id_ in POLICIES if id_ != "sean-param"),
)
E28, E30 = "E28", "MIXEDMAP outside the map keeps its write permission under logging"
FAILS = (
    ("no-mismatched-alias", "v6.9", "E25: a cacheable VMA is mapped Device or NC"),
    ("no-mismatched-alias", "marc", "18 Mar 2025, Jason: unflagged is NC under a cacheable VMA"),
    ("no-mismatched-alias", "oliver-feb", "Device under a Write-Back VMA"),
    ("maintainable", "catalin-2023", "S7: WB, I-cache hole"),
    ("maintainable", "patch-v3", "S7: no DIC test"),
    ("maintainable", "gmem-no-direct-map", "the gate asks for FWB, and nothing for DIC"),
    ("courtesy", "patch-v3", "checked at the fault only; Marc: needs a twin at creation"),
    ("courtesy", "patch-v1", "S3: ok.E"),
    ("courtesy", "patch-v2", "S3: ok.E"),
    ("courtesy", "sean", "checks at creation are optional courtesies"),
    ("courtesy", "v6.17", E28),
    ("courtesy", "v7.3", E28),
    ("courtesy", "merged-3", E28),
    ("courtesy", "patch-v8", "MIXEDMAP is refused at the fault only"),
    ("courtesy", "patch-v7", "E24"),
    ("guarantee", "create-only", "E6: what is swapped in is mapped Device"),
    ("guarantee", "patch-v4", "E31"),
    ("same-errno", "v6.17", "E29"),
    ("same-errno", "merged-4", "E29"),
    ("same-errno", "patch-v8", "E29"),
    ("discoverable", "patch-v3", "Marc: FWB is not discoverable from userspace"),
    ("discoverable", "catalin-jason", "no capability"),
    ("discoverable", "merged-4", "f55ce5a6cd33 is not there yet"),
    ("says-what-is-accepted", "fwb-cap", "1 with FWB and no DIC, and EINVAL"),
    ("device-migrates", "patch-v1", "E37"),
    ("device-migrates", "patch-v2", "E37"),
    ("cacheable-host", "patch-v3", "E7: dies at first fault"),
    ("cacheable-host", "sean", "M1: dst x or dies"),
    *(
        ("cacheable-host", id_, E28)
        for id_ in ("v6.17", "v7.3", "merged-4", "patch-v7", "patch-v9")
    ),
    ("no-silent-change", "catalin-2023", "M1: becomes DEV silently"),
    ("no-silent-change", "sean-param", "M1: runs as DEV, attribute changes"),
    ("no-silent-change", "create-only", "swapped in: WB with FWB, Device without"),
    ("no-parameter-abi", "sean-param", "NAK to a kernel parameter"),
    ("user-space-decides", "v6.17", "the VMA decides"),
    ("user-space-decides", "patch-v4", "E31: WB without opt-in"),
    ("can-choose-device", "v7.3", "the VMA decides: what was lost in the merge"),
    ("can-choose-device", "patch-v4", "without the flag it is EINVAL"),
    ("can-choose-device", "symmetric-flag", "flag and VMA must agree"),
    ("no-previous-owner", "v6.9", "E1"),
    ("no-previous-owner", "marc", "Jason, 18 Mar 2025"),
    ("no-previous-owner", "create-only", "E1, swapped in"),
    ("no-tags-on-devices", "patch-v1", "E19"),
    ("no-tags-on-devices", "patch-v2", "E19: no check is left"),
    ("no-user-warning", "ankit-11-mar", "E4: WARN_ON() or BUG()"),
    *(("reads-stay-clean", id_, E30) for id_ in POLICIES),
    *(("breaks-no-setup", id_, "E27") for id_ in ("v6.17", "v7.3", "merged-3", "create-only")),
    ("breaks-no-setup", "catalin-jason", "creation asks the VMA, not the page"),
    ("breaks-no-setup", "patch-v7", "E24"),
)
OPEN = (
    ("no-tags-on-devices", "catalin-2023"),  # he saw the hole and proposed no rule
    ("guest-memfd-source", "marc"),  # posed as a question, not solved
    ("guest-memfd-source", "catalin-jason"),  # "use FWB", and without?
    ("says-what-is-accepted", "marc"),  # nobody said whether it needs DIC
    ("says-what-is-accepted", "sean-cap"),
    ("maintainable", "sean"),  # S7: ?
    ("same-errno", "catalin-jason"),  # errno unstated at both stages
    ("same-errno", "oliver-mar"),
    ("no-user-warning", "vma-flag"),  # "maybe with some extra check and WARN"
    ("guarantee", "symmetric-flag"),  # S10: ?
)


@pytest.mark.parametrize(("id_", "policy"), HOLDS)
def test_an_invariant_holds_where_the_debate_says_so(id_: str, policy: str) -> None:
    found = findings(policy)[id_]
    assert found.holds is True
    assert not found.vacuous
    assert (found.violations, found.counterexample) == (0, None)


@pytest.mark.parametrize(("id_", "policy"), NOTHING)
def test_an_invariant_that_claims_nothing_of_a_policy_says_so(id_: str, policy: str) -> None:
    found = findings(policy)[id_]
    assert (found.holds, found.vacuous) == (True, True)


@pytest.mark.parametrize(("id_", "policy", "why"), FAILS)
def test_an_invariant_fails_where_the_debate_says_so(id_: str, policy: str, why: str) -> None:
    found = findings(policy)[id_]
    assert found.holds is False, why
    assert found.violations > 0
    assert found.counterexample is not None


@pytest.mark.parametrize(("id_", "policy"), OPEN)
def test_an_invariant_is_unknown_where_nobody_ever_said(id_: str, policy: str) -> None:
    found = findings(policy)[id_]
    assert found.holds is None
    assert found.violations == 0
    assert found.counterexample is not None
    assert verdict(find(policy), id_, found.counterexample.scenario) is None


@pytest.mark.parametrize("id_", POLICIES)
def test_what_holds_is_true_of_random_scenarios(id_: str) -> None:
    for scenario in some(20, seed=len(id_)):
        for name, found in findings(id_).items():
            if found.holds:
                said = verdict(find(id_), name, scenario)
                assert said == VACUOUS or (said is True and not found.vacuous)


def test_every_invariant_has_a_policy_on_which_it_holds_and_one_on_which_it_fails() -> None:
    never = {"reads-stay-clean", "no-user-warning", "no-parameter-abi"}
    assert {id_ for id_, *_ in HOLDS} | never == set(load())
    assert {id_ for id_, *_ in FAILS} | {"permission-keeps-type", "guest-memfd-source"} == set(
        load()
    )


PF = "backing=pfnmap,page.map_memory=false"
NO_FWB = "host.fwb=false,host.dic=false"
STATED = (
    ("v6.9", "no-mismatched-alias", PF),  # S1: DEV (hole)
    ("v6.9", "no-mismatched-alias", f"{PF},{NO_FWB}"),  # S3: DEV (hole)
    ("marc", "no-mismatched-alias", f"{PF},slot.cacheable=true,vma.memtype=device-ngnrne"),  # S11
    ("v6.9", "no-previous-owner", PF),  # E1
    ("v6.9", "no-previous-owner", f"{PF},vma.any_uncached=true,{NO_FWB}"),  # E1, as NC
    ("patch-v1", "courtesy", f"{PF},{NO_FWB}"),  # S3: ok.E
    ("patch-v3", "courtesy", f"{PF},{NO_FWB}"),
    ("v6.17", "courtesy", f"backing=mixedmap,page.map_memory=false,{NO_FWB}"),  # E28
    ("patch-v7", "courtesy", NO_FWB),  # E24: ordinary memory
    ("patch-v1", "device-migrates", f"{PF},vma.memtype=device-ngnrne"),  # E37
    ("v6.17", "breaks-no-setup", f"backing=pfnmap,{NO_FWB}"),  # E27, S9
    ("create-only", "guarantee", f"{PF},{NO_FWB}"),  # E6
    ("fwb-cap", "says-what-is-accepted", f"{PF},host.dic=false"),  # S7
    ("v7.3", "can-choose-device", PF),  # S1
    ("ankit-11-mar", "no-user-warning", f"{PF},{NO_FWB}"),  # E4
    # The logging test is the else branch of the one for device memory (0c67288e0c8b).
    (
        "v7.3",
        "reads-stay-clean",
        f"{PF},vma.mte_allowed=false,slot.log_dirty_pages=true,vma.swapped_after_create=true",
    ),
    ("v7.3", "cacheable-host", "backing=mixedmap,page.map_memory=false"),  # E28
    ("patch-v4", "guarantee", PF),  # E31
    ("v6.17", "same-errno", f"{PF},{NO_FWB}"),  # E29
    ("v6.17", "same-errno", f"{PF},host.dic=false"),  # S7: E (fault F)
    ("patch-v3", "discoverable", f"{PF},{NO_FWB}"),
    ("patch-v3", "cacheable-host", PF),  # E7
    ("catalin-2023", "no-silent-change", PF),  # M1
    ("sean-param", "no-silent-change", f"{PF},param.unsafe_cacheable=true"),  # M1
    ("sean-param", "no-parameter-abi", f"{PF},{NO_FWB}"),
    ("catalin-2023", "maintainable", f"{PF},host.dic=false,access.kind=exec"),  # S7
    (
        "patch-v1",  # E19: the VMA came later, or creation had refused it
        "no-tags-on-devices",
        f"{PF},host.mte=true,vm.mte=true,vma.mte_allowed=false,vma.swapped_after_create=true",
    ),
)


@pytest.mark.parametrize(("policy", "id_", "text"), STATED)
def test_the_scenarios_of_the_debate_are_among_the_violations(
    policy: str, id_: str, text: str
) -> None:
    scenario = parse_words([text]).scenario
    assert verdict(find(policy), id_, scenario) is False
    where = {f.attribute: (getattr(scenario, f.attribute),) for f in FIELDS.values()}
    (found,) = check(find(policy), catalogue.find([id_]), where=where, diagrams=SHARED)
    assert found.violations == 1
    assert found.counterexample is not None
    assert found.counterexample.scenario == scenario


KEPT = (
    ("v6.17", "no-mismatched-alias", PF),  # S1: WB
    ("v6.17", "no-mismatched-alias", f"{PF},vma.memtype=device-ngnrne,vma.any_uncached=true"),  # S5
    ("v6.17", "guarantee", f"{PF},{NO_FWB}"),  # S10: ok.F
    ("v6.17", "cacheable-host", PF),  # M1: destination E
    ("v6.17", "no-previous-owner", "backing=zone-device,host.fwb=false"),  # E20: cleaned
    ("v6.17", "maintainable", PF),
    ("v7.3", "says-what-is-accepted", f"{PF},host.dic=false"),  # 0, and EINVAL
    ("v6.17", "device-migrates", f"{PF},vma.memtype=device-ngnrne"),  # M2: ok
    ("patch-v4", "same-errno", f"{PF},{NO_FWB},slot.cacheable=true"),  # S4: E, S3: (fault E)
)


@pytest.mark.parametrize(("policy", "id_", "text"), KEPT)
def test_what_the_debate_calls_right_is_no_violation(policy: str, id_: str, text: str) -> None:
    assert verdict(find(policy), id_, parse_words([text]).scenario) is True


VOID = (
    ("v6.17", "courtesy", f"{PF},{NO_FWB}"),  # S3: E at creation
    ("v7.3", "maintainable", "backing=zone-device,host.fwb=false"),  # it has a linear mapping
    ("v7.3", "no-user-warning", "access.fault=permission"),  # no leaf is without read permission
    ("v7.3", "guarantee", f"backing=pfnmap,{NO_FWB}"),  # safe to map
    ("v7.3", "cacheable-host", "backing=zone-device"),
    ("v7.3", "reads-stay-clean", "slot.log_dirty_pages=false"),  # nobody reads a log
)


@pytest.mark.parametrize(("policy", "id_", "text"), VOID)
def test_what_nobody_asked_for_is_no_violation(policy: str, id_: str, text: str) -> None:
    assert verdict(find(policy), id_, parse_words([text]).scenario) == VACUOUS


def mapped(outcome: Outcome, *types: str) -> bool:
    return outcome.mapping is not None and (not types or outcome.mapping.type in types)


def fails_at_fault(policy: Policy, first: Scenario, _: Scenario) -> bool:
    outcome = explain(policy, first)
    return outcome.memslot.result == "ok" and outcome.fault.result == "error"


def maps_what_was_refused(policy: Policy, first: Scenario, second: Scenario) -> bool:
    assert second.vma_swapped_after_create
    refused = explain(policy, first).memslot.result == "error"
    return refused and mapped(explain(policy, second))


def refuses_otherwise(policy: Policy, first: Scenario, second: Scenario) -> bool:
    assert second.vma_swapped_after_create
    created, faulted = explain(policy, first).memslot, explain(policy, second).fault
    return created.errno is not None and faulted.errno not in (None, created.errno)


def is_not_alike(policy: Policy, first: Scenario, second: Scenario) -> bool:
    here, there = explain(policy, first), explain(policy, second)
    return mapped(here) and (there.mapping is None or there.mapping.type != here.mapping.type)  # type: ignore[union-attr]


def lands(policy: Policy, first: Scenario, second: Scenario) -> bool:
    there = explain(policy, second)
    dies_or_changes = not mapped(there, "normal")
    assert not second.host_fwb
    created = there.memslot.result == "ok"
    return mapped(explain(policy, first), "normal") and created and dies_or_changes


def maps(*types: str) -> Callable[[Policy, Scenario, Scenario], bool]:
    return lambda policy, first, _: mapped(explain(policy, first), *types)


def unannounced(policy: Policy, first: Scenario, second: Scenario) -> bool:
    here = mapped(explain(policy, first), "normal")
    return policy.capability is None and not here and mapped(explain(policy, second), "normal")


def misannounced(policy: Policy, first: Scenario, _: Scenario) -> bool:
    assert policy.capability is not None
    return mapped(explain(policy, first), "normal") != (policy.capability.vm(first) == 1)


def no_choice(policy: Policy, first: Scenario, _: Scenario) -> bool:
    others = [first.changed(slot_cacheable=flag) for flag in (False, True)]
    forced = all(not mapped(explain(policy, one), "device", "normal-nc") for one in others)
    return mapped(explain(policy, first), "normal") and forced


def breaks(policy: Policy, first: Scenario, _: Scenario) -> bool:
    before, now = explain(find("v6.9"), first), explain(policy, first)
    return mapped(before, "normal") and "error" in (now.memslot.result, now.fault.result)


def maps_writable(policy: Policy, first: Scenario, _: Scenario) -> bool:
    mapping = explain(policy, first).mapping
    assert mapping is not None
    return predicates.dirty_logging(first) and first.access_kind != "write" and mapping.writable


def disagrees(policy: Policy, first: Scenario, _: Scenario) -> bool:
    outcome = explain(policy, first)
    types = ("device", "normal-nc") if predicates.vma_cacheable(first) else ("normal",)
    return mapped(outcome, *types)


def reads_past_caches(policy: Policy, first: Scenario, _: Scenario) -> bool:
    outcome = explain(policy, first)
    assert outcome.resultant is not None
    uncleaned = first.backing == "zone-device" or mapped(outcome, "device", "normal-nc")
    return predicates.vma_cacheable(first) and uncleaned and outcome.resultant.kind != "normal-wb"


JUDGES: Mapping[str, Callable[[Policy, Scenario, Scenario], bool]] = {
    "no-mismatched-alias": disagrees,
    "maintainable": lambda p, a, b: maps("normal")(p, a, b) and not (a.host_fwb and a.host_dic),
    "courtesy": fails_at_fault,
    "guarantee": maps_what_was_refused,
    "same-errno": refuses_otherwise,
    "discoverable": unannounced,
    "device-migrates": is_not_alike,
    "cacheable-host": lands,
    "no-silent-change": is_not_alike,
    "no-parameter-abi": lambda p, a, b: explain(p, a)[:6] != explain(p, b)[:6],
    "user-space-decides": lambda p, a, b: maps("normal")(p, a, b) and not a.slot_cacheable,
    "no-previous-owner": reads_past_caches,
    "no-tags-on-devices": lambda p, a, b: maps("normal")(p, a, b) and a.vm_mte,
    "no-user-warning": lambda p, a, _: explain(p, a).trace[-1].rule.hazard == "host-stops",
    "reads-stay-clean": maps_writable,
    "says-what-is-accepted": misannounced,
    "can-choose-device": no_choice,
    "breaks-no-setup": breaks,
}
"""What an explained counterexample must show, for every failure there is today."""


@pytest.mark.parametrize("id_", POLICIES)
def test_every_counterexample_shows_its_violation_when_it_is_explained(id_: str) -> None:
    policy = find(id_)
    for found in findings(id_).values():
        if found.counterexample is None or found.holds is None:
            continue
        first, second, _ = found.counterexample
        assert JUDGES[found.invariant.id](policy, first, second or first), found.invariant.id
        assert bind(first)[0] == first
        for scenario in filter(None, (first, second)):
            words = ",".join(f"{n}={v}".lower() for n, v in differences(scenario).items())
            assert parse_words([words] if words else []).scenario == scenario


def one_off() -> Iterator[tuple[str, Value]]:
    yield from ((f.attribute, value) for f in FIELDS.values() for value in f.values[1:])


def off_by(number: int) -> Iterator[Scenario]:
    """Every scenario with at most some choices that are no defaults."""
    for picked in combinations(one_off(), number):
        if len({attribute for attribute, _ in picked}) == number:
            yield DEFAULT.changed(**dict(picked))


@pytest.mark.parametrize("id_", POLICIES)
def test_a_counterexample_has_a_name_or_comes_from_a_machine(id_: str) -> None:
    """Of a small space at least: nothing implausible is shown where something plausible fails."""
    policy = find(id_)
    for found in findings(id_).values():
        shown = found.counterexample
        if shown is None or found.holds is None:
            continue
        if shown.name is not None:
            assert parse_words([f"@{shown.name}"]).scenario == shown.scenario
        else:
            assert plausible(shown.scenario, policy) == ()


@pytest.mark.parametrize("id_", ["v6.9", "v6.17", "patch-v4", "sean-param"])
def test_no_plausible_violation_is_nearer_to_the_defaults_than_a_nameless_one(id_: str) -> None:
    policy = find(id_)
    for found in findings(id_).values():
        shown = found.counterexample
        if shown is None or shown.name is not None or found.holds is None:
            continue
        size = len(differences(shown.scenario))
        for scenario in off_by(min(size, 2) - 1) if size else ():
            nearer = verdict(policy, found.invariant.id, scenario) is False
            assert not nearer or plausible(scenario, policy)


NAMED = (
    ("v6.9", "no-previous-owner", "E1"),
    ("v6.17", "same-errno", "E29"),
    ("v7.3", "can-choose-device", "gpu-memory"),
    ("v7.3", "breaks-no-setup", "E27"),
    ("patch-v3", "cacheable-host", "E7"),
    ("create-only", "guarantee", "E6"),
    ("catalin-2023", "no-silent-change", "gpu-memory"),
    ("fwb-cap", "says-what-is-accepted", "gpu-memory-no-dic"),
    ("patch-v1", "no-tags-on-devices", "E19"),
)


@pytest.mark.parametrize(("policy", "id_", "name"), NAMED)
def test_people_are_shown_what_they_talk_about(policy: str, id_: str, name: str) -> None:
    shown = findings(policy)[id_].counterexample
    assert shown is not None
    assert shown.scenario == parse_words([f"@{name}"]).scenario


def test_a_second_access_is_shown_only_where_no_first_one_fails() -> None:
    """A write on a leaf that a read made writable, say, which no machine produces."""
    where = {"backing": ("shmem",)}  # of PFNMAP memory there is E18, which has a name
    found = {f.invariant.id: f for f in check(falling_back(), where=where, diagrams=SHARED)}
    shown = found["permission-keeps-type"].counterexample
    assert shown is not None
    assert shown.name is None
    assert plausible(shown.scenario, falling_back()) == ()


def test_a_condition_leaves_the_rest_of_the_space_out() -> None:
    where = {"host_fwb": (True,), "host_dic": (True,)}
    found = {f.invariant.id: f for f in check(find("v7.3"), where=where, diagrams=SHARED)}
    assert found["courtesy"].holds is True  # E28 needs another host
    assert found["can-choose-device"].holds is False
    assert (
        0 < found["reads-stay-clean"].violations < findings("v7.3")["reads-stay-clean"].violations
    )


def against(policy: str, other: str) -> dict[str, Finding]:
    what = asked(against=find(other), diagrams=SHARED)
    return {f.invariant.id: f for f in held(find(policy), what)}


def test_what_another_policy_violates_too_can_be_left_out() -> None:
    found = against("v7.3", "v6.9")
    assert found["courtesy"].holds is False  # v6.9 kills no VM for its memory type
    whole = findings("v7.3")["reads-stay-clean"].violations
    assert found["reads-stay-clean"].holds is False  # MIXEDMAP that is cacheable now
    assert found["reads-stay-clean"].violations < whole
    assert all(f.holds is True for f in against("v7.3", "v7.3").values())


def test_what_another_policy_leaves_open_too_is_no_news() -> None:
    assert findings("sean-cap")["maintainable"].holds is None
    assert against("sean-cap", "sean")["maintainable"].holds is True


@pytest.mark.slow
def test_the_answers_do_not_depend_on_what_was_asked_before() -> None:
    for id_ in ("v6.17", "catalin-2023"):
        fresh = {f.invariant.id: f[2:] for f in check(find(id_))}
        assert fresh == {name: f[2:] for name, f in findings(id_).items()}


WHERE: Mapping[str, tuple[Value, ...]] = {
    "host_fwb": (True, False),
    "host_dic": (True, False),
    "backing": ("anonymous", "zone-device", "pfnmap", "mixedmap"),
    "page_map_memory": (True, False),
    "vma_memtype": ("normal", "normal-nc"),
    "vma_swapped_after_create": (True, False),
    "slot_cacheable": (True, False),
    "access_kind": ("read", "exec"),
    "access_fault": ("translation", "permission"),
}
"""A space that is small enough to follow each scenario's journeys, several times."""


@cache
def small() -> list[Scenario]:
    found = []
    for values in product(*WHERE.values()):
        scenario = filled(dict(zip(WHERE, values, strict=True)))
        state = scenario.state
        if all(state[b.attribute] in b.allowed(scenario) for b in BINDINGS):
            found.append(scenario)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("id_", ["v6.9", "v6.17", "patch-v4", "marc", "catalin-jason"])
def test_a_small_space_is_counted_as_brute_force_counts_it(id_: str) -> None:
    policy = find(id_)
    where = {a: WHERE.get(a, (value,)) for a, value in DEFAULT.state.items()}
    for found in check(policy, where=where, diagrams=SHARED):
        said = [verdict(policy, found.invariant.id, scenario) for scenario in small()]
        assert found.violations == said.count(False)
        expected = False if False in said else (None if None in said else True)
        assert found.holds is expected
        assert found.vacuous == (set(said) == {VACUOUS})


def open_rule(policy: Policy) -> Policy:
    """Say unknown of every fault on device memory behind VM_PFNMAP."""

    @check_rule("abort", "nobody said", "nowhere", handler=abort.USER)
    def nobody_said(s: Scenario, _: Decided) -> End | None:
        unclear = s.backing == "pfnmap" and not s.page_map_memory
        return ended("unknown") if unclear else None

    return policy.insert(nobody_said, before=abort.no_vma)


def by_id(policy: Policy) -> dict[str, Finding]:
    return {f.invariant.id: f for f in check(policy)}


def test_an_unknown_outcome_makes_unknown_what_it_matters_to_and_nothing_else() -> None:
    found = by_id(open_rule(find("v6.9")))
    for id_ in ("maintainable", "user-space-decides", "cacheable-host", "no-tags-on-devices"):
        assert found[id_].holds is None
        assert found[id_].violations == 0
        example = found[id_].counterexample
        assert example is not None
        assert example.scenario.backing == "pfnmap"
    # It has no say in these: unknown equals itself, and guest_memfd is something else.
    assert found["no-parameter-abi"].vacuous
    assert found["guest-memfd-source"].vacuous


def test_a_definite_violation_outweighs_what_is_unknown_elsewhere() -> None:
    before, after = by_id(find("v6.9")), by_id(open_rule(find("v6.9")))
    for id_ in ("no-mismatched-alias", "no-previous-owner"):
        assert after[id_].holds is False
        assert 0 < after[id_].violations < before[id_].violations


def test_an_errno_that_was_never_stated_leaves_open_whether_both_stages_agree() -> None:
    @check_rule("memslot", "refuses device memory that is cacheable", "nowhere")
    def refuses(s: Scenario, _: Decided) -> End | None:
        from s2tui.kvm.policy.results import refuse_memslot

        seen = s.backing == "pfnmap" and not s.vma_swapped_after_create
        return refuse_memslot("EINVAL") if seen and predicates.vma_cacheable(s) else None

    def at_fault(errno: str) -> Policy:
        @check_rule("abort", "refuses it again", "nowhere", handler=abort.USER)
        def refuses_again(s: Scenario, _: Decided) -> End | None:
            return fail(errno) if s.backing == "pfnmap" and predicates.vma_cacheable(s) else None

        policy = find("v6.9").insert(refuses_again, before=abort.no_vma)
        return policy.insert(refuses, before=policy.rules[0])

    answers = {errno: by_id(at_fault(errno)) for errno in ("EINVAL", "EFAULT", "unstated")}
    assert {errno: found["same-errno"].holds for errno, found in answers.items()} == {
        "EINVAL": True,
        "EFAULT": False,
        "unstated": None,
    }
    assert all(found["guarantee"].holds is True for found in answers.values())


def test_reads_stay_clean_where_logging_is_asked_first() -> None:
    @decides(WRITABLE, "abort", "while writes are logged a read maps read-only", "nowhere")
    def always_logged(s: Scenario, _: Decided) -> bool | None:
        logged = predicates.dirty_logging(s) and not predicates.write_fault(s)
        return False if logged else None

    policy = find("v7.3").replace(abort.logged_until_written, always_logged)
    found = by_id(policy)["reads-stay-clean"]
    assert (found.holds, found.vacuous) == (True, False)


def falling_back() -> Policy:
    """A policy whose permission faults of writes change the type."""

    @decides(
        TYPE, "abort", "a permission fault falls back to Device", "nowhere", handler=abort.USER
    )
    def falls_back(s: Scenario, _: Decided) -> MemoryType | None:
        return "device" if predicates.permission_fault(s) and s.access_kind == "write" else None

    policy = find("v7.3")
    first = next(rule for rule in policy.rules if rule.decides is TYPE)
    return policy.insert(falls_back, before=first)


def test_a_permission_fault_that_changes_the_type_is_found() -> None:
    shown = by_id(falling_back())["permission-keeps-type"].counterexample
    assert shown is not None
    assert shown.scenario.access_kind == "write"
    assert shown.scenario.access_fault == "permission"
    assert shown.other == shown.scenario.changed(access_fault="translation")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("vma_memtype", "normal-tagged"),
        ("vma_any_uncached", True),
        ("vma_force_cached", True),
        ("vma_cow", True),
    ],
)
def test_whatever_of_the_vma_decides_over_guest_memfd_is_found(
    attribute: str, value: Value
) -> None:
    @decides(TYPE, "abort", "the VMA decides", "nowhere", handler=gmem.GMEM)
    def by_the_vma(s: Scenario, _: Decided) -> MemoryType | None:
        return "device" if getattr(s, attribute) == value else None

    policy = find("v7.3").insert(by_the_vma, before=gmem.guest_memfd_type)
    (found,) = check(policy, catalogue.find(["guest-memfd-source"]))
    shown = found.counterexample
    assert shown is not None
    assert differences(shown.scenario) == {"slot.guest_memfd": True, "backing": "guest-memfd"}
    assert shown.other == shown.scenario.changed(**{attribute: value})


def test_a_policy_that_does_not_answer_is_refused() -> None:
    broken = find("v6.9").drop(abort.map_leaf).drop(abort.relax)
    with pytest.raises(RequestError, match=r"v6\.9 does not answer every scenario"):
        check(broken)


def test_every_invariant_has_its_property_and_its_words() -> None:
    assert set(PROPERTIES) == set(load())
    for invariant in load().values():
        assert invariant.claims is PROPERTIES[invariant.id]
        assert invariant.text
        assert invariant.details
        assert bool(invariant.said) != (catalogue.OWN in invariant.asked_by)
        assert invariant.source
        for said in invariant.said:
            assert all((said.quote, said.by, said.date, said.mail.startswith("Re: [PATCH")))
        assert set(invariant.shown) <= {*named(), "fuse-dax", "udmabuf"}


def test_words_without_a_property_say_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {"brand-new": {"text": "something new"}}
    monkeypatch.setattr(catalogue, "table", lambda *_: words)
    with pytest.raises(LookupError, match=r"has brand-new, but .* @invariant\('brand-new'\)"):
        load.__wrapped__()


def test_words_of_nobody_need_a_source(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {"courtesy": {"text": "one", "details": "two"}}
    monkeypatch.setattr(catalogue, "table", lambda *_: words)
    with pytest.raises(LookupError, match=r"courtesy .* needs `said`, or `seen`"):
        load.__wrapped__()


def test_other_scenarios_differ_in_fields_that_bind_no_others() -> None:
    """So that fixing a field of a diagram is all there is to do."""
    bound = {"host_mte", "vm_mte", "backing", "page_map_memory", "host_page_size"}
    bound |= {binding.attribute for binding in BINDINGS}
    for property_ in PROPERTIES.values():
        for changes in property_.others:
            for one in changes:
                assert not bound & set(one)


def test_unknown_names_are_refused_with_a_suggestion() -> None:
    with pytest.raises(RequestError, match="did you mean courtesy"):
        catalogue.find(["courtsey"])
