"""What of a test goes into the hand-in's process: calls and looks, with the test's own values in place of its code."""

import ast
import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from grader.checkers.testing.plain import CannotSeparateError, is_mutable, same_data, to_value
from grader.checkers.testing.scope import Scope, bound_within
from grader.checkers.testing.steps import Met, Step
from grader.checkers.testing.tables import BUILTINS, Module
from grader.model.values import Value

_CHANGING = frozenset({
    "add", "append", "clear", "difference_update", "discard", "extend", "fill", "insert", "intersection_update",
    "partition", "pop", "popitem", "put", "remove", "resize", "reverse", "setdefault", "sort", "update",
})  # fmt: skip
"""Methods of plain things that change them."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A piece of a chain: its source, where ``_it`` is what comes before it, its values, and the link as written."""

    source: str
    values: tuple[tuple[str, Value], ...] = ()
    link: ast.expr | None = None


class _Computes(Protocol):
    scope: Scope

    def evaluate(self, node: ast.expr) -> Any:  # noqa: ANN401  # whatever the test computes
        ...

    def step(self, node: ast.AST, step: Step) -> Met | None: ...


@dataclass(slots=True)
class Rebuilder:
    """Rebuilds expressions for the hand-in's process. What is the test's own is computed here and sent as a value."""

    expressions: _Computes
    count: int = 0
    values_now: list[tuple[str, Value]] = field(default_factory=list[tuple[str, Value]])
    passed: dict[int, tuple[str, object, object]] = field(default_factory=dict[int, tuple[str, object, object]])
    """The test's own lists and arrays that stand in the process: by identity, under which name, as they were then."""

    def chain(self, node: ast.expr) -> tuple[list[Piece], list[ast.expr]]:
        """Return a chain that begins with a name of the hand-in's as pieces, and the links that only we follow.

        A link whose arguments are the hand-in's as well is ours: what it is applied to must be plain data.
        """
        links: list[ast.expr] = []
        while not isinstance(node, ast.Name):
            links.insert(0, node)
            match node:
                case ast.Call(func=ast.Attribute(value=inner)) | ast.Call(func=inner) | ast.Attribute(value=inner):
                    node = inner
                case ast.Subscript(value=inner):
                    node = inner
                case _:
                    raise CannotSeparateError(f"`{ast.unparse(node)[:60]}` is more than this program follows")
        first: ast.expr = node
        if links and isinstance(links[0], ast.Call) and isinstance(links[0].func, ast.Name):
            first = links.pop(0)  # a function is called, never looked at
        pieces = [self.piece(first)]
        scope = self.expressions.scope
        for at, link in enumerate(links):
            is_live = bool(scope.live_names(_arguments_of(link)))
            if isinstance(link, ast.Call) and isinstance(link.func, ast.Attribute) and link.func.attr in _CHANGING:
                # What changes its own thing is done to the thing itself, not to a copy that came back.
                pieces = [self.piece(link)]
            elif is_live:
                return pieces, links[at:]
            else:
                pieces.append(self.piece(_on_it(link), link))
        return pieces, []

    @staticmethod
    def outer(call: ast.Call) -> Piece:
        """Return a plain function's call as a link of the chain that it is called with."""
        return Piece(f"{ast.unparse(call.func)}(_it)", (), call)

    def piece(self, node: ast.expr, link: ast.expr | None = None) -> Piece:
        """Return an expression as it is sent."""
        self.values_now = []
        source = ast.unparse(ast.fix_missing_locations(self.rebuilt(node)))
        return Piece(source, tuple(self.values_now), link)

    @staticmethod
    def values(pieces: Sequence[Piece]) -> tuple[tuple[str, Value], ...]:
        """Return the values of several pieces."""
        return tuple(each for piece in pieces for each in piece.values)

    def rebuilt(self, node: ast.expr) -> ast.expr:
        """Return an expression with the test's own parts as values."""
        scope = self.expressions.scope
        if not scope.live_names(node):
            return self._own(node)
        match node:
            case ast.Name():
                return node
            case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                raise CannotSeparateError("the hand-in's code is called within a loop or function that it is given")
            case ast.NamedExpr() | ast.Await() | ast.Yield() | ast.YieldFrom() | ast.JoinedStr():
                raise CannotSeparateError(f"`{ast.unparse(node)[:60]}` is more than this program follows")
            case _:
                return self._with_parts(node)

    def passed_as(self, value: object) -> str | None:
        """Return under which name one of the test's own lists or arrays stands in the process, or None.

        Raises:
            CannotSeparateError: when the test itself has changed it since.
        """
        known = self.passed.get(id(value)) if is_mutable(value) else None
        if known is None:
            return None
        name, _, before = known
        if not same_data(before, value):
            raise CannotSeparateError("the test changes what it has given to the hand-in's code")
        return name

    def is_passed(self, value: object) -> bool:
        """Whether a value is one of the test's own that the hand-in's code had in its hands."""
        return is_mutable(value) and id(value) in self.passed

    def _with_parts(self, node: ast.expr) -> ast.expr:
        made = copy.copy(node)
        for name, part in ast.iter_fields(node):
            setattr(made, name, self._part(part))
        return made

    def _part(self, part: Any) -> Any:  # noqa: ANN401  # whatever a node holds
        match part:
            case list():
                return [self._part(each) for each in cast("list[Any]", part)]
            case ast.Constant() | ast.Slice():
                return self._with_parts(part) if isinstance(part, ast.Slice) else part
            case ast.expr():
                return self.rebuilt(part)
            case ast.keyword(arg=str(name), value=value):
                return ast.keyword(name, self.rebuilt(value))
            case ast.keyword() | ast.comprehension():
                raise CannotSeparateError("`**` in a call is more than this program follows")
            case _:
                return part

    def _own(self, node: ast.expr) -> ast.expr:
        match node:
            case ast.Constant():
                return node
            case ast.Lambda():
                return self._function(node)
            case ast.Tuple() | ast.List() | ast.Starred() | ast.Slice():
                return self._with_parts(node)  # so that lists within it stay themselves
            case _:
                pass
        is_name = isinstance(node, ast.Name)
        value = self.expressions.scope.value(node.id) if is_name else self.expressions.evaluate(node)
        if isinstance(value, Module) or callable(value):
            return self._named(node, value)
        if is_name and is_mutable(value):
            return ast.Name(self._put(node, value), ast.Load())
        return self._value(value)

    def _value(self, value: object) -> ast.Name:
        name = f"_{self.count}"
        self.count += 1
        self.values_now.append((name, to_value(value)))
        return ast.Name(name, ast.Load())

    def _put(self, node: ast.Name, value: object) -> str:
        known = self.passed_as(value)
        if known is not None:
            return known
        name = f"_own_{len(self.passed)}"
        self.passed[id(value)] = (name, value, copy.deepcopy(value))
        self.expressions.step(node, Step("put", name, (), ((name, to_value(value)),)))
        return name

    def _named(self, node: ast.expr, value: object) -> ast.expr:
        """Return a function of a library by its name there, imported afresh."""
        match node:
            case ast.Name(id=name) if name in BUILTINS and BUILTINS[name] is value:
                return node
            case ast.Attribute(value=ast.Name(id=alias), attr=attr) if isinstance(
                module := self.expressions.evaluate(node.value), Module
            ):
                source = f"import {module.name} as {alias}"
                self.expressions.step(node, Step("run", alias, (source,)))
                return ast.Attribute(ast.Name(alias, ast.Load()), attr, ast.Load())
            case _:
                raise CannotSeparateError(f"the hand-in's code is given `{ast.unparse(node)[:60]}`")

    def _function(self, node: ast.Lambda) -> ast.expr:
        """Return a small function of the test's as written, the test's own values in it as values."""
        bound = set(bound_within(node))
        made = copy.deepcopy(node)
        made.body = _Insert(self, bound).visit(made.body)
        return made


