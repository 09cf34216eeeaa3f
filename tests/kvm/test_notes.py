"""What is said beside an answer: where the specification doubts, and where the question is odd."""

from __future__ import annotations

import pytest

from s2tui.kvm.report.explain import report
from s2tui.kvm.scenario.notation import parse_words


def notes(kernel: str, words: str) -> str:
    return " ".join(report(kernel, parse_words([words]).scenario).notes)


@pytest.mark.parametrize(
    ("kernel", "said"),
    [("v6.9", True), ("6.9.3", True), ("v6.8", False), ("v6.10", False), ("v6.17", False)],
)
def test_that_6_9_was_the_first_is_inferred(kernel: str, said: bool) -> None:
    words = "backing=pfnmap,page.map_memory=false,vma.any_uncached=true"
    assert ("inferred from the merge window" in notes(kernel, words)) == said
    assert "inferred" not in notes(kernel, "backing=pfnmap")


def test_a_guest_memfd_under_an_ordinary_slot_was_not_traced() -> None:
    assert "not traced" in notes("v7.3", "backing=guest-memfd")
    assert "not traced" not in notes("v7.3", "backing=guest-memfd,slot.guest_memfd=true")
    assert "not traced" not in notes("v7.3", "backing=guest-memfd,gmem.mmap=false")
    assert "not traced" not in notes("v7.3", "backing=shmem")
