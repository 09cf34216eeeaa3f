"""A scenario whose fields are fetched when they are read, each once.

Rules read fields lazily and do not know: what was read says on what their answer depends, and a
field that is not there yet says what they ask next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.kvm.scenario.fields import Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.kvm.scenario.fields import Value

_SOURCE = "_source"


class LazyScenario(Scenario):
    """A scenario without fields of its own: one that is read comes from a source and stays.

    The source is asked as a mapping from attributes to values. One that answers otherwise than with
    what it holds, or raises, does so in `__missing__`: there is nothing between a rule and it.
    """

    def __getattr__(self, name: str) -> Any:
        """Called for fields that were not read yet, since only those are absent."""
        state = self.__dict__
        try:
            value = state[name] = state[_SOURCE][name]
        except KeyError:
            raise AttributeError(f"a scenario has no field {name}") from None
        return value

    @property
    def reads(self) -> list[str]:
        """The attributes read so far, in order, after those that were given."""
        return [name for name in self.__dict__ if name != _SOURCE]

    def changed(self, **values: Value) -> LazyScenario:
        """This scenario with other values, by attribute, without reading the rest.

        So nothing is replaced that these values do not permit.
        """
        return lazy(_Other(values, self))


class _Other(dict[str, "Value"]):
    """The fields of a scenario that differs from another one in some."""

    def __init__(self, changes: Mapping[str, Value], of: Scenario) -> None:
        super().__init__(changes)
        self._of = of

    def __missing__(self, name: str) -> Value:
        value: Value = getattr(self._of, name)
        return value


def lazy(source: Mapping[str, Value], given: Mapping[str, Value] | None = None) -> LazyScenario:
    """A scenario that reads its fields from a source.

    Args:
        source: by attribute, the values of the fields.
        given: the fields that are there already.
    """
    scenario = object.__new__(LazyScenario)
    scenario.__dict__[_SOURCE] = source
    if given is not None:
        scenario.__dict__.update(given)
    return scenario
