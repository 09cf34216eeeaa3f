"""Lines that name a screen first: what each takes, checked before anything is opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from s2tui.errors import RequestError, short, unknown
from s2tui.tui.commands.screens import BY_NAME
from s2tui.tui.line.reading import Order
from s2tui.tui.session.state import moved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from s2tui.tui.line.reading import Reading

ENDS = ("from", "to")
BETWEEN = ("against", "and", "to", "vs", "with")
"""Words that somebody says between two policies, or before one, and that mean nothing more."""


def diff(words: Sequence[str], reading: Reading) -> Order:
    """`diff`, `diff v6.9`, `diff v6.9 v7.3`: what was, and what is if that is not the present."""
    state = reading.state
    words = _named(words)
    _at_most(2, "diff", words)
    if not words:
        return Order("open Diff", screen="diff")
    first, *others = (reading.kernel(one) for one in words)
    second = others[0] if others else state.kernel
    if first == second:
        raise RequestError(f"{first} does not differ from itself; name another policy, or two")
    go = moved(state, state.wanted, second) if others else None
    return Order(f"diff {first} → {second}", go, screen="diff", given=(first,))


def check(words: Sequence[str], reading: Reading) -> Order:
    """`check`, `check v6.9 v7.3`, `check mine.py against v7.3`."""
    kernels = tuple(
        reading.kernel(part) for one in _named(words) for part in one.split(",") if part
    )
    said = f"check {', '.join(kernels)} against every invariant" if kernels else "open Check"
    return Order(said, screen="check", given=kernels)


def migrate(words: Sequence[str], reading: Reading) -> Order:
    """`migrate`, `migrate fleet.toml`, `migrate from neoverse-n1 to graviton3`."""
    if words and words[0] in ENDS:
        return ends(words, reading)
    _at_most(1, "migrate", words)
    if not words:
        return Order("open Migrate", screen="migrate")
    path = str(Path(words[0]).expanduser())
    if reading.run:
        from s2tui.kvm.migration.fleet import load

        load(path, reading.state.kernel)
    elif not Path(path).is_file():
        raise RequestError(f"cannot read {path}: there is no such file")
    return Order(f"migrate between the hosts of {path}", screen="migrate", given=("fleet", path))


def ends(words: Sequence[str], reading: Reading) -> Order:
    """`from neoverse-n1 v6.9 to graviton3`, or one of them; without a host no more of them.

    What an end is given is a CPU, a kernel, and host fields with or without their `host.`.
    """
    from s2tui.kvm.migration.hosts import parse_end

    given: list[str] = []
    for one in words:
        if one in ENDS:
            given.append(one)
        else:
            given[-1] += f" {one}"
    for end in given:
        named = end.split()[1:]
        if named:
            parse_end([_own_name(one, reading) for one in named], reading.state.kernel)
        elif len(given) > 1:
            raise RequestError(f"{end} takes a host, as in `{end} neoverse-n1`")
    bare = given[0] in ENDS
    said = "migrate between the three kinds of host" if bare else f"migrate {' '.join(given)}"
    return Order(said, screen="migrate", given=tuple(given))


def _own_name(named: str, reading: Reading) -> str:
    """A word of an end; a file with a policy is checked as any."""
    from s2tui.tui.line.reading import is_file

    return reading.kernel(named) if is_file(named) and reading.run else named


def descriptor(words: Sequence[str], _: Reading) -> Order:
    """`descriptor`, `descriptor 7db`, `0x7db`."""
    from s2tui.view.descriptor.edited import read_value

    _at_most(1, "descriptor", words)
    if not words:
        return Order("open Descriptor", screen="descriptor")
    value = f"{read_value(words[0]):#018x}"
    return Order(f"take {value} apart", screen="descriptor", given=(value,))


def review(words: Sequence[str], _: Reading) -> Order:
    """`review`, `review HEAD~3..HEAD -C ~/linux`, `review series.mbox -C ~/linux --base v6.12`."""
    from s2tui.source.review.request import parse

    if not words:
        return Order("open Review", screen="review")
    parse(words)
    return Order(f"review {' '.join(words)}", screen="review", given=tuple(words))


def theme(words: Sequence[str], _: Reading) -> Order:
    """`theme light`."""
    from s2tui.tui.terminal import themes

    _at_most(1, "theme", words)
    known = themes.names()
    if not words or words[0] not in known:
        raise unknown("theme", "".join(words), known)
    return Order(f"theme {words[0]}", theme=words[0])


def is_fleet(path: str) -> bool:
    """Whether a file has hosts in it."""
    from s2tui.kvm.migration.fleet import is_fleet

    return is_fleet(str(Path(path).expanduser()))


def _alone(name: str) -> Callable[[Sequence[str], Reading], Order]:
    """A screen that takes nothing."""

    def read(words: Sequence[str], _: Reading) -> Order:
        _at_most(0, name, words)
        return Order(f"open {BY_NAME[name].title}", screen=name)

    return read


def _named(words: Sequence[str]) -> list[str]:
    """The policies among some words."""
    return [word for word in words if word not in BETWEEN]


def _at_most(count: int, verb: str, words: Sequence[str]) -> None:
    if len(words) > count:
        raise RequestError(f"unexpected {short(words[count])!r} after {verb}")


def _end(name: str) -> Callable[[Sequence[str], Reading], Order]:
    return lambda words, reading: ends([name, *words], reading)


def learn(words: Sequence[str], _: Reading) -> Order:
    """`learn`, `learn dic`, `learn dic#no-dic`, `learn quiz`: a lesson, a way, or a step."""
    if words[:1] == ["quiz"]:
        return quiz(words[1:], _)
    _at_most(1, "learn", words)
    if not words:
        return Order("open Learn", screen="learn")
    from datetime import date

    from s2tui.teach.run.offers import shelf

    script, at = shelf(date.today()).script(words[0])
    begins = script.pages[at].title
    return Order(f"begin {script.title}, at {begins}", screen="learn", given=(words[0],))


def quiz(words: Sequence[str], _: Reading) -> Order:
    """`quiz`, `quiz K7Q2`."""
    from s2tui.teach.quiz.seeds import seed_of

    _at_most(1, "quiz", words)
    for word in words:
        seed_of(word)
    return Order("begin a round of the quiz", screen="learn", given=("quiz", *words))


def debate(words: Sequence[str], _: Reading) -> Order:
    """`debate`, `debate sean`, `debate sean S3`: the table, a position, a cell."""
    from s2tui.kvm.debate.debate import COLUMNS, moves, rows

    _at_most(2, "debate", words)
    known = (("position", COLUMNS), ("row of the debate", [*rows(), *moves()]))
    for word, (what, names) in zip(words, known, strict=False):
        if word not in names:
            raise unknown(what, word, names)
    return Order(" ".join(("show the debate", *words)), screen="compare", given=("debate", *words))


READERS: Mapping[str, Callable[[Sequence[str], Reading], Order]] = {
    **{name: _alone(name) for name in BY_NAME},
    "diff": diff,
    "check": check,
    "migrate": migrate,
    "descriptor": descriptor,
    "decode": descriptor,
    "find": descriptor,
    "from": _end("from"),
    "to": _end("to"),
    "review": review,
    "theme": theme,
    "learn": learn,
    "debate": debate,
    "quiz": quiz,
}
"""By its first word, what reads the rest of a line."""
