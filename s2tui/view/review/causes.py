"""Why scenarios end otherwise, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from s2tui.view.kit.phrases import conditions_phrase
from s2tui.view.kit.words import scenario_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from s2tui.analysis.cubes.conditions import Conditions
    from s2tui.source.review.causes import Change
    from s2tui.source.review.found import Called, Cause, Effect, Follow, Resource, Where

F = TypeVar("F", "Cause", "Effect")
SAID: Mapping[str, str] = {
    "taken": "is taken now",
    "not taken": "is no longer taken",
    "guarded": "is a new condition, and not met",
    "gone": "is gone, and was taken",
    "now always": "is gone, and was not met",
    "statement": "is run",
    "declared": "counts",
}
"""What a change does to the scenarios that are put down to it."""
HELD: Mapping[str, str] = {"page": "a reference to the page", "host leaf": "the host's leaf"}
"""What may be held, where its name does not say it."""
DESCRIPTORS = 2
"""Changes of a descriptor that are told apart; more are counted."""
RETURNS = 2
"""Returns that are named for what is held there."""
CASES = 3
"""Lines of conditions for one cause; more are counted."""
AFTER = 4
"""Ends that are told apart for one cause; more are counted."""


def place(where: Where | None) -> str:
    """A line as it is shown: the file's name, without its folders."""
    return "" if where is None else f"{short(where.file)}:{where.line}"


def short(file: str) -> str:
    """A file without its folders."""
    return file.rpartition("/")[2]


def count(number: int) -> str:
    """So many scenarios."""
    return f"{number:,} scenario{'' if number == 1 else 's'}"


def title(cause: Cause) -> str:
    """What becomes of the scenarios: `mapped, relaxed -> error EINVAL`."""
    groups = ends(cause.follows)
    texts = [text for text, _ in groups[:2]]
    return "; ".join(texts if len(groups) < 3 else [*texts, "..."])


def ends(follows: Iterable[Follow]) -> list[tuple[str, int]]:
    """What becomes of some scenarios, with how many they are.

    Those that end alike are together, or those that ended alike, whatever is shorter.
    """
    by_now: dict[tuple[str, str], list[Follow]] = {}
    by_was: dict[tuple[str, str], list[Follow]] = {}
    follows = list(follows)
    leaves = [one for one in follows if one.member == "descriptor"]
    if len(leaves) > DESCRIPTORS:
        many = sum(one.scenarios for one in leaves)
        rest = ends([one for one in follows if one.member != "descriptor"])
        return sorted([*rest, (f"{len(leaves)} descriptors", many)], key=lambda pair: -pair[1])
    for one in follows:
        by_now.setdefault((_subject(one), value(one.now, one.member)), []).append(one)
        by_was.setdefault((_subject(one), value(one.was, one.member)), []).append(one)
    groups = by_now if len(by_now) <= len(by_was) else by_was
    found = []
    for (subject, _), group in groups.items():
        was, now = (
            ", ".join(
                dict.fromkeys(
                    value(said, one.member) for one, said in zip(group, ends_, strict=True)
                )
            )
            for ends_ in ([one.was for one in group], [one.now for one in group])
        )
        found.append((f"{subject}{was} -> {now}", sum(one.scenarios for one in group)))
    return sorted(found, key=lambda pair: -pair[1])


def _subject(follow: Follow) -> str:
    if follow.member == "fault":
        return ""
    if follow.member == "memslot":
        return "memslot "
    return f"{follow.member}.{next(iter(follow.was))} "


def value(said: Mapping[str, Any], member: str) -> str:
    """One end in words: `error EINVAL`."""
    if member == "fault" and said.get("result") == "error":
        exit_ = f" with {said['exit']}" if said.get("exit") else ""
        return f"KVM_RUN -{said['errno']}{exit_}"
    return " ".join(_word(one) for one in said.values())


def _word(one: object) -> str:
    if isinstance(one, bool):
        return "yes" if one else "no"
    if isinstance(one, tuple):
        return " or ".join(" ".join(pair) for pair in one)
    return "none" if one is None else str(one)


def details(cause: Cause) -> list[str]:
    """Where the two trees part, for whom, and one scenario."""
    how, change = "", cause.change
    found = _more(cause)
    if change is None:
        found.append("no changed line is found that all of them get to")
    else:
        if cause.by is not None:
            found.append(f"by {_change(cause.by)}")
        found.append(_change(change))
        how = f"{SAID[change.how]} "
    return [*found, *cases(cause.where, how), f"e.g. {scenario_words(cause.example)}"]


def _change(change: Change) -> str:
    """`mmu.c:10 (hunk @@ -8,7 +8,9 @@): "if (x)"`."""
    old = " of the old tree" if change.old else ""
    hunk = "" if change.hunk is None else f" (hunk {change.hunk.head})"
    return f'{short(change.file)}:{change.line}{old}{hunk}: "{change.text}"'


def _more(cause: Cause) -> list[str]:
    groups = ends(cause.follows)
    if len(groups) < 2:
        return []
    shown = [f"{text}: {number:,}" for text, number in groups[:AFTER]]
    rest = len(groups) - AFTER
    return shown + ([f"and {rest} more"] if rest > 0 else [])


def cases(where: Sequence[Conditions], how: str = "") -> list[str]:
    """The conditions, a line for each case; before the first one what happens there."""
    shown = [conditions_phrase(one.all_of) for one in where[:CASES]]
    if shown == ["always"]:
        return [f"{how}by everybody who gets there"] if how else []
    rest = len(where) - len(shown)
    more = [f"or in one of {rest} more cases"] if rest else []
    return [f"{'or' if n else f'{how}where'} {text}" for n, text in enumerate(shown)] + more


def resource_title(resource: Resource) -> str:
    """`mmap_lock is held on return: mmu.c:1575 "return -EINVAL;"`."""
    what = HELD.get(resource.what, resource.what)
    if resource.taken is None:
        return f"{what} is given back once too often"
    returns = ", ".join(f'{place(one)} "{one.text}"' for one in resource.returns[:RETURNS])
    return f"{what} is held on return" + (f": {returns}" if returns else "")


def resource_details(resource: Resource) -> list[str]:
    """Where it was taken, for whom, and one scenario."""
    found = [] if resource.taken is None else [f"taken at {place(resource.taken)}"]
    found[:] = [", ".join([*found, count(resource.scenarios)])]
    return [*found, *cases(resource.conditions), f"e.g. {scenario_words(resource.example)}"]


def most_first(found: Iterable[F]) -> list[F]:
    """Findings in the order of how many scenarios they concern."""
    return sorted(found, key=lambda one: -one.scenarios)


def effect_title(effect: Effect) -> str:
    """Everything that some scenarios call more or less often."""
    return ", ".join(called(one) for one in effect.called)


def called(one: Called) -> str:
    """A function that is called more or less often: `read_lock() 0 -> 1 times`."""
    if one.was == one.now:
        return f"{one.name}() otherwise"
    was, now = ("/".join(map(str, times)) for times in (one.was, one.now))
    return f"{one.name}() {was} -> {now} times"
