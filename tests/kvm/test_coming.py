"""What is new and in no release: what each answers, and that it says how far it came."""

from __future__ import annotations

import pytest

from s2tui.errors import RequestError
from s2tui.kvm.migration.hosts import parse_host
from s2tui.kvm.migration.migrate import Move, migrate
from s2tui.kvm.policies.registry import COMING, DEFAULT, KERNELS, POLICIES, find
from s2tui.kvm.report.explain import explain, report
from s2tui.kvm.report.report import Report
from s2tui.kvm.scenario.notation import parse_words
from tests.analysis.reduced import some

NO_FWB = "host.fwb=false,host.dic=false"
MIXED = "backing=mixedmap,page.map_memory=false"
GMEM = "slot.guest_memfd=true,backing=guest-memfd"
NO_MAP = f"{GMEM},gmem.direct_map=false"
TAGS = "host.mte=true,vm.mte=true,vma.mte_allowed=false"
PERM = f"{TAGS},host.mte_perm=true"


def ask(kernel: str, *words: str) -> Report:
    return report(kernel, parse_words([word for word in words if word]).scenario)


def test_nobody_is_answered_by_what_is_not_released() -> None:
    assert KERNELS[-1].id == DEFAULT
    with pytest.raises(RequestError, match="the newest is v"):
        find(f"v{KERNELS[-1].last[0]}.{KERNELS[-1].last[1] + 1}")


@pytest.mark.parametrize("id_", [entry.id for entry in COMING])
def test_what_is_coming_says_its_state_and_date_in_title_and_notes(id_: str) -> None:
    entry = next(e for e in COMING if e.id == id_)
    year, _, day = entry.date.split("-")
    policy = find(id_)
    assert f"({entry.state}" in policy.title
    assert year in policy.title
    assert f"{int(day)} " in policy.title
    assert any(entry.state in note.lower() for note in policy.notes)
    assert year in " ".join([policy.title, *policy.notes])


def test_every_entry_has_a_state() -> None:
    states = {id_: entry.state for id_, entry in POLICIES.items()}
    assert states["v7.3"] == "merged"
    assert states["patch-v3"] == "posted"
    assert states["marc"] == "said"
    assert states["v7.4-next"] == "queued"
    assert states["mte-perm"] == "posted"


# KVM_PRE_FAULT_MEMORY: the errors of a read (Thomson, v5 2/5): bad user address EFAULT, no slot
# ENOENT, poison EHWPOISON without a signal, and what user_mem_abort refuses as it refuses it.
ANSWERS = [
    ("", "0"),
    (GMEM, "0"),
    (f"{MIXED},{NO_FWB}", "EFAULT"),
    (f"backing=pfnmap,page.map_memory=false,{NO_FWB},vma.swapped_after_create=true", "EFAULT"),
    ("backing=hole", "EFAULT"),
    ("backing=no-slot", "ENOENT"),
    ("backing=no-slot,access.kind=exec", "ENOENT"),
    ("page.poisoned=true", "EHWPOISON"),
    (f"{GMEM},page.poisoned=true", "EHWPOISON"),
    # a read, whatever the guest will do: nothing of a write, a fetch or a read-only slot is seen
    ("slot.readonly=true,access.kind=write", "0"),
    ("backing=pfnmap,page.host_writable=false,access.kind=write", "0"),
    ("backing=pfnmap,page.map_memory=false,vma.memtype=device-ngnre,access.kind=exec", "0"),
    # the memslot is refused, so there is nothing to fault in
    (f"backing=pfnmap,page.map_memory=false,{NO_FWB}", None),
]


@pytest.mark.parametrize(("words", "answer"), ANSWERS)
def test_the_pre_fault_answers_as_a_read_would(words: str, answer: str | None) -> None:
    policy = find("v7.4-next")
    scenario = parse_words([words] if words else []).scenario
    assert policy.prefault is not None
    assert policy.prefault.answer(policy, scenario) == answer
    notes = [n for n in ask("v7.4-next", words).notes if n.startswith("KVM_PRE_FAULT_MEMORY")]
    assert len(notes) == (answer is not None)
    assert all(f"answers {answer}" in note for note in notes)


def test_the_pre_fault_says_what_it_does_not_foresee() -> None:
    (note,) = [
        note
        for note in ask(
            "v7.4-next", "backing=pfnmap,page.host_writable=false,access.kind=write"
        ).notes
        if note.startswith("KVM_PRE_FAULT_MEMORY")
    ]
    assert "does not foresee" in note


def test_released_kernels_have_no_such_ioctl() -> None:
    assert all(find(id_).prefault is None for id_ in POLICIES if id_ != "v7.4-next")
    assert not [n for n in ask("v7.3", "").notes if "PRE_FAULT" in n]


def test_no_fault_is_answered_otherwise_than_by_v7_3() -> None:
    for scenario in some(200, seed=74):
        assert explain(find("v7.4-next"), scenario)[:6] == explain(find("v7.3"), scenario)[:6]


def moved(kernel: str, scenario: str, to: str) -> Move:
    source, target = parse_host(["host.fwb=true"], kernel), parse_host([to], kernel)
    vm = parse_words([scenario]).scenario
    return migrate(source.policy, target.policy, vm, source.fields, target.fields)


