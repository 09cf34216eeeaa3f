"""Everything an outcome can depend on: one immutable Scenario, its fields, and what binds them.

The class below is the only place that says which fields exist, what values they take, what they
default to and what they stand for. The command line, the JSON, the form and the documentation are
derived from it. A field `vma.any_uncached` of the contract is the attribute `vma_any_uncached`.

Values are plain strings and booleans, not enum members: they are the words of the command line
and of the JSON as they stand, type checkers know them as Literals, and hashing them costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from attrs import field, fields, frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

Value: TypeAlias = str | bool
PageSize = Literal["4k", "16k", "64k"]
Size = Literal["page", "pmd", "pud"]
Backing = Literal[
    "anonymous",
    "shmem",
    "hugetlb",
    "zone-device",
    "pfnmap",
    "mixedmap",
    "guest-memfd",
    "hole",
    "no-slot",
]
PageMemtype = Literal["as-vma", "normal", "normal-nc", "device-ngnre", "device-ngnrne"]
VmaMemtype = Literal["normal", "normal-tagged", "normal-nc", "device-ngnre", "device-ngnrne"]
AccessKind = Literal["read", "write", "exec", "cache-maintenance", "stage1-walk"]
AccessFault = Literal["translation", "permission", "access-flag", "unsupported-atomic", "alignment"]
GuestMemtype = Literal[
    "normal-wb",
    "normal-wt",
    "normal-nc",
    "device-gre",
    "device-ngre",
    "device-ngnre",
    "device-ngnrne",
    "normal-tagged",
]
GuestShareability = Literal["ish", "osh", "nsh"]
UNRANKED = 99
"""The rank of a field by which nobody tells cases apart."""
Said = Literal["", "first", "always", "alone", "implied"]
"""How conditions on a field are said: with the rest in the contract's order, or first, and then

