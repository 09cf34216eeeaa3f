"""Every policy by its id, and every kernel version by the policy that answers for it.

A policy is a module of this package that defines `policy`; it is imported when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.errors import Wrong, unknown

if TYPE_CHECKING:
    from s2tui.kvm.policy import Policy

POLICIES: dict[str, str] = {
    "v6.8": "v6_8",
    "v6.9": "v6_9",
    "v6.17": "v6_17",
    "v6.18": "v6_18",
    "v6.19": "v6_19",
    "v7.0": "v7_0",
    "v7.1": "v7_1",
    "v7.3": "v7_3",
    "patch-v1": "patch_v1",
    "patch-v3": "patch_v3",
    "patch-v4": "patch_v4",
    "patch-v7": "patch_v7",
    "catalin-2023": "catalin_2023",
    "vma-flag": "vma_flag",
    "marc": "marc",
    "sean": "sean",
    "sean-param": "sean_param",
    "catalin-jason": "catalin_jason",
    "oliver-mar": "oliver_mar",
    "oliver-apr": "oliver_apr",
    "symmetric-flag": "symmetric_flag",
}
"""The module of each policy, oldest kernel first, then the proposals."""
DEFAULT = "v7.3"


class Era(NamedTuple):
    """A run of kernel versions for which one policy answers; it lasts until the next begins."""

    first: tuple[int, int]
    last: tuple[int, int]
    module: str


ERAS = (
    Era((6, 2), (6, 7), "v6_7"),
    Era((6, 8), (6, 8), "v6_8"),
    Era((6, 9), (6, 16), "v6_9"),
    Era((6, 17), (6, 17), "v6_17"),
    Era((6, 18), (6, 18), "v6_18"),
    Era((6, 19), (6, 19), "v6_19"),
    Era((7, 0), (7, 0), "v7_0"),
    Era((7, 1), (7, 2), "v7_1"),
    Era((7, 3), (7, 3), "v7_3"),
)
TOO_OLD = "its MTE gate is VM_SHARED, not VM_MTE_ALLOWED, and no input describes that"
LEAF_SIZE_SINCE = {(6, 12): 113, (6, 18): 56, (7, 2): 10}
"""Stable updates from which a release has 71cc2c67fb8f, which v7.3 brings (stable changelogs)."""
OWN: list[str] = []
"""The files that policies were read from."""
OTHERWISE = "a version such as v6.12, or a Python file that defines policy"


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
        raise unknown(
            "kernel or policy", asked, POLICIES, f"; accepted: {', '.join(POLICIES)}, {OTHERWISE}"
        )
    return _of_version(asked, version)


def eras() -> list[tuple[str, str, str]]:
    """Every era of kernels: its first version, what it stands for, and the policy that answers."""
    found = []
    for first, last, module in ERAS:
        policy = _module(module)
        span = _dotted(first) if first == last else f"{_dotted(first)} to {_dotted(last)}"
        found.append((_dotted(first), f"{span}: {policy.title}", policy.id))
    return found


def releases() -> list[str]:
    """Every kernel release that a policy answers for, oldest first."""
    return [
        _dotted((era.first[0], minor))
        for era in ERAS
        for minor in range(era.first[1], era.last[1] + 1)
    ]


def _of_version(asked: str, version: tuple[int, ...]) -> Policy:
    """The policy that covers a kernel version, with what its stable update changes applied."""
    release = version[0], version[1]
    if release < ERAS[0].first:
        raise Wrong(f"kernel {asked} is not covered: before {_dotted(ERAS[0].first)} {TOO_OLD}")
    covering = [era.module for era in ERAS if era.first <= release <= era.last]
    if not covering:
        raise Wrong(f"kernel {asked} is not covered: the newest is {_dotted(ERAS[-1].last)}")
    policy = _module(covering[0])
    since = LEAF_SIZE_SINCE.get(release)
    if since is None or len(version) < 3 or version[2] < since:
        return policy
    from s2tui.kvm.policies.v7_3 import size_pfnmap_by_host_leaf  # noqa: PLC0415

    title = f"{policy.title}; with 71cc2c67fb8f, PFNMAP blocks sized as in v7.3"
    return policy.patched(
        policy.id,
        title,
        size_pfnmap_by_host_leaf,
        notes=policy.notes,
        remarks=policy.remarks,
    )


def _dotted(version: tuple[int, ...]) -> str:
    return "v" + ".".join(map(str, version))


def _version(text: str) -> tuple[int, ...] | None:
    """v6.12, 6.12 or v6.12.43 as numbers; None for anything else."""
    parts = text.removeprefix("v").split(".")
    if not 2 <= len(parts) <= 3:
        return None
    if not all(p.isascii() and p.isdigit() and len(p) < 6 for p in parts):
        return None
    return tuple(map(int, parts))


def _module(name: str) -> Policy:
    from importlib import import_module  # noqa: PLC0415

    policy: Policy = import_module(f"s2tui.kvm.policies.{name}").policy
    return policy


def _from_file(path: str) -> Policy:
    from runpy import run_path  # noqa: PLC0415 - only somebody's own policy pays for it

    from s2tui.kvm.hazards import load  # noqa: PLC0415
    from s2tui.kvm.policy import Policy  # noqa: PLC0415

    try:
        found = run_path(path).get("policy")
    except OSError as error:
        raise Wrong(f"cannot read the policy {path}: {error.strerror or error}") from None
    except ImportError as error:
        from os.path import isdir  # noqa: PLC0415

        if isdir(path):  # noqa: PTH112 - pathlib costs start-up time
            raise Wrong(f"cannot read the policy {path}: it is a directory") from None
        raise _failed(path, error) from None
    except (Exception, SystemExit) as error:
        raise _failed(path, error) from None
    if not isinstance(found, Policy):
        raise Wrong(f"{path} defines no `policy` made with s2tui.kvm.policy")
    for rule in found.rules:
        if rule.hazard is not None and rule.hazard not in load():
            raise unknown("hazard", rule.hazard, load(), f" (rule {rule.id} of {path})")
    OWN.append(path)
    return found


def blame(error: Exception) -> Wrong | None:
    """What to say of an error that nobody expected; None if no policy was read from a file.

    A rule that raises, a decision that no rule takes or that comes out as a word which does not
    exist: a file that was read can make all of these, and no policy of this package does.
    """
    return _failed(", ".join(dict.fromkeys(OWN)), error) if OWN else None


def _failed(path: str, error: BaseException) -> Wrong:
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return Wrong(f"the policy {path} fails: {said}")
