"""patch-v6: as v4, but the flag needs the host's support and tagged VMAs count (24 May 2025).

Ankit Agrawal's series of five as posted. v5, of the day before, differs by where a weak function is
defined, which nothing on arm64 notices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.proposals import patch_v4 as v4
from s2tui.kvm.policies.proposals.common import EINVAL, EINVAL_SLOT
from s2tui.kvm.policies.proposals.patch_v3 import lock_held
from s2tui.kvm.policy.decisions import TYPE
from s2tui.kvm.policy.outcome import MemoryType
from s2tui.kvm.policy.results import End
from s2tui.kvm.policy.rule import check, user_check, user_decides
from s2tui.kvm.rules import memslot
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

MAIL = "Ankit Agrawal, 24 May 2025, [PATCH v6 {}]"
ALLOW = MAIL.format("4/5") + " KVM: arm64: Allow cacheable stage 2 mapping using VMA flags"
EXPOSE = MAIL.format("5/5") + " KVM: arm64: Expose new KVM cap for cacheable PFNMAP"
HOOKED = f"{EXPOSE} (kvm_arch_supports_cacheable_pfnmap)"
INVERTED = f"{ALLOW}; Catalin Marinas, 20 May 2025, Re: [PATCH v4 1/5]"


def check_the_flag(policy: Policy) -> Policy:
    """4/5 and 5/5: the flag is valid only with FWB and DIC, and MT_NORMAL_TAGGED is cacheable too.

    So a slot with the flag has FWB and DIC, and the test for them at creation says nothing more.
    """
    return (
        policy.insert(flag_unsupported, after=memslot.no_slot)
        .replace(v4.cacheable_slot_without_flag, pfnmap_slot_without_flag)
        .drop(v4.cacheable_slot_unsupported)
        .replace(v4.cacheable_devmem_is_normal, cacheable_pfnmap_is_normal)
        .replace(v4.cacheable_devmem_unsupported, cacheable_pfnmap_unsupported)
    )


@check("memslot", "the memslot flag is valid only with FWB and DIC: else EINVAL", HOOKED)
def flag_unsupported(s: Scenario, _: Decided) -> End | None:
    return EINVAL_SLOT if s.slot_cacheable and not predicates.fwb_and_dic(s) else None


@check("memslot", "a cacheable VM_PFNMAP VMA needs the memslot flag: else EINVAL", INVERTED)
def pfnmap_slot_without_flag(s: Scenario, _: Decided) -> End | None:
    if s.slot_cacheable:
        return None
    return EINVAL_SLOT if predicates.slot_over_cacheable_pfnmap(s) else None


@user_decides(
    TYPE,
    "PFNMAP memory that user space caches is Normal, cacheable, flag or not",
    INVERTED,
)
def cacheable_pfnmap_is_normal(s: Scenario, _: Decided) -> MemoryType | None:
    return "normal" if s.backing == "pfnmap" and predicates.vma_cacheable(s) else None


@user_check(
    "PFNMAP memory that user space caches needs FWB and DIC: else EINVAL",
    INVERTED,
)
def cacheable_pfnmap_unsupported(s: Scenario, _: Decided) -> End | None:
    if s.backing != "pfnmap" or not predicates.vma_cacheable(s):
        return None
    return None if predicates.fwb_and_dic(s) else EINVAL


def expose_capability(policy: Policy) -> Policy:
    """5/5: the same capability, and the flag with it."""
    return policy.offer(CAPABILITY)


CAPABILITY = v4.CAPABILITY._replace(cite=f"{EXPOSE} (its documentation names FWB only)")

policy = v4.policy.patched(
    "patch-v6",
    "any cacheable VMA and memslot flag, with FWB and DIC (patch v6, May 2025)",
    check_the_flag,
    expose_capability,
    remarks=(lock_held(ALLOW),),
)
