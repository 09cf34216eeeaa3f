"""Laws of the coherence machine, over every configuration.

A law is argued for at its test: one run is turned into another, event by event. "Nothing worse":
no kind of damage that was not there, and none in fewer steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.arm.coherence.configurations import (
    CACHEABLE,
    DATA,
    FROM_THE_GUEST,
    PREVIOUS_OWNER,
    STALE_FETCH,
    Configuration,
    with_fetches,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.arm.coherence.configurations import Answers, Findings

    Space = tuple[Configuration, ...]

UNCACHED = ("nc", "device")
NEVER = 1_000


def worse(before: Findings, after: Findings) -> dict[str, int]:
    """Damage that is new, or comes in fewer steps; by how many."""
    sooner = {damage: before.get(damage, NEVER) - steps for damage, steps in after.items()}
    return {damage: steps for damage, steps in sooner.items() if steps > 0}


def soonest(found: Findings, kinds: Iterable[str]) -> int:
    return min((found[damage] for damage in kinds if damage in found), default=NEVER)


def data(found: Findings) -> dict[str, int]:
    return {damage: steps for damage, steps in found.items() if damage in DATA}


def changed(c: Configuration, name: str, value: str | bool) -> Configuration:
    return Configuration(**(c._asdict() | {name: value}))


def host(c: Configuration) -> set[str]:
    """The types of the host's aliases."""
    return {c.kernel, c.user} - {"none"}


def test_coherent_shows_no_damage_to_data(answers: Answers, space: Space) -> None:
    # Everybody goes through the line, or keeps it up to date; what was left in it is overwritten.
    coherent = [
        c
        for c in space
        if host(c) == {"wb"} and c.guest in CACHEABLE and c.dma in ("none", "coherent")
    ]
    assert coherent
    assert [c for c in coherent if data(answers(c))] == []


def test_uncached_shows_no_damage_to_data_unless_a_line_was_left_dirty(
    answers: Answers, space: Space
) -> None:
    # Nobody looks at the line, nothing is taken into it; only a dirty one reaches memory.
    uncached = [
        c
        for c in space
        if host(c) <= set(UNCACHED) and c.guest in UNCACHED and c.dma in ("none", "noncoherent")
    ]
    assert uncached
    assert [c for c in uncached if bool(data(answers(c))) != (c.left == "dirty")] == []


def test_device_is_as_non_cacheable(answers: Answers, space: Space) -> None:
    # One column of the access table.
    for name in ("user", "guest"):
        pairs = [(c, changed(c, name, "device")) for c in space if getattr(c, name) == "nc"]
        assert pairs
        assert [c for c, d in pairs if answers(c) != answers(d)] == []


def test_maintenance_that_reaches_nothing_is_none(answers: Answers, space: Space) -> None:
    for name in ("clean", "icache"):
        pairs = [(c, changed(c, name, "none")) for c in space if getattr(c, name) == "unreachable"]
        assert [c for c, d in pairs if answers(c) != answers(d)] == []


def test_cleaning_adds_no_damage(answers: Answers, space: Space) -> None:
    # What the clean does at once, the hardware may do without it: write back, and drop.
    uncleaned = [c for c in space if c.clean == "none" and c.kernel == "wb"]
    assert uncleaned
    for c in uncleaned:
        before, after = answers(c), answers(c._replace(clean="effective"))
        assert set(after) <= set(before), c
        # A guest past the cache that misses the host's store reads the previous owner's bytes where
        # nothing was cleaned, and that is the worse name. Only zeroes that were written back are
        # "older but S", and this step the clean saves.
        saved = {"host-store-lost": 1} if c.guest in UNCACHED else {}
        assert worse(before, after) == saved, c
        if saved:
            assert PREVIOUS_OWNER in before, c
            assert PREVIOUS_OWNER not in after, c
        assert soonest(before, FROM_THE_GUEST) <= soonest(after, FROM_THE_GUEST), c


def test_more_left_in_the_caches_removes_no_damage(answers: Answers, space: Space) -> None:
    # One event of the hardware makes the smaller leftover of the larger: dropped, written back.
    for smaller, larger in (("none", "clean"), ("clean", "dirty")):
        for c in (c for c in space if c.left == smaller):
            before, after = answers(c), answers(c._replace(left=larger))
            assert set(before) <= set(after), c
            assert max(worse(after, before).values(), default=0) <= 1, c


