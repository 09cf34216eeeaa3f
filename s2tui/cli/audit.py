"""`s2tui audit`: a kernel tree against the policy that restates it.

Exit 0 they agree everywhere, 1 they differ or the tree keeps a lock, 3 they agree as far as it
could be judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.cli import output
from s2tui.cli.arguments import add_form_of_answer
from s2tui.cli.kept import Told, tell
from s2tui.kvm.policies.registry import find

if TYPE_CHECKING:
    import argparse

    from s2tui.source.kernel.audit import Audit

NOT_JUDGED = 3


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "tree", metavar="TREE", help="a folder, TREE@REV, a tar, with +x.mbox or not"
    )
    parser.add_argument(
        "--against",
        metavar="ID",
        help="kernel, policy or file (the tree's own release, or what is nearer)",
    )
    add_form_of_answer(parser)


def run(args: argparse.Namespace) -> int:
    """Answer the request.

    Raises:
        RequestError: no such tree, one that is none of a kernel, or an unknown policy.
    """
    names = (args.tree,) if args.against is None else (args.against, args.tree)
    return tell(args, names, lambda: _told(args))


def _told(args: argparse.Namespace) -> Told:
    from s2tui.analysis.diagrams.explorer import Diagrams
    from s2tui.source.kernel.audit import audit_of
    from s2tui.source.kernel.known import remembered
    from s2tui.source.trees.notation import open_tree

    against = None if args.against is None else find(args.against)
    tree, diagrams = open_tree(args.tree), Diagrams()
    known = remembered(tree, diagrams)
    found = audit_of(args.tree, tree, known, against, diagrams)
    names = (args.against or found.named, args.tree)
    if args.json:
        from s2tui.contract.audit import audit_json

        return Told(_status(found), audit_json(found, names))
    from s2tui.view.audit.lines import audit_lines

    return Told(_status(found), audit_lines(found, names, output.width()))


def _status(found: Audit) -> int:
    if found.different > found.unanswered or found.locked or found.answers_otherwise:
        return 1
    return NOT_JUDGED if found.stopped or found.unjudged or found.unchecked else 0
