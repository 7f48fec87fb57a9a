"""Pairs in many people's habits of writing, with a mathematician's verdicts: see ``hard_pairs.txt``."""

from pathlib import Path

import pytest

from grader.maths.deciding import Budget, equal_text

TABLE = Path(__file__).with_name("hard_pairs.txt")
BUDGET = Budget(seconds=5, helpers=False)


def rows() -> list[tuple[str, str, str, str]]:
    """Return settings, verdict and the two texts of each line."""
    found: list[tuple[str, str, str, str]] = []
    settings = ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            settings = line[2:]
        elif line and not line.startswith("#"):
            verdict, a, b = line.split("\t")
            found.append((settings, verdict, a, b))
    return found


@pytest.mark.parametrize(("settings", "verdict", "a", "b"), rows())
def test_the_verdict_holds_both_ways_round(settings: str, verdict: str, a: str, b: str) -> None:
    syntax, domain, *assumed = settings.split()
    assume = dict(each.split(":") for each in assumed)
    first = equal_text(a, b, "typed" if syntax == "typed" else "latex", domain, assume, BUDGET).verdict
    second = equal_text(b, a, "typed" if syntax == "typed" else "latex", domain, assume, BUDGET).verdict
    assert (first, second) == (verdict, verdict)