class TestAnotherAlias:
    """More aliases make nothing better, as long as the host zeroes through the same type."""

    def test_of_user_space_beside_the_kernels(self, answers: Answers, space: Space) -> None:
        # The kernel zeroes in both; every run of the smaller is one of the larger.
        pairs = [
            (c, c._replace(user=user))
            for c in space
            if c.user == "none"
            for user in ("wb", *UNCACHED)
        ]
        assert pairs
        assert [c for c, more in pairs if worse(answers(more), answers(c))] == []

    def test_of_the_kernel_beside_a_cached_one(self, answers: Answers, space: Space) -> None:
        # A second alias of the same type does what the first does.
        pairs = [(c, c._replace(kernel="wb")) for c in space if host(c) == {"wb"}]
        assert pairs
        assert [c for c, more in pairs if answers(more) != answers(c)] == []

    def test_of_the_kernel_beside_an_uncached_one(self, answers: Answers, space: Space) -> None:
        # Zeroes are now stored into the line, no longer past it. That hides what the line held from
        # a guest that looks at it, which is the one way in which an alias makes something better;
        # and it leaves S in memory, so that a guest past the cache, where it is to miss a device's
        # store, first shows the previous owner's bytes.
        fewer = [c for c in space if c.kernel == "none" and c.user in UNCACHED]
        assert fewer
        for c in fewer:
            before, after = answers(c), answers(c._replace(kernel="wb"))
            better = worse(after, before)
            if c.guest in CACHEABLE and c.left != "none":
                assert PREVIOUS_OWNER in before, c
                assert PREVIOUS_OWNER not in after, c
                assert set(better) <= {PREVIOUS_OWNER, STALE_FETCH}, c
                assert better.get(STALE_FETCH, 0) <= 1, c
            elif c.guest in UNCACHED and c.dma == "coherent":
                assert better == {"host-store-lost": 1}, c
            else:
                assert better == {}, c

    def test_never_makes_the_whole_better(self, answers: Answers, space: Space) -> None:
        # Where the zeroing changed its type, user space reads past the zeroes at the third step.
        pairs = [
            (c, more)
            for c in space
            for more in (c._replace(kernel="wb"), c._replace(user="wb"), c._replace(user="nc"))
            if "none" in (c.kernel, c.user) and host(c) <= host(more)
        ]
        assert pairs
        kinds = (*DATA, STALE_FETCH)
        assert [
            c for c, more in pairs if soonest(answers(more), kinds) > soonest(answers(c), kinds)
        ] == []

    def test_of_a_device(self, answers: Answers, space: Space) -> None:
        # It stores and does nothing else; runs without it are still runs.
        pairs = [
            (c, c._replace(dma=dma))
            for c in space
            if c.dma == "none"
            for dma in ("coherent", "noncoherent")
        ]
        assert pairs
        assert [c for c, more in pairs if worse(answers(more), answers(c))] == []


@pytest.mark.slow
class TestFetches:
    def test_change_nothing_about_data(self, answers: Answers) -> None:
        plain = {
            c: c._replace(dic=False, idc=False, icache="none", fetch=False) for c in with_fetches()
        }
        assert [c for c, base in plain.items() if data(answers(c)) != answers(base)] == []

    def test_invalidating_makes_nothing_worse(self, answers: Answers) -> None:
        # A line that is dropped when KVM maps need not have been taken in before.
        for c in (c for c in with_fetches() if c.icache == "none" and c.kernel == "wb"):
            before, after = answers(c), answers(c._replace(icache="effective"))
            assert worse(before, after) == {}, c
            if c.dic:
                assert before == after, c  # There is no line to invalidate.

    @pytest.mark.parametrize("name", ["dic", "idc"])
    def test_a_coherent_instruction_side_adds_no_damage(self, answers: Answers, name: str) -> None:
        # Fewer outcomes of the same events. With both, the guest saves the step of maintenance.
        for c in (c for c in with_fetches() if not getattr(c, name)):
            after = changed(c, name, True)
            change = worse(answers(c), answers(after))
            assert change in ({}, {STALE_FETCH: 1}), c
            assert not change or (after.dic and after.idc), c

    def test_of_a_coherent_page_are_right_if_kvm_maintains_what_needs_it(
        self, answers: Answers
    ) -> None:
        coherent = [
            c
            for c in with_fetches()
            if host(c) == {"wb"} and c.guest in CACHEABLE and c.dma in ("none", "coherent")
        ]
        kept = [
            c
            for c in coherent
            if (c.idc or c.clean == "effective") and (c.dic or c.icache == "effective")
        ]
        assert kept
        assert [c for c in kept if answers(c)] == []
        # And only then: the zeroes are in the data line alone, or S in the instruction line.
        assert [c for c in coherent if c not in kept and not answers(c)] == []
