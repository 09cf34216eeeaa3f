"""`list --json`: what there is, an array of objects with `id` or `name`, `text` and more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Entry = dict[str, Any]


def _policies() -> list[Entry]:
    from s2tui.kvm.policies.proposed import PROPOSALS, aliases, provenance
    from s2tui.kvm.policies.registry import POLICIES, find

    by = {proposal.id: provenance(proposal) for proposal in PROPOSALS}
    entries: list[Entry] = []
    for id_ in POLICIES:
        entry: Entry = {"id": id_, "text": find(id_).title}
        also = aliases(id_)
        details = [by[id_]] if id_ in by else []
        if id_ in by:
            entry["by"] = by[id_]
        if also:
            entry["also"] = also
            details += [f"also called {name} ({why})" for name, why in also.items()]
        entries.append(entry | ({"details": details} if details else {}))
    return entries


def _kernels() -> list[Entry]:
    from s2tui.kvm.policies.registry import KERNELS, find, span

    return [
        {"id": kernel.id, "text": f"{span(kernel)}: {find(kernel.id).title}", "policy": kernel.id}
        for kernel in KERNELS
    ]


def _cpus() -> list[Entry]:
    from s2tui.arm.cpus import describe_known, load

    return [
        {
            "name": cpu.name,
            "text": f"{cpu.title}, Armv{cpu.arch}",
            "values": {name: known._asdict() for name, known in cpu.values.items()},
            "evidence": cpu.evidence,
            "details": [describe_known(name, known) for name, known in cpu.values.items()],
        }
        for cpu in load().values()
    ]


def _fields() -> list[Entry]:
    from s2tui.kvm.scenario.fields import FIELDS

    return [
        {
            "name": field.name,
            "values": list(field.values),
            "default": field.default,
            "text": field.text,
            "stands_for": field.stands_for,
        }
        for field in FIELDS.values()
    ]


def _scenarios() -> list[Entry]:
    from s2tui.kvm.scenario.named import load

    entries: list[Entry] = []
    for named in load().values():
        entry: Entry = {"name": named.name, "text": named.text, "fields": named.fields}
        if named.raised:
            entry |= {"raised": named.raised, "happens": list(named.happens)}
        if named.needs:
            entry |= {"needs": named.needs, "details": [f"cannot be asked: needs {named.needs}"]}
        entries.append(entry)
    return entries


def _invariants() -> list[Entry]:
    from s2tui.analysis.invariants.catalogue import load

    return [
        {
            "id": i.id,
            "text": i.text,
            "exactly": i.details,
            "asked_by": i.asked_by,
            "source": i.source,
            "quotes": [said.quote for said in i.said],
            "details": [f"\u201c{said.quote}\u201d ({said.source})" for said in i.said]
            or [f"{i.asked_by}: {i.source}"],
        }
        for i in load().values()
    ]


def _hazards() -> list[Entry]:
    from s2tui.kvm.hazards.catalogue import load

    return [{"id": e.id, "text": e.text, "source": e.source} for e in load().values()]


LISTS: dict[str, Callable[[], list[Entry]]] = {
    "policies": _policies,
    "kernels": _kernels,
    "cpus": _cpus,
    "fields": _fields,
    "scenarios": _scenarios,
    "invariants": _invariants,
    "hazards": _hazards,
}
"""The lists of the domain; the themes are the terminal's."""
