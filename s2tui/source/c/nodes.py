"""The typed tree of a function.

Every expression has the type of its value, and every conversion that C makes on the way is a
`Convert` in the tree: operands of an operator already have the type in which it is computed, what
is stored already has the type of where it goes. Whoever evaluates follows the tree and knows no
rule of conversion.

Names are resolved: a local variable is one `Variable` object wherever it is named, shadowing
included. An expression that is a place (an lvalue) is one of Local, Global, Member, Index,
Dereference, CompoundLiteral; where its value is meant, it simply stands there.

What was not understood is a `Stop` (a statement) or a `Stopped` (an expression) that says what, and
where: a scenario that reaches it has no answer.
"""

from __future__ import annotations

import attrs

from s2tui.source.c.places import Place
from s2tui.source.c.types import Type


@attrs.define(slots=True, eq=False)
class Expression:
    """Something with a value."""

    type: Type
    at: Place


@attrs.define(slots=True, eq=False)
class Variable:
    """A local variable or parameter."""

    name: str
    type: Type
    at: Place
    slot: int
    """Its number among all variables of the function, from 0; parameters come first, in order."""
    static: bool = False
    """It keeps its value from call to call."""
    cleanup: str | None = None
    """What `__free` names; called with the value when the block is left."""


# Names and constants


@attrs.define(slots=True, eq=False)
class Constant(Expression):
    """An integer, in the range of its type."""

    value: int
    name: str | None = None
    """The enumerator that it was written as."""


@attrs.define(slots=True, eq=False)
class String(Expression):
    """A string; its type is an array of char."""

    text: str
    """As it was written, without the quotes."""


@attrs.define(slots=True, eq=False)
class Local(Expression):
    """A local variable."""

    variable: Variable


@attrs.define(slots=True, eq=False)
class Global(Expression):
    """A variable of the file, which the tree declares or defines."""

    name: str


@attrs.define(slots=True, eq=False)
class FunctionName(Expression):
    """A function that the tree defines or declares; its type is a Callable."""

    name: str


@attrs.define(slots=True, eq=False)
class Owned(Expression):
    """A name that the configuration owns, used as a value or called.

    Its type is the configuration's; as what is called, it is that of the answer.
    """

    name: str


@attrs.define(slots=True, eq=False)
class Unmodelled(Expression):
    """A name that neither the files nor the configuration knows. Its type is Unknown."""

    name: str


@attrs.define(slots=True, eq=False)
class TypeArgument(Expression):
    """A type in the place of an argument, as in `min_t(u64, a, b)`; `type` is that type."""


# Operators


@attrs.define(slots=True, eq=False)
class Call(Expression):
    """A call.

    The arguments are converted to the parameters' types where the function's type is known. Those
    of an Owned or Unmodelled name are as they were written: a type may be among them, and the name
    of a member is an Unmodelled.
    """

    function: Expression
    """FunctionName, Owned, Unmodelled, or anything whose value is a pointer to a function."""
    arguments: tuple[Expression, ...]


@attrs.define(slots=True, eq=False)
class Member(Expression):
    """`record.name`; `pointer->name` has a Dereference as its record.

    What is stored to it is converted to `type`, which for a bit field has the bits of the field.
    """

    record: Expression
    name: str
    overlaps: bool = False
    """It lies in a union: what is stored to others of its members changes it."""


@attrs.define(slots=True, eq=False)
class Index(Expression):
    """`base[index]`, whose base is an array, or a pointer to the first element."""

    base: Expression
    index: Expression


@attrs.define(slots=True, eq=False)
class Dereference(Expression):
    """`*pointer`."""

    pointer: Expression


@attrs.define(slots=True, eq=False)
class AddressOf(Expression):
    """`&place`; never of a Dereference, which is its own pointer."""

    place: Expression


@attrs.define(slots=True, eq=False)
class Unary(Expression):
    """`-`, `~` (the result wraps to `type`, which is the operand's) or `!` (0 or 1)."""

    operator: str
    operand: Expression


@attrs.define(slots=True, eq=False)
class Binary(Expression):
    """`* / % + - << >> & | ^`, and `== != < > <= >=` (0 or 1).

    Both operands have one type, and the result, wrapped to `type`, too. Exceptions: comparisons
    give an int; the right operand of a shift keeps its own promoted type; with pointers nothing is
    converted: pointer and integer of `+` and `-` stay what they are (an element is what is
    counted), and so do those of a comparison.
    """

    operator: str
    left: Expression
    right: Expression


@attrs.define(slots=True, eq=False)
class Logical(Expression):
    """`&&` and `||`: 0 or 1; the right side is evaluated only where the left leaves it open."""

    operator: str
    left: Expression
    right: Expression


@attrs.define(slots=True, eq=False)
class Conditional(Expression):
    """`test ? then : otherwise`.

    Both answers are converted to `type`. GNU's `test ?: otherwise` has `then` None: the answer is
    the value of test, evaluated once, and to be converted to `type` where that is an integer.
    """

    test: Expression
    then: Expression | None
    otherwise: Expression


@attrs.define(slots=True, eq=False)
class Convert(Expression):
    """The operand converted to `type`.

    Between integers by `Integer.convert`; between pointers nothing happens; from pointer to bool it
    is `!= 0`; to `void` the value is dropped.
    """

    operand: Expression
    written: bool = False
    """It is a cast in the text."""


@attrs.define(slots=True, eq=False)
class Assign(Expression):
    """`place = value`, the value converted to the place's type. Records are copied as values."""

    place: Expression
    value: Expression


