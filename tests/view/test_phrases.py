"""Every field can be said in words."""

from __future__ import annotations

from s2tui.kvm.scenario.fields import FIELDS
from s2tui.view.kit.phrases import RANK, WORDS


def test_every_field_has_its_words_and_its_place() -> None:
    assert set(WORDS) == set(RANK) == set(FIELDS)


def test_words_and_their_sets_are_of_values_that_there_are() -> None:
    for name, words in WORDS.items():
        values = FIELDS[name].values
        assert set(words.values) <= set(values)
        assert all(group < set(values) for group in words.sets)
        assert len(words.values) == 2 or type(values[0]) is not bool


def test_what_is_said_first_follows_the_ranks_of_the_fields() -> None:
    said = sorted((field for field in FIELDS.values() if field.said), key=lambda f: f.rank)
    assert sorted(RANK, key=RANK.__getitem__)[: len(said)] == [field.name for field in said]
