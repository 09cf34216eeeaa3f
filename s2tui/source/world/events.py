"""What the fault path does to the guest, to the host and to the caches: events that are kept.

An event is a variable of the state: nothing before it happens, and merged like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.source.machine.memory import read
from s2tui.source.machine.values import Address
from s2tui.source.world.constants import ERRNO
from s2tui.source.world.geometry import LEVELS
from s2tui.source.world.held import LEAF, held

if TYPE_CHECKING:
    from s2tui.source.c.places import Place
    from s2tui.source.machine.algebra import Region, Value
    from s2tui.source.machine.state import State
    from s2tui.source.world.asking import Asking, Effect

CELL = ("event", "attributes")
"""Where the tree's code leaves the attributes of a leaf."""


def event(name: str, value: object = True, answer: int = 0) -> Effect:
    """An effect that only happens."""

    def happen(w: Asking, state: State, _: tuple[Value, ...], __: Place | None) -> Value:
        state.memory["event", name] = w.algebra.terminal(value)
        return w.algebra.terminal(answer)

    return happen


def inject_sea(w: Asking, state: State, arguments: tuple[Value, ...], _: Place | None) -> Value:
    """An external abort of a fetch, or of a data access (from 6.17)."""
    a = w.algebra
    state.memory["event", "inject"] = a.choose(
        a.true(arguments[1]), a.terminal("instruction-abort"), a.terminal("data-abort")
    )
    return a.one


def invalidate_icache(w: Asking, state: State, _: tuple[Value, ...], at: Place | None) -> Value:
    """With DIC the instruction cache needs nothing, and the code that asks is patched away."""
    a = w.algebra
    before = read(state, ("event", "icache"), at)
    dic = w.region(lambda s: s.host_dic)
    state.memory["event", "icache"] = a.choose(dic, before, a.terminal(True))
    return a.zero


class _Wanted(NamedTuple):
    """A leaf that is to be written."""

    table: Value
    page: Value
    prot: Value
    level: Value
    at: Place | None


def _leaf(w: Asking, state: State, wanted: _Wanted) -> tuple[Value, Region, Value]:
    """What the tree makes of permissions: its answer, where that is an error, and the leaf."""
    a, call, at = w.algebra, w.machine.call, wanted.at
    state.memory[CELL] = a.zero
    cell = a.terminal(Address(CELL))
    answer = call("stage2_set_prot_attr", state, (wanted.table, wanted.prot, cell), at)
    failed = a.true(answer)

    def make(state: State) -> Value:
        attributes = read(state, CELL, at)
        return call("kvm_init_valid_leaf_pte", state, (wanted.page, attributes, wanted.level), at)

    return answer, failed, state.branch(failed, lambda _: a.zero, make)


def _same_address(w: Asking, state: State, address: Value, at: Place | None) -> None:
    """Who maps another guest address than the one that faulted stops: nothing would describe it."""
    g = w.geometry
    # That of a page, or of a block that it lies in.
    expected = {g.fault & -g.size(size) for size in LEVELS}
    other = w.algebra.test(("another address", g), lambda value: value not in expected, address)
    state.stop(other, "another guest address is mapped than the one that faulted", at)


def _granule(w: Asking) -> Value:
    return w.answered(lambda s: LEVELS[s.access_granule])


def _clean(w: Asking, state: State, leaf: Value, size: Value, at: Place | None) -> None:
    a, call = w.algebra, w.machine.call
    if w.machine.unit.function("stage2_pte_executable") is None:
        return
    state.branch(
        a.true(call("stage2_pte_executable", state, (leaf,), at)),
        lambda state: call("invalidate_icache_guest_page", state, (a.zero, size), at),
        lambda _: a.zero,
    )


def _keep(state: State, result: str, **kept: Value) -> None:
    state.memory["event", result] = state.algebra.terminal(True)
    for name, value in kept.items():
        state.memory["event", name] = value


