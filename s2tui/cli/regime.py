"""The options of decode and encode that say what the processor implements and selects."""

from __future__ import annotations

from argparse import BooleanOptionalAction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from s2tui.arm.geometry import Regime

PAGE_SIZES = ("4k", "16k", "64k")
BBM_LEVELS = (0, 1, 2)
_SWITCHES = {
    "fwb": (True, "HCR_EL2.FWB: stage 2 may force the memory type"),
    "xnx": (True, "FEAT_XNX: execute-never has two bits"),
    "ds": (False, "VTCR_EL2.DS: 52-bit addresses with 4k and 16k (FEAT_LPA2)"),
    "lpa": (False, "FEAT_LPA: 52-bit addresses with 64k"),
    "xs": (False, "FEAT_XS: d[11] is FnXS"),
    "mte-perm": (False, "FEAT_MTE_PERM: MemAttr has NoTagAccess"),
    "s2pie": (False, "VTCR_EL2.S2PIE: indirect permissions"),
    "s2poe": (False, "VTCR_EL2.S2POE: permission overlays, with --s2pie"),
    "realm": (False, "Realm state: NS and AMEC exist"),
    "haft": (False, "VTCR_EL2.HAFT: tables have an Access flag"),
}


def add_regime(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    for name, (default, text) in _SWITCHES.items():
        parser.add_argument(f"--{name}", action=BooleanOptionalAction, default=default, help=text)
    parser.add_argument(
        "--bbm", type=int, choices=BBM_LEVELS, default=0, help="level of FEAT_BBM (default 0)"
    )
    parser.add_argument(
        "--page-size", choices=PAGE_SIZES, default="4k", help="granule (default 4k)"
    )


def regime_of(args: argparse.Namespace) -> Regime:
    """The regime that the options describe."""
    from s2tui.arm.geometry import Regime  # noqa: PLC0415 - help and completion do without it

    return Regime(
        page_size=args.page_size,
        bbm=args.bbm,
        **{field: getattr(args, field) for field in (n.replace("-", "_") for n in _SWITCHES)},
    )
