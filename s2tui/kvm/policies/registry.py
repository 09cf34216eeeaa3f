"""Every policy: what it is, where it is written, and which one answers for a kernel version.

A policy is a module of `kernels` or `proposals` that defines `policy`; it is imported when it is
asked for. A new one is a module and a line in KERNELS, or in PROPOSALS or COMING of `proposed`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from s2tui.errors import RequestError, unknown
from s2tui.kvm.policies import proposed

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.kvm.policies.proposed import Proposal, State
    from s2tui.kvm.policy.policy import Policy

Release: TypeAlias = tuple[int, int]


class Kernel(NamedTuple):
    """A run of releases that all do the same; the id is the first of them."""

    id: str
    last: Release
    """The last release that it answers for, stable updates that change an answer aside."""

    @property
    def state(self) -> State:
        """All of it was released."""
        return "merged"

    @property
    def first(self) -> Release:
        """The release that it is named for."""
        major, minor = self.id.removeprefix("v").split(".")
        return int(major), int(minor)


Entry: TypeAlias = "Kernel | Proposal"
KERNELS = (
    Kernel("v6.1", last=(6, 1)),
    Kernel("v6.2", last=(6, 7)),
    Kernel("v6.8", last=(6, 8)),
    Kernel("v6.9", last=(6, 16)),
    Kernel("v6.17", last=(6, 17)),
    Kernel("v6.18", last=(6, 18)),
    Kernel("v6.19", last=(6, 19)),
    Kernel("v7.0", last=(7, 0)),
    Kernel("v7.1", last=(7, 2)),
    Kernel("v7.3", last=(7, 3)),
)
"""The kernels, oldest first; each begins where the one before it ends."""
PROPOSALS = proposed.PROPOSALS
"""The posted patches and the positions that were only said."""
COMING = proposed.COMING
"""What is new and in no release yet."""
_ENTRIES: tuple[Entry, ...] = (*KERNELS, *PROPOSALS, *COMING)
POLICIES = {entry.id: entry for entry in _ENTRIES}
"""Every policy by its id, the kernels first."""
DEFAULT = KERNELS[-1].id
"""Who answers where nobody is named: the newest kernel."""
TOO_OLD = "is another design, without the stage-2 code that these rules restate"
STABLE: dict[Release, tuple[int, str]] = {
    (6, 1): (192, "size_pfnmap_by_pages"),
    (6, 12): (113, "size_pfnmap_by_host_leaf"),
    (6, 18): (56, "size_pfnmap_by_host_leaf"),
    (7, 2): (10, "size_pfnmap_by_host_leaf"),
}
"""Stable updates from which a release has 71cc2c67fb8f, which v7.3 brings, and the patch of
kernels.v7_3 that it is there (stable changelogs; 6.1.192's text: it came in 6.1.191 or 6.1.192)."""
CANDIDATES: dict[Release, tuple[int, str]] = {(7, 3): (6, "v7.1")}
"""Release candidates from which a release is what it became, and who answers for those before."""
OWN: list[str] = []
"""The files that policies were read from."""
OPENERS: list[Callable[[str], Policy | None]] = []
"""Who else may know a name, such as one of a kernel tree; None where it is none of theirs."""
OTHERWISE = (
    "a version such as v6.12, a distribution's kernel (s2tui list kernels), or a Python file that"
    " defines policy"
)


def find(asked: str) -> Policy:
    """The policy of an id, of a kernel version, or of a Python file that defines `policy`.

    Raises:
        RequestError: there is no such policy, kernel or file, or the file defines no policy.
    """
    if asked in POLICIES:
        return _load(POLICIES[asked])
    if asked in proposed.ALIASES:
        id_, why = proposed.ALIASES[asked]
        return _noted(find(id_), f"{asked} is answered as {id_}: {why}")
    return _opened(asked) or of_release(asked)


def _opened(asked: str) -> Policy | None:
    """The policy of a file, or of what somebody else knows."""
    for opener in OPENERS:
        opened = opener(asked)
        if opened is not None:
            return opened
    return _from_file(asked) if asked.endswith(".py") or "/" in asked else None


def of_release(asked: str) -> Policy:
    """The policy of a release, a candidate or a distribution's kernel, whatever lies in folders.

    Raises:
        RequestError: no policy answers for it.
    """
    numbers, _, candidate = asked.partition("-rc")
    version = _version(numbers)
    if version is not None and len(version) == 2 and _digits(candidate):
        return _of_candidate(asked, version, int(candidate))
    if version is None or candidate or asked != numbers:
        return _of_distribution(asked)
    return _of_version(asked, version)


def span(kernel: Kernel) -> str:
    """The releases that a kernel answers for, in words."""
    return kernel.id if kernel.first == kernel.last else f"{kernel.id} to {_dotted(kernel.last)}"


def releases() -> list[str]:
    """Every kernel release that a policy answers for, oldest first."""
    return [
        _dotted((kernel.first[0], minor))
        for kernel in KERNELS
        for minor in range(kernel.first[1], kernel.last[1] + 1)
    ]


def _of_version(asked: str, version: tuple[int, ...]) -> Policy:
    """The policy that covers a kernel version, with what its stable update changes applied."""
    release = version[0], version[1]
    if release < KERNELS[0].first:
        raise RequestError(f"kernel {asked} is not covered: before {KERNELS[0].id} {TOO_OLD}")
    covering = [kernel for kernel in KERNELS if kernel.first <= release <= kernel.last]
    if not covering:
        newest = _dotted(KERNELS[-1].last)
        raise RequestError(f"kernel {asked} is not covered: the newest is {newest}")
    policy = _load(covering[0])
    since, patch = STABLE.get(release, (0, ""))
    if not patch or len(version) < 3 or version[2] < since:
        return policy
    from s2tui.kvm.policies.kernels import v7_3

    return policy.patched(
        policy.id,
        f"{policy.title}; with 71cc2c67fb8f, PFNMAP blocks no longer by the VMA's arithmetic",
        getattr(v7_3, patch),
        notes=policy.notes,
        remarks=policy.remarks,
    )


def _of_candidate(asked: str, version: tuple[int, ...], candidate: int) -> Policy:
    """The policy of a release candidate: its release, but for what came during the candidates."""
    policy = _of_version(asked, version)
    since, before = CANDIDATES.get((version[0], version[1]), (0, ""))
    if candidate < since:
        policy = find(before)
    return _noted(
        policy,
        f"{asked} is answered as {policy.id}: fixes that came between candidates are looked at only"
        " where they changed an answer for long (71cc2c67fb8f, about v7.3-rc6)",
        title=f"{policy.title}; for {asked}",
    )


def _of_distribution(asked: str) -> Policy:
    """The policy of a distribution's kernel, where it is known what that carries."""
    from s2tui.kvm.policies.distributions import load

    known = load()
    found = known.get(asked)
    if found is None:
        names = [*POLICIES, *proposed.ALIASES, *(n for n, d in known.items() if d.kernel)]
        lower = asked.lower()
        if lower != asked and _version(lower.partition("-rc")[0]) is not None:
            names.append(lower)
        raise unknown(
            "kernel or policy", asked, names, f"; accepted: {', '.join(POLICIES)}, {OTHERWISE}"
        )
    if not found.kernel:
        raise RequestError(f"{asked} is not known well enough: {found.text} ({found.source})")
    return _noted(
        find(found.kernel), f"{asked} answers as {found.kernel}: {found.text} ({found.source})"
    )


def _noted(policy: Policy, note: str, *, title: str = "") -> Policy:
    """The same policy, with a note on why it answers."""
    return policy.patched(
        policy.id,
        title or policy.title,
        notes=(*policy.notes, note),
        remarks=policy.remarks,
    )


def _dotted(version: tuple[int, ...]) -> str:
    return "v" + ".".join(map(str, version))


def _version(text: str) -> tuple[int, ...] | None:
    """v6.12, 6.12 or v6.12.43 as numbers; None for anything else."""
    parts = text.removeprefix("v").split(".")
    if not 2 <= len(parts) <= 3:
        return None
    return tuple(map(int, parts)) if all(map(_digits, parts)) else None


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6


def _load(entry: Entry) -> Policy:
    from importlib import import_module

    room = "kernels" if isinstance(entry, Kernel) else "proposals"
    name = entry.id.replace(".", "_").replace("-", "_")
    policy: Policy = import_module(f"s2tui.kvm.policies.{room}.{name}").policy
    return policy


def _from_file(path: str) -> Policy:
    from s2tui.kvm.policies import own

    policy = own.policy(path)
    if path not in OWN:
        OWN.append(path)
    return policy


def listed() -> tuple[str, ...]:
    """Every policy by its id, and each file's that was read after the one that it is based on."""
    found = list(POLICIES)
    for path in OWN:
        base = base_of(path)
        at = found.index(base) + 1 if base in found else len(found)
        while at < len(found) and found[at] in OWN:
            at += 1
        found.insert(at, path)
    return tuple(found)


def base_of(path: str) -> str | None:
    """The policy that a file's is based on: the first on its way back that has an id here."""
    policy: Policy | None = find(path)
    while policy is not None:
        if policy.id in POLICIES:
            return policy.id
        policy = policy.base
    return None


def came_of(kernel: str, policy: str) -> str:
    """What a policy came of: its base if it is a file's, else the one before it in the list.

    Args:
        kernel: what was asked for.
        policy: the id of what answers.
    """
    if kernel in OWN:
        return base_of(kernel) or DEFAULT
    ids = tuple(POLICIES)
    at = ids.index(policy) if policy in ids else 1
    return ids[at - 1] if at else ids[1]


def blame(error: Exception) -> RequestError | None:
    """What to say of an error that nobody expected; None if no policy was read from a file.

    A rule that raises, a decision that no rule takes or that comes out as a word which does not
    exist: a file that was read can make all of these, and no policy of this package does.
    """
    if not OWN:
        return None
    from s2tui.kvm.policies.own import failed

    return failed(", ".join(dict.fromkeys(OWN)), error)
