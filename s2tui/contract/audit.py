"""`audit --json`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from s2tui.source.kernel.audit import Audit


def audit_json(found: Audit, names: tuple[str, str]) -> str:
    """What `audit --json` answers.

    Args:
        found: the audit.
        names: of the policy, as it was asked for, and of the tree.
    """
    from json import dumps

    from s2tui.contract.diff import diff_object

    stops = {(str(s.at), s.what): None for s in found.stopped}
    answer = diff_object(found.diff, names)
    own = found.own
    answer["version"] = found.version
    answer["release"] = own and {"kernel": own.named, "different": own.different}
    answer["unanswered"] = found.unanswered
    answer["stops"] = [{"at": at, "what": what} for at, what in stops]
    answer["unjudged"] = [{"name": u.name, "at": str(u.at)} for u in found.unjudged]
    answer["unchecked"] = list(found.unchecked)
    answer["held"] = list(found.held)
    answer["entries"] = {
        name: {"answers": entry.counts, "different": entry.different}
        for name, entry in found.entries.items()
    }
    return dumps(answer)
