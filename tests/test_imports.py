"""What really gets imported: layers point down, and no command pays for what it does not use."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

TOP = Path(__file__).parents[1]
ROOT = TOP / "s2tui"
CONTRACTS = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
LAYERS = tuple(
    name.removeprefix("s2tui.")
    for contract in CONTRACTS["contracts"]
    for name in reversed(contract.get("layers", ()))
)
"""From the lowest to the highest, as import-linter holds them."""


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


def test_every_folder_is_a_layer() -> None:
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} == set(LAYERS)


@pytest.mark.parametrize("page", ["README.md", "ARCHITECTURE.md", "s2tui/__init__.py"])
def test_a_page_names_the_layers_in_order(page: str) -> None:
    assert f"\n{' <- '.join(LAYERS)}\n" in (TOP / page).read_text("utf-8")


def test_the_table_of_the_layers_has_each_in_order() -> None:
    _, _, table = (TOP / "ARCHITECTURE.md").read_text("utf-8").partition("| layer |")
    rows = table.partition("\n\n")[0].splitlines()[2:]
    assert tuple(row.split("`")[1] for row in rows) == LAYERS


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_loads_nothing_above_it(layer: str) -> None:
    loaded = imported("\n".join(f"import {name}" for name in modules(layer)))
    above = LAYERS[LAYERS.index(layer) + 1 :]
    assert not {
        m
        for m in loaded
        if m.split(".")[:1] == ["s2tui"] and m.split(".")[1:2] in [[name] for name in above]
    }


@pytest.mark.parametrize("layer", [layer for layer in LAYERS if layer != "tui"])
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
    # argparse would load it, and with it every compressor, to learn the width of the terminal.
    assert "shutil" not in loaded


def test_version_loads_no_domain() -> None:
    loaded = imported("from s2tui.cli.main import run\nrun(['--version'])")
    assert not {m for m in loaded if m.startswith(("s2tui.arm", "s2tui.kvm", "attr", "argparse"))}
