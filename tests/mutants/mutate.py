"""Mistakes that can be made in a source text, each small enough to be made by accident."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPARED: dict[type[ast.cmpop], str] = {
    ast.Eq: "!=", ast.NotEq: "==", ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip
CALCULATED: dict[type[ast.operator], str] = {
    ast.Add: "-", ast.Sub: "+", ast.LShift: ">>", ast.RShift: "<<", ast.BitAnd: "|",
    ast.BitOr: "&", ast.Mult: "+", ast.FloorDiv: "*",
}  # fmt: skip
WORDS = {
    "EINVAL": "EFAULT", "EFAULT": "EINVAL", "unstated": "EINVAL", "unknown": "error",
    "normal": "normal-nc", "normal-nc": "device", "device": "normal-nc", "page": "pmd",
    "pmd": "page", "pud": "pmd", "pfnmap": "mixedmap", "zone-device": "anonymous",
    "translation": "permission", "permission": "translation", "write": "read", "exec": "write",
    "ish": "osh", "osh": "ish", "nsh": "ish", "mapped": "relaxed", "memslot": "fault",
}  # fmt: skip
"""Words of the domain, each with one that somebody may have meant instead."""


class Mutant(NamedTuple):
    """One mistake in one file."""

    line: int
    """Where it is, from 1."""
    code: str
    """What stands there."""
    mistake: str
    """What stands there instead."""
    text: str
    """The whole file with it."""


class _Source:
    """A text whose expressions can be replaced."""

    def __init__(self, text: str) -> None:
        self.whole = text.encode()
        self.starts = [0]
        for line in self.whole.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def place(self, node: ast.expr) -> slice:
        """The bytes of an expression: ast counts columns in them."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = self.starts[node.lineno - 1] + node.col_offset
        return slice(start, self.starts[node.end_lineno - 1] + node.end_col_offset)

    def of(self, node: ast.expr) -> str:
        return self.whole[self.place(node)].decode()

    def mutant(self, node: ast.expr, instead: str) -> Mutant:
        place = self.place(node)
        text = (self.whole[: place.start] + instead.encode() + self.whole[place.stop :]).decode()
        return Mutant(node.lineno, _short(self.of(node)), _short(instead), text)


def _short(code: str) -> str:
    return " ".join(code.split())


def mutants(text: str) -> Iterator[Mutant]:
    """Every mistake that is tried on a text, from its first line on."""
    source = _Source(text)
    for node in _statements(ast.parse(text)):
        for expression, instead in _instead(node, source):
            yield source.mutant(expression, instead)


def _statements(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes in which a mistake would matter to what the program does.

    Not those of types, of decorators (texts, citations, sizes of caches) and of assertions.
    """
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for node in value if isinstance(value, list) else [value]:
            if isinstance(node, ast.AST) and not isinstance(node, ast.Assert):
                if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
                    continue
                yield node
                yield from _statements(node)


def _turns(test: ast.expr) -> bool:
    """Whether another mistake says the opposite of a condition already."""
    either = (ast.Eq, ast.NotEq, ast.In, ast.NotIn, ast.Is, ast.IsNot)
    return isinstance(test, ast.UnaryOp) or (
        isinstance(test, ast.Compare) and isinstance(test.ops[0], either)
    )


def _instead(node: ast.AST, source: _Source) -> Iterator[tuple[ast.expr, str]]:
    """What may stand in the place of (a part of) a node."""
    match node:
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test) if not _turns(test):
            yield test, f"(not ({source.of(test)}))"
        case ast.Return(value=ast.expr() as value) if source.of(value) != "None":
            yield value, "None"
        case ast.BoolOp(op=op, values=values):
            word = " and " if isinstance(op, ast.And) else " or "
            for left_out in values:
                rest = word.join(f"({source.of(v)})" for v in values if v is not left_out)
                yield node, f"({rest})"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield node, f"({source.of(operand)})"
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            yield node, f"({source.of(left)} {COMPARED[type(op)]} {source.of(right)})"
        case ast.BinOp(left=left, op=op, right=right) if type(op) in CALCULATED:
            yield node, f"({source.of(left)} {CALCULATED[type(op)]} {source.of(right)})"
        case ast.Constant(value=bool() as value):
            yield node, str(not value)
        case ast.Constant(value=int() as value):
            yield node, f"({value + 1})"
        case ast.Constant(value=str() as value) if value in WORDS:
            yield node, repr(WORDS[value])
