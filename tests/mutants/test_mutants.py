"""The seeded mistakes are Python, each another one, and what is explained is one of them."""

from __future__ import annotations

import ast
import inspect

import pytest

from s2tui.kvm.scenario import predicates
from tests.mutants.__main__ import TESTS, candidates, reasons
from tests.mutants.mutate import mutants

TEXT = inspect.getsource(predicates)


def test_a_mistake_is_python_and_says_what_it_changes() -> None:
    found = list(mutants(TEXT))
    assert len({mutant.text for mutant in found}) == len(found)
    for mutant in found:
        assert ast.dump(ast.parse(mutant.text)) != ast.dump(ast.parse(TEXT))
        assert mutant.code.split()[0] in TEXT.splitlines()[mutant.line - 1]


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("x = a and b", {"x = ((b))", "x = ((a))"}),
        ("x = a < 2", {"x = (a <= 2)", "x = a < (3)"}),
        ("def f(): return 'nsh'", {"def f(): return None", "def f(): return 'ish'"}),
        ("if not a:\n    pass", {"if (a):\n    pass"}),
        ("if a: pass", {"if (not (a)): pass"}),
        ("é = 'é', a | b", {"é = 'é', (a & b)"}),
        ("@check('EINVAL')\ndef f(x: 'page') -> bool: ...", set()),
    ],
)  # fmt: skip
def test_what_can_be_made_wrong_of_a_line(text: str, mistakes: set[str]) -> None:
    assert {mutant.text for mutant in mutants(text)} == mistakes


@pytest.mark.slow
def test_what_is_explained_can_still_be_drawn() -> None:
    drawable = {(t.file, t.mutant.code, t.mutant.mistake) for t in candidates(list(TESTS))}
    assert set(reasons()) <= drawable
