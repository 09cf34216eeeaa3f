"""Moves of VMs: the discussion's own table, the three classes of host, and any two hosts."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from s2tui.errors import RequestError
from s2tui.kvm.debate.debate import COLUMNS, moves, rows, scenario_for
from s2tui.kvm.migration.hosts import HOST_CLASSES, parse_host
from s2tui.kvm.migration.migrate import Move, matrix, migrate
from s2tui.kvm.policies.registry import KERNELS, POLICIES, find
from s2tui.kvm.report.mobility import migration
from s2tui.kvm.scenario.fields import make
from s2tui.kvm.scenario.notation import parse_words
from tests.strategies import POLICY_IDS, examples, host_values, some_values

if TYPE_CHECKING:
    from s2tui.kvm.scenario.fields import Scenario, Value

DATA = Path(__file__).parents[1] / "data" / "debate-migration.toml"
CELLS: list[dict[str, Any]] = tomllib.loads(DATA.read_text(encoding="utf-8"))["cell"]
NO_FWB, FWB, FWB_DIC = (c.fields for c in HOST_CLASSES)
PF = "backing=pfnmap,page.map_memory=false"
BAR = f"{PF},vma.memtype=device-ngnrne,vma.any_uncached=true,guest.memtype=device-ngnre"
MIXED = "backing=mixedmap,page.map_memory=false"
GMEM = "slot.guest_memfd=true,backing=guest-memfd"

DISAGREE = {
    # The table's own rows S5 and S6 say that without FWB v1 refuses a Device mapping at the fault
    # (-EINVAL), so the VM that moves there dies: nothing about M2 is unknown.
    ("M2", "patch-v1"): (False, "fault", "EINVAL"),
}
"""Cells of the table that are wrong, with what the table's other rows say of them."""


def vm(words: str = "") -> Scenario:
    return parse_words([words] if words else []).scenario


def move(kernels: str, words: str, source: dict[str, Value], destination: dict[str, Value]) -> Move:
    """A move under one kernel, or from one to another (`v6.9>v6.17`)."""
    one, _, two = kernels.partition(">")
    return migrate(find(one), find(two or one), vm(words), source, destination)


def short(found: Move) -> tuple[bool | None, str | None, str | None]:
    return found.allowed, found.fails_at, found.errno


@pytest.mark.parametrize("cell", CELLS, ids=[f"{c['move']}-{c['policy']}" for c in CELLS])
def test_a_position_moves_vms_as_the_discussion_says(cell: dict[str, Any]) -> None:
    policy = find(cell["policy"])
    scenario = scenario_for(moves()[cell["move"]], policy)
    found = migrate(policy, policy, scenario, FWB_DIC, NO_FWB)
    expected = DISAGREE.get((cell["move"], cell["policy"]))
    if expected is not None:
        assert cell["unknown"]
        assert short(found) == expected
        return
    assert found.allowed is cell["allowed"]
    assert found.fails_at in (cell["fails_at"] or [None])
    assert found.errno in (cell["errno"] or [None])
    if cell["allowed"] and not cell["fails_at"]:
        assert found.returns is True


def ids(found: Move) -> set[str]:
    """The caveats of a move."""
    return {caveat.id for caveat in found.caveats}


def test_the_table_has_every_column_of_both_moves() -> None:
    columns = {c["policy"] for c in CELLS if c["move"] == "M1"}
    assert columns == set(COLUMNS)
    assert columns == {c["policy"] for c in CELLS if c["move"] == "M2"}


@pytest.mark.parametrize("policy", [p for p in POLICIES if p not in ("patch-v1", "patch-v2")])
@pytest.mark.parametrize("row", ["S5", "S6"])
def test_device_memory_moves_between_all_classes_both_ways(policy: str, row: str) -> None:
    found = find(policy)
    cells = matrix(found, scenario_for(rows()[row], found))
    assert len(cells) == 9
    for cell in cells:
        assert cell.move.works
        assert cell.move.returns is True
        assert cell.move.demanded == "must"
        assert cell.move.kept is True


