"""What there is to learn, as `list --json` has it: objects with `id`, `text` and more."""

from __future__ import annotations

from typing import Any

from s2tui.kvm.scenario.notation import scenario_text
from s2tui.teach.misconceptions import misconceptions

Entry = dict[str, Any]


def misconception_entries() -> list[Entry]:
    """Every misconception with its operator, where one can have it, and what it gets wrong."""
    return [
        {
            "id": m.id,
            "text": m.text,
            "concept": m.concept,
            "lesson": m.lesson,
            "as_if": m.as_if,
            "where": m.where,
            "under": list(m.under),
            "about": list(m.about),
            "example": {
                "scenario": scenario_text(m.example.asked.scenario),
                "kernel": m.example.asked.kernel,
                "ask": m.example.member,
            },
            "details": [f"answers as if {m.as_if}; lesson {m.lesson}"],
        }
        for m in misconceptions().values()
    ]
