"""The value on the desk: typing, flipping, options, and following the scenario."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2tui.arm.descriptor.codec import decode
from s2tui.arm.descriptor.geometry import Regime
from s2tui.arm.descriptor.regime_options import OPTIONS
from s2tui.errors import RequestError
from s2tui.view.descriptor import edited as desks
from s2tui.view.descriptor import options
from s2tui.view.descriptor.edited import Desk
from s2tui.view.kit.text import plain
from tests.strategies import WORDS
from tests.view.asking import ask

NAMES = st.sampled_from(desks.NAMES)
WB_PAGE = 0x0000_0000_8000_07DB
"""architecture.md 1.9: a page, FWB, force Write-Back."""
BLOCK = 0x0000_0000_8000_07D9
"""architecture.md 1.9: a level 2 block, FWB, force Write-Back."""
TABLE = 0x0000_0000_8000_0003


def on_desk(value: int, level: int | None = None, **regime: object) -> Desk:
    return Desk(value, Regime(**regime), level)  # type: ignore[arg-type]


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
    assert desks.read_value(text) == WB_PAGE


@pytest.mark.parametrize("text", ["", "0x", "zz", "-1", "0x1ffffffffffffffff", "0x1 0x2", "[/]"])
def test_what_is_no_64_bit_value_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(RequestError) as error:
        desks.read_value(text)
    assert "accepted" in str(error.value)
    assert "\n" not in str(error.value)


@given(WORDS, st.integers(0, 63))
def test_a_bit_that_is_flipped_twice_is_as_it_was(value: int, bit: int) -> None:
    desk = on_desk(value)
    once = desks.flipped(desk, bit)
    assert once.value == value ^ (1 << bit)
    assert once.own
    assert once.was == desk.now
    assert desks.flipped(once, bit).value == value


@given(WORDS, NAMES, st.sampled_from([-1, 1]))
def test_turning_an_option_goes_round_and_back(value: int, name: str, by: int) -> None:
    desk = on_desk(value, 3)
    turned = desk
    for _ in desks.choices(desk, name):
        turned = desks.turned(turned, name, by)
        assert turned.value == value
    assert desks.option_value(turned, name) == desks.option_value(desk, name)


@given(WORDS, st.lists(st.tuples(NAMES, st.sampled_from([-1, 1])), max_size=20))
def test_whatever_is_turned_the_value_can_be_read(value: int, turns: list[tuple[str, int]]) -> None:
    desk = on_desk(value)
    for name, by in turns:
        desk = desks.turned(desk, name, by)
        assert desk.now.value == value
        assert desks.option_value(desk, name) in desks.choices(desk, name)
        assert len(options.rows(desk)) == len(OPTIONS) + 1


def test_level_minus_1_can_be_chosen_only_where_the_granule_has_it() -> None:
    """architecture.md 1.1: level -1 needs 4k and DS=1; 64k begins at level 1."""
    assert desks.choices(on_desk(WB_PAGE), "level") == ("auto", 0, 1, 2, 3)
    assert desks.choices(on_desk(WB_PAGE, ds=True), "level") == ("auto", -1, 0, 1, 2, 3)
    assert desks.choices(on_desk(WB_PAGE, page_size="64k"), "level") == ("auto", 1, 2, 3)


def test_a_level_that_a_turned_granule_lacks_becomes_auto() -> None:
    desk = desks.turned(on_desk(TABLE, 0, page_size="16k"), "page_size", 1)
    assert desk.regime.page_size == "64k"
    assert desk.level is None


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
    desk = on_desk(value, level, **regime)
    assert {name: not desks.idle(desk, name) for name in matter} == matter
    rows = {row.name: row for row in options.rows(desk)}
    for name, matters in matter.items():
        assert rows[name].idle is not matters
        line = plain([options.row_line(rows[name], 29, chosen=False)])
        assert line.endswith(")") is not matters
        assert (options.IDLE in plain(options.help_lines(desk, name, 200))) is not matters


def test_the_desk_follows_what_the_policy_writes_until_the_value_is_somebodys_own() -> None:
    before, after = ask(), ask("host.fwb=false")
    desk = desks.following(before)
    assert (desk.value, desk.level, desk.own) == (WB_PAGE, 3, False)
    followed = desks.following(after, desk)
    assert followed.value == 0x0000_0000_8000_07FF  # architecture.md 1.9: FWB=0, Write-Back
    assert followed.was == decode(WB_PAGE, 3)
    own = desks.flipped(desk, 10)
    on_host = desks.on_host(own, after.scenario, before.scenario)
    assert on_host.value == own.value
    assert not on_host.regime.fwb
    assert desks.on_host(own, ask("backing=shmem").scenario, before.scenario) is own


def test_where_nothing_is_written_the_desk_is_blank_and_read_as_the_host_would() -> None:
    refused = ask("backing=pfnmap", "page.map_memory=false", "host.fwb=false")
    desk = desks.following(refused)
    assert desk.value == 0
    assert not desk.regime.fwb
    assert desk.now.kind == "invalid"


def test_typing_the_same_value_again_changes_nothing() -> None:
    desk = desks.following(ask())
    assert desks.typed(desk, "0x800007db") is desk
    assert desks.typed(desk, "0x800007d9").level is None


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
    assert desks.pasted(text) == word
