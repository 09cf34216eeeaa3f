"""A member of an outcome, as `diff --json` and `whatif --json` name the first that differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from s2tui.kvm.report.members import Inner


def inner_object(inner: Inner) -> dict[str, dict[str, Any]]:
    """One inner member with its value, as it stands in the report's JSON."""
    return {inner.member: {inner.name: inner.value}}
