"""Moves of VMs in words: one move, the three classes of host, a fleet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.migration.hosts import host_words
from s2tui.kvm.report.mobility import STALE
from s2tui.kvm.scenario.fields import FIELDS, word
from s2tui.view.kit import words
from s2tui.view.kit.cells import cells, pad
from s2tui.view.kit.layout import cut, flow, heading
from s2tui.view.kit.text import MARKS, Row, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.kvm.migration.hosts import Host
    from s2tui.kvm.migration.migrate import Cell, Move, Pair
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.kvm.scenario.notation import Given
    from s2tui.view.kit.text import Line, Role

LABEL = 8
"""Columns of the word before each line."""
PLACES = {
    "capability": "refused: the VMM asks first",
    "memslot": "refused: the memslot is not created",
    "fault": "dies at its first fault",
    "silent": "runs, and its memory changed silently",
}
FAILS_IN_CELL = {"capability": "cap", "memslot": "memslot", "fault": "dies", "silent": "silent"}
"""Where a move fails, for the cell of a table."""
LEGEND = (
    "✓ there and back, ! one way: it may not come back as it was, cap: the capability answers 0,"
    " memslot: not created, dies: at the first fault, ! silent: runs with another memory type,"
    " ! stale: what is copied is out of date, - does not run there, ? nobody ever said;"
    " FWB alone has no DIC"
)
MUST = {
    True: "a device mapped as Device must be able to move, and back, and so it is",
    False: "a device mapped as Device must be able to move, and back, and it is not so",
    None: "a device mapped as Device must be able to move, and back",
}
ELSEWHERE = {
    True: "mapped cacheable it can only move between hosts with FWB, and is refused in time here",
    False: "mapped cacheable it can only move between hosts with FWB, and here it is not refused"
    " before the guest runs",
    None: "mapped cacheable it can only move between hosts with FWB",
}
"""What was demanded of a move, by whether it is kept."""
DEMANDED_BY = "Marc Zyngier, 26 Mar 2025"
BACK: dict[bool | None, tuple[Role, str]] = {
    True: ("allowed", "may come back as it was"),
    False: ("denied", "may not come back as it was"),
    None: ("unknown", "unknown whether it may come back"),
}
LONGEST = 30
"""Columns of a host's name; what is longer is cut."""
SHOWN = 5
"""Pairs of hosts that are named for one reason; the rest are counted."""


def asked_lines(vm: Given, replaced: Sequence[str], width: int = 100) -> list[Line]:
    """The VM that moves, and what is to be said about how it was read.

    Args:
        vm: the VM as it was asked for.
        replaced: notes on what its source does not let it have.
        width: columns.
    """
    given = (f for f in FIELDS.values() if vm.values.get(f.attribute, f.default) != f.default)
    fields = " ".join(f"{f.name}={word(vm.values[f.attribute])}" for f in given)
    lines = _labelled("VM", fields or words.ALL_DEFAULT, width)
    for note in (*vm.notes, *replaced):
        lines += _labelled("note", note, width)
    return lines


def host_lines(hosts: Sequence[tuple[str, Host]], vm: Scenario, width: int = 100) -> list[Line]:
    """The hosts of a fleet, each with its features, its kernel and its notes."""
    left = min(max(cells(name) for name, _ in hosts), LONGEST) + 2
    lines: list[Line] = []
    for number, (name, host) in enumerate(hosts, 1):
        label = Span(f"{number:>3} {pad(clean_name(name, LONGEST), left)}", "key")
        lines += flow((label,), _end(vm.changed(**host.fields), host), width)
        for note in host.notes:
            lines += flow((Span(" " * (left + 4)),), f"note: {note}", width, "dim")
    return lines


