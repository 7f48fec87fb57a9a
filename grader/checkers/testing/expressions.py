"""Expressions of a test, computed on the trusted side; what is the hand-in's is looked at in its own process.

A small evaluator: nothing here compiles or runs text. While a test is *planned* what the hand-in will make is
``UNKNOWN``, and everything made of it too; later the same walk meets the values that were seen.
"""

import ast
from collections.abc import Callable, Iterator
from typing import Any, Final, cast

import numpy as np

from grader.checkers.testing import tables
from grader.checkers.testing.operators import BINARY, COMPARE, COMPARING, OF_ONE, UNARY
from grader.checkers.testing.plain import (
    UNKNOWN,
    CannotSeparateError,
    NotPlain,
    is_container,
    is_known,
    same_data,
    to_plain,
)
from grader.checkers.testing.rebuild import Rebuilder
from grader.checkers.testing.scope import Scope, root_of
from grader.checkers.testing.steps import Step, World
from grader.checkers.testing.walk import Walk


class Expressions(Walk):
    """Computes expressions."""

    def __init__(self, world: World, scope: Scope) -> None:
        super().__init__(world, scope)
        self.rebuilder = Rebuilder(self)
        self.called: frozenset[str] = frozenset()
        """Names that the test calls: functions and classes."""
        self.single_sided = False
        """Whether the assertion at hand looks at one thing alone, and compares it with nothing that it came from."""
        self.is_exact = True
        """Whether all that the assertion at hand saw had just the type that arrived."""
        self.sides: tuple[object, object] | None = None
        """What the last comparison compared."""

    def evaluate(self, node: ast.expr) -> Any:  # noqa: ANN401  # whatever the test computes
        """Return an expression's value.

        Raises:
            CannotSeparateError: for what is not known here.
        """
        if self.begins_live(node):
            return self._look(node)
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            raise CannotSeparateError(f"`{ast.unparse(node)[:60]}` is more than this program follows")
        return method(node)

    def call(self, function: Any, arguments: list[Any], named: dict[str, Any]) -> Any:  # noqa: ANN401
        """Call a function of the trusted side; what it is given may not be known yet."""
        is_our_own = getattr(function, "is_of_the_test", False) or isinstance(
            getattr(function, "__self__", None), list | dict | set
        )
        if not all(map(is_known, (function, arguments, named))) and not is_our_own:
            if isinstance(getattr(function, "__self__", None), tables.GENERATORS):
                # Not drawn from now, but later: every draw after it would be another than the hand-in was given.
                raise CannotSeparateError("a random draw hangs on what the hand-in's code gives")
            return UNKNOWN
        for each in (*arguments, *named.values()):
            self._refuse_opaque(each)
        if not callable(function) or isinstance(function, tables.Module | tables.Raises):
            raise CannotSeparateError("something is called that is no function")
        if function in COMPARING and len(arguments) > 1:
            self.sides = (arguments[0], arguments[1])
        library = self.streams.library_of(getattr(function, "__self__", None))
        if library and function.__name__ != "seed":
            self.streams.drawn(library)
        return function(*arguments, **named)

    def assign(self, target: ast.expr, value: Any) -> None:  # noqa: ANN401  # whatever the test computes
        """Bind names of the test's own, or change its own lists and tables."""
        match target:
            case ast.Name(id=name):
                self.scope.bind(name, value)
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                if not is_known(value) and not is_container(value):
                    items: list[Any] = [UNKNOWN] * len(targets)
                else:
                    self._refuse_opaque(value)
                    items = list(value)
                if len(items) != len(targets) or any(isinstance(each, ast.Starred) for each in targets):
                    raise ValueError(f"{len(items)} values for {len(targets)} names")
                for each, item in zip(targets, items, strict=True):
                    self.assign(each, item)
            case ast.Subscript(value=container, slice=index):
                changed, where = self.evaluate(container), self.evaluate(index)
                if not is_known(where) or (isinstance(changed, np.ndarray) and not is_known(value)):
                    raise CannotSeparateError("what the hand-in's code gives is put into an array, or says where")
                changed[where] = value
            case _:
                raise CannotSeparateError(f"`{ast.unparse(target)[:60]}` is more than this program follows")

    def truth(self, value: Any) -> bool:  # noqa: ANN401  # whatever the test computes
        """Return whether a value counts as true; what is not known yet does."""
        if not is_known(value) and not is_container(value):
            return True
        self._refuse_opaque(value)
        return bool(value)

    def begins_live(self, node: ast.expr) -> bool:
        """Whether an expression is a chain that begins with a name of the hand-in's."""
        root = root_of(node)
        return isinstance(root, ast.Name) and self._is_live(root)

    def _is_live(self, node: ast.AST) -> bool:
        return bool(self.scope.live_names(node))

    def _refuse_opaque(self, value: object) -> None:
        if isinstance(value, NotPlain):
            raise CannotSeparateError(f"what came back is a {value.type_name}")

    def _look(self, node: ast.expr, chain: ast.expr | None = None) -> Any:  # noqa: ANN401  # whatever came back
        """Look at a chain that begins with a name of the hand-in's; what follows plain data is done here.

        ``chain`` is the chain where the node is a plain function's call of it.
        """
        if isinstance(node, ast.Name) and node.id in self.called:
            raise CannotSeparateError(f"`{node.id}` itself is looked at, which is called as well")
        pieces, after = self.rebuilder.chain(node if chain is None else chain)
        if chain is not None and after:
            after = [*after, node]
        elif chain is not None:
            pieces = [*pieces, self.rebuilder.outer(cast("ast.Call", node))]
        met = self.step(node, Step("see", "", tuple(each.source for each in pieces), self.rebuilder.values(pieces)))
        if met is None:
            value: Any = UNKNOWN
            begin = 1
        else:
            value, exact = to_plain(met.value)
            self.is_exact = self.is_exact and exact
            begin = 1 + met.depth
        for link in (*(each.link for each in pieces[begin:]), *after):
            value = self._follow(value, link)
        return value

    def _follow(self, value: Any, link: ast.expr | None) -> Any:  # noqa: ANN401  # whatever it leads to
        match link:
            case ast.Attribute(attr=name):
                return self._attribute_of(value, name)
            case ast.Subscript(slice=index):
                return self._item_of(value, self.evaluate(index))
            case ast.Call(func=ast.Attribute(attr=name)) as call:
                return self._apply(self._attribute_of(value, name), call)
            case ast.Call(func=ast.Name(id=name)) if name in OF_ONE:
                return self.call(self.scope.value(name), [value], {})
            case _:
                raise CannotSeparateError("the result of the hand-in's code is called")

    def _attribute_of(self, value: Any, name: str) -> Any:  # noqa: ANN401  # whatever it is
        if name.startswith("__"):
            raise CannotSeparateError(f"`.{name}` is more than this program follows")
        if not is_known(value) and not is_container(value):
            return UNKNOWN
        self._refuse_opaque(value)
        try:
            return tables.attribute(value, name)
        except LookupError:
            if isinstance(value, tables.Module) or hasattr(type(cast("object", value)), name):
                raise CannotSeparateError(f"`.{name}` is more than this program follows") from None
            raise AttributeError(f"{type(value).__name__} has no attribute {name}") from None

    def _item_of(self, value: Any, index: Any) -> Any:  # noqa: ANN401  # whatever it is
        if not is_known(index) or (not is_known(value) and not is_container(value)):
            return UNKNOWN
        self._refuse_opaque(value)
        return value[index]

    def _apply(self, function: Any, call: ast.Call) -> Any:  # noqa: ANN401  # whatever it gives
        arguments: list[Any] = []
        for each in call.args:
            if isinstance(each, ast.Starred):
                arguments += list(self.evaluate(each.value))
            else:
                arguments.append(self.evaluate(each))
        named = {each.arg: self.evaluate(each.value) for each in call.keywords if each.arg is not None}
        if len(named) != len(call.keywords):
            raise CannotSeparateError("`**` in a call is more than this program follows")
        return self.call(function, arguments, named)

    def _constant(self, node: ast.Constant) -> Any:  # noqa: ANN401  # a constant
        return node.value

    def _name(self, node: ast.Name) -> Any:  # noqa: ANN401  # whatever it means
        value = self.scope.value(node.id)
        passed = self.rebuilder.passed_as(value)
        if passed is None:
            return value
        # The hand-in's code had it in its hands: is it as it was?
        met = self.step(node, Step("see", passed, (passed,)))
        if met is None:
            return value
        seen, exact = to_plain(met.value)
        if same_data(seen, value):
            return value
        if not self.single_sided:
            raise CannotSeparateError(f"the hand-in's code changes `{node.id}`, which it was given")
        self.is_exact = self.is_exact and exact
        return seen

    def _attribute(self, node: ast.Attribute) -> Any:  # noqa: ANN401  # whatever it is
        return self._attribute_of(self.evaluate(node.value), node.attr)

    def _subscript(self, node: ast.Subscript) -> Any:  # noqa: ANN401  # whatever it is
        return self._item_of(self.evaluate(node.value), self.evaluate(node.slice))

    def _slice(self, node: ast.Slice) -> slice:
        return slice(*(None if each is None else self.evaluate(each) for each in (node.lower, node.upper, node.step)))

    def _call(self, node: ast.Call) -> Any:  # noqa: ANN401  # whatever it gives
        match node:
            case ast.Call(func=ast.Name(id=name), args=[only], keywords=[]) if (
                name in OF_ONE and self.scope.is_own(name) and self.begins_live(only)
            ):
                return self._look(node, only)  # an object of the hand-in's has its own way of doing it
            case ast.Call(func=ast.Name(id="isinstance"), args=[_, kind]) if self._is_live(kind):
                raise CannotSeparateError("it asks for a class of the hand-in's")
            case _:
                pass
        return self._apply(self.evaluate(node.func), node)

    def _list(self, node: ast.List) -> list[Any]:
        return [*self._items(node.elts)]

    def _tuple(self, node: ast.Tuple) -> tuple[Any, ...]:
        return (*self._items(node.elts),)

    def _set(self, node: ast.Set) -> set[Any]:
        return {*self._items(node.elts)}

    def _items(self, nodes: list[ast.expr]) -> Iterator[Any]:
        for each in nodes:
            if isinstance(each, ast.Starred):
                yield from self.evaluate(each.value)
            else:
                yield self.evaluate(each)

    def _dict(self, node: ast.Dict) -> dict[Any, Any]:
        if any(key is None for key in node.keys):
            raise CannotSeparateError("`**` in a table is more than this program follows")
        return {
            self.evaluate(cast("ast.expr", key)): self.evaluate(value)
            for key, value in zip(node.keys, node.values, strict=True)
        }

    def _binop(self, node: ast.BinOp) -> Any:  # noqa: ANN401  # whatever it gives
        left, right = self.evaluate(node.left), self.evaluate(node.right)
        return self.call(BINARY[type(node.op)], [left, right], {})

    def _unaryop(self, node: ast.UnaryOp) -> Any:  # noqa: ANN401  # whatever it gives
        return self.call(UNARY[type(node.op)], [self.evaluate(node.operand)], {})

    def _boolop(self, node: ast.BoolOp) -> Any:  # noqa: ANN401  # whatever it gives
        value: Any = None
        unknown = False
        for each in node.values:
            value = self.evaluate(each)
            if not is_known(value):
                unknown = True  # all of them may be wanted
            elif not unknown and self.truth(value) is isinstance(node.op, ast.Or):
                return value
        return UNKNOWN if unknown else value

    def _compare(self, node: ast.Compare) -> Any:  # noqa: ANN401  # arrays compare entry by entry
        left = self.evaluate(node.left)
        unknown = False
        result: Any = True
        for op, right_node in zip(node.ops, node.comparators, strict=True):
            if isinstance(op, ast.Is | ast.IsNot) and not isinstance(right_node, ast.Constant):
                raise CannotSeparateError("`is` between two things hangs on where they stand in memory")
            right = self.evaluate(right_node)
            result = self.call(COMPARE[type(op)], [left, right], {})
            if is_known(result):
                self.sides = (left, right)
                if len(node.ops) > 1 and not unknown and not self.truth(result):
                    return result
            else:
                unknown = True
            left = right
        return UNKNOWN if unknown else result

    def _ifexp(self, node: ast.IfExp) -> Any:  # noqa: ANN401  # whatever it gives
        condition = self.evaluate(node.test)
        if not is_known(condition):
            raise CannotSeparateError("what is looked at hangs on what the hand-in returns")
        return self.evaluate(node.body if self.truth(condition) else node.orelse)

    def _listcomp(self, node: ast.ListComp) -> Any:  # noqa: ANN401  # a list, or what is not known
        return self._gathered(node, lambda: self.evaluate(node.elt), list)

    def _setcomp(self, node: ast.SetComp) -> Any:  # noqa: ANN401  # a set, or what is not known
        return self._gathered(node, lambda: self.evaluate(node.elt), set)

    def _dictcomp(self, node: ast.DictComp) -> Any:  # noqa: ANN401  # a dict, or what is not known
        return self._gathered(node, lambda: (self.evaluate(node.key), self.evaluate(node.value)), dict)

    def _generatorexp(self, node: ast.GeneratorExp) -> Any:  # noqa: ANN401  # a generator, or what is not known
        if self.world.planning:
            return self._gathered(node, lambda: self.evaluate(node.elt), list)
        # As lazy as it was written: `any` must not go on to what raises.
        return self._comprehended(node.generators, lambda: self.evaluate(node.elt))

    def _gathered(
        self,
        node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp,
        element: Callable[[], Any],
        make: Callable[[Any], Any],
    ) -> Any:  # noqa: ANN401  # what is asked for, or what is not known
        items = list(self._comprehended(node.generators, element))
        if any(each is _MAYBE for each in items):
            return UNKNOWN
        return make(items)

    def _comprehended(self, generators: list[ast.comprehension], element: Callable[[], Any]) -> Iterator[Any]:
        if not generators:
            yield element()
            return
        first, *rest = generators
        iterable = self.evaluate(first.iter)
        before = dict(self.scope.own)
        if not is_known(iterable) and not is_container(iterable):
            # How often is not known: the body must not ask the hand-in for anything.
            with self.frozen():
                self.assign(first.target, UNKNOWN)
                list(self._comprehended(rest, element))
            self.scope.own = before
            yield _MAYBE
            return
        self._refuse_opaque(iterable)
        try:
            for number, item in enumerate(self.rounds(iterable)):
                self.assign(first.target, item)
                with self.round(number):
                    conditions = [self.evaluate(each) for each in first.ifs]
                    if not all(map(is_known, conditions)):
                        raise CannotSeparateError("what is looked at hangs on what the hand-in returns")
                    inner = list(self._comprehended(rest, element)) if all(map(self.truth, conditions)) else []
                yield from inner
        finally:
            self.scope.own = before

    def _lambda(self, node: ast.Lambda) -> Callable[..., Any]:
        if self._is_live(node):
            raise CannotSeparateError("the hand-in's code is called from a function of the test's")
        names = [each.arg for each in node.args.args]

        def run(*values: object) -> Any:  # noqa: ANN401  # whatever it gives
            before = dict(self.scope.own)
            self.scope.own.update(zip(names, values, strict=True))
            try:
                return self.evaluate(node.body)
            finally:
                self.scope.own = before

        return run

    def _joinedstr(self, node: ast.JoinedStr) -> Any:  # noqa: ANN401  # text, or what is not known
        words = [self.evaluate(each) for each in node.values]
        return "".join(words) if all(isinstance(each, str) for each in words) else UNKNOWN

    def _formattedvalue(self, node: ast.FormattedValue) -> Any:  # noqa: ANN401  # text, or what is not known
        value = self.evaluate(node.value)
        how = "" if node.format_spec is None else self.evaluate(node.format_spec)
        if not is_known(value) or not isinstance(how, str):
            return UNKNOWN
        self._refuse_opaque(value)
        return format(
            {"r": repr, "s": str, "a": ascii}[chr(node.conversion)](value) if node.conversion > 0 else value, how
        )


_MAYBE: Final = object()
