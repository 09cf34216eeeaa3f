"""What a typed line asks for: another scenario, another kernel, a screen with something to show.

    host.fwb=false backing=pfnmap     sets these fields; the others stay
    host.fwb=false,backing=pfnmap     a scenario as `y` copies it: the others have their defaults
    @E30 host.dic=false v6.17         a case, changed, under a kernel
    esr=0x93c08047                    the access of a syndrome; vmflags=rd wr sh pf a VMA of smaps
    cpu neoverse-v2                   the host fields of a CPU
    0x7db                             a descriptor to take apart
    ./mine.py, kernel v6.12           who answers
    fleet.toml, from X, to Y          hosts to move between
    diff v6.9, compare ..., check ... a screen, with what it is to show
    s2tui explain ... --kernel ID     the command that `Y` copies

Reading a line changes nothing. A file with a policy is run only when the line is to be done.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from s2tui.errors import RequestError
from s2tui.kvm.scenario.bridges import is_flag
from s2tui.kvm.scenario.notation import CPU
from s2tui.tui.line import screens
from s2tui.tui.line.reading import Order, Reading
from s2tui.tui.line.scenarios import EXAMPLES, changed, exactly, scenarios, told_apart
from s2tui.tui.session.state import moved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from s2tui.tui.session.state import State

FLAGS = "vmflags="
HEXADECIMAL = re.compile(r"""["'(\[{`]*0[xX]""").match


def orders(text: str, state: State, *, run: bool = False) -> tuple[Order, ...]:
    """What a line may ask for, the likeliest first.

    Args:
        text: the line.
        state: what is on screen.
        run: whether a policy in a file is run to see if it is one.

    Raises:
        RequestError: it asks for nothing that there is.
    """
    words = _split(text)
    if words[:1] == ["s2tui"]:
        del words[0]
    if not words:
        raise RequestError(f"type a name, or {', '.join(EXAMPLES)}")
    reading = Reading(state, run)
    first = words[0]
    if first in VERBS:
        return VERBS[first](words[1:], reading)
    if HEXADECIMAL(first):
        return (screens.descriptor(words, reading),)
    if first.endswith(".toml") and len(words) == 1 and screens.is_fleet(first):
        return (screens.migrate(words, reading),)
    return scenarios(words, reading)


def _split(text: str) -> list[str]:
    """The words of a line; what is in quotes is one, and a blank after a comma parts nothing."""
    together = re.sub(r"\s*,\s*", ",", text.strip()).strip(",")
    try:
        words = shlex.split(together)
    except ValueError:
        words = together.split()
    found: list[str] = []
    for word in words:
        # The flags of a mapping are many words, and nobody puts them in quotes here.
        if found and found[-1].startswith(FLAGS) and is_flag(word):
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def _explore(words: Sequence[str], reading: Reading) -> tuple[Order, ...]:
    """The explorer, on a whole scenario if one is said: as `s2tui explain` takes it."""
    kernel, texts, _ = told_apart(words, reading)
    if texts or kernel:
        order = exactly(texts, reading.state, kernel) if texts else scenarios(words, reading)[0]
        return (order._replace(screen="explore"),)
    return (Order("open Explore", screen="explore"),)


def _compare(words: Sequence[str], reading: Reading) -> Order:
    """Compare some policies, perhaps on another scenario."""
    named = [w for w in words if "=" not in w and not w.startswith("@") and w[-5:] != ".toml"]
    kernels = [part for one in named for part in one.split(",") if part]
    kernels = [reading.kernel(one) for one in kernels]
    said = f"compare {', '.join(kernels) or 'every policy'}"
    texts = [one for one in words if one not in named]
    if not texts:
        return Order(said, screen="compare", given=tuple(kernels))
    order = scenarios(texts, reading)[0]
    return order._replace(says=f"{said}: {order.says}", screen="compare", given=tuple(kernels))


def _cpu(words: Sequence[str], reading: Reading) -> Order:
    """`cpu NAME`, and what else is to be set."""
    if not words:
        raise RequestError("cpu takes a name, as in `cpu neoverse-v2`")
    return changed([f"{CPU}={words[0]}", *words[1:]], reading.state)


def _asked(words: Sequence[str], reading: Reading) -> Order:
    """`kernel ID`."""
    if len(words) != 1:
        raise RequestError("kernel takes one name, as in `kernel v6.12` or `kernel ./mine.py`")
    kernel = reading.kernel(words[0])
    says = f"ask {kernel}: {reading.title(kernel)}"
    return Order(says, moved(reading.state, reading.state.wanted, kernel))


def _one(
    read: Callable[[Sequence[str], Reading], Order],
) -> Callable[[Sequence[str], Reading], tuple[Order, ...]]:
    """What has one meaning."""
    return lambda words, reading: (read(words, reading),)


VERBS: Mapping[str, Callable[[Sequence[str], Reading], tuple[Order, ...]]] = {
    **{name: _one(read) for name, read in screens.READERS.items()},
    "explore": _explore,
    "explain": _explore,
    "compare": _one(_compare),
    "cpu": _one(_cpu),
    "kernel": _one(_asked),
    "policy": _one(_asked),
}
"""By its first word, what reads the rest of a line."""
