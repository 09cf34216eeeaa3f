"""A combined attribute in words: what stage 1 and stage 2 say, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.arm.attributes import SHAREABILITY_WORDS, decode_mair, describe
from s2tui.arm.combine.rules import Stage1, stage1_attributes, stage1_shareability
from s2tui.arm.memattr import describe_memattr
from s2tui.view.kit.text import Span, line, marked

if TYPE_CHECKING:
    from s2tui.arm.attributes import Shareability
    from s2tui.arm.combine.combination import Combination
    from s2tui.arm.combine.rules import Controls
    from s2tui.view.kit.text import Line

_DISABLED = {
    "off": "stage 1 off, data access",
    "off-ifetch": "stage 1 off, instruction fetch",
    "dc": "stage 1 off, HCR_EL2.DC=1",
    "dct": "stage 1 off, HCR_EL2.{DC,DCT}=1",
}
_LABEL_WIDTH = 14
_PER_LINE = 6


def _labelled(label: str, *parts: str | Span) -> Line:
    return line(Span(f"{label:<{_LABEL_WIDTH}}", "key"), *parts)


def describe_combination(
    stage1: Stage1, s2: int, s2_sh: Shareability, controls: Controls, result: Combination
) -> list[Line]:
    """Both inputs, the resultant attribute, every permitted result, and why.

    Args:
        stage1: how stage 1 supplied its attribute.
        s2: MemAttr[3:0].
        s2_sh: the shareability of stage 2.
        controls: what they were combined under.
        result: their combination.
    """
    memattr = describe_memattr(s2, fwb=controls.fwb, mte_perm=controls.mte_perm)
    return [
        _labelled("stage 1", _stage1(stage1, controls)),
        _labelled("stage 2", f"MemAttr {s2:#x}: {memattr}, {SHAREABILITY_WORDS[s2_sh]}"),
        _labelled("under", f"FWB={int(controls.fwb)}", Span(_features(controls), "dim")),
        *_result(result),
        *_permitted(result),
        *_rows("because", result.reason.split("; ")),
    ]


def _stage1(stage1: Stage1, controls: Controls) -> str:
    shareability = SHAREABILITY_WORDS[stage1_shareability(stage1)]
    if isinstance(stage1.source, str):
        (attribute,) = stage1_attributes(stage1.source, stage1.icache, controls)
        words = f"{_DISABLED[stage1.source]}: {describe(attribute)}"
    else:
        decoded = decode_mair(stage1.source, xs=controls.xs, mte=controls.mte)
        words = f"0x{stage1.source:02x}: {describe(decoded)}"
    return f"{words}, {shareability}"


def _features(controls: Controls) -> str:
    """The other controls that are on, and FEAT_MTE2 where it is not."""
    names = {"xs": "FEAT_XS", "mte_perm": "FEAT_MTE_PERM", "fnxs": "FnXS=1", "cd": "HCR_EL2.CD=1"}
    on = [words for name, words in names.items() if getattr(controls, name)]
    return "".join(f", {word}" for word in [*on, *([] if controls.mte else ["no FEAT_MTE2"])])


def _result(result: Combination) -> list[Line]:
    if result.par_attr is None or result.shareability is None:
        return [_labelled("result", marked("unknown", result.type))]
    par = f"PAR_EL1.ATTR=0x{result.par_attr:02x}, {SHAREABILITY_WORDS[result.shareability]}"
    mark = [marked("reserved", "reserved"), Span(": ")] if result.reserved else []
    return [_labelled("result", *mark, Span(result.type, "title")), _labelled("", par)]


def _permitted(result: Combination) -> list[Line]:
    """The set, a few to a line; nothing where only one result is possible."""
    pairs = [f"0x{par:02x}/{sh}" for par, sh in result.permitted or ()]
    rows = [pairs[i : i + _PER_LINE] for i in range(0, len(pairs), _PER_LINE)]
    return _rows("permitted", ["  ".join(row) for row in rows])


def _rows(label: str, texts: list[str]) -> list[Line]:
    """A line for each text, the first with the label."""
    return [_labelled("" if n else label, text) for n, text in enumerate(texts)]
