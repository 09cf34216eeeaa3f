"""What a typed line asks for, what completes it, and how well names answer to it: all pure."""

from __future__ import annotations

from pathlib import Path

import pytest

from s2tui.errors import RequestError
from s2tui.kvm.policies import own
from s2tui.kvm.scenario.fields import DEFAULT, FIELDS, filled
from s2tui.kvm.scenario.named import askable
from s2tui.kvm.scenario.notation import parse_words, scenario_text
from s2tui.tui.commands.screens import SCREENS
from s2tui.tui.line.completion import completions
from s2tui.tui.line.order import orders
from s2tui.tui.line.ranking import BEGINS, EXACT, INSIDE, SAID, SAID_INSIDE, WORD, rank, shared
from s2tui.tui.line.reading import Order
from s2tui.tui.line.scenarios import EXAMPLES
from s2tui.tui.session.state import Baseline, State, moved
from s2tui.view.explore.copies import command

FLEET = str(Path(__file__).parents[1] / "data" / "fleet.toml")
HERE = State(filled({"host_dic": False, "backing": "shmem"}), "v7.3")
POLICY = "from s2tui.kvm.policies.kernels.v7_3 import policy\n"


def only(line: str, state: State = HERE, *, run: bool = False) -> Order:
    """The one thing that a line asks for."""
    [order] = orders(line, state, run=run)
    return order


def wanted(order: Order) -> dict[str, object]:
    """The fields that an order leaves at other values than the defaults."""
    assert order.state is not None
    values = order.state.wanted.state
    return {n: values[n] for n, value in DEFAULT.state.items() if values[n] != value}


def test_fields_change_and_the_others_stay() -> None:
    change, exact = orders("host.fwb=false backing=pfnmap", HERE)
    assert wanted(change) == {"host_fwb": False, "host_dic": False, "backing": "pfnmap"}
    assert wanted(exact) == {"host_fwb": False, "backing": "pfnmap"}
    assert change.state is not None
    assert change.state.baseline == Baseline(HERE.scenario, "v7.3")
    assert change.screen == ""


@pytest.mark.parametrize("name", sorted(askable()))
def test_what_is_copied_as_a_scenario_is_read_as_that_scenario(name: str) -> None:
    scenario = parse_words([f"@{name}"]).scenario
    readings = orders(scenario_text(scenario), HERE)
    found = {order.state.scenario for order in readings if order.state}
    assert scenario in found
    if "," in scenario_text(scenario):
        assert readings[0].state is not None
        assert readings[0].state.scenario == scenario


def test_the_command_that_is_copied_is_read_as_its_answer() -> None:
    from s2tui.kvm.report.explain import report

    given = report("v6.17", parse_words(["host.fwb=false,backing=pfnmap"]).scenario)
    order = only(command(given))
    assert order.state is not None
    assert (order.state.scenario, order.state.kernel) == (given.scenario, "v6.17")
    assert order.screen == "explore"


def test_a_case_is_a_whole_scenario_and_remembered() -> None:
    here, there = orders("@E30", HERE)
    for order, kernel in ((here, "v7.3"), (there, "v6.17")):
        assert order.state is not None
        assert order.state.scenario == parse_words(["@E30"]).scenario
        assert (order.state.kernel, order.state.case) == (kernel, "E30")
    assert "it happens under v6.17" in here.notes[0]


def test_a_case_may_be_changed_and_asked_of_a_kernel() -> None:
    order = only("@gpu-memory host.dic=false v6.9")
    assert order.state is not None
    assert order.state.scenario == parse_words(["@gpu-memory", "host.dic=false"]).scenario
    assert order.state.kernel == "v6.9"


def test_a_cpu_sets_the_fields_of_the_host_that_are_known() -> None:
    order = only("cpu neoverse-n1")
    # Armv8.2: no FEAT_S2FWB, which is of Armv8.4.
    assert wanted(order)["host_fwb"] is False
    assert wanted(order)["backing"] == "shmem"


