"""The mail of 26 March 2025 sentence by sentence: what each claims, and what became of it.

Marc Zyngier wrote it, with what it quotes. The sentences are data (mail.toml); what two policies
answer where a sentence bears is computed.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from s2tui.kvm.debate.debate import answer
from s2tui.kvm.report.explain import report
from s2tui.kvm.scenario.notation import parse_words
from s2tui.toml import table

if TYPE_CHECKING:
    from s2tui.kvm.debate.debate import Cell
    from s2tui.kvm.report.report import CapabilityAnswer
    from s2tui.kvm.scenario.fields import Scenario

HEAD = "Marc Zyngier, 26 Mar 2025, <86y0wrlrxt.wl-maz@kernel.org>"
Fate = Literal["kept", "lost", "overtaken", "none"]


class Sentence(NamedTuple):
    """One claim of the mail."""

    number: int
    """From 1, in the order of the mail."""
    quote: str
    who: str
    mail: str
    """When it was written first, and the id of that mail."""
    say: str
    """The claim in the words of this program."""
    fate: Fate
    """What became of it in v6.17 and after; none for a remark about procedure."""
    why: str
    where: str | None = None
    """The scenario that shows it, as words; a remark about procedure has none."""
    between: tuple[str, ...] = ()
    """The two policies that answer there."""
    commands: tuple[str, ...] = ()
    """What to type to see more."""

    @property
    def scenario(self) -> Scenario | None:
        """The scenario that shows it."""
        return None if self.where is None else parse_words(self.where.split()).scenario


class Answer(NamedTuple):
    """What a policy answers where a sentence bears."""

    cell: Cell
    capability: CapabilityAnswer | None
    """What user space could have asked."""


@cache
def sentences() -> tuple[Sentence, ...]:
    """The whole mail."""
    data = table(__file__, "mail.toml")["sentence"]
    return tuple(
        Sentence(number, **{**entry, **_tuples(entry)}) for number, entry in enumerate(data, 1)
    )


def _tuples(entry: dict[str, object]) -> dict[str, tuple[str, ...]]:
    """The lists of an entry."""
    return {name: tuple(value) for name, value in entry.items() if isinstance(value, list)}


def answers(sentence: Sentence) -> dict[str, Answer]:
    """What the two policies of a sentence answer to its scenario; nothing where it has none."""
    scenario = sentence.scenario
    if scenario is None:
        return {}
    found = {id_: report(id_, scenario) for id_ in sentence.between}
    return {id_: Answer(answer(one.outcome), one.capability) for id_, one in found.items()}
