"""What is to be reviewed: a range, patches on a base, or two trees; each alone and all together."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from s2tui.analysis.diagrams.explorer import Diagrams
from s2tui.errors import RequestError
from s2tui.source.kernel.run import AS_USUAL
from s2tui.source.machine.algebra import Algebra
from s2tui.source.review.review import Asked, review
from s2tui.source.review.sides import READ, Side
from s2tui.source.trees.commits import applied_as, changed_files, commits, is_repository
from s2tui.source.trees.directory import Directory
from s2tui.source.trees.mails import series
from s2tui.source.trees.notation import is_tree, open_tree
from s2tui.source.trees.patched import applied
from s2tui.source.trees.revision import Revision
from s2tui.source.trees.tree import KVM, checked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from s2tui.source.kernel.run import Assumed
    from s2tui.source.review.found import Review
    from s2tui.source.trees.mails import Patch
    from s2tui.source.trees.tree import Tree

STDIN = "standard input"
"""What patches are called that come from there; a tree with one has no name."""
SHORT = 12
"""Digits of a commit's id, as it is shown."""
TOGETHER = 24
"""Trees that share their diagrams, which only grow."""
COMPARED = (KVM, "virt/kvm", "arch/arm64/include/asm")
"""The folders in which two directories are compared besides the files that are read."""


class Step(NamedTuple):
    """A tree, and what it is called."""

    title: str
    """The subject of the patch that leads to it; of the first one nothing."""
    name: str
    """How it can be asked for."""
    tree: Tree
    changed: tuple[str, ...] = ()
    """The files in which it differs from the one before."""


def of_range(where: Path, asked: str) -> list[tuple[Step, Step]]:
    """Each commit of a range against its parent.

    Raises:
        RequestError: no git, no such range, or a commit is no kernel tree.
    """
    return [_commit(where, one.id, one.subject) for one in commits(where, asked)]


def _commit(where: Path, id_: str, subject: str) -> tuple[Step, Step]:
    parent = f"{id_}^"
    was, now = (Revision(where, name) for name in (parent, id_))
    checked(now, f"{where}@{id_[:SHORT]}")
    names = (f"{where}@{id_[:SHORT]}^", f"{where}@{id_[:SHORT]}")
    title = f"{id_[:SHORT]} {subject}"
    return Step("", names[0], was), Step(title, names[1], now, changed_files(where, parent, id_))


def of_patches(
    where: Path, base: str | None, files: Sequence[tuple[str, bytes]], *, or_applied: bool = False
) -> list[tuple[Step, Step]]:
    """Each patch of some files on the tree with those before it.

    Args:
        where: the tree.
        base: a revision of it, or another tree; None for HEAD, or for the files as they are.
        files: the name and the content of each.
        or_applied: whether a single patch that is in HEAD's history already is compared with the
            commit before it.

    Raises:
        RequestError: no such base, no patch in a file, or one that does not apply.
    """
    patches = [(patch, name) for name, content in files for patch in series(content, name)]
    if or_applied and base is None and len(patches) == 1 and is_repository(where):
        commit = applied_as(where, patches[0][0].subject)
        if commit is not None:
            was, now = _commit(where, commit.id, commit.subject)
            return [(was, now._replace(title=patches[0][0].subject))]
    name, tree = _base(where, base)
    steps = [Step("", name, tree)]
    done: list[str] = []
    for patch, file in patches:
        tree = applied(steps[-1].tree, patch, file)
        last = file != STDIN and _last_of(patches, patch, file)
        # Only whole files have a name; a step inside of one is called by its patch.
        done += [file] if last else []
        first = patches[0][0].short
        some = first if patch is patches[0][0] else f"{first}..{patch.short}"
        shown = "+".join((name, *done)) if last else f"{name} + {some}"
        steps.append(Step(patch.subject, shown, tree, tuple(tree.files)))
    return list(pairwise(steps))


