"""What else a VMM may ask of a tree: an invented kernel, with its answers read off its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s2tui.analysis.diagrams.explorer import Diagrams
from s2tui.kvm.policies.kernels.v6_17 import CACHEABLE_PFNMAP
from s2tui.kvm.policies.registry import find
from s2tui.kvm.policy.results import Memslot
from s2tui.kvm.report.explain import report_by
from s2tui.kvm.scenario.fields import make
from s2tui.source.kernel.audit import audit
from s2tui.source.kernel.drawn import Drawn
from s2tui.source.kernel.entries import Entries, ask
from s2tui.source.kernel.policy import read_policy
from tests.source.kernel.invented import Invented

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ARM = """
int kvm_vm_ioctl_check_extension(struct kvm *kvm, long ext)
{
  switch (ext) {
  case KVM_CAP_ARM_CACHEABLE_PFNMAP_SUPPORTED:
    if (!kvm)
      return -EINVAL;
    return cpus_have_final_cap(ARM64_HAS_STAGE2_FWB);
  }
  return 7;
}
"""
UAPI = "#define KVM_CAP_ARM_CACHEABLE_PFNMAP_SUPPORTED 243\n"
SET = """
enum kvm_mr_change { KVM_MR_CREATE, KVM_MR_DELETE, KVM_MR_MOVE, KVM_MR_FLAGS_ONLY };
int kvm_prepare_memory_region(struct kvm *kvm, struct kvm_memory_slot *was,
                              struct kvm_memory_slot *wanted, int how)
{
  return kvm_arch_prepare_memory_region(kvm, was, wanted, how);
}
int __kvm_set_memory_region(struct kvm *kvm, struct kvm_userspace_memory_region *mem)
{
  struct kvm_memory_slot *old = id_to_memslot(__kvm_memslots(kvm, 0), 1);
  struct kvm_memory_slot *new;

  if (check_memory_region_flags(mem))
    return -EINVAL;
  if (!mem->memory_size)
    return kvm_set_memslot(kvm, old, 0, KVM_MR_DELETE);
  new = kzalloc(sizeof(*new), GFP_KERNEL_ACCOUNT);
  new->flags = mem->flags;
  if (!old)
    return kvm_set_memslot(kvm, old, new, KVM_MR_CREATE);
  if (old->base_gfn != mem->guest_phys_addr >> PAGE_SHIFT)
    return -EEXIST;
  return old->flags == mem->flags ? -EIO : -ENOSYS;
}
"""


class Asking(Invented):
    """The invented kernel with the code for it."""

    def __init__(self, arm: str | None = ARM, uapi: str | None = UAPI, slots: str = SET) -> None:
        super().__init__()
        self._arm, self._uapi, self._slots = arm, uapi, slots

    def read_all(self, paths: Iterable[str]) -> Mapping[str, bytes | None]:
        found = dict(super().read_all(paths))
        own = {"arch/arm64/kvm/arm.c": self._arm, "include/uapi/linux/kvm.h": self._uapi}
        for path, text in own.items():
            if path in found and text is not None:
                found[path] = text.encode()
        main = found.get("virt/kvm/kvm_main.c")
        if main is not None:
            found["virt/kvm/kvm_main.c"] = main + self._slots.encode()
        return found


def answers(tree: Invented, **given: str | bool) -> dict[str, object]:
    scenario, _ = make(given)
    found = ask(tree, Diagrams()).answers
    return {name: Drawn(node).at(scenario) for name, node in found._asdict().items()}


@pytest.mark.parametrize("page_size", ["4k", "16k", "64k"])
@pytest.mark.parametrize("fwb", [True, False])
def test_the_capability_is_answered_by_the_code(fwb: bool, page_size: str) -> None:
    found = answers(Asking(), host_fwb=fwb, host_page_size=page_size)
    assert (found["capability"], found["system"]) == (int(fwb), -22)


def test_a_tree_that_does_not_name_it_is_asked_by_its_number() -> None:
    unnamed = ARM.replace(CACHEABLE_PFNMAP.name, "OTHER")
    found = answers(Asking(unnamed, "#define OTHER 12\n"))
    assert (found["capability"], found["system"]) == (7, 7)
    found = answers(Asking(unnamed, "#define OTHER 243\n"))
    assert (found["capability"], found["system"]) == (1, -22)


@pytest.mark.parametrize(
    ("given", "create", "flags_only", "move", "delete"),
    [
        ({}, Memslot("ok"), "ENOSYS", "EEXIST", Memslot("ok")),
        ({"slot_log_dirty_pages": True}, Memslot("ok"), "ENOSYS", "EEXIST", Memslot("ok")),
        ({"slot_guest_memfd": True}, "EINVAL", "EINVAL", "EINVAL", "EINVAL"),
        ({"slot_readonly": True}, "EINVAL", "ENOSYS", "EEXIST", Memslot("ok")),
    ],
)
def test_every_change_of_a_memslot_goes_through_the_code(
    given: dict[str, bool], create: object, flags_only: object, move: object, delete: object
) -> None:
    # Removing passes a null pointer, which the hook reads the flags of unless it knows better.
    tree = Asking()
    tree._old, tree._new = "  if (wanted->flags", "  if (wanted && wanted->flags"
    found = answers(tree, **given)
    expected = {"create": create, "flags_only": flags_only, "move": move, "delete": delete}
    for name, answer in expected.items():
        assert found[name] == (Memslot("error", answer) if isinstance(answer, str) else answer)


PRE_FAULT = """
struct kvm_pre_fault_memory { u64 gpa; u64 size; u64 flags; };
long kvm_arch_vcpu_pre_fault_memory(struct kvm_vcpu *vcpu, struct kvm_pre_fault_memory *range)
{
  struct kvm_memory_slot *slot = gfn_to_memslot(vcpu->kvm, range->gpa >> PAGE_SHIFT);

  if (!slot)
    return -ENOENT;
  return slot->flags & KVM_MEM_READONLY ? -EFAULT : range->size;
}
"""


@pytest.mark.parametrize(
    ("given", "expected"),
    [({}, 0), ({"backing": "no-slot"}, -2), ({"slot_readonly": True}, -14)],
)
def test_a_page_is_mapped_in_advance_where_a_tree_can(
    given: dict[str, str | bool], expected: int
) -> None:
    tree = Asking(slots=SET + PRE_FAULT)
    assert answers(tree, **given)["prefault"] == expected
    counts = audit("tree", tree, read_policy("same", tree)).entries["prefault"].counts
    assert set(counts) == {"0", "ENOENT", "EFAULT"}
    assert sum(counts.values()) == 227_709_812_736_000


def test_what_stops_there_is_no_answer() -> None:
    asked = ask(Asking(), Diagrams())
    assert {stop.what for stop in asked.stopped} == {"a null pointer is followed"}
    assert Drawn(asked.answers.delete).at(make({})[0]) is None
    assert Drawn(asked.answers.create).at(make({})[0]) == Memslot("ok")


def test_a_tree_without_the_code_has_no_answers() -> None:
    found = answers(Invented())
    assert set(found.values()) == {"not there"}
    assert audit("tree", Invented(), find("v6.9")).entries == {}
    assert set(found) == set(Entries._fields)


def test_an_audit_compares_the_capability() -> None:
    found = audit("tree", Asking(), read_policy("same", Asking()))
    assert found.entries["capability"].different == 0
    assert found.entries["system"].different == 0
    assert set(found.entries["capability"].counts) == {"0", "1"}
    # v6.17 asks for DIC too (kvm_supports_cacheable_pfnmap): half of the hosts with FWB lack it.
    against = audit("tree", Asking(), find("v6.17"))
    assert against.entries["capability"].different == against.diff.space // 4
    assert against.entries["system"].different == 0
    assert against.answers_otherwise
    # A kernel without the capability answers 0 to any number that it does not know.
    without = audit("tree", Asking(), find("v6.9"))
    assert without.entries["capability"].different == against.diff.space // 2
    assert without.entries["system"].different == against.diff.space


def test_a_report_of_a_tree_has_its_capability() -> None:
    policy = read_policy("tree", Asking())
    for fwb in (True, False):
        found = report_by("tree", policy, make({"host_fwb": fwb})[0]).capability
        assert found is not None
        assert (found.number, found.vm, found.system) == (243, int(fwb), "EINVAL")
    assert read_policy("tree", Invented()).capability is None