@pytest.mark.parametrize(
    ("line", "screen", "given"),
    [
        ("0x00400000800007c7", "descriptor", ("0x00400000800007c7",)),
        ("0X7DB", "descriptor", ("0x00000000000007db",)),
        ("'0x7db',", "descriptor", ("0x00000000000007db",)),
        ("descriptor 7db", "descriptor", ("0x00000000000007db",)),
        ("diff v6.9", "diff", ("v6.9",)),
        ("diff", "diff", ()),
        ("compare v6.12, v7.3,sean", "compare", ("v6.12", "v7.3", "sean")),
        ("check v6.9", "check", ("v6.9",)),
        ("check v6.9 against v7.3", "check", ("v6.9", "v7.3")),
        (f"{FLEET}", "migrate", ("fleet", FLEET)),
        (f"migrate {FLEET}", "migrate", ("fleet", FLEET)),
        ("from neoverse-n1", "migrate", ("from neoverse-n1",)),
        ("migrate from a64fx to graviton3 v6.9", "migrate", ("from a64fx", "to graviton3 v6.9")),
        ("to fwb=false,dic=false", "migrate", ("to fwb=false,dic=false",)),
        ("from", "migrate", ("from",)),
        ("explore", "explore", ()),
    ],
)
def test_a_line_opens_a_screen_with_what_it_is_to_show(
    line: str, screen: str, given: tuple[str, ...]
) -> None:
    order = only(line, run=True)
    assert (order.screen, order.given, order.state) == (screen, given, None)


def test_two_kernels_of_a_diff_make_the_second_the_present_one() -> None:
    order = only("diff v6.9 v6.17")
    assert (order.screen, order.given) == ("diff", ("v6.9",))
    assert order.state is not None
    assert order.state.kernel == "v6.17"


def test_policies_may_be_compared_on_another_scenario() -> None:
    order = only("compare v6.9 v7.3 @gpu-memory")
    assert order.given == ("v6.9", "v7.3")
    assert order.state is not None
    assert order.state.scenario == parse_words(["@gpu-memory"]).scenario


@pytest.mark.parametrize("line", ["v6.12", "kernel v6.12", "policy v6.12"])
def test_a_kernel_is_asked(line: str) -> None:
    order = only(line)
    assert order.state == moved(HERE, HERE.wanted, "v6.12")
    assert "answered by v6.9" in order.says


def test_a_file_is_run_only_when_the_line_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(POLICY)
    before = only("./mine.py")
    assert own.paths() == ()
    assert before.state is not None
    assert only("./mine.py", run=True).state == before.state
    assert own.paths() == ("./mine.py",)
    assert only("mine.py").state == before.state
    assert before.state.kernel == "./mine.py"
    (tmp_path / "bad.py").write_text("1/0")
    assert only("./bad.py").screen == ""
    with pytest.raises(RequestError, match="ZeroDivisionError"):
        orders("./bad.py", HERE, run=True)


def test_every_screen_opens_by_its_name() -> None:
    for entry in SCREENS:
        assert only(entry.name).screen == entry.name


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "type a name, or "),
        ("zzz", "unknown word 'zzz'"),
        ("host.fwb=0", "value for host.fwb"),
        ("bakcing=pfnmap", "did you mean backing?"),
        ("@foo", "unknown scenario"),
        ("0xzz", "not hexadecimal"),
        ("0x10000000000000000", "65 bits"),
        ("cpu", "cpu takes a name"),
        ("cpu neoverse-n9", "unknown cpu"),
        ("kernel", "kernel takes one name"),
        ("v6.0", "kernel v6.0 is not covered"),
        ("diff v7.3", "does not differ from itself"),
        ("diff v6.9 v6.17 v7.3", "unexpected 'v7.3' after diff"),
        ("from", None),
        ("from zzz", "unknown CPU or kernel 'zzz'"),
        ("from neoverse-n1 to", "to takes a host"),
        ("to fwb=maybe", "value for host.fwb"),
        ("theme zzz", "unknown theme 'zzz'"),
        ("learn zzz", "unknown lesson or way 'zzz'"),
        ("./none.py", "there is no such file"),
        ("none.toml", "'none.toml' is neither"),
        ("migrate none.toml", "cannot read none.toml"),
    ],
)
def test_a_line_that_asks_for_nothing_says_why_in_one_line(line: str, said: str | None) -> None:
    if said is None:
        assert orders(line, HERE)
        return
    with pytest.raises(RequestError) as caught:
        orders(line, HERE)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("line", [one for one in EXAMPLES if not one.endswith(".py")])
