"""What is taken on the way and has to be given back: locks, leaves and references to pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.source.machine.memory import read

if TYPE_CHECKING:
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.source.c.places import Place
    from s2tui.source.machine.algebra import Value
    from s2tui.source.machine.state import State
    from s2tui.source.world.asking import Asking, Effect

LEAF, PAGE = "host leaf", "page"
ERRORS = 1 << 52
"""From where on a page frame is an error (KVM_PFN_ERR_MASK)."""
HELD = ("mmap_lock", "mmu_lock", "srcu", LEAF, PAGE)
"""Everything that may be held."""


def key_of(name: str) -> tuple[str, str]:
    """Where it is kept how much is held of something."""
    return "event", f"held {name}"


def taken_key(name: str) -> tuple[str, str]:
    """Where it is kept where something was taken last."""
    return "event", f"taken {name}"


def held(w: Asking, state: State, name: str, by: int, at: Place | None) -> None:
    """Take something, or give it back where `by` is negative."""
    key, a = key_of(name), w.algebra
    after = state.memory[key] = a.map(("held", by), lambda n: n + by, read(state, key, at))
    if w.machine.reached is not None:
        where = taken_key(name)
        before = read(state, where, at)
        left = a.choose(a.true(after), before, a.terminal(None))
        state.memory[where] = a.terminal(at) if by > 0 else left


def counted(s: Scenario) -> bool:
    """Whether the page has a struct page that counts who uses it (kvm_pfn_to_refcounted_page)."""
    return s.backing != "pfnmap" or s.page_map_memory


def try_get(w: Asking, state: State, _: tuple[Value, ...], at: Place | None) -> Value:
    """kvm_try_get_pfn: a reference, where there is something to refer to."""
    return state.branch(w.region(counted), lambda s: _changed(w, s, 1, at), lambda _: w.algebra.one)


def releasing(place: int, above: int = 1 << 64) -> Effect:
    """An effect that gives back the reference to a page.

    Args:
        place: of the page among the arguments; there is nothing to give back where it is none.
        above: from where on it is none either.
    """

    def release(w: Asking, state: State, values: tuple[Value, ...], at: Place | None) -> Value:
        a = w.algebra
        page = a.test(("a page", above), lambda v: type(v) is int and 0 < v < above, values[place])
        where = a.both(page, w.region(counted))
        return state.branch(where, lambda s: _changed(w, s, -1, at), lambda _: a.one)

    return release


def get_page(w: Asking, state: State, _: tuple[Value, ...], at: Place | None) -> Value:
    """get_page: one more reference."""
    return _changed(w, state, 1, at)


def _changed(w: Asking, state: State, by: int, at: Place | None) -> Value:
    held(w, state, PAGE, by, at)
    return w.algebra.one


REFERENCES: dict[str, tuple[str, Effect]] = {
    "kvm_try_get_pfn": ("bool", try_get),
    "get_page": ("void", get_page),
    "put_page": ("void", releasing(0)),
    "kvm_release_pfn_clean": ("void", releasing(0, ERRORS)),
    "kvm_release_faultin_page": ("void", releasing(1)),
    "kvm_release_page_unused": ("void", releasing(0)),
    "kvm_release_page_clean": ("void", releasing(0)),
}
"""By name, with the C type of the answer."""
