"""Run ordinary functions of a scenario without a scenario: from a rule to its diagram.

The function is called with a scenario that has no fields. The first field that it reads is the
question of a node, and the function is called again for each value of that field, and so on: as
many calls as the function has ways through it, and never more fields than it reads. What is decided
already (`d[TYPE]`) is asked in the same way, over the values that the decision can have, and then
replaced by the decision's own diagram. So each rule is run alone, over its own few inputs, and
rules add instead of multiply. The functions are not changed and do not know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.analysis.diagrams.diagram import TERMINAL, Manager
from s2tui.arm.descriptor.codec import Descriptor
from s2tui.kvm.policies.own import line_of
from s2tui.kvm.scenario.fields import FIELDS
from s2tui.kvm.scenario.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.analysis.diagrams.diagram import Node
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Field, Scenario, Value

    Resolve = Callable[[Any], "Node[Any]"]
    """From what a function asks for besides fields, such as a decision, to its diagram."""
    Function = Callable[[Scenario, Decided], Any]

ORDER = (
    "slot_guest_memfd",
    "vma_force_cached",
    "page_poisoned",
    "host_mte",
    "host_mte_perm",
    "backing",
    "gmem_mmap",
    "gmem_direct_map",
    "param_unsafe_cacheable",
    "slot_cacheable",
    "host_xnx",
    "vma_memtype",
    "page_memtype",
    "page_map_memory",
    "vm_mte",
    "host_idc",
    "vma_mte_allowed",
    "vma_swapped_after_create",
    "slot_log_dirty_pages",
    "page_host_writable",
    "slot_readonly",
    "vma_writable",
    "access_fault",
    "access_kind",
    "vma_block",
    "page_size",
    "page_contiguous",
    "access_granule",
    "slot_alignment",
    "guest_mmu",
    "host_dic",
    "host_fwb",
    "host_page_size",
    "guest_memtype",
    "host_lpa2",
    "vma_cow",
    "access_syndrome",
    "vm_nisv_to_user",
    "guest_shareability",
    "vma_any_uncached",
)
"""The fields in the order in which diagrams ask them.

