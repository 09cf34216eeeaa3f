"""Kernels of distributions: which release each answers as, where a source says what it carries.

A name that answers is the version of a package whose text was read, or of one that adds nothing to
a release. What is only known in part is listed and answers to no name.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from s2tui.toml import table


class Distributed(NamedTuple):
    """One kernel as it is distributed."""

    text: str
    """What it carries of the series (cacheable PFNMAP) and of the fix 71cc2c67fb8f."""
    source: str
    kernel: str = ""
    """The release that it answers as; nothing where that is not certain."""


@cache
def load() -> dict[str, Distributed]:
    """Every kernel by its name, in the order of the file."""
    data = table(__file__, "distributions.toml")
    return {name: Distributed(**entry) for name, entry in data.items()}
