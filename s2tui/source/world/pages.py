"""How the kernel finds the page behind a user address: answers that also store.

What is stored goes into the state alone, where it merges like any other variable. A `struct page *`
is a number made of the page frame, so that nobody has to remember which page was found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.source.machine.memory import look, read, store
from s2tui.source.machine.values import Address, Object
from s2tui.source.world.constants import ERRNO, INTS
from s2tui.source.world.geometry import PAGES
from s2tui.source.world.held import LEAF, PAGE, held
from s2tui.source.world.hosts import has_vma, host_writable
from s2tui.source.world.objects import FORMER_VMA, SLOT, VMA

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.source.c.places import Place
    from s2tui.source.machine.algebra import Region, Value
    from s2tui.source.machine.state import State
    from s2tui.source.world.asking import Asking, Effect

CREATING = ("event", "creating")
"""Whether memslot creation is what runs."""


HOST_LEAF = ("event", "host leaf")
"""The leaf of the host's page tables that was found last."""


def target(pointer: object) -> Any:
    """Where what a pointer leads to is kept: a variable, or the first of an array."""
    if isinstance(pointer, Address):
        return pointer.key
    return (pointer, 0) if isinstance(pointer, Object) else None


def vma_lookup(w: Asking, state: State, _: tuple[Value, ...], at: Place | None) -> Value:
    """The VMA of the scenario; before it was swapped, the anonymous memory that was there."""
    a = w.algebra
    now = a.choose(w.region(has_vma), a.terminal(VMA), a.zero)
    swapped = w.region(lambda s: s.vma_swapped_after_create)
    creating = a.true(read(state, CREATING, at))
    return a.choose(a.both(creating, swapped), a.terminal(FORMER_VMA), now)


def gfn_to_memslot(w: Asking, _: State, __: tuple[Value, ...], ___: Place | None) -> Value:
    """The slot, where there is one."""
    a = w.algebra
    return a.choose(w.region(lambda s: s.backing == "no-slot"), a.zero, a.terminal(SLOT))


def _page(w: Asking, address: Value) -> Value:
    g = w.geometry
    name = ("page at", g)
    return w.algebra.map(name, lambda user: PAGES + (g.pfn(user) << 6), address)


def _pfn(w: Asking, address: Value) -> Value:
    return w.algebra.map(("pfn at", w.geometry), w.geometry.pfn, address)


def _flagged(w: Asking, flags: Value, name: str) -> Region:
    bit = INTS[name]
    return w.algebra.test(("flag", bit), lambda v: type(v) is int and bool(v & bit), flags)


def _given(w: Asking, state: State, pages: Value, address: Value, at: Place | None) -> Value:
    """One page is found, and given to who wants it."""
    if pages is not w.algebra.zero:
        store(state, pages, target, _page(w, address), at)
        held(w, state, PAGE, 1, at)
    return w.algebra.one


def get_user_page_fast_only(
    w: Asking, state: State, arguments: tuple[Value, ...], at: Place | None
) -> Value:
    """What the page tables hold already: nothing behind VM_PFNMAP, and no poisoned page."""
    address, flags, pages = arguments
    a = w.algebra
    found = w.region(lambda s: has_vma(s) and s.backing != "pfnmap" and not s.page_poisoned)
    refused = a.minus(_flagged(w, flags, "FOLL_WRITE"), w.region(host_writable))
    return state.branch(
        a.minus(found, refused),
        lambda state: _given(w, state, pages, address, at),
        lambda _: a.zero,
    )


def get_user_pages(
    w: Asking, state: State, arguments: tuple[Value, ...], at: Place | None
) -> Value:
    """The page, faulted in where that is permitted; an errno otherwise."""
    address, _, *rest = arguments
    a = w.algebra
    # Some take the flags in front of the pages, some behind.
    pages, flags = rest[0], rest[1]
    if not _is_pointer(pages) and (_is_pointer(flags) or pages is not a.zero):
        pages, flags = flags, pages
    fault = a.terminal(-ERRNO["EFAULT"])
    hidden = w.region(lambda s: not has_vma(s) or s.backing == "pfnmap")
    refused = a.minus(_flagged(w, flags, "FOLL_WRITE"), w.region(lambda s: s.vma_writable))
    poison = a.choose(_flagged(w, flags, "FOLL_HWPOISON"), a.terminal(-ERRNO["EHWPOISON"]), fault)

    def found(state: State) -> Value:
        return _given(w, state, pages, address, at)

    return state.branch(
        a.either(hidden, refused),
        lambda _: fault,
        lambda state: state.branch(w.region(lambda s: s.page_poisoned), lambda _: poison, found),
    )


