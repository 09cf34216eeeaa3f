"""`s2tui diff`: the contract's JSON, what fits on a screen and into a mail, exit statuses."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from s2tui.analysis.diff import diff
from s2tui.cli.progress import Progress
from s2tui.contract.diff import diff_json
from s2tui.contract.report import report_json
from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import explain
from s2tui.kvm.report.explain import report as ask
from s2tui.kvm.scenario.fields import FIELDS, make
from s2tui.kvm.scenario.notation import from_object
from tests.cli.calls import Call, call, refused
from tests.diagrams import SHARED

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

__all__ = ["call"]


def report(policy: str, scenario: dict[str, Any]) -> Any:
    from s2tui.kvm.report.explain import report as make

    return json.loads(report_json(make(policy, from_object(scenario).scenario)))


def test_the_object_has_the_contracts_keys_and_its_counts_add_up(call: Call) -> None:
    answer = call("diff", "v6.9", "v6.17", "--json")
    assert answer.status == 1
    found = json.loads(answer.out)
    assert list(found) == ["kernels", "policies", "space", "different", "groups"]
    assert found["different"] == sum(group["count"] for group in found["groups"])
    for group in found["groups"]:
        assert set(group) == {
            "was",
            "is",
            "count",
            "disjoint",
            "unknown",
            "cubes",
            "example",
            "rules",
        }
        assert set(group["rules"]) == {"was", "is"}
        for cube in group["cubes"]:
            for name, value in cube.items():
                values = value if isinstance(value, list) else [value]
                assert set(values) < set(FIELDS[name].values)


@pytest.mark.parametrize("pair", [("v6.9", "v6.17"), ("marc", "sean"), ("v7.1", "v7.3")])
def test_was_and_is_stand_in_the_reports_of_the_example_and_nothing_differs_before(
    pair: tuple[str, str],
) -> None:
    found = diff(find(pair[0]), find(pair[1]), diagrams=SHARED)
    for group in json.loads(diff_json(found, pair))["groups"]:
        before, after = (report(policy, group["example"]) for policy in pair)
        ((member, was),) = group["was"].items()
        assert list(group["is"]) == [member]
        ((name, value),) = was.items()
        assert before[member][name] == value
        assert after[member][name] == group["is"][member][name] != value
        order = ["memslot", "fault", "mapping", "descriptor", "maintenance", "resultant"]
        for earlier in order[: order.index(member)]:
            assert before[earlier] == after[earlier]


def test_the_difference_of_6_9_and_6_17_fits_on_a_screen(call: Call) -> None:
    lines = call("diff", "v6.9", "v6.17").out.splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 100
    text = "\n".join(lines)
    assert "ZONE_DEVICE/PFNMAP/MIXEDMAP, not map memory, VMA cacheable, FWB and DIC" in text
    assert "mapping.type: device -> normal" in text
    assert "cacheable-pfnmap-slot-unsupported" in text


@pytest.mark.parametrize("pair", [("v6.9", "v7.3"), ("v6.17", "v6.18")])
def test_no_line_is_longer_than_100_columns(call: Call, pair: tuple[str, str]) -> None:
    assert max(map(len, call("diff", *pair).out.splitlines())) <= 100


def test_the_mail_fits_into_72_columns(call: Call) -> None:
    answer = call("diff", "v6.9", "v7.3", "--markdown")
    assert answer.status == 1
    lines = answer.out.splitlines()
    assert lines[0] == "## v6.9 -> v7.3"
    assert max(map(len, lines)) <= 72
    assert "backing=zone-device" in answer.out


def test_equal_policies_exit_with_0_and_say_what_no_input_shows(call: Call) -> None:
    answer = call("diff", "v6.18", "v6.19")
    assert answer.status == 0
    assert "no difference in 227,709,812,736,000 scenarios" in answer.out
    assert "KVM_EXIT_ARM_SEA" in answer.out
    found = json.loads(call("diff", "v6.18", "v6.19", "--json").out)
    both = {"was": "v6.18", "is": "v6.19"}
    counts = {"space": 227709812736000, "different": 0, "groups": []}
    assert found == {"kernels": both, "policies": both, **counts}


def test_level_1_is_a_number(call: Call) -> None:
    # kernel.md 5.6(11): PUD blocks of PFNMAP memory become PMD blocks with 71cc2c67fb8f.
    assert "mapping.level: 1 -> 2" in call("diff", "v7.1", "v7.3").out


def test_a_kernel_says_which_policy_answers_for_it(call: Call) -> None:
    assert "v6.12 (answered by v6.9) -> v6.17" in call("diff", "v6.12", "v6.17").out
    found = json.loads(call("diff", "v6.12", "v6.17", "--json").out)
    assert found["kernels"] == {"was": "v6.12", "is": "v6.17"}
    assert found["policies"] == {"was": "v6.9", "is": "v6.17"}


def test_where_looks_only_at_some_scenarios_and_takes_alternatives(call: Call) -> None:
    words = ["--where", "backing=pfnmap", "--where", "backing=mixedmap", "--where", "host.fwb=true"]
    found = json.loads(call("diff", "v6.9", "v6.17", *words, "--json").out)
    backings = {group["example"]["backing"] for group in found["groups"]}
    assert backings <= {"pfnmap", "mixedmap"}
    assert 0 < found["different"] < found["space"] < 227709812736000
    same = call("diff", "v6.9", "v6.17", "--where", "backing=anonymous")
    assert (same.status, same.out.split(": ")[1][:13]) == (0, "no difference")


def test_groups_with_unknowns_come_last() -> None:
    found = diff(find("v6.17"), find("marc"), diagrams=SHARED)
    groups = json.loads(diff_json(found, ("v6.17", "marc")))["groups"]
    flags = [group["unknown"] for group in groups]
    assert flags == sorted(flags)
    assert flags[-1]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["v6.9"], ["B"]),
        (["v6.9", "v6.71"], ["v6.71"]),
        (["v6.9", "sea"], ["sea", "sean"]),
        (["v6.9", "v6.17", "--where", "backin=pfnmap"], ["backin", "backing"]),
        (["v6.9", "v6.17", "--where", "backing=pfnmp"], ["pfnmp", "pfnmap"]),
        (["v6.9", "v6.17", "--where", "vm.mte=true", "--where", "host.mte=false"], ["excludes"]),
        (["v6.9", "v6.17", "--json", "--markdown"], ["--json", "--markdown"]),
    ],
)
def test_a_wrong_request_is_one_line(call: Call, words: list[str], named: list[str]) -> None:
    refused(call("diff", *words), *named)


def test_a_broken_policy_file_is_one_line(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(
        "from s2tui.kvm.policies.kernels.v6_9 import policy as base\n"
        "from s2tui.kvm.policy.rule import check\n"
        "from s2tui.kvm.rules import memslot\n"
        "@check('memslot', 'fails', 'nowhere')\n"
        "def fails(s, d):\n"
        "    return 1 / 0 if s.vm_mte else None\n"
        "policy = base.patched('mine', 'mine', lambda p: p.replace(memslot.mte_vma, fails))\n"
    )
    refused(call("diff", "v6.9", str(file)), "mine", "ZeroDivisionError")


def test_somebodys_own_policy_is_compared_like_any(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(
        "from s2tui.kvm.policies.kernels.v6_17 import policy as base\n"
        "from s2tui.kvm.rules import dispatch\n"
        "policy = base.patched('mine', 'mine', lambda p: p.drop(dispatch.access_flag))\n"
    )
    (line,) = {
        line.split("  by ")[0]
        for line in call("diff", "v6.17", str(file)).out.splitlines()
        if line.startswith("fault: aged -> mapped")
    }
    assert line == "fault: aged -> mapped"


def test_progress_is_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress() as progress:
        progress("cubes")
    assert capsys.readouterr().err == ""


def test_progress_is_said_after_a_while_and_wiped_at_the_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("s2tui.cli.progress.PATIENCE", -1)
    with Progress() as progress:
        progress("cubes")
    assert capsys.readouterr().err == "\rcubes ...\r         \r"


def test_an_interrupt_leaves_no_traceback(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("s2tui.analysis.diff.diff", interrupted)
    answer = call("diff", "v6.9", "v6.17")
    assert (answer.status, answer.out, answer.err) == (130, "", "")


def test_the_json_says_nothing_of_fields_that_no_rule_reads() -> None:
    text = diff_json(diff(find("v6.9"), find("v6.17"), diagrams=SHARED), ("v6.9", "v6.17"))
    for name in ("host.idc", "host.xnx", "vma.cow", "param.unsafe_cacheable", "guest.memtype"):
        assert name not in text
    assert explain(find("v6.9"), from_object({}).scenario).fault.result == "mapped"


def test_what_the_fix_of_block_sizes_was_for_is_said(call: Call) -> None:
    """Will Deacon, 27 Jun 2025: the optimisation in 2aa53d68cee6 is unsound."""
    text = call("diff", "v7.1", "v7.3").out
    assert "hazard wrong-pages (shows somebody else's data): in " in text
    assert "-> 0 scenarios" in text
    assert "hazard" not in call("diff", "v6.18", "v6.19").out


def test_hazards_are_counted_as_trying_every_scenario_counts_them() -> None:
    """A cube in which only what wrong-pages reads varies, against one report after the other."""
    open_ = {
        "page.contiguous": (True, False),
        "page.size": ("page", "pmd", "pud"),
        "vma.block": ("pud", "pmd", "page"),
        "slot.alignment": ("pud", "pmd", "page"),
    }
    fixed = {f.name: (f.default,) for f in FIELDS.values() if f.name not in open_}
    fixed["backing"] = ("pfnmap",)
    fields = {**fixed, **open_}
    where = {FIELDS[name].attribute: values for name, values in fields.items()}
    found = diff(find("v7.1"), find("v7.3"), where, diagrams=SHARED)
    counted = {
        kernel: sum(
            "wrong-pages" in {h.id for h in ask(kernel, make(given)[0]).hazards}
            for given in (
                dict(zip(where, values, strict=True)) for values in product(*where.values())
            )
        )
        for kernel in ("v7.1", "v7.3")
    }
    assert [(h.id, h.was, h.now) for h in found.hazards] == [
        ("wrong-pages", counted["v7.1"], counted["v7.3"])
    ]
    assert counted["v7.1"] > 0 == counted["v7.3"]
