"""A tree as a policy: an invented kernel, whose every answer is read off its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from s2tui.analysis.diagrams.explorer import Diagrams, Explorer
from s2tui.analysis.diagrams.space import space
from s2tui.analysis.diff import diff
from s2tui.cli.main import run as s2tui
from s2tui.errors import RequestError
from s2tui.kvm.policies.registry import find
from s2tui.kvm.policy.results import Fault, Memslot
from s2tui.kvm.report.explain import explain
from s2tui.kvm.scenario.fields import make
from s2tui.source.kernel.audit import audit
from s2tui.source.kernel.branches import Walker
from s2tui.source.kernel.policy import read_policy
from tests.source.kernel.invented import Invented, write

if TYPE_CHECKING:
    from pathlib import Path

EINVAL = Memslot("error", "EINVAL")
OK = Memslot("ok")


@pytest.mark.parametrize(
    ("given", "memslot", "fault"),
    [
        ({}, OK, Fault("inject", inject="data-abort")),
        ({"host_fwb": False}, OK, Fault("skip")),
        ({"access_fault": "alignment"}, OK, Fault("error", "EFAULT")),
        ({"slot_readonly": True}, EINVAL, Fault("none")),
        ({"slot_guest_memfd": True}, EINVAL, Fault("none")),
        ({"backing": "no-slot", "slot_readonly": True, "host_fwb": False}, Memslot("none"),
         Fault("skip")),
        ({"host_page_size": "64k", "host_fwb": False}, OK, Fault("skip")),
    ],
)  # fmt: skip
def test_one_scenario(given: dict[str, Any], memslot: Memslot, fault: Fault) -> None:
    outcome = explain(read_policy("invented", Invented()), make(given)[0])
    assert (outcome.memslot, outcome.fault) == (memslot, fault)
    assert outcome.descriptor is None


def test_all_scenarios_at_once_are_counted_exactly() -> None:
    diagrams = Diagrams()
    explorer = Explorer(read_policy("invented", Invented()), diagrams)
    manager, inside = diagrams.manager, space(diagrams)
    outside = manager.terminal("outside")
    counts = manager.counts(manager.within(inside.region, explorer.fault, outside))
    found = {end.value: count for end, count in counts.items()}
    ran = inside.size - found[Fault("none")]
    # One of the five reasons for the fault is an alignment fault; half of the hosts have FWB.
    assert found[Fault("error", "EFAULT")] * 5 == ran
    assert found[Fault("skip")] == found[Fault("inject", inject="data-abort")] == ran * 2 // 5


def test_a_rewrite_changes_nothing() -> None:
    other = Invented("if ((what & 0x3f) == 0x21)", "u8 low = what & 63; if (!(low != 33))")
    found = diff(read_policy("a", Invented()), read_policy("b", other))
    assert found.different == 0


def test_a_call_that_nobody_knows_is_an_unknown_with_its_place() -> None:
    tree = Invented("kvm_incr_pc(vcpu);", "frobnicate(vcpu);")
    policy = read_policy("changed", tree)
    scenario, _ = make({"host_fwb": False})
    outcome = explain(policy, scenario)
    assert outcome.fault == Fault("unknown")
    last = outcome.trace[-1].rule
    assert last.text.endswith("frobnicate() is not modelled")
    assert last.cite == "arch/arm64/kvm/mmu.c:22"
    assert explain(policy, make({})[0]).fault.result == "inject"


def test_an_audit_counts_what_has_no_answer() -> None:
    base = read_policy("base", Invented())
    found = audit("changed", Invented("kvm_incr_pc(vcpu);", "frobnicate(vcpu);"), base)
    assert found.unanswered == found.different > 0
    assert audit("same", Invented(), base).different == 0


def test_a_lock_that_is_not_given_back() -> None:
    tree = Invented("    return -EFAULT;", "  { read_lock(vcpu); return -EFAULT; }")
    assert {held.what for held in audit("kept", tree, find("v6.1")).run.held} == {"mmu_lock"}


def test_the_branches_of_a_scenario_have_their_lines() -> None:
    met = Walker(Invented())(make({"host_fwb": False})[0])
    assert [(b.stage, b.line, b.taken) for b in met] == [
        ("memslot", 7, False),
        ("abort", 16, False),
        ("abort", 18, False),
    ]
    assert met[2].text == "if (cpus_have_final_cap(ARM64_HAS_STAGE2_FWB)) {"


def test_a_tree_without_its_code_is_refused() -> None:
    with pytest.raises(RequestError, match=r"no arch/arm64/kvm/mmio\.c"):
        read_policy("less", Invented(missing="arch/arm64/kvm/mmio.c"))


def test_a_tree_stands_wherever_a_kernel_can(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path)
    assert s2tui(["diff", str(tmp_path), str(tmp_path)]) == 0
    assert s2tui(["explain", "host.fwb=false", "--kernel", str(tmp_path), "--json"]) == 0
    assert '"result": "skip"' in capsys.readouterr().out


RETURNS = "kvm_incr_pc(vcpu);\n  return GOES_ON;"


@pytest.mark.parametrize(
    ("old", "new", "given"),
    [
        (RETURNS, "int ret;\n  return ret;", {"host_fwb": False}),
        (RETURNS, "u64 pc;\n  kvm_inject_dabt(vcpu, pc);\n  return GOES_ON;", {"host_fwb": False}),
        (
            RETURNS,
            "u64 prot;\n  return kvm_pgtable_stage2_map(0, 1ul << 44, 4096, 0, prot, 0, 0);",
            {"host_fwb": False},
        ),
        ("return 0;\n}", "int ret;\n  return ret;\n}", {}),
    ],
)
def test_what_nobody_set_is_no_answer(old: str, new: str, given: dict[str, Any]) -> None:
    found = audit("unset", Invented(old, new), read_policy("invented", Invented()))
    assert 0 < found.unanswered == found.different
    assert "a variable is read that was never set" in {stop.what for stop in found.run.stopped}
    outcome = explain(found.policy, make(given)[0])
    assert "unknown" in (outcome.memslot.result, outcome.fault.result)
