"""A tree that was run, as a policy: its rules are the diagrams of what it answers.

So everything that asks a policy asks a tree: diff, check, find, whatif and the screens. A scenario
that the tree has no answer for has the result unknown, and the rule that says so says where.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from s2tui.analysis.diagrams.explorer import Diagrams
from s2tui.arm.descriptor.codec import Regime, decode
from s2tui.kvm.policy.decisions import (
    DCACHE_CLEAN,
    DESCRIPTOR,
    EXECUTABLE,
    HANDLER,
    ICACHE_INVALIDATE,
    MARKS_DIRTY,
    MEMATTR,
    RESULT,
    SIZE,
    TYPE,
    WRITABLE,
)
from s2tui.kvm.policy.policy import Policy
from s2tui.kvm.policy.results import LEAF_RESULTS, NOT_RUN, End
from s2tui.kvm.policy.rule import USER, Rule
from s2tui.kvm.rules import resultant
from s2tui.kvm.rules.map import LEVELS
from s2tui.source.kernel.branches import Walker
from s2tui.source.kernel.drawn import Drawn
from s2tui.source.kernel.files import PGTABLE
from s2tui.source.kernel.known import known

if TYPE_CHECKING:
    from s2tui.analysis.diagrams.diagram import Manager, Node
    from s2tui.arm.descriptor.codec import Descriptor
    from s2tui.kvm.policy.results import Fault, Memslot
    from s2tui.kvm.policy.rule import Decision, Stage
    from s2tui.source.kernel.files import Tree
    from s2tui.source.kernel.known import Known
    from s2tui.source.kernel.outcomes import Outcomes
    from s2tui.source.kernel.run import Run

SIZES = {level: size for size, level in LEVELS.items()}


def read_policy(name: str, tree: Tree) -> Policy:
    """The policy that a tree is, run now.

    Raises:
        RequestError: the tree lacks a file that cannot be done without.
    """
    from s2tui.source.kernel.capability import offered
    from s2tui.source.kernel.entries import ask

    diagrams = Diagrams()
    policy = policy_of(name, known(tree, diagrams), diagrams)
    return evolve(policy, capability=offered(tree, diagrams, ask), walk=Walker(tree))


def policy_of(name: str, ran: Run | Known, diagrams: Diagrams) -> Policy:
    """The policy that a tree is.

    Args:
        name: how the tree was named, which is the policy's id.
        ran: what it answers.
        diagrams: where the diagrams of that are.
    """
    manager, outcomes = diagrams.manager, ran.outcomes
    creation = manager.map(outcomes.memslot, _creation)
    ending = manager.map(outcomes.fault, _ending)
    rules: list[Rule[Any]] = [
        *_stops(ran, diagrams),
        _rule("memslot-result", "memslot", MEMSLOT, Drawn(creation)),
        _rule("tree-handler", "dispatch", HANDLED, Drawn(manager.terminal(USER)), HANDLER),
        _rule("fault-result", "abort", FAULT, Drawn(ending)),
        *_of_leaf(manager, diagrams, ran),
        *resultant.RULES,
    ]
    return Policy(name, f"the C of {name}, executed", tuple(rules))


MEMSLOT = ("memslot creation ends as the tree's code ends it", "kvm_arch_prepare_memory_region")
FAULT = ("the fault ends as the tree's code ends it", "arch/arm64/kvm/mmu.c:kvm_handle_guest_abort")
HANDLED = ("the tree's code handles the fault", FAULT[1])
MMU = "arch/arm64/kvm/mmu.c:user_mem_abort"


def _rule(
    id_: str,
    stage: Stage,
    said: tuple[str, str],
    drawn: Drawn,
    decides: Decision[Any] | None = None,
) -> Rule[Any]:
    return Rule(id_, stage, said[0], said[1], drawn, decides)


def _creation(memslot: Memslot) -> End | None:
    if memslot.result == "ok":
        return None
    return End(memslot, NOT_RUN if memslot.result == "error" else None)


def _ending(fault: Fault) -> End | None:
    return None if fault.result in LEAF_RESULTS else End(fault=fault)


def _stops(ran: Run | Known, diagrams: Diagrams) -> list[Rule[Any]]:
    """A rule for each place at which some scenarios stop; the first that one meets counts."""
    manager = diagrams.manager
    unknown = {
        "memslot": manager.map(ran.outcomes.memslot, lambda m: m.result == "unknown"),
        "fault": manager.map(ran.outcomes.fault, lambda f: f.result == "unknown"),
    }
    found: dict[tuple[str, str], Node[bool]] = {}
    for stop in ran.stopped:
        key = (str(stop.at or "unknown place"), stop.what)
        found[key] = manager.or_(found.get(key, diagrams.no), stop.where)
    rules: list[Rule[Any]] = []
    for (at, what), where in found.items():
        for stage, region in unknown.items():
            here = manager.and_(region, where)
            if here is diagrams.no:
                continue
            outcome = getattr(ran.outcomes, stage)
            end = manager.map(outcome, _creation if stage == "memslot" else _ending)
            node = manager.within(here, end, diagrams.none)
            id_ = f"stop-{len(rules) + 1}-{at.rsplit('/', 1)[-1]}".replace(":", "-")
            rules.append(
                _rule(
                    id_,
                    "memslot" if stage == "memslot" else "abort",
                    (f"not modelled, so there is no answer: {what}", at),
                    Drawn(node),
                )
            )
    return rules


def _of_leaf(manager: Manager, diagrams: Diagrams, ran: Run | Known) -> list[Rule[Any]]:
    o: Outcomes = ran.outcomes
    written = _descriptors(diagrams, ran)

    def leaf_result(fault: Fault) -> Fault | None:
        return fault if fault.result in LEAF_RESULTS else None

    def attribute(leaf: int | None) -> int | None:
        return None if leaf is None else leaf >> 2 & 0xF

    def size(level: int | None) -> str | None:
        return None if level is None else SIZES[level]

    made = (
        (TYPE, "abort", "the memory type that the tree's code chooses", MMU, o.type),
        (WRITABLE, "abort", "whether the tree's code permits writes", MMU, o.writable),
        (EXECUTABLE, "abort", "whether the tree's code permits execution", MMU, o.executable),
        (SIZE, "abort", "the size that the tree's code chooses", MMU, manager.map(o.level, size)),
        (RESULT, "abort", "what the tree's code does with the leaf", MMU,
         manager.map(o.fault, leaf_result)),
        (MEMATTR, "map", "the attribute that the tree's code writes", PGTABLE,
         manager.map(o.descriptor, attribute)),
        (DCACHE_CLEAN, "map", "whether the tree's code cleans the data cache", PGTABLE,
         o.dcache_clean),
        (ICACHE_INVALIDATE, "map", "whether the tree's code invalidates the instruction cache",
         PGTABLE, o.icache_invalidate),
        (MARKS_DIRTY, "map", "whether the tree's code marks the page dirty", MMU, o.marks_dirty),
    )  # fmt: skip
    rules: list[Rule[Any]] = []
    for decision, stage, text, cite, node in made:
        id_ = f"tree-{decision.name}"
        rules.append(_rule(id_, stage, (text, cite), Drawn(node), decision))  # type: ignore[arg-type]
    said = ("the leaf as the tree's code writes it", f"{PGTABLE}:kvm_init_valid_leaf_pte")
    rules.append(_rule("tree-descriptor", "map", said, Drawn(written, _key), DESCRIPTOR))
    return rules


def _key(leaf: Descriptor) -> object:
    return (leaf.value, leaf.level, leaf.regime)


def _descriptors(diagrams: Diagrams, ran: Run | Known) -> Node[Any]:
    """The leaves, decoded as their hosts read them."""
    from s2tui.source.machine.algebra import Algebra

    manager, algebra = diagrams.manager, Algebra(diagrams.manager)
    uses_lpa2 = "kvm_lpa2_is_enabled" in ran.executed

    def regime(s: Any, _: object) -> Regime:
        ds = uses_lpa2 and s.host_page_size != "64k" and s.host_lpa2
        return Regime(page_size=s.host_page_size, fwb=s.host_fwb, ds=ds)

    def make(leaf: int | None, level: int | None, regime: Regime) -> Node[Any]:
        if leaf is None or level is None:
            return diagrams.none
        found = decode(leaf, level, regime)
        return manager.terminal(found, _key(found))

    regimes = diagrams.symbolic.diagram(regime)
    return algebra.bind("decode", make, (ran.outcomes.descriptor, ran.outcomes.level, regimes))
