"""Trees in every form are the same files; what is no tree is one line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from s2tui.errors import RequestError
from s2tui.source.trees.notation import Named, is_tree, open_tree, parts
from s2tui.source.trees.tree import blob_id
from tests.source.trees.invented import FILES, MMU, changed, repository, run, tar, write

if TYPE_CHECKING:
    from pathlib import Path

FORMS = ("directory", "revision", "bare", "partial", "tar", "tar.xz", "tar.gz", "flat tar")


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def made(form: str, folder: Path) -> str:
    """The name of a tree with FILES in some form."""
    if form == "directory":
        return str(write(folder / "tree", FILES))
    if form.startswith("tar"):
        return str(tar(folder / f"linux.{form}", FILES))
    if form == "flat tar":
        return str(tar(folder / "flat.tar", FILES, first=""))
    where = repository(folder / "tree", FILES, changed(3))
    if form == "revision":
        return f"{where}@v0"
    run(where, "config", "uploadpack.allowFilter", "true")
    # Of a partial clone there is what was checked out, and v1 has no blob of its mmu.c.
    how = ["--bare"] if form == "bare" else ["--branch", "v0", "--filter=blob:none"]
    run(folder, "clone", "-q", *how, f"file://{where}", form)
    return f"{folder / form}@v0"


@pytest.mark.parametrize("form", FORMS)
def test_a_tree_is_the_same_in_every_form(form: str, tmp_path: Path) -> None:
    tree = open_tree(made(form, tmp_path))
    for path, text in FILES.items():
        assert tree.read(path) == text.encode()
    assert tree.read("arch/arm64/kvm/none.c") is None
    assert tree.read("arch/arm64/kvm") is None
    asked = (*FILES, "none.c")
    assert tree.read_all(asked) == {p: FILES[p].encode() if p in FILES else None for p in asked}
    assert tree.identity(asked) == {
        p: blob_id(FILES[p].encode()) if p in FILES else None for p in asked
    }
    assert list(tree.names("arch/arm64/kvm")) == ["arch/arm64/kvm/mmio.c", MMU]
    assert list(tree.names("arch/arm64/k")) == []
    assert tree.describe()


def test_a_blob_id_is_that_of_git(tmp_path: Path) -> None:
    where = repository(tmp_path / "tree", FILES)
    assert run(where, "rev-parse", f"v0:{MMU}").strip() == blob_id(FILES[MMU].encode())


def test_a_bare_repository_is_what_its_head_is(tmp_path: Path) -> None:
    where = repository(tmp_path / "tree", FILES, changed(3))
    run(tmp_path, "clone", "-q", "--bare", str(where), "bare")
    assert open_tree(str(tmp_path / "bare")).read(MMU) == changed(3)[MMU].encode()


def test_a_directory_is_as_it_is_now_and_a_revision_as_it_was(tmp_path: Path) -> None:
    where = repository(tmp_path / "tree", FILES, changed(3))
    (where / MMU).write_text("int unsaved;\n")
    assert open_tree(str(where)).read(MMU) == b"int unsaved;\n"
    assert open_tree(f"{where}@v1").read(MMU) == changed(3)[MMU].encode()
    assert open_tree(f"{where}@v1~1").read(MMU) == FILES[MMU].encode()
    assert open_tree(f"{where}@{run(where, 'rev-parse', 'v0').strip()[:12]}").read(MMU)


def test_nothing_of_a_repository_is_run(tmp_path: Path) -> None:
    where = repository(tmp_path / "tree", FILES)
    ran = tmp_path / "ran"
    for name in ("core.fsmonitor", "core.pager", "diff.external", "core.editor", "pager.ls-tree"):
        run(where, "config", name, f"touch {ran}")
    run(where, "config", "filter.bad.smudge", f"touch {ran}")
    (where / ".git/info/attributes").write_text("*.c filter=bad\n")
    hook = where / ".git/hooks/post-index-change"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {ran}\n")
    hook.chmod(0o755)
    tree = open_tree(f"{where}@v0")
    assert tree.read(MMU) == FILES[MMU].encode()
    assert list(tree.names("virt"))
    assert not ran.exists()


def test_what_a_partial_clone_lacks_is_not_fetched_by_a_command_of_its_own(tmp_path: Path) -> None:
    name, _, _ = made("partial", tmp_path).partition("@")
    ran = tmp_path / "ran"
    run(tmp_path / "partial", "config", "remote.origin.uploadpack", f"touch {ran};")
    with pytest.raises(RequestError) as raised:
        open_tree(f"{name}@origin/main").read(MMU)
    assert "cannot read blob" in str(raised.value)
    assert "\n" not in str(raised.value)
    assert not ran.exists()


def test_the_environment_sends_nobody_to_another_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = repository(tmp_path / "tree", FILES)
    other = repository(tmp_path / "other", changed(3))
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert open_tree(f"{where}@v0").read(MMU) == FILES[MMU].encode()


def test_a_link_out_of_a_tree_is_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    where = write(tmp_path / "tree", FILES)
    (where / "arch/arm64/kvm/out.c").symlink_to(secret)
    (where / "arch/arm64/kvm/in.c").symlink_to("mmu.c")
    (where / "outside").symlink_to(tmp_path)
    tree = open_tree(str(where))
    assert tree.read("arch/arm64/kvm/out.c") is None
    assert tree.read("outside/secret") is None
    assert tree.read("../secret") is None
    assert tree.read("arch/arm64/kvm/in.c") == FILES[MMU].encode()
    run(where, "init", "-q")
    run(where, "add", "-A")
    run(where, "commit", "-q", "-m", "links")
    assert open_tree(f"{where}@HEAD").read("arch/arm64/kvm/out.c") is None


def test_a_tar_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tar(tmp_path / "linux.tar.xz", FILES)
    first = open_tree(str(place)).read(MMU)
    times = place.stat()
    # As large and as old, but no tar any more: only what is kept can answer.
    place.write_bytes(b"x" * times.st_size)
    os.utime(place, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert open_tree(str(place)).read(MMU) == first
    with pytest.raises(RequestError, match="cannot read the tar"):
        open_tree(str(place)).read("Documentation/kvm.rst")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another"))
    with pytest.raises(RequestError, match="cannot read the tar"):
        open_tree(str(place))


X86 = {"arch/x86/kvm/mmu.c": "", "arch/mips/kvm/mips.c": "", "virt/kvm/kvm_main.c": ""}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{}/nowhere", ("there is no tree", "nowhere")),
        ("{}/nowhere@v1", ("there is no tree", "nowhere")),
        ("{}/plain@v1", ("plain", "no git repository", "'v1'")),
        ("{}/repo@v9", ("repo has no revision 'v9'",)),
        ("{}/repo@--upload-pack=x", ("has no revision",)),
        ("{}/repo@v0:Makefile", ("has no revision",)),
        ("{}/x86", ("without arch/arm64/kvm", "mips, x86", "only arm64")),
        ("{}/empty", ("no kernel tree", "arch/arm64/kvm")),
        ("{}/words.txt", ("words.txt is no tree", ".tar.xz")),
        ("{}/bad.tar.xz", ("cannot read the tar", "bad.tar.xz")),
        ("{}/half.tar.gz", ("cannot read the tar", "half.tar.gz")),
        ("{}/bad.tar.xz@v1", ("no directory, so it has no revision",)),
    ],
)
def test_what_is_no_tree_is_one_line(tmp_path: Path, text: str, named: tuple[str, ...]) -> None:
    write(tmp_path / "plain", FILES)
    write(tmp_path / "x86", X86)
    repository(tmp_path / "repo", FILES)
    (tmp_path / "empty").mkdir()
    write(tmp_path, {"words.txt": "words", "bad.tar.xz": "no tar"})
    whole = tar(tmp_path / "half.tar.gz", FILES).read_bytes()
    (tmp_path / "half.tar.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(RequestError) as raised:
        open_tree(text.format(tmp_path))
    assert "\n" not in str(raised.value)
    for word in named:
        assert word in str(raised.value)


def test_without_git_a_revision_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = repository(tmp_path / "tree", FILES)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert open_tree(str(where)).read(MMU) == FILES[MMU].encode()
    with pytest.raises(RequestError, match="needs git, which is not installed"):
        open_tree(f"{where}@v0")


def test_a_name_is_taken_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("linux", "a+b", "odd@place"):
        (tmp_path / name).mkdir()
    (tmp_path / "fix").touch()
    assert parts("linux") == Named("linux", "", ())
    assert parts("linux@v6.12+rt1") == Named("linux", "v6.12+rt1", ())
    assert parts("linux@v6.12+s.mbox") == Named("linux", "v6.12", ("s.mbox",))
    assert parts("linux+s.mbox+x.patch") == Named("linux", "", ("s.mbox", "x.patch"))
    assert parts("linux+fix") == Named("linux", "", ("fix",))
    assert parts("linux@HEAD@{1}") == Named("linux", "HEAD@{1}", ())
    assert parts("a+b") == Named("a+b", "", ())
    assert parts("odd@place@v1") == Named("odd@place", "v1", ())
    assert is_tree("linux@v1")
    assert is_tree("linux-6.12.tar.xz")
    assert not is_tree("v6.12")
    assert not is_tree("./mine.py")
