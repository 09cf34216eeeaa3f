"""What was proposed: whose each position, posted series and commit is, and since when."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

State: TypeAlias = Literal["said", "posted", "queued", "merged"]
"""How far something came."""


class Position(NamedTuple):
    """What somebody said that KVM should do, without a patch."""

    id: str
    author: str
    date: str
    """When it was first said in this form, as in ISO 8601."""

    @property
    def state(self) -> State:
        """There never was a patch."""
        return "said"


class Posted(NamedTuple):
    """A series as it was posted, on top of v6.9."""

    id: str
    author: str
    date: str
    revision: int

    @property
    def state(self) -> State:
        """What became of it is another entry."""
        return "posted"


class Commit(NamedTuple):
    """The merged series up to one of its commits, on top of v6.9."""

    id: str
    author: str
    date: str
    """When it was applied."""
    commit: str

    @property
    def state(self) -> State:
        """It was."""
        return "merged"


class Coming(NamedTuple):
    """What is in no release, and not yet over."""

    id: str
    author: str
    date: str
    """When it was posted or queued, as in ISO 8601."""
    state: State


class Alias(NamedTuple):
    """Another name of a policy, for what answers exactly as it does."""

    policy: str
    why: str


Proposal: TypeAlias = Position | Posted | Commit
ANKIT, CATALIN = "Ankit Agrawal", "Catalin Marinas"
SEAN, OLIVER = "Sean Christopherson", "Oliver Upton"
BOTH = f"{CATALIN} and Jason Gunthorpe"
APPLIED = "2025-07-07"
PROPOSALS: tuple[Proposal, ...] = (
    Posted("patch-v1", ANKIT, "2023-09-07", revision=1),
    Position("catalin-2023", CATALIN, "2023-10-05"),
    Posted("patch-v2", ANKIT, "2024-11-18", revision=2),
    Position("vma-flag", CATALIN, "2024-12-11"),
    Position("oliver-feb", OLIVER, "2025-02-26"),
    Posted("patch-v3", ANKIT, "2025-03-10", revision=3),
    Position("ankit-11-mar", ANKIT, "2025-03-11"),
    Position("marc", "Marc Zyngier", "2025-03-18"),
    Position("catalin-jason-mar", BOTH, "2025-03-18"),
    Position("oliver-mar", OLIVER, "2025-03-26"),
    Position("create-only", ANKIT, "2025-03-26"),
    Position("sean", SEAN, "2025-03-26"),
    Position("sean-param", SEAN, "2025-03-26"),
    Position("sean-cap", SEAN, "2025-03-26"),
    Position("oliver-apr", OLIVER, "2025-04-22"),
    Position("catalin-jason", BOTH, "2025-04-29"),
    Posted("patch-v4", ANKIT, "2025-05-18", revision=4),
    Posted("patch-v6", ANKIT, "2025-05-24", revision=6),
    Position("symmetric-flag", SEAN, "2025-06-06"),
    Posted("patch-v7", ANKIT, "2025-06-18", revision=7),
    Posted("patch-v8", ANKIT, "2025-06-20", revision=8),
    Posted("patch-v9", ANKIT, "2025-06-21", revision=9),
    Commit("merged-2", ANKIT, APPLIED, commit="216887f79d98"),
    Commit("merged-3", ANKIT, APPLIED, commit="2a8dfab26677"),
    Commit("merged-4", ANKIT, APPLIED, commit="0c67288e0c8b"),
    Position("fwb-cap", f"{OLIVER} and {SEAN}", "2025-03-19"),
)
"""The posted patches and the positions that were only said, by date; last what was said in March
held against the rules that were merged."""
COMING = (
    Coming("v7.4-next", "Lorenzo Stoakes and Jack Thomson", "2026-09-24", "queued"),
    Coming("gmem-no-direct-map", "Nikita Kalyazin", "2026-04-10", "posted"),
    Coming("mte-perm", "Aneesh Kumar K.V", "2025-01-10", "posted"),
)
"""What is new and in no release yet."""
ALIASES: dict[str, Alias] = {
    "merged-1": Alias("v6.9", "8cc9dc1ae4fb, which renames a variable"),
    "block": Alias("merged-3", "the block alone"),
    "merged-5": Alias("v6.17", "f55ce5a6cd33, the capability, which completes the series"),
    "patch-v5": Alias("patch-v6", "23 May 2025: no answer on arm64 differs"),
    "patch-v10": Alias("v6.17", "5 Jul 2025: what was merged"),
}
"""Other names, so that whoever looks for a revision or a commit finds what answers for it."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(date: str) -> str:
    """A date as mails are cited: 26 Mar 2025."""
    year, month, number = date.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def provenance(entry: Proposal | Coming) -> str:
    """Whose it is, since when, and which revision or commit, or how far it came."""
    of = f"{entry.author}, {day(entry.date)}"
    if isinstance(entry, Coming):
        return f"{of}, {entry.state}"
    if isinstance(entry, Posted):
        return f"{of}, as posted (v{entry.revision})"
    return f"{of}, {entry.commit}" if isinstance(entry, Commit) else of


def aliases(id_: str) -> dict[str, str]:
    """The other names of a policy, each with what it stands for."""
    return {name: alias.why for name, alias in ALIASES.items() if alias.policy == id_}
