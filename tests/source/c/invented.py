"""C that was invented for these tests, read; and a compiler to compare with, if there is one."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from s2tui.source.c.configuration import Configuration
from s2tui.source.c.unit import Source, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from s2tui.source.c.configuration import Rule, Symbol

LATEST_ENUMERATORS = 13
"""The GCC from which on all enumerators of a wide enumeration have its type."""


def unit(
    text: str,
    symbols: Mapping[str, Symbol] | None = None,
    owned: Mapping[str, str | Rule] | None = None,
    **files: str,
) -> Unit:
    """A file `main.c` read alone, or with headers by the name that they have without `.h`."""
    sources = [Source(f"include/{name}.h", content) for name, content in files.items()]
    sources.append(Source("main.c", text))
    return Unit(sources, Configuration(symbols=symbols or {}, owned=owned or {}))


def compiler() -> str:
    """The compiler; a test without one is skipped."""
    found = shutil.which("gcc")
    if found is None:
        pytest.skip("no gcc to compare with")
    return found


def version() -> int:
    """The compiler's first number."""
    said = subprocess.run([compiler(), "-dumpversion"], capture_output=True, text=True, check=True)
    return int(said.stdout.split(".")[0])


def preprocessed(text: str, *options: str) -> str:
    """What the compiler makes of a text before it compiles it; its complaints do not matter."""
    command = [compiler(), "-E", "-P", "-w", *options, "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False).stdout


def printed(text: str, folder: Path, *options: str) -> list[str]:
    """The lines that a program prints; plain char has no sign, as on arm64."""
    program = str(folder / "program")
    plain = ["-O0", "-std=gnu11", "-funsigned-char", "-w", *options]
    command = [compiler(), *plain, "-x", "c", "-", "-o", program]
    subprocess.run(command, input=text, text=True, check=True)
    return subprocess.run([program], capture_output=True, text=True, check=True).stdout.splitlines()
