"""A kernel that nobody wrote, with a lock, a helper and a function that is not run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.source.trees.directory import Directory
from tests.source.kernel.invented import FILES as OTHERS

if TYPE_CHECKING:
    from pathlib import Path

MMU = "arch/arm64/kvm/mmu.c"
TEXT = """enum answer { GOES_ON = 1 };

static bool is_fast(struct kvm_vcpu *vcpu)
{
  return cpus_have_final_cap(ARM64_HAS_STAGE2_FWB);
}

int kvm_arch_prepare_memory_region(struct kvm *kvm, struct kvm_memory_slot *was,
                                   struct kvm_memory_slot *wanted, int how)
{
  if (wanted->flags & KVM_MEM_READONLY)
    return -EINVAL;
  return 0;
}

int kvm_handle_guest_abort(struct kvm_vcpu *vcpu)
{
  u64 what = vcpu->arch.fault.esr_el2;
  int found = 0;

  mmap_read_lock(current->mm);
  if ((what & 0x3f) == 0x21)
    found = -EFAULT;
  mmap_read_unlock(current->mm);
  if (found)
    return found;
  if (is_fast(vcpu)) {
    kvm_inject_dabt(vcpu, 0);
    return GOES_ON;
  }
  kvm_incr_pc(vcpu);
  return GOES_ON;
}

int not_run(void)
{
  return 5;
}
"""


def line_of(text: str, whole: str = TEXT) -> int:
    """The number of the line that has a text."""
    (found,) = (n for n, line in enumerate(whole.splitlines(), 1) if text in line)
    return found


def files(*changes: tuple[str, str]) -> dict[str, str]:
    """Its files, with pieces of mmu.c replaced."""
    text = TEXT
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return {**OTHERS, MMU: text}


def tree(folder: Path, *changes: tuple[str, str]) -> Directory:
    """It, with pieces of mmu.c replaced, laid down in a folder."""
    for path, text in files(*changes).items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return Directory(folder)
