"""CPU presets against section 8.2 of the specification, and against their own evidence."""

from __future__ import annotations

import re

import pytest

from s2tui.arm.cpus import VALUES, Cpu, Known, describe_known, find, host_fields, load
from s2tui.errors import RequestError

PRODUCTS = (
    "cortex-a53 cortex-a57 cortex-a72 lx2160a cortex-a55 cortex-a76 cortex-a78ae neoverse-n1 "
    "graviton2 ampere-altra thunderx2 a64fx kunpeng-920 hisilicon-0x480fd020 neoverse-v1 graviton3 "
    "neoverse-n2 cobalt-100 cortex-a710 cortex-a510 neoverse-v2 grace graviton4 neoverse-n3 "
    "ampereone apple-m1 apple-m2 qemu-max"
)
PA_RANGE = {2: 40, 4: 44, 5: 48}


def register(cpu: Cpu, name: str) -> int | None:
    """The value of an ID register that the evidence quotes."""
    match = re.search(rf"{name} (0x[0-9a-f]+)", cpu.evidence)
    return int(match.group(1), 16) if match else None


def test_every_product_of_the_table_has_a_name() -> None:
    assert " ".join(load()) == PRODUCTS


def test_register_values_in_the_evidence_agree_with_the_presets() -> None:
    compared = 0
    for cpu in load().values():
        known = {name: value.value for name, value in cpu.values.items()}
        expected: dict[str, object] = {}
        if (ctr := register(cpu, "CTR_EL0")) is not None:
            expected |= {"idc": bool(ctr >> 28 & 1), "dic": bool(ctr >> 29 & 1)}
        if (mmfr2 := register(cpu, "ID_AA64MMFR2_EL1")) is not None:
            expected["fwb"] = bool(mmfr2 >> 40 & 0xF)
        if (mmfr1 := register(cpu, "ID_AA64MMFR1_EL1")) is not None:
            expected["xnx"] = bool(mmfr1 >> 28 & 0xF)
        if (mmfr0 := register(cpu, "ID_AA64MMFR0_EL1")) is not None:
            expected["pa_bits"] = PA_RANGE[mmfr0 & 0xF]
        if (pfr1 := register(cpu, "ID_AA64PFR1_EL1")) is not None:
            expected["mte"] = pfr1 >> 8 & 0xF
        assert {name: known[name] for name in expected} == expected, cpu.name
        compared += len(expected)
    assert compared == 2 * 9 + 6 + 1 + 3 + 1


def test_cores_before_8_3_have_no_fwb_and_from_8_4_all_have() -> None:
    for cpu in load().values():
        version = re.match(r"(?:>=)?(\d+)\.(\d+|x)", cpu.arch)
        assert version is not None
        major, minor = int(version[1]), 0 if version[2] == "x" else int(version[2])
        assert cpu.values["fwb"].value is ((major, minor) >= (8, 3)), cpu.name


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("cortex-a53", {"fwb": False, "dic": False, "idc": False, "xnx": False, "mte": False}),
        ("cortex-a76", {"fwb": False, "dic": False, "idc": None, "xnx": True, "mte": False}),
        ("cortex-a710", {"fwb": True, "dic": False, "idc": True, "xnx": True, "mte": True}),
        ("neoverse-n2", {"fwb": True, "dic": True, "idc": True, "xnx": True, "mte": True}),
        ("graviton3", {"fwb": True, "dic": True, "idc": True, "xnx": True, "mte": False}),
        ("apple-m2", {"fwb": True, "dic": False, "idc": True, "xnx": True, "mte": False}),
        ("thunderx2", {"fwb": False, "dic": None, "idc": None, "xnx": None, "mte": False}),
        ("qemu-max", {"fwb": True, "dic": True, "idc": True, "xnx": True, "mte": True}),
    ],
)
def test_host_fields_are_what_the_table_says(name: str, fields: dict[str, bool | None]) -> None:
    assert host_fields(find(name)) == fields


@pytest.mark.parametrize(
    ("name", "value", "known", "status"),
    [
        ("cortex-a72", "xnx", False, "verified"),
        ("cortex-a72", "fwb", False, "derived"),
        ("kunpeng-920", "fwb", False, "verified"),
        ("grace", "mte", 2, "unverified"),
        ("qemu-max", "xnx", True, "unverified"),
        ("apple-m1", "fwb", True, "derived"),
        ("neoverse-n1", "pa_bits", 48, "verified"),
    ],
)
def test_value_carries_its_status(name: str, value: str, known: object, status: str) -> None:
    assert find(name).values[value][:2] == (known, status)


def test_unknown_is_said_and_is_no_value() -> None:
    known = find("cortex-a76").values["idc"]
    assert isinstance(known, Known)
    assert known.value is None
    assert "idc not known (an integration pin" in describe_known("idc", known)


def test_every_value_is_shown_with_its_status() -> None:
    for cpu in load().values():
        assert tuple(cpu.values) == VALUES
        for name, known in cpu.values.items():
            said = "not known" if known.value is None else f"={int(known.value)} {known.status}"
            assert re.match(rf"{name} ?{said}", describe_known(name, known)), (cpu.name, name)


def test_erratum_1542419_does_not_hide_dic_from_the_kernel() -> None:
    dic = find("graviton2").values["dic"]
    assert dic.value is True
    assert "user space only" in dic.note


def test_unknown_cpu_is_refused_with_a_suggestion() -> None:
    with pytest.raises(RequestError, match="did you mean graviton3"):
        find("gravitn3")
