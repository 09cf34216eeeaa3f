"""Descriptors out of whatever somebody pastes: a dump, or hexadecimal words with text around them.

What QEMU's `xp`, crash's `rd`, a debugger or a log print has an address before a colon and words
behind it. A line that is made of words alone is read as it always was, however short they are; in
one with text around only what begins with 0x, or has all 16 digits, is a word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from s2tui.arm.descriptor.codec import Descriptor, decode
from s2tui.arm.hexword import hex64, hex_number
from s2tui.errors import RequestError, short, unknown
from s2tui.kvm.ptdump import DumpRange, Other, read_dump

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from s2tui.arm.descriptor.codec import BitField
    from s2tui.arm.descriptor.geometry import Regime
    from s2tui.kvm.ptdump import Item

WHAT = "descriptor"
KINDS = ("page", "block", "table", "invalid")
_WORD = re.compile(r"(?<![\w.@+-])(?:0[xX][0-9a-fA-F_]+|[0-9a-fA-F]{16})(?![\w:-])").findall
"""A word with text around it; what stands before a colon is the address where words lie."""
SAYING = ("MemAttr", "S2AP", "SH", "XN", "AF", "Contiguous", "PIIndex", "POIndex")
"""The fields by which a summary tells descriptors apart."""


class Bad(NamedTuple):
    """A line that holds nothing to decode."""

    number: int
    """From 1."""
    why: str


class Group(NamedTuple):
    """Descriptors, or ranges of a dump, that look the same."""

    times: int
    size: int | None
    """Bytes of guest address space; None where words do not say it."""
    kind: str
    level: int
    fields: tuple[BitField, ...]
    words: tuple[str, ...]
    """As a dump prints them."""


class Pasted:
    """The items of some lines, and afterwards the lines that held none."""

    def __init__(self, lines: Iterable[str | None], level: int | None, regime: Regime) -> None:
        """Take the lines.

        Args:
            lines: one that is no text is None.
            level: of the table; None for what bits 1:0 say.
            regime: how descriptors are read.
        """
        self.bad: list[Bad] = []
        self.number = 0
        self._lines = lines
        self._level = level
        self._regime = regime

    def __iter__(self) -> Iterator[Descriptor | Item]:
        for item in read_dump(self._numbered(), self._regime.page_size, self._is_bad):
            if not isinstance(item, Other):
                yield item
                continue
            words = item.text.split()
            if any(hex_number(word) is None for word in words):
                words = _WORD(item.text)
            try:
                found = [decode(hex64(w, WHAT), self._level, self._regime) for w in words]
            except RequestError as error:
                self._is_bad(error)
                continue
            if not found:
                self._is_bad(RequestError(f"no hexadecimal word in {short(item.text)!r}"))
            yield from found

    def _is_bad(self, error: RequestError) -> None:
        self.bad.append(Bad(self.number, str(error)))

    def _numbered(self) -> Iterator[str]:
        for number, line in enumerate(self._lines, 1):
            self.number = number
            if line is None:
                what = "not text; expected a page-table dump or hexadecimal words"
                self._is_bad(RequestError(what))
            else:
                yield line


def condition(words: Iterable[str], regime: Regime) -> dict[str, set[int | str]]:
    """Read FIELD=VALUE words: what descriptors are to have, a field given twice either value.

    Raises:
        RequestError: no descriptor has such a field or kind, or a value is no number.
    """
    from s2tui.arm.descriptor.layout import layout

    known = {"kind", "level"}
    for kind, level in (("page", 3), ("block", 2), ("block", 1), ("table", 2)):
        try:
            known |= set(layout(regime, kind, level).by_name)
        except RequestError:
            continue
    found: dict[str, set[int | str]] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise RequestError(f"{short(word)!r} is not FIELD=VALUE; accepted: such as MemAttr=6")
        if name not in known:
            raise unknown("field", name, sorted(name for name in known if name.isalnum()))
        found.setdefault(name, set()).add(_value(name, value))
    return found


def _value(name: str, value: str) -> int | str:
    if name == "kind":
        if value not in KINDS:
            raise unknown("kind", value, KINDS)
        return value
    try:
        return int(value, 0)
    except ValueError:
        raise RequestError(
            f"{name} {short(value)!r} is not a number; accepted: decimal, 0x... or 0b..."
        ) from None


def fits(item: Descriptor | Item, wanted: Mapping[str, set[int | str]]) -> bool:
    """Whether a descriptor or a range has what is wanted; what a dump does not print it has not."""
    if not isinstance(item, Descriptor | DumpRange):
        return not wanted
    for name, values in wanted.items():
        if name in ("kind", "level"):
            value: int | str | None = getattr(item, name)
        else:
            field = item.field(name)
            value = field.value if field else None
        if value not in values:
            return False
    return True


def groups(items: Iterable[Descriptor | Item]) -> list[Group]:
    """What looks the same together, the most frequent first."""
    found: dict[tuple[object, ...], Group] = {}
    for item in items:
        if not isinstance(item, Descriptor | DumpRange):
            continue
        size = item.size if isinstance(item, DumpRange) else None
        words = item.words if isinstance(item, DumpRange) else ()
        said = tuple(f for f in item.fields if f.name in SAYING) if item.kind != "invalid" else ()
        key = (item.kind, item.level, words, tuple((f.name, f.value) for f in said))
        before = found.get(key)
        if before is None:
            found[key] = Group(1, size, item.kind, item.level, said, words)
        else:
            total = None if size is None else (before.size or 0) + size
            found[key] = before._replace(times=before.times + 1, size=total)
    return sorted(found.values(), key=lambda group: -group.times)
