"""The shared file of pairs, where it is found: no wrong verdict, and hardly any that is missing."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest

from grader.maths.deciding import equal_line

PAIRS = Path(
    os.environ.get("GRADER_EQUAL_PAIRS", Path(__file__).parents[2].parent / "shared" / "data" / "equal-dev.jsonl")
)
MOST_OPEN = 0.02  # share of undecided or unread

pytestmark = [
    pytest.mark.pairs,
    pytest.mark.skipif(not PAIRS.is_file(), reason=f"no file of pairs at {PAIRS}; name one in GRADER_EQUAL_PAIRS"),
]


@pytest.fixture(scope="module")
def outcomes() -> list[tuple[Mapping[str, str], str]]:
    lines = [line for line in PAIRS.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(cast("Mapping[str, str]", json.loads(line)), str(equal_line(line)["verdict"])) for line in lines]


def test_no_verdict_is_wrong(outcomes: list[tuple[Mapping[str, str], str]]) -> None:
    wrong = [
        (row["id"], row["a"], row["b"], verdict)
        for row, verdict in outcomes
        if verdict in {"same", "different"} and verdict != row["expected"]
    ]
    assert wrong == []


def test_hardly_any_verdict_is_missing(outcomes: list[tuple[Mapping[str, str], str]]) -> None:
    missing = [(row["id"], verdict) for row, verdict in outcomes if verdict in {"undecided", "unread"}]
    assert len(missing) <= MOST_OPEN * len(outcomes), missing
