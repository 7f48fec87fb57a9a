"""A test taken apart: planned once, judged for each hand-in by what its steps met."""

import ast
import doctest
import textwrap
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

import numpy as np

from grader.checkers.testing.plain import UNKNOWN, CannotSeparateError, NotPlain, is_known
from grader.checkers.testing.scope import Scope
from grader.checkers.testing.statements import Ended, Statements
from grader.checkers.testing.steps import Met, Planning, Replay, Step, World
from grader.model.values import Array, Value
from grader.numerics.shown import cut

Way = Literal["cell", "doctest", "function"]
_PRINTED_RTOL: Final = 1e-12
"""A number in a doctest stands for itself up to the last digits, in which machines differ."""
_ARRAY_RTOL, _ARRAY_ATOL = 5e-8, 5e-9  # arrays are printed with eight digits
_LONGEST = 200
_NO_WANT: Final = object()


@dataclass(frozen=True, slots=True, eq=False)
class _Example:
    """Statements, or one expression of a doctest with what it should print."""

    body: tuple[ast.stmt, ...]
    want: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class TestPlan:
    """What a test asks of a hand-in, and how to judge what came of it."""

    __test__ = False
    examples: tuple[_Example, ...]
    lines: tuple[str, ...]
    steps: tuple[Step, ...]
    keys: Mapping[Hashable, int]
    parameters: tuple[str, ...]
    wanted: tuple[str, ...]
    """The names that the hand-in must have."""
    language: frozenset[str]
    """Names of the language or of a library that the test means."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """How a test ended; texts are short. ``raised``: source of the step and facts, where the hand-in's code raised."""

    status: Literal["right", "wrong", "unknown"]
    line: int = 0
    source: str = ""
    message: str = ""
    actual: str = ""
    expected: str = ""
    raised: tuple[str, tuple[Value, ...]] | None = None


def plan_test(code: str, way: Way, parameters: tuple[str, ...] = ()) -> TestPlan:
    """Plan a test: walk through it with everything of the hand-in's unknown.

    Args:
        code: statements, or a doctest.
        way: how the code is meant.
        parameters: names that are the hand-in's, or None where it has none.

    Returns:
        The plan, its steps without anything that the test expects.

    Raises:
        CannotSeparateError: saying why the test cannot be taken apart.
    """
    if "env" in parameters:
        msg = "it takes all names of the hand-in, as `env`"
        raise CannotSeparateError(msg)
    try:
        examples = _examples(code, way)
        world = Planning()
        scope = _scope(parameters)
        runner = _Runner(world, scope)
        runner.called = _called(examples)
        runner.run_all(examples, parameters)
        runner.streams.close()
    except CannotSeparateError:
        raise
    except Exception as error:  # whatever a test does that only its hand-in allows
        msg = f"it ends with {type(error).__name__}: {cut(str(error), 80)}"
        raise CannotSeparateError(msg) from error
    if not world.steps:
        msg = "it asks nothing of the hand-in"
        raise CannotSeparateError(msg)
    language = frozenset(scope.language - set(scope.live))
    return TestPlan(examples, _lines(code), tuple(world.steps), world.keys, parameters, tuple(scope.wanted), language)


def judge_test(plan: TestPlan, met: tuple[Met, ...]) -> Outcome:
    """Walk through a test again, with what its steps met."""
    replay = Replay(dict(plan.keys), met)
    runner = _Runner(replay, _scope(plan.parameters))
    runner.called = _called(plan.examples)
    try:
        with np.errstate(all="ignore"):
            runner.run_all(plan.examples, plan.parameters)
    except CannotSeparateError as trouble:
        return _outcome("unknown", plan, runner, str(trouble))
    except MemoryError:
        raise
    except Exception as error:
        if runner.streams.are_mixed(replay):
            return _outcome("unknown", plan, runner, "the hand-in's code and the test draw from one generator in turns")
        raised: Any = getattr(error, "student", None)
        if raised is not None:
            return _outcome("wrong", plan, runner, str(error), raised)
        is_plain = isinstance(error, AssertionError)
        message = str(error) if is_plain else f"{type(error).__name__}: {error}"
        if not runner.is_exact:
            return _outcome("unknown", plan, runner, "what came back has a type of its own, and the test fails by ours")
        return _outcome("wrong", plan, runner, message, sides=is_plain)
    return _outcome("right", plan, runner, "")


class _Runner(Statements):
    def __init__(self, world: World, scope: Scope) -> None:
        super().__init__(world, scope)

    def run_all(self, examples: tuple[_Example, ...], parameters: tuple[str, ...]) -> None:
        for name in parameters:
            self.world.make(("default", name), Step("default", name))
        for example in examples:
            try:
                if example.want is None:
                    self.run(example.body)
                else:
                    self._print(example.body, example.want)
            except Ended:
                return

    def _print(self, body: tuple[ast.stmt, ...], want: str) -> None:
        match body:
            case (ast.Expr(value=ast.Call(func=ast.Name("print"), args=arguments, keywords=[])) as statement,) if want:
                self.line = statement.lineno
                call = statement.value
                self.check(lambda: self._says([self.evaluate(each) for each in arguments], want), call)
            case (ast.Expr(value=expression) as statement,):
                self.line = statement.lineno
                expected = wanted_value(want)
                self.check(lambda: self._gives(self.evaluate(expression), expected), expression)
            case _ if not want:
                self.run(body)
            case _:
                raise CannotSeparateError("a statement that prints is more than this program follows")

    def _says(self, values: list[Any], want: str) -> bool:
        if not all(map(is_known, values)):
            return True
        for each in values:
            if not isinstance(each, str | int | float | bool | None | np.bool_ | np.integer | np.floating):
                raise CannotSeparateError(f"a {type(each).__name__} is printed")
        said = " ".join(map(str, values))
        self.sides = (said, want.strip())
        return said.strip() == want.strip()

    def _gives(self, value: Any, expected: object) -> bool:  # noqa: ANN401  # whatever came back
        if value is UNKNOWN or not is_known(value):
            return True
        if isinstance(value, NotPlain):
            raise CannotSeparateError(f"what came back is a {value.type_name}")
        if not isinstance(expected, bool) or self.sides is None:  # two sides say more than False and True
            self.sides = (value, None if expected is _NO_WANT else expected)
        return value is None if expected is _NO_WANT else prints_as(value, expected)