@pytest.mark.parametrize("policy", [p for p in POLICIES if p != "patch-v7"])
def test_ordinary_memory_moves_between_all_classes(policy: str) -> None:
    for cell in matrix(find(policy), vm()):
        assert (cell.move.works, cell.move.returns) == (True, True)
        assert "copied-stale" not in ids(cell.move)
        same_host = cell.source.id == cell.destination.id
        assert ("id-registers" in ids(cell.move)) == (not same_host)
        assert cell.move.demanded is None


def test_v7_as_posted_refuses_ordinary_memory_without_fwb_and_dic() -> None:
    assert short(move("patch-v7", "", FWB_DIC, FWB)) == (False, "fault", "EINVAL")


def test_the_caveat_is_said_of_the_guest_that_it_hits() -> None:
    odd = move("v7.3", "guest.memtype=normal-nc", NO_FWB, NO_FWB)
    (stale,) = (caveat for caveat in odd.caveats if caveat.id == "copied-stale")
    assert "uses the memory as normal-nc" in stale.text
    assert "Oliver Upton, 22 Apr 2025" in stale.text
    assert "copied-stale" not in ids(move("v7.3", "", NO_FWB, NO_FWB))
    assert "copied-stale" not in ids(move("v7.3", "guest.memtype=normal-nc", FWB, FWB))


# kernel, source, destination -> what the merged code does with a VMA mapped cacheable
@pytest.mark.parametrize("kernel", [k.id for k in KERNELS if k.first >= (6, 17)])
def test_cacheable_device_memory_moves_only_to_fwb_and_dic(kernel: str) -> None:
    for destination in (NO_FWB, FWB):
        found = move(kernel, PF, FWB_DIC, destination)
        assert short(found) == (False, "capability", "EINVAL")
        assert (found.returns, found.by) == (False, "rule")
    assert move(kernel, PF, FWB_DIC, FWB_DIC).works
    for source in (NO_FWB, FWB):
        found = move(kernel, PF, source, FWB_DIC)
        assert short(found) == (False, "memslot", "EINVAL")
        assert not found.starts


def test_between_fwb_hosts_marc_demanded_nothing_of_cacheable_memory() -> None:
    """It "can only be migrated between FWB-capable hosts": a restriction, and no promise."""
    to_fwb = move("v6.17", PF, FWB_DIC, FWB)
    assert (to_fwb.demanded, to_fwb.kept) == ("may-only", True)
    to_none = move("v6.17", PF, FWB_DIC, NO_FWB)
    assert (to_none.demanded, to_none.kept) == ("may-only", True)
    dies = move("patch-v3", PF, FWB_DIC, NO_FWB)
    assert (short(dies), dies.kept) == ((False, "fault", "EINVAL"), False)


def test_mixedmap_is_accepted_and_then_dies() -> None:
    """E28: memslot creation and the capability speak of VM_PFNMAP only."""
    found = move("v6.17", MIXED, FWB_DIC, NO_FWB)
    assert short(found) == (False, "fault", "EFAULT")
    assert found.kept is False


def test_a_parameter_makes_a_silent_change_a_rule_and_else_it_is_an_accident() -> None:
    words = f"{PF},param.unsafe_cacheable=true"
    assert move("sean-param", words, FWB_DIC, NO_FWB).by == "rule"
    silent = move("catalin-2023", PF, FWB_DIC, NO_FWB)
    assert (silent.fails_at, silent.by, silent.returns) == ("silent", "accident", False)


def test_a_refusal_that_follows_from_another_decision_is_an_accident() -> None:
    """Nothing in 2023 says that a fetch depends on FWB; it fails since the type came out Device."""
    found = move("catalin-2023", f"{PF},access.kind=exec", FWB_DIC, NO_FWB)
    assert (found.fails_at, found.by) == ("silent", "accident")
    assert found.rule is not None
    assert found.rule.id == "fetch-from-device"


def test_an_old_kernel_degrades_silently_unless_the_vmm_asks() -> None:
    """E25: the memslot is accepted and proves nothing; the capability is absent, so 0."""
    found = move("v6.17>v6.9", PF, FWB_DIC, FWB_DIC)
    assert short(found) == (False, "capability", None)
    assert "Device" in found.text
    # Neither end offers a capability: nobody can ask.
    assert short(move("sean>v6.9", PF, FWB_DIC, FWB_DIC)) == (True, "silent", None)


