"""Witnesses and laws: any answer is right that the reference's predicate accepts."""
# Lambdas stand for students' functions and references, which have no types here:
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from typing import Any, Literal

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from grader.checkers.law import Property
from grader.checkers.witness import Witness
from grader.model.errors import CheckerError
from grader.model.evidence import BadValue, Evidence, NotAnswered, PropertyBroken, ShapeMismatch, WitnessRefused
from grader.model.probe import Ended
from grader.model.status import Status
from grader.model.verdict import Verdict, failed, passed
from tests.fakes.oracles import Ends, Plain, TableOracle, verdict_on


def collides(a: float, answer: tuple[float, float]) -> Literal[True] | str:
    if answer[0] == answer[1]:
        return "trivial"
    return True if max(answer) <= a else "no_collision"


def sums_to_one(n: int, row: Any) -> bool | str:
    return True if abs(row.sum() - 1) < 1e-9 else "sum"


ORACLE = TableOracle({
    "m.collides": collides,
    "m.witness": lambda a: (a - 1, a - 2),
    "m.positive": lambda answer: answer > 0,
    "m.numpy_bool": lambda a, answer: np.bool_(answer[0] != answer[1]),
    "m.never": lambda a, answer: "never",
    "m.no_verdict": lambda a, answer: 3.0,
    "m.sums": sums_to_one,
    "m.even": lambda n: np.full(n, 1 / n),
    "m.odd": lambda n: np.arange(n + 0.0),
    "m.terms": lambda n: (1.0, np.ones(n), 2.0),
    "m.terms_fit": lambda n, terms: bool(terms[0] + terms[1].sum() > 0) or "negative",
})
FUNCTIONS = dict[str, Plain | Ends]


def witness(answer: Any, **parameters: Any) -> Verdict:
    checker = TypeAdapter(Witness).validate_python({
        "function": "f",
        "accept": "m.collides",
        "numbers": 2,
        "draws": {"arguments": {"a": 3.0}},
        **parameters,
    })
    functions: FUNCTIONS = {"f": answer if isinstance(answer, Ends) else lambda *_: answer}
    return verdict_on(checker, functions, ORACLE)


@pytest.mark.parametrize(
    "answer",
    [
        (1.0, 2.0),
        [1, 2],
        np.array([1.0, 2.0]),
        (np.float64(1), np.float64(2)),
        (np.array([1.0]), np.array([2.0])),
        (1 + 0j, 2),
    ],
)
def test_any_witness_in_any_container_will_do(answer: Any) -> None:
    assert witness(answer) == passed()


@pytest.mark.parametrize(
    ("answer", "evidence"),
    [
        ((1.0, 1.0), WitnessRefused("f(a=3.0)", "(1.0, 1.0)", "trivial")),
        ((1.0, 5.0), WitnessRefused("f(a=3.0)", "(1.0, 5.0)", "no_collision")),
        ((1.0, float("inf")), WitnessRefused("f(a=3.0)", "(1.0, inf)", "not_finite")),
        ((1.0, float("nan")), WitnessRefused("f(a=3.0)", "(1.0, nan)", "not_finite")),
        (1.0, BadValue("f(a=3.0)", "tuple_of_2", "1.0", "wrong_count")),
        ((1.0, 2.0, 3.0), BadValue("f(a=3.0)", "tuple_of_2", "(1.0, 2.0, 3.0)", "wrong_count")),
        ((1.0, 2j), BadValue("f(a=3.0)", "tuple_of_2", "(1.0, 0+2j)", "not_real")),
        ((True, False), BadValue("f(a=3.0)", "tuple_of_2", "(True, False)", "boolean")),
        (None, BadValue("f(a=3.0)", "tuple_of_2", "None", "nothing")),
    ],
)
def test_what_is_no_witness_is_refused_with_the_reason(answer: Any, evidence: Evidence) -> None:
    assert witness(answer) == failed(evidence)


