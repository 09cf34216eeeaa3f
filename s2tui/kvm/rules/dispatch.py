"""Dispatch of a stage-2 abort: kvm_handle_guest_abort and io_mem_abort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policy.decisions import BAD_SLOT, HANDLER
from s2tui.kvm.policy.results import End, ended, fail, inject
from s2tui.kvm.policy.rule import check, decides
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.rule import Decided, Handler
    from s2tui.kvm.scenario.fields import Scenario

ABORT = "arch/arm64/kvm/mmu.c:kvm_handle_guest_abort"
MMIO = "arch/arm64/kvm/mmio.c:io_mem_abort"

EFAULT = fail("EFAULT")
ENOSYS = fail("ENOSYS")
INSTRUCTION_ABORT = inject("instruction-abort")
DATA_ABORT = inject("data-abort")
SKIP = ended("skip")
AGED = ended("aged")
MMIO_EXIT = ended("mmio", "KVM_EXIT_MMIO")
NISV_EXIT = ended("mmio", "KVM_EXIT_ARM_NISV")


@check(
    "dispatch",
    "only translation, permission and access flag faults are handled; others fail with EFAULT",
    f'{ABORT} @ 6.12 ("Unsupported FSC")',
)
def unsupported_fsc(s: Scenario, _: Decided) -> End | None:
    return EFAULT if s.access_fault in ("unsupported-atomic", "alignment") else None


@decides(
    BAD_SLOT,
    "dispatch",
    "an access is to memory if its address has a slot, and a write only if that is not read-only",
    f"{ABORT} @ 6.12 (gfn_to_hva_memslot_prot)",
)
def bad_slot(s: Scenario, _: Decided) -> bool:
    if s.backing == "no-slot":
        return True
    return s.slot_readonly and predicates.write_fault(s)


@check(
    "dispatch",
    "instructions cannot be fetched from where no memory is: the guest takes an external abort",
    f"{ABORT} @ 6.12 (-ENOEXEC)",
)
def fetch_outside_memory(s: Scenario, d: Decided) -> End | None:
    return INSTRUCTION_ABORT if d[BAD_SLOT] and predicates.exec_fault(s) else None


@check(
    "dispatch",
    "a stage-1 table that is not in memory is not emulated: the guest takes an external abort",
    f"{ABORT} @ 6.12 (kvm_vcpu_abt_iss1tw)",
)
def walk_outside_memory(s: Scenario, d: Decided) -> End | None:
    return DATA_ABORT if d[BAD_SLOT] and s.access_kind == "stage1-walk" else None


@check(
    "dispatch",
    "cache maintenance where no slot is has nothing to do: the instruction is skipped",
    f"{ABORT} @ 6.12 (kvm_vcpu_dabt_is_cm)",
)
def maintenance_without_slot(s: Scenario, d: Decided) -> End | None:
    if not d[BAD_SLOT] or s.backing != "no-slot":
        return None
    return SKIP if s.access_kind == "cache-maintenance" else None


@check(
    "dispatch",
    "MMIO without a syndrome exits to user space as it is, if the VMM asked for that",
    f"{MMIO} @ 6.12 (KVM_ARCH_FLAG_RETURN_NISV_IO_ABORT_TO_USER)",
)
def mmio_without_syndrome_to_user(s: Scenario, d: Decided) -> End | None:
    if not d[BAD_SLOT] or s.access_syndrome or not s.vm_nisv_to_user:
        return None
    return NISV_EXIT


@check(
    "dispatch",
    "MMIO needs a syndrome that describes the instruction (ISV): without it ENOSYS",
    f"{MMIO} @ 6.12",
)
def mmio_without_syndrome(s: Scenario, d: Decided) -> End | None:
    return ENOSYS if d[BAD_SLOT] and not s.access_syndrome else None


@check(
    "dispatch",
    "an access that is not to memory exits to user space as MMIO",
    f"{MMIO} @ 6.12",
)
def mmio(_: Scenario, d: Decided) -> End | None:
    return MMIO_EXIT if d[BAD_SLOT] else None


@check(
    "dispatch",
    "an access flag fault only sets AF in the leaf",
    "arch/arm64/kvm/mmu.c:handle_access_fault @ 6.12",
)
def access_flag(s: Scenario, _: Decided) -> End | None:
    return AGED if s.access_fault == "access-flag" else None


@decides(
    HANDLER,
    "dispatch",
    "a fault on memory that user space mapped is handled by user_mem_abort",
    f"{ABORT} @ 6.12",
)
def user_memory(_: Scenario, __: Decided) -> Handler:
    return "user_mem_abort"


RULES = (
    unsupported_fsc,
    bad_slot,
    fetch_outside_memory,
    walk_outside_memory,
    maintenance_without_slot,
    mmio_without_syndrome_to_user,
    mmio_without_syndrome,
    mmio,
    access_flag,
    user_memory,
)
