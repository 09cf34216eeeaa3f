"""How host and guest reach one location, and what the kernel does about its caches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from s2tui.errors import RequestError, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

KernelAlias: TypeAlias = Literal["wb", "none", "withdrawn"]
HostAlias: TypeAlias = Literal["wb", "nc", "device", "none"]
GuestAlias: TypeAlias = Literal["wb", "wt", "nc", "device"]
Reach: TypeAlias = Literal["none", "effective", "unreachable"]
Left: TypeAlias = Literal["none", "clean", "dirty"]
Dma: TypeAlias = Literal["none", "coherent", "noncoherent"]


class Configuration(NamedTuple):
    """What the order of events in the caches depends on, and nothing else.

    An alias is Write-Back (wb), Write-Through (wt), Normal Non-cacheable (nc), Device, or not
    there. Maintenance by VA acts through an alias: without one there is no instruction to issue it
    with, and it is unreachable (DDI 0487 D8.18.1).
    """

    kernel: KernelAlias
    """The kernel's linear map; withdrawn: it was there until the page was mapped for the guest."""
    user: HostAlias
    """User space's mapping."""
    guest: GuestAlias
    """What stage 1 and stage 2 make of the guest's access."""
    clean: Reach = "none"
    """Clean and invalidate to PoC, when KVM maps the page."""
    left: Left = "none"
    """The line that the previous owner left."""
    dma: Dma = "none"
    """A device that writes the page for the host: as a Write-Back store, or past the caches."""
    dic: bool = False
    """CTR_EL0.DIC: instruction fetches follow stores without invalidation to PoU."""
    idc: bool = False
    """CTR_EL0.IDC: they see what is in the data caches without a clean to PoU."""
    icache: Reach = "none"
    """Invalidation to PoU, when KVM makes the page executable."""
    fetch: bool = False
    """Whether the guest executes from the page."""

    def host(self, *, running: bool) -> tuple[tuple[str, str], ...]:
        """The aliases of the host that are there, the kernel's first: name and type.

        Args:
            running: once the guest has the page, not before.
        """
        aliases = [] if self.user == "none" else [("user", self.user)]
        if self.kernel == "wb" or (self.kernel == "withdrawn" and not running):
            aliases.insert(0, ("kernel", "wb"))
        return tuple(aliases)


VALUES: dict[str, tuple[str | bool, ...]] = {
    "kernel": ("wb", "none", "withdrawn"),
    "user": ("wb", "nc", "device", "none"),
    "guest": ("wb", "wt", "nc", "device"),
    "clean": ("none", "effective", "unreachable"),
    "left": ("none", "clean", "dirty"),
    "dma": ("none", "coherent", "noncoherent"),
    "dic": (False, True),
    "idc": (False, True),
    "icache": ("none", "effective", "unreachable"),
    "fetch": (False, True),
}
"""What each part of a configuration may be."""
REQUIRED = ("kernel", "user", "guest", "clean", "left")


def configuration(given: Mapping[str, Any]) -> Configuration:
    """A configuration from words, as a line of a batch has them.

    Raises:
        RequestError: a key or value is unknown or missing, or no such configuration can be.
    """
    for key, value in given.items():
        if key not in VALUES:
            raise unknown("key", key, VALUES)
        accepted = VALUES[key]
        if type(value) is not type(accepted[0]) or value not in accepted:
            raise unknown(f"{key}", str(value).lower(), (str(v).lower() for v in accepted))
    missing = [key for key in REQUIRED if key not in given]
    if missing:
        raise RequestError(f"{missing[0]} is missing; a configuration has {', '.join(REQUIRED)}")
    return checked(Configuration(**given))


def checked(c: Configuration) -> Configuration:
    """The same configuration.

    Raises:
        RequestError: it cannot be: nobody on the host's side has the page mapped, or maintenance
            is done through a mapping that is not there.
    """
    if c.kernel == c.user == "none":
        raise RequestError("the host has no alias: kernel or user must be something but none")
    for key, reach in (("clean", c.clean), ("icache", c.icache)):
        if reach == "effective" and c.kernel != "wb":
            raise RequestError(
                f"{key}=effective needs kernel=wb, the alias through which KVM maintains caches; "
                f"with kernel={c.kernel} it is none or unreachable"
            )
    return c
