"""Errors carried forward: an answer that follows from the student's own earlier, wrong answer."""
# Lambdas stand for students' functions and references, which have no types here:
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from grader.checkers.values import Values
from grader.model.evidence import CarriedForward, KnownError, MultisetGap
from grader.model.probe import Ended
from grader.model.status import Status
from grader.model.values import Array
from grader.model.verdict import Verdict
from tests.fakes.oracles import Ends, Plain, TableOracle, verdict_on


def jacobian(gamma: float) -> Array:
    return np.array([[-gamma, 0.0, -0.5], [0.0, -0.5, 0.0], [0.5, 0.0, 0.0]])


def wrong_jacobian(gamma: float) -> Array:
    return np.array([[-2 * gamma, 0.0, -1.0], [0.0, -0.5, 0.0], [1.0, 0.0, 0.0]])


def velocity(psi0: float, psi1: float, theta: float, gamma: float) -> Array:
    s = 1 / (1 + np.exp(-(psi0 * theta + psi1)))
    return np.array([-theta * s - gamma * psi0, 1 - 1 / (1 + np.exp(-psi1)) - s, psi0 * s])


def roots(gamma: float) -> Array:
    return np.linalg.eigvals(jacobian(gamma))


ORACLE = TableOracle({
    "m.jacobian": jacobian,
    "m.roots": roots,
    "m.trace": lambda matrix, gamma: np.trace(matrix) + 0 * gamma,
    "m.expected_trace": lambda gamma: -gamma - 0.5,
    "m.never": lambda derived, gamma: "too_easy",
    "m.always": lambda derived, gamma: True,
})
GAMMAS = {"count": 4, "arguments": {"gamma": {"uniform": [0.1, 0.9]}}}


def eigenvalues(functions: dict[str, Plain | Ends], gammas: Any = GAMMAS, **carry: Any) -> Verdict:
    checker = TypeAdapter(Values).validate_python({
        "function": "eigenvalues",
        "reference": "m.roots",
        "draws": gammas,
        "rtol": 1e-8,
        "atol": 1e-8,
        "unordered": True,
        "carry_forward": {"source": "Q4.2", "function": "jacobian", "derive": "eigenvalues", **carry},
    })
    return verdict_on(checker, functions, ORACLE)


def of(matrix: Plain) -> Plain:
    def roots_of_it(gamma: float) -> Array:
        made: Array = matrix(gamma)
        return np.linalg.eigvals(made)[::-1]

    return roots_of_it


CARRIED = Verdict(Status.PASSED, eigenvalues({"eigenvalues": roots}).credit, (CarriedForward("Q4.2", "jacobian"),))


def test_a_right_answer_needs_no_earlier_one() -> None:
    assert eigenvalues({"eigenvalues": roots}).evidence == ()
    assert eigenvalues({"eigenvalues": roots, "jacobian": wrong_jacobian}).evidence == ()


def test_eigenvalues_of_the_students_own_matrix_are_right() -> None:
    assert eigenvalues({"eigenvalues": of(wrong_jacobian), "jacobian": wrong_jacobian}) == CARRIED


def test_a_wrong_answer_that_does_not_follow_is_wrong() -> None:
    verdict = eigenvalues({"eigenvalues": lambda gamma: 3 * roots(gamma), "jacobian": wrong_jacobian})
    assert verdict.status is Status.FAILED
    assert isinstance(verdict.evidence[0], MultisetGap)


def test_a_right_earlier_answer_excuses_nothing() -> None:
    sloppy = eigenvalues({"eigenvalues": lambda gamma: roots(gamma) + 1e-6, "jacobian": jacobian})
    assert sloppy.status is Status.FAILED


def test_following_in_some_cases_only_is_not_following() -> None:
    mixed = eigenvalues({
        "eigenvalues": lambda gamma: of(wrong_jacobian)(gamma) if gamma < 0.5 else np.array([1.0, 2.0, 3.0]),
        "jacobian": wrong_jacobian,
    })
    assert mixed.status is Status.FAILED


@pytest.mark.parametrize(
    "matrix",
    [
        lambda gamma: np.zeros((3, 3)),
        lambda gamma: np.ones((3, 3)) * 0.0,
        lambda gamma: np.eye(3),
        lambda gamma: np.diag([1.0, 2.0, 3.0]),
        lambda gamma: np.full((3, 3), np.nan),
        lambda gamma: np.diag([1.0, 2.0]),
        lambda gamma: "a matrix",
        lambda gamma: Ends(Ended.RAISED),
        lambda gamma: Ends(Ended.TIMED_OUT),
    ],
    ids=["zero", "minus zero", "one", "constant", "nan", "small", "text", "raised", "timed out"],
)
def test_the_guard_lets_nothing_trivial_be_carried(matrix: Plain) -> None:
    def follows(gamma: float) -> Any:
        made = matrix(gamma)
        return np.linalg.eigvals(made) if isinstance(made, np.ndarray) and np.isfinite(made).all() else np.zeros(3)

    assert eigenvalues({"eigenvalues": follows, "jacobian": matrix}).status is Status.FAILED


def test_a_triple_eigenvalue_in_one_case_is_carried_like_any_other() -> None:
    def doubled_penalty(gamma: float) -> Array:
        return np.array([[-2 * gamma, 0.0, -0.5], [0.0, -0.5, 0.0], [0.5, 0.0, 0.0]])

    gammas = {"count": 2, "arguments": {"gamma": {"cycle": [0.5, 2.0]}}}
    assert np.ptp(np.linalg.eigvals(doubled_penalty(0.5))) < 1e-6
    assert eigenvalues({"eigenvalues": of(doubled_penalty), "jacobian": doubled_penalty}, gammas) == CARRIED


