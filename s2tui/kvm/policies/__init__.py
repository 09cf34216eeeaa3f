"""Every policy by its id, and every kernel version by the policy that answers for it.

A policy is a module of this package that defines `policy`; it is imported when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.errors import Wrong, unknown

if TYPE_CHECKING:
    from s2tui.kvm.policy import Policy

POLICIES: dict[str, str] = {
    "v6.9": "v6_9",
    "v6.17": "v6_17",
}
"""The module of each policy, oldest kernel first, then the proposals."""
DEFAULT = "v6.17"


class Era(NamedTuple):
    """A run of kernel versions for which one policy answers."""

    first: tuple[int, ...]
    policy: str


ERAS = (
    Era((6, 9), "v6.9"),
    Era((6, 17), "v6.17"),
)
"""In order; each era lasts until the next one begins."""
END = (6, 18)
"""The first version that no era covers."""


def find(asked: str) -> Policy:
    """The policy of an id, of a kernel version, or of a Python file that defines `policy`.

    Raises:
        Wrong: there is no such policy, kernel or file, or the file defines no policy.
    """
    if asked in POLICIES:
        return _module(POLICIES[asked])
    if asked.endswith(".py") or "/" in asked:
        return _from_file(asked)
    version = _version(asked)
    if version is None:
        raise unknown("kernel or policy", asked, POLICIES, _ACCEPTED)
    return _module(POLICIES[_era(asked, version)])


def eras() -> list[tuple[str, str, str]]:
    """Every era of kernels: its first version, what it stands for, and the policy that answers."""
    ends = [era.first for era in ERAS[1:]] + [END]
    found = []
    for era, end in zip(ERAS, ends, strict=True):
        last = (end[0], end[1] - 1)
        span = (
            _dotted(era.first) if last == era.first else f"{_dotted(era.first)} to {_dotted(last)}"
        )
        found.append((_dotted(era.first), f"{span}: {find(era.policy).title}", era.policy))
    return found


def _dotted(version: tuple[int, ...]) -> str:
    return "v" + ".".join(map(str, version))


_ACCEPTED = "(`s2tui list policies`, a version such as v6.12, or a Python file that defines policy)"


def _era(asked: str, version: tuple[int, ...]) -> str:
    if version[:2] < ERAS[0].first:
        first = ".".join(map(str, ERAS[0].first))
        raise Wrong(f"kernel {asked} is not covered: the oldest that is, is v{first}")
    if version[:2] >= END:
        last = ".".join(map(str, ERAS[-1].first))
        raise Wrong(f"kernel {asked} is not covered: the newest that is, is v{last}")
    return [era.policy for era in ERAS if era.first <= version[:2]][-1]


def _version(text: str) -> tuple[int, ...] | None:
    """v6.12, 6.12 or v6.12.43 as numbers; None for anything else."""
    parts = text.removeprefix("v").split(".")
    if not 2 <= len(parts) <= 3 or not all(
        p.isascii() and p.isdigit() and len(p) < 6 for p in parts
    ):
        return None
    return tuple(map(int, parts))


def _module(name: str) -> Policy:
    from importlib import import_module  # noqa: PLC0415

    policy: Policy = import_module(f"s2tui.kvm.policies.{name}").policy
    return policy


def _from_file(path: str) -> Policy:
    from runpy import run_path  # noqa: PLC0415 - only somebody's own policy pays for it

    from s2tui.kvm.policy import Policy  # noqa: PLC0415

    try:
        found = run_path(path).get("policy")
    except OSError as error:
        raise Wrong(f"cannot read the policy {path}: {error.strerror}") from None
    except Exception as error:
        raise Wrong(f"the policy {path} fails: {type(error).__name__}: {error}") from None
    if not isinstance(found, Policy):
        raise Wrong(f"{path} defines no `policy` made with s2tui.kvm.policy")
    return found
