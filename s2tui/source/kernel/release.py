"""Which release a tree says that it is of, and which kernel answers for that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from s2tui.errors import RequestError
from s2tui.kvm.policies.registry import of_release

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.source.kernel.files import Tree

_SAID = re.compile(r"(\d+)\.(\d+)\.(\d+)(-rc\d+)?")


class Release(NamedTuple):
    """What a tree is of, where a policy answers for that."""

    named: str
    """The kernel's name, such as v6.12.117 or v7.3-rc7."""
    policy: Policy


def version(tree: Tree) -> str | None:
    """The release that a tree is of, such as 6.12.117 or 7.3.0-rc7; None where it does not say."""
    makefile = tree.read_all(("Makefile",))["Makefile"]
    if makefile is None:
        return None
    found = dict(re.findall(rb"^(\w+)[ \t]*=[ \t]*(\S*)", makefile, re.MULTILINE))
    parts = [found.get(name, b"") for name in (b"VERSION", b"PATCHLEVEL", b"SUBLEVEL")]
    if not all(part.isdigit() for part in parts):
        return None
    said: bytes = b".".join(parts) + found.get(b"EXTRAVERSION", b"")
    return said.decode("ascii", "replace")


def release(said: str | None) -> Release | None:
    """The kernel that answers for a version; None where no policy does.

    Args:
        said: as `version` has it. What a distribution appends to it is not heeded.
    """
    found = _SAID.match(said or "")
    if found is None:
        return None
    major, minor, update, candidate = found.groups()
    # The first release, and each candidate of it, is update 0.
    rest = candidate or ("" if int(update) == 0 else f".{update}")
    named = f"v{major}.{minor}{rest}"
    try:
        return Release(named, of_release(named))
    except RequestError:
        return None
