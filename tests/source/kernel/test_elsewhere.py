"""What the usual places hide of a tree is seen at others; and what is taken is to be given back."""

from __future__ import annotations

import pytest

from s2tui.analysis.diagrams.explorer import Diagrams
from s2tui.source.kernel.audit import audit
from s2tui.source.kernel.elsewhere import ELSEWHERE, run_elsewhere
from s2tui.source.kernel.policy import read_policy
from s2tui.source.kernel.run import run
from tests.source.kernel.invented import Invented

HIDDEN = {
    "inside of a block": "vcpu->arch.fault.hpfar_el2 & 0x50",
    "user and guest addresses that disagree": "__gfn_to_hva_memslot(0, 1ul << 32) & 0x1000",
    "a slot that begins inside of a block": "slot && slot->base_gfn & 3",
    "a whole block inside of such a slot": "vcpu->arch.fault.hpfar_el2 & 0x2000",
    "52-bit addresses": "icache_is_aliasing()",
    "52-bit addresses, 64 KiB pages": "vcpu->arch.fault.hpfar_el2 & 0x500",
    "a device in the kernel": "kvm_io_bus_read(vcpu, KVM_MMIO_BUS, 0, 4, 0) == 0",
    "something was unmapped meanwhile": "mmu_invalidate_retry(0, 0)",
    "no memory for tables": "kvm_mmu_topup_memory_cache(0, 1)",
    "the first address beyond the host's": "vcpu->arch.fault.hpfar_el2 >> 40 & 1",
    "the last block of the VM": "vcpu->arch.fault.hpfar_el2 >> 31 & 1",
    "the first address beyond the VM's": "kvm_phys_size(0) == 1ul << 40",
}
"""By the place, what is so there and not where outcomes are of."""
FIRST = "  if ((what & 0x3f) == 0x21)"
SLOT = "  struct kvm_memory_slot *slot = gfn_to_memslot(vcpu->kvm, 0);\n"


def asking(condition: str) -> Invented:
    return Invented(FIRST, f"{SLOT}  if ({condition})\n    return -EFAULT;\n{FIRST}")


def test_every_place_has_something_that_is_seen_there() -> None:
    assert HIDDEN.keys() == ELSEWHERE.keys()


@pytest.mark.parametrize("name", HIDDEN)
def test_what_is_hidden_is_seen_elsewhere(name: str) -> None:
    diagrams = Diagrams()
    changed, plain = asking(HIDDEN[name]), asking("0")
    here = [run(tree, diagrams).outcomes for tree in (plain, changed)]
    assert here[0] == here[1]
    there = [run_elsewhere(tree, diagrams, ELSEWHERE[name]) for tree in (plain, changed)]
    assert there[0].stopped == there[1].stopped == ()
    assert there[0].outcomes.fault is not there[1].outcomes.fault


@pytest.mark.parametrize(
    ("code", "held"),
    [
        ("get_user_pages_unlocked(1ul << 46, 1, &page, 0);", {"page"}),
        ("if (get_user_pages_unlocked(1ul << 46, 1, &page, 0) == 1) put_page(page);", set()),
        ("get_user_page_fast_only(1ul << 46, 0, &page); put_page(page);", set()),
        ("kvm_try_get_pfn(1);", {"page"}),
        ("kvm_try_get_pfn(1); kvm_release_pfn_clean(1);", set()),
        ("kvm_try_get_pfn(1); kvm_release_pfn_clean(KVM_PFN_ERR);", {"page"}),
        ("get_page(page);", {"page"}),
        ("kvm_release_faultin_page(0, page, 0, 0);", set()),
        ("put_page(0); kvm_release_page_unused(0);", set()),
    ],
)
def test_a_page_that_is_taken_is_given_back_or_named(code: str, held: set[str]) -> None:
    code = code.replace("KVM_PFN_ERR", "0x7ffull << 52")
    tree = Invented("kvm_incr_pc(vcpu);", f"struct page *page = 0; {code} kvm_incr_pc(vcpu);")
    found = audit("tree", tree, read_policy("base", Invented()))
    assert found.run.stopped == ()
    assert set(found.held) == held
    assert not found.locked
    if "try_get" in code and held:
        # Behind VM_PFNMAP without memory there is no struct page to count in.
        assert found.held["page"] < audited_lock()


def audited_lock() -> int:
    """In how many scenarios somebody comes to where the pages above are taken."""
    tree = Invented("kvm_incr_pc(vcpu);", "read_lock(vcpu); kvm_incr_pc(vcpu);")
    found = audit("tree", tree, read_policy("base", Invented()))
    assert found.locked
    return found.held["mmu_lock"]
