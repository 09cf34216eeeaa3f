"""Patches on trees: single, in mails and in series; whatever is patched stays as it is."""

from __future__ import annotations

import base64
import quopri
from typing import TYPE_CHECKING

import pytest

from s2tui.errors import RequestError
from s2tui.source.trees.mails import series
from s2tui.source.trees.notation import open_tree, trees
from s2tui.source.trees.tree import blob_id
from tests.source.trees.invented import FILES, MMU, changed, repository, run, tar, write

if TYPE_CHECKING:
    from pathlib import Path

NEW = "arch/arm64/kvm/new.c"


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """Four states: mmu.c changed, then at another place too, then a new file and one gone."""
    where = repository(
        tmp_path / "repo", FILES, changed(3), changed(3, 30), {**changed(3, 30), NEW: "int n;\n"}
    )
    run(where, "rm", "-q", "arch/arm64/kvm/mmio.c")
    run(where, "commit", "-q", "--amend", "--no-edit")
    run(where, "tag", "-f", "v3")
    return where


def mbox(repo: Path, range_: str, name: str, *words: str) -> Path:
    place = repo.parent / name
    place.write_text(run(repo, "format-patch", "--stdout", *words, range_))
    return place


def test_a_patch_on_any_tree_is_the_patched_tree(repo: Path, tmp_path: Path) -> None:
    patch = tmp_path / "x.patch"
    patch.write_text(run(repo, "diff", "v0", "v3"))
    plain = write(tmp_path / "plain", FILES)
    archive = tar(tmp_path / "linux.tar.gz", FILES)
    run(tmp_path, "clone", "-q", "--bare", str(repo), "bare")
    there = open_tree(f"{repo}@v3")
    asked = (*FILES, NEW)
    for base in (str(plain), str(archive), f"{repo}@v0", f"{tmp_path / 'bare'}@v0"):
        tree = open_tree(f"{base}+{patch}")
        assert tree.read_all(asked) == there.read_all(asked)
        assert tree.identity(asked) == there.identity(asked)
        assert tree.read(NEW) == b"int n;\n"
        assert tree.read("arch/arm64/kvm/mmio.c") is None
        assert list(tree.names("arch/arm64/kvm")) == [MMU, NEW]
        assert "x.patch" in tree.describe()


def test_what_is_patched_stays_as_it_is(repo: Path) -> None:
    series_ = mbox(repo, "v0..v2", "s.mbox")
    run(repo, "checkout", "-q", "v0")

    def state() -> tuple[object, ...]:
        files = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in repo.rglob("*") if p.is_file()}
        return files, run(repo, "count-objects")

    before = state()
    assert open_tree(f"{repo}+{series_}").read(MMU) == changed(3, 30)[MMU].encode()
    assert open_tree(f"{repo}@v0+{series_}").read(MMU) == changed(3, 30)[MMU].encode()
    assert state() == before


def test_each_patch_of_a_series_is_a_tree(repo: Path) -> None:
    place = mbox(repo, "v0..v3", "s.mbox", "--cover-letter", "-v7")
    found = trees(f"{repo}@v0+{place}")
    texts = [FILES[MMU], changed(3)[MMU], changed(3, 30)[MMU], changed(3, 30)[MMU]]
    assert [tree.read(MMU) for tree in found] == [text.encode() for text in texts]
    assert [NEW in tree.names("arch") for tree in found] == [False, False, False, True]
    assert found[2].describe().endswith("+ 1/3 + 2/3")


def test_a_series_is_in_the_order_of_its_numbers(repo: Path) -> None:
    content = mbox(repo, "v0..v3", "s.mbox", "--cover-letter", "-v7").read_bytes()
    cover, *mails = content.split(b"\nFrom ")
    back = b"\nFrom ".join([b"From " + mails[2][:], mails[0], mails[1]]) + b"\n" + cover + b"\n"
    found = series(back, "s.mbox")
    assert [(p.number, p.total, p.version) for p in found] == [(1, 3, 7), (2, 3, 7), (3, 3, 7)]
    assert found[0].subject == "[PATCH v7 1/3] state 1"
    assert [p.short for p in found] == ["1/3", "2/3", "3/3"]


