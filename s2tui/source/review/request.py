"""What somebody asks to be reviewed, in words: as `s2tui review` takes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from s2tui.errors import RequestError, short
from s2tui.source.review.series import STDIN, of_patches, of_range, of_trees

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.source.review.series import Step

FOLDER, BASE, PATCH = "-C", "--base", "--patch"
OPTIONS = (FOLDER, BASE, PATCH)
PATCHES = (".mbox", ".patch", ".diff", ".eml")
"""How files are called that are taken for patches without `--patch`."""
EXAMPLES = ("review HEAD~3..HEAD -C ~/linux", "review series.mbox -C ~/linux --base v6.12")


class Request(NamedTuple):
    """What is to be reviewed."""

    words: tuple[str, ...]
    """A range, or two trees."""
    folder: str = "."
    """The kernel's repository, or its files."""
    base: str | None = None
    """What patches are for; None for HEAD."""
    patches: tuple[str, ...] = ()
    """Files with mails or diffs."""

    @property
    def command(self) -> tuple[str, ...]:
        """The words after `s2tui` that ask for the same."""
        found = ["review", *self.words]
        for patch in self.patches:
            found += [PATCH, patch]
        if self.base is not None:
            found += [BASE, self.base]
        return (*found, FOLDER, self.folder) if self.folder != "." else tuple(found)


def parse(words: Sequence[str]) -> Request:
    """Read the words of a line; files that are called as patches are, are patches.

    Raises:
        RequestError: an option without its value, or words that ask for nothing.
    """
    said: dict[str, list[str]] = {name: [] for name in OPTIONS}
    others: list[str] = []
    left = list(words)
    while left:
        word = left.pop(0)
        if word in OPTIONS:
            if not left:
                raise RequestError(f"{word} takes a value, as in `{EXAMPLES[1]}`")
            said[word].append(left.pop(0))
        elif word.startswith("-"):
            raise RequestError(f"unknown option {short(word)!r}; accepted: {', '.join(OPTIONS)}")
        elif word.endswith(PATCHES) and "+" not in word:
            said[PATCH].append(word)
        else:
            others.append(word)
    folder = said[FOLDER][-1] if said[FOLDER] else "."
    base = said[BASE][-1] if said[BASE] else None
    request = Request(tuple(others), folder, base, tuple(said[PATCH]))
    if others and (request.patches or base is not None):
        raise RequestError(f"patches go without {short(others[0])!r}, as in `{EXAMPLES[1]}`")
    if not request.patches and not (len(others) == 2 or (len(others) == 1 and ".." in others[0])):
        raise RequestError(f"review takes A..B, two trees or patches, as in `{EXAMPLES[0]}`")
    return request


def steps(request: Request, mail: bytes | None = None) -> list[tuple[Step, Step]]:
    """The trees without and with each patch.

    Args:
        request: what is asked for.
        mail: one more patch; one that the tree has already is compared with the commit before it.

    Raises:
        RequestError: no such tree, range or file, or a patch that does not apply.
    """
    where = Path(request.folder).expanduser()
    files = [(name, _read(name)) for name in request.patches]
    if mail is not None:
        files.append((STDIN, mail))
    if files:
        return of_patches(where, request.base, files, or_applied=mail is not None)
    if len(request.words) == 2:
        return of_trees(*request.words)
    return of_range(where, request.words[0])


def _read(name: str) -> bytes:
    try:
        return Path(name).expanduser().read_bytes()
    except OSError as error:
        raise RequestError(f"cannot read {name}: {error.strerror}") from None
    except ValueError as error:
        raise RequestError(f"cannot read {name}: {error}") from None
