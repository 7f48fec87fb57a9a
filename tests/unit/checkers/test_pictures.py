"""Pictures come with the verdict, right or wrong, and never change it."""
# Lambdas stand for students' functions and references, which have no types here:
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from typing import Any

import numpy as np
from pydantic import TypeAdapter

from grader.checkers.picturing import MOST_POINTS, Picture, draw_picture
from grader.checkers.values import Values
from grader.model.evidence import CurvePicture, TrajectoryPicture
from grader.model.probe import Ended
from grader.model.status import Status
from tests.fakes.oracles import Ends, Plain, TableOracle, verdict_on

ORACLE = TableOracle({
    "m.square": lambda z, a: a * z**2,
    "m.path": lambda n: np.stack([np.cos(np.arange(n + 1.0)), np.sin(np.arange(n + 1.0)), np.ones(n + 1)], -1),
})
CURVE = {
    "function": "f",
    "reference": "m.square",
    "rtol": 1e-9,
    "atol": 0,
    "draws": {"count": 2, "arguments": {"z": {"normal": [3]}, "a": {"uniform": [1, 2]}}},
    "picture": {"kind": "curve", "x": "z", "case": {"z": {"linspace": [-2, 2, 41]}, "a": 1.0}, "y_name": "$g(z)$"},
}


def judge(function: Plain, parameters: dict[str, Any]) -> Any:
    return verdict_on(TypeAdapter(Values).validate_python(parameters), {"f": function}, ORACLE)


def test_a_curve_is_drawn_beside_the_right_one() -> None:
    verdict = judge(lambda z, a: a * z**3, CURVE)
    assert verdict.status is Status.FAILED
    picture = verdict.evidence[-1]
    assert isinstance(picture, CurvePicture)
    assert (picture.x_name, picture.y_name) == ("z", "$g(z)$")
    assert picture.x == tuple(np.linspace(-2, 2, 41))
    assert picture.actual[0] == -8.0
    assert picture.expected[0] == 4.0


def test_a_right_answer_has_its_picture_too() -> None:
    verdict = judge(lambda z, a: a * z**2, CURVE)
    assert verdict.status is Status.PASSED
    assert isinstance(verdict.evidence[-1], CurvePicture)


def test_points_that_are_not_finite_are_left_out() -> None:
    def breaking(z: Any, a: Any) -> Any:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(np.abs(z) < 1e-12, np.nan, a * z**2)

    picture = judge(breaking, CURVE).evidence[-1]
    assert isinstance(picture, CurvePicture)
    assert len(picture.x) == len(picture.actual) == len(picture.expected) == 40


def test_what_cannot_be_drawn_is_left_out_and_the_verdict_stays() -> None:
    for wrong in (3.0, None, "text", np.zeros(5), Ends(Ended.RAISED), np.full(41, np.nan)):
        verdict = judge(lambda z, a, wrong=wrong: wrong if len(z) == 41 else a * z**2, CURVE)
        assert verdict.status is Status.PASSED
        assert verdict.evidence == ()


def test_a_trajectory_is_thinned_to_few_points_both_ends_kept() -> None:
    picture = {"kind": "trajectory", "columns": [0, 1], "case": {"n": 5000}, "x_name": "psi", "y_name": "theta"}
    parameters = {**CURVE, "reference": "m.path", "draws": {"arguments": {"n": 3}}, "picture": picture}

    def path(n: int) -> Any:
        return 2 * ORACLE.functions["m.path"](n)

    drawn = judge(path, parameters).evidence[-1]
    assert isinstance(drawn, TrajectoryPicture)
    assert len(drawn.actual) == len(drawn.expected) == MOST_POINTS
    assert drawn.actual[0] == (2.0, 0.0)
    assert drawn.expected[-1] == (float(np.cos(5000.0)), float(np.sin(5000.0)))


def test_a_trajectory_with_too_few_columns_is_not_drawn() -> None:
    picture = Picture(kind="trajectory", columns=(0, 3))
    path = np.zeros((5, 3))
    assert draw_picture(picture, "f", None, path, path) is None
    assert draw_picture(Picture(kind="trajectory"), "f", None, path[:, :1], path) is None
    assert draw_picture(Picture(kind="trajectory"), "f", None, path, path) is not None


def test_complex_values_are_drawn_where_they_are_real() -> None:
    x = np.linspace(0, 1, 4)
    values = np.array([1, 2, 3, 4 + 1j])
    drawn = draw_picture(Picture(kind="curve", x="x"), "f", x, values, np.ones(4))
    assert isinstance(drawn, CurvePicture)
    assert drawn.actual == (1.0, 2.0, 3.0)
