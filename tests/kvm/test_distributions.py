"""Kernels of distributions: what is known of each, and which release it answers as."""

from __future__ import annotations

import pytest

from s2tui.errors import RequestError
from s2tui.kvm.policies.distributions import load
from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import explain, report
from s2tui.kvm.scenario.notation import parse_words


# From the packages' text: the release, whether cacheable PFNMAP is mapped cacheable, and the level
# of memory whose arithmetic allows 2 MiB and whose host leaf is a page (3 with the fix).
@pytest.mark.parametrize(
    ("name", "policy", "type_", "level"),
    [
        ("debian-6.1.192", "v6.1", "device", 3),
        ("debian-6.12.95", "v6.9", "device", 2),
        ("debian-6.12.117", "v6.9", "device", 3),
        ("debian-7.2.9", "v7.1", "normal", 2),
        ("debian-7.2.13", "v7.1", "normal", 3),
        ("debian-7.3.4", "v7.3", "normal", 3),
    ],
)
def test_a_package_that_was_read_answers(name: str, policy: str, type_: str, level: int) -> None:
    found = report(name, parse_words(["@gpu-memory-pages"]).scenario)
    assert found.policy.id == policy
    assert found.outcome.mapping is not None
    assert (found.outcome.mapping.type, found.outcome.mapping.level) == (type_, level)
    assert any(load()[name].source in note for note in found.notes)


def test_it_answers_as_the_release_does() -> None:
    scenario = parse_words(["@udmabuf"]).scenario
    for name, distributed in load().items():
        if distributed.kernel:
            release = find(distributed.kernel)
            assert explain(find(name), scenario)[:6] == explain(release, scenario)[:6]
            assert distributed.kernel.removeprefix("v") in name


@pytest.mark.parametrize("name", ["nvidia-6.14", "nvidia-6.17", "ciq", "others"])
def test_what_is_known_in_part_is_listed_and_refused(name: str) -> None:
    assert load()[name].source
    with pytest.raises(RequestError, match="not known well enough") as refusal:
        find(name)
    assert "\n" not in str(refusal.value)


def test_a_name_that_is_close_is_suggested() -> None:
    with pytest.raises(RequestError, match=r"did you mean debian-6\.12\.117"):
        find("debian-6.12.171")
