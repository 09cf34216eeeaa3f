"""How high the panes of Explore are: they share the room by what they have to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.tui.widgets.bits import Bits
from s2tui.tui.widgets.explore_texts import Changes, Fields, Moves, Result
from s2tui.tui.widgets.journey import Journey
from s2tui.tui.widgets.whatif import WhatIf
from s2tui.view.kit.room import Goal, shared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual.geometry import Size

    from s2tui.tui.screens.base import BaseScreen
    from s2tui.tui.session.state import Answer

FRAME = 2
"""The title and the footer."""
FEW = 5
"""Changes that are listed before the journey says more than where it went."""


class Plan(NamedTuple):
    """One arrangement: its rows below the title, and how wide the panes in them are."""

    rows: Sequence[tuple[type, ...]]
    """The panes beside each other in each row, the descriptor's first."""
    least: Sequence[int]
    """The lines that each has in any case."""
    inputs: int
    """Columns of the form on the left."""
    halves: bool = False
    """Whether what is right of it stands in two columns of the same width."""
    moves: int = 0
    """Columns of the moves, where they stand beside the changes and no columns are."""


LOW = Plan(
    ((Bits,), (Journey,), (Result,), (WhatIf,), (Moves,), (Changes,)), (9, 6, 1, 1, 1, 3), 29
)
NARROW = LOW._replace(least=(7, 4, 3, 3, 3, 3))
MEDIUM = Plan(
    ((Bits,), (Journey,), (Result,), (WhatIf,), (Moves, Changes)), (7, 4, 3, 3, 4), 38, moves=47
)
WIDE = Plan(
    ((Bits,), (Fields,), (Result,), (WhatIf,), (Moves, Changes)), (7, 2, 3, 3, 4), 50, halves=True
)
GUTTER = 2
"""Between columns of the same width."""
ROOMY = 3
"""Lines to share from which on what a pane does not need of its least is another's at once; with
fewer it keeps them, for the next key will need them again."""
ENOUGH = {Result: 10, Moves: 6, Changes: 6}
"""Lines that each of these has before any has more."""


def plan_of(classes: frozenset[str]) -> Plan | None:
    """The arrangement of a size; None where the room is too small to be shared."""
    if {"-tiny", "-flat", "-short"} & classes:
        return None
    if "-wide" in classes:
        return WIDE if "-tall" in classes else None
    if "-usual" in classes:
        return LOW._replace(inputs=38) if "-medium" in classes else LOW
    return MEDIUM if "-medium" in classes else NARROW


def heights(
    screen: BaseScreen, answer: Answer, size: Size, present: Sequence[int]
) -> Sequence[int] | None:
    """The heights of the rows for an answer in a size; None leaves them as they are laid out.

    Args:
        screen: what has the panes.
        answer: what they are to show.
        size: of the terminal.
        present: the heights that they have; they stay where nothing is gained.
    """
    plan = plan_of(frozenset(screen.room(size)))
    if plan is None:
        return None
    wants: dict[type, Sequence[int]] = {
        kind: screen.query_one(kind).wants(answer, _columns(kind, plan, size.width))
        for kinds in plan.rows
        for kind in kinds
    }
    height = size.height - FRAME - screen.taken
    if sum(present) == height and len(present) == len(plan.rows) and _will_do(plan, wants, present):
        return present
    kinds = [row[0] for row in plan.rows]
    rest = kinds.index(Journey if Journey in kinds else WhatIf)
    least = list(plan.least)
    if height - sum(least) >= ROOMY:
        most = [max(max(wants[kind]) for kind in row) for row in plan.rows]
        least = [min(pair) for pair in zip(least, most, strict=True)]
    return shared(height, least, _goals(plan, wants), rest)


def _will_do(plan: Plan, wants: Mapping[type, Sequence[int]], present: Sequence[int]) -> bool:
    """Whether no row has lines to spare while another has too few, and no stage is hidden."""
    found = []
    for kinds, has in zip(plan.rows, present, strict=True):
        if Journey in kinds and has < min(wants[Journey]):
            return False
        # What can be said in more or less detail is said in as much as fits.
        lines = max(max((n for n in wants[k] if n <= has), default=wants[k][0]) for k in kinds)
        found.append(has - lines)
    return min(found) >= 0 or max(found) <= 0


def _goals(plan: Plan, wants: Mapping[type, Sequence[int]]) -> Iterator[Goal]:
    """What the panes would like to have, the most important first."""
    places = {kind: at for at, kinds in enumerate(plan.rows) for kind in kinds}
    if plan.least[0] < LOW.least[0]:
        yield Goal(0, wants[Bits][0])
    journey = wants.get(Journey, ())
    if journey:
        yield Goal(places[Journey], journey[0])
    texts = {kind: wants[kind][0] for kind in (Fields, Result, Moves, Changes) if kind in places}
    # Half a matrix says less than its row in a single line.
    alone = plan.least[places[Moves]] == 1
    for most in (True, False):
        for kind, lines in texts.items():
            enough = min(lines, ENOUGH.get(kind, lines)) if most and not alone else lines
            yield Goal(places[kind], enough, whole=alone and kind is Moves)
    changes = wants[WhatIf][0]
    yield Goal(places[WhatIf], min(changes, 1 + FEW))
    for lines in journey[1:]:
        yield Goal(places[Journey], lines, whole=True)
    yield Goal(places[WhatIf], changes)


def _columns(kind: type, plan: Plan, width: int) -> int:
    """How wide a pane is."""
    if plan.halves:
        room = width - plan.inputs - GUTTER
        return room if kind is Bits else (room - GUTTER) // 2
    room = width - plan.inputs
    if plan.moves and kind is Moves:
        return plan.moves - GUTTER
    return room - plan.moves if kind is Changes else room
