"""Somebody's own policy that is wrong: one line that names the file, whichever command meets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.calls import Call, call, refused

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["call"]

RULE = (
    "from s2tui.kvm.policies.kernels.v7_3 import policy as v7_3\n"
    "from s2tui.kvm.policy.rule import check\n"
    "from s2tui.kvm.rules import abort, dispatch\n"
    "from s2tui.kvm.policy.results import fail\n"
    "def mine(*rules):\n"
    "    return v7_3.patched('mine', 'm', lambda p: p.insert(*rules, before=abort.map_leaf))\n"
)
RAISES = (
    f"{RULE}@check('abort', 't', 'c', handler=abort.USER)\n"
    "def mad(s, d):\n"
    "    raise KeyError('what\\nnow')\n"
    "policy = mine(mad)\n"
)
UNDECIDED = f"{RULE}policy = v7_3.patched('mine', 'm', lambda p: p.drop(dispatch.bad_slot))\n"
HAZARD = (
    f"{RULE}@check('abort', 't', 'c', handler=abort.USER, hazard='stale-dota')\n"
    "def mad(s, d):\n"
    "    return fail('EFAULT')\n"
    "policy = mine(mad)\n"
)
BROKEN = [
    (RAISES, ("KeyError", "what")),
    (UNDECIDED, ("mine has no rule that decides bad-slot",)),
    (HAZARD, ("stale-dota", "did you mean stale-data?", "mad")),
    ("raise SystemExit(3)\n", ("SystemExit",)),
    ("raise ValueError('two\\nlines')\n", ("two lines",)),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mine.py"


@pytest.mark.parametrize(("text", "named"), BROKEN)
@pytest.mark.parametrize(
    "words",
    [
        ("explain", "--kernel", "{}"),
        ("compare", "--kernels", "v7.3,{}"),
        ("migrate", "--from", "kernel={}", "--to", "kernel=v7.3"),
    ],
)
def test_a_policy_that_breaks_is_one_line(
    call: Call, path: Path, words: tuple[str, ...], text: str, named: tuple[str, ...]
) -> None:
    path.write_text(text, encoding="utf-8")
    refused(call(*(word.format(path) for word in words)), "mine.py", *named)


def test_a_batch_answers_the_line_in_its_place_and_goes_on(call: Call, path: Path) -> None:
    path.write_text(RAISES, encoding="utf-8")
    lines = [{"kernel": str(path)}, {"kernel": "v7.3"}]
    answer = call("explain", "--batch", "-", stdin="\n".join(map(json.dumps, lines)).encode())
    bad, good = map(json.loads, answer.out.splitlines())
    assert answer.status == 2
    assert bad["line"] == 1
    assert "mine.py" in bad["error"]
    assert good["policy"] == "v7.3"
