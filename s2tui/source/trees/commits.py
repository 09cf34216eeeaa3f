"""Commits of a repository: those of a range, what each changes, and one by its subject."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from s2tui.errors import RequestError, short
from s2tui.source.trees.git import git

if TYPE_CHECKING:
    from pathlib import Path

MOST = 500
"""Commits that are looked through for a patch that was applied already."""
_TAGS = re.compile(r"^(?:\s*(?:re:|\[[^]]*\]))+\s*", re.IGNORECASE)


class Commit(NamedTuple):
    """A commit that has a parent."""

    id: str
    subject: str


def is_repository(where: Path) -> bool:
    """Whether a folder is a git repository, or inside of one."""
    return where.is_dir() and git(where, "rev-parse", "--git-dir").status == 0


def commits(where: Path, asked: str) -> tuple[Commit, ...]:
    """The commits of a range in their order, merges left out.

    Raises:
        RequestError: no git, no repository, no such range, or nothing in it.
    """
    if not is_repository(where):
        raise RequestError(
            f"{where} is no git repository, so it has no range {short(asked)!r}; two trees are"
            " two words"
        )
    found = _log(where, "--reverse", "--topo-order", "--end-of-options", asked)
    if found is None:
        raise RequestError(f"{where} has no range {short(asked)!r}")
    if not found:
        raise RequestError(f"there is no commit in {short(asked)!r} of {where}")
    return found


def applied_as(where: Path, subject: str) -> Commit | None:
    """The newest commit with the subject of a patch, if there is one not far back."""
    wanted = _TAGS.sub("", subject)
    for commit in _log(where, f"--max-count={MOST}", "HEAD") or ():
        if commit.subject == wanted:
            return commit
    return None


def changed_files(where: Path, first: str, second: str) -> tuple[str, ...]:
    """The files in which two commits differ.

    Raises:
        RequestError: they cannot be read.
    """
    found = git(where, "diff-tree", "-r", "-z", "--name-only", "--no-renames", first, second)
    if found.status:
        raise RequestError(f"cannot compare {first} with {second}: {' '.join(found.errors)}")
    names = found.out.decode("utf-8", "surrogateescape").split("\0")
    return tuple(name for name in names if name)


def _log(where: Path, *words: str) -> tuple[Commit, ...] | None:
    """Commits by a request; None where it is wrong."""
    found = git(where, "log", "-z", "--no-merges", "--min-parents=1", "--format=%H %s", *words)
    if found.status:
        return None
    lines = found.out.decode("utf-8", "replace").split("\0")
    parts = [line.strip().partition(" ") for line in lines if line.strip()]
    return tuple(Commit(id_, subject) for id_, _, subject in parts)
