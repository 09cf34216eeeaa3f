"""`s2tui audit`: a kernel tree against the policy that restates it.

Exit 0 they agree everywhere, 1 they differ or the tree keeps a lock, 3 they agree as far as it
could be judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.cli import output
from s2tui.cli.arguments import add_form_of_answer
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
    from s2tui.source.kernel.audit import audit
    from s2tui.source.trees.notation import open_tree

    against = None if args.against is None else find(args.against)
    found = audit(args.tree, open_tree(args.tree), against)
    names = (args.against or found.named, args.tree)
    if args.json:
        from s2tui.contract.audit import audit_json

        output.json_text(audit_json(found, names))
    else:
        from s2tui.view.audit.lines import audit_lines

        output.lines(audit_lines(found, names, output.width()))
    return _status(found)


def _status(found: Audit) -> int:
    if found.different > found.unanswered or found.run.held:
        return 1
    return NOT_JUDGED if found.unanswered or found.unjudged or found.unchecked else 0
