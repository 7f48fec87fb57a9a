"""What the peers share: read pairs, time a function on each under an alarm, write outcomes.

Runs in a peer's own environment, so it imports nothing of ours.
"""

import json
import signal
import sys
import time
import warnings
from collections.abc import Callable


class TooLong(Exception):
    """A pair took longer than allowed."""


def _alarm(_signal: int, _frame: object) -> None:
    raise TooLong


def run(compare: Callable[[str, str], bool | None], seconds: float) -> None:
    """Write one line of JSON for each line read: the verdict and the milliseconds that it took.

    Args:
        compare: takes two LaTeX texts; returns True for the same, False for different, None for undecided.
        seconds: allowed for a pair.
    """
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, _alarm)
    for line in sys.stdin:
        row = json.loads(line)
        start = time.perf_counter()
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            outcome = compare(row["a"], row["b"])
            verdict = {True: "same", False: "different", None: "undecided"}[outcome]
        except TooLong:
            verdict = "timeout"
        except Exception:  # any failure of a peer is an outcome
            verdict = "error"
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        print(json.dumps({"id": row["id"], "verdict": verdict, "ms": (time.perf_counter() - start) * 1000}), flush=True)