def move_lines(move: Move, source: Host, destination: Host, width: int = 100) -> list[Line]:
    """One move: what was asked, the answer, the reason, and what was demanded."""
    role, word = _answer(move)
    back, back_word = BACK[move.returns]
    lines = [
        *_labelled("from", _end(move.source.scenario, source), width),
        *_labelled("to", _end(move.destination.scenario, destination), width),
        (_label("move"), Span(f"{MARKS[role]} {word}", role)),
        *([(_label("back"), Span(f"{MARKS[back]} {back_word}", back))] if move.starts else ()),
        *_labelled("why", move.text, width),
    ]
    if move.by is not None and move.starts:
        lines += _labelled("by", _by(move), width)
    demand = _demand(move)
    lines += _labelled("terms", f"{DEMANDED_BY}: {demand}", width) if demand else []
    for caveat in move.caveats:
        lines += _labelled("besides", caveat.text, width)
    for note in dict.fromkeys(source.notes + destination.notes):
        lines += _labelled("note", note, width)
    return lines


def matrix_lines(policy: Policy, cells: Sequence[Cell], width: int = 100) -> list[Line]:
    """The moves of one VM between the three classes of host."""
    names = list(dict.fromkeys(cell.source.text for cell in cells))
    found = [cell.named for cell in cells]
    return [
        heading(f"migration under {policy.id}: {policy.title}", width),
        *table_lines(names, found, width),
    ]


def table_lines(names: Sequence[str], pairs: Sequence[Pair], width: int = 100) -> list[Line]:
    """Every move between some hosts as a table, rows to columns, and the reasons below it."""
    lines = _table(names, pairs, width)
    lines += flow((), LEGEND, width, "dim")
    return lines + reason_lines(pairs, width)


def reason_lines(pairs: Sequence[Pair], width: int = 100) -> list[Line]:
    """Each different answer with the moves that have it, and what was demanded of all of them."""
    return _reasons(pairs, width) + _demands(pairs, width) + _caveats(pairs, width)


def _answer(move: Move) -> tuple[Role, str]:
    if move.allowed is None:
        return "unknown", "unknown"
    if move.fails_at is None:
        return "allowed", "may move"
    if not move.starts:
        return "denied", "does not run at the source"
    return ("reserved" if move.allowed else "denied"), PLACES[move.fails_at]


def answer_words(move: Move) -> str:
    """Whether a VM may move, and come back, without a sign."""
    said = _answer(move)[1]
    return f"{said}, {BACK[move.returns][1]}" if move.allowed and move.starts else said


def _by(move: Move) -> str:
    at = move.destination
    if move.fails_at == "capability":
        return "a rule: the host says so to whoever asks"
    if move.by == "rule":
        return f"a rule: {at.policy.id} states the condition"
    return f"an accident: no rule of {at.policy.id} states it, it follows from others"


def _demand(move: Move) -> str:
    """What was demanded of such a move; nothing of ordinary memory."""
    said = ""
    if move.demanded == "must":
        said = MUST[move.kept]
    elif move.demanded == "may-only":
        said = ELSEWHERE[move.kept]
        if move.destination.scenario.host_fwb:
            said = f"{ELSEWHERE[None]}; here he demands no more"
    return said


def _end(scenario: Scenario, host: Host) -> str:
    return f"{host_words(scenario)}; {words.kernel(host.kernel, host.policy)}"


def clean_name(text: str, width: int) -> str:
    """A name from a file in at most *width* columns, and nothing that a terminal acts on."""
    return cut("".join(c if c.isprintable() else "?" for c in text), width)


def _label(word: str) -> Span:
    return Span(f"{word:<{LABEL}}", "title")


def _labelled(word: str, text: str, width: int) -> list[Line]:
    return flow((_label(word),), text, width)


def move_cell(move: Move) -> tuple[Role, str]:
    """A move in one cell."""
    if move.allowed is None:
        return "unknown", "?"
    if not move.starts:
        return "dim", "-"
    if move.fails_at is not None:
        role: Role = "reserved" if move.allowed else "denied"
        return role, f"{MARKS[role]} {FAILS_IN_CELL[move.fails_at]}"
    if any(caveat.id == STALE for caveat in move.caveats):
        return "reserved", f"{MARKS['reserved']} stale"
    return ("allowed", "✓") if move.returns else ("reserved", f"{MARKS['reserved']} one way")


