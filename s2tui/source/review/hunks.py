"""What of the text of two trees differs: files, hunks and lines."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

CONTEXT = 3
"""Lines around a change that its hunk has too, as git has it."""
MARGIN = 32
"""Lines that are compared around what differs: where equal lines repeat, the change may be said to
be a little earlier."""
CODE = (".c", ".h", ".S", ".s", ".inc", ".rs", "Makefile", "Kbuild", "Kconfig")
"""How files are called that become part of a kernel, or say which do."""
ELSEWHERE = ("Documentation/", "tools/", "samples/", "scripts/", "LICENSES/")
"""Folders of which nothing is in a kernel."""


class Hunk(NamedTuple):
    """Lines next to each other that were replaced, added or removed."""

    file: str
    head: str
    """`@@ -10,7 +10,9 @@`, of the git hunk that they are part of."""
    was: range
    """The lines that are gone, numbered from 1; where they would be, if there are none."""
    now: range
    """The lines that are there instead."""


def is_kernel_code(path: str) -> bool:
    """Whether a file can change what a kernel for arm64 does."""
    if path.startswith(ELSEWHERE) or not path.endswith(CODE):
        return False
    return not path.startswith("arch/") or path.startswith("arch/arm64/") or path.count("/") == 1


def hunks(
    was: Mapping[str, bytes | None], now: Mapping[str, bytes | None]
) -> Iterator[tuple[str, tuple[Hunk, ...]]]:
    """The hunks of each file that differs, by path."""
    for path in sorted(was.keys() | now.keys()):
        before, after = was.get(path), now.get(path)
        if before != after:
            yield path, tuple(_hunks(path, _lines(before), _lines(after)))


def _lines(content: bytes | None) -> list[str]:
    return [] if content is None else content.decode("utf-8", "replace").splitlines()


def _hunks(path: str, was: list[str], now: list[str]) -> Iterator[Hunk]:
    # What both begin and end with costs nothing, and most of a file is one of the two.
    same = min(len(was), len(now))
    head = next((n for n in range(same) if was[n] != now[n]), same)
    rest = same - head
    tail = next((n for n in range(rest) if was[-1 - n] != now[-1 - n]), rest)
    start, cut = max(head - MARGIN, 0), max(tail - MARGIN, 0)
    matcher = SequenceMatcher(
        None, was[start : len(was) - cut], now[start : len(now) - cut], autojunk=False
    )
    for group in matcher.get_grouped_opcodes(CONTEXT):
        first, last = group[0], group[-1]
        sizes = last[2] - first[1], last[4] - first[3]
        head_of = f"@@ -{_span(start + first[1], sizes[0])} +{_span(start + first[3], sizes[1])} @@"
        for kind, i, j, k, m in group:
            if kind != "equal":
                yield Hunk(
                    path,
                    head_of,
                    range(start + i + 1, start + j + 1),
                    range(start + k + 1, start + m + 1),
                )


def _span(start: int, size: int) -> str:
    """Where lines begin and how many they are, as git writes it."""
    return f"{start + 1},{size}" if size else f"{start},0"


def moved(found: Iterable[Hunk], line: int) -> int:
    """Where a line of the first text stands in the second; near to there where it is gone."""
    shift = 0
    for hunk in found:
        if line < hunk.was.start:
            break
        if line in hunk.was:
            return min(hunk.now.start + line - hunk.was.start, max(hunk.now.stop, hunk.now.start))
        shift = hunk.now.stop - hunk.was.stop
    return line + shift
