"""Rules out of files that Python would run and that cannot be meant: each said with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s2tui.errors import RequestError
from s2tui.kvm.policies import mistakes, own
from s2tui.kvm.policies.registry import POLICIES, find
from s2tui.kvm.policies.ways import DOMAINS, no_field
from s2tui.kvm.policy import decisions
from s2tui.kvm.policy.decisions import DESCRIPTOR, RESULT, RESULTANT
from s2tui.kvm.policy.journey import travel
from s2tui.kvm.policy.rule import Decision
from s2tui.kvm.scenario.fields import DEFAULT

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """
import random
from s2tui.kvm.policies.kernels.v7_3 import policy as v7_3
from s2tui.kvm.policy.decisions import *
from s2tui.kvm.policy.results import End, Fault, ended, fail, inject, refuse_memslot
from s2tui.kvm.policy.rule import check, user_check, user_decides
from s2tui.kvm.rules import abort, memslot
KINDS = ("hole", "pfnmp")
N = []
def help(s, word):
    return s.backing == word
""".lstrip()
TAIL = 'policy = v7_3.patched("m", "m", lambda p: p.insert(r, before={}.{}))\n'
ABORT, SLOT = ("abort", "map_leaf"), ("memslot", "no_slot")
CHECK = '@user_check("t", "c")\ndef r(s, d):\n    '
OF_SLOT = '@check("memslot", "t", "c")\ndef r(s, d):\n    '
TYPES = '@user_decides(TYPE, "t", "c")\ndef r(s, d):\n    '
FIRST = HEAD.count("\n") + 1
"""The line of a rule's decorator; its body begins two lines further on."""
WRONG = [
    # A field that there is not, read on one way only.
    (CHECK + 'if s.backing == "pfnmap":\n        return EINVAL if s.vma_cachable else None',
     ABORT, 3, ("unknown field 'vma_cachable'", "vma_memtype")),
    # Errnos, exits of the journey and exceptions.
    (CHECK + 'return None if s.host_fwb else fail("EFALT")', ABORT, 2, ("EFALT", "EFAULT?")),
    (OF_SLOT + 'return refuse_memslot("EINVL")', SLOT, 2, ("EINVL", "did you mean EINVAL?")),
    (CHECK + 'return ended("singal")', ABORT, 2, ("'singal'; did you mean signal?",)),
    (CHECK + 'return inject("sea")', ABORT, 2, ("exception 'sea'", "data-abort")),
    # A word that the field never has: compared, in a tuple, by way of a name, in a helper, in a
    # set (which only asks its hash), and with a boolean.
    (CHECK + 'return fail("EIO") if s.backing == "pfnmp" else None', ABORT, 2,
     ("backing is never 'pfnmp'; did you mean pfnmap?", "mixedmap")),
    (CHECK + 'return fail("EIO") if s.backing in ("hole", "pfnmp") else None', ABORT, 2,
     ("backing is never 'pfnmp'",)),
    (CHECK + 'kind = s.backing\n    return fail("EIO") if kind in KINDS else None', ABORT, 3,
     ("backing is never 'pfnmp'",)),
    (CHECK + 'return fail("EIO") if help(s, "hol") else None', ABORT, -1, ("did you mean hole?",)),
    (CHECK + 'return fail("EIO") if s.backing in {"hole", "pfnmp"} else None', ABORT, 2,
     ("backing is never 'pfnmp'",)),
    (CHECK + 'return fail("EIO") if s.host_fwb == "false" else None', ABORT, 2,
     ("host.fwb is never 'false'; did you mean False?",)),
    (CHECK + 'return fail("EIO") if d[TYPE] != "normal-wb" else None', ABORT, 2,
     ("type is never 'normal-wb'", "normal-nc, device")),
    # An effect that the stage has not.
    (OF_SLOT + 'return fail("EFAULT") if s.vma_cow else None', SLOT, 2, ("refuse_memslot(",)),
    (CHECK + 'return refuse_memslot("EINVAL") if s.vma_cow else None', ABORT, 2, ("fail(",)),
    (CHECK + "return End()", ABORT, 2, ("answer None",)),
    # Not of the scenario alone.
    (CHECK + 'return fail("EIO") if random.random() < 1e-9 else None', ABORT, 0, ("random",)),
    (CHECK + 'N.append(s)\n    return fail("EIO") if len(N) % 2 else None', ABORT, 0, ("twice",)),
    # Answers of another kind.
    (CHECK + "return s.vma_cow or None", ABORT, 2, ("a check answers None", "not True")),
    (TYPES + "return s.vma_memtype", ABORT, 2, ("normal, normal-nc, device", "'device-ngnrne'")),
    (TYPES.replace("TYPE", "WRITABLE") + "return 1", ABORT, 2, ("True, False", "not 1")),
    (TYPES.replace("TYPE", "MEMATTR") + "return True", ABORT, 2, ("0 to 15", "not True")),
    (TYPES.replace("TYPE", "RESULT") + 'return "mapped"', ABORT, 2, ("a Fault",)),
    (CHECK + 'return fail("EIO") if d["TYPE"] else None', ABORT, 2, ("'TYPE'", "DEVICE")),
    # What a rule says of itself.
    (CHECK.replace('"t", "c"', '"", "c"') + "return None", ABORT, 0, ("its text is empty",)),
    (CHECK.replace('"t", "c"', '"t", " "') + "return None", ABORT, 0, ("its cite is empty",)),
    (OF_SLOT.replace("memslot", "memslott") + "return None", SLOT, 0, ("did you mean memslot?",)),
    (CHECK.replace('user_check("t", "c"', 'check("abort", "t", "c", handler="usr"')
     + "return None", ABORT, 0, ("handler 'usr'", "user_mem_abort")),
    (OF_SLOT.replace('"c"', '"c", handler=abort.USER') + "return None", SLOT, 0,
     ("no handler runs",)),
    # What Python itself says.
    ("r = memslot.no_slot", SLOT, 1, ("two rules named no-slot",)),
    ("r = (", SLOT, 0, ("SyntaxError",)),
]  # fmt: skip
REMARK = (
    "from s2tui.kvm.policy.policy import Remark\n"
    'policy = v7_3.patched("m", "m", remarks=(Remark(lambda s: s.backing == "pfnmp", "t"),))\n'
)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "_FILES", {})


