"""Between which hosts the present VM may move: three kinds of host, or a fleet from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.errors import RequestError
from s2tui.kvm.migration.hosts import HOST_CLASSES, Host
from s2tui.kvm.migration.migrate import matrix
from s2tui.kvm.migration.own_host import own_class, present
from s2tui.tui.commands.table import bindings
from s2tui.tui.screens.tables import TableScreen
from s2tui.tui.session.state import Baseline
from s2tui.view.kit.layout import heading
from s2tui.view.migrate import table as migration_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Size

    from s2tui.kvm.migration.fleet import Member
    from s2tui.kvm.migration.migrate import Pair
    from s2tui.tui.results.result import Result
    from s2tui.tui.session.state import Answer
    from s2tui.view.kit.text import Line


FLEET = "fleet"
"""What is before the path of a fleet in what a line gives."""


class MigrateScreen(TableScreen):
    """Sources down, destinations across."""

    PLACE = "migrate"
    BINDINGS = bindings("migrate")
    ALSO = "every answer"

    def __init__(self, answer: Answer, size: Size) -> None:
        self.members: tuple[Member, ...] = ()
        """The fleet, if one was read."""
        self.path = self.read_with = ""
        """The file of the fleet, and the kernel of those of its hosts that name none."""
        self.in_fleet = False
        self.added: dict[str, tuple[str, ...]] = {}
        """Hosts beside the three kinds, by name: the words that say what each is."""
        self.hosts: dict[str, Host] = {}
        self.pairs: dict[tuple[str, str], Pair] = {}
        super().__init__(answer, size)

    def refill(self) -> None:
        """Ask about every move."""
        vm, report = self.answer.state.wanted, self.answer.report
        here = None
        if self.in_fleet:
            from s2tui.kvm.migration.fleet import moves

            self.hosts = {member.name: member.host for member in self.members}
            pairs = moves(self.members, vm)
            title = f"migration between the hosts of {self.path}"
        else:
            self.hosts = {
                one.text: Host(report.kernel, report.policy, one.fields) for one in HOST_CLASSES
            }
            cells = matrix(report.policy, vm)
            pairs = tuple(cell.named for cell in cells)
            title = f"migration under {report.kernel}"
            here = next((c.source.text for c in cells if c.source.id == present(cells, vm)), None)
            if here is None:
                own = own_class(vm)
                host = Host(report.kernel, report.policy, own.fields)
                self.hosts = {own.text: host, **self.hosts}
            if self.added or here is None:
                pairs = self._with_added()
        self.pairs = {(pair.source, pair.destination): pair for pair in pairs}
        table = migration_table.moves_table(tuple(self.hosts), pairs, here)
        self.table.fill(table, title, migration_table.count_line(pairs))

    def _with_added(self) -> tuple[Pair, ...]:
        """Every move between the hosts of the table and those that were added."""
        from s2tui.kvm.migration.fleet import Member, moves
        from s2tui.kvm.migration.hosts import parse_end

        kernel = self.answer.report.kernel
        self.hosts |= {name: parse_end(words, kernel) for name, words in self.added.items()}
        members = tuple(Member(name, host) for name, host in self.hosts.items())
        return moves(members, self.answer.state.wanted)

    def take(self, given: Sequence[str]) -> None:
        """Show a fleet by its file, or hosts beside the three kinds: `from X`, `to Y`.

        Either without a host leaves the three kinds alone.
        """
        if not given:
            return
        if given[0] == FLEET:
            self.read(given[1])
            return
        ends = {end: words for end, *words in (one.split() for one in given)}
        self.added |= {" ".join(words): tuple(words) for words in ends.values() if words}
        if not any(ends.values()):
            self.added.clear()
        self.in_fleet = False
        self.refill()
        names = {end: " ".join(words) for end, words in ends.items() if words}
        row, column = (names.get(end, "") for end in ("from", "to"))
        hosts = list(self.hosts)
        self.table.go_to(row or hosts[0], hosts.index(column) if column else None)
        self.tell()

    def _pair(self) -> Pair | None:
        row = self.table.row
        if row is None:
            return None
        return self.pairs[row.id, tuple(self.hosts)[self.table.column]]

    def said(self, width: int) -> Sequence[Line]:
        """The move under the cursor in full, then every answer."""
        pair = self._pair()
        if pair is None:
            return ()
        ends = self.hosts[pair.source], self.hosts[pair.destination]
        lines = migration_table.pair_lines(pair, ends, width)
        if self.is_wide:
            return lines
        return [*lines, (), heading(self.ALSO, width), *self.also(width)]

    def also(self, width: int) -> Sequence[Line]:
        """Every answer, and how to read the table."""
        return migration_table.every_lines(tuple(self.pairs.values()), width)

    def enter(self) -> None:
        """Explore the VM on its destination, held against the source."""
        pair = self._pair()
        if pair is None:
            return
        source, destination = pair.move.source, pair.move.destination
        there = self.hosts[pair.destination].kernel
        baseline = Baseline(source.scenario, self.hosts[pair.source].kernel)
        self.host.explore(destination.scenario, there, baseline)

    def results(self) -> tuple[Result, ...]:
        """The move under the cursor, and the whole table."""
        from s2tui.tui.results import moves

        vm, report, pair = self.answer.state.wanted, self.answer.report, self._pair()
        names, pairs = tuple(self.hosts), tuple(self.pairs.values())
        if self.in_fleet:
            whole = moves.fleet_moved(vm, names, pairs, (self.path, self.read_with))
        elif self.added:
            whole = moves.fleet_moved(vm, names, pairs)
        else:
            whole = moves.all_moved(vm, report, matrix(report.policy, vm))
        if pair is None:
            return (whole._replace(name=""),)
        ends = self.hosts[pair.source], self.hosts[pair.destination]
        return moves.moved(vm, pair, ends), whole

    def action_hosts(self) -> None:
        """The other hosts: those of the fleet, or the three kinds."""
        if not self.members:
            self.action_fleet()
            return
        self.in_fleet = not self.in_fleet
        self.again()

    def action_fleet(self) -> None:
        """Ask for the file of a fleet."""
        self.prompt("fleet file; escape leaves it", self.path, self.read)

    def read(self, path: str) -> bool:
        """Read a fleet, and show it; whether that worked."""
        from pathlib import Path

        from s2tui.kvm.migration.fleet import load

        try:
            kernel = self.answer.state.kernel
            members = load(str(Path(path).expanduser()), kernel)
        except RequestError as error:
            self.host.notice(str(error))
            return False
        self.members, self.path, self.in_fleet = members, path, True
        self.read_with = kernel
        self.again()
        return True
