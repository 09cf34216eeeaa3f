"""The explorer as a person uses it: keys, mouse, sizes, and what is on the screen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from s2tui.cli.main import run
from s2tui.cli.trees import opened
from s2tui.kvm.glossary.glossary import terms
from s2tui.kvm.policies import registry
from s2tui.kvm.policies.registry import POLICIES
from s2tui.kvm.policy.rule import STAGES
from s2tui.kvm.scenario.fields import DEFAULT, FIELDS, Scenario, word
from s2tui.kvm.scenario.values import meaning
from s2tui.tui.commands.table import COMMANDS
from s2tui.tui.overlays.items import items
from s2tui.tui.session.state import State
from s2tui.tui.widgets.bits import Bits
from s2tui.tui.widgets.explore_texts import Changes, Moves, Result
from s2tui.tui.widgets.form import Form
from s2tui.tui.widgets.journey import Journey
from s2tui.tui.widgets.whatif import WhatIf
from s2tui.view.explore.inputs import FOLDABLE, INPUTS, KERNEL, KEYS
from tests.source.kernel.invented import write
from tests.tui.driving import (
    MEDIUM,
    NARROW,
    TINY,
    WIDE,
    driven,
    make_app,
    press,
    screen_lines,
    screen_text,
    until,
)
from tests.tui.settling import settled
from tests.view.asking import DEVICE

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from s2tui.tui.app import S2App

IDS = tuple(POLICIES)
FREE = {"backing": "pfnmap", "host.mte": "true", "slot.guest_memfd": "true"}
"""With these every field has more than one value."""
WHERE_NOTHING_IS_BOUND = [f"{name}={value}" for name, value in FREE.items()]


def explained(given: dict[str, str], kernel: str, capsys: pytest.CaptureFixture[str]) -> Any:
    """What `s2tui explain --json` says."""
    words = [f"{name}={value}" for name, value in given.items()]
    assert run(["explain", "--json", "--kernel", kernel, *words]) == 0
    return json.loads(capsys.readouterr().out)


def assert_shown(app: S2App, report: Any) -> None:
    """The screen shows the descriptor, the results and the type of a report, and no other."""
    text = screen_text(app)
    assert f" {report['kernel']}" in text
    assert "MemAttr" in text
    if report["descriptor"] is None:
        assert "MemAttr [5:2] absent" in text
        assert "- none: " in text
    else:
        assert f"descriptor {report['descriptor']['value']}" in text.replace("◆ ", "")
        memattr = int(report["descriptor"]["memattr"], 16)
        assert f"MemAttr [5:2] {memattr:04b}" in text
        resultant = report["resultant"]
        attribute = " ".join(w for w in (resultant["par_attr"], resultant["shareability"]) if w)
        product = f"{resultant['type']}  {attribute}".rstrip()
        assert any(f"= {product}" in line.replace("! ", "") for line in screen_lines(app)) or any(
            line.replace("! ", "").startswith(product) for line in app_lines(app, Result)
        )
    legs = [line for line in app_lines(app, Journey) if line[:1] != " "]
    assert any(f" memslot   {said(report['memslot'])}" in line for line in legs)
    if report["fault"]["result"] != "none":
        assert any(said(report["fault"]) in line for line in legs)


def said(result: dict[str, str | None]) -> str:
    """A memslot or fault result in the contract's words."""
    return " ".join(word for word in result.values() if word)


def app_lines(app: S2App, kind: type[Any]) -> list[str]:
    """The lines of one panel."""
    return ["".join(span.text for span in line) for line in app.query_one(kind).lines]


def scenario(app: S2App) -> Scenario:
    """The scenario that the app is on."""
    assert app.state is not None
    return app.state.scenario


def form_value(app: S2App, label: str) -> str:
    """The value that the form shows beside a label."""
    line = next(text for text in app_lines(app, Form) if text[3:].startswith(label + " "))
    return line[3 + len(label) :].split(" was ")[0].strip(" ■·()")


def next_value(name: str) -> str:
    """The value after the one that a field has where nothing is bound."""
    words = [word(value) for value in FIELDS[name].values]
    present = FREE.get(name, words[0])
    return words[(words.index(present) + 1) % len(words)]


