"""Real trees, where some are given: each has a kernel whose rules say just what its C does."""

from __future__ import annotations

from functools import cache

import pytest

from s2tui.analysis.cubes.cover import cover
from s2tui.analysis.diagrams.explorer import Diagrams
from s2tui.analysis.diagrams.space import space
from s2tui.kvm.report.explain import explain
from s2tui.kvm.report.members import compare_outcomes
from s2tui.kvm.scenario.fields import FIELDS, make
from s2tui.source.kernel.audit import Audit, audit
from s2tui.source.kernel.branches import Walker
from s2tui.source.kernel.run import run
from tests.kvm.test_kernel_truth import POLICIES as SAMPLED
from tests.kvm.test_kernel_truth import answer, differences, impossible, renamed, sample
from tests.source.kernel.folders import Changed, Folder
from tests.source.real import TREES, needs_trees


@cache
def audited(path: str) -> Audit:
    return audit(path, Folder(path))


@needs_trees
@pytest.mark.parametrize("path", TREES or ["none"])
def test_a_kernel_says_exactly_what_the_tree_does(path: str) -> None:
    found = audited(path)
    assert found.unanswered == 0
    assert found.different == 0


@needs_trees
@pytest.mark.parametrize("path", TREES or ["none"])
def test_a_tree_answers_as_compiled_code_of_its_release_does(path: str) -> None:
    """Where the release and its stable update agree, the samples are of the release."""
    found = audited(path)
    release = found.against.base or found.against
    if release.id not in SAMPLED:
        pytest.skip(f"there is no sample of compiled code for {release.id}")
    compared = 0
    for line in sample(release.id):
        if impossible(line["scenario"], line["outcome"]):
            continue
        given = {FIELDS[n].attribute: v for n, v in renamed(line["scenario"]).items()}
        scenario, _ = make(given)
        if compare_outcomes(explain(release, scenario), explain(found.against, scenario)):
            continue
        compared += 1
        assert differences(line["outcome"], answer(explain(found.policy, scenario))) == []
    assert compared > 1000


DEVICE = "kvm_is_device_pfn"


@needs_trees
@pytest.mark.parametrize("path", TREES or ["none"])
@pytest.mark.parametrize(
    ("function", "old", "new"),
    [
        (DEVICE, "return", "return !"),
        ("kvm_vcpu_trap_is_exec_fault", "&&", "||"),
        ("stage2_set_prot_attr", "|=", "&="),
        ("transparent_hugepage_adjust", "&=", "|="),
        ("kvm_arch_prepare_memory_region", "&&", "||"),
        ("check_memory_region_flags", "return 0", "return 1"),
    ],
)
def test_a_change_of_the_text_is_a_difference(path: str, function: str, old: str, new: str) -> None:
    found = audit("changed", Changed(path, function, old, new), audited(path).against)
    assert found.different > 0


@needs_trees
@pytest.mark.parametrize("path", TREES or ["none"])
def test_a_call_that_nobody_knows_stops_only_who_gets_there(path: str) -> None:
    tree = Changed(path, DEVICE, "return", "return frobnicate() ||")
    found = audit("changed", tree, audited(path).against)
    assert {stop.what for stop in found.run.stopped} == {"frobnicate() is not modelled"}
    assert 0 < found.unanswered == found.different < found.diff.space // 10


@needs_trees
@pytest.mark.parametrize("path", TREES or ["none"])
def test_a_file_that_is_missing_is_never_silently_something_else(path: str) -> None:
    for missing in ("arch/arm64/include/asm/kvm_emulate.h", "arch/arm64/include/asm/memory.h"):
        found = audit("without", Folder(path, missing), audited(path).against)
        assert found.different == found.unanswered > 0


@needs_trees
@pytest.mark.parametrize("path", TREES or ["none"])
def test_what_is_not_run_is_what_was_looked_at(path: str) -> None:
    assert audited(path).unjudged == ()
    assert audited(path).unchecked == ()
    tree = Changed(path, "get_user_mapping_size", "return", "return +")
    found = audit("changed", tree, audited(path).against)
    assert found.different == 0
    assert [each.name for each in found.unjudged] == ["get_user_mapping_size"]


@needs_trees
@pytest.mark.parametrize("path", TREES or ["none"])
def test_a_lock_that_is_kept_is_told(path: str) -> None:
    assert not audited(path).locked
    tree = Changed(path, DEVICE, "return", "read_lock(0); return")
    found = audit("changed", tree, audited(path).against)
    assert found.locked
    assert set(found.held) == {"mmu_lock", "page"}


@needs_trees
@pytest.mark.parametrize("path", TREES or ["none"])
def test_what_else_is_asked_is_answered_as_the_rules_say(path: str) -> None:
    found = audited(path)
    assert found.stopped == ()
    compared = {name: entry.different for name, entry in found.entries.items()}
    assert compared == {
        "capability": 0, "system": 0, "create": 0,
        "flags-only": None, "move": None, "delete": None,
    }  # fmt: skip
    # The hook of the architecture takes these changes as it takes creation (arch/arm64/kvm/mmu.c).
    counts = {name: entry.counts for name, entry in found.entries.items()}
    assert counts["create"] == counts["flags-only"] == counts["move"]
    # A removal is not shown to it: only the flags are looked at, of which one is unknown.
    assert counts["delete"]["ok"] > counts["create"]["ok"]


@needs_trees
@pytest.mark.parametrize("path", TREES or ["none"])
def test_a_page_is_kept_only_by_a_fetch_from_a_device(path: str) -> None:
    """Its struct page is counted, and user_mem_abort() returns -ENOEXEC without giving it back."""
    diagrams = Diagrams()
    held = run(Folder(path), diagrams).held
    assert {each.what for each in held} == {"page"}
    for each in held:
        for cube in cover(diagrams, each.where, space(diagrams).region).cubes:
            assert cube["access.kind"] == ("exec",)
            assert cube["page.map_memory"] == (False,)
            assert set(cube["backing"]) <= {"zone-device", "mixedmap"}


@needs_trees
@pytest.mark.parametrize("path", TREES or ["none"])
def test_the_branches_of_two_scenarios_part_where_their_ends_do(path: str) -> None:
    device: dict[str, str | bool] = {"backing": "pfnmap", "page_map_memory": False}
    walk = Walker(Folder(path))
    read, fetch = (walk(make({**device, "access_kind": kind})[0]) for kind in ("read", "exec"))
    same = [one.place for one, two in zip(read, fetch, strict=False) if one == two]
    assert same
    assert read[-1] != fetch[-1]
    assert all(branch.text for branch in (*read, *fetch))
