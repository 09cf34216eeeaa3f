"""What a load or a fetch shows when its value is not the last store's."""

from __future__ import annotations

from typing import Literal, TypeAlias

Damage: TypeAlias = Literal[
    "previous-owner",
    "host-store-lost",
    "guest-store-lost",
    "host-reads-stale",
    "host-disagrees",
    "stale-fetch",
]
DAMAGES: dict[Damage, str] = {
    "previous-owner": "the guest reads the previous owner's data",
    "host-store-lost": "the guest does not see what the host stored last",
    "guest-store-lost": "the guest does not see what it stored last itself",
    "host-reads-stale": "the host does not see what the guest stored last",
    "host-disagrees": "the host does not see what it stored last itself",
    "stale-fetch": "the guest executes what is not there any more",
}
"""Each damage in words, the worst first."""


def judge_load(who: str, value: str, stored: str) -> Damage | None:
    """The damage that a load shows; None where it shows the last store.

    Args:
        who: guest or host.
        value: what it loaded.
        stored: the last store.
    """
    if value == stored:
        return None
    if who == "host":
        return "host-reads-stale" if stored == "G" else "host-disagrees"
    if value == "S":
        return "previous-owner"
    return "guest-store-lost" if stored == "G" else "host-store-lost"


def judge_fetch(value: str, stored: str) -> Damage | None:
    """The damage that a fetch shows; None where it shows the last store."""
    return None if value == stored else "stale-fetch"
