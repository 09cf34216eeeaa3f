"""What strangers did not understand is said in words."""

from __future__ import annotations

import re

import pytest

from s2tui.kvm.policies.registry import POLICIES, find
from s2tui.kvm.scenario.named import load
from s2tui.view.explore import changes
from s2tui.view.kit import words
from s2tui.view.kit.text import plain
from tests.view.asking import ask

SERIES = re.compile(r"(?<!patch )(?<!to )(?<!PATCH )\bv[1-9]\b(?![.\d])")
"""A revision of the series that could be taken for a kernel."""


def test_the_capability_says_who_is_asked() -> None:
    # api.rst 7.44: of the VM 1 with FWB and DIC, of /dev/kvm EINVAL.
    said = words.capability(ask().capability)
    assert said.endswith("(243): 1 on the VM, EINVAL on /dev/kvm")


@pytest.mark.parametrize("id_", [id_ for id_ in POLICIES if id_.startswith("patch-")])
def test_a_revision_is_never_taken_for_a_kernel(id_: str) -> None:
    assert not SERIES.search(find(id_).title)


def test_named_cases_say_patch_before_a_revision() -> None:
    for named in load().values():
        assert not SERIES.search(named.text), named.name


def test_what_to_do_first_is_never_cut() -> None:
    assert plain(changes.changes_lines(None, ask(), 20)).split() == changes.FIRST.split()
