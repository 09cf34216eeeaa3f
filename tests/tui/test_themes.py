"""The theme files: complete, legible, and told apart by everybody where they promise it."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, get_args

import pytest

from s2tui.errors import RequestError
from s2tui.tui.terminal import themes
from s2tui.view.kit.text import MARKS, Role
from tests.tui.colour import DEUTERANOPIA, NORMAL, PROTANOPIA, contrast, difference

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.colour import Matrix

NAMES = themes.names()
READ = ("text", "title")
"""Roles that longer texts are written in."""
MEANINGS = ("set", "clear", "changed", "allowed", "denied")
MARKED = (*MEANINGS, "reserved", "unknown")


def test_the_five_kinds_of_theme_exist_and_dark_comes_first() -> None:
    assert NAMES[0] == "dark"
    assert {"dark", "light", "projector", "colour-blind", "monochrome"} <= set(NAMES)


def test_a_theme_colours_exactly_the_roles_of_the_view() -> None:
    assert set(themes.ROLES) == set(get_args(Role))


@pytest.mark.parametrize("ground", themes.GROUNDS)
@pytest.mark.parametrize("name", NAMES)
def test_text_is_legible(name: str, ground: str) -> None:
    colours = themes.load(name).colours
    for role in READ:
        assert contrast(colours[role], colours[ground]) >= 7, role


@pytest.mark.parametrize("ground", themes.GROUNDS)
@pytest.mark.parametrize("name", NAMES)
def test_every_role_is_legible(name: str, ground: str) -> None:
    colours = themes.load(name).colours
    for role in themes.ROLES:
        assert contrast(colours[role], colours[ground]) >= 4.5, role


@pytest.mark.parametrize(
    "seen",
    [NORMAL, PROTANOPIA, DEUTERANOPIA],
    ids=["normal", "protanopia", "deuteranopia"],
)
def test_colour_blind_people_tell_the_meanings_apart(seen: Matrix) -> None:
    colours = themes.load("colour-blind").colours
    for one, other in combinations(MEANINGS, 2):
        assert difference(colours[one], colours[other], seen) >= 40, (one, other)


def test_every_meaning_has_a_mark_of_its_own() -> None:
    marks = [MARKS[role] for role in get_args(Role) if role in MARKED]
    assert all(marks)
    assert len(set(marks)) == len(MARKED)


def test_contrast_and_difference_are_those_of_known_pairs() -> None:
    """WCAG 2: black on white is 21. CIE Lab: black and white are 100 apart."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert difference("#000000", "#ffffff") == pytest.approx(100, abs=0.1)
    assert difference("#808080", "#808080", PROTANOPIA) == 0


def test_greys_look_the_same_to_everybody() -> None:
    for seen in (PROTANOPIA, DEUTERANOPIA):
        for row in seen:
            assert sum(row) == pytest.approx(1, abs=1e-4)


def test_an_unknown_theme_is_answered_with_the_accepted_ones() -> None:
    with pytest.raises(
        RequestError, match=r"unknown theme 'drak'; did you mean dark\?.*monochrome"
    ):
        themes.load("drak")


def _colours(**changed: str) -> str:
    given = dict.fromkeys((*themes.GROUNDS, *themes.ROLES), "#123456") | changed
    return "[colours]\n" + "".join(f'{name} = "{value}"\n' for name, value in given.items())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = ", "is not TOML"),
        ("[colours]\n", "has no colour for background, chosen, text"),
        (_colours(set="blue"), "set = 'blue' is not a colour; accepted: #rrggbb"),
        (_colours(dnied="#000000"), "unknown colour in own.toml 'dnied'; did you mean denied?"),
        (_colours() + '[emphasis]\nset = ["blink"]\n', "unknown emphasis in own.toml 'blink'"),
        (_colours() + '[emphasis]\nsit = ["bold"]\n', "did you mean set?"),
        ("colors = 1\n", "unknown key in own.toml 'colors'; did you mean colours?"),
    ],
)
def test_a_theme_file_with_a_mistake_names_it(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text)
    with pytest.raises(RequestError) as error:
        themes.read(file)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_theme_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"cannot read the theme .*none\.toml: No such file"):
        themes.read(tmp_path / "none.toml")
