"""v6.9 to v6.16: memory outside the kernel's map is Device, or Normal-NC if its driver agrees."""

from s2tui.kvm.policy import Policy
from s2tui.kvm.rules import abort, dispatch, memslot, resultant
from s2tui.kvm.rules import map as mapping

policy = Policy(
    "v6.9",
    "Normal-NC for VM_ALLOW_ANY_UNCACHED",
    memslot.RULES + dispatch.RULES + abort.RULES + mapping.RULES + resultant.RULES,
)