def test_a_move_that_dies_at_its_first_fault_is_caught_by_the_pre_fault() -> None:
    move = moved("v7.4-next", MIXED, NO_FWB)
    assert (move.allowed, move.fails_at) == (False, "fault")
    assert "KVM_PRE_FAULT_MEMORY on the destination answers EFAULT" in move.text
    assert "PRE_FAULT" not in moved("v7.3", MIXED, NO_FWB).text
    assert "PRE_FAULT" not in moved("v7.4-next", "@gpu-memory", NO_FWB).text


# Kalyazin, v12 09/16: can_set_direct_map() && ARM64_HAS_STAGE2_FWB, and no word of DIC.
def test_a_guest_memfd_leaves_the_linear_map_with_fwb_alone() -> None:
    assert ask("gmem-no-direct-map", NO_MAP, NO_FWB).outcome.memslot.errno == "EINVAL"
    for dic in ("true", "false"):
        found = ask("gmem-no-direct-map", NO_MAP, f"host.dic={dic},access.kind=exec")
        assert found.outcome.memslot.result == "ok"
        assert found.outcome.mapping is not None
        assert found.outcome.mapping.type == "normal"
        # Without DIC the instruction cache is invalidated through an address that maps nothing.
        assert ("no-kernel-mapping" in [h.id for h in found.hazards]) == (dic == "false")
    assert ask("v7.3", NO_MAP).outcome.memslot.errno == "EINVAL"
    assert ask("gmem-no-direct-map", GMEM, NO_FWB).outcome.memslot.result == "ok"


def test_a_guest_memfd_out_of_the_linear_map_moves_between_hosts_with_fwb() -> None:
    assert ask("gmem-no-direct-map", NO_MAP).migration.requires == ("fwb",)
    move = moved("gmem-no-direct-map", NO_MAP, NO_FWB)
    assert (move.allowed, move.fails_at, move.errno) == (False, "memslot", "EINVAL")


# MT_S2_FWB_NORMAL_NOTAGACCESS is 0b1110, MT_S2_NORMAL_NOTAGACCESS 0b0100 (v1).
@pytest.mark.parametrize(("words", "memattr"), [("", 0xE), (NO_FWB, 0x4)])
def test_memory_without_tags_is_mapped_without_access_to_them(words: str, memattr: int) -> None:
    found = ask("mte-perm", "backing=hugetlb", PERM, words)
    assert found.outcome.memslot.result == "ok"
    assert found.outcome.descriptor is not None
    field = found.outcome.descriptor.field("MemAttr")
    assert field is not None
    assert field.value == memattr
    assert "NoTagAccess" in field.meaning
    assert found.outcome.descriptor.lint == ()
    assert found.migration.requires == ("mte_perm",)


def test_a_tagged_access_to_it_is_tagged_without_access() -> None:
    found = ask("mte-perm", "backing=hugetlb", PERM, "guest.memtype=normal-tagged")
    assert found.outcome.resultant is not None
    # PAR_EL1.ATTR 0xe0 is Tagged, NoTagAccess.
    assert found.outcome.resultant.par_attr == 0xE0
    assert "guest-tag-store" in [h.id for h in found.hazards]


@pytest.mark.parametrize(
    ("words", "memslot", "fault"),
    [
        (TAGS, "EINVAL", None),
        (f"{TAGS},vma.swapped_after_create=true", None, "EINVAL"),  # stage2_set_prot_attr()
        (f"{PERM},vma.swapped_after_create=true", None, None),
    ],
)
def test_without_the_feature_it_is_refused(
    words: str, memslot: str | None, fault: str | None
) -> None:
    outcome = ask("mte-perm", "backing=hugetlb", words).outcome
    assert (outcome.memslot.errno, outcome.fault.errno) == (memslot, fault)


@pytest.mark.parametrize(
    ("words", "type_", "memattr"),
    [
        ("@bar", "normal-nc", 5),
        ("@registers", "device", 1),
        ("vma.mte_allowed=true", "normal", 6),
    ],
)
def test_device_memory_and_memory_with_tags_are_mapped_as_before(
    words: str, type_: str, memattr: int
) -> None:
    found = ask("mte-perm", PERM, words)
    assert found.outcome.mapping is not None
    assert found.outcome.descriptor is not None
    field = found.outcome.descriptor.field("MemAttr")
    assert field is not None
    assert (found.outcome.mapping.type, field.value) == (type_, memattr)


def test_a_permission_fault_keeps_what_the_leaf_forbids() -> None:
    words = "host.dic=false,access.kind=exec,access.fault=permission"
    found = ask("mte-perm", "backing=hugetlb", PERM, words)
    assert found.outcome.fault.result == "relaxed"
    assert found.outcome.descriptor is not None
    field = found.outcome.descriptor.field("MemAttr")
    assert field is not None
    assert field.value == 0xE


def test_the_vm_does_not_move_to_a_host_without_the_feature() -> None:
    source = parse_host(["host.mte=true,host.mte_perm=true"], "mte-perm")
    target = parse_host(["host.mte=true,host.mte_perm=false"], "mte-perm")
    vm = parse_words(["@E36"]).scenario
    move = migrate(source.policy, target.policy, vm, source.fields, target.fields)
    assert (move.allowed, move.fails_at, move.errno, move.by) == (
        False,
        "memslot",
        "EINVAL",
        "rule",
    )
