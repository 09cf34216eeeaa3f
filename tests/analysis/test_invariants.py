"""Invariants: what the debate says of each policy, held against what is found; and the engine.

Expected answers are the debate's: its table of positions and scenarios, its edge cases (E1 to E38)
and the mails behind them.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import pytest

from s2tui.analysis.invariants import check as invariants
from s2tui.analysis.invariants import properties
from s2tui.analysis.invariants.case import changed, concrete
from s2tui.analysis.invariants.check import CHECKS, Finding, check, load
from s2tui.errors import RequestError
from s2tui.kvm.policies.registry import POLICIES, find
from s2tui.kvm.policy.decisions import MARKS_DIRTY, TYPE, WRITABLE
from s2tui.kvm.policy.outcome import MemoryType
from s2tui.kvm.policy.results import End, ended, fail
from s2tui.kvm.policy.rule import check as check_rule
from s2tui.kvm.policy.rule import decides
from s2tui.kvm.report.explain import explain
from s2tui.kvm.rules import abort, gmem
from s2tui.kvm.rules import map as mapping
from s2tui.kvm.scenario import predicates
from s2tui.kvm.scenario.fields import BINDINGS, DEFAULT, FIELDS, bind, differences, filled
from s2tui.kvm.scenario.notation import parse_words
from tests.analysis.reduced import some
from tests.diagrams import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario, Value


@cache
def findings(id_: str) -> dict[str, Finding]:
    return {f.invariant.id: f for f in check(find(id_), diagrams=SHARED)}


def verdict(policy: Policy, id_: str, scenario: Scenario) -> bool | None:
    """What an invariant says of one scenario, by following its journeys."""
    property_, others = CHECKS[id_]
    said = set()
    for changes in others:
        cases = [concrete(policy, scenario, one) for one in changes]
        said.add(property_(concrete(policy, scenario), *cases))
    if False in said:
        return False
    return None if None in said else True


HOLDS = (
    ("no-mismatched-alias", "v6.17"),  # the VMA decides, or the fault is refused
    ("no-mismatched-alias", "v7.3"),
    ("no-mismatched-alias", "patch-v1"),  # the VMA decides everything
    ("maintainable", "v6.9"),  # outside the kernel's map nothing is cacheable
    ("maintainable", "patch-v4"),  # FWB and DIC required
    ("maintainable", "patch-v7"),
    ("courtesy", "v6.9"),  # nothing is refused for its memory type
    ("courtesy", "patch-v4"),  # S3, S7: refused at creation
    ("courtesy", "symmetric-flag"),
    ("guarantee", "catalin-jason"),  # the same check again
    ("guarantee", "patch-v7"),  # the fault refuses all cacheable VMAs
    ("same-errno", "patch-v4"),  # S3: E (fault E)
    ("same-errno", "patch-v7"),
    ("discoverable", "v6.17"),  # capability 243
    ("discoverable", "patch-v4"),  # capability 240
    ("device-migrates", "v6.9"),  # M2: ok
    ("device-migrates", "marc"),  # M2: ok (required)
    ("device-migrates", "v7.3"),
    ("cacheable-host", "v6.9"),  # nothing cacheable that could land
    ("cacheable-host", "patch-v4"),  # M1: destination E
    ("cacheable-host", "symmetric-flag"),  # M1: destination E
    ("no-silent-change", "v6.9"),  # M1: runs, DEV on both sides
    ("no-silent-change", "v6.17"),
    ("user-space-decides", "marc"),  # S1: NC or DEV without the flag
    ("user-space-decides", "v6.9"),
    ("guest-memfd-source", "v6.18"),  # S12: WB always
    ("guest-memfd-source", "sean"),  # S12: the inode's attribute, WB
    ("no-previous-owner", "patch-v7"),  # FWB forces Write-Back, without it nothing is mapped
    ("no-tags-on-devices", "v6.17"),  # -EFAULT without VM_MTE_ALLOWED
    ("no-user-warning", "v6.17"),  # the fault is refused instead
    ("permission-keeps-type", "v7.3"),  # relax_perms never touches MemAttr
    *(("no-parameter-abi", id_) for id_ in POLICIES if id_ != "sean-param"),
)
FAILS = (
    ("no-mismatched-alias", "v6.9", "E25: a cacheable VMA is mapped Device or NC"),
    ("no-mismatched-alias", "marc", "18 Mar 2025, Jason: unflagged is NC under a cacheable VMA"),
    ("maintainable", "catalin-2023", "S7: WB, I-cache hole"),
    ("maintainable", "patch-v3", "S7: no DIC test"),
    ("maintainable", "oliver-mar", "struct pages are cacheable, outside the kernel's map too"),
    ("maintainable", "v6.17", "216887f79d98 without FWB, outside the kernel's map"),
    ("courtesy", "patch-v3", "checked at the fault only; Marc: needs a twin at creation"),
    ("courtesy", "patch-v1", "S3: ok.E"),
    ("courtesy", "sean", "checks at creation are optional courtesies"),
    ("courtesy", "v6.17", "E28"),
    ("courtesy", "patch-v7", "E24"),
    ("guarantee", "patch-v4", "E31"),
    ("guarantee", "v6.17", "E27"),
    ("same-errno", "v6.17", "E29"),
    ("discoverable", "patch-v3", "Marc: FWB is not discoverable from userspace"),
    ("discoverable", "catalin-jason", "no capability"),
    ("device-migrates", "patch-v1", "E37"),
    ("device-migrates", "sean-param", "M1: attribute changes"),
    ("cacheable-host", "patch-v3", "E7: dies at first fault"),
    ("cacheable-host", "sean", "M1: dst x or dies"),
    ("cacheable-host", "v6.17", "E28"),
    ("no-silent-change", "catalin-2023", "M1: becomes DEV silently"),
    ("no-silent-change", "sean-param", "M1: runs as DEV, attribute changes"),
    ("no-parameter-abi", "sean-param", "NAK to a kernel parameter"),
    ("user-space-decides", "v6.17", "the VMA decides"),
    ("user-space-decides", "patch-v4", "E31: WB without opt-in"),
    ("guest-memfd-source", "v6.17", "S12: E"),
    ("no-previous-owner", "v6.9", "E1"),
    ("no-previous-owner", "marc", "Jason, 18 Mar 2025"),
    ("no-tags-on-devices", "patch-v1", "E19"),
    ("no-user-warning", "v6.18", "VM_WARN_ON_ONCE(perm && !write && !exec)"),
    *(("reads-stay-clean", id_, "marks what it maps writable") for id_ in POLICIES),
)
OPEN = (
    ("no-tags-on-devices", "catalin-2023"),  # he saw the hole and proposed no rule
    ("guest-memfd-source", "marc"),  # posed as a question, not solved
    ("guest-memfd-source", "catalin-jason"),  # "use FWB", and without?
    ("discoverable", "marc"),  # nobody said whether it needs DIC
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
    assert (found.violations, found.counterexample, found.unknown) == (0, None, None)


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
    assert (found.violations, found.counterexample) == (0, None)
    assert found.unknown is not None
    assert verdict(find(policy), id_, found.unknown.scenario) is None


@pytest.mark.parametrize("id_", POLICIES)
def test_what_holds_is_true_of_random_scenarios(id_: str) -> None:
    held = [name for name, found in findings(id_).items() if found.holds]
    for scenario in some(20, seed=len(id_)):
        assert [verdict(find(id_), name, scenario) for name in held] == [True] * len(held)


def test_every_invariant_has_a_policy_on_which_it_holds_and_one_on_which_it_fails() -> None:
    assert {id_ for id_, *_ in HOLDS} | {"reads-stay-clean"} == set(load())
    assert {id_ for id_, *_ in FAILS} | {"permission-keeps-type"} == set(load())


PF = "backing=pfnmap,page.in_kernel_map=false"
NO_FWB = "host.fwb=false,host.dic=false"
STATED = (
    ("v6.9", "no-mismatched-alias", PF),  # S1: DEV (hole)
    ("v6.9", "no-mismatched-alias", f"{PF},{NO_FWB}"),  # S3: DEV (hole)
    ("marc", "no-mismatched-alias", f"{PF},slot.cacheable=true,vma.memtype=device-ngnrne"),  # S11
    ("v6.9", "no-previous-owner", PF),  # E1
    ("v6.9", "no-previous-owner", f"{PF},vma.any_uncached=true,{NO_FWB}"),  # E1, as NC
    ("patch-v1", "courtesy", f"{PF},{NO_FWB}"),  # S3: ok.E
    ("patch-v3", "courtesy", f"{PF},{NO_FWB}"),
    ("v6.17", "courtesy", f"backing=mixedmap,page.in_kernel_map=false,{NO_FWB}"),  # E28
    ("patch-v7", "courtesy", NO_FWB),  # E24: ordinary memory
    ("patch-v1", "device-migrates", f"{PF},vma.memtype=device-ngnrne"),  # E37
    ("v6.17", "guarantee", f"backing=pfnmap,{NO_FWB}"),  # E27, S9
    ("patch-v4", "guarantee", PF),  # E31
    ("v6.17", "same-errno", f"{PF},{NO_FWB}"),  # E29
    ("v6.17", "same-errno", f"{PF},host.dic=false"),  # S7: E (fault F)
    ("patch-v3", "discoverable", PF),
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
    (found,) = check(find(policy), invariants.find([id_]), where=where, diagrams=SHARED)
    assert found.violations == 1
    assert found.counterexample is not None
    assert found.counterexample.scenario == scenario


KEPT = (
    ("v6.17", "no-mismatched-alias", PF),  # S1: WB
    ("v6.17", "no-mismatched-alias", f"{PF},vma.memtype=device-ngnrne,vma.any_uncached=true"),  # S5
    ("v6.17", "courtesy", f"{PF},{NO_FWB}"),  # S3: E at creation
    ("v6.17", "guarantee", f"{PF},{NO_FWB}"),  # S10: ok.F
    ("v6.17", "cacheable-host", PF),  # M1: destination E
    ("v6.17", "device-migrates", f"{PF},vma.memtype=device-ngnrne"),  # M2: ok
    ("patch-v4", "same-errno", f"{PF},{NO_FWB},slot.cacheable=true"),  # S4: E, S3: (fault E)
)


@pytest.mark.parametrize(("policy", "id_", "text"), KEPT)
def test_what_the_debate_calls_right_is_no_violation(policy: str, id_: str, text: str) -> None:
    assert verdict(find(policy), id_, parse_words([text]).scenario) is True


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
    unfit = not second.host_fwb or not second.host_dic
    return mapped(explain(policy, first), "normal") and there.memslot.result == "ok" and unfit


def maps(*types: str) -> Callable[[Policy, Scenario, Scenario], bool]:
    return lambda policy, first, _: mapped(explain(policy, first), *types)


def unannounced(policy: Policy, first: Scenario, _: Scenario) -> bool:
    offered = 0 if policy.capability is None else policy.capability.vm(first)
    return mapped(explain(policy, first), "normal") and offered == 0


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
    "guest-memfd-source": lambda p, a, _: explain(p, a).memslot.errno == "EINVAL",
    "no-previous-owner": reads_past_caches,
    "no-tags-on-devices": lambda p, a, b: maps("normal")(p, a, b) and a.vm_mte,
    "no-user-warning": lambda p, a, _: (
        a.access_fault == "permission" and explain(p, a).fault.result in ("mapped", "relaxed")
    ),
    "reads-stay-clean": lambda p, a, _: explain(p, a).mapping.marks_dirty,  # type: ignore[union-attr]
}
"""What an explained counterexample must show, for every failure there is today."""


@pytest.mark.parametrize("id_", POLICIES)
def test_every_counterexample_shows_its_violation_when_it_is_explained(id_: str) -> None:
    policy = find(id_)
    for found in findings(id_).values():
        if found.counterexample is None:
            continue
        first, second = found.counterexample
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
            yield bind(filled({**DEFAULT.__dict__, **dict(picked)}))[0]


@pytest.mark.parametrize("id_", ["v6.9", "v6.17", "patch-v4", "sean-param"])
def test_no_violation_is_nearer_to_the_defaults_than_the_counterexample(id_: str) -> None:
    policy = find(id_)
    for found in findings(id_).values():
        if found.counterexample is None:
            continue
        size = len(differences(found.counterexample.scenario))
        for scenario in off_by(min(size, 2) - 1) if size else ():
            assert verdict(policy, found.invariant.id, scenario) is not False


def test_ties_go_to_what_the_debate_is_about() -> None:
    example = findings("v6.17")["user-space-decides"].counterexample
    assert example is not None
    assert differences(example.scenario) == {"backing": "pfnmap", "page.in_kernel_map": False}
    example = findings("v6.17")["courtesy"].counterexample
    assert example is not None
    assert differences(example.scenario) == {
        "host.fwb": False,
        "backing": "mixedmap",
        "page.in_kernel_map": False,
    }


@pytest.mark.slow
def test_the_answers_do_not_depend_on_what_was_asked_before() -> None:
    for id_ in ("v6.17", "catalin-2023"):
        fresh = {f.invariant.id: f[2:] for f in check(find(id_))}
        assert fresh == {name: f[2:] for name, f in findings(id_).items()}


WHERE: Mapping[str, tuple[Value, ...]] = {
    "host_fwb": (True, False),
    "host_dic": (True, False),
    "backing": ("anonymous", "zone-device", "pfnmap", "mixedmap"),
    "page_in_kernel_map": (True, False),
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
        state = scenario.__dict__
        if all(state[b.attribute] in b.allowed(scenario) for b in BINDINGS):
            found.append(scenario)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("id_", ["v6.9", "v6.17", "patch-v4", "marc", "catalin-jason"])
def test_a_small_space_is_counted_as_brute_force_counts_it(id_: str) -> None:
    policy = find(id_)
    where = {a: WHERE.get(a, (value,)) for a, value in DEFAULT.__dict__.items()}
    for found in check(policy, where=where, diagrams=SHARED):
        said = [verdict(policy, found.invariant.id, scenario) for scenario in small()]
        assert found.violations == said.count(False)
        expected = False if False in said else (None if None in said else True)
        assert found.holds is expected


def open_rule(policy: Policy) -> Policy:
    """Say unknown of every fault on device memory behind VM_PFNMAP."""

    @check_rule("abort", "nobody said", "nowhere", handler=abort.USER)
    def nobody_said(s: Scenario, _: Decided) -> End | None:
        unclear = s.backing == "pfnmap" and predicates.outside_kernel_map(s)
        return ended("unknown") if unclear else None

    return policy.insert(nobody_said, before=abort.no_vma)


def by_id(policy: Policy) -> dict[str, Finding]:
    return {f.invariant.id: f for f in check(policy)}


def test_an_unknown_outcome_makes_unknown_what_it_matters_to_and_nothing_else() -> None:
    found = by_id(open_rule(find("v6.9")))
    for id_ in ("maintainable", "user-space-decides", "cacheable-host", "no-tags-on-devices"):
        assert found[id_].holds is None
        assert found[id_].violations == 0
        assert found[id_].counterexample is None
        example = found[id_].unknown
        assert example is not None
        assert example.scenario.backing == "pfnmap"
    # It has no say in these: unknown equals itself, and guest_memfd is something else.
    assert found["no-parameter-abi"].holds is True
    assert found["guest-memfd-source"].holds is False


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


def test_reads_stay_clean_where_only_writes_are_counted() -> None:
    @decides(MARKS_DIRTY, "map", "a page that was written counts as written", "nowhere")
    def only_writes(s: Scenario, d: Decided) -> bool:
        return d[WRITABLE] and predicates.write_fault(s)

    policy = find("v7.3").replace(mapping.marks_dirty, only_writes)
    assert by_id(policy)["reads-stay-clean"].holds is True
    example = findings("v7.3")["reads-stay-clean"].counterexample
    assert example is not None
    assert example.scenario == DEFAULT  # a first read of memory that the host may write


@pytest.mark.slow
def test_a_permission_fault_that_changes_the_type_is_found() -> None:
    @decides(
        TYPE, "abort", "a permission fault falls back to Device", "nowhere", handler=abort.USER
    )
    def falls_back(s: Scenario, _: Decided) -> MemoryType | None:
        return "device" if predicates.permission_fault(s) and s.access_kind == "write" else None

    policy = find("v7.3")
    first = next(rule for rule in policy.rules if rule.decides is TYPE)
    found = by_id(policy.insert(falls_back, before=first))["permission-keeps-type"]
    assert found.counterexample is not None
    shown: Any = found.counterexample
    assert differences(shown.scenario) == {"access.kind": "write", "access.fault": "permission"}
    assert shown.other == changed(shown.scenario, {"access_fault": "translation"})


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
    found = by_id(policy)["guest-memfd-source"]
    assert found.counterexample is not None
    shown: Any = found.counterexample
    assert differences(shown.scenario) == {"slot.guest_memfd": True, "backing": "guest-memfd"}
    assert shown.other == changed(shown.scenario, {attribute: value})


def test_a_policy_that_does_not_answer_is_refused() -> None:
    broken = find("v6.9").drop(abort.map_leaf).drop(abort.relax)
    with pytest.raises(RequestError, match=r"v6\.9 does not answer every scenario"):
        check(broken)


def test_every_invariant_has_its_property_and_its_words() -> None:
    assert set(CHECKS) == set(load())
    for invariant in load().values():
        assert invariant.property is getattr(properties, invariant.id.replace("-", "_"))
        assert invariant.text
        assert invariant.details
        assert invariant.asked_by
        assert invariant.source


def test_other_scenarios_differ_in_fields_that_bind_no_others() -> None:
    """So that fixing a field of a diagram is all there is to do."""
    bound = {"host_mte", "vm_mte", "backing", "page_in_kernel_map", "host_page_size"}
    bound |= {binding.attribute for binding in BINDINGS}
    for _, others in CHECKS.values():
        for changes in others:
            for one in changes:
                assert not bound & set(one)


def test_unknown_names_are_refused_with_a_suggestion() -> None:
    with pytest.raises(RequestError, match="did you mean courtesy"):
        invariants.find(["courtsey"])
