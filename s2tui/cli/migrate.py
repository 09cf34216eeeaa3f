"""`s2tui migrate`: may the VM move, may it come back, where does it fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.cli import output
from s2tui.cli.arguments import add_form_of_answer
from s2tui.errors import RequestError
from s2tui.kvm.policies.registry import DEFAULT, find
from s2tui.kvm.scenario.notation import parse_given

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping

    from s2tui.kvm.scenario.fields import Value
    from s2tui.kvm.scenario.notation import Given
    from s2tui.view.kit.text import Line


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "words",
        nargs="*",
        metavar="FIELD=VALUE",
        help="the VM: what differs from the defaults; also a text, a TOML file or @NAME",
    )
    for option, dest, end in (("--from", "source", "source"), ("--to", "destination", "other end")):
        parser.add_argument(
            option,
            dest=dest,
            action="append",
            metavar="FIELD=VALUE,...",
            help=f"the {end}: host fields, host.cpu=NAME, kernel=ID; without --from and --to, the"
            " three classes of host among each other",
        )
    parser.add_argument(
        "--fleet", metavar="FILE", help="hosts from a TOML file (below); answers for every pair"
    )
    parser.add_argument("--kernel", metavar="ID", help=f"where kernel= does not say ({DEFAULT})")
    add_form_of_answer(parser)


def run(args: argparse.Namespace) -> int:
    """Answer and return the exit status: 1 where a move is no, silent or unknown.

    The features that a guest saw in its ID registers must match as well; only what concerns the
    memory's attribute is judged here.

    Raises:
        RequestError: an unknown field, value, kernel or CPU, or a fleet that cannot be read.
    """
    kernel = DEFAULT if args.kernel is None else args.kernel
    # Not bound here: whether a VM can have tags is for its source to say.
    vm = parse_given(args.words)
    if args.fleet is not None:
        if args.source or args.destination:
            raise RequestError("--fleet takes the hosts from its file, not from --from or --to")
        return _fleet(args.fleet, kernel, vm, as_json=args.json)
    if args.source is None and args.destination is None:
        return _matrix(kernel, vm, as_json=args.json)
    return _pair(args.source or [], args.destination or [], kernel, vm, as_json=args.json)


def _pair(source: list[str], to: list[str], kernel: str, vm: Given, *, as_json: bool) -> int:
    from s2tui.kvm.migration.hosts import parse_end
    from s2tui.kvm.migration.migrate import migrate

    a, b = parse_end(source, kernel), parse_end(to, kernel)
    move = migrate(a.policy, b.policy, vm.scenario, a.fields, b.fields)
    if as_json:
        from s2tui.contract.move import move_object

        output.json(move_object(move))
    else:
        from s2tui.view.migrate.lines import move_lines

        output.lines([*_asked(vm, [a.fields]), *move_lines(move, a, b, output.width())])
    return 0 if move.works else 1


def _matrix(kernel: str, vm: Given, *, as_json: bool) -> int:
    """The three classes of host among each other."""
    from s2tui.kvm.migration.hosts import HOST_CLASSES
    from s2tui.kvm.migration.migrate import matrix

    policy = find(kernel)
    cells = matrix(policy, vm.scenario)
    if as_json:
        from s2tui.contract.move import moves_object

        found = [(c.source.id, c.destination.id, c.move) for c in cells]
        output.json(moves_object([c.id for c in HOST_CLASSES], found))
    else:
        from s2tui.view.migrate.lines import matrix_lines

        asked = _asked(vm, [c.fields for c in HOST_CLASSES])
        output.lines([*asked, *matrix_lines(policy, cells, output.width())])
    return 0 if all(cell.move.works for cell in cells) else 1


def _fleet(path: str, kernel: str, vm: Given, *, as_json: bool) -> int:
    from s2tui.kvm.migration.fleet import load, moves

    members = load(path, kernel)
    found = moves(members, vm.scenario)
    names = [member.name for member in members]
    if as_json:
        from s2tui.contract.move import moves_object

        output.json(moves_object(names, found))
    else:
        from s2tui.view.migrate.lines import host_lines, table_lines

        width = output.width()
        hosts = host_lines([(m.name, m.host) for m in members], vm.scenario, width)
        asked = _asked(vm, [member.host.fields for member in members])
        output.lines([*asked, *hosts, *table_lines(names, found, width)])
    return 0 if all(move.move.works for move in found) else 1


def _asked(vm: Given, sources: Iterable[Mapping[str, Value]]) -> list[Line]:
    from s2tui.kvm.migration.hosts import replaced_on
    from s2tui.view.migrate.lines import asked_lines

    return asked_lines(vm, replaced_on(vm, sources), output.width())
