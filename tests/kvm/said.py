"""The positions that were only said, as one procedure with variables: a second derivation.

From the mails' sentences, as the specification quotes them by author and date, put into the fault
path of v6.9 (`user_mem_abort`, era B) that they were said about. The policies are patches of rules;
here is one body, read from top to bottom, that asks the speaker where his sentence bears. What was
never said is `unknown`, a failure whose errno was never said `unstated`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.kvm.posted import NON_CACHEABLE, ORDER, WRITES, vma_size

if TYPE_CHECKING:
    from s2tui.kvm.scenario.fields import Scenario

SPEAKERS = (
    "catalin-2023",
    "vma-flag",
    "oliver-feb",
    "marc",
    "catalin-jason-mar",
    "create-only",
    "sean",
    "sean-param",
    "sean-cap",
    "catalin-jason",
    "oliver-mar",
    "oliver-apr",
    "symmetric-flag",
)
SEAN = ("sean", "sean-param", "sean-cap")
VMA_ALONE = ("catalin-jason-mar", "catalin-jason", "create-only")
"""Who would refuse a slot by its VMA and never asks for the page."""
BEFORE_GUEST_MEMFD = ("catalin-2023", "oliver-feb", "catalin-jason-mar", "create-only")
"""Who spoke before Marc asked about guest_memfd on 26 March, or of something else."""


class Said(NamedTuple):
    """The memslot's and the fault's result or errno, and the leaf's type."""

    memslot: str
    fault: str
    type: str = ""


def said(s: Scenario, who: str) -> Said | None:
    """What follows from what was said; None for what never comes as far as user_mem_abort."""
    if s.backing == "no-slot" or s.access_fault not in ("translation", "permission"):
        return None
    created = create(s, who)
    if created == "unknown":
        return Said(created, "unknown")
    if created != "ok":
        return Said(created, "none")
    is_perm = s.access_fault == "permission"
    if s.slot_guest_memfd:
        # Sean, 26 Mar: a mapping by the inode's attribute; of the rest he did not speak.
        if is_perm or s.page_poisoned:
            return Said("ok", "unknown")
        return Said("ok", "mapped", "normal")
    is_write = s.access_kind in WRITES or (s.access_kind == "stage1-walk" and is_perm)
    if s.slot_readonly and is_write:
        return None
    return user_mem_abort(s, who, is_write)


def create(s: Scenario, who: str) -> str:
    """KVM_SET_USER_MEMORY_REGION2: ok, an errno, unstated or unknown.

    The flags come first, the one that was argued for before the others, then the VMA.
    """
    flag = s.slot_cacheable
    if who in ("marc", "oliver-apr"):
        # Marc, 18 Mar: no flag without the capability, which is FWB by its behaviour.
        # Oliver, 22 Apr: the flag is a guarantee, for RAM too, of a host that can enforce it.
        if flag and not s.host_fwb:
            return "unstated"
    elif who == "symmetric-flag":
        # Said of v6, where the flag is valid only with FWB and DIC.
        if flag and not (s.host_fwb and s.host_dic):
            return "EINVAL"
    elif flag:
        return "EINVAL"  # as any unknown flag
    if s.slot_guest_memfd:
        if who in BEFORE_GUEST_MEMFD or s.slot_readonly or s.slot_log_dirty_pages:
            return "EINVAL"
        if who not in SEAN or s.vm_mte or not s.gmem_direct_map:
            return "unknown"
    if s.vma_swapped_after_create or not has_vma(s):
        return "ok"
    # Oliver, 26 Feb: tags are asked of a "cacheable memslot" only, and his flag says it is none.
    flagged = who == "oliver-feb" and s.backing == "pfnmap"
    if s.vm_mte and not s.vma_mte_allowed and not flagged:
        return "EINVAL"
    if s.backing == "pfnmap":
        return "EINVAL" if s.slot_log_dirty_pages else over_pfnmap(s, who)
    return "ok"


def has_vma(s: Scenario) -> bool:
    return s.gmem_mmap if s.backing == "guest-memfd" else s.backing != "hole"


def over_pfnmap(s: Scenario, who: str) -> str:
    """Creation over a VM_PFNMAP VMA, as far as somebody spoke about it."""
    flag = s.slot_cacheable
    wb = s.vma_memtype not in NON_CACHEABLE
    ram = s.page_map_memory
    if who == "symmetric-flag":
        return "ok" if flag == wb else "EINVAL"  # Sean, 6 Jun: noncacheable(vma) != !(flag)
    if who == "oliver-apr" and flag and not wb:
        return "unstated"  # a guarantee that the VMA breaks, in Sean's reading
    if who == "oliver-apr" and wb and not flag:
        # "No issue in compelling the use of a new bit" for PFNMAP; /dev/mem of RAM not mentioned.
        return "unknown" if ram else "unstated"
    if who == "vma-flag":
        wants = s.vma_force_cached
    elif who == "marc":
        wants = flag
    else:
        wants = wb and who not in ("catalin-2023", "oliver-feb")
    if not wants:
        return "ok"
    if ram and who not in VMA_ALONE:
        # A struct page is cached and cleaned as ever; would a mark on it be refused? Not mentioned.
        return "unknown" if who == "vma-flag" and not s.host_fwb else "ok"
    if not s.host_fwb:
        # A courtesy, and so optional: Sean, 14:53; made in his mail of 18:24.
        return "ok" if who in ("sean", "sean-param") else "unstated"
    if not s.host_dic:
        return "unstated" if who == "catalin-jason" else "unknown"  # both of them, 29 Apr
    return "ok"


