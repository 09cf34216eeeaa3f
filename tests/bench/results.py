"""Results with their limits, and how they are printed."""

from __future__ import annotations

from statistics import median, quantiles
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Result(NamedTuple):
    """One number and what it may be at most."""

    what: str
    value: float
    limit: float | None
    unit: str = ""
    details: str = ""

    @property
    def good(self) -> bool:
        """Whether the limit holds; without one it does."""
        return self.limit is None or self.value <= self.limit


def ratio(what: str, ours: Sequence[float], theirs: Sequence[float], limit: float) -> Result:
    """The ratio of two medians that were measured in turns."""
    mine, other = median(ours), median(theirs)
    details = f"{mine * 1000:.1f} ms to {other * 1000:.1f} ms"
    return Result(what, mine / other, limit, "times", details)


def percentile95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return quantiles(values, n=20)[-1]


def table(results: Sequence[Result]) -> str:
    """One line a result."""
    lines = []
    for result in results:
        limit = "" if result.limit is None else f"<= {result.limit:g}"
        mark = "ok  " if result.good else "MISS"
        lines.append(
            f"{mark} {result.what:<52} {result.value:>9.2f} {result.unit:<6} {limit:<8}"
            f" {result.details}".rstrip()
        )
    return "\n".join(lines)
