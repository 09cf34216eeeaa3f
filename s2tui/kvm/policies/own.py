"""Policies out of Python files: each file is run once, and again when somebody asks and it changed.

What a file said last stays where it no longer runs: whoever is in the middle of writing it loses
nothing.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from s2tui.errors import RequestError, unknown

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType

    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Rule

Stamp = tuple[int, int]
"""When a file was last written, in nanoseconds, and how many bytes it has."""


class _File(NamedTuple):
    """What is known of one file."""

    policy: Policy
    """What it said when it last ran."""
    edition: int
    """How often it has said something else since it was first run."""
    stamp: Stamp | None
    """The file as it was last looked at, whether or not it ran then; None where it was gone."""
    place: str
    """Its whole path: under the same name there is another file in another folder."""


class Reread(NamedTuple):
    """A file that changed."""

    path: str
    was: Policy
    now: Policy
    """The same one as before where the file no longer runs."""
    error: RequestError | None = None
    """Why it does not."""


_FILES: dict[str, _File] = {}


def policy(path: str) -> Policy:
    """The policy of a file; it is run when it is first asked for.

    Raises:
        RequestError: the file cannot be read or run, or defines no policy.
    """
    known, place = _FILES.get(path), os.path.abspath(path)
    if known is None or known.place != place:
        stamp = _stamp(path)
        known = _FILES[path] = _File(run(path), 0, stamp, place)
    return known.policy


def paths() -> tuple[str, ...]:
    """The files that were run, in the order in which they first were."""
    return tuple(_FILES)


def edition(name: str) -> int:
    """How often a policy has become another one under the same name; 0 for all but files."""
    return _FILES[name].edition if name in _FILES else 0


def editions() -> int:
    """How often any file has said something else."""
    return sum(known.edition for known in _FILES.values())


def known_as(path: str) -> str:
    """The name under which a file was run already, whatever it is called now."""
    for name in _FILES:
        if name != path and os.path.realpath(name) == os.path.realpath(path):
            return name
    return path


def reread(probe: Callable[[Policy], object] = lambda _: None) -> list[Reread]:
    """Run the files again that changed since they were last looked at.

    Args:
        probe: is given what such a file says now; a policy with which it fails is not taken.

    Returns:
        Those files, also where they said nothing that can be used.
    """
    found = []
    for path, known in list(_FILES.items()):
        stamp = _stamp(path)
        # One that is gone may be about to be replaced, as editors do it.
        if stamp is None or stamp == known.stamp:
            continue
        try:
            now = run(path)
            _probe(path, now, probe)
        except RequestError as error:
            _FILES[path] = known._replace(stamp=stamp)
            found.append(Reread(path, known.policy, known.policy, error))
        else:
            _FILES[path] = _File(now, known.edition + 1, stamp, known.place)
            found.append(Reread(path, known.policy, now))
    return found


def _probe(path: str, now: Policy, probe: Callable[[Policy], object]) -> None:
    try:
        probe(now)
    except Exception as error:
        raise failed(path, error) from None


def changed_rules(was: Policy, now: Policy) -> tuple[str, ...]:
    """What differs between the rules of two policies, as far as the rules themselves show it.

    What they call may differ as well: that is seen only by what comes of it.
    """
    before = {rule.id: rule for rule in was.rules}
    after = {rule.id: rule for rule in now.rules}
    return (
        *(f"{id_} is new" for id_ in after if id_ not in before),
        *(f"{id_} is gone" for id_ in before if id_ not in after),
        *(
            f"{id_} changed"
            for id_ in after
            if id_ in before and _print(before[id_]) != _print(after[id_])
        ),
    )


def _print(rule: Rule[object]) -> tuple[object, ...]:
    """What a rule says and does, comparable where the function was made anew."""
    decides = rule.decides.name if rule.decides is not None else None
    code = getattr(rule.apply, "__code__", None)
    said = rule.stage, rule.text, rule.cite, decides, rule.handler, rule.hazard
    return (*said, _code(code) if code is not None else None)


def _code(code: CodeType) -> tuple[object, ...]:
    # Code objects compare unequal when they were moved in their file.
    inner = tuple(_code(c) if hasattr(c, "co_code") else (type(c), c) for c in code.co_consts)
    return code.co_code, code.co_names, code.co_varnames, inner


def run(path: str) -> Policy:
    """Run a file for the policy that it defines.

    Raises:
        RequestError: it cannot be read or run, defines no policy, or one with a rule that cannot
            be meant (s2tui.kvm.policies.mistakes).
    """
    from runpy import run_path

    from s2tui.kvm.hazards.catalogue import load
    from s2tui.kvm.policy.policy import Policy

    try:
        names = run_path(path)
    except OSError as error:
        raise RequestError(f"cannot read the policy {path}: {error.strerror or error}") from None
    except ImportError as error:
        if os.path.isdir(path):
            raise RequestError(f"cannot read the policy {path}: it is a directory") from None
        raise failed(path, error) from None
    except (Exception, SystemExit) as error:
        raise failed(path, error) from None
    found = names.get("policy")
    if not isinstance(found, Policy):
        raise RequestError(f"{path} defines no `policy` made with s2tui.kvm.policy.policy")
    for rule in found.rules:
        if rule.hazard is not None and rule.hazard not in load():
            raise unknown("hazard", rule.hazard, load(), f" (rule {rule.id} of {path})")
    from s2tui.kvm.policies.mistakes import first

    wrong = first(path, found, names)
    if wrong is not None:
        raise wrong
    return found


def failed(path: str, error: BaseException) -> RequestError:
    """What to say of an error that a file made: its line, where it came from one."""
    from s2tui.kvm.policies.mistakes import place

    # Python says file and line of a syntax error once more, at its end.
    text = error.msg if isinstance(error, SyntaxError) else error
    said = " ".join(f"{type(error).__name__}: {text}".split())
    where = place(error, path)
    return RequestError(
        f"{where[0]}:{where[1]}: {said}" if where else f"the policy {path} fails: {said}"
    )


def line_of(error: BaseException) -> str:
    """The file and line of somebody's own policy that an error came from, for the end of a text."""
    if not _FILES:
        return ""
    from s2tui.kvm.policies.mistakes import place

    where = place(error)
    return f" ({where[0]}:{where[1]})" if where else ""


def _stamp(path: str) -> Stamp | None:
    try:
        there = os.stat(path)
    except OSError:
        return None
    return there.st_mtime_ns, there.st_size
