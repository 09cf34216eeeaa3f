"""Hypothesis strategies of the domain, in one place.

A strategy that only one module needs, of values that only it knows (tables, spans, cursors), stays
in that module; what draws values of the domain is here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from hypothesis import settings
from hypothesis import strategies as st

from s2tui.arm.descriptor.codec import Regime
from s2tui.kvm.migration.hosts import FIELD_NAMES
from s2tui.kvm.policies.registry import POLICIES
from s2tui.kvm.scenario.fields import FIELDS, Scenario, bind, filled
from tests.arm.descriptor_cases import PAGE_SIZES, SWITCHES, levels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hypothesis.strategies import SearchStrategy

    from s2tui.kvm.scenario.fields import Value

T = TypeVar("T")
ALL_VALUES = {field.attribute: st.sampled_from(field.values) for field in FIELDS.values()}
POLICY_IDS = st.sampled_from(tuple(POLICIES))
"""Every policy, kernels and proposals."""
WORDS = st.integers(0, (1 << 64) - 1)
"""Any 64-bit word, as a descriptor or a syndrome."""
REGIMES = st.builds(
    Regime,
    page_size=st.sampled_from(PAGE_SIZES),
    bbm=st.integers(0, 2),
    **{name: st.booleans() for name in SWITCHES},
)
PLACES = REGIMES.flatmap(lambda regime: st.tuples(st.just(regime), st.sampled_from(levels(regime))))
"""A regime with one of its levels."""

MANY = 100
"""Examples from which on a profile leaves nothing out."""
LIKELY: dict[str, tuple[Value, ...]] = {
    "backing": ("pfnmap", "pfnmap", "pfnmap", "mixedmap", "zone-device", "anonymous", "hugetlb"),
    "slot.guest_memfd": (False,),
    "page.poisoned": (False,) * 9 + (True,),
    "slot.readonly": (False, False, False, True),
    "access.fault": ("translation", "permission"),
    "vma.writable": (True, True, True, False),
}
"""Values to draw from where a uniform choice would seldom come as far as the fault handler."""


def examples(times: float) -> settings:
    """Settings for so many times the examples of the profile (conftest.py), a hundred in most."""
    return settings(max_examples=often(times))


def often(times: float) -> int:
    """So many times the examples of the profile, for a test that draws by itself."""
    return max(1, round(times * settings().max_examples))


def thinned(values: Sequence[T]) -> Sequence[T]:
    """All values of a long list; in a profile of few examples every seventh.

    Seven, since the lists are products of fields with two, three, four or six values each: what is
    left still has every value of every field, and pairs of them in about equal shares.
    """
    return values if often(1) >= MANY else values[::7]


def scenarios() -> SearchStrategy[Scenario]:
    """Any scenario that respects the bindings."""
    return wishes().map(lambda scenario: bind(scenario)[0])


def wishes() -> SearchStrategy[Scenario]:
    """Any scenario as somebody may ask for it, whatever the bindings make of it."""
    return st.fixed_dictionaries(ALL_VALUES).map(filled)


def faults(**fixed: Value) -> SearchStrategy[Scenario]:
    """Scenarios that mostly come as far as the fault handler, some fields fixed by attribute."""
    values = ALL_VALUES | {FIELDS[name].attribute: st.sampled_from(v) for name, v in LIKELY.items()}
    values |= {attribute: st.just(value) for attribute, value in fixed.items()}
    return st.fixed_dictionaries(values).map(lambda drawn: bind(filled(drawn))[0])


def some_values(names: Iterable[str] = tuple(FIELDS)) -> SearchStrategy[Mapping[str, Value]]:
    """Attribute values of some of the fields, as if given on the command line."""
    attributes = [FIELDS[name].attribute for name in names]
    return st.fixed_dictionaries({}, optional={name: ALL_VALUES[name] for name in attributes})


def host_values() -> SearchStrategy[Mapping[str, Value]]:
    """Attribute values of some of the host's fields."""
    return some_values(FIELD_NAMES)