def test_a_vast_integer_is_no_finite_number() -> None:
    verdict = witness((1, 10**9999))
    assert isinstance(verdict.evidence[0], BadValue)
    assert verdict.evidence[0].reason == "out_of_range"


def test_one_number_is_passed_bare_and_no_arguments_are_needed() -> None:
    single: dict[str, Any] = {"accept": "m.positive", "numbers": 1, "draws": {}}
    assert witness(2.5, **single) == passed()
    assert witness(-2.5, **single) == failed(WitnessRefused("f()", "-2.5", "refused"))


def test_every_case_needs_a_witness() -> None:
    draws = {"count": 0, "arguments": {"a": 0}, "cases": [{"a": 3.0}, {"a": 1.5}]}
    verdict = witness((1.0, 2.0), draws=draws)
    assert verdict == failed(WitnessRefused("f(a=1.5)", "(1.0, 2.0)", "no_collision"))


def test_numpys_booleans_are_understood_and_other_verdicts_are_not() -> None:
    assert witness((1.0, 2.0), accept="m.numpy_bool") == passed()
    with pytest.raises(CheckerError, match="True, False or a short reason"):
        witness((1.0, 2.0), accept="m.no_verdict")


def test_the_predicate_is_tried_on_the_references_own_witness() -> None:
    assert witness((1.0, 2.0), reference="m.witness") == passed()
    with pytest.raises(CheckerError, match=r"refuses what m\.witness gives"):
        witness((1.0, 2.0), reference="m.witness", accept="m.never")


def test_a_missing_witness_is_no_answer() -> None:
    assert witness(Ends(Ended.NOT_DEFINED)) == failed(NotAnswered("f"))


def law(answer: Any, **parameters: Any) -> Verdict:
    checker = TypeAdapter(Property).validate_python({
        "function": "f",
        "law": "m.sums",
        "reference": "m.even",
        "draws": {"arguments": {"n": 4}},
        **parameters,
    })
    functions: FUNCTIONS = {"f": answer if isinstance(answer, Ends) else lambda *_: answer}
    return verdict_on(checker, functions, ORACLE)


def test_whatever_obeys_the_law_passes() -> None:
    assert law([0.1, 0.2, 0.3, 0.4]) == passed()
    assert law((np.zeros(3), [0.1, 0.2, 0.3, 0.4]), select=1) == passed()


def test_what_breaks_the_law_is_shown() -> None:
    verdict = law([0.1, 0.2, 0.3, 0.5])
    assert verdict == failed(PropertyBroken("f(n=4)", "sums", "[0.1, 0.2, 0.3, 0.5]", "sum"))


def test_the_law_is_asked_about_right_shapes_only() -> None:
    assert law([0.5, 0.5]) == failed(ShapeMismatch("f(n=4)", (2,), (4,)))
    assert isinstance(law("text").evidence[0], BadValue)
    assert law(Ends(Ended.FAULT)).status is Status.UNGRADED


def test_a_law_may_be_about_a_tuple() -> None:
    terms = {"law": "m.terms_fit", "reference": "m.terms"}
    assert law((0.5, np.zeros(4), 0.0), **terms) == passed()
    assert law((0.5, -np.ones(4), 0.0), **terms).evidence[0] == PropertyBroken(
        "f(n=4)", "terms_fit", "(0.5, array([-1.0, -1.0, -1.0, -1.0]), 0.0)", "negative"
    )
    assert law((0.5, np.zeros(3), 0.0), **terms) == failed(ShapeMismatch("f(n=4)", (3,), (4,)))
    assert isinstance(law((0.5, np.zeros(4)), **terms).evidence[0], BadValue)


def test_a_reference_that_breaks_its_own_law_is_a_mistake_of_the_rubric() -> None:
    with pytest.raises(CheckerError, match=r"breaks m\.sums"):
        law([1.0], reference="m.odd")


@pytest.mark.parametrize("numbers", [0, 5000])
def test_a_witness_has_some_numbers(numbers: int) -> None:
    with pytest.raises(ValidationError, match="between 1 and 1000"):
        witness(1.0, numbers=numbers)
