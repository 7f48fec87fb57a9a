"""Statements of a test: assertions are judged here, whatever only the hand-in's code can do is done in its process."""

import ast
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from operator import index
from typing import Any, cast

from grader.checkers.testing import tables
from grader.checkers.testing.expressions import Expressions
from grader.checkers.testing.functions import with_functions_put_in
from grader.checkers.testing.plain import UNKNOWN, CannotSeparateError, is_container, is_known
from grader.checkers.testing.scope import Scope, assigned_names, names_in
from grader.checkers.testing.steps import Step, World
from grader.checkers.testing.walk import MOST_ROUNDS


class Ended(Exception):  # control flow, not an error
    """A function, or the test, returns."""

    def __init__(self, value: object) -> None:
        super().__init__(value)
        self.value = value


class _Stops(Exception):  # control flow, not an error
    """A test that is being planned raises here."""


class Statements(Expressions):
    """Runs statements, in a scope."""

    def __init__(self, world: World, scope: Scope) -> None:
        super().__init__(world, scope)
        self.line = 1
        self._calls = 0

    def run(self, statements: Sequence[ast.stmt]) -> None:
        """Run statements in order.

        Raises:
            CannotSeparateError: for what is not known here.
            BaseException: whatever the test raises.
        """
        for statement in statements:
            self.line = statement.lineno
            method = getattr(self, f"_run_{type(statement).__name__.lower()}", None)
            if method is None:
                raise CannotSeparateError(f"`{ast.unparse(statement)[:60]}` is more than this program follows")
            method(statement)

    def check(self, evaluate: Callable[[], Any], looked_at: ast.expr, message: ast.expr | None = None) -> None:
        """Judge an assertion.

        Raises:
            AssertionError: when it does not hold.
        """
        with self._assertion(looked_at):
            if not self.truth(evaluate()) and not self.world.planning:
                raise AssertionError(self._message(message))

    @contextmanager
    def _assertion(self, node: ast.expr) -> Generator[None]:
        self.is_exact, self.sides = True, None
        names = [each.id for each in ast.walk(node) if isinstance(each, ast.Name) and each.id in self.scope.own]
        mutable = [name for name in names if self.rebuilder.is_passed(self.scope.own[name])]
        self.single_sided = len(mutable) == 1 and not self.scope.live_names(node)
        try:
            yield
        finally:
            self.single_sided = False

    def _message(self, node: ast.expr | None) -> str:
        if node is None:
            return ""
        try:
            return str(self.evaluate(node))[:500]
        except Exception:  # what a message says is worth no verdict
            return ""

    def _run_pass(self, node: ast.Pass) -> None:
        pass

    def _run_assert(self, node: ast.Assert) -> None:
        self.check(lambda: self.evaluate(node.test), node.test, node.msg)

    def _run_expr(self, node: ast.Expr) -> None:
        value = node.value
        if isinstance(value, ast.Constant):
            return
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "print":
            return
        if self.begins_live(value):
            if not isinstance(value, ast.Call):
                return
            self._do(node, [], value)
        elif isinstance(value, ast.Call) and self._is_raises(value.func):
            self._raises_call(value)
        else:
            with self._assertion(value):
                self.evaluate(value)

    def _run_assign(self, node: ast.Assign) -> None:
        is_its_own = not all(map(self._may_stand_there, node.targets))
        if any(self._is_of_the_hand_in(each) for each in node.targets) or (
            self.begins_live(node.value) and not is_its_own
        ):
            self._do(node, node.targets, node.value)
            return
        value = self.evaluate(node.value)
        for target in node.targets:
            self.assign(target, value)

    def _run_annassign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._run_assign(ast.copy_location(ast.Assign([node.target], node.value), node))

    def _run_augassign(self, node: ast.AugAssign) -> None:
        if self._is_of_the_hand_in(node.target) or not isinstance(node.target, ast.Name):
            raise CannotSeparateError(f"`{ast.unparse(node)[:60]}` is more than this program follows")
        old: Any = self.evaluate(ast.copy_location(ast.Name(node.target.id, ast.Load()), node))
        if isinstance(old, list | dict | set) or (hasattr(old, "__array__") and getattr(old, "ndim", 0)):
            raise CannotSeparateError(f"`{ast.unparse(node)[:60]}` is more than this program follows")
        operation = ast.copy_location(ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value), node)
        self.assign(node.target, self.evaluate(ast.fix_missing_locations(operation)))

    def _run_for(self, node: ast.For) -> None:
        iterable = self.evaluate(node.iter)
        if node.orelse:
            raise CannotSeparateError("`else` of a loop is more than this program follows")
        if not is_known(iterable) and not is_container(iterable):
            self._maybe([node.target], node.body, lambda: self.assign(node.target, UNKNOWN))
            return
        self._refuse_opaque(iterable)
        for number, item in enumerate(self.rounds(iterable)):
            self.assign(node.target, item)
            with self.round(number):
                self.run(node.body)

    def _run_while(self, node: ast.While) -> None:
        for number in range(MOST_ROUNDS):
            with self.round(number):
                condition = self.evaluate(node.test)
                if not is_known(condition):
                    raise CannotSeparateError("a loop hangs on what the hand-in returns")
                if not self.truth(condition):
                    return
                self.run(node.body)
        raise CannotSeparateError("a loop goes on and on")

    def _run_if(self, node: ast.If) -> None:
        condition = self.evaluate(node.test)
        if is_known(condition):
            self.run(node.body if self.truth(condition) else node.orelse)
            return
        for branch in (node.body, node.orelse):
            self._maybe([], branch, lambda: None)

    def _maybe(self, targets: Sequence[ast.expr], body: Sequence[ast.stmt], begin: Callable[[], None]) -> None:
        """Plan statements that may not be run: they ask the hand-in for nothing, and what they bind is unknown."""
        with self.frozen():
            begin()
            with suppress(_Stops):
                self.run(body)
        for name in (*assigned_names(body), *(name for target in targets for name in names_in(target))):
            self.scope.bind(name, UNKNOWN)

    def _run_with(self, node: ast.With) -> None:
        if len(node.items) != 1:
            raise CannotSeparateError("several contexts at once are more than this program follows")
        context = node.items[0].context_expr
        if not isinstance(context, ast.Call) or self._is_live(context):
            raise CannotSeparateError(f"`with {ast.unparse(context)[:60]}` is more than this program follows")
        if self._is_raises(context.func) and node.items[0].optional_vars is None and len(context.args) == 1:
            self._expect(self.evaluate(context.args[0]), lambda: self.run(node.body))
        elif ast.unparse(context.func).rpartition(".")[2] in {"errstate", "catch_warnings"}:
            with self.evaluate(context):
                self.run(node.body)
        else:
            raise CannotSeparateError(f"`with {ast.unparse(context)[:60]}` is more than this program follows")

    def _is_raises(self, node: ast.expr) -> bool:
        name = ast.unparse(node).rpartition(".")[2]
        return name.lower().endswith("raises") and isinstance(self.evaluate(node), tables.Raises)

    def _raises_call(self, node: ast.Call) -> None:
        match node.args:
            case [kinds, function, *arguments] if self.begins_live(function):
                call = ast.copy_location(ast.Call(function, arguments, node.keywords), node)
                statement = ast.copy_location(ast.Expr(call), node)
                self._expect(self.evaluate(kinds), lambda: self._do(node, [], statement.value))
            case _:
                raise CannotSeparateError(f"`{ast.unparse(node)[:60]}` is more than this program follows")

    def _expect(self, kinds: Any, body: Callable[[], None]) -> None:  # noqa: ANN401  # an exception's class, or several
        try:
            body()
        except _Stops:
            return
        except kinds as error:
            if isinstance(error, CannotSeparateError):
                raise
            return
        if not self.world.planning:
            names = ", ".join(
                each.__name__ for each in cast("tuple[type, ...]", kinds if isinstance(kinds, tuple) else (kinds,))
            )
            raise AssertionError(f"{names} is not raised")

    def _run_try(self, node: ast.Try) -> None:
        if self.world.planning:
            self._plan_try(node)
            return
        try:
            self.run(node.body)
        except (CannotSeparateError, Ended):
            raise
        except Exception as error:
            for handler in node.handlers:
                kinds = BaseException if handler.type is None else self.evaluate(handler.type)
                if isinstance(error, kinds):
                    if handler.name is not None:
                        raise CannotSeparateError("what an exception says is more than this program follows") from None
                    self.run(handler.body)
                    break
            else:
                raise
        else:
            self.run(node.orelse)
        finally:
            self.run(node.finalbody)

    def _plan_try(self, node: ast.Try) -> None:
        for block in (node.body, node.orelse, *(each.body for each in node.handlers), node.finalbody):
            try:
                self.run(block)
            except _Stops:
                continue
        for handler in node.handlers:
            if handler.type is not None:
                self.evaluate(handler.type)
            if handler.name is not None:
                raise CannotSeparateError("what an exception says is more than this program follows")
        for name in assigned_names([node]):
            if name not in self.scope.live:
                self.scope.bind(name, UNKNOWN)

    def _run_raise(self, node: ast.Raise) -> None:
        if self.world.planning:
            raise _Stops
        if node.exc is None or self._is_live(node.exc):
            raise CannotSeparateError("what is raised is the hand-in's")
        error = self.evaluate(node.exc)
        raise error

    def _run_import(self, node: ast.Import) -> None:
        for alias in node.names:
            if alias.asname is None and "." in alias.name:
                module: Any = self.scope.modules.get(alias.name.partition(".")[0])
                name = alias.name.partition(".")[0]
            else:
                module, name = self.scope.modules.get(alias.name), alias.asname or alias.name
            if module is None:
                raise CannotSeparateError(f"it imports {alias.name}")
            self.scope.bind(name, module)
            self.scope.language.add(name)

    def _run_importfrom(self, node: ast.ImportFrom) -> None:
        module = self.scope.modules.get(node.module or "")
        for alias in node.names:
            if module is None or alias.name not in module.names:
                raise CannotSeparateError(f"it imports {alias.name} from {node.module}")
            self.scope.bind(alias.asname or alias.name, module.names[alias.name])
            self.scope.language.add(alias.asname or alias.name)

    def _run_functiondef(self, node: ast.FunctionDef) -> None:
        self.scope.bind(node.name, self._function(node))

    def _call(self, node: ast.Call) -> Any:  # noqa: ANN401  # whatever it gives
        self._seed_there(node)
        function = self.scope.own.get(node.func.id) if isinstance(node.func, ast.Name) else None
        definition = getattr(function, "definition", None)
        found = with_functions_put_in(definition, node, self.begins_live) if definition else None
        if found is not None:
            return self._apply(self._function(found[0]), found[1])
        if function is UNKNOWN:
            raise CannotSeparateError(f"`{ast.unparse(node.func)}` is called, which may be a function of the hand-in's")
        return super()._call(node)

    def _seed_there(self, node: ast.Call) -> None:
        """Seed the common generators in the hand-in's process too: its functions draw from those."""
        match node.func:
            case ast.Name(id=name):
                function = self.scope.own.get(name)
            case ast.Attribute(attr="seed") if not self.begins_live(node.func):
                function = self.evaluate(node.func)
            case _:
                return
        library = self.streams.library_of(getattr(function, "__self__", None))
        if library is None or getattr(function, "__name__", "") != "seed":
            return
        given = [*node.args, *(each.value for each in node.keywords if each.arg is not None)]
        seed: Any = self.evaluate(given[0]) if len(given) == 1 and len(node.args) + len(node.keywords) == 1 else None
        try:
            whole = index(seed)
        except TypeError:
            raise CannotSeparateError("a generator is seeded by something else than an integer") from None
        self.step(node, Step("run", "", (self.streams.seeded(library, whole),)))

    def _function(self, node: ast.FunctionDef) -> Callable[..., Any]:
        """Return a function of the test's own."""
        arguments = node.args
        if node.decorator_list or arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.posonlyargs:
            raise CannotSeparateError(f"the function `{node.name}` is more than this program follows")
        names = [each.arg for each in arguments.args]
        defaults = [self.evaluate(each) for each in arguments.defaults]

        def run(*values: object, **named: object) -> Any:  # noqa: ANN401  # whatever it returns
            if len(values) > len(names) or not set(named) <= set(names):
                raise TypeError(f"{node.name}() is called with other arguments than it takes")
            given = {**dict(zip(names[len(names) - len(defaults) :], defaults, strict=True)), **named}
            given.update(zip(names, values, strict=False))
            if set(given) != set(names):
                raise TypeError(f"{node.name}() misses an argument")
            before, self.scope.own = self.scope.own, {**self.scope.own, **given}
            line = self.line
            self._calls += 1
            try:
                with self.round(-self._calls):
                    self.run(node.body)
            except Ended as left:
                return left.value
            finally:
                self.scope.own, self.line = before, line
            return None

        run.is_of_the_test = True  # pyright: ignore[reportFunctionMemberAccess]  # a mark for `call`
        run.definition = node  # pyright: ignore[reportFunctionMemberAccess]  # read where it is called
        return run

    def _run_return(self, node: ast.Return) -> None:
        raise Ended(None if node.value is None else self.evaluate(node.value))

    def _is_of_the_hand_in(self, target: ast.expr) -> bool:
        return not isinstance(target, ast.Name | ast.Tuple | ast.List) and self.begins_live(target)

    def _may_stand_there(self, target: ast.expr) -> bool:
        """Whether an assignment can be made in the hand-in's process: not into a list of the test's own, say."""
        if isinstance(target, ast.Tuple | ast.List):
            return all(map(self._may_stand_there, target.elts))
        if isinstance(target, ast.Starred):
            return self._may_stand_there(target.value)
        return isinstance(target, ast.Name) or self._is_of_the_hand_in(target)

    def _do(self, node: ast.AST, targets: Sequence[ast.expr], value: ast.expr) -> None:
        """Have a statement run in the hand-in's process."""
        piece = self.rebuilder.piece(value)
        names: list[str] = []
        sources: list[str] = []
        values = list(piece.values)
        for target in targets:
            if isinstance(target, ast.Attribute | ast.Subscript):
                rebuilt = self.rebuilder.piece(target)
                values += rebuilt.values
                sources.append(rebuilt.source)
            else:
                names += names_in(target)
                sources.append(ast.unparse(target))
        source = " = ".join([*sources, piece.source])
        self.step(node, Step("run", "", (source,), tuple(values)))
        for name in names:
            self.scope.bind_live(name)
