"""`s2tui review`: ranges, mails and trees of an invented kernel, in every form of answer."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.calls import call, refused
from tests.source.review.invented import MMU, TEXT, files, line_of
from tests.source.trees.invented import repository, run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.calls import Call

__all__ = ["call"]

BRANCH = "  if (is_fast(vcpu)) {"
NEW = "  if (cpus_have_final_cap(ARM64_HAS_CACHE_DIC))\n    return -EPERM;\n"
QUIET = ("  int found = 0;", "  int found = 0, more = 0;")
KEPT = ("    found = -EFAULT;", "    return -EFAULT;")
SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """v0, then what changes nothing, then a new branch and a lock that is kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return repository(
        tmp_path / "repo", files(), files(QUIET), files(QUIET, (BRANCH, NEW + BRANCH), KEPT)
    )


def mail(repo: Path, range_: str) -> bytes:
    return run(repo, "format-patch", "--stdout", range_).encode()


def test_a_range_is_each_commit_and_all_together(repo: Path, call: Call) -> None:
    found = call("review", "v0..v2", "-C", str(repo), "--json")
    assert (found.status, found.err) == (1, "")
    one, two, whole = json.loads(found.out)
    assert [each["status"] for each in (one, two, whole)] == [0, 1, 1]
    assert one["title"].endswith(" state 1")
    assert whole["title"] == "all 2 patches together"
    assert whole["different"] == two["different"] > 0
    (file,) = two["files"]
    assert (file["path"], file["read"]) == (MMU, True)
    assert file["was"] == run(repo, "rev-parse", f"v1:{MMU}").strip()
    assert file["is"] == run(repo, "rev-parse", f"v2:{MMU}").strip()


def test_the_text_is_for_a_mail_and_says_first_what_matters_most(repo: Path, call: Call) -> None:
    found = call("review", "v1..v2", "-C", str(repo))
    assert max(map(len, found.out.splitlines())) <= 72
    text = " ".join(found.out.split())
    at = line_of(BRANCH)
    (head,) = re.findall(r"^@@ .*? @@", run(repo, "diff", "v1", "v2"), re.MULTILINE)
    assert (
        f'mmap_lock is held on return: mmu.c:{line_of("found = -EFAULT")} "return -EFAULT;"' in text
    )
    assert "is taken now where DIC e.g. every field at its default" in text
    assert f'mmu.c:{at} (hunk {head}): "if' in text
    assert text.index("is held on return") < text.index("is taken now") < text.index("Assumed:")


def test_every_example_pastes_into_explain(repo: Path, call: Call) -> None:
    (one,) = json.loads(call("review", "v1..v2", "-C", str(repo), "--json").out)
    for cause in one["causes"]:
        words = [
            f"{name}={json.dumps(value).strip(chr(34))}" for name, value in cause["example"].items()
        ]
        was, now = (
            json.loads(call("explain", *words, "--kernel", one["trees"][side], "--json").out)
            for side in ("was", "is")
        )
        ends = {(follow["is"]["fault"]["errno"]) for follow in cause["follows"]}
        assert now["fault"]["errno"] in ends
        assert was["fault"] != now["fault"]


def test_a_mail_is_applied_or_found_among_the_commits(repo: Path, call: Call) -> None:
    patch = mail(repo, "v1..v2")
    there = call("review", "-", "-C", str(repo), stdin=patch)
    run(repo, "checkout", "-q", "v1")
    applied = call("review", "-", "-C", str(repo), stdin=patch)
    based = call("review", "-", "-C", str(repo), "--base", "v1", stdin=patch)
    for found in (there, applied, based):
        assert found.status == 1
        assert found.out.startswith("[PATCH] state 2\n")
        assert "standard input" not in found.out
    bodies = [
        one.out.partition("end otherwise")[2].partition("Each")[0].strip()
        for one in (there, applied)
    ]
    assert bodies[0] == bodies[1] != ""