def wanted_value(want: str) -> object:
    """Return the value that a doctest's output stands for.

    Raises:
        CannotSeparateError: when it is no plain value as it is written.
    """
    text = want.strip()
    if not text:
        return _NO_WANT
    try:
        return _literal(ast.parse(text, mode="eval").body)
    except (SyntaxError, ValueError, TypeError) as error:
        msg = f"`{cut(text, 40)}` is text, not a value"
        raise CannotSeparateError(msg) from error


def prints_as(value: object, expected: object) -> bool:
    """Whether a value is what a doctest's output says, by value: 4.0 for ``4``, but no True for ``1``."""
    if isinstance(expected, bool) or isinstance(value, bool | np.bool_):
        both_are = isinstance(value, bool | np.bool_) and isinstance(expected, bool | np.bool_)
        return both_are and bool(cast("object", value)) is bool(cast("object", expected))
    match expected:
        case np.ndarray():
            return _prints_as_array(value, cast("Array", expected))
        case int() | float() | complex():
            if not isinstance(value, int | float | complex | np.number):
                return False
            return bool(
                np.isclose(
                    complex(cast("complex", value)), complex(expected), rtol=_PRINTED_RTOL, atol=0.0, equal_nan=True
                )
            )
        case list() | tuple() if type(value) is type(cast("object", expected)):
            mine, theirs = cast("list[object]", value), cast("list[object]", expected)
            return len(mine) == len(theirs) and all(map(prints_as, mine, theirs))
        case dict() if isinstance(value, dict):
            left, right = cast("dict[Any, object]", value), cast("dict[Any, object]", expected)
            return list(left) == list(right) and all(prints_as(left[key], right[key]) for key in left)
        case _:
            return type(value) is type(expected) and bool(value == expected)


def _prints_as_array(value: object, expected: Array) -> bool:
    if not isinstance(value, np.ndarray):
        return False
    actual = cast("Array", value)
    if actual.shape != expected.shape or actual.dtype.kind not in "biufc":
        return False
    return bool(np.allclose(actual, expected, rtol=_ARRAY_RTOL, atol=_ARRAY_ATOL, equal_nan=True))


def _literal(node: ast.expr) -> object:
    match node:
        case ast.Call(func=ast.Name("array"), args=[inner], keywords=[]):
            return np.array(ast.literal_eval(inner))
        case ast.Call(func=ast.Attribute(value=ast.Name("np"), attr=kind), args=[inner], keywords=[]) if (
            kind.startswith(("float", "int", "complex", "uint"))
        ):
            return ast.literal_eval(inner)
        case ast.Attribute(value=ast.Name("np"), attr="True_" | "False_" as said):
            return said == "True_"
        case ast.Name("nan" | "inf" as said):
            return float(said)
        case _:
            return ast.literal_eval(node)


def _examples(code: str, way: Way) -> tuple[_Example, ...]:
    if way != "doctest":
        return (_Example(tuple(ast.parse(code).body)),)
    found: list[_Example] = []
    for example in doctest.DocTestParser().get_examples(textwrap.dedent(code)):
        if example.exc_msg is not None or example.options:
            raise CannotSeparateError("it prints an exception, or has options of its own")
        tree = ast.increment_lineno(ast.parse(example.source), example.lineno)
        found.append(_Example(tuple(tree.body), example.want))
    return tuple(found)


def _called(examples: tuple[_Example, ...]) -> frozenset[str]:
    nodes = (node for example in examples for statement in example.body for node in ast.walk(statement))
    return frozenset(node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))


def _scope(parameters: tuple[str, ...]) -> Scope:
    # `_it` is what a link of a chain is applied to.
    return Scope(live={"_it", *parameters}, wanted=dict.fromkeys(parameters))


def _lines(code: str) -> tuple[str, ...]:
    return tuple(textwrap.dedent(code).splitlines())


def _outcome(
    status: Literal["right", "wrong", "unknown"],
    plan: TestPlan,
    runner: _Runner,
    message: str,
    raised: tuple[str, tuple[Value, ...]] | None = None,
    *,
    sides: bool = False,
) -> Outcome:
    line = runner.line
    source = plan.lines[line - 1].strip() if 0 < line <= len(plan.lines) else ""
    pair = runner.sides if sides and runner.sides is not None else None
    actual, expected = (_shown(each) for each in pair) if pair else ("", "")
    return Outcome(status, line, source.removeprefix(">>> "), cut(message, _LONGEST), actual, expected, raised)


def _shown(thing: object) -> str:
    try:
        with np.printoptions(threshold=12, edgeitems=3, precision=6):
            plain: Any = thing
            return cut(repr(plain.item() if isinstance(thing, np.generic) else plain), _LONGEST)
    except Exception:  # a number of more digits than Python prints
        return ""
