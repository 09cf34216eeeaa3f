"""What each value of each field is: every one is said, and nothing else is."""

from __future__ import annotations

from s2tui.kvm.scenario import values
from s2tui.kvm.scenario.fields import FIELDS, word
from s2tui.kvm.scenario.values import meaning
from s2tui.toml import table

LONGEST = 118
"""Columns beside the longest value, so that it is two lines of a narrow terminal at most."""


def test_the_file_has_every_value_of_every_field_and_no_other() -> None:
    said = table(values.__file__, "values.toml")
    assert {name: set(values) for name, values in said.items()} == {
        name: set(map(word, field.values)) for name, field in FIELDS.items()
    }


def test_each_is_one_line_that_tells_values_apart() -> None:
    for name, field in FIELDS.items():
        said = [meaning(name, value) for value in field.values]
        assert len(set(said)) == len(said), name
        for text in said:
            assert text == " ".join(text.split()), text
            assert 0 < len(text) <= LONGEST, text
            assert not text.endswith("."), text


def test_what_the_source_says_is_said() -> None:
    # DDI 0487 D8.6.6 (R_VRJSW), asm/memory.h, mm/memremap.c:pagemap_range, virt/kvm/guest_memfd.c.
    assert "KVM forces Write-Back" in meaning("host.fwb", True)
    assert "MT_NORMAL_NC" in meaning("vma.memtype", "normal-nc")
    assert "memremap_pages" in meaning("backing", "zone-device")
    assert "(EINVAL)" in meaning("gmem.mmap", False)
