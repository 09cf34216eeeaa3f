"""`python -m tests.bench [PART ...]`: measure, print, exit with 1 if a limit is missed."""

from __future__ import annotations

import sys
from importlib import import_module

from tests.bench.results import table

PARTS = ("app", "cli", "bench_analysis", "bench_check")


def main(wanted: list[str]) -> int:

    results = []
    for part in wanted or PARTS:
        for result in import_module(f"tests.bench.{part}").results():
            sys.stdout.write(table([result]) + "\n")
            sys.stdout.flush()
            results.append(result)
    return 0 if all(result.good for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
