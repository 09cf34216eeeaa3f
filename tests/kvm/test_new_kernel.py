"""A new kernel is one module and one line, and no test holds a list that forgets it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from s2tui.kvm.policies.registry import KERNELS

ROOT = Path(__file__).parents[2]
NEWEST = KERNELS[-1]
RELEASE = (NEWEST.last[0], NEWEST.last[1] + 1)
ID = "v{}.{}".format(*RELEASE)
MODULE = f'''"""{ID}: no page grows to a block."""

from s2tui.kvm.policies.kernels.{NEWEST.id.replace(".", "_")} import policy as before
from s2tui.kvm.policy.decisions import SIZE
from s2tui.kvm.policy.rule import USER, decides
from s2tui.kvm.rules import size


@decides(SIZE, "abort", "every leaf is a page", "nowhere @ {ID}", handler=USER)
def pages_only(s, d):
    return "page"


def grow_nothing(policy):
    last = [rule for rule in policy.rules if rule.decides is SIZE and rule.handler == USER][0]
    return policy.insert(pages_only, before=last)


policy = before.patched("{ID}", "every leaf is a page", grow_nothing)
'''


class Copy:
    """A copy of the package and of its tests, in which there is one kernel more."""

    def __init__(self, root: Path) -> None:
        self.root = root
        unneeded = shutil.ignore_patterns("__pycache__", "snapshots")
        for name in ("s2tui", "tests", "themes"):
            shutil.copytree(ROOT / name, root / name, ignore=unneeded)
        shutil.copy(ROOT / "pyproject.toml", root)
        policies = root / "s2tui" / "kvm" / "policies"
        module = f"{ID.replace('.', '_')}.py"
        (policies / "kernels" / module).write_text(MODULE, encoding="utf-8")
        registry = policies / "registry.py"
        line = f'    Kernel("{NEWEST.id}", last={NEWEST.last}),\n'
        text = registry.read_text(encoding="utf-8")
        assert text.count(line) == 1
        text = text.replace(line, f'{line}    Kernel("{ID}", last={RELEASE}),\n')
        registry.write_text(text, encoding="utf-8")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a module of the copy with the interpreter of the tests."""
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=self.root,
            env=os.environ | {"PYTHONPATH": str(self.root), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def json(self, *words: str) -> object:
        """What a command answers."""
        found = self.run("s2tui", *words, "--json")
        assert found.returncode in (0, 1), found.stderr
        return json.loads(found.stdout)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("copy"))


@pytest.mark.slow
def test_the_commands_know_it(copy: Copy) -> None:
    listed = copy.json("list", "kernels")
    assert ID in json.dumps(listed)
    answer = copy.json("explain", "page.size=pmd")
    assert isinstance(answer, dict)
    assert (answer["kernel"], answer["policy"]) == (ID, ID)
    assert answer["mapping"]["level"] == 3
    older = copy.json("explain", "page.size=pmd", "--kernel", NEWEST.id)
    assert isinstance(older, dict)
    assert older["mapping"]["level"] == 2


@pytest.mark.slow
def test_it_differs_from_the_one_before_by_its_rule(copy: Copy) -> None:
    found = copy.json("diff", NEWEST.id, ID)
    assert isinstance(found, dict)
    assert found["different"] > 0
    assert "pages-only" in json.dumps(found)


@pytest.mark.slow
def test_the_tests_of_kernels_hold_for_it_too(copy: Copy) -> None:
    names = ("kvm/test_policy", "kvm/test_fleet", "cli/test_list", "cli/test_check")
    some = "not test_check or a_row_for_every_policy"
    files = [f"tests/{name}.py" for name in names]
    found = copy.run("pytest", "-q", "-x", "-p", "no:cacheprovider", "-k", some, *files)
    assert found.returncode == 0, found.stdout[-3000:]
