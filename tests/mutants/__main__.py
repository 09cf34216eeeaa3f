"""Seeded mistakes in the model, each tried on the tests that cover it: which does none notice?

`python -m tests.mutants [--seed N] [--count N] [FOLDER ...]`. The mistakes are made in copies in a
temporary directory, never in the work tree. A survivor is a test that is missing, or changes
nothing that can be seen: then explained.toml says why. Exit status 1 if one is not explained.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from tests.mutants.mutate import Mutant, mutants

ROOT = Path(__file__).resolve().parents[2]
EXPLAINED = Path(__file__).with_name("explained.toml")
TESTS = {
    "s2tui/arm": ("tests/arm", "tests/kvm", "tests/cli/test_decode.py", "tests/cli/test_encode.py",
                  "tests/cli/test_combine.py", "tests/cli/test_esr.py"),
    "s2tui/kvm": ("tests/kvm", "tests/cli/test_migrate.py", "tests/cli/test_explain.py",
                  "tests/cli/test_policy_files.py", "tests/analysis/test_invariants.py"),
    "s2tui/analysis": ("tests/analysis", "tests/cli/test_check.py", "tests/cli/test_diff.py",
                       "tests/cli/test_find.py", "tests/cli/test_whatif.py", "tests/view"),
}  # fmt: skip
"""Which tests cover a folder, those first that notice most."""
AT_ONCE = 2
LONGEST = 600
"""Seconds after which a mistake counts as noticed: some make a loop endless."""
PASSED, FAILED, STOPPED = 0, 1, 2
"""Exit statuses of pytest; STOPPED also if the mistake cannot even be imported."""


class Tried(NamedTuple):
    """One mistake in one file of the package."""

    file: str
    mutant: Mutant

    def __str__(self) -> str:
        return f"{self.file}:{self.mutant.line}: {self.mutant.code}  ->  {self.mutant.mistake}"


def candidates(folders: list[str]) -> list[Tried]:
    """Every mistake that may be drawn, in a stable order."""
    files = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return [
        Tried(str(path.relative_to(ROOT)), mutant)
        for path in files
        for mutant in mutants(path.read_text(encoding="utf-8"))
    ]


def copy(to: Path) -> Path:
    """What the tests need of the work tree."""
    for name in ("s2tui", "tests", "themes", "screenshots"):
        ignored = shutil.ignore_patterns("__pycache__", ".*_cache")
        shutil.copytree(ROOT / name, to / name, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "Makefile"):
        shutil.copy(ROOT / name, to)
    return to


def passes(where: Path, tests: tuple[str, ...]) -> bool:
    """Whether the tests of a copy pass, with the same examples every time."""
    command = [sys.executable, "-m", "pytest", "-qx", "-p", "no:cacheprovider", *tests]
    environment = os.environ | {
        "CI": "true", "PYTHONPATH": str(where), "PYTHONDONTWRITEBYTECODE": "1"
    }  # fmt: skip
    try:
        done = subprocess.run(
            command, cwd=where, env=environment, capture_output=True, text=True, timeout=LONGEST,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return False
    if done.returncode not in (PASSED, FAILED, STOPPED):
        sys.exit(f"mutants: pytest could not be run:\n{done.stdout}{done.stderr}")
    return done.returncode == PASSED


def survives(tried: Tried, where: Path) -> bool:
    """Whether no test notices a mistake that is made in a copy."""
    path = where / tried.file
    kept = path.read_text(encoding="utf-8")
    path.write_text(tried.mutant.text, encoding="utf-8")
    try:
        return passes(where, _covering(tried.file))
    finally:
        path.write_text(kept, encoding="utf-8")


def _covering(file: str) -> tuple[str, ...]:
    """The tests of a file, its own before those of its layer."""
    layer, *_, name = file.removeprefix("s2tui/").split("/")
    own = f"tests/{layer}/test_{name}"
    tests = next(tests for folder, tests in TESTS.items() if file.startswith(f"{folder}/"))
    return (own, *tests) if (ROOT / own).exists() else tests


def reasons() -> dict[tuple[str, str, str], str]:
    """Why a survivor changes nothing, by its file, its code and the mistake."""
    entries = tomllib.loads(EXPLAINED.read_text(encoding="utf-8")).get("mutant", [])
    return {(e["file"], e["code"], e["mistake"]): e["why"] for e in entries}


def run(drawn: list[Tried]) -> list[Tried]:
    """The survivors, in the order in which they were drawn."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as directory:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(AT_ONCE):
            copies.put(copy(Path(directory) / str(number)))

        def attempt(tried: Tried) -> bool:
            where = copies.get()
            try:
                lives = survives(tried, where)
            finally:
                copies.put(where)
            sys.stdout.write(f"{'lives' if lives else 'dies '}  {tried}\n")
            sys.stdout.flush()
            return lives

        with ThreadPoolExecutor(AT_ONCE) as threads:

            def untouched(tests: tuple[str, ...]) -> bool:
                where = copies.get()
                try:
                    return passes(where, tests)
                finally:
                    copies.put(where)

            folders = [f for f in TESTS if any(tried.file.startswith(f"{f}/") for tried in drawn)]
            if not all(threads.map(untouched, (TESTS[folder] for folder in folders))):
                sys.exit("mutants: the tests fail without any mistake: run make test")
            return [t for t, lives in zip(drawn, threads.map(attempt, drawn), strict=True) if lives]


def main(arguments: list[str]) -> int:
    """Draw, try and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("folders", nargs="*", default=list(TESTS), help="parts of s2tui")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=40)
    args = parser.parse_args(arguments)
    found = candidates(args.folders)
    drawn = random.Random(args.seed).sample(found, min(args.count, len(found)))
    known = reasons()
    missing = 0
    survivors = run(drawn)
    sys.stdout.write(f"\n{len(survivors)} of {len(drawn)} live (of {len(found)}):\n")
    for tried in survivors:
        why = known.get((tried.file, tried.mutant.code, tried.mutant.mistake))
        missing += why is None
        sys.stdout.write(f"{tried}\n    {why or 'no test notices it'}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
