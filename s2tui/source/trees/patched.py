"""A tree with a patch on it. The tree itself, its work tree and its index are never touched.

git applies the patch to an index of its own in a temporary folder, which has the files that the
patch names and nothing else; so it is the same for a directory, a revision and a tar, and neither
the settings nor the attributes of the patched repository have a say.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from s2tui.errors import RequestError
from s2tui.source.trees.git import git
from s2tui.source.trees.tree import blob_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from s2tui.source.trees.git import Answer
    from s2tui.source.trees.mails import Patch
    from s2tui.source.trees.tree import Tree

_NAMED = re.compile(
    rb"^(?:--- a/|\+\+\+ b/|(?:rename|copy) (?:from|to) )([^\t\n]+)|^diff --git a/(\S+) b/(\S+)$",
    re.MULTILINE,
)
"""The files that a patch names."""
_FAILED = re.compile(r"patch failed: (.+):(\d+)$")


class Patched:
    """A tree in which some files are others, and some are gone."""

    def __init__(self, base: Tree, files: dict[str, bytes | None], patch: Patch) -> None:
        self.base = base
        """The tree without the patch."""
        self.patch = patch
        self.files = files
        """The files that the patch changes; None for those that it removes."""

    def read(self, path: str) -> bytes | None:
        """See `Tree`."""
        return self.files[path] if path in self.files else self.base.read(path)

    def read_all(self, paths: Iterable[str]) -> dict[str, bytes | None]:
        """See `Tree`."""
        asked = list(dict.fromkeys(paths))
        of_base = self.base.read_all([path for path in asked if path not in self.files])
        return {path: self.files[path] if path in self.files else of_base[path] for path in asked}

    def names(self, under: str) -> Iterator[str]:
        """See `Tree`."""
        inside = under.rstrip("/") + "/"
        kept = {name for name in self.base.names(under) if name not in self.files}
        changed = {name for name, content in self.files.items() if content is not None}
        return iter(sorted(kept | {name for name in changed if name.startswith(inside)}))

    def identity(self, paths: Iterable[str]) -> dict[str, str | None]:
        """See `Tree`."""
        asked = list(dict.fromkeys(paths))
        of_base = self.base.identity([path for path in asked if path not in self.files])
        own = {
            path: None if content is None else blob_id(content)
            for path, content in self.files.items()
        }
        return {path: own[path] if path in own else of_base[path] for path in asked}

    def describe(self) -> str:
        """See `Tree`."""
        return f"{self.base.describe()} + {self.patch.short}"


def applied(base: Tree, patch: Patch, name: str) -> Patched:
    """A tree with a patch on it.

    Args:
        base: the tree that the patch is for.
        patch: what to apply.
        name: of the file that the patch is from, for errors.

    Raises:
        RequestError: there is no git, or the patch does not apply; the hunk is named.
    """
    named = sorted(
        {one for found in _NAMED.findall(patch.diff) for one in map(_path, found) if one}
    )
    before = {
        path: content for path, content in base.read_all(named).items() if content is not None
    }
    with tempfile.TemporaryDirectory(prefix="s2tui-") as folder:
        where = Path(folder)
        _run(where, "init", "-q", "--bare", "--template=", ".")
        _run(where, "update-index", "--add", "--index-info", stdin=_stored(where, before))
        store = {"GIT_DIR": folder}
        done = git(where, "apply", "--cached", "-", stdin=patch.diff, variables=store)
        if done.status:
            called = f"{name}: {patch.subject}" if patch.subject != name else name
            raise RequestError(f"{called} does not apply: {_why(done, patch, base)}")
        after = _contents(where)
    changed: dict[str, bytes | None] = {path: None for path in before if path not in after}
    changed |= {path: content for path, content in after.items() if before.get(path) != content}
    return Patched(base, changed, patch)


def _path(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape").strip()


def _run(where: Path, *words: str, stdin: bytes | None = None) -> bytes:
    """What git does in a folder that is ours; it fails only where there is no room."""
    done = git(where, *words, stdin=stdin, variables={"GIT_DIR": str(where)})
    if done.status:
        raise RequestError(f"git {words[0]} fails: {' '.join(done.errors)}")
    return done.out


def _stored(where: Path, files: dict[str, bytes]) -> bytes:
    """Put files into the store; the lines of an index for them."""
    for place, content in enumerate(files.values()):
        (where / f"file-{place}").write_bytes(content)
    asked = "".join(f"file-{place}\n" for place in range(len(files))).encode()
    ids = _run(where, "hash-object", "-w", "--no-filters", "--stdin-paths", stdin=asked).split()
    return b"".join(
        b"100644 %s\t%s\n" % (id_, path.encode("utf-8", "surrogateescape"))
        for id_, path in zip(ids, files, strict=True)
    )


def _contents(where: Path) -> dict[str, bytes]:
    """Every ordinary file of the index."""
    found = {}
    for entry in _run(where, "ls-files", "-s", "-z").split(b"\0"):
        head, tab, path = entry.partition(b"\t")
        if tab and head.startswith(b"100"):
            id_ = head.split()[1].decode("ascii")
            found[_path(path)] = _run(where, "cat-file", "blob", id_)
    return found


def _why(done: Answer, patch: Patch, base: Tree) -> str:
    """Why a patch does not apply, with the first hunk that does not."""
    for line in done.errors:
        failed = _FAILED.match(line)
        if failed:
            path, at = failed.groups()
            return f"hunk {_hunk(patch.diff, path, at)} of {path}, on {base.describe()}"
    said = done.errors[0] if done.errors else "git does not say why"
    missing = re.match(r"(.+): (?:does not exist in index|No such file or directory)$", said)
    if missing:
        return f"{base.describe()} has no {missing.group(1)}"
    return said


def _hunk(diff: bytes, path: str, at: str) -> str:
    """The head of the hunk of a file that begins at a line."""
    inside = False
    for raw in diff.split(b"\n"):
        line = raw.decode("utf-8", "replace")
        if line.startswith(("--- ", "+++ ")):
            inside = line[4:].split("\t")[0] in (f"a/{path}", f"b/{path}")
        elif inside and re.match(rf"@@ -{at}[ ,]", line):
            return line.strip()
    return f"@@ -{at} @@"
