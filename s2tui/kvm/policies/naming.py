"""What the rules of a policy are called in Python, so that a patch can import those it replaces."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Rule

PACKAGE = "s2tui.kvm."


def names(policy: Policy) -> dict[Rule[Any], str]:
    """Module and name of each rule that has one, such as `s2tui.kvm.rules.abort.no_vma`.

    A few rules of proposals are made where they are put in, and have none.
    """
    found: dict[Rule[Any], str] = {}
    wanted = set(policy.rules)
    # Whoever has a policy has imported all of its rules. Rules before kernels: it is theirs first.
    modules = [name for name in sys.modules if name.startswith(PACKAGE)]
    for module in sorted(modules, key=lambda name: (not name.startswith(PACKAGE + "rules."), name)):
        for name, value in vars(sys.modules[module]).items():
            if _is_rule(value) and value in wanted:
                found.setdefault(value, f"{module}.{name}")
    return found


def _is_rule(value: object) -> bool:
    from s2tui.kvm.policy.rule import Rule

    return isinstance(value, Rule)
