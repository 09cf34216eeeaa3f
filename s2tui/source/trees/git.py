"""git as a reader: no hook, pager, filter, prompt or editor, whatever a repository asks for."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from s2tui.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

HARMLESS = (
    "core.fsmonitor=",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.sshCommand=ssh",
    "core.gitProxy=",
    "core.askPass=",
    "credential.helper=",
    # What a partial clone lacks is fetched; but from a folder it would be by a command of its own
    # (remote.NAME.uploadpack), run here.
    "protocol.ext.allow=never",
    "protocol.file.allow=never",
    "safe.bareRepository=all",
    "diff.external=",
    "apply.whitespace=nowarn",
    "gc.auto=0",
    "maintenance.auto=false",
)
"""Settings of a repository that would run something, or change what is read."""


class Answer:
    """What git said."""

    def __init__(self, status: int, out: bytes, err: bytes) -> None:
        self.status = status
        self.out = out
        self.errors = [
            line.removeprefix("error: ").removeprefix("fatal: ").strip()
            for line in err.decode("utf-8", "replace").splitlines()
            if line.strip()
        ]


def git(
    where: Path,
    *words: str,
    stdin: bytes | None = None,
    variables: Mapping[str, str] | None = None,
) -> Answer:
    """Run one git command that reads.

    Args:
        where: the folder of a repository, bare or not.
        words: the command and its arguments.
        stdin: what it reads.
        variables: of the environment, besides those that keep git quiet.

    Raises:
        RequestError: there is no git.
    """
    try:
        done = subprocess.run(
            _command(where, words), input=stdin or b"", capture_output=True, check=False,
            env=_environment() | dict(variables or {}),
        )  # fmt: skip
    except FileNotFoundError:
        raise RequestError(
            "a revision or a patch needs git, which is not installed; without it a tree is a"
            " directory or a tar"
        ) from None
    return Answer(done.returncode, done.stdout, done.stderr)


def _command(where: Path, words: Sequence[str]) -> list[str]:
    settings = [word for one in HARMLESS for word in ("-c", one)]
    return ["git", "--no-pager", "--literal-pathspecs", *settings, "-C", str(where), *words]


def _environment() -> dict[str, str]:
    """The environment without what would send git to another repository."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_OPTIONAL_LOCKS": "0",
    }
