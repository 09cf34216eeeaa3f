"""merged-3: the merged series up to 2a8dfab26677, the block alone (7 Jul 2025).

"KVM: arm64: Block cacheable PFNMAP mapping".
Ankit Agrawal, v10 of 5 Jul 2025, applied by Oliver Upton on 7 Jul 2025. Nothing that user space
caches of a device is mapped any more, on any host: the hole is closed, and the toys that
worked are taken away.
"""

from s2tui.kvm.policies.kernels.v6_17 import merged_3 as policy

__all__ = ["policy"]
