"""Scenarios as text: FIELD=VALUE words, one comma-separated text, TOML, JSON objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.errors import RequestError, nearest, short, unknown
from s2tui.kvm.scenario.fields import FIELDS, Scenario, Value, differences, filled, make, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

CPU = "host.cpu"
"""Not a field: a preset that sets the host fields before the other words apply."""

BRIDGES = ("esr", "far", "hpfar", "vmflags")
"""Not fields either: what people have from the field, of which some fields follow (`bridges`)."""
OTHERS = (CPU, *BRIDGES)

BOOLEANS = {
    "true": ("1", "yes", "on", "y", "t", "true"),
    "false": ("0", "no", "off", "n", "f", "false"),
}
"""What people type for the two."""
_ATTRIBUTE = {name: field.attribute for name, field in FIELDS.items()}
_BY_WORD: dict[str, dict[object, Value]] = {
    name: {word(value): value for value in field.values} for name, field in FIELDS.items()
}
_BY_VALUE: dict[str, dict[object, Value]] = {
    name: {value: value for value in field.values} for name, field in FIELDS.items()
}


class Parsed(NamedTuple):
    """A scenario, and what is to be said about how it was read."""

    scenario: Scenario
    notes: tuple[str, ...]


class Given(NamedTuple):
    """What some words say, whatever the other fields make of it."""

    values: dict[str, Value]
    """By attribute; bindings are not applied."""
    notes: tuple[str, ...]

    @property
    def scenario(self) -> Scenario:
        """The scenario as it was asked for, as if it respected the bindings."""
        return filled(self.values)


def parse_words(words: Iterable[str]) -> Parsed:
    """Read FIELD=VALUE words, comma-separated texts, TOML files and @NAMEs; later words win.

    Raises:
        RequestError: a word is none of these, or a field, value, file or name does not exist.
    """
    return _bound(parse_given(words))


def parse_given(words: Iterable[str]) -> Given:
    """Read words as `parse_words` does, for a host that is not known yet: nothing is bound.

    Raises:
        RequestError: as `parse_words`.
    """
    given: dict[str, Value] = {}
    raised: list[str] = []
    for text in _parts(words):
        given.update(_read(text))
        if text.startswith("@"):
            from s2tui.kvm.scenario.named import about

            raised += about(text[1:])
    values, notes = _checked(given)
    return Given(values, (*raised, *notes))


def parse_condition(words: Iterable[str]) -> dict[str, tuple[Value, ...]]:
    """Read what only some fields are given of; a field given twice may have either value.

    Args:
        words: as for `parse_words`.

    Returns:
        By attribute, the values that the field may have.

    Raises:
        RequestError: as `parse_words`.
    """
    found: dict[str, tuple[Value, ...]] = {}
    for text in _parts(words):
        given = _read(text)
        if CPU in given:
            given = {**_preset(str(given.pop(CPU)))[0], **given}
        for name, value in given.items():
            if name in BRIDGES:
                continue
            if value not in found.get(_ATTRIBUTE[name], ()):
                found[_ATTRIBUTE[name]] = (*found.get(_ATTRIBUTE[name], ()), value)
    return found


def from_object(given: object) -> Parsed:
    """Read a JSON object of fields and values, as in `explain --batch`.

    Raises:
        RequestError: it is no object, or a field or value does not exist.
    """
    if type(given) is not dict:
        raise RequestError(
            f"scenario must be an object of fields and values, not {short(_shown(given))}"
        )
    values: dict[str, Value] = {}
    for name, value in given.items():
        try:
            known = _BY_VALUE[name]
            # True == 1: a number is no boolean, though a dict would find it.
            if type(value) is int or type(value) is float:
                raise KeyError(value)
            values[_ATTRIBUTE[name]] = known[value]
        except (KeyError, TypeError):
            if not given.keys().isdisjoint(OTHERS):
                from s2tui.kvm.scenario.bridges import spread

                return _bound(_checked(spread(given)))
            raise _wrong_value(name, value) from None
    return Parsed(*make(values))


def _parts(words: Iterable[str]) -> Iterator[str]:
    """Words, of which one may be several in quotes; a blank in a path or a value parts nothing."""
    for text in words:
        if " " in text:
            import re

            yield from re.split(r"[\s,]+(?=@|[\w.]+=)", text.strip())
        else:
            yield text


def _read(text: str) -> dict[str, Value]:
    """The fields that one argument sets, by contract name."""
    if text.startswith("@"):
        from s2tui.kvm.scenario.named import scenario_fields

        return scenario_fields(text[1:])
    if "=" not in text:
        return _read_toml(text)
    found: dict[str, Value] = {}
    for part in text.split(","):
        name, equals, value = part.strip().partition("=")
        if not equals:
            raise RequestError(f"expected FIELD=VALUE, not {part.strip()!r}, in {text!r}")
        if name in BRIDGES:
            from s2tui.kvm.scenario.bridges import spread

            found |= spread({name: value})
            continue
        if name != CPU and value not in _BY_WORD.get(name, ()):
            raise _wrong_value(name, value)
        found[name] = value if name == CPU else _BY_WORD[name][value]
    return found


def _bound(given: Given) -> Parsed:
    """The scenario that respects the bindings, and a note for each value that does not."""
    scenario, replaced = make(given.values)
    return Parsed(scenario, given.notes + replaced)


def _checked(given: Mapping[str, Any]) -> Given:
    """Apply a CPU preset under the other fields and check the values."""
    fields = dict(given)
    notes: tuple[str, ...] = ()
    if CPU in fields:
        preset, notes = _preset(_shown(fields.pop(CPU)))
        fields = {**preset, **fields}
    raw = {name: fields.pop(name) for name in BRIDGES if name in fields}
    if raw:
        from s2tui.kvm.scenario.bridges import notes as said

        notes = (*notes, *said(raw, fields))
    values = {}
    for name, value in fields.items():
        if _bad(name, value):
            raise _wrong_value(name, value)
        values[_ATTRIBUTE[name]] = value
    return Given(values, notes)


def _preset(name: str) -> tuple[dict[str, Value], tuple[str, ...]]:
    """The host fields of a CPU preset, and a note that names those it does not know."""
    from s2tui.arm.cpus import find, host_fields

    cpu = find(name)
    fields = {f"host.{field}": value for field, value in host_fields(cpu).items()}
    known: dict[str, Value] = {field: v for field, v in fields.items() if v is not None}
    silent = [field for field in fields if field not in known]
    doubtful = [
        f"host.{field}"
        for field, value in cpu.values.items()
        if value.status == "unverified" and f"host.{field}" in known
    ]
    notes = []
    if silent:
        notes.append(f"host.cpu={name} does not say {', '.join(silent)}: default kept")
    if doubtful:
        notes.append(f"host.cpu={name}: {', '.join(doubtful)} unverified")
    return known, tuple(notes)


def _read_toml(path: str) -> dict[str, Value]:
    """A TOML file: `"vma.memtype" = "normal"`, or tables [vma] with memtype = "normal"."""
    import tomllib

    try:
        with open(path, "rb") as file:
            data = tomllib.load(file)
    except FileNotFoundError:
        raise RequestError(
            f"{short(path)!r} is neither FIELD=VALUE nor @NAME nor a scenario file{_meant(path)}"
        ) from None
    except OSError as error:
        raise RequestError(f"cannot read {path}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise RequestError(f"{path} is not TOML: {error}") from None
    if isinstance(data.get("host"), list):
        raise RequestError(
            f"{path} is a fleet, with [[host]] tables, not a scenario;"
            f" did you mean s2tui migrate --fleet {path}?"
        )
    found: dict[str, Value] = {}
    for key, value in data.items():
        if isinstance(value, dict):
            found.update({f"{key}.{inner}": v for inner, v in value.items()})
        else:
            found[key] = value
    for name, value in found.items():
        if name not in OTHERS and _bad(name, value):
            raise RequestError(f"{path}: {_wrong_value(name, value)}")
    if found.keys().isdisjoint(BRIDGES):
        return found
    from s2tui.kvm.scenario.bridges import spread

    return spread(found)


def _bad(name: str, value: object) -> bool:
    """Whether there is no such field, or it takes no such value."""
    return type(value) not in (str, bool) or value not in _BY_VALUE.get(name, ())


def _wrong_value(name: str, value: object) -> RequestError:
    if name not in FIELDS:
        return unknown("field", name, FIELDS, f"; accepted: {', '.join(_near(name))}")
    accepted = [word(v) for v in FIELDS[name].values]
    if value in accepted:
        words = ", ".join(accepted)
        return RequestError(f'value for {name}: "{value}" is a string; accepted: {words}')
    shown, what = _shown(value), f"value for {name}:"
    meant = next((w for w, said in BOOLEANS.items() if shown.lower() in said), None)
    if meant in accepted:
        others = ", ".join(accepted)
        return unknown(what, shown, (), f"; did you mean {meant}?; accepted: {others}")
    return unknown(what, shown, accepted)


def _meant(text: str) -> str:
    """What a word without an equals sign probably stands for: a name, a field or a value."""
    from s2tui.kvm.scenario.named import load

    close = nearest(text, [f"@{name}" for name in load()])
    if close and close[0].lower().startswith(f"@{text.lower()}"):
        return f"; did you mean {close[0]}?"
    valued = [f"{f.name}={text}" for f in FIELDS.values() if text in map(word, f.values)]
    if len(valued) == 1:
        return f"; did you mean {valued[0]}?"
    fields = nearest(text, list(FIELDS))
    if fields:
        values = "|".join(map(word, FIELDS[fields[0]].values))
        return f"; did you mean {fields[0]}={values}?"
    return f"; did you mean {close[0]}?" if close else ""


def _near(name: str) -> list[str]:
    """The names to offer for one that does not exist: those of its group, else all."""
    names = [CPU, *FIELDS, *BRIDGES]
    group, dot, _ = name.partition(".")
    return [n for n in names if dot and n.startswith(group + dot)] or names


def _shown(value: object) -> str:
    if isinstance(value, str):
        return value
    from json import dumps

    return dumps(value, default=str)


def scenario_text(scenario: Scenario) -> str:
    """A scenario as one comma-separated text of what differs from the defaults.

    Where nothing does, a field is named all the same: nothing is no scenario.
    """
    first = next(iter(FIELDS.values()))
    changed = differences(scenario) or {first.name: first.default}
    return ",".join(f"{name}={word(value)}" for name, value in changed.items())
