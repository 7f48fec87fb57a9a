"""Criteria of the homework's theory rubric on single answers: what is right, wrong, and for a person to see."""

from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from grader.checkers import BUILTIN
from grader.marking import Grader, Record
from grader.model.evidence import KnownError, StepFails
from grader.model.report import CriterionResult
from grader.model.status import Status
from grader.model.submission import Artifact, ArtifactKind, Submission
from grader.rubric import load_rubric

RUBRIC = Path(__file__).parents[4] / "rubrics" / "hw3-theory.yaml"


@cache
def grader() -> Grader:
    return Grader(load_rubric(RUBRIC, BUILTIN))


def judged(**parts: str) -> dict[str, CriterionResult]:
    """Return the results of a hand-in with these parts, by criterion; ``Q3_a`` is Q3.a."""
    text = "\n\n".join(f"{name.replace('_', '.')}. {answer}" for name, answer in parts.items())
    submission = Submission("x", (Artifact("answers.tex", ArtifactKind.LATEX, text, ""),))
    report = grader().report(submission, Record(None, {}))
    return {result.criterion.id: result for result in report.results()}


def status(criterion: str, **parts: str) -> Status:
    return judged(**parts)[criterion].verdict.status


KL = r"\mathrm{KL}[q\|p] = "
RIGHT = r"\log\frac{\sigma_1}{\sigma_2} + \frac{\sigma_2^2 + (\mu_2-\mu_1)^2}{2\sigma_1^2} - \frac12"


@pytest.mark.parametrize(
    "form",
    [
        RIGHT,
        r"\ln\sigma_1 - \ln\sigma_2 + \frac{1}{2\sigma_1^2}(\sigma_2^2 + \mu_1^2 - 2\mu_1\mu_2 + \mu_2^2) - 0.5",
        r"\frac12\left(\log\frac{\sigma_1^2}{\sigma_2^2} + \frac{\sigma_2^2}{\sigma_1^2}"
        r" + \left(\frac{\mu_1-\mu_2}{\sigma_1}\right)^2 - 1\right)",
    ],
)
def test_a_final_answer_is_right_in_any_form(form: str) -> None:
    assert status("Q1.answer", Q1=f"${KL}{form}$") is Status.PASSED
    assert status("Q1.answer", Q1=f"The divergence is $${form}$$") is Status.PASSED


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (RIGHT.replace(r" - \frac12", ""), "half_lost"),
        (RIGHT.replace(r"- \frac12", r"+ \frac12"), "half_sign"),
        (RIGHT.replace(r"\frac{\sigma_1}{\sigma_2}", r"\frac{\sigma_2}{\sigma_1}"), "log_inverted"),
    ],
)
def test_a_known_error_is_named(form: str, name: str) -> None:
    verdict = judged(Q1=f"${KL}{form}$")["Q1.answer"].verdict
    assert verdict.status is Status.FAILED
    assert [fact.name for fact in verdict.evidence if isinstance(fact, KnownError)] == [name]


def test_a_quantity_that_is_said_to_be_something_else_is_wrong() -> None:
    assert status("Q1.answer", Q1=f"${KL} {RIGHT} + 1$") is Status.FAILED


@pytest.mark.parametrize(
    "text",
    ["We find the usual formula, see the lecture.", r"$KL = \clearlyundefined{x}$", "The entropy is $2 + 2 = 4$."],
)
def test_an_answer_that_is_not_found_goes_to_a_person(text: str) -> None:
    assert status("Q1.answer", Q1=text) is Status.UNGRADED


def test_a_special_case_is_neither_the_answer_nor_a_wrong_one() -> None:
    special = rf"For $\mu_1 = \mu_2 = 0$, $\sigma_1 = 1$ and $\sigma_2 = 2$ we get ${KL} 1.5 - \log 2 \approx 0.81$."
    text = f"${KL}{RIGHT}$. {special}"
    assert status("Q1.answer", Q1=text) is Status.PASSED
    assert status("Q1.answer", Q1=special) is Status.UNGRADED


def test_a_name_for_a_right_value_is_no_answer() -> None:
    assert status("Q1.answer", Q1=r"$\mathrm{KL}[q\|p] = \mathbb{E}_q[\log q(x) - \log p(x)]$") is Status.UNGRADED


def test_results_on_the_way_are_not_missed_where_another_way_arrives() -> None:
    way = (
        rf"$${KL} \mathbb{{E}}_q\left[\log\frac{{\sigma_1}}{{\sigma_2}} - \frac{{(x-\mu_2)^2}}{{2\sigma_2^2}}"
        rf" + \frac{{(x-\mu_1)^2}}{{2\sigma_1^2}}\right] = \log\frac{{\sigma_1}}{{\sigma_2}} - \frac12"
        rf" + \frac{{\mathbb{{E}}_q[(x-\mu_1)^2]}}{{2\sigma_1^2}} = {RIGHT}$$"
    )
    assert status("Q1.integrals", Q1=way) is Status.PASSED
    assert status("Q1.integrals", Q1=f"${KL}{RIGHT}$") is Status.UNGRADED  # the answer alone is no way


