"""Comparisons as they are written in a policy's file: those that no value can notice.

`s.backing in {"pfnmp"}` asks the hash of a value and never compares, and `s.host_fwb == "true"`
compares a boolean, which is whatever it is. Both are read off the text.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.kvm.policies.ways import BY_ATTRIBUTE, impossible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PLAIN = str | bool | int | None
_MANY = (tuple, list, set, frozenset)


class Written(NamedTuple):
    """A comparison that is always false."""

    line: int
    text: str


def comparisons(source: str, names: Mapping[str, Any]) -> Iterator[Written]:
    """Where a field is compared with what it never is.

    Args:
        source: the text of a file that has been run.
        names: what its names stand for.
    """
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Compare):
            continue
        sides = (node.left, *node.comparators)
        for one, operator, other in zip(sides, node.ops, sides[1:], strict=False):
            for field, said in ((one, other), (other, one)):
                for wrong in _wrong(field, operator, said, names):
                    yield Written(node.lineno, wrong)


def _wrong(
    field: ast.expr, operator: ast.cmpop, said: ast.expr, names: Mapping[str, Any]
) -> Iterator[str]:
    if not isinstance(field, ast.Attribute) or not isinstance(field.value, ast.Name):
        return
    known = BY_ATTRIBUTE.get(field.attr)
    # A name of the module stands for something else, which may have such an attribute.
    if known is None or field.value.id in names:
        return
    value = _value(said, names)
    many = isinstance(operator, ast.In | ast.NotIn)
    for one in value if many and isinstance(value, _MANY) else () if many else (value,):
        if isinstance(one, _PLAIN) and not any(one is v or one == v for v in known.values):
            yield impossible(known.name, one, known.values)


def _value(node: ast.expr, names: Mapping[str, Any]) -> object:
    """What an expression stands for, if it is a literal or a name of the module; else `...`."""
    if isinstance(node, ast.Name):
        return names.get(node.id, ...)
    try:
        found: object = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError):
        return ...
    return found
