"""What every part of reading a line shares: the order that comes of it, and names of policies."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from s2tui.errors import RequestError
from s2tui.kvm.policies import own
from s2tui.kvm.policies.registry import find

if TYPE_CHECKING:
    from s2tui.tui.session.state import State


class Order(NamedTuple):
    """Something to do."""

    says: str
    """What it does, in one line."""
    state: State | None = None
    """Where to go; None stays."""
    notes: tuple[str, ...] = ()
    """What is to be said about how it was read."""
    screen: str = ""
    """What to open; nothing stays."""
    given: tuple[str, ...] = ()
    """What that screen is to show."""
    theme: str = ""


class Reading(NamedTuple):
    """A line that is being read."""

    state: State
    """What is on screen."""
    run: bool
    """Whether policies in files are run."""

    def kernel(self, named: str) -> str:
        """A kernel, a policy or a file, by the name under which it is asked.

        Raises:
            RequestError: there is none of that name.
        """
        if not is_file(named):
            find(named)
            return named
        path = own.known_as(str(Path(named).expanduser()) if named.startswith("~") else named)
        if path in own.paths() or self.run:
            find(path)
        elif not _may_be(path):
            raise RequestError(f"cannot read the policy {path}: there is no such file")
        return path

    def title(self, kernel: str) -> str:
        """What a kernel stands for; of a file that was not run yet, that it will be."""
        if is_file(kernel) and kernel not in own.paths():
            return "the policy that this file defines"
        policy = find(kernel)
        answered = (
            f"answered by {policy.id}, " if policy.id != kernel and not is_file(kernel) else ""
        )
        return f"{answered}{policy.title}"


def _may_be(path: str) -> bool:
    """Whether there is a file, or a tree, which may have a revision or patches behind its name."""
    return Path(path).is_file() or Path(re.split("[@+]", path)[0]).exists()


def is_file(named: str) -> bool:
    """Whether a name is that of a file."""
    return named.endswith(".py") or "/" in named or named.startswith("~")
