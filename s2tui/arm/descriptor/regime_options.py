"""What decides how descriptors are read, as a table: the options of decode and of the app."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

OptionValue: TypeAlias = bool | int | str


class Option(NamedTuple):
    """One field of `s2tui.arm.descriptor.geometry.Regime`."""

    name: str
    """The field of the Regime; an option of the command line has dashes in it."""
    label: str
    """What it is called on screen."""
    values: tuple[OptionValue, ...]
    """What it may be, the default first."""
    text: str
    """One line of help, with the register field that it stands for."""

    @property
    def flag(self) -> bool:
        """Whether it is a switch."""
        return isinstance(self.values[0], bool)


def _on(name: str, label: str, text: str) -> Option:
    return Option(name, label, (True, False), text)


def _off(name: str, label: str, text: str) -> Option:
    return Option(name, label, (False, True), text)


OPTIONS = (
    _on("fwb", "FWB", "HCR_EL2.FWB: stage 2 may force the memory type"),
    _on("xnx", "XNX", "FEAT_XNX: execute-never has two bits"),
    _off("ds", "DS (LPA2)", "VTCR_EL2.DS: 52-bit addresses with 4k and 16k (FEAT_LPA2)"),
    _off("lpa", "LPA", "FEAT_LPA: 52-bit addresses with 64k"),
    _off("xs", "XS", "FEAT_XS: d[11] is FnXS"),
    _off("mte_perm", "MTE_PERM", "FEAT_MTE_PERM: MemAttr has NoTagAccess"),
    _off("s2pie", "S2PIE", "VTCR_EL2.S2PIE: indirect permissions"),
    _off("s2poe", "S2POE", "VTCR_EL2.S2POE: permission overlays, with S2PIE"),
    _off("realm", "Realm", "Realm state: NS and AMEC exist"),
    _off("haft", "HAFT", "VTCR_EL2.HAFT: tables have an Access flag"),
    Option("bbm", "BBM level", (0, 1, 2), "level of FEAT_BBM: from 1, blocks have nT"),
    Option("page_size", "granule", ("4k", "16k", "64k"), "VTCR_EL2.TG0: the granule"),
)
"""Every field of a Regime, in the order of the command line."""
BY_NAME = {option.name: option for option in OPTIONS}
