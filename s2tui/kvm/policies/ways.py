"""Every way through a function of the scenario, with values that notice a word that cannot be.

A rule of somebody's own file is called as the diagrams call it (s2tui.analysis.diagrams.symbolic):
with a scenario that has no fields, again for each value of the one that it asked for. The values
are strings that know what else they could be: comparing one with a word that its field never has is
silently false in Python, and here a mistake. So comparisons are seen wherever they are written: in
a rule, in what it calls, by way of a name. Shipped policies are never asked like this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from s2tui.errors import nearest, short, unknown
from s2tui.kvm.policy import decisions
from s2tui.kvm.policy.decisions import Block
from s2tui.kvm.policy.outcome import MemoryType
from s2tui.kvm.policy.rule import HANDLERS, Decision
from s2tui.kvm.scenario.fields import FIELDS, Size
from s2tui.kvm.scenario.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_CALLS = 5000
"""How often a function is called at most; what is left of a larger one is not looked at."""
SIZES: tuple[Size, ...] = get_args(Size)
BOOLEANS = (True, False)
DOMAINS: dict[Decision[Any], tuple[Any, ...]] = {
    decisions.BAD_SLOT: BOOLEANS,
    decisions.HANDLER: HANDLERS,
    decisions.WRITABLE_PFN: BOOLEANS,
    decisions.VMA_BLOCK: tuple(Block(size, forced) for size in SIZES for forced in BOOLEANS),
    decisions.DEVICE: BOOLEANS,
    decisions.TYPE: get_args(MemoryType),
    decisions.WRITABLE: BOOLEANS,
    decisions.EXECUTABLE: BOOLEANS,
    decisions.SIZE: SIZES,
    decisions.MARKS_DIRTY: BOOLEANS,
    decisions.MEMATTR: tuple(range(16)),
    decisions.DCACHE_CLEAN: BOOLEANS,
    decisions.ICACHE_INVALIDATE: BOOLEANS,
}
"""What can be decided, where that is a short list: not the leaf's bits, nor how the fault ends."""
BY_ATTRIBUTE = {field.attribute: field for field in FIELDS.values()}


class MistakeError(BaseException):
    """A rule said something that can never be; no Exception, so that no rule catches it."""


class Word(str):
    """A value of a field or of a decision, which is compared with words that it could be."""

    of: str
    """What it is a value of."""
    words: tuple[Any, ...]
    """Every value that this has."""

    def __eq__(self, other: object) -> bool:
        self._possible(other)
        return str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        self._possible(other)
        return str.__ne__(self, other)

    __hash__ = str.__hash__

    def _possible(self, other: object) -> None:
        if type(other) is str and other in self.words:
            return
        if isinstance(other, bool | int | None) or type(other) is str:
            raise MistakeError(impossible(self.of, other, self.words))


class Way(NamedTuple):
    """One way through a function: what it was given, and what came of it."""

    call: Callable[[], Any]
    """Go it again."""
    value: Any
    """What the function answered; None where it raised."""
    error: BaseException | None
    """What it raised."""


def impossible(of: str, other: object, words: tuple[Any, ...]) -> str:
    """What to say of a comparison that is always false."""
    accepted = [str(word) for word in words]
    close = nearest(short(other), accepted) if isinstance(other, str) else []
    meant = f"; did you mean {close[0]}?" if close else ""
    return f"{of} is never {short(repr(other))}{meant}; accepted: {', '.join(accepted)}"


def ways(function: Callable[[Any, Any], Any]) -> Iterator[Way]:
    """Every way through a function of the scenario and of what is decided, as far as it matters.

    Args:
        function: of a rule. What it asks of decisions that have no short list is not followed.
    """
    calls = 0
    open_: list[tuple[dict[str, Any], dict[Any, Any]]] = [({}, {})]
    while open_ and calls < MOST_CALLS:
        fields, decided = open_.pop()
        calls += 1
        call = _call(function, fields, decided)
        try:
            value = call()
        except _AskedError as asked:
            if isinstance(asked.key, str):
                open_ += (({**fields, asked.key: value}, decided) for value in asked.values)
            else:
                open_ += ((fields, {**decided, asked.key: value}) for value in asked.values)
        except (Exception, MistakeError) as error:
            yield Way(call, None, error)
        else:
            yield Way(call, value, None)


def _call(
    function: Callable[[Any, Any], Any], fields: dict[str, Any], decided: dict[Any, Any]
) -> Callable[[], Any]:
    return lambda: function(lazy(_Fields(), fields), _Decided(decided))


class _AskedError(BaseException):
    """A function asked for a field or a decision; no error that it could catch."""

    def __init__(self, key: object, values: tuple[Any, ...], of: str) -> None:
        self.key = key
        self.values = [_knowing(value, of, values) for value in values]


class _Fields(dict[str, Any]):
    """The fields of a scenario that has none."""

    def __missing__(self, name: str) -> object:
        if name in BY_ATTRIBUTE:
            field = BY_ATTRIBUTE[name]
            raise _AskedError(name, field.values, field.name)
        if name.startswith("_"):
            raise KeyError(name)
        raise MistakeError(no_field(name))


class _Decided(dict[Any, Any]):
    """Decisions of which only some are known."""

    def __missing__(self, key: object) -> object:
        if not isinstance(key, Decision):
            named = [name for name, one in vars(decisions).items() if isinstance(one, Decision)]
            raise MistakeError(
                f"nothing is decided under {key!r}; accepted, from s2tui.kvm.policy.decisions:"
                f" {', '.join(named)}"
            )
        raise _AskedError(key, DOMAINS.get(key, ()), f"the decision {key.name}")


def no_field(name: str) -> str:
    """What to say of an attribute that no scenario has."""
    group = [one for one in BY_ATTRIBUTE if one.startswith(name.partition("_")[0] + "_")]
    return str(unknown("field", name, group or BY_ATTRIBUTE))


def _knowing(value: Any, of: str, values: tuple[Any, ...]) -> Any:
    if isinstance(value, Block):
        return value._replace(size=_knowing(value.size, f"the size of {of}", SIZES))
    if not isinstance(value, str):
        return value
    word = Word(value)
    word.of, word.words = of, values
    return word