def _table(names: Sequence[str], pairs: Sequence[Pair], width: int) -> list[Line]:
    """Rows are sources; columns carry the names where they fit, else numbers, in blocks."""
    cell = max(len(f"✗ {word}") for word in FAILS_IN_CELL.values()) + 1
    longest = max(map(cells, names))
    left = min(longest, LONGEST) + 5
    wide = max(cell, min(longest, 20) + 1)
    numbered = left + wide * len(names) > width
    column = cell if numbered else wide
    room = max((width - left) // column, 1)
    answers = {(p.source, p.destination): p.move for p in pairs}
    lines: list[Line] = []
    for start in range(0, len(names), room):
        block = names[start : start + room]
        heads = [
            str(start + i + 1) if numbered else clean_name(n, wide - 1) for i, n in enumerate(block)
        ]
        spans = (Span(" " * left), *(Span(pad(h, column), "title") for h in heads))
        lines.append(Row(spans, ("", *heads), heads=True))
        for number, source in enumerate(names, 1):
            label = f"{number:>3} " if numbered else ""
            room_left = left - len(label)
            row = [Span(label + pad(clean_name(source, room_left - 1), room_left), "key")]
            said = [label + clean_name(source, LONGEST)]
            for destination in block:
                role, word = move_cell(answers[source, destination])
                row.append(Span(f"{word:<{column}}", role))
                said.append(word)
            lines.append(Row(row, said))
    return lines


def _reasons(pairs: Sequence[Pair], width: int) -> list[Line]:
    """Each different answer with the moves that have it, the bad ones first."""
    groups: dict[tuple[str, bool, bool | None], list[Pair]] = {}
    for pair in pairs:
        move = pair.move
        groups.setdefault((move.text, move.works, move.returns), []).append(pair)
    lines: list[Line] = []
    for (text, works, _), members in sorted(groups.items(), key=lambda item: item[0][1]):
        role, _word = move_cell(members[0].move)
        # Where the VM does not even start, no move fails, by a rule or by accident.
        by = members[0].move.by if members[0].move.starts else None
        mark = f" ({by})" if by and not works else ""
        lines += flow(
            (), f"{_pairs_text(members)}{mark}", width, "title" if role == "dim" else role
        )
        lines += flow((Span("  "),), text, width)
    return lines


def _pairs_text(members: Sequence[Pair]) -> str:
    """`a → b, c → d and 3 more`; a source that cannot even run the VM stands alone."""
    named = dict.fromkeys(
        f"{clean_name(p.source, LONGEST)} → {clean_name(p.destination, LONGEST)}"
        if p.move.starts
        else clean_name(p.source, LONGEST)
        for p in members
    )
    more = f" and {len(named) - SHOWN} more" if len(named) > SHOWN else ""
    return ", ".join(list(named)[:SHOWN]) + more


def _caveats(pairs: Sequence[Pair], width: int) -> list[Line]:
    """What else is to be known of the moves that are allowed, each thing once."""
    known = dict.fromkeys(caveat for pair in pairs for caveat in pair.move.caveats)
    lines: list[Line] = []
    for caveat in known:
        lines += flow((Span("besides "),), caveat.text, width, "dim")
    return lines


def _demands(pairs: Sequence[Pair], width: int) -> list[Line]:
    """What Marc Zyngier demanded, and which moves break it."""
    judged = [p for p in pairs if p.move.kept is not None]
    if not judged:
        return []
    broken = [p for p in judged if not p.move.kept]
    unsaid = any(p.move.allowed is None for p in pairs)
    text = (
        "Marc Zyngier's terms (26 Mar 2025), a device mapped as Device must be able to move both"
        " ways, one mapped cacheable can only move between FWB-capable hosts: "
    )
    kept = "kept by every move that somebody spoke of" if unsaid else "kept by every move"
    text += f"broken by {_pairs_text(broken)}" if broken else kept
    return flow((), text, width)
