"""Hosts: what a VM's source and destination are made of, and the three kinds that matter.

A host is a kernel (or proposal) and the host fields of a scenario. Which CPU features the guest
saw in its ID registers must match as well when a VM moves; no field describes that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.errors import RequestError, unknown
from s2tui.kvm.policies.registry import DEFAULT, POLICIES, find
from s2tui.kvm.scenario.fields import FIELDS, differences, make, word
from s2tui.kvm.scenario.notation import CPU, parse_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.scenario.fields import Scenario, Value
    from s2tui.kvm.scenario.notation import Given

KERNEL = "kernel"
PREFIX = "host."
FIELD_NAMES = tuple(name for name in FIELDS if name.startswith(PREFIX))
"""The fields that describe a host, by contract name."""
ACCEPTED = (*FIELD_NAMES, CPU, KERNEL)
"""The words of `--from` and `--to`."""


class HostClass(NamedTuple):
    """One of the three kinds of host that the debate is about."""

    id: str
    text: str
    """Its name, the same wherever it stands; FWB alone is FWB without DIC."""
    fields: dict[str, Value]
    """What it says of the host, by attribute."""


HOST_CLASSES = (
    HostClass("no-fwb", "no FWB", {"host_fwb": False, "host_dic": False}),
    HostClass("fwb", "FWB", {"host_fwb": True, "host_dic": False}),
    HostClass("fwb-dic", "FWB+DIC", {"host_fwb": True, "host_dic": True}),
)


class Host(NamedTuple):
    """One end of a move."""

    kernel: str
    """What was asked for, such as v6.12."""
    policy: Policy
    """The policy that answers for it."""
    fields: dict[str, Value]
    """The host fields that it sets, by attribute; the scenario keeps the others."""
    notes: tuple[str, ...] = ()


def parse_host(texts: Iterable[str], kernel: str = DEFAULT) -> Host:
    """Read the words of `--from` or `--to`: host fields, host.cpu and kernel=ID; later words win.

    Args:
        texts: FIELD=VALUE words, each may be several with commas.
        kernel: the kernel where the words name none.

    Raises:
        RequestError: a word is none of these, or has a value that does not exist.
    """
    words: list[str] = []
    for text in texts:
        for part in filter(None, (p.strip() for p in text.split(","))):
            name, equals, value = part.partition("=")
            if not equals:
                raise RequestError(f"expected FIELD=VALUE, not {part!r}, in {text!r}")
            if name not in ACCEPTED:
                raise unknown("host field", name, ACCEPTED)
            if name == KERNEL:
                kernel = value
            else:
                words.append(part)
    parsed = parse_words(words)
    return Host(kernel, find(kernel), _said(parsed.scenario, words), parsed.notes)


def parse_end(words: Iterable[str], kernel: str = DEFAULT) -> Host:
    """Read an end of a move as it is said: `neoverse-n1 v6.9 dic=false`.

    Args:
        words: names of CPUs and of kernels, and host fields, with or without their `host.`.
        kernel: the kernel where the words name none.

    Raises:
        RequestError: a word is none of these, or has a value that does not exist.
    """
    parts = [part.strip() for text in words for part in text.split(",")]
    return parse_host([_word(part) for part in parts if part], kernel)


def _word(said: str) -> str:
    """One word of an end as `--from` takes it."""
    from s2tui.arm import cpus

    name, equals, _ = said.partition("=")
    if equals:
        return said if name in ACCEPTED or "." in name else PREFIX + said
    if said in cpus.load():
        return f"{CPU}={said}"
    try:
        find(said)
    except RequestError as error:
        if not str(error).startswith("unknown "):
            raise
        names = (*cpus.load(), *POLICIES)
        raise unknown("CPU or kernel", said, names, "; s2tui list cpus has them") from None
    return f"{KERNEL}={said}"


def _said(scenario: Scenario, words: Iterable[str]) -> dict[str, Value]:
    """The host fields that some words set; a preset sets all that it knows, defaults included."""
    names = []
    for said in words:
        name, _, value = said.partition("=")
        if name == CPU:
            from s2tui.arm import cpus

            known = cpus.host_fields(cpus.find(value))
            names += [PREFIX + field for field, flag in known.items() if flag is not None]
        else:
            names.append(name)
    return {FIELDS[n].attribute: getattr(scenario, FIELDS[n].attribute) for n in names}


def replaced_on(vm: Given, hosts: Iterable[Mapping[str, Value]]) -> tuple[str, ...]:
    """A note for each value of a VM that some of the hosts does not let it have.

    Args:
        vm: the VM as it was asked for.
        hosts: the fields that each host sets, by attribute.
    """
    notes = [make({**vm.values, **host})[1] for host in hosts]
    return tuple(dict.fromkeys(note for found in notes for note in found))


def host_fields(scenario: Scenario) -> dict[str, Value]:
    """The host fields of a scenario, by attribute."""
    return {FIELDS[n].attribute: getattr(scenario, FIELDS[n].attribute) for n in FIELD_NAMES}


def host_words(scenario: Scenario) -> str:
    """FWB and DIC of a scenario's host in words, and its other fields that are no default."""
    words = ["no FWB"]
    if scenario.host_fwb:
        words = ["FWB and DIC" if scenario.host_dic else "FWB without DIC"]
    words += [
        f"{name.removeprefix(PREFIX)}={word(value)}"
        for name, value in differences(scenario).items()
        if name in FIELD_NAMES and name not in ("host.fwb", "host.dic")
    ]
    return ", ".join(words)
