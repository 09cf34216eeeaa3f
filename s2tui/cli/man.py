"""The man page, made of the parsers and of what the help says besides (man(7))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui import __version__
from s2tui.cli import guide
from s2tui.cli.argparse_private import arguments_of
from s2tui.cli.commands import COMMANDS, SHELLS, parser_of

if TYPE_CHECKING:
    from argparse import Action
    from collections.abc import Iterator

SUMMARY = "how KVM on arm64 builds stage-2 memory attributes"
DESCRIPTION = """\
Given a host, a memslot, what backs it and one guest access: what does KVM put into the stage-2
descriptor, what does the guest or the VMM see, and where may the VM migrate afterwards? Without a
command an explorer opens in the terminal; each command answers on standard output.
"""
COMMON = ("color", "ascii", "help")
"""Arguments that every command has, said once."""
STATUS = (
    ("0", "There is an answer."),
    ("1", "The answer is no, different or unknown: diff, check, migrate, find."),
    ("2", "The request was wrong, which is said in one line on standard error."),
    ("130", "Interrupted."),
)
ENVIRONMENT = (
    ("NO_COLOR", "If set and not empty, no color."),
    ("S2TUI_ASCII", "1: signs in ASCII; 0: never. Else where terminal or encoding lacks them."),
    ("COLUMNS", "The width of the terminal, if it is not to be asked."),
    ("S2TUI_TRACEBACK", "If set, a bug of s2tui is shown with its traceback."),
)
FILES = (
    ("~/.config/s2tui/config.toml", "Keys of the explorer."),
    ("~/.config/s2tui/themes/", "Themes of one's own."),
)


def page() -> str:
    """The whole page, in the language of man(7)."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield f'.TH S2TUI 1 "" "s2tui {__version__}" "User Commands"'
    yield from (".SH NAME", f"s2tui \\- {_text(SUMMARY)}")
    yield ".SH SYNOPSIS"
    yield from _usage("app")
    yield from (".br", r"\fBs2tui\fR \fICOMMAND\fR [...]", ".br", r"\fBs2tui help\fR \fICOMMAND\fR")
    yield from (".SH DESCRIPTION", *_paragraphs(DESCRIPTION))
    yield from _options(parser="app")
    yield from _tagged("\\fB\\-\\-version\\fR", "Print the version.")
    yield from _tagged(
        "\\fB\\-\\-completion\\fR \\fISHELL\\fR", f"Print a script for {', '.join(SHELLS)}."
    )
    yield from _tagged("\\fB\\-\\-man\\fR", "Print this page.")
    yield ".SH COMMANDS"
    yield from _paragraphs("Every command also takes these:")
    yield from _options(parser=next(iter(COMMANDS)), only=COMMON)
    for name, text in COMMANDS.items():
        yield f".SS {name}"
        yield from _usage(name)
        yield from _paragraphs(f"{text[0].upper()}{text[1:]}.")
        yield from _options(parser=name, without=COMMON)
        one = guide.GUIDES[name]
        if one.lists:
            yield from _paragraphs(f"What its words may be: {guide.pointers(one)}.")
    yield ".SH FORMATS"
    for note in _notes():
        yield from _paragraphs(note)
    for title, rows in (("EXIT STATUS", STATUS), ("ENVIRONMENT", ENVIRONMENT), ("FILES", FILES)):
        yield f".SH {title}"
        for tag, text in rows:
            yield from _tagged(f"\\fB{_text(tag)}\\fR", text)
    yield ".SH EXAMPLES"
    for one in guide.GUIDES.values():
        for example in one.examples:
            yield from _tagged(f"\\fB{_text(example.line)}\\fR", f"{example.text}.")


def _notes() -> list[str]:
    """Every format, each once."""
    return list(dict.fromkeys(note for one in guide.GUIDES.values() for note in one.notes))


def _usage(name: str) -> Iterator[str]:
    usage = parser_of(name).format_usage().removeprefix("usage: ")
    yield _text(" ".join(usage.split()))


def _options(
    *, parser: str, only: tuple[str, ...] = (), without: tuple[str, ...] = ()
) -> Iterator[str]:
    for action in arguments_of(parser_of(parser)):
        if action.dest in without or (only and action.dest not in only):
            continue
        yield from _tagged(_tag(action), f"{action.help}.")


def _tag(action: Action) -> str:
    """An argument as it is typed, options in bold and what they take in italics."""
    takes = ""
    if action.nargs != 0:
        takes = str(action.metavar or "|".join(map(str, action.choices or (action.dest,))))
    options = ", ".join(f"\\fB{_text(option)}\\fR" for option in action.option_strings)
    return f"{options} \\fI{_text(takes)}\\fR".strip() if takes else options


def _tagged(tag: str, text: str) -> Iterator[str]:
    yield from (".TP", tag, _text(text))


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs, those that are indented as they are."""
    for paragraph in text.rstrip().split("\n\n"):
        if paragraph.startswith(" "):
            yield from (".PP", ".RS 4", ".nf", *map(_text, paragraph.split("\n")), ".fi", ".RE")
        else:
            yield from (".PP", _text(" ".join(paragraph.split())))


def _text(text: str) -> str:
    """Text in which nothing is a request or an escape."""
    said = text.strip("\n").replace("\\", "\\e").replace("-", "\\-").replace("%%", "%")
    said = said.removeprefix("    ")
    return f"\\&{said}" if said[:1] in (".", "'") else said
