"""`review --b4`: what b4 review expects of a check command, an object for each patch.

b4/review/checks.py: a list of objects with tool, status (pass, warn, fail), summary and details.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from s2tui.source.review.found import Review

TOOL = "s2tui"


def check(found: Review, details: str) -> dict[str, str]:
    """One patch: fail where a resource is kept or an invariant newly violated.

    Args:
        found: the review.
        details: the review as text.
    """
    return {
        "tool": TOOL,
        "status": _status(found),
        "summary": _summary(found),
        "details": details,
        "url": "",
    }


def failed(why: str) -> list[dict[str, str]]:
    """What could not be reviewed at all."""
    return [
        {
            "tool": TOOL,
            "status": "warn",
            "summary": f"not reviewed: {why}",
            "details": "",
            "url": "",
        }
    ]


def _status(found: Review) -> str:
    if found.resources or found.violated:
        return "fail"
    return "warn" if found.status else "pass"


def _summary(found: Review) -> str:
    parts = [f"{one.what} is held on return" for one in found.resources]
    if found.different:
        parts.append(f"{found.different:,} of {found.space:,} scenarios end otherwise")
    elif found.effects:
        parts.append("something else is called on the way to the same ends")
    elif found.elsewhere:
        parts.append(f"differs elsewhere: {', '.join(found.elsewhere)}")
    if found.violated:
        parts.append("newly violated: " + ", ".join(one.invariant.id for one in found.violated))
    if not found.judged:
        parts.append("not everything could be judged")
    return "; ".join(parts) or "no difference in any scenario"
