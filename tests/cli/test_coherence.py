"""`s2tui coherence`: what the caches can do, for a scenario or for configurations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from s2tui.arm.coherence.damage import DAMAGES
from tests.cli.calls import Call, call, refused

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["call"]

GPU = "@gpu-memory"
GOOD = {"kernel": "wb", "user": "wb", "guest": "nc", "clean": "none", "left": "none"}


def batch(call: Call, tmp_path: Path, *requests: Any) -> tuple[int, list[dict[str, Any]]]:
    file = tmp_path / "lines"
    file.write_text("".join(json.dumps(request) + "\n" for request in requests))
    answer = call("coherence", "--batch", str(file))
    return answer.status, [json.loads(line) for line in answer.out.splitlines()]


def test_device_mapped_memory_of_a_cacheable_vma_shows_the_previous_owners_data(
    call: Call,
) -> None:
    """Jason Gunthorpe, 18 Mar 2025: zeroed with cacheable stores, handed over uncached."""
    answer = call("coherence", GPU, "--kernel", "v6.9")
    assert answer.status == 1
    assert "previous-owner: the guest reads the previous owner's data, in 3 steps" in answer.out
    assert "host     stores zeroes (Z) into the line through user space's mapping" in answer.out
    assert "guest    loads S from memory past the caches" in answer.out


def test_once_it_is_cacheable_nothing_is_lost_and_the_rule_that_sees_to_it_is_named(
    call: Call,
) -> None:
    answer = call("coherence", GPU, "--kernel", "v6.17")
    assert answer.status == 0
    assert "✗" not in answer.out
    assert "the guest caches the page too" in answer.out
    assert "cacheable-vma-is-normal" in answer.out


def test_a_fetch_says_where_it_reads(call: Call) -> None:
    """@E22's guest is Non-cacheable: the newest value is in the line, and it sees memory's."""
    answer = call("coherence", "@E22")
    assert "executes Z from memory and keeps it" in answer.out
    assert "executes Z from the line" not in answer.out


def test_without_a_mapping_nothing_can_be_lost(call: Call) -> None:
    words = ("coherence", "backing=pfnmap", "page.map_memory=false", "host.fwb=false")
    answer = call(*words)
    assert answer.status == 0
    nothing, said = "nothing is mapped, so nothing can be lost", "refused; this is without the 2"
    assert nothing in answer.out
    assert said in answer.out
    assert call("coherence", "page.poisoned=true").out.endswith(f"{nothing}\n")
    found = json.loads(call(*words, "--json").out)
    assert found["configuration"] is None
    assert found["findings"] == []
    assert found["impossible"] == list(DAMAGES)


def test_a_trace_says_what_is_where_after_every_event(call: Call) -> None:
    found = json.loads(call("coherence", GPU, "--kernel", "v6.9", "--json").out)
    assert found["configuration"]["kernel"] == "none"
    (first, *_) = found["findings"]
    assert (first["damage"], first["steps"], first["guest"]) == ("previous-owner", 3, "device")
    states = [(s["who"], s["memory"], s["line"], s["instruction_line"]) for s in first["trace"]]
    dirty = {"value": "Z", "dirty": True}
    assert states == [("host", "S", dirty, None), ("kvm", "S", dirty, None),
                      ("guest", "S", dirty, None)]  # fmt: skip


def test_what_the_previous_owner_left_and_a_device_that_writes_are_inputs(call: Call) -> None:
    """Both aliases are Non-cacheable: only an old dirty line can come back over the zeroes."""
    words = ("coherence", "backing=pfnmap", "page.map_memory=false", "vma.memtype=normal-nc",
             "vma.any_uncached=true", "guest.memtype=normal-nc")  # fmt: skip
    assert call(*words).status == 0
    assert call(*words, "--left", "clean").status == 0
    assert "previous-owner: " in call(*words, "--left", "dirty").out
    assert call("coherence", "--dma", "coherent").status == 0
    assert "host-store-lost: " in call("coherence", "--dma", "noncoherent").out


def test_every_attribute_that_the_architecture_permits_is_run(call: Call) -> None:
    """A reserved MemAttr half is Non-cacheable or cacheable, as the implementation likes."""
    words = ("coherence", "host.fwb=false", "guest.memtype=normal-tagged", "--json")
    found = json.loads(call(*words).out)
    permitted = {found["configuration"]["guest"]}
    permitted |= {other["guest"] for other in found.get("alternatives", ())}
    report = json.loads(call("explain", *words[1:]).out)
    assert len(permitted) > 1
    assert report["resultant"]["permitted"] is not None


def test_explain_names_kind_and_length_and_the_command(call: Call) -> None:
    out = " ".join(call("explain", GPU, "--kernel", "v6.9").out.split())
    assert "the guest reads the previous owner's data in 3 steps" in out
    assert ": s2tui coherence slot.alignment=pmd" in out
    assert "--kernel v6.9" in out
    found = json.loads(call("explain", GPU, "--kernel", "v6.9", "--json").out)["findings"]
    # As worked out by hand for the fourth row of the machine's table.
    assert found == {"previous-owner": 3, "host-store-lost": 5, "guest-store-lost": 5,
                     "host-reads-stale": 4}  # fmt: skip
    assert json.loads(call("explain", GPU, "--json").out)["findings"] == {}


def test_a_batch_answers_configurations_and_bad_lines_in_their_places(
    call: Call, tmp_path: Path
) -> None:
    status, answers = batch(
        call, tmp_path, GOOD, {**GOOD, "kernel": "none", "user": "none"}, {**GOOD, "guest": "wb"}, 7
    )
    assert status == 2
    first, second, third, fourth = answers
    assert {f["damage"]: f["steps"] for f in first["findings"]} == {
        "previous-owner": 3, "host-store-lost": 5, "guest-store-lost": 5, "host-reads-stale": 4
    }  # fmt: skip
    assert second["error"].startswith("the host has no alias")
    assert second["line"] == 2
    assert third["findings"] == []
    assert third["impossible"] == list(DAMAGES)
    assert fourth["line"] == 4


def test_what_is_printed_of_a_configuration_can_be_asked_again(call: Call, tmp_path: Path) -> None:
    found = json.loads(call("coherence", GPU, "--kernel", "v6.9", "--json").out)
    _, (again,) = batch(call, tmp_path, found["configuration"])
    assert again == found


@pytest.mark.parametrize("more", [("--kernel", "v6.9"), ("--left", "dirty"), (GPU,), ("--json",)])
def test_a_batch_takes_nothing_else(call: Call, more: tuple[str, ...]) -> None:
    refused(call("coherence", "--batch", "-", *more), "--batch takes a configuration")


def test_a_word_that_is_none_is_refused(call: Call) -> None:
    refused(call("coherence", "--left", "stale"), "--left", "stale", "none, clean, dirty")
