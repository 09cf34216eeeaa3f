"""CPU presets: what decides stage 2 on known CPUs, and how well each value is known.

The table is cpus.toml beside this module, read when somebody asks. A value that nobody knows is
None and stays so: nothing here guesses.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, cast

from s2tui.errors import unknown
from s2tui.toml import table

if TYPE_CHECKING:
    from collections.abc import Mapping

Status: TypeAlias = Literal["verified", "derived", "unverified"]
_FLAGS = ("fwb", "xnx", "idc", "dic")
#: Every value of a preset, in the order of the table.
VALUES = (*_FLAGS, "mte", "pa_bits")
#: ID_AA64PFR1_EL1.MTE from which on FEAT_MTE2 is implemented.
MTE2_LEVEL = 2


class Known(NamedTuple):
    """One value and how well it is known.

    Attributes:
        value: a feature is there or not; the level of `mte`; the width of `pa_bits`. None is not
            known.
        status: `verified` by ID register values, `derived` from the architecture version or the
            core inside, or `unverified`.
        note: what else is to be said, or an empty string.
    """

    value: bool | int | None
    status: Status
    note: str = ""


class Cpu(NamedTuple):
    """A CPU or a product with one.

    Attributes:
        name: the word of `host.cpu`.
        title: its name for people.
        arch: the architecture version, as a word ("8.2", ">=8.3").
        values: `fwb`, `xnx`, `idc`, `dic` (CTR_EL0 as the kernel sees it), `mte`, `pa_bits`.
        evidence: where the values come from.
    """

    name: str
    title: str
    arch: str
    values: Mapping[str, Known]
    evidence: str


@lru_cache(maxsize=1)
def load() -> dict[str, Cpu]:
    """Every preset by name, in the order of the table."""
    data = table(__file__, "cpus.toml")
    return {
        name: _cpu(name, {**data.get(row.get("like", ""), {}), **row}) for name, row in data.items()
    }


def find(name: str) -> Cpu:
    """The preset of that name.

    Raises:
        RequestError: there is none; a close name is suggested.
    """
    cpus = load()
    if name not in cpus:
        raise unknown("cpu", name, cpus)
    return cpus[name]


def host_fields(cpu: Cpu) -> dict[str, bool | None]:
    """The host's `fwb`, `dic`, `idc`, `xnx` and `mte` (FEAT_MTE2); None where not known."""
    level = cpu.values["mte"].value
    fields = {
        name: cast("bool | None", cpu.values[name].value) for name in ("fwb", "dic", "idc", "xnx")
    }
    return {**fields, "mte": None if level is None else level >= MTE2_LEVEL}


def describe_known(name: str, known: Known) -> str:
    """One value in words: the value, how well it is known, and the note."""
    note = f" ({known.note})" if known.note else ""
    if known.value is None:
        return f"{name} not known{note}"
    return f"{name}={int(known.value)} {known.status}{note}"


def _cpu(name: str, row: Mapping[str, Any]) -> Cpu:
    values = {value: _known(value, row[value]) for value in VALUES}
    return Cpu(name, row["title"], row["arch"], values, row["evidence"])


def _known(name: str, text: str) -> Known:
    """Parse `VALUE STATUS; NOTE`, or `?; NOTE`."""
    words, _, note = text.partition(";")
    if words == "?":
        return Known(None, "unverified", note.strip())
    value, status = words.split()
    number = int(value)
    return Known(bool(number) if name in _FLAGS else number, cast("Status", status), note.strip())
