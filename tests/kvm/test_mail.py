"""The mail of 26 March 2025: whole, in its order, and shown by answers that are computed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from s2tui.kvm.debate.mail import Sentence, answers, sentences
from s2tui.kvm.policies.registry import POLICIES

MAIL = Path(__file__).parents[1] / "data" / "seed-mail.txt"
INTERRUPTED = (14, ("Neither of those requires", "a memslot flag."))
"""The sentence into the middle of which the next one is written."""
BY_CAPABILITY = {16, 18}
"""What two policies differ in here is not what becomes of the VM but what user space is told."""
ALIKE = {24}
"""Memory that is mapped Device is treated alike by both: what was lost is another memory's."""
AROUND = re.compile(
    r"\[PATCH v3 1/1\] KVM: arm64: Allow cacheable stage 2 mapping using VMA flags"
    r"|Marc Zyngier maz at kernel.org Wed Mar 26 08:42:06 PDT 2025"
    r"|On Wed, (26 Mar 2025 14:53:34 \+0000|Mar (19|26), 2025( at [\d:]+[AP]M [-+]\d{4})?),"
    r" [A-Z]\w+ [A-Z]\w+( <seanjc at google.com>)? wrote:"
    r"|M. -- Without deviation from the norm, progress is not possible."
    r"|More information about the linux-arm-kernel mailing list"
)
"""What is no sentence: headers, who wrote what, and the signature."""


def text() -> str:
    """The mail without its marks of quotation, in one line."""
    return " ".join(re.sub(r"(?m)^[> ]+", "", MAIL.read_text(encoding="utf-8")).split())


def pieces(sentence: Sentence) -> tuple[str, ...]:
    """What stands in one piece in the mail."""
    number, parts = INTERRUPTED
    if sentence.number != number:
        return (sentence.quote,)
    assert " ".join(parts) == sentence.quote
    return parts


def test_the_quotes_are_the_mail_in_its_order_and_all_of_it() -> None:
    rest, at = text(), 0
    for sentence in sentences():
        for piece in pieces(sentence):
            assert piece in rest, sentence.number
            if piece != INTERRUPTED[1][1]:
                at, before = rest.index(piece), at
                assert at >= before
            rest = rest.replace(piece, "|" * len(piece), 1)
    assert not AROUND.sub("", rest).strip("| ")


def test_every_sentence_says_whose_it_is_and_what_became_of_it() -> None:
    assert [sentence.number for sentence in sentences()] == list(range(1, 28))
    for sentence in sentences():
        assert re.fullmatch(r"\d{1,2} Mar 2025, <\S+@\S+>", sentence.mail)
        assert sentence.fate in ("kept", "lost", "overtaken", "none")
        assert sentence.say
        assert sentence.why
        assert (sentence.where is None) == (sentence.fate == "none")
        assert (sentence.scenario is None) == (not sentence.between) == (not sentence.commands)


@pytest.mark.parametrize(
    "sentence", [s for s in sentences() if s.between], ids=lambda sentence: str(sentence.number)
)
def test_the_two_policies_of_a_sentence_differ_where_it_bears(sentence: Sentence) -> None:
    assert len(sentence.between) == 2
    assert set(sentence.between) <= set(POLICIES)
    one, other = answers(sentence).values()
    alike = one.cell[:3] == other.cell[:3]
    assert alike == (sentence.number in BY_CAPABILITY | ALIKE)
    if sentence.number in BY_CAPABILITY:
        assert one.capability is not None
        assert other.capability is not None
        assert (one.capability.vm, other.capability.vm) == (1, 0)


def test_the_answers_are_those_of_the_discussion() -> None:
    found = {s.number: {id_: one.cell[:3] for id_, one in answers(s).items()} for s in sentences()}
    # "we demote to something non-cacheable"
    assert found[1] == {"v6.9": ("ok", "ok", "device"), "v6.17": ("EINVAL", "none", None)}
    # "That's not sufficient."
    assert found[8] == {"create-only": ("ok", "ok", "device"), "sean": ("ok", "unstated", None)}
    # "it is *userspace* that is in charge"
    assert found[26] == {"marc": ("ok", "ok", "device"), "v6.17": ("ok", "ok", "normal")}
    # Marc Zyngier, 18 Mar 2025: "Doing otherwise may eat your data"
    assert found[27] == {"marc": ("ok", "ok", "normal"), "patch-v6": ("ok", "ok", "device")}
    assert found[6] == {}