def _last_of(patches: Sequence[tuple[Patch, str]], patch: Patch, file: str) -> bool:
    return [one for one, name in patches if name == file][-1] is patch


def _base(where: Path, base: str | None) -> tuple[str, Tree]:
    if not where.is_dir() and not (base and is_tree(base)):
        raise RequestError(f"there is no tree {where}")
    if base is None:
        if not is_repository(where):
            return str(where), checked(Directory(where), str(where))
        base = "HEAD"
    elif is_tree(base):
        return base, open_tree(base)
    if not is_repository(where):
        raise RequestError(f"{where} is no git repository, so it has no revision {base!r}")
    name = f"{where}@{base}"
    return name, checked(Revision(where, base), name)


def of_trees(first: str, second: str) -> list[tuple[Step, Step]]:
    """One tree against another.

    Raises:
        RequestError: one of them is none.
    """
    for name in (first, second):
        if not is_tree(name):
            raise RequestError(
                f"{name} is no tree; `s2tui diff {first} {second}` compares any two policies"
            )
    trees = open_tree(first), open_tree(second)
    title = f"{first} -> {second}"
    return [(Step("", first, trees[0]), Step(title, second, trees[1], _differing(*trees)))]


def _differing(first: Tree, second: Tree) -> tuple[str, ...]:
    """The files in which two trees differ, as far as they are looked through."""
    names = {name for tree in (first, second) for folder in COMPARED for name in tree.names(folder)}
    names |= set(READ)
    was, now = first.identity(names), second.identity(names)
    return tuple(sorted(name for name in names if was[name] != now[name]))


def whole(pairs: Sequence[tuple[Step, Step]], title: str) -> tuple[Step, Step]:
    """All patches of a series as one."""
    files = tuple(dict.fromkeys(name for _, now in pairs for name in now.changed))
    return pairs[0][0], pairs[-1][1]._replace(title=title, changed=files)


def todo(pairs: Sequence[tuple[Step, Step]]) -> list[tuple[Step, Step]]:
    """Each patch, and behind several of them all together."""
    together = [whole(pairs, f"all {len(pairs)} patches together")] if len(pairs) > 1 else []
    return [*pairs, *together]


def reviews(
    pairs: Sequence[tuple[Step, Step]],
    assumed: Assumed = AS_USUAL,
    progress: Callable[[str], None] = lambda _: None,
    pause: Callable[[], None] | None = None,
) -> Iterator[Review]:
    """What each of some pairs does.

    Args:
        pairs: a tree without something, and with it.
        assumed: what is answered for otherwise than usual.
        progress: hears what is being reviewed.
        pause: called often; may rest a while.

    Raises:
        RequestError: a tree cannot be run.
    """
    runs = _Runs(pause)
    for was, now in pairs:
        progress(now.title)
        runs.make_room()
        asked = Asked(now.title, (was.name, now.name), now.changed)
        yield review(asked, partial(runs.side, was), partial(runs.side, now), assumed)


class _Runs:
    """Trees that were run; two with the same text are one."""

    def __init__(self, pause: Callable[[], None] | None) -> None:
        self._pause = pause
        self._kept: dict[object, Side] = {}
        self._begin()

    def _begin(self) -> None:
        self._kept.clear()
        self._diagrams = Diagrams()
        if self._pause is not None:
            self._diagrams.manager.pause = self._pause
        self._algebra = Algebra(self._diagrams.manager)

    def make_room(self) -> None:
        """Begin anew where much was run, which only two trees of one review must not see."""
        if len(self._kept) >= TOGETHER:
            self._begin()

    def side(self, step: Step, assumed: Assumed) -> Side:
        """A tree, run now or earlier."""
        key = (
            tuple(step.tree.identity(READ).items()),
            tuple(sorted(assumed.given.items())),
            assumed.released,
        )
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = Side(
                step.name, step.tree, self._diagrams, self._algebra, assumed
            )
        return found