def test_a_new_kernel_changes_the_memory_of_a_vm_from_an_old_one() -> None:
    found = move("v6.9>v6.17", PF, FWB_DIC, FWB_DIC)
    assert short(found) == (True, "silent", None)
    assert found.returns is False
    assert short(move("v6.9>v6.17", PF, NO_FWB, NO_FWB)) == (False, "memslot", "EINVAL")


def test_a_capability_counts_only_against_a_bad_move() -> None:
    """PFNMAP of the kernel's own memory is Normal on v6.9 too, which has no capability."""
    assert move("v6.17>v6.9", "backing=pfnmap", FWB_DIC, FWB_DIC).works


def test_guest_memfd_needs_a_kernel_that_has_it_at_both_ends() -> None:
    assert move("v6.18>v7.0", GMEM, FWB_DIC, NO_FWB).works
    assert short(move("v6.18>v6.17", GMEM, FWB_DIC, FWB_DIC)) == (False, "memslot", "EINVAL")
    there = move("v6.17>v6.18", GMEM, FWB_DIC, FWB_DIC)
    assert not there.starts
    assert there.allowed is False
    stale = move("v6.18", f"{GMEM},guest.memtype=normal-nc", FWB_DIC, NO_FWB)
    assert "copied-stale" in ids(stale)


def test_guest_memfd_with_tags_stops_where_the_kernel_refuses_both() -> None:
    tags: dict[str, Value] = {"host_mte": True}
    found = move("v7.0>v7.1", f"{GMEM},host.mte=true,vm.mte=true", tags, tags)
    assert short(found) == (False, "memslot", "EINVAL")


@pytest.mark.parametrize("kernel", [k.id for k in KERNELS])
def test_a_vm_with_tags_needs_a_host_with_tags(kernel: str) -> None:
    words = "host.mte=true,vm.mte=true"
    found = move(kernel, words, {"host_mte": True}, {"host_mte": False})
    assert short(found) == (False, "capability", "EINVAL")
    assert "MTE" in found.text
    assert move(kernel, words, {"host_mte": True}, {"host_mte": True}).works


def test_memory_whose_writes_kvm_does_not_log_is_said_to_be() -> None:
    """PFNMAP and guest_memfd slots refuse KVM_MEM_LOG_DIRTY_PAGES; MIXEDMAP is not looked at."""
    for words in (BAR, GMEM, f"{BAR},vma.swapped_after_create=true"):
        assert "no-dirty-log" in ids(move("v7.3", words, FWB_DIC, FWB_DIC))
    for words in ("", MIXED, f"{BAR},slot.readonly=true"):
        assert "no-dirty-log" not in ids(move("v7.3", words, FWB_DIC, FWB_DIC))


def test_the_memory_of_a_device_needs_a_driver_that_migrates_it() -> None:
    for words in (BAR, MIXED):
        assert "vfio-migration-driver" in ids(move("v7.3", words, FWB_DIC, FWB_DIC))
    for words in ("", GMEM):
        assert "vfio-migration-driver" not in ids(move("v7.3", words, FWB_DIC, FWB_DIC))


# policy, scenario -> what a host must have, by the words of the mails and the code
@pytest.mark.parametrize(
    ("policy", "words", "requires", "unsaid"),
    [
        ("v6.17", PF, ("fwb", "dic"), False),
        ("v7.3", PF, ("fwb", "dic"), False),
        ("patch-v3", PF, ("fwb",), False),
        ("catalin-2023", PF, ("fwb",), False),
        ("sean", PF, ("fwb",), True),
        ("marc", f"{PF},slot.cacheable=true", ("fwb",), True),
        ("marc", PF, (), False),
        ("v6.9", PF, (), False),
        ("v6.17", BAR, (), False),
        ("v6.17", "backing=zone-device", (), False),
        ("v6.17", MIXED, ("fwb", "dic"), False),
        ("v6.18", GMEM, (), False),
        ("v7.3", "", (), False),
        ("patch-v7", "", ("fwb", "dic"), False),
        # E37: under v1 a Device mapping dies without FWB too.
        ("patch-v1", BAR, ("fwb",), False),
    ],
)
def test_what_a_mapping_requires_is_asked_of_the_policy(
    policy: str, words: str, requires: tuple[str, ...], unsaid: bool
) -> None:
    at = move(policy, words, FWB_DIC, FWB_DIC).source
    found = migration(at.policy, at.scenario, at.outcome)
    assert found.requires == requires
    assert ("nobody said" in found.text) == unsaid
    if not requires:
        assert "its memory type does not bind it to a host" in found.text