@pytest.mark.parametrize("coding", ["8bit", "base64", "quoted-printable", "crlf", "attached"])
def test_a_mail_is_read_however_it_was_sent(coding: str, repo: Path, tmp_path: Path) -> None:
    diff = run(repo, "diff", "v0", "v1").encode()
    body = b"Why: a Gr\xc3\xb6\xc3\x9fe is wrong.\n\n---\n" + diff + b"-- \n2.39\n"
    head = b"From: A <a@example.org>\nSubject: =?utf-8?q?=5BPATCH=5D_Gr=C3=B6=C3=9Fe?=\n"
    plain = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: "
    mail = {
        "8bit": head + plain + b"8bit\n\n" + body,
        "base64": head + plain + b"base64\n\n" + base64.encodebytes(body),
        "quoted-printable": head + plain + b"quoted-printable\n\n" + quopri.encodestring(body),
        "crlf": (head + plain + b"8bit\n\n" + body).replace(b"\n", b"\r\n"),
        "attached": head + b'Content-Type: multipart/mixed; boundary="B"\n\n--B\n' + plain
        + b"8bit\n\nSee below.\n--B\nContent-Type: text/x-patch\n\n" + diff + b"--B--\n",
    }[coding]  # fmt: skip
    place = tmp_path / "mail.eml"
    place.write_bytes(mail)
    (patch,) = series(mail, "mail.eml")
    assert patch.subject == "[PATCH] Größe"
    assert open_tree(f"{repo}@v0+{place}").read(MMU) == changed(3)[MMU].encode()


def test_a_patch_that_does_not_apply_names_its_hunk(repo: Path, tmp_path: Path) -> None:
    place = mbox(repo, "v0..v2", "s.mbox")
    (where := tmp_path / "other").mkdir()
    write(where, {**FILES, MMU: changed(3)[MMU].replace("step_30", "elsewhere_30")})
    with pytest.raises(RequestError) as raised:
        open_tree(f"{where}+{place}")
    said = str(raised.value)
    assert "\n" not in said
    # Lines 1 and 2 are the function's head, and step_3 is line 6: three lines before it is 3.
    assert "1/2] state 1 does not apply: hunk @@ -3,7 +3,7 @@" in said
    assert MMU in said
    write(where, {MMU: FILES[MMU].replace("step_30", "elsewhere_30")})
    with pytest.raises(
        RequestError, match=r"2/2\] state 2 does not apply: hunk @@ -30,7 \+30,7 @@"
    ):
        open_tree(f"{where}+{place}")


def test_a_rename_is_followed(repo: Path, tmp_path: Path) -> None:
    run(repo, "checkout", "-q", "v0")
    run(repo, "mv", MMU, NEW)
    patch = tmp_path / "x.patch"
    patch.write_text(run(repo, "diff", "-M", "v0"))
    assert "rename from" in patch.read_text()
    tree = open_tree(f"{repo}@v0+{patch}")
    assert (tree.read(MMU), tree.read(NEW)) == (None, FILES[MMU].encode())
    assert tree.identity((NEW,)) == {NEW: blob_id(FILES[MMU].encode())}


COVER = "From: A <a@example.org>\nSubject: [PATCH 0/3] Words\n\nNothing but words.\n"
BOX = "From x@y Thu Jan  1 00:00:00 1970\n"
DIFF = "diff --git a/none.c b/none.c\n--- a/none.c\n+++ b/none.c\n@@ -1 +1 @@\n-a\n+b\n"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", ("has no patch",)),
        ("just words\n", ("has no patch",)),
        (COVER, ("has no patch", "no diff in its mail")),
        (f"{BOX}{COVER}\n{BOX}{COVER}", ("has no patch", "2 mails")),
        (DIFF, ("does not apply", "has no none.c")),
        (DIFF.replace("-1 +1 @@\n-a", "-1,7 +1 @@\n-a"), ("does not apply", "corrupt patch")),
        (DIFF.replace("a/none.c", "a/../none.c").replace("b/none.c", "b/../none.c"),
         ("does not apply",)),
        (f"{BOX}Subject: [PATCH v6 1/2] a\n\n{DIFF}\n{BOX}Subject: [PATCH v7 1/2] a\n\n{DIFF}",
         ("several versions (v6, v7)",)),
    ],
)  # fmt: skip
def test_what_cannot_be_applied_is_one_line(
    tmp_path: Path, text: str, named: tuple[str, ...]
) -> None:
    where = write(tmp_path / "tree", FILES)
    (tmp_path / "x.mbox").write_text(text)
    with pytest.raises(RequestError) as raised:
        open_tree(f"{where}+{tmp_path}/x.mbox")
    assert "\n" not in str(raised.value)
    for word in ("x.mbox", *named):
        assert word in str(raised.value)


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    where = write(tmp_path / "tree", FILES)
    with pytest.raises(RequestError, match=r"cannot read .*none\.mbox: No such file"):
        open_tree(f"{where}+none.mbox")


def test_without_git_a_patch_says_so(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patch = mbox(repo, "v0..v1", "s.mbox")
    where = write(tmp_path / "tree", FILES)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RequestError, match="a patch needs git"):
        open_tree(f"{where}+{patch}")
