"""One or two nurseries: what a fork costs is what its nursery has imported, so that few hand-ins pay for SymPy."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from grader.model.submission import Submission
from grader.sandbox.demand import modules_for
from grader.sandbox.launch import HandIn
from grader.sandbox.nursery_process import NurseryProcess
from grader.sandbox.slots import Slot
from grader.sandbox.tier import Tier

HEAVY: Final[tuple[tuple[str, tuple[str, ...], str], ...]] = (
    ("sympy", ("sympy", "mpmath"), "two thirds of the pages that a fork copies and takes down"),
)
"""Modules that only some hand-ins are given, the words in a hand-in that ask for them, and why."""


_FOR_NOTEBOOKS: Final = ("IPython.core.inputtransformer2", "IPython.display")


_REHEARSED_BEFORE: Final = 2
"""Which hand-in of a nursery's is worth a rehearsal: a single one is graded sooner without."""


class Nurseries:
    """Starts the nursery without the heavy modules at once, and the one with them when a hand-in first mentions one.

    A hand-in that imports such a module without a word of it in its text loads it in its own process: slower, the same.
    """

    def __init__(
        self, python: str, slot: Slot, at_most: Tier, preload: Sequence[str], first: Submission | None = None
    ) -> None:
        """Start the first.

        Args:
            python: the interpreter for the students' code.
            slot: where to run.
            at_most: go no further than this tier.
            preload: modules to import before any hand-in.
            first: the hand-in that will come first, if that is known: the nursery that it needs starts, and no other.

        Raises:
            SandboxError: when the interpreter does not start.
        """
        self._python, self._slot, self._at_most, self._preload = python, slot, at_most, tuple(preload)
        heavy = [name for name, _, _ in HEAVY if name in preload]
        self._words = tuple(word for name, words, _ in HEAVY if name in heavy for word in words)
        if first is not None and self._asks_for_more(_texts(first)):
            heavy = []
        self.light = NurseryProcess(python, slot, at_most, [name for name in preload if name not in heavy], heavy)
        self._full: NurseryProcess | None = None if heavy else self.light
        self._served: dict[NurseryProcess, int] = {}
        self._given: dict[NurseryProcess, set[str]] = {}

    def choose(self, hand_in: HandIn) -> NurseryProcess:
        """Return the nursery for a hand-in, with what the hand-in is going to import, and IPython for notebooks.

        Raises:
            SandboxError: when it has ended or does not start.
        """
        chosen, texts = self.light, tuple(_texts(hand_in.submission))
        if self._asks_for_more(texts):
            if self._full is None:
                self._full = NurseryProcess(self._python, self._slot, self._at_most, self._preload)
            chosen = self._full
        given = self._given.setdefault(chosen, set())
        wanted = (*modules_for(texts), *(_FOR_NOTEBOOKS if hand_in.has_notebooks else ()))
        if missing := [name for name in wanted if name not in given]:
            chosen.ask(("import", *missing))
            given.update(missing)
        self._served[chosen] = served = self._served.get(chosen, 0) + 1
        if served == _REHEARSED_BEFORE:
            chosen.ask(("rehearse",))
        return chosen

    def _asks_for_more(self, texts: Iterable[str]) -> bool:
        return any(word in text for text in texts for word in self._words)

    def close(self) -> None:
        """End them, and everything in them."""
        self.light.close()
        if self._full is not None and self._full is not self.light:
            self._full.close()


def _texts(submission: Submission) -> Iterator[str]:
    for artifact in submission.artifacts:
        yield artifact.text
        yield from (cell.source for cell in artifact.cells)
