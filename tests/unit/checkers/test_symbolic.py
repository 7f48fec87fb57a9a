"""SymPy answers are right in any form, wrong with a point that shows it, and otherwise for a person."""

# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false
# Lambdas stand for students' functions, which have no types.

from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from grader.checkers.symbolic import Symbolic
from grader.maths.symbolic import symbolic_value
from grader.maths.syntax.result import Parsed
from grader.maths.syntax.typed import parse_typed
from grader.model.errors import CheckerError
from grader.model.evidence import (
    BadValue,
    CounterExample,
    Diagnosis,
    EntryGap,
    KnownError,
    NotAnswered,
    ShapeMismatch,
    Undecided,
)
from grader.model.probe import Ended
from grader.model.status import Status
from grader.model.values import OpaqueValue, SymbolicNode, SymbolicValue
from grader.model.verdict import Verdict, failed, passed
from tests.fakes.oracles import Ends, Plain, TableOracle, verdict_on

KL = "log(sigma1/sigma2) + (sigma2**2 + (mu2 - mu1)**2)/(2*sigma1**2) - 1/2"
SWAPPED = "log(sigma2/sigma1) + (sigma1**2 + (mu2 - mu1)**2)/(2*sigma2**2) - 1/2"
SYMBOLS = {"mu1": "real", "mu2": "real", "sigma1": "positive", "sigma2": "positive"}
TEXT = {"en": "This is the other one.", "fr": "C'est l'autre."}
FIELD = "Matrix([[-x*y], [1 - exp(x)], [x**2]])"


def expression(text: str) -> SymbolicValue:
    """Return what a student would return: every name is a symbol, as SymPy's are."""
    read = parse_typed(text)
    assert isinstance(read, Parsed)
    return symbolic_value(read.node)


ORACLE = TableOracle({
    "m.field": lambda: expression(FIELD),
    "m.negated": lambda: expression(FIELD.replace("-x*y", "x*y")),
    "m.text": lambda: "no formula",
})


def judge(answer: Any, **parameters: Any) -> Verdict:
    plain = {"function": "f", "formula": KL, "symbols": SYMBOLS, **parameters}
    if "reference" in parameters:
        del plain["formula"]
    checker = TypeAdapter(Symbolic).validate_python(plain)
    made: Plain | Ends = answer if isinstance(answer, Ends) else lambda: answer
    return verdict_on(checker, {"f": made}, ORACLE)


@pytest.mark.parametrize(
    "text",
    [
        KL,
        "log(sigma1) - log(sigma2) + (sigma2**2 + (mu1 - mu2)**2)/(2*sigma1**2) - 1/2",
        "(2*sigma1**2*log(sigma1/sigma2) + sigma2**2 + mu1**2 - 2*mu1*mu2 + mu2**2 - sigma1**2)/(2*sigma1**2)",
        "log(sigma1**2/sigma2**2)/2 + ((sigma2/sigma1)**2 + ((mu2 - mu1)/sigma1)**2 - 1)/2",
        "-log(sigma2/sigma1) + (sigma2**2 + (mu2 - mu1)**2)/(2*sigma1**2) - 1/2",
        KL.replace("1/2", "0.5"),
    ],
)
def test_every_form_of_the_right_formula_passes(text: str) -> None:
    assert judge(expression(text)) == passed()


@pytest.mark.parametrize("name", ["sigma1", "sigma_1", "\\sigma_1", "\\sigma_{1}"])
def test_symbols_count_by_name(name: str) -> None:
    one = SymbolicNode("Symbol", (), name)
    assert judge(SymbolicValue(SymbolicNode("log", (one,))), formula="log(sigma1)") == passed()


def test_a_wrong_formula_fails_at_a_point_where_both_have_values() -> None:
    verdict = judge(expression(SWAPPED))
    assert verdict.status is Status.FAILED
    (shown,) = verdict.evidence
    assert isinstance(shown, CounterExample)
    assert {name for name, _ in shown.point} == {"mu_1", "mu_2", "sigma_1", "sigma_2"}
    assert abs(float(shown.actual) - float(shown.expected)) > 1e-6
    assert "\\log" in shown.answer
    assert "\\log" in shown.reference


@pytest.mark.parametrize("text", [KL.replace("- 1/2", ""), f"-({KL})", KL.replace("mu2 - mu1", "mu2 + mu1"), "0"])
def test_near_misses_fail(text: str) -> None:
    assert judge(expression(text)).status is Status.FAILED


def test_a_domain_decides_what_is_the_same() -> None:
    root = expression("sqrt(x**2)")
    assert judge(root, formula="x", symbols={"x": "positive"}) == passed()
    assert judge(root, formula="x", symbols={"x": "real"}).status is Status.FAILED
    assert judge(root, formula="abs(x)", symbols={"x": "real"}) == passed()


def test_a_symbol_that_the_question_does_not_have_is_named() -> None:
    verdict = judge(expression("log(s/sigma2)"), formula="log(sigma1/sigma2)")
    assert verdict.status is Status.FAILED
    assert verdict.evidence[1] == Diagnosis("unknown_symbol", "s")
    assert judge(expression("log(sigma1/sigma2) + s - s"), formula="log(sigma1/sigma2)") == passed()


def test_a_number_is_a_formula() -> None:
    assert judge(0.5, formula="1/2") == passed()
    assert judge(1 / 3, formula="1/3") == passed()
    assert judge(2, formula="1/2").status is Status.FAILED
    assert judge(0.5j, formula="i/2") == passed()


def test_rounding_in_a_float_is_for_a_person_and_a_difference_is_not() -> None:
    slight = judge(expression("0.6931471805599453*x"), formula="log(2)*x", symbols={"x": "real"})
    assert slight.status is Status.UNGRADED
    assert isinstance(slight.evidence[0], Undecided)
    assert slight.evidence[0].reason == "floats"
    assert judge(expression("0.6931*x"), formula="log(2)*x", symbols={"x": "real"}).status is Status.FAILED


