"""A failing step comes with the small edit that mends it."""

import pytest

from tests.unit.maths.derivations.parts import check

# part, text, kind of edit, side, what stands in the repaired piece
REPAIRS = [
    ("Q1", "$\\mathbb{E}_q[x^2] = \\sigma_2^2 - \\mu_2^2$", "sign", "right", "\\mu_{2}^{2}"),
    ("Q1", "$\\mathbb{E}_q[x] = \\mu_1$", "subscript", "right", "\\mu_{2}"),
    ("Q1", "$\\mathbb{E}_q[(x-\\mu_2)^2] = \\sigma_2$", "power", "right", "\\sigma_{2}^{2}"),
    ("Q1", "$KL[q\\|p] \\le 0$", "relation", "relation", "\\ge"),
    ("Q3.a", "$q(x_{1:T}|x_0) = \\prod_{t=2}^T q(x_t|x_{t-1})$", "range", "right", "1"),
    ("Q3.a", "$q(x_{1:T}|x_0) = \\prod_{t=1}^T p(x_t|x_{t-1})$", "law", "right", "q\\left(x_{t}"),
    ("Q3.b", "$E_q[\\log\\frac{q(x_T|x_0)}{p(x_T)}] = KL[p(x_T)\\|q(x_T|x_0)]$", "arguments", "right", "KL"),
    ("Q4.1", "$v_\\theta = \\theta\\sigma(\\psi_0\\theta+\\psi_1)$", "name", "right", "\\psi_{0}"),
    ("Q4.1", "$v_\\theta = \\sigma(\\psi_0\\theta+\\psi_1)$", "insert", "right", "\\psi_{0}"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "text", "edit", "side", "piece"), REPAIRS, ids=[row[1] for row in REPAIRS])
def test_the_first_repair_is_the_slip(part: str, text: str, edit: str, side: str, piece: str) -> None:
    (step,) = check(part, text, repairs=True).steps
    assert step.repair is not None
    assert (step.repair.edit, step.repair.side) == (edit, side)
    assert piece in step.repair.after


def test_the_edit_that_mends_the_next_step_too_is_preferred() -> None:
    text = "\\begin{align*} \\mathbb{V}_q[x] &= \\sigma_1^2 \\\\ &= \\mathbb{E}_q[x^2] - \\mu_2^2 \\end{align*}"
    first, second = check("Q1", text, repairs=True).steps
    assert first.repair is not None
    assert first.repair.latex == "\\sigma_{2}^{2}"
    assert (second.reason, second.repair) == ("explained", None)


def test_a_later_slip_is_mended_beside_the_mended_side() -> None:
    text = (
        "\\begin{align*} \\mathbb{E}_q[x^2] &= \\mathbb{V}_q[x] - \\mathbb{E}_q[x]^2 \\\\"
        " &= \\sigma_1^2 + \\mu_2^2 \\end{align*}"
    )
    first, second = check("Q1", text, repairs=True).steps
    assert first.repair is not None
    assert second.repair is not None
    assert (first.repair.edit, second.repair.after) == ("sign", "\\sigma_{2}")


def test_nothing_is_invented_for_a_side_that_has_nothing_in_common() -> None:
    (step,) = check("Q1", "$\\mathbb{E}_q[x] = \\sin(\\sigma_1)$", repairs=True).steps
    assert step.verdict == "fails"
    assert step.repair is None
