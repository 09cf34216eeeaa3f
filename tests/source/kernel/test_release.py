"""A tree says of which release it is, and is held to that one's kernel first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from s2tui.kvm.policies.registry import find
from s2tui.source.kernel import audit as auditing
from s2tui.source.kernel import release as releases
from s2tui.source.kernel.audit import audit
from s2tui.source.kernel.policy import read_policy
from s2tui.source.kernel.release import release, version
from s2tui.view.audit.lines import audit_lines
from s2tui.view.kit.text import plain
from tests.source.kernel.invented import Invented

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Released(Invented):
    """The invented kernel with a Makefile."""

    def __init__(self, makefile: str) -> None:
        super().__init__()
        self._makefile = makefile.encode()

    def read_all(self, paths: Iterable[str]) -> Mapping[str, bytes | None]:
        found = {p: self._makefile for p in paths if p == "Makefile"}
        return {**super().read_all(paths), **found}


def makefile(major: int, minor: int, update: int, extra: str = "") -> str:
    return f"VERSION = {major}\nPATCHLEVEL = {minor}\nSUBLEVEL = {update}\nEXTRAVERSION ={extra}\n"


def said(tree: Invented) -> str:
    found = audit("tree", tree)
    return plain(audit_lines(found, (found.named, "tree"), 300))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (makefile(6, 12, 117), "6.12.117"),
        (makefile(7, 3, 0, " -rc7"), "7.3.0-rc7"),
        ("VERSION = six\n", None),
        ("", None),
    ],
)
def test_what_a_makefile_says(text: str, expected: str | None) -> None:
    assert version(Released(text)) == expected


def test_no_makefile_says_nothing() -> None:
    assert version(Invented()) is None


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("6.12.117", "v6.12.117"),
        ("6.12.0", "v6.12"),
        ("7.3.0-rc7", "v7.3-rc7"),
        ("6.17.5-custom", "v6.17.5"),
    ],
)
def test_the_kernel_of_a_release(said: str, named: str) -> None:
    found = release(said)
    assert found is not None
    assert found.named == named
    assert found.policy.id == find(named).id


@pytest.mark.parametrize("said", [None, "5.10.1", "99.0.0", "next"])
def test_no_kernel_answers(said: str | None) -> None:
    assert release(said) is None


def test_where_its_own_kernel_agrees_no_other_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked() -> Any:
        pytest.fail("the others were asked")

    policy = read_policy("base", Invented())
    monkeypatch.setattr(releases, "of_release", lambda _: policy)
    monkeypatch.setattr(auditing, "kernels", asked)
    found = audit("tree", Released(makefile(6, 12, 117)))
    assert (found.version, found.named, found.different) == ("6.12.117", "v6.12.117", 0)
    assert said(Released(makefile(6, 12, 117))).startswith("tree ends as v6.12.117 says in all of")
    assert "release: 6.12.117-custom" in said(Released(makefile(6, 12, 117, " -custom")))


def test_where_it_differs_the_nearest_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    near = read_policy("near", Invented("return -EFAULT", "return -EINVAL"))
    monkeypatch.setattr(auditing, "kernels", lambda: {"near": near, "v6.9": find("v6.9")})
    tree = Released(makefile(6, 17, 5))
    found = audit("tree", tree)
    assert (found.named, found.against.id) == ("near", "near")
    assert found.own is not None
    assert found.own.named == "v6.17.5"
    assert found.own.different > found.different > 0
    differs = f"6.17.5, but v6.17.5 differs in {found.own.different:,}; near is the nearest"
    assert differs in said(tree)
    assert "the tree does not say which; near is the nearest kernel" in said(Invented())
    monkeypatch.setattr(auditing, "kernels", lambda: {"v6.9": find("v6.9")})
    assert "release: 5.10.1, which no policy answers for; v6.9" in said(
        Released(makefile(5, 10, 1))
    )
    monkeypatch.setattr(releases, "of_release", lambda _: near)
    assert "release: 6.17.5, and no other kernel is nearer" in said(tree)
