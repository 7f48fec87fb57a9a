"""Tests that were written for other graders, as criteria of a rubric.

A test's code is never run beside a student's, where the student could decide what an ``assert`` says. A test that only
compares calls with numbers is taken apart: the call is made in isolation, and its value is compared outside. Any other
test becomes a criterion that a person marks, with the test's code before them.
"""

import ast
import doctest
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import yaml

_RTOL, _ATOL = 1e-5, 1e-8
"""What ``numpy.isclose`` and ``numpy.allclose`` use when nothing is said."""
_EXACT = 1e-12
_CLOSE = {"isclose": (_RTOL, _ATOL), "allclose": (_RTOL, _ATOL), "assert_allclose": (1e-7, 0.0)}
_EQUAL = frozenset({"array_equal", "assert_equal", "assert_array_equal"})


@dataclass(frozen=True, slots=True)
class ForeignCase:
    """One test case: its code (a doctest, or statements), and what it is worth."""

    code: str
    points: Fraction
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ForeignQuestion:
    """One question with its cases; ``manual`` points are a person's."""

    name: str
    cases: tuple[ForeignCase, ...] = ()
    manual: Fraction = Fraction(0)
    all_or_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A call with plain arguments and the value it should have."""

    function: str
    arguments: tuple[Any, ...]
    expected: Any
    rtol: float
    atol: float


def rubric_text(identity: str, questions: Sequence[ForeignQuestion]) -> tuple[str, int, int]:
    """Return a rubric in YAML, how many criteria the program judges, and how many a person marks."""
    parts: list[dict[str, Any]] = []
    judged = by_hand = 0
    for question in questions:
        part_id = re.sub(r"[^A-Za-z0-9_-]+", "-", question.name).strip("-_") or "part"
        criteria: list[dict[str, Any]] = []
        for number, case in enumerate(_cases(question), start=1):
            checks = checks_of(case.code)
            body = _values(checks) if checks else _by_hand(case.code, case.points)
            judged, by_hand = judged + bool(checks), by_hand + (not checks)
            criteria.append({
                "id": f"{part_id}.{number}",
                "title": _both(f"{question.name}, test {number}"),
                "points": str(case.points),
                "visibility": "staff" if case.hidden else "student",
                **body,
            })
        if question.manual or not criteria:
            by_hand += 1
            criteria.append({
                "id": f"{part_id}.manual",
                "title": _both(f"{question.name}, marked by a person"),
                "points": str(question.manual),
                **_by_hand("", question.manual),
            })
        points = sum((case.points for case in question.cases), question.manual)
        parts.append({"id": part_id, "title": _both(question.name), "points": str(points), "criteria": criteria})
    document = {"schema": "grader.rubric/1", "id": identity, "title": _both(identity), "parts": parts}
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110), judged, by_hand


def checks_of(code: str) -> tuple[Check, ...]:
    """Return a test's comparisons; nothing unless all of it is comparisons of one function with plain numbers."""
    try:
        checks = _of_doctest(code) if ">>>" in code else _of_statements(ast.parse(code).body)
    except (SyntaxError, ValueError, RecursionError):
        return ()
    shapes = {(each.function, len(each.arguments), each.rtol, each.atol) for each in checks}
    return tuple(checks) if len(shapes) == 1 else ()


def _cases(question: ForeignQuestion) -> tuple[ForeignCase, ...]:
    if not question.all_or_nothing or len(question.cases) < 2:
        return question.cases
    # One criterion of all of it: hidden as soon as any of it is.
    return (
        ForeignCase(
            "\n".join(each.code for each in question.cases),
            sum((each.points for each in question.cases), Fraction(0)),
            any(each.hidden for each in question.cases),
        ),
    )


def _of_doctest(code: str) -> list[Check]:
    checks: list[Check] = []
    for example in doctest.DocTestParser().get_examples(code):
        [statement] = ast.parse(example.source).body
        want = example.want.strip()
        if not isinstance(statement, ast.Expr):
            msg = "a test with statements of its own"
            raise ValueError(msg)  # noqa: TRY004  # it is the test that is of another kind
        if want == "True":
            checks.append(_comparison(statement.value))
        elif want:
            checks.append(_check(statement.value, ast.parse(want, mode="eval").body, _EXACT, 0.0))
        else:
            checks += _of_statements([statement])
    return checks


