"""A lesson that has no problem, and what is wrong with one that was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.teach.lesson.check import check
from s2tui.teach.lesson.course import load

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
+++
id = "one"
title = "One"
minutes = 4
needs = []
concepts = ["dic"]
goal = "Say it."
sources = ["0c67288e0c8b"]
+++
"""
STEP = """\

## FWB, and yet

```step
id = "no-dic"
given = "@gpu-memory-no-dic"
ask = "memslot.result"
question = "Accepted?"
believed = ["fwb-is-enough"]
decided-by = "cacheable-pfnmap-slot-unsupported"
holds = ["memslot.errno=EINVAL"]
```

{{ memslot.errno }}: **new code** needs
maintenance.

> note: wait.
"""
LINE = {text: number for number, text in enumerate((HEAD + STEP).splitlines(), 1)}


def checked(folder: Path, text: str, name: str = "one.md") -> list[tuple[int, str]]:
    """The problems of a folder with a lesson, each with its line."""
    (folder / name).write_text(text, "utf-8")
    return [(p.line, p.text) for p in check(load(folder), folder).problems]
