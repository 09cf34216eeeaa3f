"""What each value of each field is, in one line: data, read when it is first asked for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from s2tui.kvm.scenario.fields import FIELDS, word
from s2tui.toml import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.kvm.scenario.fields import Value


@cache
def meanings() -> Mapping[str, Mapping[str, str]]:
    """By the name of a field and each of its values as it is typed, what that value is.

    In the order of the fields, the default first; the file is free to have another.
    """
    said = table(__file__, "values.toml")
    return {
        name: {word(value): said[name][word(value)] for value in field.values}
        for name, field in FIELDS.items()
    }


def meaning(name: str, value: Value) -> str:
    """What one value of a field is."""
    return meanings()[name][word(value)]