def after_turning(name: str) -> tuple[dict[str, str], str]:
    """Fields and kernel once an input has been turned where nothing is bound."""
    if name == KERNEL:
        return FREE, IDS[(IDS.index("v6.17") + 1) % len(IDS)]
    return {**FREE, name: next_value(name)}, "v6.17"


@pytest.mark.parametrize("half", [0, 1])
def test_every_input_can_be_turned_and_the_screen_says_what_explain_says(
    half: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set(INPUTS) == {KERNEL, *FIELDS}
    names = list(INPUTS)[half::2]
    # Asked beforehand: while the app runs it keeps what is printed to itself.
    before = explained(FREE, "v6.17", capsys)
    after = {name: explained(*after_turning(name), capsys) for name in names}
    seen: set[str] = set()

    @driven(*WHERE_NOTHING_IS_BOUND, size=(150, 60))
    async def turn_each(app: S2App, pilot: Pilot[None]) -> None:
        form = app.query_one(Form)
        await press(pilot, "home")
        for _ in range(len(INPUTS) + len(FOLDABLE)):
            name = form.chosen
            if name in names:
                seen.add(name)
                await press(pilot, "space")
                assert_shown(app, after[name])
                given, kernel = after_turning(name)
                assert form_value(app, INPUTS[name].label).startswith(given.get(name, kernel))
                await press(pilot, "backspace")
                assert_shown(app, before)
            await press(pilot, "down")

    turn_each()
    assert seen == set(names)


@driven(*WHERE_NOTHING_IS_BOUND, size=MEDIUM)
async def test_each_letter_turns_its_input_from_anywhere_and_its_capital_turns_it_back(
    app: S2App, pilot: Pilot[None]
) -> None:
    app.query_one(Journey).focus()
    begin = app.state
    assert begin is not None
    for key, name in KEYS.items():
        await press(pilot, key)
        state = app.state
        assert state is not None
        if name == KERNEL:
            assert state.kernel != begin.kernel
        else:
            attribute = FIELDS[name].attribute
            assert word(getattr(state.scenario, attribute)) == next_value(name)
        moved = f"back.{name}" not in {command.id for command in COMMANDS}
        await press(pilot, "u" if moved else key.upper())
        assert app.state is not None
        assert app.state[:2] == begin[:2]


@pytest.mark.parametrize("size", [NARROW, MEDIUM, WIDE, (60, 18), (100, 30)])
@driven()
async def test_the_inputs_of_the_debate_and_memattr_are_on_the_first_screen(
    app: S2App, pilot: Pilot[None], size: tuple[int, int]
) -> None:
    await until(pilot, lambda: "MemAttr" in screen_text(app))
    if size[1] >= 24:
        shown = app_lines(app, Form)
        for item in INPUTS.values():
            if item.key:
                assert any(line[1] == item.key and item.label in line for line in shown)
        assert "force Normal Write-Back" in screen_text(app)


@driven("backing=pfnmap", "page.map_memory=false")
async def test_what_the_last_toggle_changed_is_marked_with_what_it_was(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "v", "v")  # normal, normal-tagged, normal-nc
    assert "host.fwb" not in screen_lines(app)[0]
    await press(pilot, "V", "V", "a", "u", "f")
    text = screen_text(app)
    assert "◆ host.fwb true → false: memslot ok → error EINVAL," in text
    assert "◆ none" in text
    assert "◀ the journey ends here" in text
    reason = " ".join(line.strip() for line in app_lines(app, Journey))
    assert "a cacheable VM_PFNMAP VMA needs a host with FWB and DIC: else EINVAL" in reason


@driven()
async def test_bits_that_changed_are_marked_above_and_the_field_says_what_it_was(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "f")
    lines = app_lines(app, Bits)
    assert any("◆5" in line for line in lines)
    assert "MemAttr [5:2] 1111  Normal Write-Back" in lines[7]
    assert lines[8].startswith("◆ was 0110")


@driven()
async def test_undo_redo_and_reset_move_between_states(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "f", "d")
    assert (scenario(app).host_fwb, scenario(app).host_dic) == (False, False)
    await press(pilot, "u")
    assert (scenario(app).host_fwb, scenario(app).host_dic) == (False, True)
    await press(pilot, "u")
    assert scenario(app) == DEFAULT
    await press(pilot, "u", "U", "U", "U")
    assert (scenario(app).host_fwb, scenario(app).host_dic) == (False, False)
    await press(pilot, "r")
    assert scenario(app) == DEFAULT
    await press(pilot, "u")
    assert (scenario(app).host_fwb, scenario(app).host_dic) == (False, False)


@driven()
async def test_a_bound_input_does_not_turn_and_the_form_says_why(
    app: S2App, pilot: Pilot[None]
) -> None:
    before = app.state
    await press(pilot, "p")
    assert app.state == before
    assert app.query_one(Form).chosen == "page.map_memory"
    lines = app_lines(app, Form)
    assert "(true)" in next(line for line in lines if "map memory" in line)
    assert lines[-4].startswith("page.map_memory ──")
    assert lines[-4].endswith(" ▴2 ▾5")
    said = " ".join(line.strip() for line in lines[-3:])
    assert said.startswith("! only pfnmap and mixedmap leave it open")
    await press(pilot, "pageup")
    said = " ".join(line.strip() for line in app_lines(app, Form)[-3:])
    assert said.startswith(FIELDS["page.map_memory"].text)


@driven(size=MEDIUM)
async def test_the_cursor_follows_the_letter_and_the_words_follow_the_cursor(
    app: S2App, pilot: Pilot[None]
) -> None:
    form = app.query_one(Form)
    for key in ("b", "m", "n", "c"):
        await press(pilot, key)
        assert form.chosen == KEYS[key]
        assert any(line.startswith(f"{form.chosen} ──") for line in app_lines(app, Form))
    await press(pilot, "B")
    assert form.chosen == "backing"
    said = " ".join(" ".join(app_lines(app, Form)).split())
    assert f"anonymous: {meaning('backing', 'anonymous')}" in said


@driven()
async def test_where_the_form_is_not_seen_a_notice_says_why_an_input_is_not_turned(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "2", "p")
    said = [note.message for note in app._notifications]
    assert ["only pfnmap and mixedmap leave it open" in text for text in said] == [True]


@driven(*DEVICE, "host.fwb=false", size=MEDIUM)
async def test_what_an_input_is_is_never_cut(app: S2App, pilot: Pilot[None]) -> None:
    form = app.query_one(Form)
    await press(pilot, "o", "o")
    for name, field in FIELDS.items():
        form.choose(name)
        await pilot.pause(0)
        lines = app_lines(app, Form)
        assert any(line.startswith("▶") for line in lines)
        at = next(y for y, line in enumerate(lines) if line.startswith(f"{name} ──"))
        assert "▾" not in lines[at], name
        said = " ".join(" ".join(lines[at:]).split())
        assert field.text in said
        assert field.stands_for in said
        assert "…" not in said


@driven()
async def test_groups_fold_with_keys_and_what_is_folded_away_keeps_its_value(
    app: S2App, pilot: Pilot[None]
) -> None:
    assert "shareability" not in screen_text(app)
    form = app.query_one(Form)
    await press(pilot, "o")
    form.choose("guest.shareability")
    await press(pilot, "space")
    assert "guest SH" in screen_text(app)
    await press(pilot, "o")
    assert "guest SH" not in screen_text(app)
    assert form.chosen == "guest"
    assert scenario(app).guest_shareability == "osh"
    await press(pilot, "enter")
    assert "guest SH" in screen_text(app)


@driven()
async def test_the_arrows_and_the_vim_keys_move_and_turn(app: S2App, pilot: Pilot[None]) -> None:
    form = app.query_one(Form)
    assert form.chosen == "host.fwb"
    await press(pilot, "down")
    assert form.chosen == "host.dic"
    await press(pilot, "k")
    assert form.chosen == "host.fwb"
    await press(pilot, "l")
    assert not scenario(app).host_fwb
    await press(pilot, "left")
    assert scenario(app).host_fwb
    await press(pilot, "end")
    assert form.chosen == "guest.memtype"
    await press(pilot, "home", "up")
    assert form.chosen == KERNEL


@driven()
async def test_the_fields_of_the_descriptor_can_be_looked_at_with_keys(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "tab", "h")
    assert "S2AP [7:6] 11  read and write" in screen_text(app)
    await press(pilot, "right", "right")
    assert "Type [1] 1  a page" in screen_text(app)


@driven()
async def test_a_click_turns_an_input_and_the_right_button_turns_it_back(
    app: S2App, pilot: Pilot[None]
) -> None:
    row = next(y for y, line in enumerate(app_lines(app, Form)) if "backing" in line)
    await pilot.click(Form, offset=(6, row))
    assert scenario(app).backing == "shmem"
    await pilot.click(Form, offset=(6, row), button=3)
    assert scenario(app).backing == "anonymous"
    await pilot.click(Form, offset=(6, row), button=3)
    assert scenario(app).backing == "no-slot"


@driven()
async def test_a_click_looks_at_a_field_unfolds_a_group_and_works_the_footer(
    app: S2App, pilot: Pilot[None]
) -> None:
    lines = app_lines(app, Bits)
    y = max(index for index, line in enumerate(lines) if "S2AP" in line)
    await pilot.click(Bits, offset=(lines[y].index("S2AP") + 1, y - 1))
    assert "S2AP [7:6]" in screen_text(app)
    row = next(y for y, line in enumerate(app_lines(app, Form)) if "memslot" in line)
    await pilot.click(Form, offset=(6, row))
    assert "alignment" in screen_text(app)
    last = screen_lines(app)[-1]
    await pilot.click(offset=(last.index("f FWB"), 23))
    await pilot.pause()
    assert not scenario(app).host_fwb


@driven()
async def test_the_help_shows_every_input_letter_and_is_left_with_its_key(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "question_mark")
    seen = screen_text(app)
    while "more lines" in screen_text(app):
        await press(pilot, "pagedown")
        seen += screen_text(app)
    assert "Keys anywhere" in seen
    assert "host.fwb" in seen
    await press(pilot, "question_mark")
    assert "descriptor 0x" in screen_text(app)


@driven()
async def test_the_journey_tells_everything_when_asked(app: S2App, pilot: Pilot[None]) -> None:
    assert "passed:" not in screen_text(app)
    app.query_one(Journey).focus()
    await press(pilot, "space")
    assert "passed:" in screen_text(app)
    await press(pilot, *["j"] * 3)
    assert "more lines" in screen_text(app)
    await press(pilot, "space")
    assert "passed:" not in screen_text(app)


@driven(*DEVICE, size=MEDIUM)
async def test_a_stage_opens_and_each_of_its_rules_opens_its_citation(
    app: S2App, pilot: Pilot[None]
) -> None:
    journey = app.query_one(Journey)
    journey.focus()
    await press(pilot, "enter")
    rule = "a cacheable VM_PFNMAP VMA needs a host with FWB and DIC: else EINVAL"
    assert f"passed: {rule}" in screen_text(app)
    while rule not in app_lines(app, Journey)[chosen_line(journey)]:
        await press(pilot, "down")
    await press(pilot, "enter")
    text = screen_text(app)
    assert "rule    cacheable-pfnmap-slot-unsupported" in text
    assert "arch/arm64/kvm/mmu.c:kvm_arch_prepare_memory_region @ 6.17" in text
    assert "since   v6.17" in text
    await press(pilot, "enter", "home", "enter")
    assert "passed:" not in screen_text(app)


@driven(size=WIDE)
async def test_a_stage_of_a_tree_opens_its_branches_and_each_of_them_its_lines(
    app: S2App, pilot: Pilot[None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    monkeypatch.setattr(registry, "OPENERS", [opened])
    app.go(State(DEFAULT, str(tmp_path)))
    await settled(pilot)
    journey = app.query_one(Journey)
    journey.focus()
    await press(pilot, "home")
    branch = "if (cpus_have_final_cap(ARM64_HAS_STAGE2_FWB)) {"
    assert branch not in screen_text(app)
    while "abort" not in app_lines(app, Journey)[chosen_line(journey)]:
        await press(pilot, "down")
    await press(pilot, "enter")
    while branch not in app_lines(app, Journey)[chosen_line(journey)]:
        await press(pilot, "down")
    text = screen_text(app)
    assert "arch/arm64/kvm/mmu.c:18" in text
    assert "kvm_inject_dabt(vcpu, 0);" not in text
    await press(pilot, "enter")
    assert "19   kvm_inject_dabt(vcpu, 0);" in screen_text(app)


def chosen_line(journey: Journey) -> int:
    """The line of the journey's chosen item."""
    return journey.chosen_lines[0]


@driven(*DEVICE, size=MEDIUM)
async def test_the_what_if_line_makes_the_chosen_change(app: S2App, pilot: Pilot[None]) -> None:
    assert "f host.fwb=false" in screen_text(app)
    await press(pilot, "i")
    assert any(line.startswith("▶f host.fwb=false") for line in app_lines(app, WhatIf))
    await press(pilot, "down")
    assert any(line.startswith("▶d host.dic=false") for line in app_lines(app, WhatIf))
    await press(pilot, "enter")
    assert (scenario(app).host_fwb, scenario(app).host_dic) == (True, False)
    assert "◆ host.dic true → false" in screen_text(app)
    await press(pilot, "u")
    assert scenario(app).host_dic


@driven(*DEVICE, size=MEDIUM)
async def test_keys_that_come_at_once_go_where_the_first_one_leads(
    app: S2App, pilot: Pilot[None]
) -> None:
    """As somebody types who knows them: nothing else is turned on the way."""
    await press(pilot, "down")
    for key in ("i", "down", "enter"):
        app.simulate_key(key)
    await settled(pilot)
    assert (scenario(app).host_fwb, scenario(app).host_dic) == (True, False)


@driven(size=MEDIUM)
async def test_what_is_said_for_a_moment_takes_no_more_room_and_goes_with_escape(
    app: S2App, pilot: Pilot[None]
) -> None:
    for text in ("first", "second"):
        app.notice(text)
        await pilot.pause()
    assert [note.message for note in app._notifications] == ["second"]
    await press(pilot, "escape")
    assert not app._notifications


@driven(size=NARROW)
async def test_what_is_said_for_a_moment_leaves_the_answer_and_goes_with_what_it_was_said_of(
    app: S2App, pilot: Pilot[None]
) -> None:
    app.notice("every word " * 100)
    await pilot.pause()
    (note,) = app._notifications
    assert (len(note.message) <= 300, note.message[-1]) == (True, "…")
    await press(pilot, "A")
    assert [note.message[:6] for note in app._notifications] == ["pinned"]
    await press(pilot, "f")
    assert not app._notifications


@driven(*DEVICE, size=MEDIUM)
async def test_the_what_if_list_is_gone_through_by_pages_and_says_where_one_is(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "i")
    line = app.query_one(WhatIf)
    count, rows = len(line.effects), line.size.height - 1
    assert f"what if 1/{count} single changes" in app_lines(app, WhatIf)[0]
    await press(pilot, "pagedown")
    assert f"{1 + rows}/{count}" in app_lines(app, WhatIf)[0]
    await press(pilot, "end", "pagedown")
    assert f"{count}/{count}" in app_lines(app, WhatIf)[0]
    await press(pilot, "pageup")
    assert f"{count - rows}/{count}" in app_lines(app, WhatIf)[0]
    await press(pilot, "home", "pageup")
    assert f" 1/{count}" in app_lines(app, WhatIf)[0]


@driven(*DEVICE, "host.fwb=false")
async def test_inputs_that_cannot_matter_stand_back_and_the_help_says_why(
    app: S2App, pilot: Pilot[None]
) -> None:
    lines = app_lines(app, Form)
    assert any(line.startswith("≈m guest type") for line in lines)
    assert any(line.startswith("▶f FWB") for line in lines)
    form = app.query_one(Form)
    form.choose("guest.memtype")
    await pilot.pause()
    assert "cannot matter here:" in " ".join(app_lines(app, Form)[-3:])
    await press(pilot, "f")
    assert any(line.startswith("▶f◆FWB") for line in app_lines(app, Form))
    assert any(line.startswith(" m guest type") for line in app_lines(app, Form))


@driven(*DEVICE, size=MEDIUM)
async def test_the_matrix_marks_this_host_and_follows_it(app: S2App, pilot: Pilot[None]) -> None:
    assert any(line.startswith("FWB+DIC here") for line in app_lines(app, Moves))
    await press(pilot, "d")
    assert any(line.startswith("FWB here ") for line in app_lines(app, Moves))
    await press(pilot, "f", "d")
    assert any(line.startswith("this host") for line in app_lines(app, Moves))


@driven(size=MEDIUM)
async def test_against_a_pinned_baseline_every_difference_stays(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "A", "f", "d")
    said = " ".join(" ".join(app_lines(app, Changes)).split())
    assert said.startswith("against the pinned v6.17 ")
    assert "◆ host.fwb true → false, host.dic true → false" in said
    await press(pilot, "f", "f")
    assert "◆ since the baseline: 0110 → 1111 → 0110 → 1111" in screen_text(app)
    await press(pilot, "A")
    assert "last change" in screen_text(app)


@driven(size=MEDIUM)
async def test_the_inputs_can_be_filtered(app: S2App, pilot: Pilot[None]) -> None:
    app.explorer.refine("uncached")
    await pilot.pause()
    rows = [line for line in app_lines(app, Form) if "any uncached" in line or "FWB" in line]
    assert len(rows) == 1
    app.explorer.refine("no such input")
    await press(pilot, "down", "space")
    assert scenario(app) == DEFAULT
    app.explorer.refine("")
    await pilot.pause()
    assert any("FWB" in line for line in app_lines(app, Form))


@driven(*DEVICE, size=MEDIUM)
async def test_a_click_opens_a_stage_and_a_second_click_makes_a_change(
    app: S2App, pilot: Pilot[None]
) -> None:
    await pilot.click(Journey, offset=(4, 1))
    assert "passed:" in screen_text(app)
    await pilot.click(WhatIf, offset=(10, 2))
    assert scenario(app).host_dic
    await pilot.click(WhatIf, offset=(10, 2))
    await pilot.pause()
    assert not scenario(app).host_dic


@driven(size=MEDIUM)
async def test_jump_mode_finds_every_input_field_and_stage(app: S2App, pilot: Pilot[None]) -> None:
    await pilot.pause()
    form, bits, journey = app.query_one(Form), app.query_one(Bits), app.query_one(Journey)
    assert {name for _, _, name in form.spots()} >= set(KEYS.values())
    form.jump("backing")
    assert form.chosen == "backing"
    assert {name for _, _, name in bits.spots()} >= {"MemAttr", "S2AP", "XN"}
    bits.jump("XN")
    assert "XN [54:53]" in " ".join(app_lines(app, Bits))
    assert len(journey.spots()) >= len(STAGES)
    journey.jump(journey.spots()[1][2])
    assert journey.chosen == 1


@pytest.mark.parametrize("size", [TINY, (59, 30), (90, 17), (20, 2), (5, 1)])
@driven()
async def test_a_small_terminal_gets_a_calm_answer_and_its_keys(
    app: S2App, pilot: Pilot[None], size: tuple[int, int]
) -> None:
    first = screen_lines(app)[0]
    assert first.startswith("MemAttr 0110"[: size[0] - 1])
    await press(pilot, "f")
    assert screen_lines(app)[0].startswith("MemAttr 1111"[: size[0] - 1])


@driven(size=WIDE)
async def test_resizing_loses_nothing(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "f", "down")
    for size in (TINY, NARROW, MEDIUM, (60, 18), WIDE):
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert not scenario(app).host_fwb
        assert ("0x00000000800007ff" if size != TINY else "MemAttr 1111") in screen_text(app)
    assert app.query_one(Form).chosen == "host.dic"


@driven(kernel="v6.12")
async def test_a_kernel_version_that_is_no_policy_is_turned_from_the_one_that_answers(
    app: S2App, pilot: Pilot[None]
) -> None:
    assert "v6.12" in screen_text(app)
    await press(pilot, "n")
    assert app.state is not None
    assert app.state.kernel == IDS[IDS.index("v6.9") + 1]


def test_an_app_on_an_unknown_kernel_is_not_made() -> None:
    with pytest.raises(ValueError, match=r"unknown kernel or policy 'v6\.x'"):
        make_app(kernel="v6.x")


def in_sight(app: S2App, text: str) -> bool:
    """Whether a text is on one of the lines of the journey that are seen."""
    return any(text in line for line in app_lines(app, Journey))


@pytest.mark.parametrize("size", [NARROW, (100, 30), MEDIUM, (60, 18)])
@pytest.mark.parametrize("keys", [("enter",), ("space",), ("enter", "end"), ("end",)])
@driven("backing=mixedmap", "page.map_memory=false")
async def test_a_change_never_leaves_the_verdict_out_of_sight(
    app: S2App, pilot: Pilot[None], size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    # 6.17: a page that user space caches and memblock does not know needs FWB and DIC: EFAULT.
    app.query_one(Journey).focus()
    await press(pilot, *keys, "f")
    assert in_sight(app, "error EFAULT  ◀"), size
    await press(pilot, *keys, "f", "f")
    assert in_sight(app, "error EFAULT  ◀")


@driven("backing=mixedmap", "page.map_memory=false")
async def test_what_is_scrolled_off_above_is_counted_and_a_change_begins_at_the_top(
    app: S2App, pilot: Pilot[None]
) -> None:
    journey = app.query_one(Journey)
    journey.focus()
    await press(pilot, "space", "end")
    lines = app_lines(app, Journey)
    assert lines[0].endswith(f" ▴ {journey.top} above")
    app.query_one(Form).focus()
    await press(pilot, "m")
    assert "above" not in app_lines(app, Journey)[0]
    await press(pilot, "f")
    assert in_sight(app, "◀")


@driven(size=(100, 30))
async def test_a_scrolled_pane_begins_at_its_top_for_another_scenario(
    app: S2App, pilot: Pilot[None]
) -> None:
    app.query_one(Result).focus()
    await press(pilot, "pagedown")
    assert "above" in app_lines(app, Result)[0]
    await press(pilot, "f")
    assert "above" not in app_lines(app, Result)[0]
    assert any("stage 1 normal-wb ish" in line for line in app_lines(app, Result))


@driven(size=MEDIUM)
async def test_hugetlb_has_a_huge_page_which_goes_as_it_came(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "b", "b")
    assert (scenario(app).backing, scenario(app).page_size) == ("hugetlb", "pmd")
    assert "L2 block" in screen_text(app)
    said = " ".join(" ".join(app_lines(app, Changes)).split())
    assert "backing shmem → hugetlb, page.size page → pmd" in said
    await press(pilot, "f", "B")
    assert (scenario(app).backing, scenario(app).page_size) == ("shmem", "page")
    await press(pilot, "b", "b")
    assert (scenario(app).backing, scenario(app).page_size) == ("zone-device", "page")
    said = " ".join(" ".join(app_lines(app, Changes)).split())
    assert "page.size pmd → page" in said


@driven("page.size=pmd")
async def test_a_size_that_somebody_chose_stays_when_the_backing_turns(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "b", "b", "b")
    assert (scenario(app).backing, scenario(app).page_size) == ("zone-device", "pmd")
    await press(pilot, "B")
    await app.run_action("turn('page.size', 1)")
    await app.run_action("turn('page.size', 1)")
    assert (scenario(app).backing, scenario(app).page_size) == ("hugetlb", "page")


@driven("backing=hugetlb")
async def test_a_scenario_that_is_given_keeps_its_defaults(app: S2App, pilot: Pilot[None]) -> None:
    assert (scenario(app).backing, scenario(app).page_size) == ("hugetlb", "page")
    await press(pilot, "f", "f")
    assert (scenario(app).backing, scenario(app).page_size) == ("hugetlb", "page")


@driven(size=NARROW)
async def test_enter_lists_the_values_each_with_what_it_is_and_takes_one(
    app: S2App, pilot: Pilot[None]
) -> None:
    form = app.query_one(Form)
    form.choose("backing")
    await press(pilot, "enter")
    lines = screen_lines(app)
    for value in FIELDS["backing"].values:
        assert any(line.split()[:1] == [value] or f"▶ {value} " in line for line in lines), value
    await press(pilot, *["down"] * 5)
    said = " ".join(screen_text(app).split())
    assert meaning("backing", "mixedmap") in said
    assert "struct page The kernel's record of a page" in said
    await press(pilot, "enter")
    assert scenario(app).backing == "mixedmap"
    assert form.chosen == "backing"
    await press(pilot, "enter", "h", "enter")
    assert scenario(app).backing == "hole"
    await press(pilot, "enter", "escape", "u", "u")
    assert scenario(app) == DEFAULT


@driven(size=NARROW)
async def test_a_value_that_others_do_not_leave_is_in_parentheses_and_says_why(
    app: S2App, pilot: Pilot[None]
) -> None:
    app.query_one(Form).choose("page.map_memory")
    await press(pilot, "enter", "down")
    assert "▶ (false)" in screen_text(app)
    assert "! only pfnmap and mixedmap leave it open" in screen_text(app)
    await press(pilot, "enter")
    assert scenario(app) == DEFAULT
    assert ["only pfnmap" in note.message for note in app._notifications] == [True]


@driven(size=MEDIUM)
async def test_enter_on_the_kernel_lists_who_may_answer_with_titles(
    app: S2App, pilot: Pilot[None]
) -> None:
    app.query_one(Form).choose(KERNEL)
    await press(pilot, "enter")
    assert "▶ v6.17" in screen_text(app)
    await press(pilot, "m", "enter")
    assert app.state is not None
    assert app.state.kernel == "marc"
    assert app.query_one(Form).chosen == KERNEL
    said = " ".join(" ".join(app_lines(app, Form)).split())
    assert "user space decides by a memslot flag (Marc Zyngier, 18 Mar 2025)" in said


@driven()
async def test_the_help_begins_with_the_words_under_the_cursor(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "question_mark")
    lines = screen_lines(app)
    assert "The words under the cursor" in lines[1]
    assert lines[2].split()[0] == "FWB"
    assert "R_VRJSW" in screen_text(app)
    await press(pilot, "escape")
    app.query_one(Journey).focus()
    await press(pilot, "question_mark")
    assert "memslot A range of guest addresses" in " ".join(screen_text(app).split())


@driven()
async def test_the_glossary_opens_at_the_word_under_the_cursor_and_finds_any_other(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "d", "K")
    assert "▶ DIC" in screen_text(app)
    assert "CTR_EL0.DIC: a fetch sees new code" in screen_text(app)
    await press(pilot, "p")
    assert "▶ permission fault" in screen_text(app)
    await press(pilot, "end", "p", "tab", "down")
    assert "▶ PMD" in screen_text(app)
    await press(pilot, "escape")
    assert "1EXPL" in screen_text(app)


@pytest.mark.parametrize("size", [(1, 1), (5, 2), (20, 5), (59, 17)])
@driven()
async def test_lists_over_a_small_terminal_are_calm(
    app: S2App, pilot: Pilot[None], size: tuple[int, int]
) -> None:
    await press(pilot, "enter", "down", "escape", "K", "down", "escape")
    await pilot.resize_terminal(*NARROW)
    await press(pilot, "enter", "down")
    await pilot.resize_terminal(*size)
    await press(pilot, "up", "escape", "f")
    assert not scenario(app).host_fwb


@driven()
async def test_a_word_of_the_field_is_found_by_name(app: S2App, pilot: Pilot[None]) -> None:
    found = {item.names[0]: item for item in items(app) if item.kind == "word"}
    assert set(found) == set(terms())
    found["PoC"].run()
    await until(pilot, lambda: "▶ PoC" in screen_text(app))
    assert "Point of Coherency" in screen_text(app)


@pytest.mark.parametrize("key", ["enter", "K"])
@driven()
async def test_a_list_without_room_is_calm_and_comes_back_with_it(
    app: S2App, pilot: Pilot[None], key: str
) -> None:
    await press(pilot, key)
    before = [line for line in screen_lines(app) if "▶" in line]
    await pilot.resize_terminal(*TINY)
    await pilot.pause()
    assert screen_lines(app)[0].startswith("MemAttr 0110")
    await pilot.resize_terminal(*NARROW)
    await pilot.pause()
    assert [line for line in screen_lines(app) if "▶" in line] == before
    await press(pilot, "down", "escape")
    assert "1EXPL" in screen_text(app)
