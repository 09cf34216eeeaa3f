"""merged-2: the merged series up to 216887f79d98 (7 Jul 2025).

"KVM: arm64: Assume non-PFNMAP/MIXEDMAP VMAs can be mapped cacheable".
Ankit Agrawal, v10 of 5 Jul 2025, applied by Oliver Upton on 7 Jul 2025. It differs from what was
before for struct pages outside the memory that memblock knows only (zone-device).
"""

from s2tui.kvm.policies.kernels.v6_17 import merged_2 as policy

__all__ = ["policy"]
