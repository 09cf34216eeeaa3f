"""A typed tree as text in which every conversion can be seen: `(u64)x` is a node of its own."""

from __future__ import annotations

from s2tui.source.c import nodes


def expression(some: nodes.Expression | None) -> str:
    """An expression, each operation in parentheses."""
    match some:
        case None:
            return ""
        case nodes.Constant():
            return some.name or f"{some.value}:{some.type}"
        case nodes.String():
            return f'"{some.text}"'
        case nodes.Local():
            variable = some.variable
            return f"{variable.name}{variable.slot}"
        case nodes.Global() | nodes.FunctionName():
            return some.name
        case nodes.Owned():
            return f"@{some.name}"
        case nodes.Unmodelled():
            return f"?{some.name}"
        case nodes.TypeArgument():
            return f"<{some.type}>"
        case nodes.Call():
            return f"{expression(some.function)}({', '.join(map(expression, some.arguments))})"
        case nodes.Member():
            return f"{expression(some.record)}.{some.name}"
        case nodes.Index():
            return f"{expression(some.base)}[{expression(some.index)}]"
        case nodes.Dereference():
            return f"(*{expression(some.pointer)})"
        case nodes.AddressOf():
            return f"(&{expression(some.place)})"
        case nodes.Unary():
            return f"({some.operator}{expression(some.operand)}):{some.type}"
        case nodes.Binary():
            left, right = expression(some.left), expression(some.right)
            return f"({left} {some.operator} {right}):{some.type}"
        case nodes.Logical():
            return f"({expression(some.left)} {some.operator} {expression(some.right)})"
        case nodes.Conditional():
            test, then = expression(some.test), expression(some.then)
            return f"({test} ? {then} : {expression(some.otherwise)}):{some.type}"
        case nodes.Convert():
            return f"({some.type}){expression(some.operand)}"
        case nodes.Assign():
            return f"({expression(some.place)} = {expression(some.value)})"
        case nodes.Update():
            old = " old" if some.old else ""
            by = f"{some.operator}={some.computed} {expression(some.value)}"
            return f"({expression(some.place)} {by}{old})"
        case nodes.Comma():
            return f"({expression(some.first)}, {expression(some.second)})"
        case nodes.StatementExpression():
            return f"({statement(some.body)})"
        case nodes.ContainerOf():
            return f"container({expression(some.pointer)}, {some.type}, {'.'.join(some.path)})"
        case nodes.Initializer():
            entries = (
                f"{'.'.join(map(str, path))} = {expression(value)}" for path, value in some.entries
            )
            return "{" + ", ".join(entries) + "}"
        case nodes.CompoundLiteral():
            return f"<{some.type}>{expression(some.initializer)}"
        case nodes.Stopped():
            return f"STOP({some.what})"
    raise AssertionError(type(some))


def statement(some: nodes.Statement | None) -> str:
    """A statement."""
    match some:
        case None:
            return ""
        case nodes.Block():
            return "{" + " ".join(map(statement, some.items)) + "}"
        case nodes.Declaration():
            variable = some.variable
            value = f" = {expression(some.value)}" if some.value else ""
            kept = "static " * variable.static
            return f"{kept}{variable.type} {variable.name}{variable.slot}{value};"
        case nodes.ExpressionStatement():
            return f"{expression(some.expression)};"
        case nodes.If():
            otherwise = f" else {statement(some.otherwise)}" if some.otherwise else ""
            return f"if {expression(some.test)} {statement(some.then)}{otherwise}"
        case nodes.Switch():
            return f"switch {expression(some.value)} {statement(some.body)}"
        case nodes.Case():
            high = f"...{expression(some.high)}" if some.high else ""
            return f"case {expression(some.low)}{high}:"
        case nodes.Default():
            return "default:"
        case nodes.Loop():
            first = " ".join(map(statement, some.first))
            word = "do" if some.body_first else "loop"
            head = f"{first}; {expression(some.test)}; {expression(some.step)}"
            return f"{word}[{head}] {statement(some.body)}"
        case nodes.Break():
            return "break;"
        case nodes.Continue():
            return "continue;"
        case nodes.Goto():
            return f"goto {some.label};"
        case nodes.Label():
            return f"{some.label}:"
        case nodes.Return():
            return f"return {expression(some.value)};" if some.value else "return;"
        case nodes.Guard():
            body = f" {statement(some.body)}" if some.body else ";"
            return f"guard {some.name}({', '.join(map(expression, some.arguments))}){body}"
        case nodes.Stop():
            return f"STOP({some.what});"
    raise AssertionError(type(some))