* always: what is left of the field is said even where that follows from the rest;
* alone: so too, and the field is never an alternative to another one;
* implied: what follows is not said, since the answer before gives it away.
"""


class Field(NamedTuple):
    """What there is to know about one scenario field."""

    name: str
    """Its name in the contract, `vma.any_uncached`."""
    attribute: str
    """Its attribute on Scenario, `vma_any_uncached`."""
    values: tuple[Value, ...]
    """Every value it can take, the default first."""
    text: str
    """One line of help."""
    stands_for: str
    """The register field, kernel symbol or call that it stands for, or nothing."""
    rank: int
    """Its place among the fields by which people tell cases apart; the others are UNRANKED."""
    said: Said
    """How a condition on it is said."""

    @property
    def default(self) -> Value:
        """The value of an unset field."""
        return self.values[0]


def _choice(
    values: str, text: str, stands_for: str = "", rank: int = UNRANKED, said: Said = ""
) -> Any:
    """A field that takes one of the space-separated words; the first is its default."""
    return _field(tuple(values.split()), text, stands_for, rank, said)


def _flag(
    default: bool, text: str, stands_for: str = "", rank: int = UNRANKED, said: Said = ""
) -> Any:
    """A field that is true or false."""
    return _field((default, not default), text, stands_for, rank, said)


def _field(values: tuple[Value, ...], *rest: object) -> Any:
    metadata = zip(Field._fields[2:], (values, *rest), strict=True)
    return field(default=values[0], metadata=dict(metadata))


@frozen(slots=False)
class Scenario:
    """One host, one memslot, what backs it, and one guest access.

    Not slotted on purpose: an absent instance attribute is how a lazy scenario
    (s2tui.kvm.scenario.lazy) learns which field a rule asks for.
    """

    host_fwb: bool = _flag(
        True, "stage 2 can force Write-Back over the guest's attributes", "FEAT_S2FWB", 6, "always"
    )
    host_dic: bool = _flag(
        True, "no instruction cache invalidation is needed for new code", "CTR_EL0.DIC", 7, "always"
    )
    host_idc: bool = _flag(
        True, "no data cache clean to PoU is needed for new code; KVM never asks", "CTR_EL0.IDC"
    )
    host_xnx: bool = _flag(
        True, "execute-never has separate EL1 and EL0 bits; never changes an answer", "FEAT_XNX"
    )
    host_mte: bool = _flag(False, "the host has memory tagging", "FEAT_MTE2")
    host_mte_perm: bool = _flag(
        False, "stage 2 can forbid access to tags; only proposals use it", "FEAT_MTE_PERM"
    )
    host_lpa2: bool = _flag(
        False, "stage 2 uses 52-bit descriptors: bits 9:8 hold address, not SH", "VTCR_EL2.DS"
    )
    host_page_size: PageSize = _choice(
        "4k 16k 64k", "page size of the host and granule of stage 2", "PAGE_SIZE, VTCR_EL2.TG0"
    )
    vm_mte: bool = _flag(False, "the VM was given memory tagging", "KVM_CAP_ARM_MTE", 12)
    vm_nisv_to_user: bool = _flag(
        False,
        "an MMIO access without a syndrome exits to user space; QEMU enables it",
        "KVM_CAP_ARM_NISV_TO_USER",
    )
    slot_readonly: bool = _flag(False, "guest writes to the slot exit as MMIO", "KVM_MEM_READONLY")
    slot_log_dirty_pages: bool = _flag(
        False, "the slot tracks which pages the guest wrote", "KVM_MEM_LOG_DIRTY_PAGES"
    )
    slot_guest_memfd: bool = _flag(
        False, "the slot is filled from a guest_memfd", "KVM_MEM_GUEST_MEMFD", 2, "first"
    )
    slot_cacheable: bool = _flag(
        False,
        "the flag that was argued for; every shipped kernel refuses it",
        "KVM_MEM_ENABLE_CACHEABLE_PFNMAP",
        10,
    )
    slot_alignment: Size = _choice(
        "pud pmd page",
        "largest block for which guest and user addresses agree inside the slot",
        "fault_supports_stage2_huge_mapping()",
    )
    backing: Backing = _choice(
        "anonymous shmem hugetlb zone-device pfnmap mixedmap guest-memfd hole no-slot",
        "what lies behind the slot's user address",
        "VM_PFNMAP, VM_MIXEDMAP, ...",
        1,
        "alone",
    )
    page_map_memory: bool = _flag(
        True,
        "memblock knows the page as memory: what KVM asks of it",
        "pfn_is_map_memory()",
        3,
        "alone",
    )
    page_size: Size = _choice(
        "page pmd pud", "size of the host's own mapping of the page", "hugetlb, THP or PFNMAP leaf"
    )
    page_contiguous: bool = _flag(
        True, "what lies beside the page in the VMA lies beside it in physical memory", ""
    )
    page_memtype: PageMemtype = _choice(
        "as-vma normal normal-nc device-ngnre device-ngnrne",
        "memory type of the host PTE itself, where a driver did not use vm_page_prot",
        "PTE_ATTRINDX of the host PTE",
    )
    page_host_writable: bool = _flag(
        True, "the host PTE is writable when the fault comes", "pte_write()"
    )
    page_poisoned: bool = _flag(False, "the page has a hardware memory error", "PageHWPoison()")
    gmem_mmap: bool = _flag(
        True, "the guest_memfd can be mapped by user space", "GUEST_MEMFD_FLAG_MMAP"
    )
    gmem_direct_map: bool = _flag(
        True, "the guest_memfd is in the kernel's linear map", "GUEST_MEMFD_FLAG_NO_DIRECT_MAP"
    )
    vma_block: Size = _choice(
        "pud pmd page",
        "largest block that the VMA's own arithmetic allows",
        "vm_pgoff, vm_start, vm_end; get_vma_page_shift()",
    )
    vma_memtype: VmaMemtype = _choice(
        "normal normal-tagged normal-nc device-ngnre device-ngnrne",
        "memory type that user space's own mapping has",
        "PTE_ATTRINDX of vm_page_prot",
        4,
        "alone",
    )
    vma_any_uncached: bool = _flag(
        False,
        "the driver says that any non-cacheable type is safe in a guest",
        "VM_ALLOW_ANY_UNCACHED",
        5,
        "first",
    )
    vma_cow: bool = _flag(
        False, "private mapping that may be written: pages are copied", "VM_MAYWRITE, no VM_SHARED"
    )
    vma_swapped_after_create: bool = _flag(
        False,
        "the slot was created over anonymous memory; this VMA came later",
        "mmap(MAP_FIXED)",
        11,
    )
    vma_force_cached: bool = _flag(
        False, "a proposed VMA flag that asks for a cacheable stage 2", "VM_FORCE_CACHED"
    )
    vma_writable: bool = _flag(True, "user space may write through its mapping", "VM_WRITE")
    vma_mte_allowed: bool = _flag(
        True, "memory of this mapping can carry tags", "VM_MTE_ALLOWED", 13
    )
    access_kind: AccessKind = _choice(
        "read write exec cache-maintenance stage1-walk",
        "what the guest did",
        "ESR_EL2.EC, WnR, CM",
        8,
        "implied",
    )
    access_fault: AccessFault = _choice(
        "translation permission access-flag unsupported-atomic alignment",
        "why stage 2 stopped it",
        "ESR_EL2.DFSC",
        9,
        "implied",
    )
    access_granule: Size = _choice(
        "page pmd pud", "level of the leaf that a permission fault hit", "ESR_EL2.DFSC[1:0]"
    )
    access_syndrome: bool = _flag(
        True, "the syndrome describes the instruction, so it can be emulated", "ESR_EL2.ISV"
    )
    guest_memtype: GuestMemtype = _choice(
        "normal-wb normal-wt normal-nc device-gre device-ngre device-ngnre device-ngnrne"
        " normal-tagged",
        "memory type in the guest's own page tables",
        "MAIR_EL1.Attr",
    )
    guest_shareability: GuestShareability = _choice(
        "ish osh nsh", "shareability in the guest's own page tables", "stage-1 SH"
    )
    guest_mmu: bool = _flag(True, "the guest runs with its MMU on", "SCTLR_EL1.M")
    param_unsafe_cacheable: bool = _flag(
        False, "an off-by-default module parameter that was proposed and NAKed", ""
    )

    @property
    def state(self) -> Mapping[str, Value]:
        """The value of every field, by attribute."""
        return self.__dict__

    def changed(self, **values: Value) -> Scenario:
        """This scenario with other values, by attribute; what they do not permit is replaced.

        All bindings are looked at: what a VM wants is a scenario that no host has bound yet.
        """
        return bind(filled({**self.__dict__, **values}))[0]


def _fields() -> dict[str, Field]:
    """The fields of Scenario, by their contract names."""
    found = {}
    for attribute in fields(Scenario):
        name = attribute.name.replace("_", ".", 1)
        found[name] = Field(name=name, attribute=attribute.name, **attribute.metadata)
    return found


FIELDS: Mapping[str, Field] = _fields()
DEFAULT = Scenario()


class Binding(NamedTuple):
    """A field whose values depend on other fields."""

    attribute: str
    allowed: Callable[[Scenario], tuple[Value, ...]]
    """The values left to it; the last one replaces a value that is not among them."""
    why: str
    by: tuple[str, ...]
    """The attributes that it depends on."""


def _kernel_map(s: Scenario) -> tuple[Value, ...]:
    if s.backing in ("pfnmap", "mixedmap"):
        return (True, False)
    return (s.backing != "zone-device",)


def _mte(s: Scenario) -> tuple[Value, ...]:
    return (True, False) if s.host_mte else (False,)


def _block(s: Scenario) -> tuple[Value, ...]:
    return ("page", "pmd", "pud") if s.host_page_size == "4k" else ("page", "pmd")


def _vma_block(s: Scenario) -> tuple[Value, ...]:
    blocks = _block(s)
    return blocks if s.backing == "pfnmap" else blocks[-1:]


def _contiguous(s: Scenario) -> tuple[Value, ...]:
    return (False, True) if s.backing == "pfnmap" else (True,)


def _page_memtype(s: Scenario) -> tuple[Value, ...]:
    if s.backing in ("pfnmap", "mixedmap"):
        return FIELDS["page.memtype"].values
    return ("as-vma",)


def _direct_map(s: Scenario) -> tuple[Value, ...]:
    return (False, True) if s.slot_guest_memfd else (True,)


def _syndrome(s: Scenario) -> tuple[Value, ...]:
    return (True, False) if s.access_kind in ("read", "write") else (False,)


BINDINGS = (
    Binding(
        "page_map_memory",
        _kernel_map,
        "only pfnmap and mixedmap leave it open; memblock knows the rest, zone-device excepted",
        ("backing",),
    ),
    Binding("vm_mte", _mte, "a VM has tags only where host.mte is true", ("host_mte",)),
    Binding("host_mte_perm", _mte, "FEAT_MTE_PERM needs host.mte", ("host_mte",)),
    Binding("page_size", _block, "blocks above pmd need host.page_size=4k", ("host_page_size",)),
    Binding(
        "vma_block",
        _vma_block,
        "only pfnmap leaves it open, and above pmd host.page_size=4k does",
        ("backing", "host_page_size"),
    ),
    Binding("page_contiguous", _contiguous, "only pfnmap leaves it open", ("backing",)),
    Binding("page_memtype", _page_memtype, "only pfnmap and mixedmap leave it open", ("backing",)),
    Binding(
        "gmem_direct_map",
        _direct_map,
        "only slot.guest_memfd leaves it open",
        ("slot_guest_memfd",),
    ),
    Binding(
        "access_syndrome",
        _syndrome,
        "only a read or a write has a syndrome (ISV)",
        ("access_kind",),
    ),
    Binding(
        "access_granule", _block, "blocks above pmd need host.page_size=4k", ("host_page_size",)
    ),
)
BINDING = frozenset(name for binding in BINDINGS for name in binding.by)
"""The attributes whose change may change others too."""


def word(value: Value) -> str:
    """A field value as it is typed: true, false or the word itself."""
    if value is True:
        return "true"
    return "false" if value is False else str(value)


def make(given: Mapping[str, Value]) -> tuple[Scenario, tuple[str, ...]]:
    """A scenario from checked attribute values, and a note for each that was bound otherwise.

    Args:
        given: attribute names to values of their fields; unset fields take their defaults.
    """
    return bind(filled(given), given)


def filled(given: Mapping[str, Value]) -> Scenario:
    """A scenario from checked attribute values, as if they respected the bindings.

    What Scenario(**given) makes, without calling 34 parameters by name for each of a million lines.
    """
    scenario = object.__new__(Scenario)
    scenario.__dict__.update(_DEFAULTS)
    scenario.__dict__.update(given)
    return scenario


_DEFAULTS = dict(DEFAULT.__dict__)


def bind(scenario: Scenario, given: Container[str] = ()) -> tuple[Scenario, tuple[str, ...]]:
    """Replace what the other fields do not permit; a note for each *given* field replaced."""
    state = scenario.state
    replaced: dict[str, Value] = {}
    notes: list[str] = []
    for binding in BINDINGS:
        allowed = binding.allowed(scenario)
        value = state[binding.attribute]
        if value not in allowed:
            replaced[binding.attribute] = allowed[-1]
            if binding.attribute in given:
                name = binding.attribute.replace("_", ".", 1)
                instead = word(allowed[-1])
                notes.append(f"{name}={word(value)} became {instead}: {binding.why}")
    if not replaced:
        return scenario, ()
    return filled({**state, **replaced}), tuple(notes)


def differences(scenario: Scenario) -> dict[str, Value]:
    """The fields that are not at their defaults, by contract name, bound fields left out.

    A bound field that has the only value its binding permits says nothing and is not printed.
    """
    state = scenario.state
    found = {name: state[at] for name, at, default in _PLACES if state[at] != default}
    for binding, bound in _BOUND:
        if bound.name not in found:
            continue
        allowed = binding.allowed(scenario)
        # What the default becomes is what an unset field has.
        if len(allowed) == 1 or (
            bound.default not in allowed and allowed[-1] == found.get(bound.name)
        ):
            found.pop(bound.name, None)
    return found


_PLACES = tuple((f.name, f.attribute, f.default) for f in FIELDS.values())
_BOUND = tuple((b, FIELDS[b.attribute.replace("_", ".", 1)]) for b in BINDINGS)


def differences_from(was: Scenario, now: Scenario) -> dict[str, Value]:
    """The fields in which one scenario is not like another, by contract name, with their values."""
    before, after = was.state, now.state
    return {
        name: after[field.attribute]
        for name, field in FIELDS.items()
        if before[field.attribute] != after[field.attribute]
    }
