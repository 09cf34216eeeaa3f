"""A syndrome and a line of smaps as fields of a scenario, and what they do not show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s2tui.arm.fault_status import code_of
from s2tui.arm.syndrome import encode
from s2tui.errors import RequestError
from s2tui.kvm.scenario import bridges, notation
from s2tui.kvm.scenario.fields import differences
from s2tui.kvm.scenario.notation import from_object, parse_condition, parse_words

if TYPE_CHECKING:
    from pathlib import Path

IFSC, DFSC = 0x20, 0x24
"""The exception classes of instruction and data aborts (Arm DDI 0487, ESR_EL2.EC)."""


def data(fault: str, level: int | None = None, **iss: int) -> str:
    return f"esr={encode({'DFSC': code_of(fault, level), **iss}, ec=DFSC):#x}"


def fetch(fault: str, level: int | None = None, **iss: int) -> str:
    return f"esr={encode({'IFSC': code_of(fault, level), **iss}, ec=IFSC):#x}"


# kvm_emulate.h: kvm_vcpu_trap_is_exec_fault, kvm_is_write_fault, kvm_vcpu_dabt_is_cm; CONTRACT.md.
@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (data("Translation", 3, ISV=1), {}),
        (data("Translation", 1, ISV=1, WnR=1), {"access.kind": "write"}),
        (data("Translation", 2, WnR=1), {"access.kind": "write", "access.syndrome": False}),
        (data("Permission", 2, ISV=1, WnR=1),
         {"access.kind": "write", "access.fault": "permission", "access.granule": "pmd"}),
        (data("Permission", 3, CM=1, WnR=1),
         {"access.kind": "cache-maintenance", "access.fault": "permission",
          }),
        (data("Access flag", 3, S1PTW=1),
         {"access.kind": "stage1-walk", "access.fault": "access-flag"}),
        (fetch("Permission", 1),
         {"access.kind": "exec", "access.fault": "permission", "access.granule": "pud"}),
        (fetch("Translation", 3, S1PTW=1),
         {"access.kind": "stage1-walk"}),
        (data("Unsupported exclusive or atomic", ISV=1), {"access.fault": "unsupported-atomic"}),
        (data("Alignment", ISV=1), {"access.fault": "alignment"}),
    ],
)  # fmt: skip
def test_a_syndrome_is_an_access(word: str, expected: dict[str, object]) -> None:
    scenario, notes = parse_words([word])
    assert differences(scenario) == expected
    assert any("esr says access.*" in note and "guest.*" in note for note in notes)


# The flags of a GPU's memory that vfio maps (drivers/vfio/pci: VM_IO | VM_PFNMAP | VM_DONTEXPAND |
# VM_DONTDUMP), of ordinary memory, of hugetlbfs, of a private mapping of each kind.
@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("rd wr sh mr mw me ms pf io dc de dd", {"backing": "pfnmap"}),
        ("VmFlags: rd wr mr mw me ac", {"vma.cow": True}),
        ("rd wr sh mr mw me ms de ht", {"backing": "hugetlb"}),
        ("rd sh mr me ms mm", {"backing": "mixedmap", "vma.writable": False}),
        ("rd wr mr mw me pf io", {"backing": "pfnmap", "vma.cow": True}),
        ("rd wr sh mr mw me ms", {"backing": "shmem"}),
        ("rd wr sh mr mw me ms mt", {"backing": "shmem", "vma.memtype": "normal-tagged"}),
    ],
)
def test_a_line_of_smaps_is_a_vma(flags: str, expected: dict[str, object]) -> None:
    assert differences(parse_words([f"vmflags={flags}"]).scenario) == expected


def test_what_smaps_does_not_show_is_said_unless_it_is_given() -> None:
    def silent(*words: str) -> str:
        (said,) = [n for n in parse_words(words).notes if "does not show" in n]
        return said

    everything = silent("vmflags=rd wr sh pf")
    for name in ("vm_page_prot", "VM_ALLOW_ANY_UNCACHED", "VM_MTE_ALLOWED", "pfn_is_map_memory"):
        assert name in everything
    assert "vm_page_prot" not in silent("vmflags=rd wr sh pf", "vma.memtype=normal-nc")
    assert "VM_MTE_ALLOWED" not in silent("vmflags=rd wr sh mt")
    assert "map_memory" not in silent("vmflags=rd wr sh")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["vmflags=rd wr"], "a file mapped privately looks the same"),
        (["vmflags=rd wr sh"], "DAX (zone-device)"),
        (["vmflags=rd sh zz"], "zz not known here"),
        (["vmflags=rd pf"], "neither sh nor mw"),
        ([fetch("Translation", 3, S1PTW=1)], "an instruction abort with S1PTW=1"),
        ([data("Permission", 0, ISV=1)], "level 0 has no access.granule"),
        # Arm DDI 0487: HPFAR_EL2.FIPA[43:4] is address bits 51:12.
        (["hpfar=0x12340", "far=0xffff000000000678", data("Translation", 3, ISV=1)], "0x1234678"),
        (["hpfar=0x12340", "far=0x678", data("Translation", 3, ISV=1, FnV=1)], "0x1234000"),
        (["hpfar=0x12340", data("Permission", 3, ISV=1)], "hpfar is not valid"),
    ],
)
def test_what_is_not_certain_is_said(words: list[str], said: str) -> None:
    assert any(said in note for note in parse_words(words).notes)


def test_later_words_win() -> None:
    write = data("Translation", 3, ISV=1, WnR=1)
    assert parse_words(["access.kind=exec", write]).scenario.access_kind == "write"
    assert parse_words([write, "access.kind=exec"]).scenario.access_kind == "exec"
    assert parse_words(["@gpu-memory", write]).scenario.backing == "pfnmap"


def test_every_way_to_write_a_scenario_takes_them(tmp_path: Path) -> None:
    write = data("Translation", 3, ISV=1, WnR=1)
    value = write.removeprefix("esr=")
    path = tmp_path / "vm.toml"
    path.write_text(f'esr = {value}\nvmflags = "rd wr sh pf"\n')
    expected = {"backing": "pfnmap", "access.kind": "write"}
    ways = (
        parse_words([f"{write},vmflags=rd wr sh pf"]),
        parse_words([str(path)]),
        from_object({"esr": value, "vmflags": "rd wr sh pf"}),
        from_object({"esr": int(value, 16), "vmflags": "rd wr sh pf"}),
    )
    for scenario, notes in ways:
        assert differences(scenario) == expected
        assert notes == ways[0].notes
    assert parse_condition([write])["access_kind"] == ("write",)


@pytest.mark.parametrize(
    ("word", "named"),
    [
        ("esr=0x56000000", ("EC 0x15", "accepted: 0x20")),
        ("esr=0x96000047", ("EC 0x25", "no abort of a guest")),
        (data("Synchronous External abort"), ("External abort", "accepted: translation")),
        ("esr=nonsense", ("esr 'nonsense' is not hexadecimal",)),
        ("hpfar=0x1ffffffffffffffff", ("hpfar", "at most 64")),
        ("far=-1", ("far", "negative")),
        ("vmflags=", ("vmflags takes",)),
        ("vmflags=rd wrx", ("'wrx'",)),
        ("esrr=1", ("unknown field 'esrr'", "esr")),
    ],
)
def test_what_cannot_be_read_is_one_line(word: str, named: tuple[str, ...]) -> None:
    with pytest.raises(RequestError) as raised:
        parse_words([word])
    assert "\n" not in str(raised.value)
    for text in named:
        assert text in str(raised.value)


def test_a_value_of_another_kind_is_refused() -> None:
    for value in (1.5, True, None, ["0x1"]):
        with pytest.raises(RequestError, match="esr takes ESR_EL2"):
            from_object({"esr": value})


def test_each_is_known_where_words_are_read() -> None:
    assert tuple(bridges.BRIDGES) == tuple(bridges.TAKES) == notation.BRIDGES


def test_what_contradicts_a_syndrome_or_flags_is_said_and_holds() -> None:
    """ESR_EL2 0x93800046: a data abort with WnR, a translation fault at level 2."""
    scenario, notes = parse_words(["esr=0x93800046", "access.kind=read"])
    assert scenario.access_kind == "read"
    assert "esr says access.kind=write; access.kind=read was given: that holds" in notes
    scenario, notes = parse_words(["vmflags=rd wr sh mr mw me ms pf io", "backing=anonymous"])
    assert scenario.backing == "anonymous"
    assert "vmflags says backing=pfnmap; backing=anonymous was given: that holds" in notes
    assert not [n for n in parse_words(["esr=0x93800046"]).notes if "that holds" in n]
