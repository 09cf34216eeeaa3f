"""Mistakes that can be made in a line of C, each small enough to be made by accident."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.mutants.mutate import Mutant

if TYPE_CHECKING:
    from collections.abc import Iterator

INSTEAD = {
    "==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "&&": "||", "||": "&&",
    "|=": "&=", "&=": "|=", "<<": ">>", ">>": "<<", " & ": " | ", " | ": " & ", " + ": " - ",
    " - ": " + ", "true": "false", "false": "true", "!": "", "~": "",
}  # fmt: skip
"""Operators and words, each with one that somebody may have meant instead."""
ERRNOS = ("EFAULT", "EINVAL", "ENOEXEC", "EAGAIN", "EHWPOISON", "ENOENT", "ENOMEM", "ENOSYS")
"""Each is taken for the next."""
_SILENT = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|^[ \t]*#(?:[^\\\n]|\\.|\\\n)*',
                     re.DOTALL | re.MULTILINE)  # fmt: skip
"""Text in which a mistake is none: comments, strings, lines of the preprocessor."""
_SAID = re.compile(r"\b(?:trace_\w+|kvm_err|kvm_pr_unimpl|pr_\w+|WARN\w*)\([^;{}]*\);")
"""What is only said: a mistake in it changes nothing that a guest or a host notices."""
_TOKEN = re.compile(
    r"->|\+\+|--|(?:<<|>>)=?|[=!<>|&^+*/%-]=|&&|\|\|| [&|+-] |[<>!~]"
    r"|\b\d+\b|\b[A-Za-z_]\w*\b"
)
_JUMP = re.compile(r"\b(?:return|break|goto|continue)\b[^;{}]*;")
_CALL = re.compile(r"(?m)(?<=[;{})\n])([ \t]*)[A-Za-z_]\w*\([^;{}]*\);(?=[ \t]*$)")
_ANSWER = re.compile(r"\b(?:return|ret =) $")
"""What stands before the answer of a function."""
_TEST = re.compile(r"\bif \(")


def mutants(text: str, first: int, last: int) -> Iterator[Mutant]:
    """Every mistake that is tried on some lines of a file.

    Args:
        text: the whole file.
        first: the first line of the function, from 1; what stands before its `{` stays.
        last: its last line.
    """
    heard = text
    for silent in (_SILENT, _SAID):
        heard = silent.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), heard)
    lines = heard.splitlines(keepends=True)
    start = heard.find("{", sum(map(len, lines[: first - 1])))
    end = sum(map(len, lines[:last]))
    for at, length, instead in sorted(set(_mistakes(heard, start, end))):
        code = heard[at : at + length]
        mistake = text[:at] + instead + text[at + length :]
        line = heard.count("\n", 0, at + len(code) - len(code.lstrip())) + 1
        yield Mutant(line, " ".join(code.split()), " ".join(instead.split()), mistake)


def _mistakes(heard: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Where, how much of the text, and what instead."""
    for found in _TOKEN.finditer(heard, start, end):
        token = found.group()
        instead = INSTEAD.get(token)
        if token in ERRNOS:
            instead = ERRNOS[(ERRNOS.index(token) + 1) % len(ERRNOS)]
        elif token.isdigit():
            # Any other positive answer means the same to who runs a vCPU: on with the guest.
            answered = _ANSWER.search(heard, max(start, found.start() - 12), found.start())
            instead = "0" if answered and token == "1" else str(int(token) + 1)
        if instead is not None:
            yield found.start(), len(token), instead
    for pattern in (_JUMP, _CALL):
        for found in pattern.finditer(heard, start, end):
            yield found.start(), len(found.group()), ";"
    for found in _TEST.finditer(heard, start, end):
        inside = found.end()
        close = _closing(heard, inside)
        yield inside, close - inside, f"!({heard[inside:close]})"


def _closing(text: str, at: int) -> int:
    """Where the parenthesis ends that was opened before a place."""
    depth = 1
    while depth:
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
    return at - 1