def test_a_vm_that_never_had_tags_may_go_where_there_are_some_and_back() -> None:
    found = move("v7.3", "vm.mte=true", {"host_mte": False}, {"host_mte": True})
    assert (found.works, found.returns) == (True, True)
    assert found.destination.scenario.vm_mte is False


def test_a_larger_page_size_is_unknown_for_a_slot_aligned_to_smaller_pages() -> None:
    small: dict[str, Value] = {"host_page_size": "4k"}
    large: dict[str, Value] = {"host_page_size": "64k"}
    found = move("v7.3", "slot.alignment=page", small, large)
    assert (found.allowed, found.returns, found.fails_at) == (None, None, None)
    assert "EINVAL" in found.text
    for words in ("slot.alignment=pmd", "", "slot.alignment=page,backing=no-slot"):
        assert move("v7.3", words, small, large).works
    back = move("v7.3", "slot.alignment=page", large, small)
    assert (back.works, back.returns) == (True, True)


def test_lpa2_on_one_end_only_is_a_caveat() -> None:
    lpa2: dict[str, Value] = {"host_lpa2": True}
    none: dict[str, Value] = {"host_lpa2": False}
    assert "addresses" in ids(move("v7.3", "", lpa2, none))
    assert "addresses" not in ids(move("v7.3", "", none, lpa2))
    assert "addresses" not in ids(move("v7.3", "host.page_size=64k", lpa2, none))


def test_the_guest_arrives_with_empty_tables() -> None:
    """A permission fault of a read is EFAULT up to 6.17, but no first fault is one."""
    assert move("v6.9", "access.fault=permission", FWB_DIC, NO_FWB).works


def test_a_fault_that_repeats_at_the_destination_is_no_move(tmp_path: Path) -> None:
    path = tmp_path / "spins.py"
    path.write_text(
        "from s2tui.kvm.policy.results import ended\n"
        "from s2tui.kvm.policies.kernels.v7_3 import policy as v7_3\n"
        "from s2tui.kvm.policy.rule import check\n"
        "from s2tui.kvm.rules import abort\n"
        "@check('abort', 'the guest spins', 'nowhere', handler=abort.USER)\n"
        "def spins(s, d):\n"
        "    return None if s.host_fwb else ended('retry')\n"
        "policy = v7_3.patched('spins', 't', lambda p: p.insert(spins, before=abort.relax))\n"
    )
    policy = find(str(path))
    found = migrate(policy, policy, vm(), FWB_DIC, NO_FWB)
    assert short(found) == (False, "fault", None)
    assert "repeats forever" in found.text
    assert found.by == "rule"


def test_what_nobody_said_stays_unknown_and_names_the_rule() -> None:
    found = move("marc", GMEM, FWB_DIC, FWB_DIC)
    assert (found.allowed, found.returns, found.fails_at, found.kept) == (None, None, None, None)
    assert found.rule is not None
    assert found.rule.text in found.text
    there = move("sean", PF, FWB_DIC, FWB)
    assert (there.allowed, there.fails_at) == (None, None)
    assert "destination" in there.text


def test_a_capability_that_answers_0_settles_what_nobody_said_of_the_memslot() -> None:
    words = f"{PF},slot.cacheable=true"
    assert move("marc", words, FWB_DIC, NO_FWB).fails_at == "capability"
    assert move("marc", words, FWB_DIC, FWB).allowed is None


