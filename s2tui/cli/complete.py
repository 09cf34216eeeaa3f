"""What may stand where the cursor is: the words that a shell offers on Tab.

The scripts of `shells` ask for them each time, so that they are what this program, its lists and
its parsers know now. Nothing here prints a complaint: where nothing fits, nothing is offered.
"""

from __future__ import annotations

import os
import shlex
from importlib import import_module
from typing import TYPE_CHECKING

from s2tui.errors import RequestError

if TYPE_CHECKING:
    from argparse import Action, ArgumentParser
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Source = Callable[[str], Iterable[str]]
    """From the word so far to words; those that do not begin with it are left out."""


def candidates(words: Sequence[str]) -> list[str]:
    """The words that may stand in place of the last one.

    Args:
        words: what stands behind the program's name up to the cursor; the last may be empty.
    """
    *before, current = words or [""]
    try:
        found = [word for word in _offered(before, current) if word.startswith(current)]
    except (RequestError, OSError):
        return []
    return list(dict.fromkeys(found))


def split(line: str) -> list[str]:
    """The words of a command line up to the cursor, as a shell reads them; quotes may be open."""
    for closing in ("", '"', "'"):
        try:
            words = shlex.split(line + closing)
        except ValueError:
            continue
        return [*words, ""] if line[-1:].isspace() and not closing else words
    return line.split()


def _offered(before: Sequence[str], current: str) -> Iterable[str]:
    from s2tui.cli.commands import COMMANDS, OPTIONS, SHELLS, parser_of

    if before[:1] == ["help"]:
        return COMMANDS
    if before[:1] == ["--completion"]:
        return SHELLS
    name = before[0] if before and before[0] in COMMANDS else "app"
    offered = _of_parser(name, parser_of(name), before[name != "app" :], current)
    if before:
        return offered
    return [*offered, *OPTIONS] if current.startswith("-") else [*COMMANDS, "help"]


def _of_parser(
    name: str, parser: ArgumentParser, before: Sequence[str], current: str
) -> Iterable[str]:
    from s2tui.cli.argparse_private import arguments_of

    actions = arguments_of(parser)
    options = {option: action for action in actions for option in action.option_strings}
    option, equals, begun = current.partition("=")
    if equals and option in options:
        return [f"{option}={word}" for word in _values(name, options[option], begun)]
    last = options.get(before[-1]) if before else None
    if last is not None and last.nargs is None:
        return _values(name, last, current)
    if current.startswith("-"):
        return options
    positional = [action for action in actions if not action.option_strings]
    given = len(_positional(before, options))
    return _values(name, positional[min(given, len(positional) - 1)], current) if positional else ()


def _positional(words: Iterable[str], options: Mapping[str, Action]) -> list[str]:
    """The words that are neither options nor the values of options."""
    found = []
    value = False
    for word in words:
        if not value and not word.startswith("-"):
            found.append(word)
        value = word in options and options[word].nargs is None
    return found


def _values(name: str, action: Action, current: str) -> Iterable[str]:
    if action.choices is not None:
        return map(str, action.choices)
    source = SOURCES.get(f"{name} {action.dest}") or SOURCES.get(action.dest)
    return () if source is None else source(current)


def scenarios(current: str) -> Iterable[str]:
    """@NAMEs, fields, after an equals sign their values, and TOML files."""
    from s2tui.arm.cpus import load as cpus
    from s2tui.kvm.scenario.fields import FIELDS, word
    from s2tui.kvm.scenario.named import askable
    from s2tui.kvm.scenario.notation import OTHERS

    first, comma, part = current.rpartition(",")
    name, equals, _ = part.partition("=")
    if equals:
        values = list(cpus()) if name == "host.cpu" else []
        if name in FIELDS:
            values = [word(value) for value in FIELDS[name].values]
        return [f"{first}{comma}{name}={value}" for value in values]
    fields = [f"{first}{comma}{field}=" for field in (*OTHERS, *FIELDS)]
    if comma:
        return fields
    return [*(f"@{named}" for named in askable()), *fields, *_files(current, (".toml",))]


def hosts(current: str) -> Iterable[str]:
    """Host fields, host.cpu and kernel, and their values, with commas between."""
    first, comma, part = current.rpartition(",")
    if part.startswith("kernel="):
        return [f"{first}{comma}kernel={kernel}" for kernel in kernels("")]
    own = [word for word in scenarios(current) if word.removeprefix(first + comma)[:5] == "host."]
    return [*own, f"{first}{comma}kernel="]