def test_the_examples_are_lines(line: str) -> None:
    assert orders(line, HERE)


@pytest.mark.parametrize(
    ("typed", "names", "text", "place"),
    [
        ("pin", ("pin",), "", EXACT),
        ("PIN", ("a", "Pin"), "", EXACT),
        ("mig", ("migrate",), "", BEGINS),
        ("n1", ("cpu neoverse-n1",), "", WORD),
        ("neoverse-n", ("cpu neoverse-n1",), "", WORD),
        ("hosts", ("migrate",), "between which hosts", SAID),
        ("grate", ("migrate",), "", INSIDE),
        ("osts", ("migrate",), "between which hosts", SAID_INSIDE),
        ("st", ("migrate",), "between which hosts", None),
        ("mgt", ("migrate",), "may it go there", None),
        ("migrate hosts", ("migrate",), "between which hosts", SAID),
        ("migrate zzz", ("migrate",), "between which hosts", None),
    ],
)
def test_beginnings_come_before_insides_and_loose_letters_never(
    typed: str, names: tuple[str, ...], text: str, place: int | None
) -> None:
    assert rank(typed, names, text) == place


def test_what_completes_is_what_all_begin_with() -> None:
    assert shared(["host.fwb", "host.dic"], "h") == "host."
    assert shared(["host.fwb", "backing"], "h") == "h"
    assert shared([], "h") == "h"


def words(line: str) -> list[str]:
    """What the last word of a line may become."""
    return [one.word for one in completions(line, HERE)]


def test_fields_and_values_complete() -> None:
    assert words("backing=pfnmap host.f") == ["host.fwb="]
    assert words("host.fwb=") == ["host.fwb=true", "host.fwb=false"]
    assert words("fwb=f")[0] == "host.fwb=false"
    assert words("host.fwb=false,backing=p")[0] == "backing=pfnmap"
    assert {f"{name}=" for name in FIELDS} <= set(words("@gpu-memory "))


def test_kernels_cases_cpus_and_themes_complete() -> None:
    assert words("diff v6.1")[:2] == ["v6.1", "v6.17"]
    assert "v6.12" in words("check v6.12")
    assert words("cpu graviton3")[0] == "graviton3"
    assert words("from graviton3 t")[0] == "to"
    assert words("compare @E30") == ["@E30"]
    assert words("theme li")[0] == "light"


def test_files_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text("")
    (tmp_path / "fleet.toml").write_text("")
    (tmp_path / "notes.txt").write_text("")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "other.py").write_text("")
    assert words("./") == ["./deep/", "./fleet.toml", "./mine.py"]
    assert words("kernel ./m") == ["./mine.py"]
    assert words("deep/") == ["deep/other.py"]
    assert words("migrate fl") == ["./fleet.toml"]
    assert own.paths() == ()


def test_the_flags_of_a_mapping_need_no_quotes() -> None:
    (first, *_) = orders("vmflags=rd wr sh mw pf io host.fwb=false", HERE)
    assert first.state is not None
    found = first.state.scenario
    assert (found.backing, found.vma_writable, found.host_fwb) == ("pfnmap", True, False)
