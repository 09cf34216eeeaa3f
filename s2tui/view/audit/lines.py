"""What an audit found, as lines: the verdict, what differs, and what could not be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.source.world.held import PAGE
from s2tui.view.diff.lines import diff_lines
from s2tui.view.kit.layout import flow
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from s2tui.source.kernel.audit import Audit
    from s2tui.view.kit.text import Line

HELD = {PAGE: "the reference to a page"}
"""What is not called as what it is."""


def audit_lines(found: Audit, names: tuple[str, str], width: int) -> list[Line]:
    """The verdict first; then everything that it rests on, or fails for.

    Args:
        found: the audit.
        names: of the policy, as it was asked for, and of the tree.
        width: columns.
    """
    against, tree = names
    space = f"{found.diff.space:,}"
    if found.different:
        lines = diff_lines(found.diff, names, width)
    else:
        said = f"{tree} ends as {against} says in all of {space} scenarios"
        lines = flow((), said, width, "title")
    release = _release(found)
    if release:
        lines += _item("release", release, width)
    lines += _stops(found, width)
    for each in found.unjudged:
        text = f"{each.name} is answered for and not run, and is not the text that was looked at"
        lines += _item("not judged", f"{text} ({each.at})", width)
    for name in found.unchecked:
        lines += _item("not checked", f"what {name} answers was never held to a real tree", width)
    lines += _entries(found, against, width)
    for what, count in found.held.items():
        lines += _item(
            "still held", f"{HELD.get(what, what)}, at the end of {count:,} scenarios", width
        )
    return lines


ASKED = {
    "capability": "capability of the VM",
    "system": "capability of /dev/kvm",
    "create": "memslot made",
    "flags-only": "dirty logging turned",
    "move": "memslot moved",
    "delete": "memslot removed",
    "prefault": "page mapped in advance",
}
"""What was asked besides, in words."""


def _entries(found: Audit, against: str, width: int) -> list[Line]:
    lines: list[Line] = []
    for name, entry in found.entries.items():
        said = ", ".join(f"{word} in {count:,}" for word, count in entry.counts.items())
        if len(entry.counts) == 1:
            said = next(iter(entry.counts))
        if entry.different is not None:
            otherwise = f"{against} says otherwise in {entry.different:,}"
            said += f"; {otherwise if entry.different else f'as {against} says'}"
        lines += _item(ASKED[name], said, width)
    return lines


def _release(found: Audit) -> str:
    """Of which release the tree is, and why it is held to this kernel; nothing where plain."""
    said, own = found.version, found.own
    if found.wanted is not None or (found.named == f"v{said}" and not found.different):
        return ""
    if said is None:
        return f"the tree does not say which; {found.named} is the nearest kernel"
    if own is None:
        return f"{said}, which no policy answers for; {found.named} is the nearest kernel"
    if own.named == found.named:
        return f"{said}, and no other kernel is nearer" if own.different else said
    return f"{said}, but {own.named} differs in {own.different:,}; {found.named} is the nearest"


def _stops(found: Audit, width: int) -> list[Line]:
    lines: list[Line] = []
    if found.unanswered:
        said = f"in {found.unanswered:,} scenarios, each counted as different"
        lines += _item("no answer", said, width)
    for text in dict.fromkeys(f"{s.what} ({s.at})" for s in found.stopped):
        lines += _item("  stopped", text, width)
    return lines


def _item(head: str, text: str, width: int) -> list[Line]:
    return flow((Span(f"{head}: ", "dim"),), text, width)
