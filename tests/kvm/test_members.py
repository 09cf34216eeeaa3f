"""What two outcomes differ in: the first inner member, and all members, in the contract's order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import explain
from s2tui.kvm.report.members import Inner, compare_outcomes, differing
from s2tui.kvm.scenario.notation import parse_words

if TYPE_CHECKING:
    from s2tui.kvm.policy.outcome import Outcome

PF = "backing=pfnmap,page.map_memory=false"
NO_FWB = "host.fwb=false,host.dic=false"


def outcome(policy: str, words: str) -> Outcome:
    return explain(find(policy), parse_words([words] if words else []).scenario)


# Two policies with a scenario each, and the member that differs first, as it was and as it is.
CASES = (
    (("v6.17", f"{PF},{NO_FWB}"), ("v6.9", f"{PF},{NO_FWB}"), "memslot", "result", "error", "ok"),
    (("v6.17", PF), ("v6.9", PF), "mapping", "type", "normal", "device"),
    (("v6.9", "backing=hole"), ("v6.9", ""), "fault", "result", "error", "mapped"),
    (("v6.9", ""), ("v6.9", "slot.readonly=true"), "mapping", "writable", True, False),
    (("v6.9", ""), ("v6.9", "host.fwb=false"), "descriptor", "value", "0x00000000800007db",
     "0x00000000800007ff"),
    (("v6.9", "guest.memtype=normal-nc,host.fwb=false"), ("v6.9", "host.fwb=false"),
     "resultant", "type", "normal-nc", "normal-wb"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_first_inner_member_that_differs_is_named(case: tuple[Any, ...]) -> None:
    one, two, member, name, was, now = case
    found = compare_outcomes(outcome(*one), outcome(*two))
    assert found == (Inner(member, name, was), Inner(member, name, now))


def test_what_is_the_same_does_not_differ() -> None:
    one, two = outcome("v6.9", ""), outcome("v7.3", "")
    assert compare_outcomes(one, two) is None
    assert differing([one, one, two]) == ()


def test_every_member_in_which_one_of_several_differs_is_named_in_order() -> None:
    same, other = outcome("v6.9", ""), outcome("v6.9", "slot.readonly=true")
    assert differing([same, other, same]) == ("mapping", "descriptor")
    refused = outcome("v6.17", f"{PF},{NO_FWB}")
    everything = ("memslot", "fault", "mapping", "descriptor", "maintenance", "resultant")
    assert differing([same, refused]) == everything
