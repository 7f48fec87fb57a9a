"""Whatever is thrown at the readers, a value comes back, and what was read can be written."""

import os

import pytest

from grader.maths.syntax import Display, Parsed, ParseTrouble, parse_display, parse_latex, parse_typed
from grader.maths.syntax.result import MAX_LEVELS
from grader.maths.writing import to_latex, to_mathml
from tests.properties.maths.reading.noise import formulas


def survive(text: str) -> None:
    for result in (parse_latex(text), parse_typed(text)):
        if isinstance(result, ParseTrouble):
            assert result.message.en
            assert "^" in result.caret
            continue
        assert isinstance(result, Parsed)
        assert result.node.depth() <= MAX_LEVELS
        assert to_latex(result.node)
        assert to_mathml(result.node).startswith("<math")
        assert hash(result.node) == hash(result.node.replace((), result.node))
    assert isinstance(parse_display(text), (Display, ParseTrouble))


@pytest.mark.parametrize("seed", range(8))
def test_a_few_thousand_broken_formulas(seed: int) -> None:
    for text in formulas(seed, 400):
        survive(text)


@pytest.mark.long
def test_a_hundred_thousand_broken_formulas() -> None:
    for text in formulas(int(os.environ.get("GRADER_FUZZ_SEED", "1000")), 100_000):
        survive(text)