Any order is right; it decides how large the diagrams are. This one was found by moving fields about
as long as the diagrams of v6.9 and v6.17 got smaller (a twelfth of the nodes that the order of the
contract needs). A field that is not named here comes at the end.
"""
BY_LEVEL: tuple[Field, ...] = tuple(
    sorted(FIELDS.values(), key=lambda f: (*ORDER, f.attribute).index(f.attribute))
)
"""The field that each level of a diagram asks."""
LEVELS = {field.attribute: level for level, field in enumerate(BY_LEVEL)}
VALUES = tuple(field.values for field in BY_LEVEL)
"""The values of the field of each level, the default first."""


class Failure(NamedTuple):
    """The value of a function where it raised an error; an error only if a scenario gets there."""

    reason: str


class _Asks(BaseException):
    """A function asked for a field or for something decided; not an error that it could catch."""

    def __init__(self, level: int, key: Any) -> None:
        self.level = level
        self.key = key


class _Unset(dict[str, "Value"]):
    """The fields of a scenario that has none: reading one says which was asked for."""

    def __missing__(self, name: str) -> Value:
        raise _Asks(LEVELS[name], None)


_UNSET = _Unset()


class _Known(dict[Any, Any]):
    """Decisions of which only some are known; another one is asked for."""

    def __missing__(self, decision: object) -> Any:
        raise _Asks(TERMINAL, decision)


class _Tree:
    """How one function answers: what it asks first, and how it goes on for each answer."""

    __slots__ = ("asks", "branches", "terminal")

    def __init__(self) -> None:
        self.asks: _Asks | None = None
        self.branches: dict[Any, _Tree] = {}
        self.terminal: Node[Any] | None = None


class Composed(NamedTuple):
    """A diagram of a function, and what it was composed of."""

    read: tuple[tuple[Any, Node[Any]], ...]
    diagram: Node[Any]


def _nothing(_: object) -> Node[Any]:
    raise LookupError("it asks for more than the fields of a scenario")


class Symbolic:
    """From functions to diagrams. What is learnt about a function serves every policy with it."""

    def __init__(self, manager: Manager) -> None:
        self.manager = manager
        self.evaluations = 0
        """How many times a function was called: the measure of what an answer costs."""
        self._trees: dict[Function, _Tree] = {}
        self._composed: dict[Function, list[Composed]] = {}

    def diagram(self, function: Function, resolve: Resolve = _nothing) -> Node[Any]:
        """The diagram of a function of the scenario and of what is decided.

        Args:
            function: a pure function; it may raise, which becomes a Failure. One that has its
                diagram already, as the attribute `diagram` of a manager, is not run.
            resolve: the diagrams of what it asks for besides fields, if it may.
        """
        drawn: Callable[[Manager], Node[Any]] | None = getattr(function, "diagram", None)
        if drawn is not None:
            return drawn(self.manager)
        known = self._composed.setdefault(function, [])
        for read, diagram in known:
            if all(resolve(key) is node for key, node in read):
                return diagram
        tree = self._trees.setdefault(function, _Tree())
        reads: dict[Any, Node[Any]] = {}

        def remember(key: Any) -> Node[Any]:
            if key not in reads:
                reads[key] = resolve(key)
            return reads[key]

        diagram = self._compose(_Work(function, remember), tree, {}, {})
        known.append(Composed(tuple(reads.items()), diagram))
        return diagram

    def _compose(
        self, work: _Work, tree: _Tree, fields: dict[int, int], known: dict[Any, Any]
    ) -> Node[Any]:
        """The diagram of a tree whose function was given some fields and decisions already."""
        if tree.terminal is None and tree.asks is None:
            self._grow(work.function, tree, fields, known)
        if tree.terminal is not None:
            return tree.terminal
        asks = tree.asks
        assert asks is not None
        if asks.key is None:
            children = []
            for place in range(self.manager.sizes[asks.level]):
                branch = tree.branches.setdefault(place, _Tree())
                children.append(self._compose(work, branch, {**fields, asks.level: place}, known))
            return self.manager.case(asks.level, tuple(children))
        # Only the values that the decision still can have here are worth a call.
        decided = self.manager.restrict(work.resolve(asks.key), fields)
        follow = {}
        for terminal in self.manager.terminals(decided):
            if isinstance(terminal.value, Failure):
                follow[terminal] = terminal
                continue
            branch = tree.branches.setdefault(terminal, _Tree())
            follow[terminal] = self._compose(
                work, branch, fields, {**known, asks.key: terminal.value}
            )
        return self.manager.compose(decided, follow)

    def _grow(
        self, function: Function, tree: _Tree, fields: dict[int, int], known: dict[Any, Any]
    ) -> None:
        """Call the function with what it was given; keep its answer or its next question."""
        self.evaluations += 1
        given = {BY_LEVEL[level].attribute: VALUES[level][place] for level, place in fields.items()}
        try:
            value = function(lazy(_UNSET, given), _Known(known))
        except _Asks as asks:
            tree.asks = asks
        except Exception as error:
            said = f"{type(error).__name__}: {error}{line_of(error)}"
            tree.terminal = self.manager.terminal(Failure(said))
        else:
            tree.terminal = self.manager.terminal(value, _key(value))


class _Work(NamedTuple):
    """What stays the same while the diagram of one function is made."""

    function: Function
    resolve: Resolve


def _key(value: Any) -> object:
    """What stands for a value in the manager: hashing a descriptor would walk all its fields."""
    if isinstance(value, Descriptor):
        return (value.value, value.level, value.regime)
    return None


def new_manager() -> Manager:
    """A manager over the fields of Scenario."""
    return Manager([len(values) for values in VALUES])
