"""The devices among the named scenarios: what each kernel makes of what their drivers map.

Expected values follow the drivers' and the handler's text, kernel by kernel: the memory type from
VMA, page and VM_ALLOW_ANY_UNCACHED, the level from what the VMA's arithmetic gives before
71cc2c67fb8f and from the host's own leaf after.
"""

from __future__ import annotations

import pytest

from s2tui.kvm.policies.registry import KERNELS
from s2tui.kvm.report.explain import report
from s2tui.kvm.report.report import Report
from s2tui.kvm.scenario.named import load
from s2tui.kvm.scenario.notation import parse_words

NO_FWB = ("host.fwb=false", "host.dic=false")
NO_DIC = ("host.dic=false",)
ANY: tuple[str, ...] = ()


def ask(kernel: str, name: str, *words: str) -> Report:
    return report(kernel, parse_words([f"@{name}", *words]).scenario)


def said(found: Report) -> str:
    """Creation, and type and level of the leaf or how the fault ended."""
    outcome = found.outcome
    if outcome.memslot.errno is not None:
        return f"memslot {outcome.memslot.errno}"
    if outcome.mapping is not None:
        return f"{outcome.mapping.type} {outcome.mapping.level}"
    fault = outcome.fault
    return fault.errno or fault.inject or fault.exit or fault.result


CASES = [
    # vfio-pci: VM_ALLOW_ANY_UNCACHED from 6.9; 6.1.192 has PFNMAP memory by pages only
    ("bar", ANY, "v6.1", "device 2"),
    ("bar", ANY, "v6.1.192", "device 3"),
    ("bar", ANY, "v6.8", "device 2"),
    ("bar", ANY, "v6.9", "normal-nc 2"),
    ("bar", NO_FWB, "v6.17", "normal-nc 2"),
    ("bar", ANY, "v6.17", "normal-nc 2"),
    ("bar", ANY, "v7.3", "normal-nc 2"),
    ("bar", ("access.kind=exec",), "v7.3", "instruction-abort"),
    ("bar-misaligned", ANY, "v6.17", "normal-nc 3"),
    ("bar-misaligned", ANY, "v7.3", "normal-nc 3"),
    # no VM_ALLOW_ANY_UNCACHED: Device always
    *((name, ANY, kernel.id, "device 3") for name in ("registers", "fsl-mc", "cdx")
      for kernel in KERNELS),
    ("fsl-mc-cacheable", ANY, "v6.16", "device 3"),
    ("fsl-mc-cacheable", ANY, "v6.17", "memslot EINVAL"),
    ("fsl-mc-cacheable", ANY, "v7.3", "memslot EINVAL"),
    # nvgrace usemem: Device under Write-Back to 6.16, then the VMA's, or EINVAL
    ("gpu-memory", ANY, "v6.16", "device 2"),
    ("gpu-memory", ANY, "v6.17", "normal 2"),
    ("gpu-memory", ANY, "v7.3", "normal 2"),
    ("gpu-memory-no-fwb", ANY, "v6.16", "device 2"),
    ("gpu-memory-no-fwb", ANY, "v6.17", "memslot EINVAL"),
    ("gpu-memory-no-dic", ANY, "v7.3", "memslot EINVAL"),
    # to 6.18 its leaves are pages, blocks come from arithmetic, and the fix takes them away
    ("gpu-memory-pages", ANY, "v6.12.112", "device 2"),
    ("gpu-memory-pages", ANY, "v6.12.113", "device 3"),
    ("gpu-memory-pages", ANY, "v6.17", "normal 2"),
    ("gpu-memory-pages", ANY, "v6.18.55", "normal 2"),
    ("gpu-memory-pages", ANY, "v6.18.56", "normal 3"),
    ("gpu-resmem", ANY, "v6.8", "device 2"),
    ("gpu-resmem", ANY, "v6.9", "normal-nc 2"),
    ("gpu-resmem", NO_FWB, "v7.3", "normal-nc 2"),
    ("gpu-resmem-pages", ANY, "v6.18.55", "normal-nc 2"),
    ("gpu-resmem-pages", ANY, "v6.18.56", "normal-nc 3"),
    ("egm", ANY, "v6.16", "device 2"),
    ("egm", ANY, "v6.17", "normal 2"),
    ("egm", ANY, "v7.3", "normal 3"),
    ("egm", NO_DIC, "v7.3", "memslot EINVAL"),
    # Write-Back and VM_ALLOW_ANY_UNCACHED: cacheability is asked first from 6.17 on
    ("cxl-hdm", ANY, "v6.16", "normal-nc 2"),
    ("cxl-hdm", ANY, "v6.17", "normal 2"),
    ("cxl-hdm", NO_DIC, "v6.17", "memslot EINVAL"),
    ("fuse-dax", ANY, "v6.16", "device 3"),
    ("fuse-dax", ANY, "v6.17", "normal 2"),
    ("fuse-dax", NO_FWB, "v6.17", "EFAULT"),
    ("fuse-dax", NO_DIC, "v7.3", "EFAULT"),
    ("devdax", ANY, "v6.16", "device 3"),
    ("devdax", ANY, "v6.17", "normal 2"),
    ("devdax", NO_FWB, "v6.17", "normal 2"),
    ("virtio-gpu-vram", ANY, "v6.16", "device 3"),
    ("virtio-gpu-vram", ANY, "v6.17", "normal 3"),
    ("virtio-gpu-vram", NO_FWB, "v6.17", "memslot EINVAL"),
    # scattered pages in a VMA whose arithmetic allows 1 GiB
    ("udmabuf", ANY, "v6.12.112", "normal 1"),
    ("udmabuf", ANY, "v6.12.113", "normal 3"),
    ("udmabuf", ANY, "v7.2.9", "normal 1"),
    ("udmabuf", ANY, "v7.2.10", "normal 3"),
    ("udmabuf", ("slot.log_dirty_pages=true",), "v7.3", "memslot EINVAL"),
    ("udmabuf-no-fwb", ANY, "v6.16", "normal 1"),
    ("udmabuf-no-fwb", ANY, "v6.17", "memslot EINVAL"),
    ("ttm-vram", ANY, "v6.16", "device 3"),
    ("ttm-vram", ANY, "v6.17", "normal 3"),
    ("ttm-vram", NO_DIC, "v6.17", "memslot EINVAL"),
    ("drm-shmem", ANY, "v6.16", "normal 3"),
    ("drm-shmem", NO_FWB, "v7.3", "normal 3"),
    *(("drm-shmem-read-only", ANY, kernel.id, "EFAULT") for kernel in KERNELS),
    ("hugepages", ANY, "v7.3", "normal 1"),
    ("rom", ANY, "v7.3", "KVM_EXIT_MMIO"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "words", "kernel", "expected"), CASES)
