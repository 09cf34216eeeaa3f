"""What was proposed: whose each position, posted series and commit is, and since when."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

State: TypeAlias = Literal["said", "posted", "queued", "merged"]
"""How far something came."""


class Proposal(NamedTuple):
    """A position that was only said, a series as it was posted, or as far as it was merged."""

    id: str
    author: str
    date: str
    """When it was first said in this form, posted, queued or applied, as in ISO 8601."""
    state: State = "said"
    """Of what was said there never was a patch."""
    version: str = ""
    """The revision as it was posted, or the commit up to which it was merged."""


class Alias(NamedTuple):
    """Another name of a policy, for what answers exactly as it does."""

    policy: str
    why: str


ANKIT, CATALIN = "Ankit Agrawal", "Catalin Marinas"
SEAN, OLIVER = "Sean Christopherson", "Oliver Upton"
BOTH = f"{CATALIN} and Jason Gunthorpe"
APPLIED = "2025-07-07"
PROPOSALS: tuple[Proposal, ...] = (
    Proposal("patch-v1", ANKIT, "2023-09-07", "posted", "v1"),
    Proposal("catalin-2023", CATALIN, "2023-10-05"),
    Proposal("patch-v2", ANKIT, "2024-11-18", "posted", "v2"),
    Proposal("vma-flag", CATALIN, "2024-12-11"),
    Proposal("oliver-feb", OLIVER, "2025-02-26"),
    Proposal("patch-v3", ANKIT, "2025-03-10", "posted", "v3"),
    Proposal("ankit-11-mar", ANKIT, "2025-03-11"),
    Proposal("marc", "Marc Zyngier", "2025-03-18"),
    Proposal("catalin-jason-mar", BOTH, "2025-03-18"),
    Proposal("oliver-mar", OLIVER, "2025-03-26"),
    Proposal("create-only", ANKIT, "2025-03-26"),
    Proposal("sean", SEAN, "2025-03-26"),
    Proposal("sean-param", SEAN, "2025-03-26"),
    Proposal("sean-cap", SEAN, "2025-03-26"),
    Proposal("oliver-apr", OLIVER, "2025-04-22"),
    Proposal("catalin-jason", BOTH, "2025-04-29"),
    Proposal("patch-v4", ANKIT, "2025-05-18", "posted", "v4"),
    Proposal("patch-v6", ANKIT, "2025-05-24", "posted", "v6"),
    Proposal("symmetric-flag", SEAN, "2025-06-06"),
    Proposal("patch-v7", ANKIT, "2025-06-18", "posted", "v7"),
    Proposal("patch-v8", ANKIT, "2025-06-20", "posted", "v8"),
    Proposal("patch-v9", ANKIT, "2025-06-21", "posted", "v9"),
    Proposal("merged-2", ANKIT, APPLIED, "merged", "216887f79d98"),
    Proposal("merged-3", ANKIT, APPLIED, "merged", "2a8dfab26677"),
    Proposal("merged-4", ANKIT, APPLIED, "merged", "0c67288e0c8b"),
    Proposal("fwb-cap", f"{OLIVER} and {SEAN}", "2025-03-19"),
)
"""The posted patches and the positions that were only said, by date; last what was said in March
held against the rules that were merged."""
COMING = (
    Proposal("v7.4-next", "Lorenzo Stoakes and Jack Thomson", "2026-09-24", "queued"),
    Proposal("gmem-no-direct-map", "Nikita Kalyazin", "2026-04-10", "posted"),
    Proposal("mte-perm", "Aneesh Kumar K.V", "2025-01-10", "posted"),
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


def provenance(entry: Proposal) -> str:
    """Whose it is, since when, and which revision or commit, or how far it came."""
    of = f"{entry.author}, {day(entry.date)}"
    if entry.state == "said":
        return of
    if not entry.version:
        return f"{of}, {entry.state}"
    posted = f"as posted (patch {entry.version})"
    return f"{of}, {entry.version if entry.state == 'merged' else posted}"


def aliases(id_: str) -> dict[str, str]:
    """The other names of a policy, each with what it stands for."""
    return {name: alias.why for name, alias in ALIASES.items() if alias.policy == id_}
