"""user_mem_abort of era B with the posted revisions applied, as one procedure with variables.

A second derivation, from the specification's procedure (5.1 to 5.3) and the hunks of the mails and
commits, written as the C code runs: flags that are set here and read there. The policies know no
such variables. Revisions are v1 to v9 as posted; merged-2 to merged-4 are the commits 216887f79d98,
2a8dfab26677 and 0c67288e0c8b, each with those before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from s2tui.kvm.scenario.fields import Scenario

WRITES = ("write", "cache-maintenance")
NON_CACHEABLE = ("normal-nc", "device-ngnre", "device-ngnrne")
ORDER = ("page", "pmd", "pud")


class Posted(NamedTuple):
    """What the procedure answers: words, or the leaf."""

    memslot: str
    fault: str
    type: str = ""
    writable: bool = False
    executable: bool = False
    size: str = ""
    cleaned: bool = False
    invalidated: bool = False


def supports(s: Scenario) -> bool:
    return s.host_fwb and s.host_dic


def create(s: Scenario, revision: str) -> str:
    """KVM_SET_USER_MEMORY_REGION2: ok or an errno."""
    seen = not s.vma_swapped_after_create
    has_vma = s.backing != "hole" and (s.backing != "guest-memfd" or s.gmem_mmap)
    refused = (s.slot_cacheable and revision not in ("v4", "v6")) or s.slot_guest_memfd
    refused |= s.slot_cacheable and not supports(s) and revision == "v6"
    refused |= seen and has_vma and s.vm_mte and not s.vma_mte_allowed
    if seen and s.backing == "pfnmap":
        refused |= s.slot_log_dirty_pages
        if revision == "v4" and s.vma_memtype == "normal":
            refused |= not s.slot_cacheable or not s.host_fwb or not s.host_dic
        if s.vma_memtype not in NON_CACHEABLE:
            refused |= revision == "v6" and not s.slot_cacheable
            refused |= revision == "merged-3"
            refused |= revision in ("v7", "v8", "v9", "merged-4") and not supports(s)
    return "EINVAL" if refused else "ok"


def posted(s: Scenario, revision: str) -> Posted | None:
    """The answer of one revision; None for what never comes as far as user_mem_abort."""
    if s.backing == "no-slot" or s.access_fault not in ("translation", "permission"):
        return None
    created = create(s, revision)
    if created != "ok":
        return Posted(created, "none")
    is_perm = s.access_fault == "permission"
    is_exec = s.access_kind == "exec"
    is_write = s.access_kind in WRITES or (s.access_kind == "stage1-walk" and is_perm)
    if s.slot_readonly and is_write:
        return None
    return user_mem_abort(s, revision, (is_perm, is_exec, is_write))


def user_mem_abort(s: Scenario, revision: str, kind: tuple[bool, bool, bool]) -> Posted:
    is_perm, is_exec, is_write = kind
    prot_device = prot_x = prot_nc = False

    def error(errno: str) -> Posted:
        return Posted("ok", errno)

    if is_perm and not is_write and not is_exec:
        return error("EFAULT")
    if s.backing == "hole" or (s.backing == "guest-memfd" and not s.gmem_mmap):
        return error("EFAULT")
    pfnmap = s.backing == "pfnmap"
    logging = s.slot_log_dirty_pages and not s.slot_readonly
    size, force_pte = vma_size(s, logging)
    cacheable_vma = s.vma_memtype not in NON_CACHEABLE
    cacheable_devmem = False
    if revision == "v1":
        if cacheable_vma:
            prot_x = s.host_dic
        else:
            prot_device = True
    if revision in ("v3", "v4") and pfnmap:
        if s.vma_cow:
            return error("EINVAL")
        cacheable_devmem = s.vma_memtype == "normal"
    if revision == "v6" and pfnmap:
        if s.vma_cow:
            return error("EINVAL")
        cacheable_devmem = cacheable_vma
    if revision == "v7":
        if pfnmap and s.vma_cow:
            return error("EINVAL")
        cacheable_devmem = cacheable_vma
    if is_write and not s.vma_writable:
        return error("EFAULT")
    if s.page_poisoned:
        return error("EFAULT") if pfnmap else error("signal")
    if pfnmap and is_write and not s.page_host_writable:
        return error("EFAULT")
    writable = is_write or (s.vma_writable and s.page_host_writable)
    if s.slot_readonly:
        writable = False
    device = False
    if revision == "v2":
        # VM_IO, as remap_pfn_range() sets it; untagged memory; and no struct page, which is VM_IO.
        device = pfnmap or (s.vm_mte and not s.vma_mte_allowed)
        if not device and logging and not is_write:
            writable = False
    elif outside(s, revision):
        refused = outside_map(s, revision, cacheable_vma)
        if refused:
            return error(refused)
        device = not cacheable_devmem
        if revision in ("v8", "v9", "merged-4"):
            device = not cacheable_vma
    elif logging and not is_write:
        writable = False
    if is_exec and (device or (revision == "v2" and not cacheable_vma)):
        return error("instruction-abort")
    if size == "page" and not force_pte and not device:
        if is_perm and s.access_granule != "page":
            size = s.access_granule
        elif s.page_size != "page" and ORDER.index(s.slot_alignment) >= 1:
            size = "pmd"
    if not is_perm and not device and s.vm_mte and not s.vma_mte_allowed:
        return error("EFAULT")
    if is_exec:
        prot_x = True
    if revision == "v1":
        struct_page = s.page_map_memory or not pfnmap
        if not s.host_fwb and not struct_page:
            return error("EINVAL")
    elif not cacheable_vma if revision == "v2" else device:
        prot_nc, prot_device = s.vma_any_uncached, not s.vma_any_uncached
    elif s.host_dic:
        prot_x = True
    if revision == "v3" and cacheable_devmem and not s.host_fwb:
        return error("EINVAL")
    if revision in ("v4", "v6", "v7") and cacheable_devmem and not supports(s):
        return error("EINVAL")
    if revision == "v2" and not s.host_fwb and pfnmap and not s.page_map_memory:
        return error("EINVAL")
    kind_of_memory = "normal"
    if prot_nc or prot_device:
        kind_of_memory = "device" if prot_device and revision != "v1" else "normal-nc"
    relaxes = is_perm and size == s.access_granule
    if not relaxes and prot_device and prot_x:
        return error("EINVAL")
    return Posted(
        "ok",
        "relaxed" if relaxes else "mapped",
        kind_of_memory,
        writable,
        prot_x,
        size,
        not relaxes and kind_of_memory == "normal" and not s.host_fwb,
        prot_x and not s.host_dic,
    )


def outside(s: Scenario, revision: str) -> bool:
    """kvm_is_device_pfn(), or the test that took its place."""
    if revision in ("v1", "v3", "v4", "v6", "v7"):
        return not s.page_map_memory
    return s.backing in ("pfnmap", "mixedmap") and not s.page_map_memory


def outside_map(s: Scenario, revision: str, cacheable_vma: bool) -> str:
    """What v8, v9 and the merged commits return for a page outside the map; nothing to go on."""
    force_noncacheable = True
    if revision == "v8":
        cacheable_pfnmap = False
        if s.backing == "pfnmap":
            if s.vma_cow:
                return "EINVAL"
            cacheable_pfnmap = cacheable_vma
        if cacheable_pfnmap:
            if not supports(s):
                return "EFAULT"
            force_noncacheable = False
    if revision == "v9" and s.vma_cow:
        return "EINVAL"
    if revision in ("v9", "merged-4") and cacheable_vma:
        if not supports(s):
            return "EFAULT"
        force_noncacheable = False
    if revision in ("v8", "v9", "merged-3") and cacheable_vma and force_noncacheable:
        return "EINVAL"
    return ""


def vma_size(s: Scenario, logging: bool) -> tuple[str, bool]:
    """The size that the VMA gives, clamped by the slot, and force_pte."""
    if logging:
        return "page", True
    if s.backing not in ("hugetlb", "pfnmap"):
        return "page", False
    size = s.vma_block if s.backing == "pfnmap" else s.page_size
    if size == "page":
        return "page", s.backing == "hugetlb"
    fits = ORDER.index(s.slot_alignment)
    if size == "pud" and fits == 2:
        return "pud", False
    return ("pmd", False) if fits >= 1 else ("page", True)
