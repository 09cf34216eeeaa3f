"""v6.19: external aborts can exit to user space, and XN has a bit per exception level.

Neither can be shown with the inputs there are, so it answers like v6.18.
"""

from s2tui.kvm.policies.kernels.v6_18 import policy as v6_18

policy = v6_18.patched(
    "v6.19",
    "SEA exits and two-bit XN, which no input here shows",
    notes=(
        "a synchronous external abort can exit as KVM_EXIT_ARM_SEA (capability 245), if the VM"
        " asked for it; no input describes one (arch/arm64/kvm/mmu.c:kvm_handle_guest_sea @ 7.0)",
        "with FEAT_XNX the leaf has XN[1:0] for EL1 and EL0 apart; KVM sets both alike unless the"
        " guest is nested, which encodes as before (pgtable.c:stage2_set_xn_attr @ 7.3)",
    ),
)