def user_mem_abort(s: Scenario, who: str, is_write: bool) -> Said:
    is_perm, is_exec = s.access_fault == "permission", s.access_kind == "exec"
    pfnmap = s.backing == "pfnmap"
    if is_perm and not is_write and not is_exec:
        return Said("ok", "EFAULT")
    if not has_vma(s):
        return Said("ok", "EFAULT")
    logging = s.slot_log_dirty_pages and not s.slot_readonly
    size, force_pte = vma_size(s, logging)
    if who == "symmetric-flag" and pfnmap:
        if s.vma_cow:
            return Said("ok", "EINVAL")  # as in v4 to v6
        if s.vma_swapped_after_create and against_flag(s):
            return Said("ok", "unknown")
    if is_write and not s.vma_writable:
        return Said("ok", "EFAULT")
    if s.page_poisoned:
        return Said("ok", "EFAULT" if pfnmap else "signal")
    if pfnmap and is_write and not s.page_host_writable:
        return Said("ok", "EFAULT")
    kind = type_of_kernel_memory(s, who) if s.page_map_memory else type_of_the_rest(s, who)
    if kind in ("unknown", "unstated"):
        return Said("ok", kind)
    device = kind != "normal"
    if is_exec and device:
        return Said("ok", "instruction-abort")
    if size == "page" and not force_pte and not device:
        if is_perm and s.access_granule != "page":
            size = s.access_granule
        elif s.page_size != "page" and ORDER.index(s.slot_alignment) >= 1:
            size = "pmd"
    if s.vm_mte and not device:
        if who == "catalin-2023" and not s.page_map_memory:
            return Said("ok", "unknown")  # Catalin, 10 Oct 2023: a hole, for which he had no rule
        if not is_perm and not s.vma_mte_allowed:
            return Said("ok", "EFAULT")
    return Said("ok", "relaxed" if is_perm and size == s.access_granule else "mapped", kind)


def against_flag(s: Scenario) -> bool:
    return s.slot_cacheable != (s.vma_memtype not in NON_CACHEABLE)


def type_of_kernel_memory(s: Scenario, who: str) -> str:
    """What pfn_is_map_memory() admits: Normal to everybody, except through a remapped VMA."""
    if s.backing != "pfnmap":
        return "normal"
    if who == "oliver-feb" and not s.vma_swapped_after_create:
        return uncached(s)
    if who == "vma-flag" and s.vma_force_cached and not s.host_fwb:
        return "unknown"
    # Without a flag: ordinary memory or PFNMAP? With one: a guarantee that the VMA breaks.
    if who == "oliver-apr" and s.vma_swapped_after_create and against_flag(s):
        return "unknown"
    return "normal"


def uncached(s: Scenario) -> str:
    """What is not cacheable: NC where the driver says that this is safe, else Device."""
    return "normal-nc" if s.vma_any_uncached else "device"


def type_of_the_rest(s: Scenario, who: str) -> str:
    """What pfn_is_map_memory() denies: what the whole debate is about."""
    flag = s.slot_cacheable
    wb = s.vma_memtype not in NON_CACHEABLE
    pfnmap = s.backing == "pfnmap"
    supported = s.host_fwb and s.host_dic
    tail = uncached(s)
    if who == "catalin-2023":
        # 31 May 2023: (a) Normal-NC wherever user space does not cache, (b) WB with FWB.
        if not wb:
            return "normal-nc"
        return "normal" if s.host_fwb else tail
    if who == "vma-flag":
        # The driver marks it positively; of a mark that came after the slot only a WARN was floated
        if not s.vma_force_cached:
            return tail
        return "normal" if supported else "unknown"
    if who == "marc":
        if not pfnmap:
            return tail  # "PFNMAP as non-device memory" is all that the flag is about
        if s.vma_swapped_after_create and against_flag(s):
            return "unstated"  # reported to user space, with a syndrome that it can use
        if not flag:
            return tail  # "as it is today"
        return "normal" if supported else "unknown"  # "may eat your data"
    if who in ("oliver-mar", "oliver-apr", "catalin-jason-mar", "catalin-jason") and not pfnmap:
        # First on Oliver's list and on Jason's: "Check if it has a struct page: Yes - KVM flushes".
        return "normal"
    if who == "oliver-apr" and flag != wb:
        return "unknown" if flag else "unstated"
    if who in ("symmetric-flag", *SEAN) and not pfnmap:
        return tail  # v6 is about VM_PFNMAP, and Sean about "pfn-mapped memory"
    if not wb or who == "oliver-feb":
        return tail
    if supported:
        return "normal"
    if who == "catalin-jason":
        return "unstated"  # never degraded, checked again at the fault
    if s.host_fwb:
        return "unknown"  # DIC came up on 29 April only
    if who == "create-only" or (who == "sean-param" and s.param_unsafe_cacheable):
        return tail
    return "unstated"
