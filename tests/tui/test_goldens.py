"""The screen looks as it did: pictures at two sizes, and those that the README shows."""

from __future__ import annotations

import pytest

from tests.tui import goldens


@pytest.mark.parametrize("picture", goldens.PICTURES, ids=lambda picture: picture.name)
def test_the_screen_looks_like_its_picture(
    picture: goldens.Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    reason = goldens.exact()
    if reason:
        pytest.skip(reason)
    for name in ("NO_COLOR", "TEXTUAL_ANIMATIONS"):
        monkeypatch.delenv(name, raising=False)
    # No diff of two files of 100 KB each: what to do is more useful.
    same = picture.path.read_text(encoding="utf-8") == goldens.draw(picture)
    assert same, "look at it and, if it is right, run python -m tests.tui.goldens --write"


def test_a_picture_is_the_same_when_it_is_made_again() -> None:
    picture = goldens.PICTURES[0]
    assert goldens.draw(picture) == goldens.draw(picture)
    assert "MemAttr" in goldens.draw(picture)
