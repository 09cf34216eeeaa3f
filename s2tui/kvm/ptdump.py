"""The text of debugfs `stage2_page_tables`: what KVM prints of a guest's stage-2 tables.

One line for each run of entries that look the same: first and last guest address, size, level,
and the attributes in fixed columns. The memory type is not among them. Linux
arch/arm64/kvm/ptdump.c:stage2_pte_bits and arch/arm64/mm/ptdump.c:note_page @ v7.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from s2tui.arm.descriptor.codec import BitField, Kind, Regime
from s2tui.arm.descriptor.layout import layout
from s2tui.arm.hexword import hex_number
from s2tui.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from s2tui.arm.descriptor.geometry import PageSize

SETTINGS = ("ipa_range", "stage2_levels")
"""The files beside the dump; each holds one decimal number."""
_UNITS = "KMGTPE"
_XN = {
    ("px", "ux"): 0b00,
    ("PXNux",): 0b01,
    ("PXNUXN",): 0b10,
    ("px", "UXN"): 0b11,
}
_XN_WORDS = {word for words in _XN for word in words}
_WORDS = {"F", "R", "W", "X", "AF", "BLK"} | _XN_WORDS
_ACCEPTED = "F, R, W, px ux, PXNux, PXNUXN, px UXN, AF, BLK"


class DumpError(RequestError):
    """A line that starts like a page-table dump and is none."""


class DumpRange(NamedTuple):
    """One line of the dump: entries that look the same."""

    first: int
    last: int
    """The last guest address that belongs to it."""
    level: int
    kind: Kind
    fields: tuple[BitField, ...]
    """What is printed of the entries, as descriptor fields."""
    words: tuple[str, ...]
    """The attributes as they are printed; none where every entry is 0."""

    @property
    def size(self) -> int:
        """How many bytes of guest address space it covers."""
        return self.last + 1 - self.first

    def field(self, name: str) -> BitField | None:
        """The field of a name; None where the kernel does not say."""
        return next((field for field in self.fields if field.name == name), None)


class Heading(NamedTuple):
    """A line that says what the next ones are."""

    text: str


class Setting(NamedTuple):
    """The content of one of the files beside the dump."""

    name: str
    value: int


class Other(NamedTuple):
    """A line that is no part of a dump."""

    text: str


Item: TypeAlias = DumpRange | Heading | Setting | Other


def read_dump(
    lines: Iterable[str],
    page_size: PageSize = "4k",
    bad: Callable[[DumpError], None] | None = None,
) -> Iterator[Item]:
    """Tell the lines of a dump apart; blank ones are left out.

    Args:
        lines: of the file.
        page_size: granule of stage 2.
        bad: is told of a line that cannot be read, which is then left out.

    Once a dump has begun, a line of one or two decimal digits is what `ipa_range` or
    `stage2_levels` hold, whether or not a heading says so.

    Raises:
        DumpError: a line that starts like a range of a dump and does not go on like one, if
            nobody is to be told.
    """
    section = ""
    begun = False
    for text in map(str.strip, lines):
        if not text:
            continue
        if text.startswith(("---", "===", "#")):
            begun = begun or text[0] != "#"
            section = text.strip("-= ")
            yield Heading(text)
        elif begun and len(text) <= 2 and text.isascii() and text.isdecimal():
            yield Setting(section if section in SETTINGS else "", int(text))
        elif is_range(text):
            begun = True
            try:
                item = parse_range(text, page_size)
            except DumpError as error:
                if bad is None:
                    raise
                bad(error)
            else:
                yield item
        else:
            yield Other(text)


def is_range(text: str) -> bool:
    """Whether a line begins with two addresses and a dash between them."""
    first, dash, last = text.partition("-")
    return bool(dash) and first.startswith("0x") and last.startswith("0x")


def parse_range(text: str, page_size: PageSize = "4k") -> DumpRange:
    """Read one line of a dump.

    Raises:
        DumpError: it is no such line.
    """
    words = text.split()
    if len(words) < 3:
        raise DumpError(f"page-table dump: {text!r} lacks a size and a level")
    first, end = _addresses(words[0])
    if _size(words[1]) != end - first:
        raise DumpError(f"page-table dump: size {words[1]!r} does not match {words[0]}")
    if words[2] not in {"0", "1", "2", "3"}:
        raise DumpError(f"page-table dump: unknown level {words[2]!r}; accepted: 0, 1, 2, 3")
    level = int(words[2])
    shown = tuple(words[3:])
    for word in shown:
        if word not in _WORDS:
            raise DumpError(f"page-table dump: unknown attribute {word!r}; accepted: {_ACCEPTED}")
    kind = _kind(shown, level)
    fields = () if kind == "invalid" else _fields(shown, level, kind, page_size)
    return DumpRange(first, end - 1, level, kind, fields, shown)


def _addresses(word: str) -> tuple[int, int]:
    first, _, end = word.partition("-")
    start, stop = hex_number(first), hex_number(end)
    if start is None or stop is None:
        raise DumpError(f"page-table dump: {word!r} is not a range of addresses")
    if not start < stop <= 1 << 64:
        raise DumpError(f"page-table dump: the range {word} is empty or beyond 64 bits")
    return start, stop


def _size(word: str) -> int | None:
    """A size in bytes: a number and a unit, K to E."""
    number, unit = word[:-1], word[-1:]
    if not (number.isascii() and number.isdecimal()) or unit not in _UNITS:
        return None
    return int(number) << 10 * (_UNITS.index(unit) + 1)


def _kind(words: tuple[str, ...], level: int) -> Kind:
    if not words or "F" in words:
        return "invalid"
    if level == 3:
        return "invalid" if "BLK" in words else "page"
    return "block" if "BLK" in words else "table"


def _fields(
    words: tuple[str, ...], level: int, kind: Kind, page_size: PageSize
) -> tuple[BitField, ...]:
    """S2AP, XN and AF as printed.

    XN is left out where a kernel prints only X: the first one that had this file printed it for
    an execute-never entry, later ones for an executable one.
    """
    if kind == "table":
        return ()
    slots = layout(Regime(page_size), kind, min(level, 3)).by_name
    values = {"S2AP": ("R" in words) | ("W" in words) << 1, "AF": int("AF" in words)}
    xn = _XN.get(tuple(word for word in words if word in _XN_WORDS))
    if xn is not None:
        values = {"XN": xn, **values}
    return tuple(slots[name].ready[value] for name, value in values.items())
