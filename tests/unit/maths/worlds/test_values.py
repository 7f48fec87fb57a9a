"""Formulas have the values that textbooks give them, in every world."""

import numpy as np
import pytest

from grader.maths.worlds.question import QuestionNotation
from grader.maths.worlds.values import NoValue, Value, contracted, entrywise, over_axis
from tests.unit.maths.worlds.questions import CHAIN, GAUSSIAN, VECTORS, evaluators, read

IDENTITIES = [
    (GAUSSIAN, r"\mathbb{E}_q[x]", r"\mu_2"),
    (GAUSSIAN, r"\mathbb{E}_p[x^4]", r"\mu_1^4 + 6\mu_1^2\sigma_1^2 + 3\sigma_1^4"),
    (GAUSSIAN, r"\mathbb{V}_q(x)", r"\sigma_2^2"),
    (GAUSSIAN, r"\int p(x) dx", "1"),
    (GAUSSIAN, r"\int_{-\infty}^{\infty} e^{-\frac{x^2}{2}} dx", r"\sqrt{2\pi}"),
    (GAUSSIAN, r"\int_0^b x^2 dx", r"\frac{b^3}{3}"),
    (GAUSSIAN, r"\mathbb{E}_q[(x - \mathbb{E}_q[x])^2]", r"\sigma_2^2"),
    (GAUSSIAN, r"KL[q\|p]", r"\log\frac{\sigma_1}{\sigma_2} + \frac{\sigma_2^2+(\mu_2-\mu_1)^2}{2\sigma_1^2}-\frac12"),
    (GAUSSIAN, r"KL(\mathcal{N}(\mu_2, \sigma_2^2) \| \mathcal{N}(\mu_1, \sigma_1^2))", r"KL(q \| p)"),
    (GAUSSIAN, r"\frac{d}{dx} \sin(x^2)", r"2x\cos(x^2)"),
    (GAUSSIAN, r"\sigma''(a)", r"\sigma(a)(1-\sigma(a))(1-2\sigma(a))"),
    (GAUSSIAN, r"\frac{d}{da} f(a^2)", r"2a f'(a^2)"),
    (GAUSSIAN, r"\frac{\partial}{\partial \mu_2} \mathbb{E}_q[x^2]", r"2\mu_2"),
    (GAUSSIAN, r"\sigma^{-1}(\sigma(a))", "a"),
    (GAUSSIAN, r"\max(0, a) + \min(0, a)", "a"),
    (CHAIN, r"\sum_{x_1} q(x_1|x_0)", "1"),
    (CHAIN, r"q(x_{1:T}|x_0)", r"\prod_{t=1}^T q(x_t|x_{t-1})"),
    (CHAIN, r"q(x_{t-1}|x_t,x_0)", r"\frac{q(x_t|x_{t-1}) q(x_{t-1}|x_0)}{q(x_t|x_0)}"),
    (CHAIN, r"q(x_t|x_{t-1},x_0)", r"q(x_t|x_{t-1})"),
    (CHAIN, r"\int p(x_{0:T}) dx_{1:T}", r"p(x_0)"),
    (CHAIN, r"p(x_0, \dots, x_T)", r"p(x_{0:T})"),
    (CHAIN, r"\mathbb{E}[\log q(x_T|x_0)]", r"\mathbb{E}_{q(x_T|x_0)}[\log q(x_T|x_0)]"),
    (CHAIN, r"KL[q(x_T|x_0)\|p(x_T)]", r"\mathbb{E}_q[\log q(x_T|x_0) - \log p(x_T)]"),
    (VECTORS, r"\|r z\|", r"r\|z\|"),
    (VECTORS, r"\|z\|^2", r"z^\top z"),
    (VECTORS, r"\frac{\partial}{\partial z} \|z\|^2", "2z"),
    (VECTORS, r"\det\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "ad - bc"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "left", "right"), IDENTITIES, ids=[row[1] for row in IDENTITIES])
def test_both_sides_of_an_identity_agree_to_eleven_digits(question: QuestionNotation, left: str, right: str) -> None:
    judged = 0
    for evaluator in evaluators(question):
        try:
            a, b = evaluator.value(read(left, question), {}), evaluator.value(read(right, question), {})
        except NoValue as reason:
            assert reason.code == "range"  # noqa: PT017 - a free t has no value where T = 1
            continue
        gap = entrywise(lambda x, y: np.abs(x - y) / np.maximum(1, np.abs(y)), a, b)
        assert float(gap.data.max()) < 1e-11
        judged += 1
    assert judged


def test_free_variables_stay_axes_and_bound_ones_vanish() -> None:
    evaluator = evaluators(CHAIN)[0]
    assert evaluator.value(read(r"p(x_0, x_1)", CHAIN), {}).axes == ("x_0", "x_1")
    assert evaluator.value(read(r"\mathbb{E}_q[\log p(x_0|x_1)]", CHAIN), {}).axes == ("x_0",)
    assert evaluator.value(read(r"\mathbb{E}_{q(x_1|x_2)}[\log p(x_1)]", CHAIN), {}).axes == ("x_2",)


def test_an_inner_expectation_leaves_what_the_outer_one_binds() -> None:
    evaluator = evaluators(CHAIN)[0]
    inner = read(r"\mathbb{E}_{q(x_2|x_0)}[\mathbb{E}_{q(x_1|x_2,x_0)}[\log p(x_1|x_2)]]", CHAIN)
    joint = read(r"\mathbb{E}_{q(x_1,x_2|x_0)}[\log p(x_1|x_2)]", CHAIN)
    assert np.allclose(evaluator.value(inner, {}).data, evaluator.value(joint, {}).data, rtol=1e-12)


def test_a_variable_twice_in_a_law_has_no_value() -> None:
    with pytest.raises(NoValue, match="repeated"):
        evaluators(CHAIN)[0].value(read(r"q(x_1, x_1)", CHAIN), {})


def test_a_variable_on_both_sides_of_the_bar_is_certain() -> None:
    evaluator = evaluators(CHAIN)[0]
    sure = evaluator.value(read(r"KL[q(x_0|x_1,x_0)\|p(x_0|x_1)]", CHAIN), {})
    surprise = evaluator.value(read(r"-\log p(x_0|x_1)", CHAIN), {})
    assert sure.axes == surprise.axes
    assert np.allclose(sure.data, surprise.data, rtol=1e-12)


def test_an_undeclared_name_has_no_value() -> None:
    with pytest.raises(NoValue, match="unknown"):
        evaluators(GAUSSIAN)[0].value(read(r"\kappa + 1", GAUSSIAN), {})


def test_a_definition_that_uses_itself_has_no_value() -> None:
    question = QuestionNotation.from_mapping({"symbols": {"a": "real"}, "definitions": ["k = m + a", "m = k"]})
    with pytest.raises(NoValue, match="cyclic"):
        evaluators(question)[0].value(read("k", question), {})


def test_contraction_sums_over_named_axes_alone() -> None:
    value = entrywise(
        np.multiply, over_axis(np.array([[1.0, 2.0]]), "u"), over_axis(np.array([[1.0, 10.0, 100.0]]), "v")
    )
    assert contracted(value, ("v",)).data.tolist() == [[111.0, 222.0]]
    assert contracted(value, ("w",)) is value


def test_vectors_of_unequal_length_are_not_broadcast() -> None:
    with pytest.raises(NoValue, match="shape"):
        entrywise(np.add, Value(np.ones((1, 2)), (), 1), Value(np.ones((1, 3)), (), 1))
