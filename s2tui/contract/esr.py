"""`esr --json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from s2tui.arm.syndrome import Syndrome


def esr_object(syndrome: Syndrome, meaning: str) -> dict[str, Any]:
    """What `esr --json` answers; the meaning in words is for people, and not for comparing."""
    return {"ec": syndrome.ec, "il": syndrome.il, "iss": syndrome.iss, "meaning": meaning}
