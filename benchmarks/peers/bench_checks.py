"""The checks of the benchmark, as every peer runs them: it stands beside the peer's tests, in the peer's environment.

``checks.pickle`` holds the inputs that our own plan drew, the reference's values and the rubric's tolerances; the
comparison is what a course would write: ``np.asarray``, equal shapes, ``np.allclose``.
"""

import copy
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
CHECKS = pickle.loads((HERE / "checks.pickle").read_bytes())


def check(criterion: str, namespace: dict[str, Any]) -> None:
    """Run the calls of one criterion on the student's functions; an assertion fails where the answer is wrong."""
    wanted = CHECKS[criterion]
    function = namespace[wanted["function"]]
    {"values": _check_values, "witness": _check_witness, "symbolic": _check_symbolic}[wanted["kind"]](function, wanted)


def _call(function: Callable[..., Any], arguments: list[Any]) -> Any:  # noqa: ANN401  # the student's value
    return function(*(_argument(each) for each in arguments))


def _argument(value: Any) -> Any:  # noqa: ANN401  # whatever a function takes
    if isinstance(value, dict):  # a function of the library, by name
        import bench_library

        return bench_library.LIBRARY[value["function"]]
    return copy.deepcopy(value)


def _check_values(function: Callable[..., Any], wanted: dict[str, Any]) -> None:
    for case in wanted["cases"]:
        actual = _pick(_call(function, case["arguments"]), wanted)
        expected = case["expected"]
        if wanted["one_entry"] and actual.size == expected.size == 1:
            actual = actual.reshape(expected.shape)
        if case["like"] is not None and actual.shape in {(), case["like"]}:
            actual, expected = np.broadcast_to(actual, case["like"]), np.broadcast_to(expected, case["like"])
        assert actual.shape == expected.shape, (actual.shape, expected.shape)
        if wanted["unordered"]:
            from scipy.optimize import linear_sum_assignment

            rows, columns = linear_sum_assignment(np.abs(actual[:, None] - expected[None, :]))
            actual, expected = actual[rows], expected[columns]
        assert np.allclose(actual, expected, rtol=case["rtol"], atol=case["atol"]), (actual, expected)


def _pick(value: Any, wanted: dict[str, Any]) -> Any:  # noqa: ANN401  # the student's value
    if wanted["combine"]:
        assert len(value) == len(wanted["combine"])
        pairs = zip(wanted["combine"], value, strict=True)
        return np.asarray(sum(weight * np.asarray(item).sum() for weight, item in pairs if weight))
    if wanted["select"] is not None:
        assert wanted["items"] is None or len(value) == wanted["items"]
        return np.asarray(value[wanted["select"]])
    return np.asarray(value)


def _check_witness(function: Callable[..., Any], wanted: dict[str, Any]) -> None:
    import bench_predicates

    accept = getattr(bench_predicates, wanted["accept"])
    for case in wanted["cases"]:
        answer = np.asarray(_call(function, case["arguments"]), dtype=float).ravel()
        assert answer.size == wanted["numbers"]
        assert np.all(np.isfinite(answer))
        assert accept(*case["arguments"], tuple(float(each) for each in answer)) is True, answer


def _check_symbolic(function: Callable[..., Any], wanted: dict[str, Any]) -> None:
    import sympy

    symbols = {name: sympy.Symbol(name, **{assumption: True}) for name, assumption in wanted["symbols"].items()}
    expected = [sympy.sympify(text, locals=symbols) for text in wanted["entries"]]
    answer = function()
    answer = list(answer) if wanted["shape"] else [answer]
    assert len(answer) == len(expected)
    for mine, theirs in zip(answer, expected, strict=True):
        mine = sympy.sympify(mine)
        mine = mine.subs({each: symbols[each.name] for each in mine.free_symbols}, simultaneous=True)
        assert sympy.simplify(mine - theirs) == 0, mine
