"""Agreement of the student's own functions, right or wrong."""
# Lambdas stand for students' functions and references, which have no types here:
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from grader.checkers.agreement import Agreement
from grader.model.evidence import BadValue, NotAnswered, PropertyBroken, Raised, ShapeMismatch
from grader.model.probe import Ended
from grader.model.status import Status
from grader.model.values import Array
from grader.model.verdict import Verdict, failed, passed
from tests.fakes.oracles import Ends, Plain, TableOracle, verdict_on


def radial(z: Array, z0: Array, alpha: float, beta: float) -> Array:
    offset = z - z0
    return z + beta * offset / (alpha + np.linalg.norm(offset, axis=-1, keepdims=True))


def log_det(z: Array, z0: Array, alpha: float, beta: float) -> Array:
    r = np.linalg.norm(z - z0, axis=-1)
    return (z.shape[1] - 1) * np.log1p(beta / (alpha + r)) + np.log(1 + alpha * beta / (alpha + r) ** 2)


def judge(functions: dict[str, Plain | Ends], **parameters: Any) -> Verdict:
    checker = TypeAdapter(Agreement).validate_python({
        "first": {"function": "log_det"},
        "second": {"function": "flow", "derive": "log_det"},
        "law": "log_det_of_flow",
        "rtol": 1e-5,
        "atol": 1e-6,
        "draws": {
            "count": 3,
            "arguments": {
                "z": {"normal": [5, 3]},
                "z0": {"normal": [3]},
                "alpha": {"uniform": [1, 2]},
                "beta": {"uniform": [0.5, 2]},
            },
        },
        **parameters,
    })
    return verdict_on(checker, functions, TableOracle({}))


def test_a_log_determinant_agrees_with_the_flow_that_it_is_of() -> None:
    assert judge({"log_det": log_det, "flow": radial}) == passed()


def test_it_agrees_with_a_wrong_flow_as_well_but_with_its_own_only() -> None:
    def scaled(*arguments: Any) -> Array:
        return 2 * radial(*arguments)

    assert judge({"log_det": lambda *each: log_det(*each) + 3 * np.log(2), "flow": scaled}) == passed()
    verdict = judge({"log_det": log_det, "flow": scaled})
    broken = verdict.evidence[0]
    assert verdict.status is Status.FAILED
    assert isinstance(broken, PropertyBroken)
    assert broken.law == "log_det_of_flow"
    assert broken.call.startswith("log_det(z=array (5, 3)")
    assert broken.detail.startswith("flow[")


def test_an_entry_wise_derivative_agrees_with_differences() -> None:
    parameters = {
        "first": {"function": "slope"},
        "second": {"function": "g", "derive": "derivative"},
        "draws": {"arguments": {"z": {"normal": [9]}}},
    }
    assert judge({"slope": lambda z: 1 / np.cosh(z) ** 2, "g": np.tanh}, **parameters) == passed()
    assert judge({"slope": np.cosh, "g": np.tanh}, **parameters).status is Status.FAILED


def test_a_sum_agrees_with_its_terms() -> None:
    parameters = {
        "first": {"function": "bound"},
        "second": {"function": "terms", "combine": [1, -1]},
        "draws": {"count": 4, "arguments": {"p": {"simplex": [4]}}},
    }
    functions: dict[str, Plain | Ends] = {"bound": lambda p: 2 - p.std(), "terms": lambda p: (2.0, p.std())}
    assert judge(functions, **parameters) == passed()
    functions["terms"] = lambda p: (2.0, -p.std())
    assert judge(functions, **parameters).status is Status.FAILED


def test_constants_agree_on_nothing() -> None:
    zeros: dict[str, Plain | Ends] = {"log_det": lambda z, *_: np.zeros(len(z)), "flow": lambda z, *_: z}
    verdict = judge(zeros)
    assert verdict == failed(PropertyBroken("log_det()", "log_det_of_flow", "0.0", "constant"))


@pytest.mark.parametrize(
    ("functions", "evidence"),
    [
        ({"log_det": log_det}, NotAnswered),
        ({"flow": radial}, NotAnswered),
        ({"log_det": log_det, "flow": Ends(Ended.RAISED)}, Raised),
        ({"log_det": lambda *_: "text", "flow": radial}, BadValue),
        ({"log_det": log_det, "flow": lambda *_: None}, BadValue),
        ({"log_det": log_det, "flow": lambda z, *_: z[:, :2]}, BadValue),
        ({"log_det": lambda *_: 0.5, "flow": radial}, ShapeMismatch),
        ({"log_det": lambda z, *_: np.full(len(z), np.nan), "flow": radial}, PropertyBroken),
    ],
)
def test_what_is_missing_or_no_number_fails(functions: dict[str, Plain | Ends], evidence: type) -> None:
    verdict = judge(functions)
    assert verdict.status is Status.FAILED
    assert isinstance(verdict.evidence[0], evidence)


def test_our_fault_is_ungraded() -> None:
    assert judge({"log_det": log_det, "flow": Ends(Ended.FAULT)}).status is Status.UNGRADED


def test_both_functions_are_named_once() -> None:
    checker = TypeAdapter(Agreement).validate_python({
        "first": {"function": "f"}, "second": {"function": "f", "derive": "eigenvalues"}, "rtol": 0, "atol": 0,
    })  # fmt: skip
    assert checker.functions() == ("f",)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"rtol": -1}, "0 or more"),
        ({"first": {"function": "f", "arguments": ["w"]}}, "'w', which is not drawn"),
        ({"second": {"function": "f", "derive": "gradient"}}, "derive is value"),
    ],
)
def test_parameters_that_make_no_sense_are_refused_with_a_sentence(parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        judge({}, **parameters)
