"""Whose a name is: the test's own, the language's, or the hand-in's."""

import ast
import builtins
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from grader.checkers.testing.plain import CannotSeparateError
from grader.checkers.testing.tables import BUILTINS, MODULES_BY_CONVENTION, Module, make_modules


@dataclass(slots=True)
class Scope:
    """The names of a test: ``own`` are values on the trusted side, ``live`` stand in the hand-in's process."""

    own: dict[str, Any] = field(default_factory=dict[str, Any])
    live: set[str] = field(default_factory=set[str])
    modules: dict[str, Module] = field(default_factory=make_modules)
    wanted: dict[str, None] = field(default_factory=dict[str, None])
    """Names that the hand-in must have, in the order of their use."""
    language: set[str] = field(default_factory=set[str])
    """Names of Python's or of a module's that the test means, and that a hand-in may have of its own."""

    def is_own(self, name: str) -> bool:
        """Whether a name means something on the trusted side."""
        if name in self.live:
            return False
        return name in self.own or name in BUILTINS or name in MODULES_BY_CONVENTION

    def value(self, name: str) -> Any:  # noqa: ANN401  # whatever it is
        """Return what a name of the trusted side means."""
        if name in self.own:
            return self.own[name]
        self.language.add(name)
        return BUILTINS[name] if name in BUILTINS else self.modules[MODULES_BY_CONVENTION[name]]

    def bind(self, name: str, value: object) -> None:
        """Bind a name of the test's own."""
        self.live.discard(name)
        self.own[name] = value

    def bind_live(self, name: str) -> None:
        """Bind a name in the hand-in's process."""
        self.own.pop(name, None)
        self.live.add(name)

    def live_names(self, node: ast.AST) -> tuple[str, ...]:
        """Return the names within a piece of code that are the hand-in's, or were bound to what it made.

        Raises:
            CannotSeparateError: for a function of Python's that is not to be used here.
        """
        bound = set(bound_within(node))
        found = [
            each.id
            for each in ast.walk(node)
            if isinstance(each, ast.Name) and each.id not in bound and not self.is_own(each.id)
        ]
        for name in found:
            if name not in self.live and hasattr(builtins, name):
                msg = f"`{name}` is more than this program follows"
                raise CannotSeparateError(msg)
        self.wanted.update(dict.fromkeys(name for name in found if name not in self.live))
        return tuple(found)


def bound_within(node: ast.AST) -> Iterator[str]:
    """Yield the names that comprehensions and lambdas within a piece of code bind for themselves."""
    for each in ast.walk(node):
        if isinstance(each, ast.comprehension):
            yield from names_in(each.target)
        elif isinstance(each, ast.Lambda):
            arguments = each.args
            every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg)
            yield from (argument.arg for argument in every if argument is not None)


def names_in(target: ast.AST) -> Iterator[str]:
    """Yield the names that an assignment's target binds."""
    for each in ast.walk(target):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            yield each.id


def assigned_names(statements: Iterable[ast.stmt]) -> Iterator[str]:
    """Yield the names that statements bind, at whatever depth."""
    for statement in statements:
        yield from names_in(statement)


def root_of(node: ast.expr) -> ast.expr:
    """Return where a chain of calls, attributes and subscripts begins."""
    while True:
        match node:
            case ast.Call(func=inner) | ast.Attribute(value=inner) | ast.Subscript(value=inner):
                node = inner
            case _:
                return node
