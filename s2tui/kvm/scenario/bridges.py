"""What people have from the field, as fields of a scenario: a trace's syndrome, a line of smaps.

`esr=`, `far=` and `hpfar=` are what kvm_guest_fault traces and a debugger shows; `vmflags=` is the
line VmFlags of /proc/PID/smaps. Each says some fields and is silent about others, and a note says
which: what decides is often not to be seen there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.errors import RequestError, short
from s2tui.kvm.scenario.fields import word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from s2tui.arm.syndrome import Syndrome
    from s2tui.kvm.scenario.fields import Value

FAULTS = {
    "Translation": "translation",
    "Permission": "permission",
    "Access flag": "access-flag",
    "Unsupported exclusive or atomic": "unsupported-atomic",
    "Alignment": "alignment",
}
"""The fault that a status code names (arm.fault_status), as `access.fault` has it."""
GRANULES = {1: "pud", 2: "pmd", 3: "page"}
"""By the level of the leaf that a permission fault hit."""
ELSEWHERE = "host.*, vm.*, slot.*, backing, page.*, vma.* and guest.*"
HIDDEN = {
    "vma.memtype": "vm_page_prot",
    "vma.any_uncached": "VM_ALLOW_ANY_UNCACHED",
    "vma.mte_allowed": "VM_MTE_ALLOWED",
}
"""What smaps does not print, by field (fs/proc/task_mmu.c:show_smap_vma_flags)."""
FLAGS = (
    "rd wr ex sh mr mw me ms gd pf dw lo io sr rr dc de lf ac nr ht sf sy nl ar wf bt mt dd sd mm"
    " hg nh mg um uw ui ss sl dp gu ??"
)
"""Two letters a flag, as kernels of the last ten years print them."""
_FLAG = re.compile(r"[a-z?]{2}").fullmatch


class Said(NamedTuple):
    """What one of these words says."""

    fields: dict[str, Value]
    """By the name of a field."""
    notes: tuple[str, ...] = ()
    """What is to be said about how it was read."""
    silent: Mapping[str, str] = {}
    """Fields that it leaves open though it is about them, with what decides them."""


def say(name: str, value: object) -> Said:
    """What a word says of a scenario.

    Args:
        name: one of BRIDGES.
        value: as it was typed; a number of TOML or JSON too.

    Raises:
        RequestError: it cannot be read, or is of something that no scenario has.
    """
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise RequestError(f"{name} takes {TAKES[name]}, not {short(repr(value))}")
    return BRIDGES[name](hex(value) if isinstance(value, int) else value)


def spread(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, each of these words followed by the fields that it says.

    Raises:
        RequestError: as `say`.
    """
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name in BRIDGES:
            said = say(name, value).fields
            found |= {name: hex(value) if isinstance(value, int) else value, **said}
        else:
            found[name] = value
    return found


def notes(raw: Mapping[str, str], given: Mapping[str, Value]) -> tuple[str, ...]:
    """What is to be said of the words that were given, each once.

    Args:
        raw: the words, by name.
        given: the fields that were given, by these words or otherwise, the last word counting.
    """
    found: list[str] = []
    for name, value in raw.items():
        said = say(name, value)
        found += said.notes
        for field, meant in said.fields.items():
            held = given.get(field, meant)
            if held != meant:
                said_so = f"{name} says {field}={word(meant)}"
                found.append(f"{said_so}; {field}={word(held)} was given: that holds")
        unsaid = [f"{field} ({why})" for field, why in said.silent.items() if field not in given]
        if unsaid:
            found.append(f"{name} does not show {', '.join(unsaid)}: left alone")
    if "hpfar" in raw:
        found.append(_of_address(raw))
    return tuple(found)


def is_flag(word: str) -> bool:
    """Whether a word is one of a line VmFlags."""
    return _FLAG(word) is not None


def _esr(text: str) -> Said:
    from s2tui.arm.hexword import hex64
    from s2tui.arm.syndrome import decode

    value = hex64(text, "esr")
    syndrome = decode(value)
    if not syndrome.from_guest:
        raise RequestError(
            f"esr {value:#x} has EC {syndrome.ec:#04x}, which is no abort of a guest; accepted:"
            " 0x20 (instruction abort) and 0x24 (data abort)"
        )
    status = syndrome.status
    assert status is not None
    if status.fault not in FAULTS:
        raise RequestError(
            f"esr {value:#x} is a {status.text}, which no scenario has; accepted:"
            f" {', '.join(FAULTS).lower()}"
        )
    kind = _kind(syndrome)
    fields: dict[str, Value] = {"access.kind": kind, "access.fault": FAULTS[status.fault]}
    said = [f"esr says access.*; {ELSEWHERE} are as given, or at their defaults"]
    if status.fault == "Permission":
        if status.level in GRANULES:
            fields["access.granule"] = GRANULES[status.level]
        else:
            said.append(f"a leaf at level {status.level} has no access.granule: as given")
    if kind in ("read", "write"):
        fields["access.syndrome"] = bool(syndrome.iss["ISV"])
    elif syndrome.iss.get("ISV"):
        said.append(f"ISV=1 of {kind} is not kept: only a read or a write has access.syndrome")
    if kind == "stage1-walk" and (syndrome.ec == 0x20 or syndrome.iss.get("WnR")):
        what = "an instruction abort" if syndrome.ec == 0x20 else "WnR=1"
        said.append(f"{what} with S1PTW=1 is taken as any stage1-walk, a data abort with WnR=0")
    return Said(fields, tuple(said))


