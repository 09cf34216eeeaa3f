"""merged-4: the merged series up to 0c67288e0c8b (7 Jul 2025).

"KVM: arm64: Allow cacheable stage 2 mapping using VMA flags".
Ankit Agrawal, v10 of 5 Jul 2025, applied by Oliver Upton on 7 Jul 2025. What v6.17 does, before
f55ce5a6cd33 lets user space ask for it.
"""

from s2tui.kvm.policies.kernels.v6_17 import merged_4 as policy

__all__ = ["policy"]
