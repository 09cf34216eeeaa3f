"""The value on the desk of the descriptor screen: 64 bits, how they are read, and the moves.

Until somebody types or flips something, the desk follows the present scenario: it shows what the
policy writes there. An own value stays until the scenario's is taken again.
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


class Desk(NamedTuple):
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


def blank(scenario: Scenario) -> Desk:
    """Nothing but zeros, read as the scenario's host would."""
    return Desk(0, _regime_of(scenario, Regime()))


def following(report: Report, desk: Desk | None = None) -> Desk:
    """The desk with the descriptor of a report; zeros where the policy writes none.

    Args:
        report: the present answer.
        desk: what was on the desk, to compare with.
    """
    before = desk.now if desk is not None else None
    written = report.outcome.descriptor
    if written is None:
        return blank(report.scenario)._replace(was=before)
    return Desk(written.value, written.regime, written.level, before)


def on_host(desk: Desk, scenario: Scenario, before: Scenario) -> Desk:
    """The desk where a turn of the scenario changed the host: FWB, granule and LPA2 follow it."""
    if _regime_of(scenario, desk.regime) == _regime_of(before, desk.regime):
        return desk
    return _with(desk, desk.value, desk.level, _regime_of(scenario, desk.regime))


def flipped(desk: Desk, bit: int) -> Desk:
    """The desk with one bit turned over."""
    return _with(desk, desk.value ^ 1 << bit, desk.level, desk.regime)._replace(own=True)


def typed(desk: Desk, text: str) -> Desk:
    """The desk with a value that was typed or pasted; its level is as its bits say.

    The same value again changes nothing.

    Raises:
        RequestError: it is no hexadecimal number of at most 64 bits.
    """
    value = read_value(text)
    if value == desk.value:
        return desk
    return _with(desk, value, None, desk.regime)._replace(own=True)


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


def typed_form(desk: Desk) -> str:
    """The value as it is typed."""
    return f"{desk.value:#018x}"


def turned(desk: Desk, name: str, by: int) -> Desk:
    """The desk with one option at its next value, or another number of values on.

    A level that the granule lacks is left out; one that it loses becomes auto.
    """
    values = choices(desk, name)
    value = values[(values.index(option_value(desk, name)) + by) % len(values)]
    if name == LEVEL.name:
        return _with(desk, desk.value, None if value == AUTO else int(value), desk.regime)
    return _with(desk, desk.value, desk.level, _put(desk.regime, name, value))


def option_value(desk: Desk, name: str) -> OptionValue:
    """The value of an option."""
    if name == LEVEL.name:
        return AUTO if desk.level is None else desk.level
    value: OptionValue = getattr(desk.regime, name)
    return value


def choices(desk: Desk, name: str) -> tuple[OptionValue, ...]:
    """The values that an option may take as the others are."""
    if name != LEVEL.name:
        return BY_NAME[name].values
    return tuple(v for v in LEVEL.values if v == AUTO or _has_level(desk.regime, int(v)))


def idle(desk: Desk, name: str) -> bool:
    """Whether no value of an option would make anything else of these 64 bits."""
    now = _facts(desk.now)
    others = (turned(desk, name, by) for by in range(1, len(choices(desk, name))))
    return all(_facts(other.now) == now for other in others)


def _facts(descriptor: Descriptor) -> tuple[object, ...]:
    return descriptor[:-1]


def _with(desk: Desk, value: int, level: int | None, regime: Regime) -> Desk:
    """Another value or another reading; the same desk if nothing differs."""
    if level is not None and not _has_level(regime, level):
        level = None
    if (value, level, regime) == (desk.value, desk.level, desk.regime):
        return desk
    return desk._replace(value=value, level=level, regime=regime, was=desk.now)


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