def _kind(syndrome: Syndrome) -> str:
    """What the guest did: a walk before all else, as KVM looks at it (kvm_emulate.h)."""
    if syndrome.iss.get("S1PTW"):
        return "stage1-walk"
    if syndrome.ec == 0x20:
        return "exec"
    if syndrome.iss.get("CM"):
        return "cache-maintenance"
    return "write" if syndrome.iss.get("WnR") else "read"


def _address(name: str) -> Callable[[str], Said]:
    def read(text: str) -> Said:
        from s2tui.arm.hexword import hex64

        hex64(text, name)
        return Said({})

    return read


def _of_address(raw: Mapping[str, str]) -> str:
    """The guest's address, of HPFAR_EL2.FIPA (bits 43:4) and the page offset of FAR_EL2."""
    from s2tui.arm.hexword import hex64
    from s2tui.arm.syndrome import decode, hpfar_valid

    ipa = (hex64(raw["hpfar"], "hpfar") & 0xFFF_FFFF_FFF0) << 8
    syndrome = decode(hex64(raw["esr"], "esr")) if "esr" in raw else None
    if syndrome is not None and not hpfar_valid(syndrome):
        return "hpfar is not valid after this fault: KVM translates FAR_EL2 again"
    if "far" in raw and not (syndrome and syndrome.iss.get("FnV")):
        ipa |= hex64(raw["far"], "far") & 0xFFF
    return f"the guest's address is {ipa:#x}; a scenario has none, so it decides nothing here"


def _vmflags(text: str) -> Said:
    words = text.replace("VmFlags:", " ").split()
    wrong = next((word for word in words if not _FLAG(word)), None)
    if wrong is not None or not words:
        raise RequestError(
            f"vmflags takes {TAKES['vmflags']}, not {short(wrong if wrong is not None else text)!r}"
        )
    flags = set(words)
    backing, why = _backing(flags)
    private = "sh" not in flags
    fields: dict[str, Value] = {
        "backing": backing,
        "vma.writable": "wr" in flags,
        "vma.cow": private and "mw" in flags,
    }
    said = [why] if why else []
    silent = dict(HIDDEN)
    if backing in ("pfnmap", "mixedmap"):
        silent["page.map_memory"] = "pfn_is_map_memory()"
    if "mt" in flags:
        # VM_MTE is set only where VM_MTE_ALLOWED is, and makes vm_page_prot tagged
        # (arch/arm64/mm/mmap.c:vm_get_page_prot, include/asm/mman.h:arch_validate_flags).
        fields |= {"vma.memtype": "normal-tagged", "vma.mte_allowed": True}
        said.append("mt (VM_MTE) makes vma.memtype normal-tagged and vma.mte_allowed true")
        del silent["vma.memtype"], silent["vma.mte_allowed"]
    if private and "mw" not in flags and backing != "anonymous":
        said.append("neither sh nor mw: a private mapping never written is taken for a shared one")
    odd = sorted(flags.difference(FLAGS.split()))
    if odd:
        said.append(f"vmflags {', '.join(odd)} not known here, and ignored")
    return Said(fields, tuple(said), silent)


def _backing(flags: set[str]) -> tuple[str, str]:
    """The backing, and what is to be said where the flags do not tell it from others."""
    for flag, backing in (("pf", "pfnmap"), ("mm", "mixedmap"), ("ht", "hugetlb")):
        if flag in flags:
            return backing, ""
    if "sh" in flags:
        return "shmem", (
            "sh without pf, mm or ht is taken for shmem; a file, DAX (zone-device) or a guest_memfd"
            " looks the same"
        )
    return "anonymous", (
        "neither sh, pf, mm nor ht: taken for anonymous; a file mapped privately looks the same"
    )


BRIDGES: Mapping[str, Callable[[str], Said]] = {
    "esr": _esr,
    "far": _address("far"),
    "hpfar": _address("hpfar"),
    "vmflags": _vmflags,
}
"""What stands where a field does and says some of them."""
TAKES = {
    "esr": "ESR_EL2 in hexadecimal",
    "far": "FAR_EL2 in hexadecimal",
    "hpfar": "HPFAR_EL2 in hexadecimal",
    "vmflags": "the letters of a VmFlags line of smaps, such as 'rd wr sh mr mw me ms pf io'",
}
"""What each of them takes."""