def test_an_mbox_is_each_patch_on_those_before_it(repo: Path, tmp_path: Path, call: Call) -> None:
    place = tmp_path / "s.mbox"
    place.write_bytes(mail(repo, "v0..v2"))
    plain = tmp_path / "plain"
    run(tmp_path, "clone", "-q", str(repo), "plain")
    run(plain, "checkout", "-q", "v0")
    named = call("review", "--patch", str(place), "--base", "v0", "-C", str(repo), "--json")
    folder = call("review", "--patch", str(place), "-C", str(plain), "--json")
    for found in (named, folder):
        answers = json.loads(found.out)
        assert [one["title"] for one in answers] == [
            "[PATCH 1/2] state 1", "[PATCH 2/2] state 2", "all 2 patches together",
        ]  # fmt: skip
        assert [one["status"] for one in answers] == [0, 1, 1]


@pytest.mark.parametrize(
    ("second", "status", "said"),
    [
        ("v1", 0, "No functional change was expected: there is none."),
        ("v2", 1, "No functional change was expected: "),
    ],
)
def test_no_change_can_be_expected(
    repo: Path, call: Call, second: str, status: int, said: str
) -> None:
    found = call("review", f"{repo}@v0", f"{repo}@{second}", "--expect", "no-change")
    assert found.status == status
    assert said in found.out


def test_what_is_not_judged_is_neither_yes_nor_no(tmp_path: Path, call: Call) -> None:
    other = repository(tmp_path / "other", files(), files(("  return 5;", "  return 6;")))
    found = call("review", "v0..v1", "-C", str(other))
    assert found.status == 3
    assert "No difference was found, but not everything could be judged." in found.out
    assert f"mmu.c:{line_of('return 5')}: not_run() is not run" in found.out
    unread = {**files(), "arch/arm64/kvm/arm.c": "int a;\n"}
    found = call("review", "v0..v1", "-C", str(repository(tmp_path / "third", files(), unread)))
    assert found.status == 3
    assert "arch/arm64/kvm/arm.c is not read" in found.out


def test_answers_are_taken_from_a_file(tmp_path: Path, call: Call) -> None:
    asks = files((BRANCH, "  if (frobnicate())\n    return -EPERM;\n" + BRANCH))
    repo = repository(tmp_path / "repo", files(), asks)
    answers = tmp_path / "answers"
    answers.write_text("frobnicate = field host.dic\n")
    without = call("review", "v0..v1", "-C", str(repo))
    assert without.status == 3
    assert "differs only if frobnicate() is true" in " ".join(without.out.split())
    found = call("review", "v0..v1", "-C", str(repo), "--answers", str(answers))
    assert found.status == 1
    assert "frobnicate = host.dic, as given" in " ".join(found.out.split())


def test_b4_gets_what_it_asks_a_check_for(repo: Path, call: Call) -> None:
    found = call("review", "-", "--b4", "-C", str(repo), stdin=mail(repo, "v1..v2"))
    (one,) = json.loads(found.out)
    # b4/review/checks.py takes these keys, and these three words.
    assert list(one) == ["tool", "status", "summary", "details", "url"]
    assert one["status"] == "fail"
    assert one["summary"].startswith("mmap_lock is held on return; ")
    assert one["details"].startswith("[PATCH] state 2\n")
    (quiet,) = json.loads(
        call("review", "-", "--b4", "-C", str(repo), stdin=mail(repo, "v0..v1")).out
    )
    assert (quiet["status"], quiet["summary"]) == ("pass", "no difference in any scenario")
    wrong = call("review", "-", "--b4", "-C", str(repo), stdin=b"Subject: hello\n\nhello\n")
    assert (wrong.status, wrong.err) == (2, "")
    (one,) = json.loads(wrong.out)
    assert one["status"] == "warn"
    assert "there is no diff in its mail" in one["summary"]


