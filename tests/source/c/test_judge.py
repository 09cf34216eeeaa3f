"""libclang as the judge of a real tree: the same functions, enumerators, members and their types.

It needs `uv sync --group judge` and a tree in S2TUI_TREES. A tree that was never built lacks the
headers that a build makes; those are made up here, most of them empty. What the compiler cannot
know for want of them is not compared.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

from s2tui.source.c.types import Integer, Pointer
from s2tui.source.kernel.files import CODE
from tests.source.c.test_tree import FILES, LISTED, read
from tests.source.real import TREE, needs_trees

if TYPE_CHECKING:
    from collections.abc import Iterator

clang: Any = pytest.importorskip("clang.cindex", reason="libclang is not installed")
pytestmark = needs_trees

FATAL = 4
MOST_HEADERS = 40
"""That are made up beyond the ones that only name a generic one."""


def options(made_up: Path) -> list[str]:
    """How a file of the kernel is compiled, as far as it matters here."""
    listed = [f"-D{name}=1" for name, value in LISTED.items() if value]
    folders = ("arch/arm64/include", "include", "arch/arm64/include/uapi", "include/uapi")
    return [
        *("-target", "aarch64-linux-gnu", "-std=gnu11", "-D__KERNEL__", "-nostdinc", "-w"),
        *("-funsigned-char", "-fshort-wchar", "-ferror-limit=0"),
        *("-DCONFIG_PGTABLE_LEVELS=4", "-DCONFIG_ARM64_VA_BITS=48", *listed),
        *(f"-I{Path(TREE, folder)}" for folder in folders),
        f"-I{made_up}",
    ]


@cache
def parsed(path: str) -> Any:
    """A file as the compiler reads it."""
    with TemporaryDirectory() as folder:
        made_up = Path(folder)
        (made_up / "asm").mkdir()
        for generic in Path(TREE, "include").glob("**/asm-generic/*.h"):
            if not Path(TREE, "arch/arm64/include/asm", generic.name).exists():
                line = f"#include <asm-generic/{generic.name}>\n"
                (made_up / "asm" / generic.name).write_text(line)
        for _ in range(MOST_HEADERS):
            unit = clang.Index.create().parse(str(Path(TREE, path)), args=options(made_up))
            absent = [each.spelling for each in unit.diagnostics if each.severity >= FATAL]
            if not absent or "file not found" not in absent[0]:
                return unit
            header = made_up / absent[0].split("'")[1]
            header.parent.mkdir(parents=True, exist_ok=True)
            header.write_text("")
    raise AssertionError(absent)


@pytest.fixture(scope="module", autouse=True)
def _forgotten() -> Iterator[None]:
    """What was parsed goes while libclang is still there to let it go."""
    yield
    parsed.cache_clear()


def integer(type_: Any) -> str:
    """An integer of the compiler's as ours are written."""
    if type_.kind == clang.TypeKind.ENUM:
        type_ = type_.get_declaration().enum_type
    if type_.kind == clang.TypeKind.BOOL:
        return "bool"
    signed = type_.kind.name in ("SCHAR", "CHAR_S", "SHORT", "INT", "LONG", "LONGLONG")
    return f"{'s' if signed else 'u'}{type_.get_size() * 8}"


def of_our_files(path: str, kind: str) -> list[Any]:
    """What a file and its headers define, of those that we read."""
    wanted = getattr(clang.CursorKind, kind)
    found = []
    for each in parsed(path).cursor.get_children():
        file = each.location.file
        name = str(Path(file.name).relative_to(TREE)) if file and TREE in file.name else ""
        if name in FILES and each.kind == wanted and each.is_definition() and written(each):
            found.append(each)
    return found


def written(some: Any) -> bool:
    """Whether its name stands where it is defined: it is not made by a macro."""
    text = Path(some.location.file.name).read_bytes()[some.location.offset :]
    return not some.spelling or text.startswith((some.spelling.encode(), b"struct", b"enum"))


@pytest.mark.parametrize("path", CODE)
def test_the_same_functions_are_defined(path: str) -> None:
    theirs = {each.spelling for each in of_our_files(path, "FUNCTION_DECL")}
    ours = read().functions
    assert theirs - set(ours) == set()
    assert {name for name, each in ours.items() if each.at.file == path} - theirs == set()


@pytest.mark.parametrize("path", CODE)
def test_enumerators_have_the_same_values(path: str) -> None:
    compared = 0
    for enumeration in of_our_files(path, "ENUM_DECL"):
        for each in enumeration.get_children():
            ours = read().constant(each.spelling)
            # Without all headers some have no value that could be computed; then none is given.
            if ours is not None:
                assert (each.spelling, ours[0]) == (each.spelling, each.enum_value)
                compared += 1
    assert compared > 50


@pytest.mark.parametrize("path", CODE)
def test_members_have_the_same_types(path: str) -> None:
    compared = 0
    for record in of_our_files(path, "STRUCT_DECL"):
        members = read().struct(record.spelling)
        for each in record.get_children():
            known = members.members.get(each.spelling) if members else None
            if each.kind != clang.CursorKind.FIELD_DECL or known is None or known.bit_field:
                continue
            theirs = each.type.get_canonical()
            ours = str(known.type) if isinstance(known.type, Integer) else ""
            if ours:
                assert (record.spelling, each.spelling, ours) == (
                    record.spelling,
                    each.spelling,
                    integer(theirs),
                )
            elif isinstance(known.type, Pointer):
                assert theirs.kind == clang.TypeKind.POINTER, each.spelling
            compared += bool(ours) or isinstance(known.type, Pointer)
    assert compared > 20
