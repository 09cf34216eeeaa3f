"""Policies: what one kernel or one proposal does, as rules in order; and the patches to them.

A patch is a function from policy to policy. It names the rules that it replaces or drops, and
the neighbours of those that it inserts, by object, so that a patch to a rule that is gone fails
loudly instead of doing nothing.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import evolve, frozen

from s2tui.kvm.policy.plan import by_decision, waypoints
from s2tui.kvm.policy.rule import HANDLERS, STAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.kvm.policy.branch import Branch
    from s2tui.kvm.policy.plan import Deciders, Stages
    from s2tui.kvm.policy.rule import Decision, Handler, Rule
    from s2tui.kvm.scenario.fields import Scenario


class Capability(NamedTuple):
    """What KVM_CHECK_EXTENSION answers for cacheable PFNMAP memory."""

    number: int | None
    """None for one that was demanded and never numbered."""
    name: str
    vm: Callable[[Scenario], int | None]
    """The answer on the VM's file descriptor; None where nobody ever said."""
    system: str
    """The answer on /dev/kvm: an errno name, or unstated."""
    cite: str


class PreFault(NamedTuple):
    """An ioctl by which the VMM can have memory mapped before the guest runs."""

    name: str
    answer: Callable[[Policy, Scenario], str | None]
    """What it answers under a policy for a scenario: an errno name, or 0; None where the memslot
    was never made or nobody said."""
    cite: str


class Remark(NamedTuple):
    """Something to be said about the answers to some scenarios."""

    applies: Callable[[Scenario], bool]
    text: str


class PatchError(ValueError):
    """A patch names a rule that the policy does not have, or inserts one that it has."""


@frozen(eq=False, slots=False)
class Policy:
    """Rules in order, per stage. Immutable: a patch makes a new one.

    Not slotted, so that what is derived from the rules can be kept; it is derived when it is
    first asked for, since most policies are only steps on the way of a patch.
    """

    id: str
    title: str
    """What it stands for, in a few words."""
    rules: tuple[Rule[Any], ...]
    capability: Capability | None = None
    prefault: PreFault | None = None
    """A checkpoint between creation and running; None where there is none."""
    base: Policy | None = None
    """The policy that the patches were applied to."""
    notes: tuple[str, ...] = ()
    """What it changes that no input can show, with sources."""
    remarks: tuple[Remark, ...] = ()
    """What is to be said, with sources, where some inputs are in play."""
    walk: Callable[[Scenario], tuple[Branch, ...]] | None = None
    """The branches that a scenario meets in the code which these rules are; None without any."""

    @property
    def sayings(self) -> frozenset[str]:
        """Everything that reports say of this policy in particular."""
        return frozenset((*self.notes, *(remark.text for remark in self.remarks)))

    @cached_property
    def before_handler(self) -> Stages:
        """The way points of the stages before a handler is chosen."""
        return tuple(waypoints(self.rules, stage, None) for stage in STAGES[:2])

    @cached_property
    def handlers(self) -> dict[Handler, Stages]:
        """The way points of the stages after that, for each handler."""
        return {
            handler: tuple(waypoints(self.rules, stage, handler) for stage in STAGES[2:])
            for handler in HANDLERS
        }

    @cached_property
    def _deciders(self) -> dict[Decision[Any], Deciders]:
        return by_decision(self.rules)

    def deciders(self, decision: Decision[Any]) -> Deciders:
        """The rules that may decide something, in order; none where nothing does."""
        return self._deciders.get(decision, ())

    def insert(
        self,
        *rules: Rule[Any],
        before: Rule[Any] | None = None,
        after: Rule[Any] | None = None,
    ) -> Policy:
        """Put rules directly before or after another one.

        Raises:
            PatchError: the neighbour is not in this policy, or not exactly one was named.
        """
        if (before is None) == (after is None):
            raise PatchError("insert takes one neighbour: before=RULE or after=RULE")
        neighbour = before or after
        assert neighbour is not None
        at = self._index(neighbour) + (after is not None)
        return self._with(self.rules[:at] + rules + self.rules[at:])

    def replace(self, old: Rule[Any], *new: Rule[Any]) -> Policy:
        """Put rules in the place of another one.

        Raises:
            PatchError: the rule to replace is not in this policy.
        """
        at = self._index(old)
        return self._with(self.rules[:at] + new + self.rules[at + 1 :])

    def drop(self, old: Rule[Any]) -> Policy:
        """Leave a rule out.

        Raises:
            PatchError: the rule is not in this policy.
        """
        return self.replace(old)

    def offer(self, capability: Capability) -> Policy:
        """Answer KVM_CHECK_EXTENSION with a capability."""
        return evolve(self, capability=capability)

    def offer_prefault(self, prefault: PreFault) -> Policy:
        """Let the VMM fault memory in itself."""
        return evolve(self, prefault=prefault)

    def patched(
        self,
        id: str,  # noqa: A002 - what it is called everywhere
        title: str,
        *patches: Callable[[Policy], Policy],
        notes: tuple[str, ...] = (),
        remarks: tuple[Remark, ...] = (),
    ) -> Policy:
        """This policy with patches applied in order, under a name of its own."""
        policy = self
        for patch in patches:
            policy = patch(policy)
        return evolve(policy, id=id, title=title, base=self, notes=notes, remarks=remarks)

    def _with(self, rules: tuple[Rule[Any], ...]) -> Policy:
        if len({rule.id for rule in rules}) < len(rules):
            twice = sorted(id_ for id_, count in Counter(r.id for r in rules).items() if count > 1)
            raise PatchError(f"{self.id} has two rules named {', '.join(twice)}")
        # Other rules are no longer the code.
        return evolve(self, rules=rules, walk=None)

    def _index(self, rule: Rule[Any]) -> int:
        if rule not in self.rules:
            raise PatchError(f"{self.id} has no rule {rule.id}")
        return self.rules.index(rule)
