"""`s2tui audit`: the contract's JSON, lines and the exit status, of a kernel that nobody wrote."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli.calls import call, refused
from tests.source.kernel.invented import FILES, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.calls import Call

__all__ = ["call"]


def test_a_tree_against_itself_and_against_a_change(call: Call, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    write(one)
    write(other)
    same = call("audit", str(one), "--against", str(other))
    assert (same.status, same.err) == (0, "")
    assert "in all of 227,709,812,736,000 scenarios" in same.out.replace("\n", " ")
    mmu = other / "arch/arm64/kvm/mmu.c"
    mmu.write_text(FILES["arch/arm64/kvm/mmu.c"].replace("-EFAULT", "-ENOSYS"))
    answer = call("audit", str(one), "--against", str(other), "--json")
    assert answer.status == 1
    found = json.loads(answer.out)
    assert found["kernels"] == {"was": str(other), "is": str(one)}
    (group,) = found["groups"]
    assert group["was"] == {"fault": {"errno": "ENOSYS"}}
    assert group["is"] == {"fault": {"errno": "EFAULT"}}
    assert (found["unanswered"], found["stops"], found["held"]) == (0, [], [])


def test_what_could_not_be_judged_is_neither_yes_nor_no(call: Call, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    write(one)
    write(other)
    mmu = other / "arch/arm64/kvm/mmu.c"
    text = FILES["arch/arm64/kvm/mmu.c"]
    mmu.write_text(text.replace("return -EFAULT", "return frobnicate()"))
    answer = call("audit", str(other), "--against", str(one))
    assert answer.status == 3
    assert "stopped: frobnicate() is not modelled (arch/arm64/kvm/mmu.c:17)" in answer.out
    mmu.write_text(text + "\nint kvm_pgtable_stage2_map(void)\n{\n  return 0;\n}\n")
    answer = call("audit", str(other), "--against", str(one), "--json")
    assert answer.status == 3
    (unjudged,) = json.loads(answer.out)["unjudged"]
    assert unjudged == {"name": "kvm_pgtable_stage2_map", "at": "arch/arm64/kvm/mmu.c:26"}


def test_a_lock_that_is_kept_is_no_agreement(call: Call, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    write(one)
    write(other)
    mmu = other / "arch/arm64/kvm/mmu.c"
    mmu.write_text(
        FILES["arch/arm64/kvm/mmu.c"].replace(
            "kvm_incr_pc(vcpu);", "mmap_read_lock(current->mm);\n  kvm_incr_pc(vcpu);"
        )
    )
    answer = call("audit", str(other), "--against", str(one))
    assert answer.status == 1
    # Four of the five reasons for a fault go on, and half of the hosts have no FWB.
    count = f"{227_709_812_736_000 * 2 // 5:,}"
    assert f"still held: mmap_lock, at the end of {count} scenarios" in answer.out


def test_no_tree_is_one_line(call: Call, tmp_path: Path) -> None:
    refused(call("audit", "nowhere"), "there is no tree nowhere")
    refused(call("audit", str(tmp_path)), str(tmp_path))