class _Insert(ast.NodeTransformer):
    def __init__(self, rebuilder: Rebuilder, bound: set[str]) -> None:
        self.rebuilder, self.bound = rebuilder, bound

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:  # the name that `ast` asks for
        if isinstance(node.value, ast.Name) and node.value.id not in self.bound:
            return self.rebuilder.rebuilt(node)
        self.generic_visit(node)
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:  # the name that `ast` asks for
        return node if node.id in self.bound else self.rebuilder.rebuilt(node)


def _arguments_of(link: ast.expr) -> ast.AST:
    match link:
        case ast.Call(args=arguments, keywords=keywords):
            return ast.Call(ast.Constant(None), arguments, keywords)
        case ast.Subscript(slice=index):
            return index
        case _:
            return ast.Constant(None)


def _on_it(link: ast.expr) -> ast.expr:
    it = ast.Name("_it", ast.Load())
    match link:
        case ast.Call(func=ast.Attribute(attr=name)):
            return ast.Call(ast.Attribute(it, name, ast.Load()), link.args, link.keywords)
        case ast.Call():
            return ast.Call(it, link.args, link.keywords)
        case ast.Attribute(attr=name):
            return ast.Attribute(it, name, ast.Load())
        case ast.Subscript(slice=index):
            return ast.Subscript(it, index, ast.Load())
        case _:
            raise CannotSeparateError(f"`{ast.unparse(link)[:60]}` is more than this program follows")
