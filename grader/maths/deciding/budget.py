"""How much a comparison may cost, and the clock that ends it."""

import time
from dataclasses import dataclass


class OutOfBudget(Exception):
    """The comparison's budget is spent; it never leaves ``compare``, which answers ``undecided``."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits of one comparison.

    Attributes:
        seconds: CPU time of this thread; looked at between steps, so a step may overrun it a little.
        bits: greatest precision of a ball.
        nodes: most nodes of the two trees together, also after rewriting.
        terms: most terms that a sum or product is written out to.
        helpers: whether a child process may be forked for what only SymPy can prove.
    """

    seconds: float = 2.0
    bits: int = 20_000
    nodes: int = 20_000
    terms: int = 20_000
    helpers: bool = True


DEFAULT_BUDGET = Budget()


class Clock:
    """The running budget of one comparison."""

    __slots__ = ("budget", "ends")

    def __init__(self, budget: Budget = DEFAULT_BUDGET) -> None:
        self.budget = budget
        self.ends = time.thread_time() + budget.seconds

    @property
    def left(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self.ends - time.thread_time())

    def check(self) -> None:
        """Go on only while there is time left.

        Raises:
            OutOfBudget: when the time is over.
        """
        if time.thread_time() > self.ends:
            raise OutOfBudget
