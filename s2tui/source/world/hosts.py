"""Functions that ask the machine, the VM, the slot or the memory: answered by the scenario.

Each reads as few fields as it can. What is asked besides the arguments is the scenario alone, so
the answer to the same call is the same everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.kvm.scenario import predicates
from s2tui.source.world.constants import ERRNO
from s2tui.source.world.geometry import CONTIGUOUS

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.source.world.constants import ERRNO
from s2tui.source.world.geometry import Geometry


class Asked(NamedTuple):
    """A function of the scenario and of its arguments."""

    type: str
    """Of the answer, in C."""
    reads: tuple[str, ...]
    """The fields that it may read, by attribute."""
    function: Callable[..., Any]
    """Takes scenario, geometry and arguments."""


def huge_page_shift(s: Scenario, g: Geometry, *_: object) -> int:
    """A hugetlb mapping of the smallest pages is one of contiguous pages."""
    if s.page_size == "page":
        return CONTIGUOUS[g.page_size][0]
    return g.shift(2 if s.page_size == "pmd" else 1)


def is_map_memory(s: Scenario, _: Geometry, __: object) -> int:
    """What memblock knows."""
    return int(s.page_map_memory)


def bind_gmem(s: Scenario, *_: object) -> int:
    """A guest_memfd that is not in the linear map can be made by no tree: there is none to bind."""
    return 0 if s.gmem_direct_map else -ERRNO["EINVAL"]


def mapping_size(s: Scenario, g: Geometry, *_: object) -> int:
    """The host's leaf, unless it went away."""
    return -ERRNO["EFAULT"] if g.gone else g.size(s.page_size)


HOSTS = {
    "system_supports_mte": Asked("bool", ("host_mte",), lambda s, _: int(s.host_mte)),
    "system_supports_lpa2": Asked(
        "bool", ("host_lpa2",), lambda s, g: int(g.page_size != "64k" and s.host_lpa2)
    ),
    "pfn_is_map_memory": Asked("int", ("page_map_memory",), is_map_memory),
    "is_vm_hugetlb_page": Asked("bool", ("backing",), lambda s, *_: int(s.backing == "hugetlb")),
    "is_cow_mapping": Asked("bool", ("vma_cow",), lambda s, *_: int(s.vma_cow)),
    "huge_page_shift": Asked("unsigned int", ("page_size",), huge_page_shift),
    "kvm_gmem_bind": Asked("int", ("gmem_direct_map",), bind_gmem),
    "get_user_mapping_size": Asked("int", ("page_size",), mapping_size),
}
"""By name."""
CAPABILITIES: dict[str, Callable[[Scenario], int]] = {
    "ARM64_HAS_STAGE2_FWB": lambda s: int(s.host_fwb),
    "ARM64_HAS_CACHE_DIC": lambda s: int(s.host_dic),
    "ARM64_HAS_XNX": lambda s: int(s.host_xnx),
    "ARM64_KVM_HVHE": lambda _: 0,
    "ARM64_HAS_RAS_EXTN": lambda _: 1,
    "ARM64_HAS_VIRT_HOST_EXTN": lambda _: 1,
    "ARM64_KVM_PROTECTED_MODE": lambda _: 0,
}
"""What cpus_have_final_cap() and its kin answer, by the capability's name."""
HAS_CAPABILITY = (
    "cpus_have_final_cap",
    "cpus_have_const_cap",
    "cpus_have_cap",
    "alternative_has_cap_unlikely",
    "alternative_has_cap_likely",
)
VM_FLAGS: dict[str, Callable[[Scenario], int]] = {
    "KVM_ARCH_FLAG_MTE_ENABLED": lambda s: int(s.vm_mte),
    "KVM_ARCH_FLAG_RETURN_NISV_IO_ABORT_TO_USER": lambda s: int(s.vm_nisv_to_user),
}
"""What test_bit() answers, by the flag's name; 0 for any other."""


def has_vma(s: Scenario) -> bool:
    """Whether a VMA is found at the slot's address; there is none where there is no slot."""
    return s.backing != "no-slot" and predicates.has_vma(s)


def host_writable(s: Scenario) -> bool:
    """Whether the host's own leaf permits writes."""
    return s.vma_writable and s.page_host_writable
