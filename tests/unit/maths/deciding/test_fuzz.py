"""Whatever comes in, a verdict comes out: no crash, no hang, no flood of memory."""

import json
import resource
import time
from random import Random

import pytest

from grader.maths.deciding import Budget, equal_line
from tests.unit.maths.deciding.fuzzing import pair

BUDGET = Budget(seconds=0.25, helpers=False)
LONGEST_S = 1.0  # of processor time, a comparison and its reading
MOST_MEMORY = 1 << 30  # bytes, of the whole process


def check(count: int, seed: int) -> dict[str, int]:
    random = Random(seed)
    verdicts: dict[str, int] = {}
    for _ in range(count):
        a, b, syntax, domain = pair(random)
        line = json.dumps({"id": 1, "a": a, "b": b, "syntax": syntax, "domain": domain})
        start = time.thread_time()
        row = equal_line(line, BUDGET)
        assert time.thread_time() - start < LONGEST_S, line
        verdict = str(row["verdict"])
        json.dumps(row, allow_nan=False)
        verdicts[verdict] = verdicts.get(verdict, 0) + 1
        if verdict == "different":
            same = json.dumps({"id": 1, "a": a, "b": a, "syntax": syntax, "domain": domain})
            assert equal_line(same, BUDGET)["verdict"] == "same", same
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 < MOST_MEMORY
    return verdicts


def test_two_thousand_random_pairs() -> None:
    verdicts = check(2_000, seed=4)
    assert set(verdicts) <= {"same", "different", "undecided", "unread"}
    assert verdicts["unread"] < 1_900  # most of them say something


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_a_hundred_thousand_random_pairs(seed: int) -> None:
    check(10_000, seed=100 + seed)