def results(call: Call, repo: Path, range_: str) -> list[dict[str, Any]]:
    found = json.loads(call("review", range_, "-C", str(repo), "--sarif").out)
    assert found["version"] == "2.1.0"
    assert found["$schema"].startswith(SARIF)
    (one,) = found["runs"]
    known = {rule["id"] for rule in one["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in one["results"]} <= known
    answer: list[dict[str, Any]] = one["results"]
    return answer


def test_sarif_has_a_result_for_each_finding_with_its_place(
    repo: Path, tmp_path: Path, call: Call
) -> None:
    found = results(call, repo, "v1..v2")
    lines = {}
    for result in found:
        for place in result.get("locations", ()):
            physical = place["physicalLocation"]
            assert physical["artifactLocation"] == {"uri": MMU}
            lines[result["ruleId"]] = physical["region"]["startLine"]
    assert lines["resource"] == line_of("found = -EFAULT")
    assert lines["behaviour"] == line_of(BRANCH)
    # The same findings some lines further down are the same findings.
    down = ("static bool is_fast", "static int unused;\n\nstatic bool is_fast")
    states = files(QUIET, down), files(QUIET, down, (BRANCH, NEW + BRANCH), KEPT)
    further = results(call, repository(tmp_path / "down", *states), "v0..v1")
    assert [one["partialFingerprints"] for one in further] == [
        one["partialFingerprints"] for one in found
    ]


def test_markdown_has_a_heading_for_each_patch(repo: Path, call: Call) -> None:
    found = call("review", "v0..v2", "-C", str(repo), "--markdown")
    assert found.out.count("\n## ") + found.out.startswith("## ") == 3
    assert "* is taken now where DIC\n" in found.out


def test_what_is_wrong_is_one_line(
    repo: Path, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = ("-C", str(repo))
    refused(call("review", *here), "what is to be reviewed?")
    refused(call("review", "v0", *here), "v0 is nothing to review")
    refused(call("review", "v0..v9", *here), "has no range 'v0..v9'")
    refused(call("review", "v0..v0", *here), "there is no commit in 'v0..v0'")
    refused(call("review", "v0..v1", "-C", str(tmp_path / "cache")), "is no git repository")
    refused(call("review", "v6.12", "v7.3"), "`s2tui diff v6.12 v7.3`")
    refused(call("review", "v0..v1", "--base", "v0", *here), "--base goes with patches alone")
    refused(call("review", "--patch", "nowhere", *here), "cannot read nowhere")
    refused(call("review", "-", *here, stdin=b"Subject: a\n\nb\n"), "there is no diff in its mail")
    refused(call("review", "-", "-C", "nowhere", stdin=mail(repo, "v0..v1")), "no tree nowhere")
    refused(call("review", "-", *here, "--base", "v9", stdin=mail(repo, "v0..v1")), "'v9'")
    there = call("review", "-", *here, "--base", "v2", stdin=mail(repo, "v1..v2"))
    refused(there, "does not apply: hunk @@ -")
    x86 = repository(tmp_path / "x86", {"arch/x86/kvm/mmu.c": "int a;\n"}, {"arch/x86/a.c": ""})
    refused(call("review", "v0..v1", "-C", str(x86)), "only arm64 can be asked")
    monkeypatch.setenv("PATH", "")
    refused(call("review", "v0..v1", *here), "git, which is not installed")


def test_c_that_is_not_understood_stops_who_gets_there(tmp_path: Path, call: Call) -> None:
    odd = TEXT.replace(BRANCH, '  asm volatile("frob" : : "r"(what));\n' + BRANCH)
    repo = repository(tmp_path / "repo", files(), {**files(), MMU: odd})
    found = call("review", "v0..v1", "-C", str(repo))
    assert (found.status, found.err) == (3, "")
    assert f"arch/arm64/kvm/mmu.c:{line_of(BRANCH)}" in " ".join(found.out.split())
