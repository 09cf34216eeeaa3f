"""One row says what every kernel and position does with a scenario."""

from __future__ import annotations

import pytest

from s2tui.kvm.policies.registry import KERNELS, listed
from s2tui.kvm.scenario.notation import parse_words
from s2tui.view.explore.history import history, history_spans
from s2tui.view.kit.layout import length
from s2tui.view.kit.text import plain

DEVICE = ("backing=pfnmap", "page.map_memory=false")


def row(*words: str, present: str = "v7.3", width: int = 200) -> str:
    found = history(parse_words(words).scenario)
    return plain([history_spans(found, present, width)])


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
    found = history(parse_words(DEVICE).scenario)
    whole, kernels = row(*DEVICE), "v6.1 DDDD v6.17 WWWWW[W]"
    for width in range(length(history_spans(found, "v7.3", 200)) + 2):
        said = row(*DEVICE, width=width)
        fits = whole if width >= len(whole) else kernels if width >= len(kernels) else ""
        assert said == fits
