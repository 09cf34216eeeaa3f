"""What a patch does, of a kernel that nobody wrote: each kind of finding, and none for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from s2tui.analysis.diagrams.explorer import Diagrams
from s2tui.analysis.diagrams.space import space
from s2tui.kvm.scenario.fields import FIELDS
from s2tui.source.kernel.run import AS_USUAL, Assumed, run_in
from s2tui.source.review.series import Step, reviews
from s2tui.source.world.answers import read_answers
from tests.source.review.invented import TEXT, line_of, tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from s2tui.source.review.found import Review

    Changes = tuple[tuple[str, str], ...]
    Reviewed = Callable[..., Review]

CALL = "  if (is_fast(vcpu)) {"
SIZE = space(Diagrams()).size


@pytest.fixture
def reviewed(tmp_path: Path) -> Reviewed:
    """Review pieces of mmu.c that become others; of a base that has some others already."""

    def review(*changes: tuple[str, str], base: Changes = (), how: Assumed = AS_USUAL) -> Review:
        was = Step("", "was", tree(tmp_path / "was", *base))
        now = Step("a patch", "now", tree(tmp_path / "now", *base, *changes))
        (found,) = reviews([(was, now)], how)
        return found

    return review


def size(**where: Any) -> int:
    """How many scenarios have some values, by field with `_` for the point."""
    attributes = {name: one if isinstance(one, tuple) else (one,) for name, one in where.items()}
    return space(Diagrams(), attributes).size


def created(**where: Any) -> int:
    """How many of them take a fault: there is no slot, or one that this kernel accepts."""
    with_slot = tuple(value for value in FIELDS["backing"].values if value != "no-slot")
    accepted = {"slot_readonly": False, "slot_guest_memfd": False}
    return size(backing="no-slot", **where) + size(backing=with_slot, **accepted, **where)


OTHER_FAULTS = tuple(v for v in FIELDS["access.fault"].values if v != "alignment")


@pytest.mark.parametrize(
    "changes",
    [
        (("  int found = 0;", "  /* Nothing yet. */\n  int found = 0;"),),
        (("  if (found)\n    return found;", "  if (found != 0)\n    return found;"),),
        (("is_fast(struct", "is_quick(struct"), ("if (is_fast(", "if (is_quick(")),
        (("void)\n{\n  return 5;\n}\n", "void)\n{ /* Five. */ return 5; }\n"),),
    ],
)
def test_what_changes_nothing_is_no_difference(reviewed: Reviewed, changes: Changes) -> None:
    found = reviewed(*changes)
    assert (found.status, found.different, found.causes, found.effects) == (0, 0, (), ())


def test_a_new_branch_is_the_cause_with_its_condition_and_count(reviewed: Reviewed) -> None:
    test = "  if (cpus_have_final_cap(ARM64_HAS_CACHE_DIC))"
    new = f"{test}\n    return -EPERM;\n"
    found = reviewed((CALL, new + CALL))
    assert found.status == 1
    (cause,) = found.causes
    assert cause.change is not None
    change = cause.change
    assert (change.how, change.line, change.old) == ("taken", line_of(CALL), False)
    assert change.text == test.strip()
    assert change.hunk is not None
    first = line_of(CALL) - 3
    assert change.hunk.head == f"@@ -{first},6 +{first},8 @@"
    (condition,) = cause.where
    ((alternative,),) = condition.all_of
    assert alternative == ("host.dic", (True,))
    follows = {one.was["result"]: (dict(one.now), one.scenarios) for one in cause.follows}
    ended = {"result": "error", "errno": "EPERM"}
    each = {"host_dic": True, "access_fault": OTHER_FAULTS}
    assert follows == {
        "inject": (ended, created(**each, host_fwb=True)),
        "skip": (ended, created(**each, host_fwb=False)),
    }
    assert cause.scenarios == found.different == created(**each)
    assert found.disagreements == ()


def test_a_branch_that_was_left_alone_is_where_they_part(reviewed: Reviewed) -> None:
    found = reviewed(("HAS_STAGE2_FWB)", "HAS_CACHE_DIC)"))
    assert len(found.causes) == 2
    for cause, how in zip(found.causes, ("taken", "not taken"), strict=True):
        assert cause.change is not None
        assert cause.by is not None
        assert (cause.change.how, cause.change.hunk) == (how, None)
        assert cause.change.line == line_of(CALL)
        assert cause.by.line == line_of("return cpus_have_final_cap")
    one_of_two = {"host_fwb": True, "host_dic": False, "access_fault": OTHER_FAULTS}
    assert found.causes[1].scenarios == created(**one_of_two)


def test_a_branch_that_is_gone_and_one_whose_body_is_left(reviewed: Reviewed) -> None:
    gone = reviewed(("  if (found)\n    return found;\n", ""))
    (cause,) = gone.causes
    change = cause.change
    assert change is not None
    assert (change.how, change.old, change.line) == ("gone", True, line_of("  if (found)"))
    always = reviewed(("  if ((what & 0x3f) == 0x21)\n    found", "  found"))
    (cause,) = always.causes
    assert cause.change is not None
    assert (cause.change.how, cause.change.old) == ("now always", True)
    assert cause.scenarios == created(access_fault=OTHER_FAULTS)


def test_a_new_condition_concerns_those_who_do_not_meet_it(reviewed: Reviewed) -> None:
    step = "  kvm_incr_pc(vcpu);\n"
    guarded = f"  if (cpus_have_final_cap(ARM64_HAS_CACHE_DIC))\n  {step}"
    (cause,) = reviewed((step, guarded)).causes
    assert cause.change is not None
    assert cause.change.how == "guarded"
    without = {"host_fwb": False, "host_dic": False, "access_fault": OTHER_FAULTS}
    assert cause.scenarios == created(**without)


def test_a_memslot_is_apart_from_the_fault(reviewed: Reviewed) -> None:
    found = reviewed(("    return -EINVAL;\n  return 0;", "    return -EPERM;\n  return 0;"))
    (cause,) = found.causes
    assert {one.member for one in cause.follows} == {"memslot"}
    assert cause.change is not None
    assert cause.change.line == line_of("return -EINVAL")


def test_a_lock_that_is_kept_is_a_resource_with_both_its_lines(reviewed: Reviewed) -> None:
    found = reviewed(("    found = -EFAULT;", "    return -EFAULT;"))
    assert found.different == 0
    assert found.status == 1
    (one,) = found.resources
    assert one.taken is not None
    assert (one.what, one.taken.line) == ("mmap_lock", line_of("mmap_read_lock"))
    assert [at.line for at in one.returns] == [line_of("found = -EFAULT")]
    assert one.scenarios == created(access_fault="alignment")


GETS = """  struct page *page;

  if (get_user_pages_unlocked(1UL << 46, 1, &page, 0) == 1) {
    if (what == 0x21)
      found = -EPERM;
    put_page(page);
  }
  if (is_fast(vcpu)) {"""


def test_a_page_that_is_not_given_back_is_a_resource(reviewed: Reviewed) -> None:
    base = ((CALL, GETS),)
    test = "    if (cpus_have_final_cap(ARM64_HAS_CACHE_DIC))\n      return -EPERM;\n"
    given = "    put_page(page);"
    found = reviewed((given, test + given), base=base)
    (one,) = found.resources
    assert one.what == "page"
    assert [at.text for at in one.returns] == ["return -EPERM;"]
    for case in one.conditions:
        alone = {each[0].name: each[0].values for each in case.all_of if len(each) == 1}
        assert alone["host.dic"] == (True,)
        # What has no struct page is not counted.
        assert "pfnmap" not in alone["backing"]
    more = reviewed((given, given + given), base=base)
    (one,) = more.resources
    assert one.taken is None
    assert reviewed(("found = -EPERM", "found = -EFAULT"), base=base).resources == ()


def test_a_lock_that_was_kept_before_is_not_news(reviewed: Reviewed) -> None:
    kept = (("    found = -EFAULT;", "    return -EFAULT;"),)
    found = reviewed(("  int found = 0;", "  int found = 1 - 1;"), base=kept)
    assert (found.status, found.resources) == (0, ())


def test_a_lock_that_is_kept_is_news_for_who_was_refused(reviewed: Reviewed) -> None:
    kept = (("    found = -EFAULT;", "    return -EFAULT;"),)
    found = reviewed(
        ("  if (wanted->flags & KVM_MEM_READONLY)\n    return -EINVAL;\n", ""), base=kept
    )
    (one,) = found.resources
    with_slot = tuple(value for value in FIELDS["backing"].values if value != "no-slot")
    refused = {"slot_readonly": True, "slot_guest_memfd": False, "backing": with_slot}
    assert one.scenarios == size(access_fault="alignment", **refused)


def test_what_is_done_on_the_way_to_the_same_end_is_a_difference(reviewed: Reviewed) -> None:
    found = reviewed(("  kvm_incr_pc(vcpu);\n", "  kvm_incr_pc(vcpu);\n  kvm_incr_pc(vcpu);\n"))
    assert (found.status, found.different) == (1, 0)
    (effect,) = found.effects
    assert effect.called == (("kvm_incr_pc", (1,), (2,)),)
    assert effect.scenarios == created(host_fwb=False, access_fault=OTHER_FAULTS)


def test_a_line_that_nobody_gets_to_is_not_judged(reviewed: Reviewed) -> None:
    found = reviewed((CALL, "  if (what == 0)\n    return -EPERM;\n" + CALL))
    assert (found.status, found.different) == (3, 0)
    (never,) = found.lines.never
    assert (never.line, never.text) == (line_of(CALL) + 1, "return -EPERM;")
    (branch,) = found.lines.one_sided
    assert (branch[0].line, branch[1]) == (line_of(CALL), False)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ((("  return 5;", "  return 6;"),), "not_run() is not run"),
        ((("int not_run", "#ifdef CONFIG_X\n#endif\nint not_run"),), "preprocessor"),
        ((("  if (found)", "#if PAGE_SHIFT == 1\n  found = 2;\n#endif\n  if (found)"),), "leaves"),
        ((("int not_run(void)", "struct of_others { int a; };\nint not_run(void)"),), None),
        ((("GOES_ON = 1", "GOES_ON = 2"),), None),
    ],
)
def test_what_is_not_run_is_not_judged(
    reviewed: Reviewed, changes: Changes, why: str | None
) -> None:
    found = reviewed(*changes)
    assert found.different == 0
    assert found.status == (0 if why is None else 3)
    assert all(why is not None and why in one.why for one in found.lines.unjudged)


def test_a_macro_counts_where_what_is_run_uses_it(reviewed: Reviewed) -> None:
    defined = "#define USED 0x21\n#define UNUSED 1\nenum answer"
    macros = (("enum answer", defined), ("== 0x21", "== USED"))
    used = reviewed(("USED 0x21", "USED 0x22"), base=macros)
    assert used.status == 1
    assert used.lines.unjudged == ()
    unused = reviewed(("UNUSED 1", "UNUSED 2"), base=macros)
    assert (unused.status, unused.different) == (3, 0)
    assert "UNUSED is used by nothing" in unused.lines.unjudged[0].why


@pytest.mark.parametrize(
    ("before", "known"),
    [
        ("", "differs only if frobnicate() is true"),
        ("!", "differs only if frobnicate() is false"),
        ("0 && ", ""),
    ],
)
def test_what_is_not_modelled_stops_only_who_reaches_it(
    reviewed: Reviewed, before: str, known: str
) -> None:
    call = f"  if ({before}frobnicate())\n    return -EPERM;\n"
    found = reviewed((CALL, call + CALL))
    stopped = [(one.what, one.at, one.scenarios, one.only_if) for one in found.stops]
    assert (found.status, found.different) == (3, 0)
    if not known:
        # Nobody evaluates it; then the branch goes one way only.
        assert stopped == []
        return
    at = f"arch/arm64/kvm/mmu.c:{line_of(CALL)}"
    reached = size(access_fault=OTHER_FAULTS)
    assert stopped == [("frobnicate() is not modelled", at, reached, known)]
    assert found.unanswered == created(access_fault=OTHER_FAULTS)


def test_an_answer_that_is_given_is_believed_and_said(reviewed: Reviewed, tmp_path: Path) -> None:
    answers = tmp_path / "answers"
    answers.write_text("# mine\nfrobnicate = 0\nfasten = noop\nis_new = field host.dic\n")
    how = Assumed(read_answers(str(answers)))
    quiet = reviewed((CALL, "  fasten(1);\n  found = frobnicate();\n" + CALL), how=how)
    assert quiet.status == 0
    assert {(one.name, one.answer) for one in quiet.assumptions} >= {
        ("frobnicate", "0, as given"),
        ("fasten", "not looked at, as given"),
    }
    found = reviewed((CALL, "  if (is_new())\n    return -EPERM;\n" + CALL), how=how)
    (cause,) = found.causes
    assert cause.scenarios == created(host_dic=True, access_fault=OTHER_FAULTS)


SHADOW = (
    ("enum answer", "static int pte_valid(u64 pte)\n{\n  return pte & 1;\n}\n\nenum answer"),
    ("  if (is_fast(vcpu)) {", "  if (pte_valid(what)) {"),
)


def test_a_function_that_the_tables_would_hide_is_run(reviewed: Reviewed) -> None:
    found = reviewed(("pte & 1", "pte & 0"), base=SHADOW)
    assert found.released == ("pte_valid",)
    assert found.hidden == ()
    assert found.status == 1
    assert found.different > 0


def test_one_that_cannot_be_run_is_not_judged(reviewed: Reviewed) -> None:
    base = ((SHADOW[0][0], SHADOW[0][1].replace("pte & 1", "frob(pte)")), SHADOW[1])
    found = reviewed(("frob(pte)", "frob(pte) + 1"), base=base)
    assert [one.name for one in found.hidden] == ["pte_valid"]
    assert (found.status, found.released) == (3, ())


def test_an_example_that_is_answered_otherwise_alone_is_an_error(
    reviewed: Reviewed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*words: Any) -> Any:
        found = run_in(*words)
        marks: Any = found.outcomes.fault
        return found._replace(outcomes=found.outcomes._replace(memslot=marks))

    monkeypatch.setattr("s2tui.source.review.again.run_in", wrong)
    found = reviewed(("  return 0;\n}\n\nint kvm_handle", "  return -EPERM;\n}\n\nint kvm_handle"))
    assert found.disagreements
    assert "memslot is" in found.disagreements[0]
    assert not found.judged


def test_the_text_is_as_it_is_counted_here() -> None:
    assert TEXT.splitlines()[line_of(CALL) - 1] == CALL


def test_what_differs_only_elsewhere_is_a_difference(reviewed: Reviewed) -> None:
    race = "  if (mmu_invalidate_retry(vcpu->kvm, 0))\n    return -EPERM;\n"
    found = reviewed((CALL, race + CALL))
    assert (found.status, found.different) == (1, 0)
    assert found.elsewhere == ("something was unmapped meanwhile",)
    assert [at.text for at in found.lines.never] == ["return -EPERM;"]
