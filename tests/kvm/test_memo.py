"""Remembered answers are the function's own, found without asking it again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2tui.errors import RequestError
from s2tui.kvm.policies.registry import find
from s2tui.kvm.report import memo
from s2tui.kvm.report.explain import explain
from s2tui.kvm.report.memo import Memo
from s2tui.kvm.scenario.fields import DEFAULT, Scenario, filled
from tests.strategies import scenarios


@given(st.lists(scenarios(), min_size=1, max_size=30), st.sampled_from(["v6.9", "v6.17", "v7.3"]))
def test_answers_are_those_of_the_function(asked: list[Scenario], kernel: str) -> None:
    policy = find(kernel)
    remembered = Memo(lambda scenario: explain(policy, scenario))
    for scenario in asked + asked:
        assert remembered(scenario) == explain(policy, scenario)


def test_a_scenario_that_differs_in_an_unread_field_is_not_asked_again() -> None:
    asked: list[bool] = []

    def function(scenario: Scenario) -> bool:
        asked.append(True)
        return scenario.host_fwb and scenario.host_dic

    remembered = Memo(function)
    assert remembered(DEFAULT) is True
    assert remembered(filled({"vm_mte": True, "host_mte": True})) is True
    assert len(asked) == 1
    assert remembered(filled({"host_fwb": False})) is False
    assert remembered(filled({"host_fwb": False, "host_dic": False})) is False
    assert len(asked) == 2


def test_an_error_passes_and_is_not_remembered() -> None:
    errors = [RequestError("no"), None]

    def function(scenario: Scenario) -> bool:
        error = errors.pop(0)
        if error is not None:
            raise error
        return scenario.host_fwb

    remembered = Memo(function)
    with pytest.raises(RequestError):
        remembered(DEFAULT)
    assert remembered(DEFAULT) is True


def test_memory_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo, "LIMIT", 2)
    remembered = Memo(lambda scenario: (scenario.backing, scenario.host_fwb))
    for fwb in (True, False):
        for backing in ("anonymous", "shmem", "pfnmap"):
            scenario = filled({"backing": backing, "host_fwb": fwb})
            assert remembered(scenario) == (backing, fwb)
