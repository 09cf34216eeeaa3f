"""The legend has every sign that the views produce, and each sign one meaning."""

from __future__ import annotations

import unicodedata

import pytest

from s2tui.kvm.policies.registry import POLICIES
from s2tui.kvm.report.explain import report
from s2tui.tui.overlays.help import help_lines
from s2tui.view.compare.lines import compare_lines
from s2tui.view.explore import form, inputs
from s2tui.view.explore.report import explain_lines
from s2tui.view.kit.text import ABOVE, BELOW, HERE, MARKS, NOTHING, SIGNS, UNREAD, plain
from tests.view.asking import DEVICE, ask

KNOWN = {sign.sign for sign in SIGNS}
RULES = {*map(chr, range(0x2500, 0x2580)), "▀", "▄"}
"""Rules, boxes and large letters."""
PARTS = "▉▊▋▌▍▎▏"
"""The end of a bar, where it takes a part of a cell."""
CASES = ((), DEVICE, (*DEVICE, "host.fwb=false"), ("backing=hole",), ("backing=no-slot",))


def signs(text: str) -> set[str]:
    """The characters that stand for something: no letters, no punctuation of sentences."""
    return {
        c
        for c in text.translate(dict.fromkeys(map(ord, PARTS), "█"))
        if not c.isascii() and unicodedata.category(c) not in ("Pi", "Pf", "Pd") and not c.isalpha()
    } - RULES


def test_every_mark_is_in_the_legend_and_each_sign_once() -> None:
    assert {mark for mark in MARKS.values() if mark} <= KNOWN
    assert len(KNOWN) == len(SIGNS)
    legend = plain(help_lines(100))
    for sign in SIGNS:
        assert f"  {sign.sign:<3} {sign.text}" in legend
    assert {UNREAD, NOTHING, HERE, ABOVE, BELOW, "( )"} <= KNOWN


@pytest.mark.parametrize("words", CASES)
def test_what_views_produce_is_in_the_legend(words: tuple[str, ...]) -> None:
    one = ask(*words)
    answers = [report(kernel, one.scenario) for kernel in POLICIES]
    rows = form.rows(one.scenario, "v6.17", form.Look(inputs.FOLDABLE, inputs.INPUTS.keys()))
    lines = [form.row_line(row, 40, chosen=False) for row in rows]
    text = plain([*explain_lines(one), *compare_lines(answers), *lines])
    assert signs(text) <= KNOWN
