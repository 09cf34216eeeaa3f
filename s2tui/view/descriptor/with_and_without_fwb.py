"""What one descriptor means with FWB on and with FWB off, side by side."""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from s2tui.arm.combine.combination import SHAREABILITIES, combine
from s2tui.arm.descriptor.codec import decode
from s2tui.kvm.rules.resultant import MAIR
from s2tui.view.kit import words
from s2tui.view.kit.layout import cut, fit, flow, wrap
from s2tui.view.kit.text import MARKS, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.arm.attributes import Shareability
    from s2tui.arm.combine.combination import Combination
    from s2tui.arm.descriptor.codec import Descriptor
    from s2tui.view.kit.text import Line, Role

MMU_OFF = "MMU off"
ASKED: dict[str, int | str] = {
    "normal-wb": MAIR["normal-wb"],
    "normal-nc": MAIR["normal-nc"],
    "device-ngnre": MAIR["device-ngnre"],
    MMU_OFF: "off",
    **{str(what): byte for what, byte in MAIR.items()},
}
"""What a guest may ask for, the most usual first: a MAIR byte, or stage 1 off."""
SH: dict[int, tuple[Shareability, ...]] = {0: ("nsh",), 1: SHAREABILITIES, 2: ("osh",), 3: ("ish",)}
"""The shareabilities that a value of SH may be read as; 01 is reserved."""
NO_SH: tuple[Shareability, ...] = ("ish",)
"""With DS=1 it comes from VTCR_EL2.SH0, where KVM writes Inner Shareable."""
SAME, DIFFERS = "=", "≠"
LABEL = 14
STACKED_LEAST = 45
"""Columns below which the label is left out where the meanings stand below each other."""


class Readings(NamedTuple):
    """One descriptor read in two ways."""

    on: Descriptor
    off: Descriptor


class Asked(NamedTuple):
    """What a guest gets that asks for one attribute."""

    what: str
    on: tuple[Combination, ...]
    """With FWB; more than one where the shareability is reserved."""
    off: tuple[Combination, ...]


def readings(descriptor: Descriptor) -> Readings:
    """A descriptor with FWB on and with FWB off, all else as it is."""
    value, level, regime = descriptor.value, descriptor.level, descriptor.regime
    return Readings(
        decode(value, level, regime._replace(fwb=True)),
        decode(value, level, regime._replace(fwb=False)),
    )


def asked(descriptor: Descriptor) -> tuple[Asked, ...]:
    """What a guest gets for each attribute it may ask for; nothing where there is no leaf."""
    if descriptor.kind not in ("page", "block"):
        return ()
    read = readings(descriptor)
    return tuple(Asked(w, _got(read.on, s1), _got(read.off, s1)) for w, s1 in ASKED.items())