BOUND = r"\mathbb{E}_q\left[\log\frac{p(x_{0:T}, c, z)}{q(x_{1:T}, z|c, x_0)}\right]"


def test_a_derivation_earns_the_share_of_its_steps_that_hold() -> None:
    way = rf"$$\log p(x_0, c) = \log\int p(x_{{0:T}}, c, z) dx_{{1:T}} dz \le {BOUND}$$"
    result = judged(Q3_c=way)["Q3.c.steps"]
    assert result.verdict.credit == Fraction(1, 2)
    failing = [fact for fact in result.verdict.evidence if isinstance(fact, StepFails)]
    assert [(fact.line, fact.relation) for fact in failing] == [(1, "≤")]
    assert failing[0].repair is not None
    assert failing[0].repair.side == "relation"


def test_a_statement_copied_is_no_derivation() -> None:
    assert status("Q3.c.steps", Q3_c=rf"$\log p(x_0, c) \ge {BOUND}$") is Status.UNGRADED
    assert status("Q3.c.expectation", Q3_c=rf"$\log p(x_0, c) \ge {BOUND}$") is Status.UNGRADED


def test_a_gap_goes_to_a_person_and_a_bridged_one_does_not() -> None:
    start, end = r"\log p(x_0, c)", r"\log\int p(x_{0:T}, c, z) dx_{1:T} dz"
    joint = r"\log\mathbb{E}_{q(x_{1:T}, z|c, x_0)}\left[\frac{p(x_{0:T}, c, z)}{q(x_{1:T}, z|c, x_0)}\right]"
    weighed = r"\log\int q(x_{1:T}, z|c, x_0)\frac{p(x_{0:T}, c, z)}{q(x_{1:T}, z|c, x_0)} dx_{1:T} dz"
    unread = r"\log\strange{p}"
    assert (
        status("Q3.c.steps", Q3_c=rf"$${start} = {end} = {unread} = {weighed} = {joint} \ge {BOUND}$$") is Status.PASSED
    )
    assert status("Q3.c.steps", Q3_c=rf"$${start} = {end} = {joint} \ge {unread}$$") is Status.UNGRADED


VELOCITY = (
    r"$v_{\psi_0} = -\theta\sigma(\psi_0\theta+\psi_1)$, $v_{\psi_1} = 1-\sigma(\psi_1)-\sigma(\psi_0\theta+\psi_1)$, "
    r"$v_\theta = %s$."
)
OWN_MATRIX = r"$$J^* = \begin{pmatrix} 0 & 0 & -\frac12 \\ 0 & -\frac12 & 0 \\ -\frac12 & 0 & 0 \end{pmatrix}$$"
MATRIX = r"$$J^* = \begin{pmatrix} 0 & 0 & -\frac12 \\ 0 & -\frac12 & 0 \\ \frac12 & 0 & 0 \end{pmatrix}$$"


def test_an_error_is_counted_where_it_was_made() -> None:
    wrong = VELOCITY % r"-\psi_0\sigma(\psi_0\theta+\psi_1)"
    found = judged(Q4_1=wrong, Q4_2=OWN_MATRIX, Q4_3=r"$\lambda_1 = \frac12$, $\lambda_2 = \lambda_3 = -\frac12$.")
    assert found["Q4.1.velocity"].verdict.credit == Fraction(2, 3)
    for criterion in ("Q4.2.matrix", "Q4.3.eigenvalues", "Q4.3.steps"):
        verdict = found[criterion].verdict
        assert verdict.status is Status.PASSED, (criterion, verdict)
        assert "carried_forward" in {fact.code for fact in verdict.evidence}


def test_nothing_is_carried_from_a_right_velocity_or_a_trivial_one() -> None:
    right = VELOCITY % r"\psi_0\sigma(\psi_0\theta+\psi_1)"
    assert status("Q4.2.matrix", Q4_1=right, Q4_2=OWN_MATRIX) is Status.FAILED
    trivial = r"$v_{\psi_0} = 0$, $v_{\psi_1} = 0$, $v_\theta = 0$."
    zero = r"$$J^* = \begin{pmatrix} 0 & 0 & 0 \\ 0 & 0 & 0 \\ 0 & 0 & 0 \end{pmatrix}$$"
    assert status("Q4.2.matrix", Q4_1=trivial, Q4_2=zero) is Status.FAILED


