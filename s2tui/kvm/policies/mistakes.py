"""What is wrong with a policy out of a file, though Python would run it: found when it is read.

A rule that can never apply, or that ends a stage in a way that the stage has not, changes nothing
or kills scenarios, silently. Each is one line with file and line, and with what would be right.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.errors import RequestError, unknown
from s2tui.kvm.policies.possible import wrong_answer
from s2tui.kvm.policies.ways import MistakeError, ways
from s2tui.kvm.policy.rule import HANDLERS, STAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import CodeType, FrameType

    from s2tui.kvm.policies.ways import Way
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Rule
    from s2tui.kvm.scenario.fields import Scenario

PACKAGE = str(Path(__file__).parents[2]) + os.sep
"""Where the shipped policies are, which nobody looks at here."""
PYTHON = str(Path(os.__file__).parent) + os.sep
CHANGING = ("datetime", "os", "random", "secrets", "socket", "subprocess", "time", "uuid")
"""Modules whose answers are not those of the scenario."""
AGAIN = 16
"""How often a rule is asked again at least, to see whether it answers the same."""


class Said(NamedTuple):
    """One thing that is wrong."""

    file: str
    line: int
    text: str

    @property
    def error(self) -> RequestError:
        """As an error."""
        return RequestError(f"{self.file}:{self.line}: {self.text}")


def first(path: str, policy: Policy, names: Mapping[str, Any]) -> RequestError | None:
    """The first thing that is wrong with the rules of a file.

    Args:
        path: the file that was run.
        policy: what it defined.
        names: every name that it defined.
    """
    from contextlib import redirect_stdout
    from io import StringIO

    # Rules are called thousands of times; what one prints while it is written would bury the rest.
    with redirect_stdout(StringIO()):
        found = next(_all(path, policy, names), None)
    return found.error if found else None


def place(error: BaseException, path: str = "") -> tuple[str, int] | None:
    """The file and line of somebody's own that an error came from; None where there is none.

    Args:
        error: as it was caught.
        path: the file that is meant where there are several.
    """
    from traceback import walk_tb

    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        return error.filename, error.lineno
    frames = [(frame.f_code, line) for frame, line in walk_tb(error.__traceback__)]
    # Whoever calls this package, such as the script that starts it, is nobody's policy.
    called = next((i for i, (code, _) in enumerate(frames) if _is_shipped(code)), len(frames))
    own = [(code.co_filename, line) for code, line in frames[called:] if _is_own(code)]
    of_file = [found for found in own if found[0] == path]
    found = of_file or own
    return found[-1] if found else None


def _all(path: str, policy: Policy, names: Mapping[str, Any]) -> Iterator[Said]:
    from s2tui.kvm.policies.written import comparisons

    own = [rule for rule in policy.rules if _code(rule.apply) is None or _is_own(_code(rule.apply))]
    for rule in policy.rules:
        for wrong in _unsaid(rule):
            yield Said(*_where(rule.apply, path), f"rule {rule.id}: {wrong}")
    try:
        written = list(comparisons(Path(path).read_text(encoding="utf-8"), names))
    except (OSError, ValueError):
        written = []
    yield from (Said(path, line, text) for line, text in written)
    for rule in own:
        yield from _answers(path, rule)
    for remark in policy.remarks:
        if _is_own(_code(remark.applies)):
            yield from _remark(path, remark.applies)


def _remark(path: str, applies: Callable[[Scenario], bool]) -> Iterator[Said]:
    for way in ways(lambda s, _: applies(s)):
        if isinstance(way.error, MistakeError):
            where = place(way.error, path) or _where(applies, path)
            yield Said(*where, f"a remark: {way.error}")


def _unsaid(rule: Rule[Any]) -> Iterator[str]:
    """What a rule says of itself that cannot be."""
    if rule.stage not in STAGES:
        yield str(unknown("stage", str(rule.stage), STAGES))
    elif rule.handler is not None and rule.handler not in HANDLERS:
        yield str(unknown("handler", str(rule.handler), HANDLERS))
    elif rule.handler is not None and rule.stage in STAGES[:2]:
        yield f"no handler runs in the stage {rule.stage}; leave handler= out, or say abort or map"
    for what in ("text", "cite"):
        said = getattr(rule, what)
        if not isinstance(said, str) or not said.strip():
            yield f"its {what} is empty; it is {_MEANT[what]}"


_MEANT = {
    "text": "what the rule does, in one line",
    "cite": "where that is written: file, function and version, or a mail",
}


def _answers(path: str, rule: Rule[Any]) -> Iterator[Said]:
    """What a rule answers that cannot be, or not twice."""
    name = f"rule {rule.id}"
    changing = _changing(rule.apply)
    if changing:
        text = f"{name} asks {changing}: a rule may ask only the scenario and what is decided"
        yield Said(*_where(rule.apply, path), text)
    found = []
    for way in ways(rule.apply):
        found.append(way)
        if isinstance(way.error, MistakeError):
            yield Said(
                *(place(way.error, path) or _where(rule.apply, path)), f"{name}: {way.error}"
            )
        elif way.error is None and way.value is not None:
            wrong = wrong_answer(rule, way.value)
            if wrong:
                yield Said(*_returned(rule.apply, way, path), f"{name}: {wrong}")
    rounds = max(1, AGAIN // max(len(found), 1))
    if any(_changed(way) for _ in range(rounds) for way in found):
        text = f"{name} does not answer the same twice; it may ask only the scenario and what is"
        yield Said(*_where(rule.apply, path), f"{text} decided")


def _changed(way: Way) -> bool:
    """Whether a way that was gone once ends otherwise now."""
    try:
        value, error = way.call(), None
    except (Exception, MistakeError) as raised:
        value, error = None, raised
    except BaseException:
        # It asks for more than it did.
        return True
    return type(error) is not type(way.error) or bool(value != way.value)


def _changing(function: Callable[..., Any]) -> str:
    """The module or function by name that a function calls and whose answers change, if any."""
    code = _code(function)
    if code is None:
        return ""
    names = getattr(function, "__globals__", {})
    for name in _names(code):
        value = names.get(name)
        module = (
            value.__name__ if isinstance(value, type(sys)) else getattr(value, "__module__", "")
        )
        owner = type(getattr(value, "__self__", None)).__module__
        if module in CHANGING or owner in CHANGING:
            return name
    return ""


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if hasattr(inner, "co_names"):
            yield from _names(inner)


def _returned(function: Callable[..., Any], way: Way, path: str) -> tuple[str, int]:
    """Where a function returns what it returns: it is run once more under observation."""
    code, line = _code(function), 0

    def watch(frame: FrameType, event: str, _: object) -> None:
        nonlocal line
        if event == "return" and frame.f_code is code:
            line = frame.f_lineno

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        way.call()
    finally:
        sys.setprofile(before)
    return (code.co_filename, line) if code is not None and line else _where(function, path)


def _where(function: Callable[..., Any], path: str) -> tuple[str, int]:
    """Where a function is written, from its decorators on; the whole file where that is unknown."""
    code = _code(function)
    return (
        (code.co_filename, code.co_firstlineno) if code is not None and _is_own(code) else (path, 1)
    )


def _code(function: object) -> CodeType | None:
    return getattr(function, "__code__", None)


def _is_shipped(code: CodeType) -> bool:
    return code.co_filename.startswith(PACKAGE)


def _is_own(code: CodeType | None) -> bool:
    """Whether code is somebody's own: neither this package's nor Python's."""
    if code is None:
        return False
    return not code.co_filename.startswith(("<", PACKAGE, PYTHON))