def _of_statements(body: Sequence[ast.stmt]) -> list[Check]:
    checks: list[Check] = []
    for statement in body:
        match statement:
            case ast.Assert(test=test):
                checks.append(_comparison(test))
            case ast.Expr(value=ast.Call() as call):
                checks.append(_comparison(call))
            case ast.Import() | ast.ImportFrom():
                continue
            case ast.Expr(value=ast.Constant()):
                continue
            case _:
                msg = "not a comparison"
                raise ValueError(msg)
    return checks


def _comparison(test: ast.expr) -> Check:
    match test:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            return _check(left, right, _EXACT, 0.0)
        case ast.Compare(left=ast.Call(func=ast.Name("abs"), args=[ast.BinOp(left=left, op=ast.Sub(), right=right)]),
                         ops=[ast.Lt() | ast.LtE()], comparators=[bound]):  # fmt: skip
            return _check(left, right, 0.0, float(ast.literal_eval(bound)))
        case ast.Call(func=func, args=[left, right], keywords=keywords):
            name = _last_name(func)
            if name in _EQUAL and not keywords:
                return _check(left, right, _EXACT, 0.0)
            if name in _CLOSE:
                rtol, atol = _CLOSE[name]
                said = {each.arg: float(ast.literal_eval(each.value)) for each in keywords}
                if set(said) <= {"rtol", "atol"}:
                    return _check(left, right, said.get("rtol", rtol), said.get("atol", atol))
        case _:
            pass
    msg = "not a comparison"
    raise ValueError(msg)


def _check(call: ast.expr, expected: ast.expr, rtol: float, atol: float) -> Check:
    match call:
        case ast.Call(func=ast.Name(function), args=arguments, keywords=[]):
            return Check(function, tuple(_plain(each) for each in arguments), _plain(expected), rtol, atol)
        case _:
            pass
    msg = "not a call of one function"
    raise ValueError(msg)


def _plain(node: ast.expr) -> Any:  # noqa: ANN401  # a number or lists of them
    match node:
        case ast.Call(func=func, args=[inner], keywords=[]) if _last_name(func) == "array":
            value = ast.literal_eval(inner)
            if isinstance(value, list | tuple) and _is_plain(cast("object", value)):
                return cast("Any", value)
        case _:
            value = ast.literal_eval(node)
            # A list as written is an array to this program: only a number is the same thing in both.
            if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
                return value
    msg = "no plain number"
    raise ValueError(msg)


def _is_plain(value: object) -> bool:
    if isinstance(value, list | tuple):
        items = cast("Sequence[object]", value)
        return bool(items) and all(_is_plain(each) for each in items)
    return isinstance(value, float | int) and not isinstance(value, bool) and math.isfinite(value)


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _values(checks: Sequence[Check]) -> dict[str, Any]:
    names = [f"x{at}" for at in range(len(checks[0].arguments))]
    first, *rest = ({**dict(zip(names, each.arguments, strict=True)), "right": each.expected} for each in checks)
    draws: dict[str, Any] = {
        "arguments": {name: {"value": _listed(first[name])} for name in names},
        "auxiliary": {"right": {"value": _listed(first["right"])}},
    }
    if rest:
        draws["cases"] = [{name: {"value": _listed(value)} for name, value in each.items()} for each in rest]
    parameters = {"function": checks[0].function, "expect": {"draw": "right"}, "draws": draws}
    return {"checker": "values", "with": {**parameters, "rtol": checks[0].rtol, "atol": checks[0].atol}}


def _by_hand(code: str, points: Fraction) -> dict[str, Any]:
    shown = " ".join(code.split())[:600]
    test = {"en": f"The test holds: `{shown}`", "fr": f"Le test passe : `{shown}`"} if shown else None
    good = test or {"en": "In full", "fr": "Entièrement"}
    none = {"en": "Not at all", "fr": "Pas du tout"}
    return {
        "checker": "by_hand",
        "with": {"scale": [{"points": float(points), "text": good}, {"points": 0, "text": none}]},
    }


def _listed(value: Any) -> Any:  # noqa: ANN401  # a number or lists of them
    if not isinstance(value, list | tuple):
        return value
    return [_listed(each) for each in cast("Sequence[Any]", value)]


def _both(text: str) -> dict[str, str]:
    return {"en": text, "fr": text}