def refused(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RequestError) as raised:
        own.run(str(path))
    return str(raised.value)


@pytest.mark.parametrize(("rule", "before", "line", "words"), WRONG)
def test_a_mistake_is_one_line_with_file_and_line(
    tmp_path: Path, rule: str, before: tuple[str, str], line: int, words: tuple[str, ...]
) -> None:
    said = refused(tmp_path / "mine.py", f"{HEAD}{rule}\n{TAIL.format(*before)}")
    assert said.startswith(f"{tmp_path}/mine.py:{FIRST + line}: ")
    assert "\n" not in said
    for word in words:
        assert word in said


def test_what_a_remark_is_about_is_looked_at_too(tmp_path: Path) -> None:
    said = refused(tmp_path / "mine.py", HEAD + REMARK)
    assert said.startswith(f"{tmp_path}/mine.py:{FIRST + 1}: ")
    assert "did you mean pfnmap?" in said


@pytest.mark.parametrize(
    "body",
    [
        'return fail("EIO") if s.vma_memtype.startswith("device") else None',
        'return fail("EIO") if s.vma_memtype == s.guest_memtype else None',
        'return fail("EIO") if s.backing not in ("pfnmap", "mixedmap") else None',
        'return fail("unstated") if s.host_fwb is False and d[SIZE] == s.access_granule else None',
        'return fail("EHWPOISON", "KVM_EXIT_MEMORY_FAULT") if s.page_poisoned else None',
        'return {"hole": fail("EIO")}.get(s.backing)',
        "return None if d[DESCRIPTOR].value else None",
    ],
)
def test_what_is_meant_is_taken(tmp_path: Path, body: str) -> None:
    path = tmp_path / "mine.py"
    path.write_text(f"{HEAD}{CHECK}{body}\n{TAIL.format(*ABORT)}", encoding="utf-8")
    assert [rule.id for rule in own.run(str(path)).rules if rule.id == "r"] == ["r"]


def test_what_a_rule_prints_is_not_printed_while_it_is_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.py"
    rule = 'print(s.backing)\n    return fail("EIO") if s.host_fwb else None'
    path.write_text(f"{HEAD}{CHECK}{rule}\n{TAIL.format(*ABORT)}", encoding="utf-8")
    own.run(str(path))
    assert capsys.readouterr().out == ""


def test_a_rule_that_asks_for_everything_is_looked_at_as_far_as_it_pays(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    rule = "from s2tui.kvm.scenario.fields import FIELDS\n    "
    rule += "for f in FIELDS.values():\n        getattr(s, f.attribute)"
    path.write_text(f"{HEAD}{CHECK}{rule}\n{TAIL.format(*ABORT)}", encoding="utf-8")
    assert "r" in [one.id for one in own.run(str(path)).rules]


def test_an_error_that_a_rule_raises_later_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(f"{HEAD}{CHECK}return {{}}[1]\n{TAIL.format(*ABORT)}", encoding="utf-8")
    policy = own.policy(str(path))
    with pytest.raises(KeyError) as raised:
        travel(policy, DEFAULT)
    assert mistakes.place(raised.value) == (str(path), FIRST + 2)
    assert str(own.failed(str(path), raised.value)) == f"{path}:{FIRST + 2}: KeyError: 1"
    assert own.line_of(raised.value) == f" ({path}:{FIRST + 2})"


def test_no_shipped_rule_makes_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mistakes, "_is_own", lambda code: code is not None)
    rules = {rule for id_ in POLICIES for rule in find(id_).rules}
    assert len(rules) > 100
    found = [
        said for rule in rules for said in (*mistakes._unsaid(rule), *mistakes._answers("", rule))
    ]
    assert found == []


def test_every_decision_has_its_values_or_has_too_many() -> None:
    every = {one for one in vars(decisions).values() if isinstance(one, Decision)}
    assert every - set(DOMAINS) == {RESULT, DESCRIPTOR, RESULTANT}


def test_an_attribute_of_no_group_is_told_all_that_there_are() -> None:
    assert "accepted: host_fwb, host_dic" in no_field("fwbb")
    assert "accepted: vma_block" in no_field("vma_fwb")
