"""A scenario that differs from another one in some fields, and reads the others from that one.

Unlike a copy it reads nothing that nobody asks for: what is learnt from the fields that an answer
read (s2tui.kvm.report.memo) and what is explored field by field stay exact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.kvm.scenario.fields import Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.kvm.scenario.fields import Value


class _Changed(Scenario):
    def __getattr__(self, name: str) -> Any:
        """Called for a field that was not read yet, since only those are absent."""
        state = self.__dict__
        value = state[name] = getattr(state["_of"], name)
        return value


def changed_view(scenario: Scenario, changes: Mapping[str, Value]) -> Scenario:
    """The same scenario with some fields changed; bindings are not applied.

    Args:
        scenario: what the other fields are read from, when they are read.
        changes: by attribute.
    """
    view = object.__new__(_Changed)
    view.__dict__.update(changes, _of=scenario)
    return view
