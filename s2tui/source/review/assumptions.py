"""Which answers of the tables the changed lines rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.analysis.diagrams.symbolic import BY_LEVEL
from s2tui.kvm.scenario.fields import FIELDS
from s2tui.source.review.changed import WORD
from s2tui.source.review.found import Assumption
from s2tui.source.world.hosts import CAPABILITIES, HOSTS, VM_FLAGS
from s2tui.source.world.pure import NEVER, NOTHING
from s2tui.source.world.shadows import checked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from s2tui.source.kernel.run import Assumed
    from s2tui.source.review.changed import Line
    from s2tui.source.review.sides import Side

NOT_ASKED = "not looked at"
"""What is said of a call that does nothing."""
_BY_ATTRIBUTE = {field.attribute: field.name for field in FIELDS.values()}


def assumptions(side: Side, lines: Iterable[Line], assumed: Assumed) -> Iterator[Assumption]:
    """What the tables answer to the lines that are run, and to the functions that these call."""
    words: set[str] = set()
    todo = [word for line in lines if line.how == "run" for word in WORD.findall(line.text)]
    while todo:
        word = todo.pop()
        if word not in words:
            words.add(word)
            if word in side.executed:
                todo += WORD.findall(side.unit.functions[word].text)
    known = side.run.used | CAPABILITIES.keys() | VM_FLAGS.keys() | assumed.given.keys()
    for word in sorted(words & known):
        given = assumed.given.get(word)
        if given is not None:
            answer = NOT_ASKED if given.noop else given.field or str(given.number)
            yield Assumption(word, f"{answer}, as given", checked=True)
            continue
        answer = _answer(side, word)
        if answer and word not in assumed.released:
            held = word in checked() or word not in side.run.used
            yield Assumption(word, answer, held)


def _answer(side: Side, name: str) -> str:
    """What is answered for a name, where that is a choice; nothing where it is only computed."""
    if name in HOSTS:
        return _fields(_BY_ATTRIBUTE[attribute] for attribute in HOSTS[name].reads)
    function = CAPABILITIES.get(name) or VM_FLAGS.get(name)
    if function is not None:
        node = side.diagrams.symbolic.diagram(lambda s, _: function(s))
        levels = sorted(side.diagrams.manager.support((node,)))
        return _fields(BY_LEVEL[level].name for level in levels) or str(node.value)
    if name in NEVER:
        return "0"
    return NOT_ASKED if name in NOTHING else ""


def _fields(names: Iterable[str]) -> str:
    return ", ".join(names)
