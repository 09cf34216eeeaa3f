"""A policy over all scenarios at once: one diagram for each member of its outcome.

Composed as the journey is: the rules of a decision in order, the first that answers; the checks of
a stage from its end to its beginning, each in front of what comes after it. Only what a question
needs is built, and what two policies have in common is built once.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from s2tui.analysis.diagrams.symbolic import Failure, Symbolic, new_manager
from s2tui.errors import RequestError
from s2tui.kvm.policy.decisions import HANDLER, RESULT
from s2tui.kvm.policy.results import LEAF_RESULTS, OK
from s2tui.kvm.policy.rule import Decision

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.analysis.diagrams.diagram import Manager, Node
    from s2tui.kvm.policy.plan import Deciders, Stages
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.results import Fault, Memslot
    from s2tui.kvm.policy.rule import Handler, Rule
    from s2tui.kvm.report.members import Part


MEMSLOT: Decision[Memslot] = Decision("memslot", "the result of memslot creation")
FAULT: Decision[Fault] = Decision("fault", "how the fault ended")
"""What a question about an outcome asks for besides what is decided about the leaf."""


class Diagrams:
    """What the explorers of several policies share: the manager, and what is known of each rule."""

    def __init__(self) -> None:
        self.manager: Manager = new_manager()
        self.symbolic = Symbolic(self.manager)
        self.none = self.manager.terminal(None)
        self.yes = self.manager.terminal(True)
        self.no = self.manager.terminal(False)


def raise_if_failed(policy: Policy, value: object) -> None:
    """Say that a policy is broken, if an answer that some scenario gets says so.

    Raises:
        RequestError: the value is a Failure: no rule decides what another needs, or a rule raises.
    """
    if isinstance(value, Failure):
        raise RequestError(f"policy {policy.id} does not answer every scenario: {value.reason}")


class Explorer:
    """The diagrams of one policy, built when asked for and kept."""

    def __init__(self, policy: Policy, diagrams: Diagrams | None = None) -> None:
        self.policy = policy
        self.diagrams = diagrams or Diagrams()
        self._manager = self.diagrams.manager
        self._decisions: dict[tuple[Decision[Any], Handler | None], Node[Any]] = {}
        self._projected: dict[tuple[Node[Any], Callable[[Any], Any]], Node[Any]] = {}

    def decision(self, decision: Decision[Any], handler: Handler | None = None) -> Node[Any]:
        """What is decided, whether or not the journey gets there.

        Args:
            decision: what to decide.
            handler: under which handler; None for whichever the scenario leads to.
        """
        key = (decision, handler)
        found = self._decisions.get(key)
        if found is None:
            deciders = self.policy.deciders(decision)
            if handler is None and any(rule.handler for rule, _ in deciders):
                found = self._by_handler(decision)
            else:
                found = self._first_answer(decision, deciders, handler)
            self._decisions[key] = found
        return found

    @cached_property
    def memslot(self) -> Node[Any]:
        """The result of memslot creation."""
        found = self._journey(memslot=True)
        return self._instead_of_none(found, self._manager.terminal(OK))

    @cached_property
    def fault(self) -> Node[Any]:
        """How the fault ends."""
        return self._journey(memslot=False)

    @cached_property
    def leaf(self) -> Node[bool]:
        """Where there is a leaf to describe afterwards."""
        return self._manager.map(
            self.fault, lambda fault: getattr(fault, "result", None) in LEAF_RESULTS
        )

    def on_leaf(self, decision: Decision[Any]) -> Node[Any]:
        """What is decided about the leaf; None where there is none."""
        return self._manager.within(self.leaf, self.decision(decision), self.diagrams.none)

    def project(self, node: Node[Any], function: Callable[[Any], Any]) -> Node[Any]:
        """A diagram with each value replaced by a function of it; failures stay."""
        key = (node, function)
        found = self._projected.get(key)
        if found is None:
            found = self._projected[key] = self._manager.map(
                node, lambda value: value if isinstance(value, Failure) else function(value)
            )
        return found

    def _by_handler(self, decision: Decision[Any]) -> Node[Any]:
        chosen = self.decision(HANDLER)
        follow = {
            terminal: terminal
            if isinstance(terminal.value, Failure)
            else self.decision(decision, terminal.value)
            for terminal in self._manager.terminals(chosen)
        }
        return self._manager.compose(chosen, follow)

    def _first_answer(
        self, decision: Decision[Any], deciders: Deciders, handler: Handler | None
    ) -> Node[Any]:
        answers: list[Node[Any]] = []
        for rule, _ in deciders:
            if rule.handler not in (None, handler):
                continue
            answers.append(self._rule(rule, handler))
            if self.diagrams.none not in self._manager.terminals(answers[-1]):
                break
        reason = f"{self.policy.id} has no rule that decides {decision.name}"
        found: Node[Any] = self._manager.terminal(Failure(reason))
        for answer in reversed(answers):
            found = self._instead_of_none(answer, found)
        return found

    def _rule(self, rule: Rule[Any], handler: Handler | None) -> Node[Any]:
        return self.diagrams.symbolic.diagram(rule.apply, lambda d: self.decision(d, handler))

    def _instead_of_none(self, node: Node[Any], other: Node[Any]) -> Node[Any]:
        none = self.diagrams.none
        follow = {terminal: terminal for terminal in self._manager.terminals(node)}
        if none not in follow:
            return node
        follow[none] = other
        return self._manager.compose(node, follow)

    def _journey(self, *, memslot: bool) -> Node[Any]:
        """The result of creation (None where no check answered), or of the fault."""
        chosen = self.decision(HANDLER)
        follow = {}
        for terminal in self._manager.terminals(chosen):
            if isinstance(terminal.value, Failure):
                follow[terminal] = terminal
                continue
            end = self.diagrams.none if memslot else self.decision(RESULT, terminal.value)
            stages = self.policy.handlers[terminal.value]
            follow[terminal] = self._walk(stages, terminal.value, end, memslot=memslot)
        end = self._manager.compose(chosen, follow)
        return self._walk(self.policy.before_handler, None, end, memslot=memslot)

    def _walk(
        self, stages: Stages, handler: Handler | None, end: Node[Any], *, memslot: bool
    ) -> Node[Any]:
        """The result after some stages, where `end` is the result if nothing ends it before.

        For the memslot, a terminal None stands for: whatever was answered before.
        """
        for stage in reversed(stages):
            after = end
            for rule, _, _, _ in reversed(stage):
                if rule is None:
                    continue
                checked = self._rule(rule, handler)
                follow = {
                    terminal: self._ended(terminal, end, after, memslot=memslot)
                    for terminal in self._manager.terminals(checked)
                }
                end = self._manager.compose(checked, follow)
        return end

    def _ended(
        self, terminal: Node[Any], go_on: Node[Any], after: Node[Any], *, memslot: bool
    ) -> Node[Any]:
        """Where a check leads: on, out of its stage, or to the end of the journey."""
        answer = terminal.value
        if answer is None:
            return go_on
        if isinstance(answer, Failure):
            return terminal
        if not memslot:
            return after if answer.fault is None else self._manager.terminal(answer.fault)
        rest = self.diagrams.none if answer.fault is not None else after
        if answer.memslot is None:
            return rest
        return self._instead_of_none(rest, self._manager.terminal(answer.memslot))


def split(explorer: Explorer, part: Part) -> Node[Any]:
    """The diagram of a part's inner members; where there is no leaf it means nothing."""
    if part.decision is not None:
        node = explorer.decision(part.decision)
    elif part.member == "memslot":
        node = explorer.memslot
    elif part.member == "fault":
        node = explorer.fault
    else:
        node = explorer.diagrams.yes
    return explorer.project(node, part.split)
