"""`debate --json`, and `debate --mail --json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.contract.move import move_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from s2tui.kvm.debate.debate import Grid
    from s2tui.kvm.debate.mail import Answer, Sentence


def debate_object(grid: Grid) -> dict[str, Any]:
    """What `debate --json` answers."""
    scenarios = {name: row.text for name, row in grid.rows.items()}
    found = {
        position: {name: cell._asdict() for name, cell in row.items()}
        | {name: move_object(move) for name, move in grid.moves[position].items()}
        for position, row in grid.cells.items()
    }
    return {"scenarios": scenarios, "policies": list(grid.cells), "cells": found}


def mail_object(entries: Iterable[tuple[Sentence, Mapping[str, Answer]]]) -> dict[str, Any]:
    """What `debate --mail --json` answers.

    Args:
        entries: the sentences in order, each with what its two policies answer.
    """
    return {"sentences": [_sentence(sentence, found) for sentence, found in entries]}


def _sentence(sentence: Sentence, found: Mapping[str, Answer]) -> dict[str, Any]:
    from s2tui.kvm.scenario.fields import differences

    scenario = sentence.scenario
    return {
        "n": sentence.number,
        "quote": sentence.quote,
        "who": sentence.who,
        "mail": sentence.mail,
        "say": sentence.say,
        "scenario": None if scenario is None else differences(scenario),
        "between": list(sentence.between) or None,
        "answers": {id_: _answer(one) for id_, one in found.items()} or None,
        "commands": list(sentence.commands),
        "fate": sentence.fate,
        "why": sentence.why,
    }


def _answer(one: Answer) -> dict[str, Any]:
    """A cell of the debate, and what the capability answers on the VM; null where there is none."""
    capability = one.capability
    return {**one.cell._asdict(), "capability": None if capability is None else capability.vm}