@attrs.define(slots=True, eq=False)
class Update(Expression):
    """`place op= value`, `++place`, `place++` and so on.

    Place's old value is converted to `computed`, the operator applied, the result wrapped to
    `computed` and converted to `type`, which is the place's. The value has the type `computed`
    already, but for shifts and pointers, where it has its own.
    """

    operator: str
    """As of Binary: `+` for `+=` and `++`."""
    place: Expression
    value: Expression
    """A Constant 1 for `++` and `--`."""
    computed: Type
    old: bool = False
    """The value of the expression is the place's old one, as of `place++`."""


@attrs.define(slots=True, eq=False)
class Comma(Expression):
    """`first, second`: the value of the second."""

    first: Expression
    second: Expression


@attrs.define(slots=True, eq=False)
class StatementExpression(Expression):
    """`({ ... })`: the value of the body's last statement, if that is an ExpressionStatement."""

    body: Block


@attrs.define(slots=True, eq=False)
class ContainerOf(Expression):
    """`container_of(pointer, record, member.path)`; `type` is a pointer to the record.

    An element of an array is `[]` in the path, whatever its index.
    """

    pointer: Expression
    path: tuple[str, ...]


@attrs.define(slots=True, eq=False)
class Initializer(Expression):
    """What `{ ... }` gives a record or an array of type `type`: everything not named is zero."""

    entries: tuple[tuple[tuple[str | int, ...], Expression], ...]
    """Where (names of members and indices, from the outside in; a string of an array's initializer
    is one entry) and the value, converted to the type of that. In order; a later one of the same
    place counts."""


@attrs.define(slots=True, eq=False)
class CompoundLiteral(Expression):
    """`(type){ ... }`: a nameless object, made anew at each evaluation."""

    initializer: Initializer


@attrs.define(slots=True, eq=False)
class Stopped(Expression):
    """An expression that was not understood: whoever evaluates it has no answer."""

    what: str
    """In words, without the place."""
    name: str | None = None
    """The name that it is about, if it is about one."""


PLACES = (Local, Global, Member, Index, Dereference, CompoundLiteral)
"""What can be stored to, and has an address."""


# Statements


@attrs.define(slots=True, eq=False)
class Statement:
    """Something that is executed."""

    at: Place


@attrs.define(slots=True, eq=False)
class Block(Statement):
    """`{ ... }`; also what stands for an empty statement. Guards end where it ends."""

    items: tuple[Statement, ...]
    end: Place
    """The line of the closing brace."""


@attrs.define(slots=True, eq=False)
class Declaration(Statement):
    """A variable comes into being, again at each execution; without a value it has no value.

    Several declarators are several of these, in order.
    """

    variable: Variable
    value: Expression | None
    """Converted to the variable's type; an Initializer where it is braces."""


@attrs.define(slots=True, eq=False)
class ExpressionStatement(Statement):
    """An expression for its effects."""

    expression: Expression


@attrs.define(slots=True, eq=False)
class If(Statement):
    """`if`; the test is a scalar of any type, true where it is not 0."""

    test: Expression
    then: Statement
    otherwise: Statement | None


@attrs.define(slots=True, eq=False)
class Switch(Statement):
    """`switch`: enters the body at the Case that has the value, else at Default, else not at all.

    Cases stand among the items of the body and fall through; those that stand deeper are a Stop.
    """

    value: Expression
    """Promoted."""
    body: Block


@attrs.define(slots=True, eq=False)
class Case(Statement):
    """`case low:` or `case low ... high:`, both converted to the type of the switch's value."""

    low: Expression
    high: Expression | None


@attrs.define(slots=True, eq=False)
class Default(Statement):
    """`default:`."""


@attrs.define(slots=True, eq=False)
class Loop(Statement):
    """`while`, `do` and `for`.

    First `first`, once; then while `test` (None: forever): the body, and `step`, to which
    `continue` comes too.
    """

    first: tuple[Statement, ...]
    test: Expression | None
    step: Expression | None
    body: Statement
    body_first: bool
    """The body is executed once before the first test: `do`."""


@attrs.define(slots=True, eq=False)
class Break(Statement):
    """`break`."""


@attrs.define(slots=True, eq=False)
class Continue(Statement):
    """`continue`."""


@attrs.define(slots=True, eq=False)
class Goto(Statement):
    """`goto label`, forward or backward; the label exists in the function."""

    label: str


@attrs.define(slots=True, eq=False)
class Label(Statement):
    """`label:`, among the items of a block."""

    label: str


@attrs.define(slots=True, eq=False)
class Return(Statement):
    """`return`, the value converted to the function's result."""

    value: Expression | None


@attrs.define(slots=True, eq=False)
class Guard(Statement):
    """`guard(name)(arguments)`: held from here to the end of the block; or `scoped_guard`.

    With a body it is held as long as that runs.
    """

    name: str
    arguments: tuple[Expression, ...]
    body: Statement | None


@attrs.define(slots=True, eq=False)
class Stop(Statement):
    """Text that was not understood, or a preprocessor symbol that nobody listed.

    Whoever executes it has no answer. Where it is about a preprocessor symbol it stands in front of
    the statement that depends on it.
    """

    what: str
    """In words, without the place."""
    name: str | None = None
    """The name that it is about, if it is about one."""


@attrs.define(slots=True, eq=False)
class Function:
    """A function."""

    name: str
    result: Type
    parameters: tuple[Variable, ...]
    variadic: bool
    body: Block
    """A single Stop where the function was not understood."""
    variables: tuple[Variable, ...]
    """By slot, parameters included."""
    at: Place
    problem: Stop | None = None
    """Why it was not understood."""
