"""Structures, arrays, pointers and places with effects: each program as a compiler runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.source.machine.test_machine import POINTS, compiled, run

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """
struct pair { unsigned int p; long q; };
struct out { long v; };
struct nest { int k; struct pair in; struct pair two[2]; };
struct thin { unsigned a : 3; int b : 4; unsigned char c : 1; };
union both { unsigned int w; unsigned char b; };
struct mixed { int k; union { unsigned int w; unsigned char b; }; };
static long mix(struct pair a, struct pair b) { return a.p * 10 + b.p + a.q; }
static struct pair made(int v) { struct pair r = { .p = v, .q = v * 2 }; return r; }
static int seen(struct pair *at) { return at->p * 10 + at->q; }
static int *next(int *n, int *list) { (*n)++; return list; }
static int both(int *list) { return list[0] * 10 + list[1]; }
static void set(int *to, int v) { *to = v; }
static int product(int n)
{ struct pair x = { .p = n }; if (n < 2) return 1; return x.p * product(n - 1) + x.p; }
"""
PROGRAMS = {
    "two literals in one call": """
  z->v = mix((struct pair){ .p = in0() }, (struct pair){ .p = in1(), .q = 7 });
  return seen(&(struct pair){ 1, in0() }) + 100 * seen(&(struct pair){ 2, in1() });""",
    "two answers of one function in one call": """
  z->v = mix(made(in0()), made(in1() + 3));
  return made(in2()).q + made(in1()).p * 10;""",
    "a place with an effect is evaluated once": """
  int l[4] = { 1, 2, 3, 4 }; int i = 0;
  l[i++] += in0(); l[i++]++; *next(&i, l) += 5; (*next(&i, l))--;
  z->v = l[0] + 10 * l[1] + 100 * l[2] + 1000 * l[3];
  return i;""",
    "a part of a structure that is set on one side only": """
  struct nest o = { 0 }; struct pair y; y.p = 4;
  if (in0()) o.in = y;
  z->v = in0() ? 1 : o.in.q;
  return o.in.p + o.two[1].p;""",
    "structures inside of others, copied": """
  struct nest o = { .k = 3, .in = { .q = 5 }, .two = { { 1, 2 }, { .q = 4 } } }, n = o;
  if (in0()) n.two[1] = o.two[0]; else n.in = n.two[0];
  o = n;
  z->v = o.in.q + 10 * o.two[1].q + 100 * o.two[1].p;
  return o.k;""",
    "a structure copied through a pointer onto itself": """
  struct pair a[2] = { { 1, 2 }, { 3, 4 } }; struct pair *p = in0() ? &a[0] : &a[1];
  *p = a[1]; a[0] = *p;
  z->v = a[0].q * 10 + a[1].q + p->p * 100;
  return 1;""",
    "a structure chosen": """
  struct pair a = { 1, 2 }, b = { 3, 4 }, c;
  c = in0() ? a : b; c.q += in1(); a = c;
  z->v = a.q * 10 + b.q;
  return (in0() ? a : b).p;""",
    "an array and the pointer to its first": """
  int l[3] = { 4, 5, 6 }; int *p = &l[0], *q = l;
  *q = in1(); p[2]++;
  z->v = both(p) + both(l) * 100 + (p == q) * 10000 + (p == &l[1]);
  return l[2] + (q != l);""",
    "an index of several values": """
  int l[3] = { 4, 5, 6 }; struct nest o = { .two = { { 1, 2 }, { 3, 4 } } }; int i = in1();
  z->v = l[in1()] + 10 * o.two[in0()].p;
  l[i] = 9; l[(i + 1) % 3] += in2(); o.two[in0()].q++; o.two[in0()] = o.two[1];
  z->v += 100 * o.two[0].q + 1000 * o.two[1].q;
  return l[0] + 10 * l[1] + 100 * l[2];""",
    "an array of arrays": """
  int m[2][2] = { { 1, 2 }, { 3, 4 } }; int *p = m[1];
  p[0] = in1(); m[0][1]++;
  z->v = m[1][0] * 100 + m[0][1] * 10 + m[1][1];
  return *m[1];""",
    "what is given back through a pointer": """
  int l[2] = { 0 }; struct nest o = { 0 };
  set(l, in0()); set(&l[1], in1()); set(&o.k, 3);
  z->v = l[0] * 10 + l[1] + o.k * 100;
  return 1;""",
    "a pointer to a pointer": """
  struct pair a = { 1, 2 }, b = { 3, 4 }; struct pair *p = in0() ? &a : &b, **r = &p;
  (*r)->q += in1(); *r = &a; p->p++;
  z->v = a.q * 100 + b.q * 10 + a.p;
  return 1;""",
    "a pointer to a function": """
  struct pair (*f)(int) = made; int (*g)(int) = in0() ? product : 0;
  z->v = f(in1()).q + (g ? (*g)(in2()) : 0);
  return 1;""",
    "bit fields": """
  struct thin x = { 0 };
  x.a = in4() + 5; x.b = in4() + 6; x.c = in4(); x.a++; x.b -= in1();
  z->v = x.a + 100 * x.b + 10000 * x.c;
  return (x.a = 9) + (x.c += 1);""",
    "a function that calls itself": "z->v = product(in2()); return product(in4());",
    "a choice without something between": """
  short s = in1() - 1;
  z->v = s ?: 70000u;
  return (in1() ?: -1) + (in0() ? in1() : 4u);""",
}  # fmt: skip


def program(body: str) -> str:
    return f"{HEAD}static int program(struct out *z)\n{{\n{body}\n}}\n"


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_gives_what_the_compiled_one_does(name: str, tmp_path: Path) -> None:
    text = program(PROGRAMS[name])
    expected = compiled(text, tmp_path)
    result, left, state = run(text)
    assert not state.stopped
    at = state.algebra.manager.at
    assert [(at(result, point), at(left, point)) for point in POINTS] == expected


@pytest.mark.parametrize(
    "body",
    [
        "union both u = { .w = 0x1234 }; u.b = in0(); z->v = u.w; return 1;",
        "struct mixed u = { 0 }; u.b = in0(); z->v = u.w; return 1;",
    ],
)
def test_members_that_overlap_are_nobodys_guess(body: str) -> None:
    _, _, state = run(program(body))
    assert [stop.what for stop in state.stopped] == ["members that overlap are not modelled"]
    assert state.path is state.algebra.no


def test_an_index_outside_the_array_stops() -> None:
    _, _, state = run(program("int l[2] = { 1, 2 }; return l[in1()];"))
    assert [stop.what for stop in state.stopped] == ["an index is outside the array"]
    assert state.algebra.manager.count(state.path) == 480
