"""v6.1: memory outside memblock's map is Device, and everything else is Normal.

Everything that later kernels and proposals change is a patch on top of these rules.
"""

from s2tui.kvm.policy.policy import Policy
from s2tui.kvm.rules import abort, dispatch, memslot, resultant
from s2tui.kvm.rules import map as mapping

policy = Policy(
    "v6.1",
    "what is not map memory is Device; MTE excludes shared VMAs",
    memslot.RULES + dispatch.RULES + abort.RULES + mapping.RULES + resultant.RULES,
)
