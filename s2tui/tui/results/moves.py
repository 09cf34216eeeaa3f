"""What is shown of the moves of a VM."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.scenario.fields import DEFAULT, FIELDS, differences_from, word
from s2tui.tui.results.result import Result, dumped, laid_out
from s2tui.view.kit.words import command_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.kvm.migration.hosts import Host
    from s2tui.kvm.migration.migrate import Cell, Pair
    from s2tui.kvm.report.report import Report
    from s2tui.kvm.scenario.fields import Scenario


def moved(vm: Scenario, pair: Pair, ends: tuple[Host, Host]) -> Result:
    """One move.

    Args:
        vm: the VM as it was chosen, before any host binds it.
        pair: the move.
        ends: its source and its destination.
    """
    from s2tui.contract.move import move_object
    from s2tui.view.migrate.table import pair_lines

    forms = laid_out(lambda width: pair_lines(pair, ends, width))
    forms["json"] = lambda: dumped(move_object(pair.move))
    source, destination = (_end(one) for one in ends)
    said = ("migrate", *_unbound(vm), "--from", source, "--to", destination)
    return Result("the move under the cursor", forms, command_line(*said))


def _end(host: Host) -> str:
    fields = [
        f"{field.name}={word(host.fields[field.attribute])}"
        for field in FIELDS.values()
        if field.attribute in host.fields
    ]
    return ",".join((*fields, f"kernel={host.kernel}"))


def all_moved(vm: Scenario, report: Report, cells: Sequence[Cell]) -> Result:
    """Every move between the three kinds of host."""
    from s2tui.contract.move import moves_object
    from s2tui.kvm.migration.hosts import HOST_CLASSES
    from s2tui.view.migrate.lines import matrix_lines

    forms = laid_out(lambda width: matrix_lines(report.policy, cells, width))
    found = [(cell.source.id, cell.destination.id, cell.move) for cell in cells]
    forms["json"] = lambda: dumped(moves_object([one.id for one in HOST_CLASSES], found))
    said = ("migrate", *_unbound(vm), "--kernel", report.kernel)
    return Result("the whole table", forms, command_line(*said), "table")


def fleet_moved(
    vm: Scenario, names: Sequence[str], pairs: Sequence[Pair], fleet: Sequence[str] = ()
) -> Result:
    """Every move between some hosts.

    Args:
        vm: the VM.
        names: the hosts.
        pairs: the moves.
        fleet: the file of the hosts, and the kernel that it was read with; else no command says it.
    """
    from s2tui.contract.move import moves_object
    from s2tui.view.migrate.lines import table_lines

    forms = laid_out(lambda width: table_lines(names, pairs, width))
    said = ""
    if fleet:
        path, kernel = fleet
        found = [(one.source, one.destination, one.move) for one in pairs]
        forms["json"] = lambda: dumped(moves_object(names, found))
        said = command_line("migrate", *_unbound(vm), "--fleet", path, "--kernel", kernel)
    return Result("the whole table", forms, said, "table")


def _unbound(vm: Scenario) -> list[str]:
    """What was chosen, also where the host that the VM is on does not permit it."""
    return [f"{name}={word(value)}" for name, value in differences_from(DEFAULT, vm).items()]