def side_by_side(descriptor: Descriptor, width: int) -> list[Line]:
    """MemAttr in words and what a guest gets, each with FWB on and off; differences marked.

    Args:
        descriptor: a leaf; anything else is said to have no memory type.
        width: columns.
    """
    rows = asked(descriptor)
    if not rows:
        kind = "a table" if descriptor.kind == "table" else "an invalid entry"
        return flow((), f"{kind} has no memory type", width, "dim")
    column = max((width - LABEL - 2) // 2, 1)
    lines = _meanings(descriptor, column, width)
    texts = _texts(rows, column)
    for row, (on, off) in zip(rows, texts, strict=True):
        lines.append(_row(row, on, off, column, width))
    return lines


def _got(descriptor: Descriptor, s1: int | str) -> tuple[Combination, ...]:
    """What a leaf makes of a stage-1 attribute."""
    memattr, sh, fnxs = (descriptor.field(name) for name in ("MemAttr", "SH", "FnXS"))
    assert memattr is not None
    regime = descriptor.regime
    found = [
        combine(
            s1,
            memattr.value,
            fwb=regime.fwb,
            s2_sh=s2_sh,
            xs=regime.xs,
            mte_perm=regime.mte_perm,
            fnxs=bool(fnxs and fnxs.value),
        )
        for s2_sh in (NO_SH if sh is None else SH[sh.value])
    ]
    return tuple(dict.fromkeys(found))


def _titles(descriptor: Descriptor, column: int, width: int) -> Line:
    """The heads of the columns; the one that the descriptor is read with says so."""
    as_read = descriptor.regime.fwb
    on, off = (
        f"FWB {word}{' (as read)' if here else ''}"
        for word, here in (("on", as_read), ("off", not as_read))
    )
    return fit(
        (
            Span(" " * LABEL),
            Span(f"{cut(on, column):<{column}}  ", "title" if as_read else "dim"),
            Span(cut(off, column), "dim" if as_read else "title"),
        ),
        width,
    )


def _meanings(descriptor: Descriptor, column: int, width: int) -> list[Line]:
    """MemAttr in words, beside each other or, where that takes long, below each other."""
    on, off = (d.field("MemAttr") for d in readings(descriptor))
    assert on is not None
    assert off is not None
    differs = on.meaning != off.meaning
    label = f"MemAttr {words.binary(on)}"
    heads = _titles(descriptor, column, width)
    if max(len(on.meaning), len(off.meaning)) > 2 * column:
        label = f"{label:<{LABEL}}" if width >= STACKED_LEAST else ""
        first = (Span(label, "title"), _mark(differs))
        lines = flow((*first, Span("on   ", "title")), on.meaning, width)
        blank = Span(" " * (len(label) + 2))
        return [*lines, *flow((blank, Span("off  ", "title")), off.meaning, width), heads]
    lines = [heads]
    pairs = zip_longest(wrap(on.meaning, column), wrap(off.meaning, column), fillvalue="")
    for place, (one, other) in enumerate(pairs):
        mark = _mark(differs) if not place else Span("  ")
        left = Span(f"{label if not place else '':<{LABEL}}", "title")
        lines.append(fit((left, Span(f"{one:<{column}}"), mark, Span(other)), width))
    return lines


def _mark(differs: bool) -> Span:
    return Span(f"{DIFFERS if differs else SAME} ", "key" if differs else "dim")


def _row(row: Asked, on: str, off: str, column: int, width: int) -> Line:
    def got(text: str, results: tuple[Combination, ...]) -> Span:
        role: Role = "reserved" if any(r.reserved for r in results) else "set"
        return Span(text, role)

    differs = row.on != row.off and _facts(row.on) != _facts(row.off)
    return fit(
        (
            Span(f"{row.what:<{LABEL}}", "text"),
            got(f"{cut(on, column):<{column}}", row.on),
            _mark(differs),
            got(cut(off, column), row.off),
        ),
        width,
    )


def _facts(results: Iterable[Combination]) -> list[object]:
    """What is compared: type, byte, shareability and what else is permitted, no words."""
    return [(r.kind, r.par_attr, r.shareability, r.permitted) for r in results]


@lru_cache(maxsize=256)
def _texts(rows: tuple[Asked, ...], column: int) -> tuple[tuple[str, str], ...]:
    """The results of every row, with as much detail as all of them have room for."""
    for detail in (3, 2, 1):
        texts = tuple((_text(row.on, detail), _text(row.off, detail)) for row in rows)
        if max(len(text) for pair in texts for text in pair) < column:
            break
    return texts


def _text(results: tuple[Combination, ...], detail: int) -> str:
    """A result: its type, with the byte of PAR_EL1, with the shareability."""
    first = results[0]
    parts = [first.kind]
    if detail > 1 and first.par_attr is not None:
        parts.append(words.par(first.par_attr))
    if detail > 2 and first.shareability is not None:
        several = len({result.shareability for result in results}) > 1
        parts.append("any sh" if several else first.shareability)
    mark = f"{MARKS['reserved']} " if any(r.reserved for r in results) else ""
    return mark + " ".join(parts) + (_others(results) if detail > 2 else "")


def _others(results: tuple[Combination, ...]) -> str:
    """What else is permitted: the one other result by what is different in it, or how many."""
    permitted = max((r.permitted or () for r in results), key=len)
    if len(permitted) != 2:
        return f" or {len(permitted) - 1} others" if permitted else ""
    (par, sh), (other_par, other_sh) = permitted
    said = [words.par(other_par)] if other_par != par else []
    return " or " + " ".join([*said, *([other_sh] if other_sh != sh else [])])
