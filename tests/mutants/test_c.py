"""The seeded mistakes in C: what can be made wrong of a function, and how running it notices."""

from __future__ import annotations

import pytest

from tests.mutants.c import mutants
from tests.mutants.tree import UNNOTICED, Right, Tried
from tests.source.kernel.invented import FILES, Invented

FILE = "arch/arm64/kvm/mmu.c"


@pytest.mark.parametrize(
    ("body", "mistakes"),
    [
        ("a = b == c;", {"a = b != c;"}),
        ("a = b << c;", {"a = b >> c;"}),
        ("a |= b->c & D;", {"a &= b->c & D;", "a |= b->c | D;"}),
        ("a = -EFAULT;", {"a = -EINVAL;"}),
        ("a = !b;", {"a = b;"}),
        ("if (f(a)) b = c;", {"if (!(f(a))) b = c;"}),
        ('f("a == b"); /* 1 */', {'; /* 1 */'}),
        ("a = b; return c;", {"a = b; ;"}),
        ("a->b = c;", set()),
        ("a = b; return 1;", {"a = b; return 0;", "a = b; ;"}),
        ("a = 1;", {"a = 2;"}),
        ("trace_f(a == b);", set()),
        ("WARN_ONCE(a == b);", set()),
    ],
)  # fmt: skip
def test_what_can_be_made_wrong_of_a_function(body: str, mistakes: set[str]) -> None:
    text = f"int before(void) {{ return 1; }}\nint f(int a)\n{{\n{body}\n}}\n"
    found = {one.text for one in mutants(text, 2, 5)}
    assert found == {text.replace(body, mistake) for mistake in mistakes}


def test_a_mistake_says_where_it_is_and_what() -> None:
    (one,) = mutants("int f(int a)\n{\n  if (a)\n    ;\n}\n", 1, 5)
    assert (one.line, one.code, one.mistake) == (3, "a", "!(a)")


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ("return -EFAULT", "return -EINVAL", "different"),
        ("kvm_incr_pc(vcpu)", "frobnicate(vcpu)", "no answer"),
        ("kvm_incr_pc(vcpu)", "read_lock(vcpu); kvm_incr_pc(vcpu)", "other effects"),
        ("kvm_inject_dabt(vcpu, 0)", "kvm_inject_dabt(vcpu, 8)", "other effects"),
        (
            "kvm_incr_pc(vcpu)",
            "if (!mmu_invalidate_retry(0, 0)) kvm_incr_pc(vcpu)",
            "different elsewhere",
        ),
        ("GOES_ON = 1", "GOES_ON = 2", UNNOTICED),
    ],
)
def test_how_a_mistake_is_noticed(old: str, new: str, verdict: str) -> None:
    right = Right(Invented())
    drawn = right.candidates()
    assert {one.function for one in drawn} == {
        "check_memory_region_flags",
        "kvm_arch_prepare_memory_region",
        "kvm_handle_guest_abort",
    }
    for one in drawn:
        if one.file == FILE:
            mutant = one.mutant._replace(text=FILES[FILE].replace(old, new))
            assert right.verdict(Tried(FILE, one.function, mutant)) == verdict
            return
    pytest.fail("nothing was drawn of the file")
