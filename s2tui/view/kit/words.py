"""The members of an outcome in a few words each; the contract's words wherever it has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.scenario.fields import FIELDS, differences, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.arm.combine.combination import Combination
    from s2tui.arm.descriptor.codec import BitField, Descriptor
    from s2tui.kvm.policy.outcome import LeafMapping, Maintenance, Outcome
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.results import Fault, Memslot
    from s2tui.kvm.report.report import CapabilityAnswer
    from s2tui.kvm.scenario.fields import Scenario, Value
    from s2tui.view.kit.text import Role

FAULT_ROLES: Mapping[str, Role] = {
    "none": "denied",
    "mapped": "allowed",
    "relaxed": "allowed",
    "aged": "allowed",
    "mmio": "allowed",
    "skip": "allowed",
    "retry": "reserved",
    "error": "denied",
    "inject": "denied",
    "signal": "denied",
    "unknown": "unknown",
}
"""What a fault result means for the guest: it got on, it did not, or nobody ever said."""
MEMSLOT_ROLES: Mapping[str, Role] = {
    "ok": "allowed",
    "error": "denied",
    "none": "dim",
    "unknown": "unknown",
}
FAULT_TEXTS: Mapping[str, str] = {
    "none": "nothing ran",
    "mapped": "mapped",
    "relaxed": "permissions relaxed on the existing leaf",
    "aged": "access flag set",
    "mmio": "exits to user space",
    "retry": "returns to the guest, which faults again",
    "error": "KVM_RUN fails",
    "inject": "the guest takes an exception",
    "skip": "the instruction is stepped over",
    "signal": "the VMM gets SIGBUS",
    "unknown": "nobody ever said",
}

ALL_DEFAULT = "every field at its default"


def memslot(value: Memslot) -> str:
    """`ok`, `error EINVAL`, `none`."""
    return f"{value.result} {value.errno}" if value.errno else value.result


def fault(value: Fault) -> str:
    """The result with its errno, exit or exception: `error EFAULT`, `mmio KVM_EXIT_MMIO`."""
    return " ".join(w for w in (value.result, value.errno, value.exit, value.inject) if w)


def why_no_leaf(outcome: Outcome) -> str:
    """Why there is no descriptor, in a few words; nothing when there is one."""
    if outcome.descriptor is not None:
        return ""
    if outcome.fault.result == "unknown":
        return "nobody ever said what happens here"
    if outcome.fault.result == "none":
        return f"the memslot was refused ({outcome.memslot.errno})"
    return f"no leaf was written ({fault(outcome.fault)})"


def permissions(value: LeafMapping) -> str:
    """`rwx`, with a dash for what is missing."""
    flags = (value.readable, value.writable, value.executable)
    return "".join(c if on else "-" for c, on in zip("rwx", flags, strict=True))


def mapping(value: LeafMapping | None) -> str:
    """`normal rwx level 3, marks dirty`."""
    if value is None:
        return "none"
    dirty = ", marks dirty" if value.marks_dirty else ""
    return f"{value.type} {permissions(value)} level {value.level}{dirty}"


def hexadecimal(value: Descriptor | None) -> str:
    """The 64 bits as the JSON prints them."""
    return "none" if value is None else f"0x{value.value:016x}"


def maintenance(value: Maintenance | None) -> str:
    """The cache maintenance that KVM issues, or that it issues none."""
    if value is None:
        return "none"
    done = []
    if value.dcache_clean:
        done.append("clean the data cache")
    if value.icache_invalidate:
        done.append("invalidate the instruction cache")
    return " and ".join(done) or "no cache maintenance"


def resultant(value: Combination | None) -> str:
    """`normal-wb, PAR_EL1 0xff, ish`."""
    if value is None:
        return "none"
    parts = [value.kind]
    if value.par_attr is not None:
        parts.append(f"PAR_EL1 {par(value.par_attr)}")
    if value.shareability is not None:
        parts.append(value.shareability)
    return ", ".join(parts)


def par(attribute: int) -> str:
    """A memory attribute byte as PAR_EL1 shows it."""
    return f"0x{attribute:02x}"


NO_CAPABILITY = "this kernel has no capability for cacheable PFNMAP memory"


def capability(value: CapabilityAnswer | None) -> str:
    """What KVM_CHECK_EXTENSION answers, where there is little room."""
    if value is None:
        return NO_CAPABILITY
    name, vm = _capability(value)
    return f"{name}: {vm} on the VM, {value.system} on /dev/kvm"


def capability_sentence(value: CapabilityAnswer | None) -> str:
    """What KVM_CHECK_EXTENSION answers, and whom."""
    if value is None:
        return NO_CAPABILITY
    name, vm = _capability(value)
    return f"{name} answers {vm} on the VM, {value.system} on /dev/kvm"


def _capability(value: CapabilityAnswer) -> tuple[str, str]:
    number = "" if value.number is None else f" ({value.number})"
    return value.name + number, "unknown" if value.vm is None else str(value.vm)


def availability(value: CapabilityAnswer | None) -> str:
    """What KVM_CHECK_EXTENSION answers, without the name of the capability."""
    return "absent" if value is None else f"{value.vm} on the VM, {value.system} on /dev/kvm"


def binary(field: BitField) -> str:
    """A field's value in as many binary digits as it has bits."""
    return f"{field.value:0{len(field.positions)}b}"


def kernel(asked: str, policy: Policy) -> str:
    """A kernel as it was asked for and, where it has another name, the policy that answers."""
    return asked if asked == policy.id else f"{asked} (answered by {policy.id})"


def changed_fields(scenario: Scenario) -> list[str]:
    """`FIELD=VALUE` for each field that is not at its default."""
    return [f"{name}={word(value)}" for name, value in differences(scenario).items()]


def command_line(*said: str) -> str:
    """A command of s2tui as a shell takes it."""
    from shlex import join

    return join(("s2tui", *said))


def scenario_words(scenario: Scenario) -> str:
    """What differs from the defaults, as it is typed; or that nothing does."""
    return " ".join(changed_fields(scenario)) or ALL_DEFAULT


def value_of(scenario: Scenario, name: str) -> Value:
    """The value of a field by its contract name."""
    value: Value = getattr(scenario, FIELDS[name].attribute)
    return value
