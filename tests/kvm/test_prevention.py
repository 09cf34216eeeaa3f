"""What would bring a damage about, and which finding a report's first hazard is."""

from __future__ import annotations

from s2tui.arm.coherence.configuration import Configuration
from s2tui.kvm.hazards.caches import run, worst
from s2tui.kvm.hazards.prevention import otherwise
from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import report_by
from s2tui.kvm.scenario.notation import parse_words


def test_a_guest_that_caches_too_is_shown_what_one_would_do_that_does_not() -> None:
    """The spot checks: the same aliases with a guest that passes the caches leak in 3 steps."""
    found = otherwise("previous-owner", (Configuration("none", "wb", "wb"),))
    assert found is not None
    which, finding = found
    assert which == 0
    assert finding.damage == "previous-owner"
    assert finding.configuration.guest == "nc"
    assert finding.steps == 3


def test_the_configuration_that_would_do_it_is_named() -> None:
    """Of two guests the second one caches what user space does not, and the first is made to."""
    both = (Configuration("none", "nc", "nc"), Configuration("none", "nc", "device"))
    found = otherwise("host-reads-stale", both)
    assert found is not None
    assert found[0] in (0, 1)
    assert found[1].configuration.guest == "wb"


def test_what_no_single_change_brings_about_is_nothing() -> None:
    assert otherwise("host-disagrees", (Configuration("none", "wb", "wb"),)) is None


def test_the_worst_is_what_the_first_hazard_of_the_caches_amounts_to() -> None:
    scenario, notes = parse_words(["@gpu-memory"])
    report = report_by("v6.9", find("v6.9"), scenario, notes)
    first = next(h.id for h in report.hazards if h.id in report.caches.hazards)
    found = worst(report.hazards, report.caches)
    assert first == "stale-data"
    assert found is not None
    assert found.damage == "previous-owner"


def test_without_such_a_hazard_it_is_the_first_finding_or_none() -> None:
    lost = run((Configuration("none", "wb", "nc"),))
    assert worst((), lost) == lost.findings[0]
    assert worst((), run((Configuration("none", "wb", "wb"),))) is None