def test_a_missing_earlier_answer_carries_nothing() -> None:
    assert eigenvalues({"eigenvalues": of(wrong_jacobian)}).status is Status.FAILED


def test_a_single_case_may_be_carried_since_nothing_varies_there() -> None:
    only = {"arguments": {"gamma": 0.0}}
    functions: dict[str, Plain | Ends] = {"eigenvalues": of(wrong_jacobian), "jacobian": wrong_jacobian}
    assert eigenvalues(functions, only).status is Status.PASSED
    one: dict[str, Plain | Ends] = {"eigenvalues": lambda gamma: np.ones(3), "jacobian": lambda gamma: np.eye(3)}
    assert eigenvalues(one, only).status is Status.FAILED


def test_the_rubric_may_guard_more_strictly() -> None:
    functions: dict[str, Plain | Ends] = {"eigenvalues": of(wrong_jacobian), "jacobian": wrong_jacobian}
    assert eigenvalues(functions, guard="m.always").status is Status.PASSED
    assert eigenvalues(functions, guard="m.never").status is Status.FAILED


def matrix_checker(**parameters: Any) -> Values:
    return TypeAdapter(Values).validate_python({
        "function": "jacobian",
        "reference": "m.jacobian",
        "draws": GAMMAS,
        "rtol": 1e-9,
        "atol": 1e-9,
        "carry_forward": {
            "source": "Q4.1",
            "function": "velocity",
            "arguments": [0.0, 0.0, 0.0, "gamma"],
            "derive": "central_jacobian",
            "over": [0, 1, 2],
            **parameters,
        },
    })


def doubled(psi0: float, psi1: float, theta: float, gamma: float) -> Array:
    return 2 * velocity(psi0, psi1, theta, gamma)


def test_the_jacobian_of_the_students_own_field_is_right() -> None:
    functions: dict[str, Plain | Ends] = {"jacobian": lambda gamma: 2 * jacobian(gamma), "velocity": doubled}
    verdict = verdict_on(matrix_checker(), functions, ORACLE)
    assert verdict.evidence == (CarriedForward("Q4.1", "velocity"),)
    transposed: dict[str, Plain | Ends] = {"jacobian": lambda gamma: 2 * jacobian(gamma).T, "velocity": doubled}
    assert verdict_on(matrix_checker(), transposed, ORACLE).status is Status.FAILED


def test_a_constant_field_carries_nothing() -> None:
    functions: dict[str, Plain | Ends] = {"jacobian": lambda gamma: np.zeros((3, 3)), "velocity": lambda *_: np.ones(3)}
    assert verdict_on(matrix_checker(), functions, ORACLE).status is Status.FAILED


def test_the_field_is_called_with_scalars_near_the_origin() -> None:
    called: list[tuple[float, ...]] = []

    def noting(*arguments: float) -> Array:
        called.append(arguments)
        return doubled(*arguments)

    verdict_on(matrix_checker(step=0.5), {"jacobian": jacobian, "velocity": noting}, ORACLE)
    assert {call[:3] for call in called} == {
        (0.5, 0.0, 0.0), (-0.5, 0.0, 0.0), (0.0, 0.5, 0.0), (0.0, -0.5, 0.0), (0.0, 0.0, 0.5), (0.0, 0.0, -0.5),
    }  # fmt: skip
    assert all(type(each) is float for call in called for each in call)


def test_a_reference_function_may_derive_what_is_carried() -> None:
    checker = TypeAdapter(Values).validate_python({
        "function": "trace",
        "reference": "m.expected_trace",
        "draws": GAMMAS,
        "rtol": 1e-9,
        "atol": 1e-9,
        "carry_forward": {"source": "Q4.2", "function": "jacobian", "derive": "m.trace"},
    })
    functions: dict[str, Plain | Ends] = {"trace": lambda gamma: -2 * gamma - 0.5, "jacobian": wrong_jacobian}
    assert verdict_on(checker, functions, ORACLE).evidence == (CarriedForward("Q4.2", "jacobian"),)


def test_what_is_carried_is_not_called_a_known_error() -> None:
    checker = TypeAdapter(Values).validate_python({
        "function": "eigenvalues",
        "reference": "m.roots",
        "draws": GAMMAS,
        "rtol": 1e-8,
        "atol": 1e-8,
        "unordered": True,
        "known_errors": [{"name": "double", "expression": "2 * expected", "feedback": {"en": "a", "fr": "b"}}],
        "carry_forward": {"source": "Q4.2", "function": "jacobian", "derive": "eigenvalues"},
    })

    def double(gamma: float) -> Array:
        return 2 * jacobian(gamma)

    alone = verdict_on(checker, {"eigenvalues": of(double)}, ORACLE)
    assert isinstance(alone.evidence[0], KnownError)
    carried = verdict_on(checker, {"eigenvalues": of(double), "jacobian": double}, ORACLE)
    assert carried.evidence == (CarriedForward("Q4.2", "jacobian"),)


@pytest.mark.parametrize(
    ("carry", "message"),
    [
        ({"derive": "jacobian"}, "derive is value"),
        ({"step": 0}, "above 0"),
        ({"over": []}, "positions"),
        ({"over": [-1]}, "positions"),
        ({"derive": "log_det", "over": [0, 1]}, "one position"),
        ({"arguments": ["delta"]}, "'delta', which is not drawn"),
        ({"rtol": -1}, "0 or more"),
        ({"frm": "Q1"}, "frm"),
    ],
)
def test_parameters_that_make_no_sense_are_refused_with_a_sentence(carry: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        matrix_checker(**carry)
