"""A real tree, where S2TUI_TREES names one: all of its functions are found and understood."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from s2tui.source.c.configuration import Configuration
from s2tui.source.c.unit import Source, Unit
from s2tui.source.kernel.files import CODE
from tests.source.real import TREE, needs_trees

pytestmark = needs_trees

HEADERS = (
    "kvm_emulate",
    "esr",
    "kvm_mmu",
    "kvm_pgtable",
    "memory",
    "pgtable-hwdef",
    "pgtable-prot",
    "kvm_host",
    "kvm_arm",
)
FILES = (*CODE, *(f"arch/arm64/include/asm/{name}.h" for name in HEADERS))
LISTED = {
    "CONFIG_ARM64": True,
    "CONFIG_64BIT": True,
    "CONFIG_PHYS_ADDR_T_64BIT": True,
    "CONFIG_KVM": True,
    "CONFIG_ARM64_4K_PAGES": True,
    # asm/kvm_types.h, which is not among the files, defines it.
    "KVM_ARCH_NR_OBJS_PER_MEMORY_CACHE": True,
}


@cache
def read() -> Unit:
    """The files that the fault path is in."""
    texts = [(path, Path(TREE, path).read_text("utf-8")) for path in FILES]
    symbols = {**LISTED, "CONFIG_PGTABLE_LEVELS": 4, "CONFIG_ARM64_VA_BITS": 48}
    return Unit([Source(*each) for each in texts], Configuration(symbols=symbols))


def test_every_function_is_understood() -> None:
    functions = [read().function(name) for name in read().functions]
    assert len(functions) > 400
    assert [
        f"{each.name}: {each.problem.what}" for each in functions if each and each.problem
    ] == []


@pytest.mark.parametrize("path", CODE)
def test_a_function_ends_where_its_brace_stands_in_the_first_column(path: str) -> None:
    lines = Path(TREE, path).read_text("utf-8").splitlines()
    found = [each for each in read().functions.values() if each.at.file == path]
    assert found
    for each in found:
        opens = [n for n in range(each.at.line, each.end + 1) if lines[n - 1] == "{"]
        closes = [n for n in range(each.at.line, each.end + 1) if lines[n - 1] == "}"]
        # Short ones may stand on one line.
        assert (len(opens) == 1 and closes == [each.end]) or lines[each.end - 1].endswith("}")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        # Arm ARM: the syndrome's fault status codes, and stage 2 MemAttr[3:0] at bits 5:2.
        ("ESR_ELx_FSC_PERM", 0x0C),
        ("KVM_PTE_LEAF_ATTR_LO_S2_MEMATTR", 0x3C),
        ("KVM_PTE_LEAF_ATTR_LO_S2_AF", 1 << 10),
        ("MT_S2_FWB_NORMAL", 6),
        ("MT_S2_NORMAL", 0xF),
        ("MT_S2_DEVICE_nGnRE", 1),
    ],
)
def test_constants_of_the_architecture_have_its_values(name: str, value: int) -> None:
    found = read().constant(name)
    assert found is not None
    assert found[0] == value
