"""Which names a file's text binds at its top level, and where."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where a name is bound last."""

    line: int
    cell: "int | None"


def bindings_of(tree: ast.Module, cell: "int | None") -> "dict[str, Place]":
    """Return the names that functions, classes and assignments bind; imports do not count as definitions."""
    return {name: Place(line, cell) for name, line in _bound(tree.body)}


def _bound(statements: "list[ast.stmt]") -> "Iterator[tuple[str, int]]":
    for statement in statements:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield statement.name, statement.lineno
        elif isinstance(statement, ast.Assign):
            for target in statement.targets:
                yield from _names(target)
        elif isinstance(statement, ast.AnnAssign | ast.AugAssign):
            yield from _names(statement.target)
        else:
            for block in ("body", "orelse", "finalbody"):
                yield from _bound(getattr(statement, block, []))
            for part in (*getattr(statement, "handlers", []), *getattr(statement, "cases", [])):
                yield from _bound(part.body)


def _names(target: ast.expr) -> "Iterator[tuple[str, int]]":
    for node in ast.walk(target):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
