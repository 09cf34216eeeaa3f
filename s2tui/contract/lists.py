"""`list --json`: what there is, an array of objects with `id` or `name`, `text` and more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Entry = dict[str, Any]


def _policies() -> list[Entry]:
    from s2tui.kvm.policies.proposed import aliases, provenance
    from s2tui.kvm.policies.registry import POLICIES, Kernel, find

    entries: list[Entry] = []
    for id_, known in POLICIES.items():
        entry: Entry = {"id": id_, "text": find(id_).title, "state": known.state}
        details = []
        if not isinstance(known, Kernel):
            entry |= {"by": provenance(known), "author": known.author, "date": known.date}
            details.append(entry["by"])
        also = aliases(id_)
        if also:
            entry["also"] = also
            details += [f"also called {name} ({why})" for name, why in also.items()]
        entries.append(entry | ({"details": details} if details else {}))
    return entries


def _kernels() -> list[Entry]:
    from s2tui.kvm.policies.distributions import load
    from s2tui.kvm.policies.registry import KERNELS, find, span

    released: list[Entry] = [
        {"id": kernel.id, "text": f"{span(kernel)}: {find(kernel.id).title}", "policy": kernel.id}
        for kernel in KERNELS
    ]
    distributed: list[Entry] = [
        {
            "id": name,
            "text": d.text,
            "policy": find(name).id if d.kernel else None,
            "answers_as": d.kernel or None,
            "source": d.source,
            "details": [*([] if d.kernel else [UNANSWERED]), d.source],
        }
        for name, d in load().items()
    ]
    return released + distributed


UNANSWERED = "no --kernel: what it answers is not known for certain"


def _architectures() -> list[Entry]:
    from s2tui.kvm.architectures.architectures import load

    return [
        {
            "id": id_,
            "text": f"{a.name}: {a.decides}",
            "chooses": a.chooses,
            "facts": [fact._asdict() for fact in a.facts],
            "details": [
                *(f"{fact.text} ({fact.source})" for fact in a.facts),
                *FLAG.get(a.chooses, ()),
            ],
        }
        for id_, a in load().items()
    ]


FLAG: dict[bool | None, tuple[str, ...]] = {
    True: ("KVM chooses a type, so a memslot flag for it could mean something (E9, E10)",),
    False: ("KVM chooses no type, so a memslot flag for it could mean nothing (E9, E10)",),
}


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
    from s2tui.kvm.scenario.values import meanings

    return [
        {
            "name": field.name,
            "values": list(field.values),
            "default": field.default,
            "text": field.text,
            "stands_for": field.stands_for,
            "meanings": meanings()[field.name],
        }
        for field in FIELDS.values()
    ]


def _scenarios() -> list[Entry]:
    from s2tui.kvm.scenario.named import load

    entries: list[Entry] = []
    for named in load().values():
        entry: Entry = {
            "name": named.name,
            "group": named.group,
            "text": named.text,
            "fields": named.fields,
        }
        if named.raised:
            entry |= {"raised": named.raised, "happens": list(named.happens)}
        if named.source:
            entry |= {"source": named.source, "details": [named.source]}
        if named.needs:
            entry["needs"] = named.needs
            entry.setdefault("details", []).append(f"cannot be asked: needs {named.needs}")
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
            "details": [said.cited for said in i.said] or [f"{i.asked_by}: {i.source}"],
        }
        for i in load().values()
    ]


def _hazards() -> list[Entry]:
    from s2tui.kvm.hazards.catalogue import RANKS, load

    return [
        {
            "id": e.id,
            "text": e.text,
            "rank": e.rank,
            "source": e.source,
            "details": [f"{RANKS[e.rank]}; {e.source}"],
        }
        for e in load().values()
    ]


def _terms() -> list[Entry]:
    from s2tui.kvm.glossary.glossary import terms

    return [
        {
            "name": term.name,
            "text": term.text,
            "source": term.source,
            "also": list(term.also),
            "details": [*([f"also {', '.join(term.also)}"] if term.also else []), term.source],
        }
        for term in terms().values()
    ]


def rules(kernel: str = "") -> list[Entry]:
    """The rules of a kernel in the order in which a fault meets them.

    Args:
        kernel: as `registry.find` takes it; the newest where none is named.

    Raises:
        RequestError: there is no such kernel.
    """
    from s2tui.kvm.policies.naming import names
    from s2tui.kvm.policies.registry import DEFAULT, find
    from s2tui.kvm.policy.rule import STAGES

    policy = find(kernel or DEFAULT)
    called = names(policy)
    return [
        {
            "id": rule.id,
            "text": rule.text,
            "stage": rule.stage,
            "decides": rule.decides.name if rule.decides else None,
            "handler": rule.handler,
            "cite": rule.cite,
            "name": called.get(rule),
            "details": [
                *([f"decides {rule.decides.name}: {rule.decides.text}"] if rule.decides else []),
                rule.cite,
                *([called[rule]] if rule in called else []),
            ],
        }
        for stage in STAGES
        for rule in policy.rules
        if rule.stage == stage
    ]


LISTS: dict[str, Callable[[], list[Entry]]] = {
    "policies": _policies,
    "kernels": _kernels,
    "architectures": _architectures,
    "cpus": _cpus,
    "fields": _fields,
    "scenarios": _scenarios,
    "invariants": _invariants,
    "hazards": _hazards,
    "terms": _terms,
    "rules": rules,
}
"""The lists of the domain; the themes are the terminal's."""
