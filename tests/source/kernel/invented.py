"""A kernel that nobody wrote: as many files as are needed, in invented C."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FILES = {
    "arch/arm64/kvm/mmu.c": """
enum answer { GOES_ON = 1 };

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

  if ((what & 0x3f) == 0x21)
    return -EFAULT;
  if (cpus_have_final_cap(ARM64_HAS_STAGE2_FWB)) {
    kvm_inject_dabt(vcpu, 0);
    return GOES_ON;
  }
  kvm_incr_pc(vcpu);
  return GOES_ON;
}
""",
    "arch/arm64/kvm/hyp/pgtable.c": "",
    "arch/arm64/kvm/mmio.c": "",
    "virt/kvm/kvm_main.c": """
static int check_memory_region_flags(const struct kvm_userspace_memory_region *asked)
{
  return asked->flags & KVM_MEM_GUEST_MEMFD ? -EINVAL : 0;
}
""",
}


class Invented:
    """That kernel, with a piece of text changed."""

    def __init__(self, old: str = "", new: str = "", missing: str = "") -> None:
        self._old, self._new, self._missing = old, new, missing

    def read_all(self, paths: Iterable[str]) -> Mapping[str, bytes | None]:
        return {path: self._read(path) for path in paths}

    def _read(self, path: str) -> bytes | None:
        text = FILES.get(path)
        if text is None or path == self._missing:
            return None
        return (text.replace(self._old, self._new) if self._old else text).encode()


def write(folder: Path) -> None:
    """Lay its files down."""
    for path, text in FILES.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
