"""The value being edited: typing, flipping, options, and following the scenario."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2tui.arm.descriptor.codec import decode
from s2tui.arm.descriptor.geometry import Regime
from s2tui.arm.descriptor.regime_options import OPTIONS
from s2tui.errors import RequestError
from s2tui.view.descriptor import edited as edits
from s2tui.view.descriptor import options
from s2tui.view.descriptor.edited import EditedDescriptor
from s2tui.view.kit.text import plain
from tests.strategies import WORDS
from tests.view.asking import ask

NAMES = st.sampled_from(edits.NAMES)
WB_PAGE = 0x0000_0000_8000_07DB
"""architecture.md 1.9: a page, FWB, force Write-Back."""
BLOCK = 0x0000_0000_8000_07D9
"""architecture.md 1.9: a level 2 block, FWB, force Write-Back."""
TABLE = 0x0000_0000_8000_0003


def edited_as(value: int, level: int | None = None, **regime: object) -> EditedDescriptor:
    return EditedDescriptor(value, Regime(**regime), level)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "0x800007db",
        "800007DB",
        " 0x0000_0000_8000_07db\n",
        "0x800007dbULL",
        "0x800007dbul,",
        '"0x800007db"',
        "(0x800007db)",
        "0x800007db;",
    ],
)
def test_a_value_is_read_as_people_copy_it(text: str) -> None:
    assert edits.read_value(text) == WB_PAGE


@pytest.mark.parametrize("text", ["", "0x", "zz", "-1", "0x1ffffffffffffffff", "0x1 0x2", "[/]"])
def test_what_is_no_64_bit_value_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(RequestError) as error:
        edits.read_value(text)
    assert "accepted" in str(error.value)
    assert "\n" not in str(error.value)


@given(WORDS, st.integers(0, 63))
def test_a_bit_that_is_flipped_twice_is_as_it_was(value: int, bit: int) -> None:
    edited = edited_as(value)
    once = edits.flipped(edited, bit)
    assert once.value == value ^ (1 << bit)
    assert once.own
    assert once.was == edited.now
    assert edits.flipped(once, bit).value == value


@given(WORDS, NAMES, st.sampled_from([-1, 1]))
def test_turning_an_option_goes_round_and_back(value: int, name: str, by: int) -> None:
    edited = edited_as(value, 3)
    turned = edited
    for _ in edits.choices(edited, name):
        turned = edits.turned(turned, name, by)
        assert turned.value == value
    assert edits.option_value(turned, name) == edits.option_value(edited, name)


@pytest.mark.slow
@given(WORDS, st.lists(st.tuples(NAMES, st.sampled_from([-1, 1])), max_size=20))
def test_whatever_is_turned_the_value_can_be_read(value: int, turns: list[tuple[str, int]]) -> None:
    edited = edited_as(value)
    for name, by in turns:
        edited = edits.turned(edited, name, by)
        assert edited.now.value == value
        assert edits.option_value(edited, name) in edits.choices(edited, name)
        assert len(options.rows(edited)) == len(OPTIONS) + 1


def test_level_minus_1_can_be_chosen_only_where_the_granule_has_it() -> None:
    """architecture.md 1.1: level -1 needs 4k and DS=1; 64k begins at level 1."""
    assert edits.choices(edited_as(WB_PAGE), "level") == ("auto", 0, 1, 2, 3)
    assert edits.choices(edited_as(WB_PAGE, ds=True), "level") == ("auto", -1, 0, 1, 2, 3)
    assert edits.choices(edited_as(WB_PAGE, page_size="64k"), "level") == ("auto", 1, 2, 3)


def test_a_level_that_a_turned_granule_lacks_becomes_auto() -> None:
    edited = edits.turned(edited_as(TABLE, 0, page_size="16k"), "page_size", 1)
    assert edited.regime.page_size == "64k"
    assert edited.level is None


@pytest.mark.parametrize(
    ("value", "level", "regime", "matter"),
    [
        # nT is d[16] of a block; a page has no such bit (architecture.md 1.4).
        (WB_PAGE, 3, {}, {"bbm": False, "haft": False, "fwb": True, "xnx": True, "s2pie": True}),
        (BLOCK, 2, {}, {"bbm": True, "haft": False}),
        # Only a table has the Access flag of HAFT; it has no MemAttr that FWB would read.
        (TABLE, 2, {}, {"haft": True, "fwb": False, "mte_perm": False, "xnx": False}),
        # 52-bit addresses: DS with 4k and 16k, LPA with 64k.
        (WB_PAGE, 3, {}, {"ds": True, "lpa": False}),
        (WB_PAGE, 3, {"page_size": "64k"}, {"ds": False, "lpa": True}),
        # Overlays exist with indirect permissions only.
        (WB_PAGE, 3, {"s2pie": True}, {"s2poe": True, "xnx": False}),
        (WB_PAGE, 3, {}, {"s2poe": False}),
        (0, 3, {}, dict.fromkeys(("fwb", "xnx", "ds", "realm", "page_size"), False)),
    ],
)
def test_an_option_stands_back_where_it_changes_nothing(
    value: int, level: int, regime: dict[str, object], matter: dict[str, bool]
) -> None:
    edited = edited_as(value, level, **regime)
    assert {name: not edits.idle(edited, name) for name in matter} == matter
    rows = {row.name: row for row in options.rows(edited)}
    for name, matters in matter.items():
        assert rows[name].idle is not matters
        line = plain([options.row_line(rows[name], 29, chosen=False)])
        assert line.startswith(" ≈") is not matters
        assert (options.IDLE in plain(options.help_lines(edited, name, 200))) is not matters


def test_the_descriptor_follows_what_the_policy_writes_until_the_value_is_somebodys_own() -> None:
    before, after = ask(), ask("host.fwb=false")
    edited = edits.following(before)
    assert (edited.value, edited.level, edited.own) == (WB_PAGE, 3, False)
    followed = edits.following(after, edited)
    assert followed.value == 0x0000_0000_8000_07FF  # architecture.md 1.9: FWB=0, Write-Back
    assert followed.was == decode(WB_PAGE, 3)
    own = edits.flipped(edited, 10)
    on_host = edits.on_host(own, after.scenario, before.scenario)
    assert on_host.value == own.value
    assert not on_host.regime.fwb
    assert edits.on_host(own, ask("backing=shmem").scenario, before.scenario) is own


def test_where_nothing_is_written_the_desk_is_blank_and_read_as_the_host_would() -> None:
    refused = ask("backing=pfnmap", "page.map_memory=false", "host.fwb=false")
    edited = edits.following(refused)
    assert edited.value == 0
    assert not edited.regime.fwb
    assert edited.now.kind == "invalid"


def test_typing_the_same_value_again_changes_nothing() -> None:
    edited = edits.following(ask())
    assert edits.typed(edited, "0x800007db") is edited
    assert edits.typed(edited, "0x800007d9").level is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("0x7db\n", "0x7db"),
        ("a page: 0x800007db, 4k", "0x800007db"),
        ("[   12.3] desc=0X7db", "0X7db"),
        ("800007db\nmore", "800007db"),
        ("", ""),
        ("  \n", ""),
    ],
)
def test_of_a_pasted_text_the_word_that_looks_like_a_value_is_taken(text: str, word: str) -> None:
    assert edits.pasted(text) == word
