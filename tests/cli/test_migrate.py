"""`s2tui migrate`: one move, the three classes of host, a fleet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from s2tui.kvm.policies.registry import POLICIES
from s2tui.view.kit.cells import cells
from tests.cli.calls import Answer, Call, call, refused

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["call"]

FLEET = str(Path(__file__).parents[1] / "data" / "fleet.toml")
KEYS = ["caveats", "allowed", "returns", "fails_at", "errno", "text"]
BAR = "@bar"
GPU = "@gpu-memory"
FROM_TO = ("--from", "host.fwb=true,host.dic=true", "--to", "host.fwb=false")


def answered(call: Call, *words: str) -> tuple[int, dict[str, Any]]:
    answer = call("migrate", *words, "--json")
    assert answer.err == ""
    found: dict[str, Any] = json.loads(answer.out)
    return answer.status, found


def values(found: dict[str, Any]) -> list[object]:
    return [found[key] for key in KEYS[1:-1]]


def test_a_move_that_works_exits_0(call: Call) -> None:
    status, found = answered(call, BAR, *FROM_TO, "--kernel", "v6.17")
    assert status == 0
    assert list(found) == KEYS
    assert values(found) == [True, True, None, None]


# kernel, VM -> exit status and the answer, FWB and DIC to neither
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--kernel", "v6.17", GPU), [False, False, "capability", "EINVAL"]),
        (("--kernel", "patch-v3", GPU), [False, False, "fault", "EINVAL"]),
        (("--kernel", "catalin-jason", GPU), [False, False, "memslot", "unstated"]),
        (("--kernel", "catalin-2023", GPU), [True, False, "silent", None]),
        (("--kernel", "marc", "@guest-memfd"), [None, None, None, None]),
    ],
)
def test_no_silent_and_unknown_exit_1(
    call: Call, words: Sequence[str], expected: list[object]
) -> None:
    status, found = answered(call, *words, *FROM_TO)
    assert status == 1
    assert values(found) == expected
    assert found["text"]


def test_the_kernels_of_the_two_ends_may_differ(call: Call) -> None:
    status, found = answered(call, GPU, "--from", "kernel=v6.12", "--to", "kernel=v6.17")
    assert (status, found["fails_at"]) == (1, "silent")


def test_without_a_kernel_it_is_the_contracts_default(call: Call) -> None:
    assert answered(call, GPU, *FROM_TO) == answered(call, GPU, *FROM_TO, "--kernel", "v7.3")


def test_the_scenarios_host_fields_hold_at_both_ends(call: Call) -> None:
    status, found = answered(call, GPU, "host.dic=false", "--from", "host.fwb=true", "--to", "")
    assert (status, found["fails_at"]) == (1, "memslot")
    assert answered(call, GPU, "--from", "host.fwb=true")[0] == 0


TAGS = ("vm.mte=true", "--from", "host.mte=true", "--to")


def test_whether_a_vm_can_have_tags_is_for_its_source_to_say(call: Call) -> None:
    """A value is bound by the host that it meets, not by the defaults of the fields."""
    status, found = answered(call, *TAGS, "host.mte=false")
    assert (status, values(found)) == (1, [False, False, "capability", "EINVAL"])
    assert answered(call, *TAGS, "host.mte=true")[0] == 0
    said = call("migrate", *TAGS, "host.mte=true").out
    assert "VM      vm.mte=true" in said
    assert "became" not in said
    assert "vm.mte=true became false" in call("migrate", "vm.mte=true").out


def test_whether_a_vm_can_have_tags_is_for_each_host_of_a_fleet_to_say(
    call: Call, tmp_path: Path
) -> None:
    path = tmp_path / "tags.toml"
    path.write_text('[[host]]\nname = "tags"\nmte = true\n[[host]]\nname = "none"\n', "utf-8")
    status, found = answered(call, "vm.mte=true", "--fleet", str(path))
    assert status == 1
    assert [m["allowed"] for m in found["moves"]] == [True, False, True, True]


def test_a_preset_says_what_it_does_not_know(call: Call) -> None:
    answer = call("migrate", BAR, "--from", "host.cpu=a64fx", "--to", "host.cpu=graviton3")
    assert answer.status == 0
    assert "host.cpu=a64fx does not say" in answer.out


def test_the_answer_in_words_has_the_reason_and_what_was_demanded(call: Call) -> None:
    answer = call("migrate", GPU, *FROM_TO, "--kernel", "v6.17")
    assert answer.status == 1
    for words in ("no FWB; v6.17", "answers 0", "EINVAL", "Marc Zyngier", "26 Mar 2025"):
        assert words in answer.out


@pytest.mark.parametrize("policy", POLICIES)
def test_the_matrix_fits_a_hundred_columns_and_gives_its_reasons(call: Call, policy: str) -> None:
    answer = call("migrate", GPU, "--kernel", policy)
    assert answer.err == ""
    assert max(map(len, answer.out.splitlines())) <= 100
    for words in ("no FWB", "FWB ", "FWB+DIC", policy):
        assert words in answer.out


def test_the_matrix_as_json_has_nine_moves(call: Call) -> None:
    status, found = answered(call, GPU, "--kernel", "v6.17")
    assert status == 1
    assert found["hosts"] == ["no-fwb", "fwb", "fwb-dic"]
    assert len(found["moves"]) == 9
    assert [m["from"] for m in found["moves"] if m["allowed"]] == ["fwb-dic"]


def test_classes_of_host_exit_with_0_where_every_move_works(call: Call) -> None:
    # Ordinary memory has a mapping that KVM can clean through, so it may go anywhere.
    for kernel in ("v6.9", "v6.17", "v7.3"):
        status, found = answered(call, "@ram", "--kernel", kernel)
        assert (status, {m["allowed"] for m in found["moves"]}) == (0, {True})
        assert call("migrate", "@ram", "--kernel", kernel).status == 0
    # Silently changed and unknown are not "yes" either.
    assert answered(call, GPU, "--kernel", "catalin-2023")[0] == 1
    assert answered(call, "@guest-memfd", "--kernel", "marc")[0] == 1


def test_a_fleet_is_answered_for_every_pair(call: Call) -> None:
    status, found = answered(call, GPU, "--fleet", FLEET)
    assert status == 1
    assert found["hosts"] == ["altra", "graviton3", "graviton3-old", "no-dic", "big-pages"]
    assert len(found["moves"]) == 25
    assert all(list(m) == ["from", "to", *KEYS] for m in found["moves"])


def test_a_fleet_on_which_the_vm_moves_everywhere_exits_0(call: Call) -> None:
    assert answered(call, BAR, "--fleet", FLEET)[0] == 0


def test_a_fleet_in_words_has_a_table_and_the_reason_behind_each_no(call: Call) -> None:
    answer = call("migrate", GPU, "--fleet", FLEET)
    assert answer.status == 1
    assert max(map(len, answer.out.splitlines())) <= 100
    assert "graviton3 → no-dic" in answer.out
    assert "needs a host with FWB and DIC" in answer.out


def test_a_large_fleet_still_fits(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    path.write_text("".join(
        f'[[host]]\nname = "host-with-a-rather-long-name-{i}"\nfwb = {str(i % 2 == 0).lower()}\n'
        for i in range(40)
    ))  # fmt: skip
    answer = call("migrate", GPU, "--fleet", str(path))
    assert max(map(len, answer.out.splitlines())) <= 100
    assert "more" in answer.out


def test_names_of_hosts_neither_break_the_table_nor_reach_the_terminal(
    call: Call, tmp_path: Path
) -> None:
    path = tmp_path / "names.toml"
    long = "x" * 130
    path.write_text(f'[[host]]\nname = "a"\n[[host]]\nname = "{long}"\n', "utf-8")
    answer = call("migrate", GPU, "--fleet", str(path))
    lines = answer.out.splitlines()
    assert max(map(len, lines)) <= 100
    path.write_text('[[host]]\nname = "a\\n\\u001b[31m"\n', "utf-8")
    refused(call("migrate", "--fleet", str(path)), "host 1", "name must be a text")


def test_a_vm_that_does_not_start_is_no_accident_of_a_move(call: Call) -> None:
    words = (BAR, "slot.log_dirty_pages=true")
    for out in (call("migrate", *words).out, call("migrate", *words, *FROM_TO).out):
        assert "does not run at the source" in " ".join(out.split())
        assert "accident" not in out


def test_terms_are_not_called_kept_where_nobody_spoke(call: Call) -> None:
    marc = " ".join(call("migrate", GPU, "slot.cacheable=true", "--kernel", "marc").out.split())
    assert "kept by every move that somebody spoke of besides" in marc
    bar = " ".join(call("migrate", BAR, "--kernel", "marc").out.split())
    assert "kept by every move besides" in bar


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("--from", "host.fbw=true", "--to", "host.fwb=true"), ("host.fbw", "host.fwb")),
        (("--to", "vma.cow=true"), ("vma.cow", "host.fwb", "kernel")),
        (("--to", "host.fwb=perhaps"), ("perhaps", "true, false")),
        (("--to", "kernel=v5.0"), ("v5.0",)),
        (("--to", "host.cpu=graviton33"), ("graviton33", "graviton3")),
        (("--kernel", "v99.1"), ("v99.1",)),
        (("backing=nothing",), ("backing", "nothing", "pfnmap")),
        (("--fleet", "missing.toml"), ("missing.toml",)),
        (("--fleet", FLEET, "--to", "host.fwb=true"), ("--fleet", "--to")),
        (("--form", "host.fwb=true"), ("--form", "--from")),
    ],
)
def test_a_wrong_request_is_one_line(
    call: Call, words: Sequence[str], names: Sequence[str]
) -> None:
    refused(call("migrate", *words), *names)


def test_a_wrong_fleet_names_file_and_key(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "fleet.toml"
    path.write_text('[[host]]\nname = "a"\nfwb = 3\n', encoding="utf-8")
    answer: Answer = call("migrate", "--fleet", str(path))
    refused(answer, "fleet.toml", "host 1 (a)", "fwb must be one of true, false")


@pytest.mark.parametrize("hosts", [2, 12])
def test_wide_names_of_hosts_line_up(call: Call, tmp_path: Path, hosts: int) -> None:
    names = ["東京-01", *(f"host-{number:02}" for number in range(1, hosts))]
    fleet = tmp_path / "fleet.toml"
    fleet.write_text("".join(f'[[host]]\nname = "{name}"\n' for name in names), "utf-8")
    lines = call("migrate", GPU, "--fleet", str(fleet)).out.splitlines()
    described = {cells(line[: line.index("FWB and DIC")]) for line in lines if "and DIC;" in line}
    answered = {cells(line[: line.index("✓")]) for line in lines if line.endswith("✓")}
    assert len(described) == len(answered) == 1


def test_an_end_is_said_in_a_command_as_in_the_app(call: Call) -> None:
    """Neoverse N1 has no FEAT_S2FWB, Neoverse V2 has it: a device's cacheable memory stays."""
    status, found = answered(call, GPU, "--from", "neoverse-v2", "--to", "neoverse-n1,v6.17")
    assert (status, values(found)[0]) == (1, False)
    assert "did you mean neoverse-n1?" in call("migrate", "--from", "neovrse-n1").err
