"""Every kind of comparison, as pairs of texts."""

import pytest

from grader.maths.deciding import equal_text
from tests.unit.maths.deciding.own_pairs import PAIRS


def options(text: str) -> tuple[str, dict[str, str]]:
    words = text.split()
    assume = dict(word.split(":") for word in words if ":" in word)
    domains = [word for word in words if ":" not in word]
    return (domains[0] if domains else "real"), assume


@pytest.mark.parametrize(
    ("a", "b", "verdict", "where"), PAIRS, ids=[f"{a} | {b} | {where}" for a, b, _, where in PAIRS]
)
def test_the_verdict_is_a_mathematicians(a: str, b: str, verdict: str, where: str) -> None:
    domain, assume = options(where)
    assert equal_text(a, b, "latex", domain, assume).verdict == verdict


@pytest.mark.parametrize(("a", "b", "verdict", "where"), PAIRS[::3])
def test_the_order_of_the_two_does_not_matter(a: str, b: str, verdict: str, where: str) -> None:
    domain, assume = options(where)
    assert equal_text(b, a, "latex", domain, assume).verdict == verdict
