"""What people type first, and what the one line that refuses it says they meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calls import Call, call, refused

__all__ = ["call"]

FLEET = str(Path(__file__).parents[1] / "data" / "fleet.toml")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["fwb=false"], "unknown field 'fwb'; did you mean host.fwb?; accepted: host.cpu"),
        (["mte=true"], "did you mean host.mte or vm.mte?"),
        (["Host.fwb=true"], "did you mean host.fwb?"),
        (["gpu-memory"], "nor a scenario file; did you mean @gpu-memory?"),
        (["@gpu"], "did you mean @gpu-memory?; accepted: @ram"),
        (["@GPU-memory"], "did you mean @gpu-memory?"),
        (["@gpu-memroy"], "did you mean @gpu-memory?"),
        (["pfnmap"], "did you mean backing=pfnmap?"),
        (["fwb"], "did you mean host.fwb=true|false?"),
        (["host.fwb=0"], "'0'; did you mean false?; accepted: true, false"),
        (["host.fwb=no"], "'no'; did you mean false?"),
        (["host.fwb=off"], "'off'; did you mean false?"),
        (["host.fwb=1"], "'1'; did you mean true?"),
        (["host.fwb=Yes"], "'Yes'; did you mean true?"),
        (["backing=PFNMAP"], "did you mean pfnmap?"),
        ([FLEET], f"is a fleet, with [[host]] tables, not a scenario; did you mean s2tui migrate "
                  f"--fleet {FLEET}?"),
        (["--kernel", "v9"], "unknown kernel or policy 'v9'; did you mean patch-v9?"),
        (["--kernel", "V6.9"], "did you mean v6.9?"),
    ],
)  # fmt: skip
def test_an_obvious_slip_is_understood(call: Call, words: list[str], said: str) -> None:
    refused(call("explain", *words), said)


@pytest.mark.parametrize("words", [["@foo"], ["nonsense"], ["host.page_size=0"], ["foo=bar"]])
def test_nothing_is_suggested_where_nothing_is_near(call: Call, words: list[str]) -> None:
    found = call("explain", *words)
    refused(found, words[0].partition("=")[0])
    assert "did you mean" not in found.err


def test_a_number_in_a_batch_is_understood_too(call: Call) -> None:
    found = call("explain", "--batch", "-", stdin=b'{"scenario": {"host.fwb": 0}}\n')
    assert "did you mean false?" in found.out


def test_the_case_of_a_version_is_not_what_matters(call: Call) -> None:
    assert "did you mean v6.12?" in call("explain", "--kernel", "V6.12").err