def stage2_map(w: Asking, state: State, arguments: tuple[Value, ...], at: Place | None) -> Value:
    """kvm_pgtable_stage2_map: the walk is modelled, what it writes is the tree's.

    A leaf that is there already and differs in permissions only is left: -EAGAIN
    (stage2_map_walker_try_leaf). What was there is a leaf that may only be read.
    """
    a, g = w.algebra, w.geometry
    table, address, size, page, prot = arguments[:5]
    _same_address(w, state, address, at)
    level = a.map(("level", g.page_size), g.leaf_level, size)
    answer, failed, leaf = _leaf(w, state, _Wanted(table, page, prot, level, at))

    def needs(state: State) -> Value:
        kept = w.bits("KVM_PGTABLE_PROT_DEVICE", "KVM_PGTABLE_PROT_NORMAL_NC")
        readable = w.bits("KVM_PGTABLE_PROT_R")
        before = a.map(("keep", kept, readable), lambda p: p & kept | readable, prot)
        old = _leaf(w, state, _Wanted(table, page, before, level, at))[2]
        return w.machine.call("stage2_pte_needs_update", state, (old, leaf), at)

    def again(state: State) -> Value:
        _keep(state, "again")
        return a.terminal(-ERRNO["EAGAIN"])

    def do(state: State) -> Value:
        _keep(state, "map", prot=prot, level=level, leaf=leaf)
        state.branch(
            a.true(w.machine.call("stage2_pte_cacheable", state, (table, leaf), at)),
            lambda s: w.machine.call("clean_dcache_guest_page", s, (a.zero, size), at),
            lambda _: a.zero,
        )
        _clean(w, state, leaf, size, at)
        return a.zero

    def write(state: State) -> Value:
        same = a.map2("same", lambda x, y: int(x == y), _granule(w), level)
        there = a.both(w.region(lambda s: s.access_fault == "permission"), a.true(same))
        update = state.branch(there, needs, lambda _: a.one)
        return state.branch(a.true(update), do, again)

    return state.branch(failed, lambda _: answer, write)


def relax_perms(w: Asking, state: State, arguments: tuple[Value, ...], at: Place | None) -> Value:
    """kvm_pgtable_stage2_relax_perms: the leaf that was hit gets the permissions that are asked."""
    a, g = w.algebra, w.geometry
    _same_address(w, state, arguments[1], at)
    level, page = _granule(w), a.terminal(g.page)
    answer, failed, leaf = _leaf(w, state, _Wanted(arguments[0], page, arguments[2], level, at))

    def do(state: State) -> Value:
        _keep(state, "relax", prot=arguments[2], level=level, leaf=leaf)
        _clean(w, state, leaf, a.terminal(g.size("page")), at)
        return a.zero

    return state.branch(failed, lambda _: answer, do)


IABT, DABT = "instruction-abort", "data-abort"
EVENT_EFFECTS: dict[str, tuple[str, Effect]] = {
    "kvm_prepare_memory_fault_exit": ("void", event("exit", "KVM_EXIT_MEMORY_FAULT")),
    "mark_page_dirty_in_slot": ("void", event("dirty")),
    "kvm_inject_pabt": ("int", event("inject", IABT, 1)),
    "kvm_inject_sea_iabt": ("int", event("inject", IABT, 1)),
    "kvm_inject_dabt": ("int", event("inject", DABT, 1)),
    "kvm_inject_sea_dabt": ("int", event("inject", DABT, 1)),
    "kvm_inject_sea": ("int", inject_sea),
    "kvm_inject_dabt_excl_atomic": ("int", event("inject", "unsupported-atomic", 1)),
    "kvm_inject_size_fault": ("void", event("inject", "address-size")),
    "kvm_incr_pc": ("void", event("skip")),
    "kvm_mmio_write_buf": ("void", event("data")),
    "kvm_set_pfn_dirty": ("void", event("host dirty")),
    "kvm_set_pfn_accessed": ("void", event("host accessed")),
    "kvm_send_hwpoison_signal": ("void", event("signal")),
    "kvm_flush_dcache_to_poc": ("void", event("dcache")),
    "icache_inval_pou": ("void", invalidate_icache),
    "icache_inval_all_pou": ("void", invalidate_icache),
    "invalidate_icache_range": ("int", invalidate_icache),
    "kvm_pgtable_stage2_mkyoung": ("unsigned long", event("aged")),
    "kvm_pgtable_stage2_map": ("int", stage2_map),
    "kvm_pgtable_stage2_relax_perms": ("int", relax_perms),
    "sanitise_mte_tags": ("int", event("tags")),
}
"""By name, with the C type of the answer."""
LOCKS = {
    "mmap_read_lock": ("mmap_lock", 1), "mmap_read_unlock": ("mmap_lock", -1),
    "read_lock": ("mmu_lock", 1), "read_unlock": ("mmu_lock", -1),
    "write_lock": ("mmu_lock", 1), "write_unlock": ("mmu_lock", -1),
    "kvm_fault_lock": ("mmu_lock", 1), "kvm_fault_unlock": ("mmu_lock", -1),
    "srcu_read_lock": ("srcu", 1), "srcu_read_unlock": ("srcu", -1),
    "follow_pfnmap_end": (LEAF, -1), "pte_unmap_unlock": (LEAF, -1),
}  # fmt: skip
"""What takes and gives back something, and how much."""


def holding(name: str, by: int) -> Effect:
    """An effect that takes something, or gives it back."""

    def hold(w: Asking, state: State, _: tuple[Value, ...], at: Place | None) -> Value:
        held(w, state, name, by, at)
        return w.algebra.zero

    return hold