def test_what_changed_silently_is_said_in_words() -> None:
    memory = move("catalin-2023", PF, FWB_DIC, NO_FWB).text  # M1: becomes DEV silently
    assert memory.startswith("the VM runs on, mapped Device instead of cacheable: ")
    device = f"{PF},vma.memtype=device-ngnrne"
    longer = move("v6.9>catalin-2023", device, FWB_DIC, FWB_DIC).text  # S6: DEV, NC
    assert longer.startswith("the VM runs on, mapped Normal Non-cacheable instead of Device: ")
    fetched = move("v6.9>v6.17", f"{PF},access.kind=exec", FWB_DIC, FWB_DIC).text
    assert fetched.startswith("the VM runs on, but the access that was inject is mapped: ")


def test_the_flag_guarantees_write_back_for_ordinary_memory_too() -> None:
    found = move("oliver-apr", "slot.cacheable=true", FWB_DIC, NO_FWB)
    assert short(found) == (False, "capability", "unstated")


@examples(4)
@given(values=some_values(), a=host_values(), b=host_values(), one=POLICY_IDS, two=POLICY_IDS)
def test_an_answer_agrees_with_itself(
    values: dict[str, Value], a: dict[str, Value], b: dict[str, Value], one: str, two: str
) -> None:
    scenario, _ = make(values)
    found = migrate(find(one), find(two), scenario, a, b)
    if found.allowed is None:
        assert (found.returns, found.fails_at, found.errno) == (None, None, None)
    elif not found.allowed:
        assert found.fails_at in ("capability", "memslot", "fault")
        assert found.returns is False
    else:
        assert found.fails_at in (None, "silent")
        assert found.errno is None
    assert (found.by is None) == (found.fails_at is None)
    assert found.text
    if found.works and found.source.outcome.mapping is not None:
        assert found.destination.outcome.mapping is not None
        assert found.destination.outcome.mapping.type == found.source.outcome.mapping.type


@examples(3)
@given(values=some_values(), host=host_values(), policy=POLICY_IDS)
def test_a_vm_that_runs_may_stay(
    values: dict[str, Value], host: dict[str, Value], policy: str
) -> None:
    scenario, _ = make(values)
    found = migrate(find(policy), find(policy), scenario, host, host)
    if found.allowed is not None and found.starts:
        assert found.works
        assert found.returns is True


@examples(3)
@given(values=some_values(), a=host_values(), b=host_values(), policy=POLICY_IDS)
def test_the_way_back_is_a_move_too(
    values: dict[str, Value], a: dict[str, Value], b: dict[str, Value], policy: str
) -> None:
    scenario, _ = make({**values, "slot_alignment": "pud", "vm_mte": False})
    there = migrate(find(policy), find(policy), scenario, a, b)
    back = migrate(find(policy), find(policy), scenario, b, a)
    if there.works:
        assert there.returns == (None if back.allowed is None else back.works)


def test_a_host_is_read_from_words() -> None:
    host = parse_host(["host.fwb=false,kernel=v6.12", "host.page_size=64k"])
    assert (host.kernel, host.policy.id) == ("v6.12", "v6.9")
    assert host.fields == {"host_fwb": False, "host_page_size": "64k"}


def test_a_preset_sets_what_it_knows_and_other_words_win() -> None:
    host = parse_host(["host.dic=true,host.cpu=neoverse-n1"])
    assert host.fields["host_fwb"] is False
    assert host.fields["host_dic"] is True
    unknown = parse_host(["host.cpu=a64fx"])
    assert "host_dic" not in unknown.fields
    assert any("host.dic" in note for note in unknown.notes)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("host.fbw=true", ("host.fbw", "host.fwb")),
        ("vma.memtype=normal", ("vma.memtype", "host.fwb")),
        ("host.fwb=maybe", ("host.fwb", "maybe", "true, false")),
        ("kernel=v9.9", ("v9.9",)),
        ("host.cpu=cortex-a99", ("cortex-a99",)),
        ("host.fwb", ("host.fwb", "FIELD=VALUE")),
    ],
)
def test_a_wrong_host_is_refused_by_name(words: str, names: tuple[str, ...]) -> None:
    with pytest.raises(RequestError) as error:
        parse_host([words])
    assert all(name in str(error.value) for name in names)
    assert "\n" not in str(error.value)
