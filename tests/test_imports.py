"""What really gets imported: layers point down, and no command pays for what it does not use."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

LAYERS = ("arm", "kvm", "analysis", "view", "teach", "tui", "cli")
ROOT = Path(__file__).parents[1] / "s2tui"


def imported(statement: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after a statement."""
    code = f"{statement}\nimport sys, json\nprint('\\n' + json.dumps(sorted(sys.modules)))"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    found: list[str] = json.loads(answer.stdout.splitlines()[-1])
    return set(found)


def modules(layer: str) -> list[str]:
    """Every module of a layer, by its dotted name."""
    paths = (ROOT / layer).rglob("*.py")
    names = (".".join(p.relative_to(ROOT.parent).with_suffix("").parts) for p in paths)
    return sorted(name.removesuffix(".__init__") for name in names)


@pytest.mark.parametrize("layer", [name for name in LAYERS if (ROOT / name).is_dir()])
def test_a_layer_loads_nothing_above_it(layer: str) -> None:
    loaded = imported("\n".join(f"import {name}" for name in modules(layer)))
    above = LAYERS[LAYERS.index(layer) + 1 :]
    assert not {
        m
        for m in loaded
        if m.split(".")[:1] == ["s2tui"] and m.split(".")[1:2] in [[name] for name in above]
    }


@pytest.mark.parametrize("layer", ["arm", "kvm", "analysis", "view", "teach", "cli"])
def test_nothing_below_the_app_loads_a_terminal_library(layer: str) -> None:
    loaded = imported("\n".join(f"import {name}" for name in modules(layer)))
    assert not {"textual", "rich", "wcwidth"} & loaded


@pytest.mark.parametrize(
    "argv",
    [
        ["--version"],
        ["--help"],
        ["explain", "--json"],
        ["explain", "backing=pfnmap"],
        ["decode", "0x7db"],
        ["combine", "--s1", "0xff", "--s2", "0xf", "--no-fwb"],
        ["esr", "0x93850007"],
        ["list", "fields"],
    ],
)
def test_no_command_loads_textual_or_rich(argv: list[str]) -> None:
    loaded = imported(f"from s2tui.cli.main import run\nassert run({argv!r}) == 0")
    assert not {"textual", "rich", "wcwidth"} & loaded


def test_version_loads_no_domain() -> None:
    loaded = imported("from s2tui.cli.main import run\nrun(['--version'])")
    assert not {m for m in loaded if m.startswith(("s2tui.arm", "s2tui.kvm", "attr", "argparse"))}