def _is_pointer(value: Value) -> bool:
    return isinstance(value.value, (Address, Object))


def follow_pfnmap_start(
    w: Asking, state: State, arguments: tuple[Value, ...], at: Place | None
) -> Value:
    """The host's leaf behind VM_PFNMAP: page frame, and whether it permits writes (from 6.12)."""
    a, where = w.algebra, arguments[0]

    def member(name: str) -> Callable[[object], Any]:
        return lambda to: (to, name) if isinstance(to, Object) else None

    def found(state: State) -> Value:
        address = read(state, member("address")(where.value), at)
        store(state, where, member("pfn"), _pfn(w, address), at)
        store(state, where, member("writable"), a.number(w.region(host_writable)), at)
        held(w, state, LEAF, 1, at)
        return a.zero

    return _unless_poisoned(w, state, found)


def follow_pte(w: Asking, state: State, arguments: tuple[Value, ...], at: Place | None) -> Value:
    """The same before 6.12: a pointer to the leaf."""
    a = w.algebra
    address, out = (arguments[1], arguments[2])
    g = w.geometry

    def found(state: State) -> Value:
        frame = a.map(("pte at", g), lambda user: g.pfn(user) << g.page_shift | 1, address)
        pte = a.map2(
            "writable pte",
            lambda pte, may: pte | may << 1,
            frame,
            a.number(w.region(host_writable)),
        )
        state.memory[HOST_LEAF] = pte
        store(state, out, target, a.terminal(Address(HOST_LEAF)), at)
        held(w, state, LEAF, 1, at)
        return a.zero

    return _unless_poisoned(w, state, found)


def ptep_get(_: Asking, state: State, arguments: tuple[Value, ...], at: Place | None) -> Value:
    """What a pointer to a leaf of the host's leads to."""

    def found(state: State, pointer: object) -> Value | None:
        key = target(pointer)
        return None if key is None else read(state, key, at)

    return look(state, arguments[0], found, at)


def _unless_poisoned(w: Asking, state: State, found: Callable[[State], Value]) -> Value:
    error = w.algebra.terminal(-ERRNO["EINVAL"])
    return state.branch(w.region(lambda s: s.page_poisoned), lambda _: error, found)


def kvm_gmem_get_pfn(
    w: Asking, state: State, arguments: tuple[Value, ...], at: Place | None
) -> Value:
    """The page of a guest_memfd (from 6.18)."""
    a = w.algebra
    gfn, pfn, pages = arguments[2], arguments[3], arguments[4]

    def found(state: State) -> Value:
        user = w.pure("__gfn_to_hva_memslot", (a.zero, gfn))
        store(state, pfn, target, _pfn(w, user), at)
        store(state, pages, target, _page(w, user), at)
        held(w, state, PAGE, 1, at)
        return a.zero

    error = a.terminal(-ERRNO["EHWPOISON"])
    return state.branch(w.region(lambda s: s.page_poisoned), lambda _: error, found)


PAGE_EFFECTS: dict[str, tuple[str, Effect]] = {
    "vma_lookup": ("struct vm_area_struct *", vma_lookup),
    "find_vma_intersection": ("struct vm_area_struct *", vma_lookup),
    "gfn_to_memslot": ("struct kvm_memory_slot *", gfn_to_memslot),
    "get_user_page_fast_only": ("bool", get_user_page_fast_only),
    "get_user_pages_unlocked": ("long", get_user_pages),
    "get_user_pages": ("long", get_user_pages),
    "pin_user_pages_fast": ("int", get_user_pages),
    "follow_pfnmap_start": ("int", follow_pfnmap_start),
    "follow_pte": ("int", follow_pte),
    "ptep_get": ("unsigned long", ptep_get),
    "kvm_gmem_get_pfn": ("int", kvm_gmem_get_pfn),
}
"""By name, with the C type of the answer."""