def test_a_device_is_mapped_as_its_kernel_does(
    name: str, words: tuple[str, ...], kernel: str, expected: str
) -> None:
    assert said(ask(kernel, name, *words)) == expected


def test_every_device_that_can_be_asked_is_tried() -> None:
    devices = {name for name, named in load().items() if named.group == "devices"}
    assert devices - {case[0] for case in CASES} == {"p2pdma", "swapped"}


def test_every_device_says_where_it_is_written_but_for_variations() -> None:
    variations = {"gpu-memory-no-fwb", "gpu-memory-no-dic", "swapped"}
    for name, named in load().items():
        if named.group == "devices":
            assert bool(named.source) != (name in variations), name


HAZARDS = [
    ("udmabuf", "v7.2.9", "wrong-pages", "v7.2.10"),
    ("ttm-vram", "v6.17", "late-write-back", "v6.16"),
    ("devdax", "v6.16", "stale-data", "v6.17"),
    ("cxl-hdm", "v6.16", "stale-data", "v6.17"),
]


@pytest.mark.parametrize(("name", "kernel", "hazard", "not_by"), HAZARDS)
def test_a_device_is_in_the_danger_that_it_is_known_for(
    name: str, kernel: str, hazard: str, not_by: str
) -> None:
    assert hazard in [h.id for h in ask(kernel, name).hazards]
    assert hazard not in [h.id for h in ask(not_by, name).hazards]


def test_a_contiguous_block_holds_no_wrong_pages() -> None:
    assert "wrong-pages" not in [h.id for h in ask("v6.17", "gpu-memory-pages").hazards]


@pytest.mark.parametrize("kernel", [kernel.id for kernel in KERNELS])
def test_hidden_ram_through_dev_mem_is_device_in_every_kernel(kernel: str) -> None:
    # phys_mem_access_prot() makes it noncached, so no check of cacheability ever sees it.
    found = ask(kernel, "E12")
    assert found.outcome.memslot.result == "ok"
    assert found.outcome.mapping is not None
    assert found.outcome.mapping.type == "device"
