"""The JSON lines keep their contract whatever comes in."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.maths.derivations.lines import steps_lines
from tests.unit.maths.derivations.parts import notations


def run(*entries: object) -> list[dict[str, Any]]:
    lines = [entry if isinstance(entry, str) else json.dumps(entry) for entry in entries]
    return [json.loads(json.dumps(found, allow_nan=False)) for found in steps_lines(lines, notations())]


def test_a_line_out_for_every_line_in() -> None:
    right, wrong = run(
        {"id": "a", "part": "Q1", "latex": "$\\mathbb{E}_q[x] = \\mu_2$"},
        {"id": "b", "part": "Q1", "latex": "\\begin{align*} \\mathbb{E}_q[x] &= \\mu_2 \\\\ &= \\mu_1 \\end{align*}"},
    )
    assert (right["id"], right["first_failure"], [step["verdict"] for step in right["steps"]]) == ("a", None, ["holds"])
    assert (wrong["id"], wrong["first_failure"]) == ("b", 2)
    step = wrong["steps"][1]
    assert (step["index"], step["relation"], step["role"], step["line"]) == (2, "=", "step", 1)
    assert step["repair"]["latex"] == "\\mu_{2}"
    assert "\\mu_{1}" in step["repair"]["says"]
    assert right["ms"] >= 0


def test_sentences_come_in_french() -> None:
    line = json.dumps({"id": 1, "part": "Q1", "latex": "$\\mathbb{E}_q[x] = \\mu_1$"})
    (found,) = steps_lines([line], notations(), "fr")
    steps: Any = found["steps"]
    assert steps[0]["repair"]["says"].startswith("Un indice est faux")


def test_bad_lines_are_unread_with_their_problem() -> None:
    found = run("{", "[1]", {"id": "c"}, {"id": "d", "part": "Q9", "latex": "$a$"}, {"id": 5, "part": "Q1", "latex": 3})
    assert [each["verdict"] for each in found] == ["unread"] * 5
    assert all(each["problem"] for each in found)
    assert [each["id"] for each in found] == [None, None, "c", "d", 5]


def test_macros_of_the_line_are_known() -> None:
    (found,) = run({"id": "a", "part": "Q1", "latex": "\\newcommand{\\E}{\\mathbb{E}} $\\E_q[x] = \\mu_2$"})
    assert [step["verdict"] for step in found["steps"]] == ["holds"]


PIECES = st.sampled_from([
    "$", "$$", "\\[", "\\]", "\\begin{align}", "\\end{align}", "=", "\\\\", "&", "\\frac{", "}", "{", "(", ")",
    "\\left(", "\\right)", "x_{t-1}", "q(x_t|x_0)", "\\log", "E_q[", "]", "\\sum_{t=1}^T", "KL[", "\\|",
    "\\Rightarrow", "\\ge", "0", "\\text{si }", "^2", "_", "\\prod", "p(", "|", ",", "\\begin{cases}",
    "\\end{cases}", "\\lambda", "dx", "\\int", "1/0",
])  # fmt: skip


@given(part=st.sampled_from(sorted(["Q1", "Q2.4", "Q3.b", "Q4.3"])), pieces=st.lists(PIECES, max_size=25))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_no_text_makes_it_raise(part: str, pieces: list[str]) -> None:
    (found,) = run({"id": 0, "part": part, "latex": " ".join(pieces)})
    assert "problem" not in found, found


def test_hostile_texts_end() -> None:
    nested = "\\sum_{i=1}^{50}\\sum_{j=1}^{50}\\sum_{k=1}^{50}\\sum_{m=1}^{50} (i+j+k+m)"
    wrong = "$\\mathbb{E}_q[x] = \\mu_1 + \\sigma_1$. " * 300
    found = run(
        {"id": 0, "part": "Q2.2", "latex": f"$z = {nested}$"},
        {"id": 1, "part": "Q1", "latex": wrong},
        {"id": 2, "part": "Q3.d", "latex": "$q(z|c) = p(z|c)$. " * 300},
        {"id": 3, "part": "Q1", "latex": "$" + "(" * 5000 + "x" + ")" * 5000 + " = x$"},
        {"id": 4, "part": "Q1", "latex": "$x = " + "\\frac{1}{" * 300 + "x" + "}" * 300 + "$"},
        {"id": 5, "part": "Q1", "latex": "\\\\ & = " * 3000},
    )
    assert [each["id"] for each in found] == [0, 1, 2, 3, 4, 5]
    assert all("problem" not in each for each in found)
    assert found[0]["steps"][0]["verdict"] == "undecided"
    assert sum(step["repair"] is not None for step in found[1]["steps"]) <= 15
