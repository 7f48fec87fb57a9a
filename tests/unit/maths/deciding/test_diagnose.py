"""Why an answer is wrong."""

import pytest

from grader.maths.deciding import Budget
from grader.maths.diagnose import diagnose
from grader.maths.node import Node
from grader.maths.notation import Notation
from grader.maths.syntax.latex import parse_latex
from grader.maths.syntax.result import Parsed

POSITIVE = Notation.from_mapping({"symbols": {"sigma": "positive", "x": "real"}})
KL = r"\log\frac{\sigma_1}{\sigma_2} + \frac{\sigma_2^2+(\mu_1-\mu_2)^2}{2\sigma_1^2} - \frac12"


def tree(text: str) -> Node:
    read = parse_latex(text, POSITIVE)
    assert isinstance(read, Parsed), text
    return read.node


@pytest.mark.parametrize(
    ("reference", "answer", "key"),
    [
        (KL, r"\log\frac{\sigma_1}{\sigma_2} + \frac{\sigma_2^2+(\mu_1-\mu_2)^2}{2\sigma_1^2} + \frac12", "sign"),
        (KL, r"\log\frac{\sigma_1}{\sigma_2} + \frac{\sigma_2^2+(\mu_1-\mu_2)^2}{2\sigma_1^2}", "lost_term"),
        (KL, r"\log\frac{\sigma_1}{\sigma_2} + \frac{\sigma_2^2+(\mu_1-\mu_2)}{2\sigma_1^2} - \frac12", "lost_power"),
        (
            KL,
            r"\log\frac{\sigma_2}{\sigma_1} + \frac{\sigma_1^2+(\mu_2-\mu_1)^2}{2\sigma_2^2} - \frac12",
            "swapped_indices",
        ),
        (KL, r"\log\frac{\sigma_1}{\sigma_2} + \frac{\sigma_2^2+(\mu_1-\mu_2)^2}{\sigma_1^2} - \frac12", "lost_factor"),
        (
            KL,
            r"\log_{10}\frac{\sigma_1}{\sigma_2} + \frac{\sigma_2^2+(\mu_1-\mu_2)^2}{2\sigma_1^2} - \frac12",
            "log_base",
        ),
        (r"\sin(x)e^{-x}", r"\cos(x)e^{-x}", "other_function"),
        (r"x e^{-x}", r"x e^{x}", "sign"),
        (r"\frac{x}{y}", r"\frac{y}{x}", "reciprocal"),
        (r"3(x+1)", "3x+1", "lost_brackets"),
        ("(a+b)^2", "a^2+b^2", "power_of_each_term"),
        (r"\sum_{k=1}^{n} k^2", r"\sum_{k=0}^{n-1} k^2", "off_by_one_bound"),
        (r"\begin{pmatrix}1&x\\2&y\end{pmatrix}", r"\begin{pmatrix}1&2\\x&y\end{pmatrix}", "transposed"),
        (r"\begin{pmatrix}1&x\\2&y\end{pmatrix}", r"\begin{pmatrix}1&-x\\2&y\end{pmatrix}", "sign"),
        ("x>2", r"x\ge 2", "strict"),
        ("x>2", "x<2", "flipped"),
        ("(1,2)", "(2,1)", "swapped_entries"),
        (r"\sqrt{2}", "1.42", "rounded"),
        ("0.25 x", "2.5 x", "slipped_decimal"),
        ("f(x)g(y)", "f(y)g(x)", "swapped_symbols"),
        ("p(x|z)", "p(z|x)", "swapped_condition"),
        (r"\sin(30 x)", r"\sin(\frac{30 \pi}{180} x)", "degrees"),
        (r"\sigma x", r"\sigma^2 x", "square"),
    ],
)
def test_the_slip_is_named(reference: str, answer: str, key: str) -> None:
    found = diagnose(tree(reference), tree(answer), POSITIVE)
    assert key in [diagnosis.key for diagnosis in found]


def test_a_slip_shows_the_piece_and_its_place() -> None:
    (found,) = diagnose(tree(r"x^2 + 3y"), tree(r"x^2 - 3y"), POSITIVE)
    (slip,) = found.slips
    assert (slip.key, slip.path, slip.before, slip.after) == ("sign", (1,), "3 y", "-3 y")


def test_a_lost_piece_is_shown_itself() -> None:
    (found,) = diagnose(tree(r"x^2 + 3y + z"), tree(r"x^2 + z"), POSITIVE)
    assert (found.slips[0].key, found.slips[0].before, found.slips[0].after) == ("lost_term", "3 y", "")


def test_two_slips_in_two_terms_are_found_by_looking_up() -> None:
    answer = r"\log\frac{\sigma_2}{\sigma_1} + \frac{\sigma_2^2+(\mu_1+\mu_2)^2}{2\sigma_1^2} - \frac12"
    found = diagnose(tree(KL), tree(answer), POSITIVE, Budget(seconds=5.0))
    assert found
    assert all(len(diagnosis.slips) == 2 for diagnosis in found)


@pytest.mark.parametrize(
    ("reference", "answer"),
    [("x^2", "y"), ("x", r"\begin{pmatrix}1\\2\end{pmatrix}"), ("x>2", "y"), (r"\sum_{i} x_i", "z"), ("x", "x")],
)
def test_where_no_small_slip_explains_it_nothing_is_said(reference: str, answer: str) -> None:
    assert diagnose(tree(reference), tree(answer), POSITIVE) == ()


def test_out_of_budget_is_no_diagnosis() -> None:
    assert diagnose(tree(KL), tree("x"), POSITIVE, Budget(seconds=0.0)) == ()
