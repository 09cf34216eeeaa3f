"""Where the members of a structure are."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from s2tui.source.c.types import (
    POINTER_BYTES,
    Array,
    Integer,
    Member,
    Members,
    Pointer,
    Record,
    Type,
)

Known = Callable[[Record], "Members | None"]
"""What is in a structure that is known already."""


def size(type_: Type, known: Known) -> tuple[int, int] | None:
    """The size and alignment of a type in bytes; None where the files do not say."""
    if isinstance(type_, Integer):
        whole = max(8, type_.bits) // 8
        return whole, whole
    if isinstance(type_, Pointer):
        return POINTER_BYTES, POINTER_BYTES
    if isinstance(type_, Array):
        one = size(type_.of, known)
        return None if one is None or type_.length is None else (one[0] * type_.length, one[1])
    members = known(type_) if isinstance(type_, Record) else None
    if members is None or members.size is None or members.alignment is None:
        return None
    return members.size, members.alignment


class Layout:
    """The members of a structure, one after the other."""

    def __init__(self, record: Record, known: Known) -> None:
        self._record, self._known = record, known
        self._members: dict[str, Member] = {}
        self._offsets: dict[str, int] = {}
        self._end: int | None = 0
        self._alignment = 1

    def add(self, member: Member) -> None:
        """The next member."""
        self._offset(member.type, member.name)
        self._members[member.name] = self._placed(member)

    def nameless(self, type_: Type) -> None:
        """The next member is a structure without a name: its members are this one's."""
        start = self._offset(type_, "")
        members = self._known(type_) if isinstance(type_, Record) else None
        for name, member in members.members.items() if members else ():
            self._members[name] = self._placed(member)
            if start is not None and members and name in members.offsets:
                self._offsets[name] = start + members.offsets[name]

    def bit_field(self, name: str, type_: Type, bits: int | None) -> None:
        """The next member has so many bits; where exactly is not worked out."""
        self._end = None
        if name and isinstance(type_, Integer) and bits is not None:
            narrow = type_ if type_.truth else Integer(bits, type_.signed)
            self._members[name] = self._placed(Member(name, narrow, bit_field=True))

    def members(self) -> Members:
        """All of it."""
        end = self._end
        if end is not None:
            end = -(-end // self._alignment) * self._alignment
        return Members(
            self._record,
            self._members,
            end,
            None if end is None else self._alignment,
            self._offsets,
        )

    def _placed(self, member: Member) -> Member:
        return attrs.evolve(member, overlaps=True) if self._record.union else member

    def _offset(self, type_: Type, name: str) -> int | None:
        """Where the next member begins; the end is then behind it."""
        if isinstance(type_, Array) and type_.length is None:
            element = size(type_.of, self._known)
            found = (0, element[1]) if element else None
        else:
            found = size(type_, self._known)
        if found is None or self._end is None:
            self._end = None
            return None
        length, alignment = found
        self._alignment = max(self._alignment, alignment)
        start = 0 if self._record.union else -(-self._end // alignment) * alignment
        self._end = max(self._end, start + length)
        if name:
            self._offsets[name] = start
        return start
