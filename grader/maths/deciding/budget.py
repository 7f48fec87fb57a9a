"""How much a comparison may cost, and the clock that ends it."""

import time
from dataclasses import dataclass


class OutOfBudget(Exception):
    """The comparison's budget is spent; it never leaves ``compare``, which answers ``undecided``."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits of one comparison.

    Attributes:
        seconds: time, looked at between steps, so that a step may overrun it a little; see ``Clock`` for whose time.
        bits: greatest precision of a ball.
        nodes: most nodes of the two trees together, also after rewriting.
        terms: most terms that a sum or product is written out to.
        helpers: whether a child process may be forked for what only SymPy can do.
    """

    seconds: float = 2.0
    bits: int = 20_000
    nodes: int = 20_000
    terms: int = 20_000
    helpers: bool = True


DEFAULT_BUDGET = Budget()


class Clock:
    """The running budget of one comparison.

    While the time of day says that there is time left, there is. After that this thread's CPU time is looked at, and as
    much of it is granted again: a busy machine moves no verdict, and the system call that CPU time costs is not paid by
    the many comparisons that end at once.
    """

    __slots__ = ("_cpu_end", "_wall_end", "budget")

    def __init__(self, budget: Budget = DEFAULT_BUDGET) -> None:
        self.budget = budget
        self._wall_end = time.perf_counter() + budget.seconds
        self._cpu_end: float | None = None

    @property
    def left(self) -> float:
        """Seconds left, never negative."""
        if self._cpu_end is None:
            return max(0.0, self._wall_end - time.perf_counter())
        return max(0.0, self._cpu_end - time.thread_time())

    def check(self) -> None:
        """Go on only while there is time left.

        Raises:
            OutOfBudget: when the time is over.
        """
        if time.perf_counter() < self._wall_end:
            return
        used = time.thread_time()
        if self._cpu_end is None:
            self._cpu_end = used + self.budget.seconds
        if used >= self._cpu_end:
            raise OutOfBudget
