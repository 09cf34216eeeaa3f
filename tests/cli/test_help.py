"""Help: every command has examples, and every example runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from s2tui.cli import guide, topics
from s2tui.cli.app import line_of
from s2tui.cli.commands import COMMANDS, parser_of
from s2tui.cli.list import WHAT
from s2tui.kvm.migration.fleet import load
from s2tui.kvm.policies.registry import DEFAULT as KERNEL
from s2tui.kvm.scenario.fields import DEFAULT, Scenario
from s2tui.kvm.scenario.notation import parse_words
from s2tui.tui.line.order import orders
from s2tui.tui.session.state import State
from tests.cli.calls import Call, call, refused
from tests.source.kernel.invented import FILES, write
from tests.source.trees.invented import MMU, repository, run

__all__ = ["call"]

DATA = Path(__file__).parents[1] / "data"
DUMP = DATA / "kvm-captures" / "stage2-page-tables-linux-7.3.4.txt"
MMU_TEXT = FILES[MMU]
OPENS = ("app", "learn")
"""What needs a terminal."""
EXAMPLES = [(name, e.line) for name, g in guide.GUIDES.items() for e in g.examples]


def block(note: str, sign: str) -> str:
    """What stands indented in a note, in the paragraphs that have a sign."""
    paragraphs = [p for p in note.split("\n\n") if p.startswith("    ") and sign in p]
    return re.sub("^    ", "", "\n\n".join(paragraphs), flags=re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the examples name, as the help shows them."""
    (tmp_path / "vm.toml").write_text(block(topics.SCENARIO, "="))
    (tmp_path / "fleet.toml").write_text(block(topics.FLEET, "[[host]]"))
    (tmp_path / "questions.jsonl").write_text(block(topics.EXPLAIN_BATCH, '"kernel"'))
    (tmp_path / "attributes.jsonl").write_text(block(topics.COMBINE_BATCH, '"s1"'))
    (tmp_path / "configurations.jsonl").write_text(
        block(topics.COHERENCE_BATCH, '"user"').replace("\n", "")
    )
    (tmp_path / "mine.py").write_text("from s2tui.kvm.policies.kernels.v7_3 import policy\n")
    write(tmp_path / "linux")
    other = MMU_TEXT.replace("-EFAULT", "-EPERM")
    states = ({MMU: other}, {MMU: MMU_TEXT}, {MMU: other})
    repo = repository(tmp_path / "linux", *states)
    series = run(repo, "format-patch", "--stdout", "v1..v2")
    (tmp_path / "series.mbox").write_text(series)
    run(repo, "reset", "-q", "--hard", "v1")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_files_are_what_the_help_says(folder: Path) -> None:
    expected = Scenario(backing="pfnmap", page_map_memory=False, host_fwb=False)
    assert parse_words(["vm.toml"]).scenario == expected
    assert [member.name for member in load("fleet.toml")] == ["rack1", "no-dic"]
    assert (folder / "questions.jsonl").read_text().count("\n") <= 1


@pytest.mark.slow
@pytest.mark.parametrize(("name", "line"), [e for e in EXAMPLES if e[0] not in OPENS])
@pytest.mark.usefixtures("folder")
def test_every_example_runs(name: str, line: str, call: Call) -> None:
    first, _, last = line.rpartition(" | ")
    program, *words = shlex.split(last)
    assert (program, words[0]) == ("s2tui", name)
    found = call(*words, stdin=DUMP.read_bytes() if first else None)
    # 1: an answer too, of no, different or unknown.
    assert found.status in (0, 1)
    assert found.err == ""
    assert found.out
    assert '{"error"' not in found.out


@pytest.mark.parametrize("line", [line for name, line in EXAMPLES if name == "app"])
def test_every_example_of_the_explorer_is_understood(line: str) -> None:
    args, rest = parser_of("app").parse_known_args(shlex.split(line)[1:])
    assert rest == []
    parse_words([args.scenario] if args.scenario else [])
    assert orders(line_of(args.screen, args.mode) or "explore", State(DEFAULT, KERNEL))


@pytest.mark.parametrize("line", [line for name, line in EXAMPLES if name == "learn"])
def test_every_example_of_lessons_is_understood(line: str) -> None:
    args, rest = parser_of("learn").parse_known_args(shlex.split(line)[2:])
    assert rest == []
    assert orders(line_of("learn", args.lesson), State(DEFAULT, KERNEL))


def test_every_command_is_guided() -> None:
    assert list(guide.GUIDES) == ["app", *COMMANDS]
    for one in guide.GUIDES.values():
        assert one.examples
        assert set(one.lists) <= set(WHAT)


PAGES = [("help",), *(("help", name) for name in COMMANDS)]


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
def test_help_fits_eighty_columns(
    words: tuple[str, ...], call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    found = call(*words)
    assert (found.status, found.err) == (0, "")
    assert [line for line in found.out.splitlines() if len(line) > 80] == []


def test_help_is_the_help_of_the_command(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call("explain", "--help")
    said = capsys.readouterr().out
    assert call("help", "explain").out == said
    assert "\nexamples:\n  s2tui explain @gpu-memory host.fwb=false\n" in said
    assert "s2tui list fields" in said
    assert "s2tui list scenarios" in said
    assert call("help").out == call("--help").out


def test_help_on_what_is_not_there_is_refused(call: Call) -> None:
    refused(call("help", "explian"), "did you mean explain?")
    refused(call("help", "explain", "compare"), "unexpected argument 'compare'")
    refused(call("hlep"), "did you mean help?")