def kernels(current: str) -> Iterable[str]:
    """Policies, releases, distributions' kernels and Python files."""
    from s2tui.kvm.policies import distributions, proposed, registry

    known = distributions.load().items()
    return [
        *registry.POLICIES,
        *registry.releases(),
        *proposed.ALIASES,
        *(name for name, one in known if one.kernel),
        *_files(current, (".py",)),
    ]


def several_kernels(current: str) -> Iterable[str]:
    """The same with commas between, each only once."""
    first, comma, part = current.rpartition(",")
    taken = first.split(",")
    return [f"{first}{comma}{kernel}" for kernel in kernels(part) if kernel not in taken]


def invariants(_: str) -> Iterable[str]:
    """What `check` knows."""
    from s2tui.analysis.invariants.catalogue import load

    return load()


def members(current: str) -> Iterable[str]:
    """Inner members, and after an equals sign the values that are words."""
    from s2tui.analysis.whatif import INNER_MEMBERS, WORDS

    name, equals, _ = current.partition("=")
    if equals:
        return [f"{name}={value}" for value in WORDS.get(name, ())]
    return [f"{member}=" for member in INNER_MEMBERS]


def themes(_: str) -> Iterable[str]:
    """Themes, those of one's own among them."""
    names: Callable[[], Iterable[str]] = import_module("s2tui.tui.terminal.themes").names
    return names()


def descriptor_fields(current: str) -> Iterable[str]:
    """What a page has, kind and address."""
    from s2tui.arm.descriptor.codec import decode
    from s2tui.cli.encode import KINDS

    if current.startswith("kind="):
        return [f"kind={kind}" for kind in KINDS]
    own = [field.name for field in decode(0b11, 3).fields if field.name.isalnum()]
    return [f"{name}=" for name in ("kind", "address", *own)]


def stage1(_: str) -> Iterable[str]:
    """The ways in which stage 1 is disabled; a byte is for its user to say."""
    from s2tui.arm.combine.rules import STAGE1_WORDS

    return STAGE1_WORDS


def lessons(_: str) -> Iterable[str]:
    """The lessons that come with s2tui."""
    from s2tui.teach.lesson.course import load

    return [lesson.id for lesson in load().lessons]


def steps(_: str) -> Iterable[str]:
    """Lessons, their steps, ways through them, and the quiz."""
    from s2tui.teach.lesson.course import OWN, load
    from s2tui.teach.lesson.paths import ways

    course = load()
    names = [step.name for step in course.steps()]
    return [*lessons(""), *(way.id for way in ways(OWN, course.lessons).found), "quiz", *names]


def screens(_: str) -> Iterable[str]:
    """The screens of the app."""
    from s2tui.tui.commands.screens import BY_NAME

    return BY_NAME


def folders(current: str) -> Iterable[str]:
    """Folders."""
    return [name for name in _files(current, ("/",)) if name.endswith("/")]


def files(current: str) -> Iterable[str]:
    """Files of any kind."""
    return _files(current, ("",))


SOURCES: Mapping[str, Source] = {
    "words": scenarios,
    "scenario": scenarios,
    "where": scenarios,
    "source": hosts,
    "destination": hosts,
    "kernel": kernels,
    "kernels": several_kernels,
    "ids": kernels,
    "first": kernels,
    "second": kernels,
    "against": kernels,
    "invariant": invariants,
    "want": members,
    "theme": themes,
    "encode fields": descriptor_fields,
    "decode where": descriptor_fields,
    "s1": stage1,
    "names": lessons,
    "lesson": steps,
    "screen": screens,
    "pin": scenarios,
    "folder": folders,
    "batch": files,
    "fleet": files,
    "file": files,
    "tree": files,
    "trees": files,
    "base": files,
    "patch": files,
    "answers": files,
    "lesson to": files,
}
"""What an argument takes, by its name, or by command and name."""


def _files(current: str, endings: tuple[str, ...]) -> list[str]:
    """Files with such endings, and folders, in the folder that a word is about."""
    folder, slash, begun = current.rpartition("/")
    found = []
    with os.scandir(f"{folder}{slash}" or ".") as entries:
        for entry in entries:
            if entry.name.startswith(".") > begun.startswith("."):
                continue
            if entry.is_dir():
                found.append(f"{folder}{slash}{entry.name}/")
            elif entry.name.endswith(endings):
                found.append(f"{folder}{slash}{entry.name}")
    return sorted(found)
