"""Hypothesis strategies of the domain, in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from s2tui.kvm.scenario.fields import FIELDS, Scenario, bind, filled

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

VALUES = {field.attribute: st.sampled_from(field.values) for field in FIELDS.values()}


def scenarios() -> SearchStrategy[Scenario]:
    """Any scenario that respects the bindings."""
    return st.fixed_dictionaries(VALUES).map(lambda values: bind(filled(values))[0])