MATRIX = {"reference": "m.field", "symbols": {"x": "real", "y": "real"}}


def test_a_matrix_is_right_where_every_entry_is() -> None:
    assert judge(expression("Matrix([[-y*x], [-(exp(x) - 1)], [x*x]])"), **MATRIX) == passed()


def test_the_first_wrong_entry_of_a_matrix_is_named() -> None:
    verdict = judge(expression("Matrix([[-x*y], [1 + exp(x)], [x**3]])"), **MATRIX)
    assert verdict.status is Status.FAILED
    point, place = verdict.evidence
    assert isinstance(point, CounterExample)
    assert isinstance(place, EntryGap)
    assert (place.call, place.index, place.wrong, place.total) == ("f()", (1, 0), 2, 3)


def test_another_shape_is_said() -> None:
    row = judge(expression("Matrix([[-x*y, 1 - exp(x), x**2]])"), **MATRIX)
    assert row == failed(ShapeMismatch("f()", (1, 3), (3, 1)))
    assert judge(expression("x"), **MATRIX) == failed(ShapeMismatch("f()", (), (3, 1)))
    assert judge(expression("Matrix([[x]])"), formula="x", symbols={"x": "real"}).status is Status.FAILED


def names_of(verdict: Verdict) -> list[str]:
    return [each.name for each in verdict.evidence if isinstance(each, KnownError)]


def test_a_known_formula_is_recognised_in_any_form() -> None:
    errors = [
        {"name": "constant_lost", "formula": KL.replace("- 1/2", ""), "feedback": TEXT},
        {"name": "swapped", "formula": SWAPPED, "feedback": TEXT, "credit": 0.25},
    ]
    verdict = judge(expression(SWAPPED.replace("log(sigma2/sigma1)", "log(sigma2) - log(sigma1)")), known_errors=errors)
    assert names_of(verdict) == ["swapped"]
    assert (verdict.status, verdict.credit) == (Status.PARTIAL, Fraction(1, 4))
    assert isinstance(verdict.evidence[1], CounterExample)
    assert names_of(judge(expression(f"2*({KL})"), known_errors=errors)) == []
    assert judge(expression(KL), known_errors=errors) == passed()


def test_a_known_formula_may_come_from_the_reference() -> None:
    errors = [{"name": "negated", "variant": "m.negated", "feedback": TEXT}]
    assert names_of(judge(expression("Matrix([[x*y], [1 - exp(x)], [x**2]])"), known_errors=errors, **MATRIX)) == [
        "negated"
    ]


@pytest.mark.parametrize(
    ("answer", "wanted", "reason"),
    [("log(x)", "expression", "text"), (None, "expression", "nothing"), (True, "expression", "boolean")],
)
def test_what_is_no_expression_fails_and_says_why(answer: Any, wanted: str, reason: str) -> None:
    evidence = judge(answer).evidence[0]
    assert isinstance(evidence, BadValue)
    assert (evidence.wanted, evidence.reason) == (wanted, reason)


ONE, X = SymbolicNode("Integer", (), "1"), SymbolicNode("Symbol", (), "x")


@pytest.mark.parametrize(
    "answer",
    [
        OpaqueValue("Add", "x + …", "too_large"),
        SymbolicValue(SymbolicNode("KroneckerDelta", (ONE, X))),
    ],
)
def test_what_we_cannot_take_is_for_a_person(answer: Any) -> None:
    verdict = judge(answer)
    assert verdict.status is Status.UNGRADED
    assert isinstance(verdict.evidence[0], Undecided)


def test_what_can_be_neither_shown_nor_refuted_is_for_a_person_at_bounded_cost() -> None:
    nine = SymbolicNode("Integer", (), "9")
    tower = nine
    for _ in range(30):
        tower = SymbolicNode("Pow", (nine, tower))
    verdict = judge(SymbolicValue(SymbolicNode("sin", (tower,))), formula="1")
    assert verdict.status is Status.UNGRADED
    (open_question,) = verdict.evidence
    assert isinstance(open_question, Undecided)
    assert open_question.reason
    assert "sin" in open_question.answer
    assert len(open_question.answer) <= 400


def test_missing_and_unseen_answers_are_as_everywhere() -> None:
    assert judge(Ends(Ended.NOT_DEFINED)) == failed(NotAnswered("f"))
    assert judge(Ends(Ended.FAULT)).status is Status.UNGRADED


def test_a_reference_that_is_no_formula_and_an_error_that_is_right_are_mistakes_of_the_rubric() -> None:
    with pytest.raises(CheckerError, match="must return a formula"):
        judge(0, reference="m.text")
    right = [{"name": "right", "formula": f"2*({KL})/2", "feedback": TEXT}]
    with pytest.raises(CheckerError, match="'right' is the right formula"):
        judge(0, known_errors=right)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"formula": None}, "either `formula` or `reference`"),
        ({"formula": "log(sigma1"}, "log"),
        ({"formula": "log(tau)"}, "'tau', whose domain is not declared"),
        ({"symbols": {"mu1": "imaginary"}}, "positive"),
        ({"known_errors": [{"name": "n", "feedback": TEXT}]}, "either `formula` or `variant`"),
        ({"known_errors": [{"name": "n", "feedback": TEXT, "formula": "w"}]}, "'w', whose domain"),
        ({"known_errors": [{"name": "n", "feedback": TEXT, "formula": "1", "credit": 1}]}, "credit must lie"),
    ],
)
def test_parameters_that_make_no_sense_are_refused_with_a_sentence(parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        judge(0, **parameters)
