"""One row says what every kernel and position does with a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s2tui.kvm.policies import registry
from s2tui.kvm.policies.registry import KERNELS, listed
from s2tui.kvm.scenario.notation import parse_words
from s2tui.view.explore.history import history, history_spans
from s2tui.view.kit.layout import length
from s2tui.view.kit.text import plain

if TYPE_CHECKING:
    from pathlib import Path

FAILING = """
from s2tui.kvm.policies.kernels.v7_3 import policy as v7_3
from s2tui.kvm.policy.rule import check
from s2tui.kvm.rules.memslot import no_slot


@check("memslot", "it fails on what is mapped", "nowhere")
def failing(scenario, decided):
    if scenario.backing == "pfnmap":
        raise KeyError("nothing")


policy = v7_3.patched("failing", "it fails", lambda p: p.replace(no_slot, failing))
"""
DEVICE = ("backing=pfnmap", "page.map_memory=false")


def row(*words: str, present: str = "v7.3", width: int = 200) -> str:
    found = list(history(parse_words(words).scenario))
    return plain([history_spans(found, (present,), width)])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        # Up to 6.16 a page outside the map is a device's for the guest; 6.17 maps it cacheable
        # with FWB and refuses it without (2a8dfab26677, 0c67288e0c8b).
        (DEVICE, "v6.1 DDDD v6.17 WWWWW[W]"),
        ((*DEVICE, "host.fwb=false"), "v6.1 DDDD v6.17 ✗✗✗✗✗[✗]"),
        ((*DEVICE, "vma.memtype=device-ngnre"), "v6.1 DDDDDDDDD[D]"),
        ((), "v6.1 WWWWWWWWW[W]"),
        (("backing=no-slot",), "v6.1 ✓✓✓✓✓✓✓✓✓[✓]"),
    ],
)
def test_each_run_of_kernels_begins_with_a_name(words: tuple[str, ...], said: str) -> None:
    assert row(*words).partition(" mails ")[0] == said


def test_every_policy_has_a_sign_and_the_present_one_is_in_brackets() -> None:
    said = row(*DEVICE, present="marc")
    kernels, _, positions = said.partition(" mails ")
    assert sum(sign in "WND✗✓?!" for sign in kernels.replace("v6.1", "")) == len(KERNELS)
    assert sum(sign in "WND✗✓?!" for sign in positions) == len(listed()) - len(KERNELS)
    at = [id_ for id_ in listed() if id_ not in {kernel.id for kernel in KERNELS}].index("marc")
    assert positions.index("[") == at
    assert said.count("[") == said.count("]") == 1


def test_what_does_not_fit_is_left_out_whole() -> None:
    found = list(history(parse_words(DEVICE).scenario))
    whole, kernels = row(*DEVICE), "v6.1 DDDD v6.17 WWWWW[W]"
    for width in range(length(history_spans(found, ("v7.3",), 200)) + 2):
        said = row(*DEVICE, width=width)
        fits = whole if width >= len(whole) else kernels if width >= len(kernels) else ""
        assert said == fits


@pytest.mark.parametrize("wrong", ["it fails", "it is gone"])
def test_a_file_that_cannot_be_asked_keeps_nobody_from_the_row(
    wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "OWN", [])
    monkeypatch.chdir(tmp_path)
    mine = tmp_path / "mine.py"
    mine.write_text(FAILING)
    registry.find("./mine.py")
    if wrong == "it is gone":
        mine.unlink()
    said = row(*DEVICE)
    assert said.startswith("v6.1 DDDD v6.17 WWWWW[W] own ! mails ")
    assert said.count("!") == 1


@pytest.fixture(autouse=True)
def _no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other tests have read stands in the list too."""
    monkeypatch.setattr(registry, "OWN", [])
