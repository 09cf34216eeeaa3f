"""`python -m tests.bench [PART ...]`: measure, print, exit with 1 if a limit is missed."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

from tests.bench.results import table

PARTS = ("app", "cli", "bench_analysis", "bench_check")


def main(wanted: list[str]) -> int:
    """Measure the parts, each in a process of its own.

    The peak memory of a child counts from what its parent had when it was started, so no part may
    be measured from a process that has grown with another.
    """
    if len(wanted) == 1:
        return measure(wanted[0])
    runs = [
        subprocess.run([sys.executable, "-m", "tests.bench", part], check=False)
        for part in wanted or PARTS
    ]
    return max(run.returncode for run in runs)


def measure(part: str) -> int:
    good = True
    for result in import_module(f"tests.bench.{part}").results():
        sys.stdout.write(table([result]) + "\n")
        sys.stdout.flush()
        good = good and result.good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
