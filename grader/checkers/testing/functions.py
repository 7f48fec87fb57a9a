"""A test's own functions to which functions of the hand-in are given: ``check(triangle, 10)``."""

import ast
import copy
from collections.abc import Callable, Iterator

from grader.checkers.testing.scope import assigned_names


def with_functions_put_in(
    definition: ast.FunctionDef, call: ast.Call, is_live: Callable[[ast.expr], bool]
) -> tuple[ast.FunctionDef, ast.Call] | None:
    """Put functions of the hand-in's in the place of the parameters by which a test's function calls them.

    A function cannot come over as a value; its calls can be made where it stands. So ``f(k)`` becomes ``triangle(k)``,
    and the parameter and its argument go.

    Args:
        definition: the test's function.
        call: a call of it.
        is_live: whether a name is the hand-in's.

    Returns:
        Function and call without these parameters; None where there is none, or where a name would change its meaning.
    """
    parameters = [each.arg for each in definition.args.args]
    required = len(parameters) - len(definition.args.defaults)
    called = set(_called(definition.body))
    given: dict[str, ast.expr] = dict(zip(parameters[:required], call.args, strict=False))
    if any(isinstance(each, ast.Starred) for each in call.args):
        return None
    given.update({each.arg: each.value for each in call.keywords if each.arg in parameters[:required]})
    names = {
        parameter: value.id
        for parameter, value in given.items()
        if parameter in called and isinstance(value, ast.Name) and is_live(value)
    }
    if not names or (set(names) | set(names.values())) & _bound(definition, set(names)):
        return None
    plain = copy.deepcopy(definition)
    plain.args.args = [each for each in plain.args.args if each.arg not in names]
    for node in (node for statement in plain.body for node in ast.walk(statement)):
        if isinstance(node, ast.Name) and node.id in names:
            node.id = names[node.id]
    arguments = [value for at, value in enumerate(call.args) if at >= len(parameters) or parameters[at] not in names]
    keywords = [each for each in call.keywords if each.arg not in names]
    return plain, ast.copy_location(ast.Call(call.func, arguments, keywords), call)


def _called(body: list[ast.stmt]) -> Iterator[str]:
    for node in (node for statement in body for node in ast.walk(statement)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def _bound(definition: ast.FunctionDef, put_in: set[str]) -> set[str]:
    """Return the names that a function binds, but for the parameters that go."""
    own = {each.arg for each in definition.args.args} - put_in
    inner = {
        node.arg if isinstance(node, ast.arg) else node.name
        for statement in definition.body
        for node in ast.walk(statement)
        if isinstance(node, ast.arg | ast.FunctionDef)
    }
    return own | inner | set(assigned_names(definition.body))
