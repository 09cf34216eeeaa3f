"""From the nodes of a function to what runs: a closure for each, made once, run in every state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from s2tui.source.c import nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from s2tui.source.c.places import Place
    from s2tui.source.machine.algebra import Algebra, Region, Value
    from s2tui.source.machine.state import Arm, State
    from s2tui.source.machine.values import Key, Object

    Run: TypeAlias = Callable[[State], Value]
    """An expression: its value in a state, which its effects change."""
    Exits: TypeAlias = dict[Hashable, Arm] | None
    """How a statement is left otherwise than at its end, by what does it."""
    Execute: TypeAlias = Callable[[State], Exits]
    """A statement: afterwards the state is that of who falls out of its end."""
    Answer: TypeAlias = Callable[[State, tuple[Value, ...], Place | None], Value]
    """What the world answers to a call."""
    Reached: TypeAlias = dict[Place, Region]
    """Who gets to each statement of the functions that run, by where that begins: those that
    somebody gets to in the order in which they are first run, behind those that nobody does."""
    Branched: TypeAlias = dict[Place, tuple[Region, Region]]
    """Who goes into each `if` and who does not, by where that begins."""
    Form: TypeAlias = "Callable[[Compiler, nodes.Call], Run]"
    """What the world makes of a call whose arguments are no values, or are not all evaluated."""


class PlaceRun(NamedTuple):
    """A place (an lvalue) as it is read, written and pointed to."""

    get: Run
    put: Callable[[State, Value], None]
    address: Run


class World(Protocol):
    """Everything that is not in the files."""

    def form(self, name: str) -> Form | None:
        """How a call of an owned name is run, if not by its arguments' values."""

    def answer(self, name: str) -> Answer | None:
        """What answers a call of an owned name."""

    def value(self, name: str) -> Value | None:
        """The value of an owned name, or of a variable of the kernel."""

    def initial(self, key: Key) -> Value | None:
        """What memory holds before anything is stored; None for what does not exist."""

    def has_parts(self, what: Object) -> bool:
        """Whether a member of an object of the world is known as a structure inside of it."""

    def parts(self, what: Object) -> Iterable[tuple[Key, Value]]:
        """What an object of the world holds before anything is stored."""


class Calls(Protocol):
    """Where the other functions are."""

    algebra: Algebra
    world: World
    reached: Reached | None
    branched: Branched | None

    def call(self, name: str, state: State, arguments: tuple[Value, ...], at: Place) -> Value:
        """Call a function of the files."""


class Compiler:
    """Makes closures of the nodes of one function.

    Attributes:
        calls: where the other functions are.
        function: the name of this one.
    """

    def __init__(self, calls: Calls, function: str, tables: Tables) -> None:
        self.calls = calls
        self.function = function
        self._tables = tables
        self._nameless = 0

    def expression(self, node: nodes.Expression) -> Run:
        """How an expression is evaluated."""
        return self._tables.expressions[type(node)](self, node)

    def place(self, node: nodes.Expression) -> PlaceRun:
        """How a place is read and written."""
        return self._tables.places[type(node)](self, node)

    def nameless(self, what: str) -> str:
        """A name for an object that has none in the text: another one at each call."""
        self._nameless += 1
        return f"{what} {self._nameless}"

    def statement(self, node: nodes.Statement) -> Execute:
        """How a statement is executed."""
        run = self._tables.statements[type(node)](self, node)
        reached = self.calls.reached
        # A block is its statements, and its brace may stand on a line of something else.
        if reached is None or isinstance(node, nodes.Block):
            return run
        reached.setdefault(node.at, self.calls.algebra.no)
        return _noting(run, node.at, reached)


def _noting(run: Execute, at: Place, reached: Reached) -> Execute:
    """A statement that notes who gets to it."""

    def execute(state: State) -> Exits:
        algebra = state.algebra
        before = reached[at]
        if before is algebra.no:
            del reached[at]
        reached[at] = algebra.either(before, state.path)
        return run(state)

    return execute


class Tables(NamedTuple):
    """What makes closures, by the kind of node."""

    expressions: Mapping[type, Callable[[Compiler, Any], Run]]
    places: Mapping[type, Callable[[Compiler, Any], PlaceRun]]
    statements: Mapping[type, Callable[[Compiler, Any], Execute]]
