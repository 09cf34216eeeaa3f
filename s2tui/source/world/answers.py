"""Answers that somebody gives for names that the tables lack, or answer otherwise.

A file of lines `NAME = 0`, `NAME = field host.fwb` and `NAME = noop`; what is behind `#` is a
comment. What is given here is believed, so whoever prints an answer says that it was.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from s2tui.errors import RequestError, short, unknown
from s2tui.kvm.scenario.fields import FIELDS

if TYPE_CHECKING:
    from s2tui.kvm.scenario.fields import Scenario

_LINE = re.compile(r"([A-Za-z_]\w*)\s*=\s*(.+)")
_NUMBER = re.compile(r"-?(?:0[xX][0-9a-fA-F]+|\d+)")
FORMS = "NAME = NUMBER, NAME = field FIELD or NAME = noop"


class Given(NamedTuple):
    """What a function answers, or a name stands for, whatever its arguments."""

    name: str
    number: int = 0
    field: str | None = None
    """The scenario's field that it answers, which is true or false."""
    noop: bool = False
    """A call of it does nothing, and its arguments are not evaluated."""

    def answer(self, s: Scenario) -> int:
        """What is answered in a scenario."""
        if self.field is None:
            return self.number
        return int(getattr(s, FIELDS[self.field].attribute))


def read_answers(name: str) -> dict[str, Given]:
    """The answers in a file, by name.

    Raises:
        RequestError: it cannot be read, or a line is no answer; the line is named.
    """
    try:
        text = Path(name).expanduser().read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else error
        raise RequestError(f"cannot read {name}: {said}") from None
    found: dict[str, Given] = {}
    for number, line in enumerate(text.splitlines(), 1):
        said = line.partition("#")[0].strip()
        if said:
            given = _given(said, f"{name}:{number}")
            if given.name in found:
                raise RequestError(f"{name}:{number}: {given.name} is answered twice")
            found[given.name] = given
    return found


def _given(said: str, at: str) -> Given:
    line = _LINE.fullmatch(said)
    if line is None:
        raise RequestError(f"{at}: {short(said)!r} is no answer: {FORMS}")
    name, value = line.groups()
    if _NUMBER.fullmatch(value):
        return Given(name, int(value, 0) if value.lstrip("-")[:2] in ("0x", "0X") else int(value))
    if value == "noop":
        return Given(name, noop=True)
    word, _, field = value.partition(" ")
    if word != "field":
        raise RequestError(f"{at}: {short(value)!r} is no answer: {FORMS}")
    field = field.strip()
    if field not in FIELDS:
        raise RequestError(f"{at}: {unknown('field', field, FIELDS)}")
    if set(FIELDS[field].values) != {True, False}:
        raise RequestError(f"{at}: {field} is not true or false, so it answers for nothing")
    return Given(name, field=field)
