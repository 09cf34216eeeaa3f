"""Random programs in the C that is run: a function of six inputs, its value and what it leaves.

Everything here is invented. Each program ends: jumps back and loops are counted. Here and there the
order of two operands matters, which C leaves open; a compiler chose another in one of 700 programs.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

INPUTS = (2, 3, 4, 2, 5, 3)
"""How many values each input has."""
HEAD = """
struct pair { unsigned int p; long q; };
struct out { long v; };
struct nest { short k; struct pair in; struct pair two[2]; };
struct thin { unsigned a : 3; int b : 4; unsigned char c : 1; };
"""
HELPER = """
static int helper(int v, unsigned int *w)
{
  if (v & 1) { *w = v + 1; return 2; }
  if (v > 5) *w += 3;
  switch (v) { case 2: return 7; case 4: *w = 0; default: break; }
  return v;
}
static void twist(struct pair *to, struct pair from) { from.p ^= 3; *to = from; to->q += from.p; }
static struct pair swapped(struct pair x)
{ struct pair y = { .p = (unsigned int)x.q, .q = x.p }; return y; }
static int mixed(struct pair a, struct pair b) { a.p -= b.q; return a.p * 5 + b.p + a.q; }
static unsigned int *next(int *n, unsigned int *of) { (*n)++; return of; }
"""
BODY = """
static int program(struct out *z)
{
  unsigned int a = 1, b = 2, c = 3, k = 9; int n = 0, m = 0; unsigned char u = 5; short s = -3;
  struct pair x = { .p = 1, .q = 2 }, y = { .p = 4, .q = 6 }; struct pair *q = &x;
  unsigned int *r = &a; unsigned int list[3] = { 5, 6, 7 };
  struct nest o = { .in = { .q = 8 }, .two = { { 1 }, { .q = 2 } } }, w = { 3 };
  struct thin f = { .a = 5, .b = -3 };
again:
  %s
mid:
  %s
out:
  z->v = a + 3 * b + c + u + s + x.p + 7 * x.q + y.p + *r + 11 * list[1];
  z->v += o.k + o.in.p - 5 * o.in.q + 13 * o.two[1].q + w.two[0].p + 17 * w.in.q;
  z->v += f.a + 3 * f.b + f.c;
  return a ^ (b << 3) ^ x.p;
}
"""


class Program:
    """One program, from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._first = True
        first = "\n  ".join(self._statement(3, False, False) for _ in range(3))
        self._first = False
        second = "\n  ".join(self._statement(3, False, False) for _ in range(2))
        self.text = HEAD + HELPER + BODY % (first, second)

    def _pick(self, words: str) -> str:
        return self._random.choice(words.split())

    def _leaf(self) -> str:
        words = "a b c u s x.p (int)x.q q->p *r list[1] n o.in.p (int)w.two[1].q f.a f.b"
        return self._random.choice(
            [*words.split(), str(self._random.randrange(8)), f"in{self._random.randrange(6)}()"]
        )

    def _expression(self, depth: int = 3) -> str:
        if depth == 0 or self._random.random() < 0.2:
            return self._leaf()
        inner = self._expression
        way = self._random.randrange(13)
        less = depth - 1
        if way < 4:
            return f"({inner(less)} {self._pick('+ - & | ^ * == != < > <= >=')} {inner(less)})"
        if way < 6:
            return f"({inner(less)} {self._pick('&& ||')} {inner(less)})"
        made = {
            6: lambda: f"({inner(less)} ? {inner(less)} : {inner(less)})",
            7: lambda: f"{self._pick('! ~ -')}({inner(less)})",
            8: lambda: (
                f"({self._pick('unsigned&char _Bool int short long').replace('&', ' ')})"
                f"({inner(less)})"
            ),
            9: lambda: f"helper({inner(less)}, &{self._pick('a b x.p y.p list[2]')})",
            10: lambda: (
                f"({{ int t = {inner(less)}; c {self._pick('= += ^=')} {inner(less)}; t + c; }})"
            ),
            11: lambda: f"(({inner(less)} & 0xffff) << 2)",
            12: lambda: f"({inner(less)} % 5 + {self._pick('k++ --k ++u s--')})",
        }
        return made[way]()

    def _statement(self, depth: int, loop: bool, switch: bool) -> str:
        if depth == 0:
            return self._store()
        test, less = self._expression, depth - 1

        def block(loop: bool = loop) -> str:
            return self._block(less, loop, switch)

        def counted() -> str:
            i, bound = f"i{depth}", self._random.randrange(6)
            return f"for (int {i} = 0; {i} < in{bound}(); {i}++) {block(True)}"

        label = self._random.choice(("out", "mid")) if self._first else "out"
        target = self._random.choice(("b", "y.p", "list[1]"))
        made = (
            (25, self._store),
            (15, lambda: f"if ({test()}) {block()} else {block()}"),
            (10, lambda: f"if ({test()}) {block()}"),
            (5, lambda: f"if ({test(2)}) return {test(2)};"),
            (7, lambda: f"if ({test(2)}) goto {label};"),
            (4, lambda: f"if (n++ < 3 && {test(2)}) goto again;"),
            (6, counted),
            (4, lambda: f"do {block(True)} while (m++ < 2 && {test(2)});"),
            (8, lambda: self._switch(depth, loop)),
            (4 * (loop or switch), lambda: f"if ({test(1)}) break;"),
            (3 * loop, lambda: f"if ({test(1)}) continue;"),
            (4, lambda: f"if ({test(1)}) q = &y; else r = &{target};"),
            (5, self._copy),
        )
        weights, makers = zip(*made, strict=True)
        maker: Callable[[], str] = self._random.choices(makers, weights)[0]
        return maker()

    def _store(self) -> str:
        places = "a b c u s x.p x.q q->p q->q *r list[0] list[1] o.k w.in.p o.two[1].q f.a f.b f.c"
        place = self._pick(places)
        return f"{place} {self._pick('= = += |= &= ^=')} {self._expression(2)};"

    def _copy(self) -> str:
        copies = (
            "twist(&x, y);",
            "twist(q, x);",
            "x = y;",
            "y = swapped(x);",
            "*q = y;",
            "x = *q;",
            "o = w;",
            "w.in = o.two[1];",
            "o.two[0] = *q;",
            "q = &w.two[1];",
            f"x = (struct pair){{ {self._expression(1)}, 2 }};",
            f"k += mixed(swapped(x), swapped((struct pair){{ .q = {self._expression(1)} }}));",
            f"k += mixed((struct pair){{ 1 }}, (struct pair){{ .p = {self._expression(1)} }});",
            f"*next(&n, list) {self._pick('+= ^= -=')} {self._expression(1)};",
            f"list[m++ & 1] {self._pick('+= ^= =')} in{self._random.randrange(6)}();",
        )
        return self._random.choice(copies)

    def _switch(self, depth: int, loop: bool) -> str:
        cases = ""
        for i in range(self._random.randrange(2, 5)):
            label = (
                f"case {i * 3}" if self._random.random() < 0.7 else f"case {i * 3} ... {i * 3 + 2}"
            )
            end = "" if self._random.random() < 0.3 else "break; "
            cases += f"{label}: {self._statement(depth - 1, loop, True)} {end}"
        if self._random.random() < 0.6:
            cases += f"default: {self._statement(depth - 1, loop, True)}"
        return f"switch ((int)({self._expression(2)})) {{ {cases} }}"

    def _block(self, depth: int, loop: bool, switch: bool) -> str:
        inside = " ".join(
            self._statement(depth, loop, switch) for _ in range(self._random.randrange(1, 4))
        )
        return f"{{ {inside} }}"
