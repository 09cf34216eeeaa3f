"""The JSON of `combine`: one object in, one object out, on one line.

The keys and their order are the command line's contract. Strict on the way in: an unknown key or
a value of another type is a wrong request, never ignored.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from s2tui.arm.combine.combination import (
    SHAREABILITIES,
    Combination,
    CombineInputs,
    combine_inputs,
    normalise,
)
from s2tui.arm.combine.rules import STAGE1_WORDS, Controls, Stage1
from s2tui.arm.hexword import hex_number
from s2tui.errors import RequestError, short, unknown

if TYPE_CHECKING:
    from s2tui.arm.attributes import Shareability

REQUIRED = ("s1", "s2", "fwb")
OPTIONAL = ("s1_sh", "s2_sh", "icache", "mte", "xs", "mte_perm", "fnxs", "cd")
KEYS = (*REQUIRED, *OPTIONAL)
_KNOWN = frozenset(KEYS)
_NEEDED = frozenset(REQUIRED)
_WORDS = frozenset({"s1_sh", "s2_sh"})
_FLAGS = _KNOWN - _WORDS - {"s1", "s2"}
#: The usual spellings, which a batch need not parse again on every line.
_MEMATTR = {f"0x{value:x}": value for value in range(0x10)}
_STAGE1: dict[str, int | str] = {
    **{word: word for word in STAGE1_WORDS},
    **{f"0x{value:02x}": value for value in range(0x100)},
}


def parse_number(word: object, name: str, most: int, what: str) -> int:
    """A hex string, with or without 0x, or an integer, from 0 to `most`.

    Raises:
        RequestError: it is neither, or out of range.
    """
    value = -1
    if type(word) is int:
        value = word
    elif isinstance(word, str):
        value = _hex(word)
    if 0 <= value <= most:
        return value
    shown = word if isinstance(word, str) else repr(word)
    raise RequestError(f"{name}: {short(shown)} is not {what}")


def _hex(word: str) -> int:
    """The number, -1 where it is none. Underscores are for people, not for a batch."""
    value = None if "_" in word else hex_number(word)
    return -1 if value is None else value


def parse_stage1(word: object) -> int | str:
    """A MAIR byte or one of the words for a disabled stage 1.

    Raises:
        RequestError: it is neither; a word that is close to one is suggested.
    """
    if type(word) is str and word in _STAGE1:
        return _STAGE1[word]
    if isinstance(word, str) and _hex(word) < 0:
        note = f"; accepted: a MAIR byte (0x00 to 0xff), {', '.join(STAGE1_WORDS)}"
        raise unknown("s1", word, STAGE1_WORDS, note)
    return parse_number(word, "s1", 0xFF, "a MAIR byte (0x00 to 0xff)")


def parse_memattr(word: object) -> int:
    """A MemAttr field, 0x0 to 0xf.

    Raises:
        RequestError: it is not.
    """
    if type(word) is str and word in _MEMATTR:
        return _MEMATTR[word]
    return parse_number(word, "s2", 0xF, "a MemAttr (0x0 to 0xf)")


def _check_keys(request: dict[str, Any]) -> None:
    """Refuse unknown keys, and the lack of a required one."""
    for key in request:
        if key not in _KNOWN:
            raise unknown("key", key, KEYS)
    for key in REQUIRED:
        if key not in request:
            raise RequestError(f"{key} is missing; required: {', '.join(REQUIRED)}")


def _check_words(request: dict[str, Any]) -> None:
    """Refuse a flag that is no boolean and a shareability that is none."""
    for key, value in request.items():
        if key in _FLAGS:
            if value is not True and value is not False:
                raise RequestError(f"{key}: {short(repr(value))} is not true or false")
        elif key in _WORDS and (not isinstance(value, str) or value not in SHAREABILITIES):
            raise unknown(key, str(value), SHAREABILITIES)


def parse_request(request: object) -> tuple[Stage1, int, Shareability, Controls]:
    """One decoded JSON object as stage 1, MemAttr, stage 2's shareability and the controls.

    Raises:
        RequestError: it is not a request, or a value is out of range.
    """
    if not isinstance(request, dict):
        raise RequestError("a line is one JSON object with s1, s2 and fwb")
    if not (request.keys() <= _KNOWN and request.keys() >= _NEEDED):
        _check_keys(request)
    _check_words(request)
    get = request.get
    stage1 = Stage1(parse_stage1(request["s1"]), get("s1_sh", "ish"), get("icache", True))
    controls = Controls(
        request["fwb"],
        get("mte", True),
        get("xs", False),
        get("mte_perm", False),
        get("fnxs", False),
        get("cd", False),
    )
    return stage1, parse_memattr(request["s2"]), get("s2_sh", "ish"), controls


def answer(request: object) -> str:
    """Answer one decoded JSON object with one line of JSON.

    Raises:
        RequestError: it is not a request, or a value is out of range.
    """
    stage1, s2, s2_sh, controls = parse_request(request)
    return _render(normalise(stage1, s2, s2_sh, controls))


# A batch repeats itself; only what is new is derived and rendered.
@lru_cache(maxsize=1 << 14)
def _render(inputs: CombineInputs) -> str:
    return render(combine_inputs(inputs))


def render(combination: Combination) -> str:
    """The answer as one line of JSON.

    Put together by hand: no word of it needs escaping, and a batch spends most of its time here.
    """
    par, shareability = combination.par_attr, combination.shareability
    shown = "null" if par is None else f'"0x{par:02x}"'
    sh = "null" if shareability is None else f'"{shareability}"'
    pairs = "null"
    if combination.permitted:
        listed = ", ".join([f'["0x{p:02x}", "{s}"]' for p, s in combination.permitted])
        pairs = f"[{listed}]"
    return (
        f'{{"type": "{combination.type}", "par_attr": {shown}, "shareability": {sh}, '
        f'"reserved": {"true" if combination.reserved else "false"}, "permitted": {pairs}}}'
    )
