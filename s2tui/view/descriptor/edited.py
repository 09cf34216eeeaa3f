"""The descriptor that is edited: 64 bits, how they are read, and what can be done to them.

Until somebody types or flips something, it follows the present scenario: it is what the policy
writes there. An own value stays until the scenario's is taken again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.arm.descriptor.codec import Descriptor, decode
from s2tui.arm.descriptor.geometry import FIRST_LEVEL, LAST_LEVEL, LevelError, Regime, check_level
from s2tui.arm.descriptor.regime_options import BY_NAME, OPTIONS, Option, OptionValue
from s2tui.arm.hexword import hex64

if TYPE_CHECKING:
    from s2tui.kvm.report.report import Report
    from s2tui.kvm.scenario.fields import Scenario

AUTO = "auto"
LEVEL = Option(
    "level",
    "level",
    (AUTO, *range(min(FIRST_LEVEL.values()), LAST_LEVEL + 1)),
    "level of the table that holds it; auto: 3 where bits 1:0 are 11, else 2",
)
EVERY = (*OPTIONS[-1:], LEVEL, *OPTIONS[:-1])
"""The options from top to bottom."""
NAMES = tuple(option.name for option in EVERY)
_SUFFIXES = ("ull", "ul", "ll", "u", "l")
"""Ends of a number in C."""
_AROUND = "\"'`,;:()[]{}<>"
"""What is copied along with a number."""


class EditedDescriptor(NamedTuple):
    """A value, how it is read, and what it was before the last move."""

    value: int
    regime: Regime
    level: int | None = None
    """None: as its lowest bits say."""
    was: Descriptor | None = None
    own: bool = False
    """Whether it was typed or flipped, so that it no longer follows the scenario."""

    @property
    def now(self) -> Descriptor:
        """The value taken apart."""
        return decode(self.value, self.level, self.regime)


def blank(scenario: Scenario) -> EditedDescriptor:
    """Nothing but zeros, read as the scenario's host would."""
    return EditedDescriptor(0, _regime_of(scenario, Regime()))


def following(report: Report, edited: EditedDescriptor | None = None) -> EditedDescriptor:
    """What a report has for a descriptor; zeros where the policy writes none.

    Args:
        report: the present answer.
        edited: what was being edited, to compare with.
    """
    before = edited.now if edited is not None else None
    written = report.outcome.descriptor
    if written is None:
        return blank(report.scenario)._replace(was=before)
    return EditedDescriptor(written.value, written.regime, written.level, before)


def on_host(edited: EditedDescriptor, scenario: Scenario, before: Scenario) -> EditedDescriptor:
    """Where a turn of the scenario changed the host, FWB, granule and LPA2 follow it."""
    if _regime_of(scenario, edited.regime) == _regime_of(before, edited.regime):
        return edited
    return _with(edited, edited.value, edited.level, _regime_of(scenario, edited.regime))


def flipped(edited: EditedDescriptor, bit: int) -> EditedDescriptor:
    """One bit turned over."""
    return _with(edited, edited.value ^ 1 << bit, edited.level, edited.regime)._replace(own=True)


def typed(edited: EditedDescriptor, text: str) -> EditedDescriptor:
    """A value that was typed or pasted; its level is as its bits say.

    The same value again changes nothing.

    Raises:
        RequestError: it is no hexadecimal number of at most 64 bits.
    """
    value = read_value(text)
    if value == edited.value:
        return edited
    return _with(edited, value, None, edited.regime)._replace(own=True)


def read_value(text: str) -> int:
    """A hexadecimal number as people copy it: in quotes, with a comma, or as a constant of C.

    Raises:
        RequestError: it is no hexadecimal number of at most 64 bits.
    """
    word = text.strip().strip(_AROUND).strip()
    bare = word.lower()
    for suffix in _SUFFIXES:
        if bare.startswith("0x") and bare.endswith(suffix):
            word = word[: -len(suffix)]
            break
    return hex64(word, "value")


def pasted(text: str) -> str:
    """The part of a pasted text that is a value: what begins with 0x, else its first line."""
    for word in text.split():
        at = word.lower().find("0x")
        if at >= 0:
            return word[at:].strip(_AROUND)
    return text.strip().partition("\n")[0]


def typed_form(edited: EditedDescriptor) -> str:
    """The value as it is typed."""
    return f"{edited.value:#018x}"


def options_said(edited: EditedDescriptor) -> list[str]:
    """How the value is read, as `s2tui decode` takes it; nothing of what it takes by itself."""
    said = []
    for option in OPTIONS:
        value = option_value(edited, option.name)
        name = option.name.replace("_", "-")
        if value != option.values[0] and option.flag:
            said.append(f"--{name}" if value else f"--no-{name}")
        elif value != option.values[0]:
            said += [f"--{name}", str(value)]
    if edited.now != edited._replace(level=None).now:
        said += ["--level", str(edited.now.level)]
    return said


def turned(edited: EditedDescriptor, name: str, by: int) -> EditedDescriptor:
    """One option at its next value, or another number of values on.

    A level that the granule lacks is left out; one that it loses becomes auto.
    """
    values = choices(edited, name)
    value = values[(values.index(option_value(edited, name)) + by) % len(values)]
    if name == LEVEL.name:
        return _with(edited, edited.value, None if value == AUTO else int(value), edited.regime)
    return _with(edited, edited.value, edited.level, _put(edited.regime, name, value))


def option_value(edited: EditedDescriptor, name: str) -> OptionValue:
    """The value of an option."""
    if name == LEVEL.name:
        return AUTO if edited.level is None else edited.level
    value: OptionValue = getattr(edited.regime, name)
    return value


def choices(edited: EditedDescriptor, name: str) -> tuple[OptionValue, ...]:
    """The values that an option may take as the others are."""
    if name != LEVEL.name:
        return BY_NAME[name].values
    return tuple(v for v in LEVEL.values if v == AUTO or _has_level(edited.regime, int(v)))


def idle(edited: EditedDescriptor, name: str) -> bool:
    """Whether no value of an option would make anything else of these 64 bits."""
    now = _facts(edited.now)
    others = (turned(edited, name, by) for by in range(1, len(choices(edited, name))))
    return all(_facts(other.now) == now for other in others)


def _facts(descriptor: Descriptor) -> tuple[object, ...]:
    return descriptor[:-1]


def _with(
    edited: EditedDescriptor, value: int, level: int | None, regime: Regime
) -> EditedDescriptor:
    """Another value or another reading; the same one if nothing differs."""
    if level is not None and not _has_level(regime, level):
        level = None
    if (value, level, regime) == (edited.value, edited.level, edited.regime):
        return edited
    return edited._replace(value=value, level=level, regime=regime, was=edited.now)


def _has_level(regime: Regime, level: int) -> bool:
    try:
        check_level(regime, level)
    except LevelError:
        return False
    return True


def _put(regime: Regime, name: str, value: OptionValue) -> Regime:
    changes: dict[str, Any] = {name: value}
    return regime._replace(**changes)


def _regime_of(scenario: Scenario, regime: Regime) -> Regime:
    """A regime with what a scenario's host says of it."""
    return regime._replace(
        fwb=scenario.host_fwb, page_size=scenario.host_page_size, ds=scenario.host_lpa2
    )
