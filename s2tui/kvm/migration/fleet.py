"""A fleet: named hosts in a TOML file, and which VM may move between which of them.

    [[host]]
    name = "rack1"            # unique; what the table calls it
    cpu = "graviton3"         # a preset (`s2tui list cpus`); optional
    kernel = "v6.17"          # kernel, policy or policy file; optional
    dic = false               # any host field (`s2tui list fields`) without its `host.`, over the
    page_size = "16k"         # preset

Whatever a host leaves out, the scenario has it. Hosts that are alike are answered once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.errors import RequestError
from s2tui.kvm.migration.hosts import FIELD_NAMES, KERNEL, PREFIX, Host, parse_host
from s2tui.kvm.migration.migrate import Pair, judge
from s2tui.kvm.migration.placement import Placements
from s2tui.kvm.policies.registry import DEFAULT
from s2tui.kvm.scenario.fields import FIELDS, Value, word
from s2tui.toml import read

if TYPE_CHECKING:
    from s2tui.kvm.migration.migrate import Move
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.scenario.fields import Scenario

NAME, CPU = "name", "cpu"
FIELD_KEYS = tuple(name.removeprefix(PREFIX) for name in FIELD_NAMES)
KEYS = (NAME, CPU, KERNEL, *FIELD_KEYS)
"""The keys of a host."""
EXPECTED = 'expected [[host]] tables such as name = "rack1", cpu = "graviton3", kernel = "v6.17"'


class Member(NamedTuple):
    """A host of a fleet."""

    name: str
    host: Host


def load(path: str, kernel: str = DEFAULT) -> tuple[Member, ...]:
    """Read a fleet.

    Args:
        path: a TOML file as this module describes it.
        kernel: the kernel of hosts that name none.

    Raises:
        RequestError: the file cannot be read, has no hosts, names one twice, or a key or value is
            wrong; the message names the file, the key and the accepted values.
    """
    data = read(path)
    unknown = [key for key in data if key != "host"]
    if unknown:
        raise RequestError(f"{path}: unknown key {unknown[0]!r}; accepted: host, as [[host]]")
    listed = data.get("host", [])
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise RequestError(f"{path}: host must be a list of tables; {EXPECTED}")
    if not listed:
        raise RequestError(f"{path}: no hosts; {EXPECTED}")
    members: dict[str, Member] = {}
    policies: dict[str, Policy] = {}
    for number, entry in enumerate(listed, 1):
        name, host = _member(path, number, entry, kernel)
        if name in members:
            raise RequestError(f"{path}: host {number}: name {name!r} is there twice")
        # One policy object a kernel, so that hosts which are alike are seen to be.
        policy = policies.setdefault(host.kernel, host.policy)
        members[name] = Member(name, host._replace(policy=policy))
    return tuple(members.values())


def is_fleet(path: str) -> bool:
    """Whether a file is TOML with a list of hosts; a scenario's has a table of them at most."""
    try:
        return isinstance(read(path).get("host"), list)
    except RequestError:
        return False


def _member(path: str, number: int, entry: dict[str, Any], kernel: str) -> Member:
    name = entry.get(NAME)
    where = f"{path}: host {number}"
    if not isinstance(name, str) or not name.strip() or not name.isprintable():
        raise RequestError(f'{where}: name must be a text such as "rack1", not {_shown(name)}')
    where += f" ({name})"
    words = []
    for key, value in entry.items():
        if key not in KEYS:
            raise RequestError(
                f"{where}: unknown key {key!r}{_meant(key)}; accepted: {', '.join(KEYS)}"
            )
        if key != NAME:
            words.append(_word(where, key, value))
    try:
        return Member(name, parse_host(words, kernel))
    except RequestError as error:
        raise RequestError(f"{where}: {error}") from None


def _word(where: str, key: str, value: object) -> str:
    """One key of a host as the word of `--from` that says the same."""
    if key in (CPU, KERNEL):
        if not isinstance(value, str) or not value or "," in value:
            what = "a CPU (`s2tui list cpus`)" if key == CPU else 'a kernel such as "v6.17"'
            raise RequestError(f"{where}: {key} must be {what}, not {_shown(value)}")
        return f"{PREFIX if key == CPU else ''}{key}={value}"
    accepted = FIELDS[PREFIX + key].values
    # True == 1: a number is no boolean.
    if type(value) not in (bool, str) or value not in accepted:
        words = ", ".join(_shown(v) for v in accepted)
        raise RequestError(f"{where}: {key} must be one of {words}, not {_shown(value)}")
    assert isinstance(value, bool | str)
    return f"{PREFIX}{key}={word(value)}"


def _meant(key: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(key.removeprefix(PREFIX), KEYS, n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _shown(value: object) -> str:
    """A value as TOML writes it, nearly; what JSON cannot say, as Python does."""
    from json import dumps

    return "nothing" if value is None else dumps(value, default=str)


Alike = tuple["Policy", "tuple[tuple[str, Value], ...]"]
"""What two hosts share if every VM stands on them alike: policy and host fields."""


def moves(fleet: tuple[Member, ...], scenario: Scenario) -> tuple[Pair, ...]:
    """Every move of a scenario's VM in a fleet, row by row, the diagonal included."""
    placements = Placements(scenario)
    answers: dict[tuple[Alike, Alike], Move] = {}
    found = []
    for a in fleet:
        source = placements.source(a.host.policy, a.host.fields)
        for b in fleet:
            pair = _alike(a.host), _alike(b.host)
            if pair not in answers:
                there = placements.destination(source, b.host.policy, b.host.fields)
                answers[pair] = judge(source, there)
            found.append(Pair(a.name, b.name, answers[pair]))
    return tuple(found)


def _alike(host: Host) -> Alike:
    return host.policy, tuple(sorted(host.fields.items()))
