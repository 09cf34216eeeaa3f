"""Every configuration of the coherence machine, as a plain value that all implementations take."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Configuration(NamedTuple):
    """What one run depends on; names and values are those of `coherence --batch`."""

    kernel: str
    user: str
    guest: str
    clean: str = "none"
    left: str = "none"
    dma: str = "none"
    dic: bool = False
    idc: bool = False
    icache: str = "none"
    fetch: bool = False

    @property
    def valid(self) -> bool:
        """Whether the host has an alias, and maintenance an alias to act through where it acts."""
        if self.kernel == "none":
            return self.user != "none" and "effective" not in (self.clean, self.icache)
        return True


if TYPE_CHECKING:
    Findings = Mapping[str, int]
    """The kinds of damage that can be, each with the smallest number of steps that leads to it."""
    Answers = Callable[[Configuration], Findings]

KERNEL = ("wb", "none")
USER = ("wb", "nc", "device", "none")
GUEST = ("wb", "wt", "nc", "device")
MAINTENANCE = ("none", "effective", "unreachable")
LEFT = ("none", "clean", "dirty")
DMA = ("none", "coherent", "noncoherent")
SWITCH = (False, True)
CACHEABLE = ("wb", "wt")
PREVIOUS_OWNER = "previous-owner"
FROM_THE_GUEST = (PREVIOUS_OWNER, "host-store-lost", "guest-store-lost")
"""What loads by the guest show."""
DATA = (*FROM_THE_GUEST, "host-reads-stale", "host-disagrees")
"""What loads show, in the order of the specification's table."""
STALE_FETCH = "stale-fetch"


@cache
def without_fetches() -> tuple[Configuration, ...]:
    """All in which only data is looked at."""
    drawn = product(KERNEL, USER, GUEST, MAINTENANCE, LEFT, DMA)
    return tuple(c for values in drawn if (c := Configuration(*values)).valid)


@cache
def with_fetches() -> tuple[Configuration, ...]:
    """All in which the guest fetches instructions as well."""
    switches = product(SWITCH, SWITCH, MAINTENANCE)
    drawn = product(without_fetches(), switches)
    return tuple(
        c
        for base, (dic, idc, icache) in drawn
        if (c := base._replace(dic=dic, idc=idc, icache=icache, fetch=True)).valid
    )