def test_a_matrix_is_right_in_any_one_order_of_the_variables() -> None:
    other = r"$$J^* = \begin{pmatrix} 0 & \frac12 & 0 \\ -\frac12 & 0 & 0 \\ 0 & 0 & -\frac12 \end{pmatrix}$$"
    assert status("Q4.2.matrix", Q4_2=MATRIX) is Status.PASSED
    assert status("Q4.2.matrix", Q4_2=other) is Status.PASSED


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (r"$\lambda_1 = -\frac12$ and $\lambda_{2,3} = \pm\frac{i}{2}$.", Status.PASSED),
        (r"$\lambda \in \{-\frac12, \frac{i}{2}, -\frac{i}{2}\}$.", Status.PASSED),
        (r"The eigenvalues are $-\frac12$, $\frac{i}{2}$ and $-\frac{i}{2}$.", Status.PASSED),
        (r"$\lambda_1 = -\frac12$ and $\lambda_{2,3} = \pm\frac12$.", Status.PARTIAL),
        (r"$\lambda_1 = 1$, $\lambda_2 = 2$, $\lambda_3 = 3$.", Status.FAILED),
        ("They are minus one half and plus or minus half of i.", Status.UNGRADED),
    ],
)
def test_eigenvalues_are_found_however_they_are_listed(text: str, wanted: Status) -> None:
    assert status("Q4.3.eigenvalues", Q4_3=text) is wanted


@pytest.mark.parametrize(
    "text",
    [
        r"$(\psi_0^*, \psi_1^*, \theta^*) = (0, 0, 0)$",
        r"$\psi_0 = \psi_1 = \theta = 0$",
        r"$\theta = 0$, then $\psi_0 = 0$ and $\psi_1 = 0$",
        r"$\psi^* = (0, 0)$ and $\theta^* = 0$",
    ],
)
def test_a_point_is_found_by_its_coordinates(text: str) -> None:
    assert status("Q4.1.stationary", Q4_1=text) is Status.PASSED


def test_a_person_sees_the_text_and_nothing_is_asked_where_there_is_none() -> None:
    found = judged(Q1=f"${KL}{RIGHT}$ It is not symmetric.")
    verdict = found["Q1.symmetry"].verdict
    assert verdict.status is Status.PENDING
    assert {"text_gathered", "point_touched", "scale", "steps_judged"} == {fact.code for fact in verdict.evidence}
    assert found["Q2.1.argument"].verdict.status is Status.FAILED


IDLE = (
    r"$1 = 1$, $2 = 2$, $\log(a^2) = 2\log a$, $\sum_{x_1} q(x_1|x_0) = 1$, $\sum_{x_2} q(x_2|x_0) = 1$, $x_0 = x_0$."
)


def test_true_steps_that_lead_elsewhere_earn_nothing_by_themselves() -> None:
    assert status("Q3.b.steps", Q3_b=IDLE) is Status.UNGRADED


def test_what_says_nothing_does_not_thin_a_failure_out() -> None:
    way = rf"$$\log p(x_0, c) = \log\int p(x_{{0:T}}, c, z) dx_{{1:T}} dz \le {BOUND}$$"
    padded = way + "".join(f" ${number} = {number}$," for number in range(20)) + " $c = c$, $z = z$."
    assert judged(Q3_c=padded)["Q3.c.steps"].verdict.credit == Fraction(1, 2)


def test_a_wrong_alternative_takes_back_what_the_right_one_earned() -> None:
    both = r"$\lambda_1 = -\frac12$, $\lambda_{2,3} = \pm\frac{i}{2}$ or $\lambda_{2,3} = \pm\frac12$."
    assert judged(Q4_3=both)["Q4.3.eigenvalues"].verdict.credit == pytest.approx(1 / 3)


@pytest.mark.parametrize("text", [r"$g(z) = z + f(z)$", r"$z + f(z) = g(z)$", r"$g(z) = g(z)$"])
def test_a_copy_of_the_question_earns_no_steps(text: str) -> None:
    assert status("Q2.3.steps", Q2_3=text) is Status.UNGRADED


def test_the_statement_to_be_shown_is_no_step_of_bayes() -> None:
    bound = (
        r"$$L_{DDPM} = \mathbb{E}_q[\log p(x_0|x_1) - \sum_{t=2}^T KL[q(x_{t-1}|x_t, x_0)\|p(x_{t-1}|x_t)]"
        r" - KL[q(x_T|x_0)\|p(x_T)]]$$"
    )
    found = judged(Q3_b=bound)
    assert found["Q3.b.answer"].verdict.status is Status.PASSED
    assert found["Q3.b.bayes"].verdict.status is Status.UNGRADED
