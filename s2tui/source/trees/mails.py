"""Patches out of mails: an mbox with a series, a single mail, or a bare diff."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, NamedTuple

from s2tui.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

_FROM = re.compile(rb"^From \S+.*\d\d:\d\d(?::\d\d)? .*\d{4}.*\n", re.MULTILINE)
"""The line that begins a mail of an mbox."""
_DIFF = re.compile(rb"^(diff --git |--- (a/|/dev/null|\S+\n\+\+\+ ))", re.MULTILINE)
_HEADERS = re.compile(rb"^(From|Subject|Date|Message-I[dD]|Return-Path|Received|To|X-\S+): ")
_TAG = re.compile(r"\[([^]]*PATCH[^]]*)\]", re.IGNORECASE)
_NUMBER = re.compile(r"\b(\d+)/(\d+)\b")
_VERSION = re.compile(r"\bv(\d+)\b", re.IGNORECASE)


class Patch(NamedTuple):
    """One patch, and what its mail says of it."""

    diff: bytes
    """What git is to apply, with any text around."""
    subject: str
    """As it was sent, such as `[PATCH v7 4/5] KVM: arm64: Allow ...`; the file's name of a diff."""
    number: int = 1
    total: int = 1
    version: int = 1

    @property
    def short(self) -> str:
        """What it is called in one word or two: `4/5`, or its subject."""
        return f"{self.number}/{self.total}" if self.total > 1 else self.subject


def series(content: bytes, name: str) -> tuple[Patch, ...]:
    """The patches of a mailbox in their order; what has no patch, as a cover letter, is left out.

    Args:
        content: an mbox as `b4 am` and git format-patch write it, a mail, or a diff.
        name: of the file, for errors and for a diff.

    Raises:
        RequestError: there is no patch in it, or there are patches of two versions.
    """
    content = content.replace(b"\r\n", b"\n")
    mails = list(_mails(content))
    if not mails:
        found = [Patch(content, name)] if _DIFF.search(content) else []
    else:
        found = [patch for mail in mails if (patch := _patch(mail)) is not None]
    if not found:
        what = f"{len(mails)} mails" if len(mails) > 1 else "mail" if mails else "text"
        raise RequestError(f"{name} has no patch: there is no diff in its {what}")
    versions = sorted({patch.version for patch in found if patch.total > 1})
    if len(versions) > 1:
        said = ", ".join(f"v{one}" for one in versions)
        raise RequestError(f"{name} has patches of several versions ({said}); keep one of them")
    return tuple(sorted(found, key=lambda patch: patch.number if patch.total > 1 else 0))


def _mails(content: bytes) -> Iterator[Message]:
    """The mails of an mbox, or the only one; none in a bare diff."""
    begins = [
        found
        for found in _FROM.finditer(content)
        if found.start() == 0 or content[: found.start()].endswith(b"\n\n")
    ]
    if not begins:
        if _HEADERS.match(content):
            yield message_from_bytes(content, policy=policy.compat32)
        return
    ends = [one.start() for one in begins[1:]] + [len(content)]
    for begin, end in zip(begins, ends, strict=True):
        text = re.sub(rb"^>(>*From )", rb"\1", content[begin.end() : end], flags=re.MULTILINE)
        yield message_from_bytes(text, policy=policy.compat32)


def _patch(mail: Message) -> Patch | None:
    """The patch of a mail; None where it has none."""
    # The last line break of a part belongs to the boundary behind it.
    diff = b"".join(text + b"\n" for text in _texts(mail) if _DIFF.search(text))
    if not diff:
        return None
    subject = _subject(mail)
    tag = _TAG.search(subject)
    said = tag.group(1) if tag else ""
    number, version = _NUMBER.search(said), _VERSION.search(said)
    return Patch(
        diff.replace(b"\r\n", b"\n"),
        subject,
        int(number.group(1)) if number else 1,
        int(number.group(2)) if number else 1,
        int(version.group(1)) if version else 1,
    )


def _texts(mail: Message) -> Iterator[bytes]:
    """Every part that is text, decoded from what mail made of it."""
    for part in mail.walk():
        if part.is_multipart() or part.get_content_maintype() not in ("text", "application"):
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and part.get_content_subtype() != "html":
            yield content


def _subject(mail: Message) -> str:
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header

    raw = str(mail.get("Subject", ""))
    try:
        said = str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        said = raw
    return " ".join(said.split()) or "a mail without a subject"
