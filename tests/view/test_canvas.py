"""Boxes and arrows out of characters."""

from __future__ import annotations

from s2tui.view.kit.canvas import Canvas
from s2tui.view.kit.text import plain


def test_a_box_has_a_frame_and_its_title_in_the_upper_edge() -> None:
    canvas = Canvas(10, 3)
    canvas.box((0, 0), (10, 3), "BOX")
    assert plain(canvas.lines()).splitlines() == ["┌─ BOX ──┐", "│        │", "└────────┘"]


def test_an_arrow_bends_at_its_points_and_has_its_label_in_the_longest_flat_piece() -> None:
    canvas = Canvas(10, 3)
    canvas.arrow([(0, 2), (1, 2), (1, 0), (9, 0)], "Z", "changed")
    assert plain(canvas.lines()).splitlines() == [" ┏━━ Z ━━▶", " ┃", "━┛"]
    canvas = Canvas(10, 3)
    canvas.arrow([(9, 0), (1, 0), (1, 2), (0, 2)], "S", "denied")
    assert plain(canvas.lines()).splitlines() == [" ┏━━ S ━━━", " ┃", "◀┛"]


def test_an_arrow_may_stand_upright() -> None:
    up, down = Canvas(1, 3), Canvas(1, 3)
    up.arrow([(0, 2), (0, 0)], "", "changed")
    down.arrow([(0, 0), (0, 2)], "", "changed")
    assert plain(up.lines()).split() == ["▲", "┃", "┃"]
    assert plain(down.lines()).split() == ["┃", "┃", "▼"]


def test_what_falls_outside_is_left_out() -> None:
    canvas = Canvas(4, 2)
    canvas.put((2, 0), "abcdef")
    canvas.put((-1, 1), "xy")
    canvas.put((0, 5), "nowhere")
    canvas.put((1, 1), "room", room=2)
    assert plain(canvas.lines()).splitlines() == ["  ab", "yro"]
    assert all(sum(len(span.text) for span in line) == 4 for line in canvas.lines())
