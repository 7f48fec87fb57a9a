"""Interpreters started in advance, where there is no fork: each is used once, and begins while others are at work."""

import os
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from grader.model.errors import SandboxError
from grader.sandbox.launch import HandIn
from grader.sandbox.nurseries import HEAVY
from grader.sandbox.nursery_process import BOOT
from grader.sandbox.spawned_process import SpawnedProcess

_START_S = 300.0
_MOST_SPARES = 6
"""More would cost memory, and begin no sooner than they are wanted."""
_WORTH_IT: Final[tuple[tuple[str, str], ...]] = (
    ("scipy", "a third of a second, and more for some of its parts"),
    ("torch", "seconds"),
    ("matplotlib", "half a second"),
)
"""Modules that take long to import and why: one that a hand-in imports is there before the hand-in is."""
_NOTEBOOKS = ("IPython.core.inputtransformer2", "IPython.display")
_IMPORT = re.compile(r"^[ \t]*(?:import|from)[ \t]+([A-Za-z_][\w.]*)", re.MULTILINE)
_CORES = os.cpu_count() or 1


@dataclass(slots=True)
class _Spare:
    """An interpreter that waits: what it was asked to import, and in how many requests; whether it has begun."""

    process: SpawnedProcess
    asked: set[str] = field(default_factory=set[str])
    requests: int = 0
    environment: str = ""

    def ask(self, names: Sequence[str]) -> None:
        """Ask for modules that it was not asked for yet."""
        missing = [name for name in names if name not in self.asked]
        if missing:
            self.process.send(("import", *missing))
            self.asked.update(missing)
            self.requests += 1

    def has_begun(self) -> bool:
        """Wait until it says in which environment it runs; False where it does not begin as it should."""
        if not self.environment:
            match self.process.await_frame(_START_S):
                case ("ready", str(environment)):
                    self.environment = environment
                case _:
                    return False
        return True

    def is_ready(self) -> bool:
        """Wait until it has begun and imported everything; False where it does not."""
        if not self.has_begun():
            return False
        return all(self.process.await_frame(_START_S) == ("imported",) for _ in range(self.requests))


class Spares:
    """Interpreters that have imported what a hand-in asks for and know nothing else of it; each serves one function."""

    def __init__(self, python: str, home: Path, preload: Sequence[str]) -> None:
        """Start the first, and wait for nothing.

        Args:
            python: the interpreter for the students' code.
            home: the hand-in's folder.
            preload: modules to import before any hand-in; the heavy ones load when they are first used.

        Raises:
            SandboxError: when there is no such interpreter.
        """
        later = [name for name, *_ in HEAVY if name in preload]
        light = [name for name in preload if name not in later]
        self._python, self._home = python, home
        self._command = (python, "-s", str(BOOT), "spawn", ",".join(later), *light)
        self._waiting: deque[_Spare] = deque()
        self._imports: tuple[str, ...] = ()
        self.keep(1)

    def environment(self) -> str:
        """Return the versions of the interpreter and the modules, in words.

        Raises:
            SandboxError: when the interpreter does not begin as it should.
        """
        self.keep(1)
        if not self._waiting[0].has_begun():
            raise self._failure()
        return self._waiting[0].environment

    def suit(self, hand_in: HandIn) -> None:
        """Import what a hand-in asks for, in those that wait and in those to come."""
        self._imports = ()
        self.import_too(tuple(_imports_of(hand_in)))

    def import_too(self, names: Sequence[str]) -> None:
        """Import these as well, in those that wait and in those to come for the same hand-in."""
        self._imports = tuple(dict.fromkeys((*self._imports, *names)))
        for each in self._waiting:
            each.ask(self._imports)

    def keep(self, count: int) -> None:
        """See to it that so many wait, or as many as there are processors: nobody computes while one is waited for.

        Raises:
            SandboxError: when there is no such interpreter.
        """
        while len(self._waiting) < min(count, _MOST_SPARES, _CORES):
            self._waiting.append(self._start())

    def take(self) -> SpawnedProcess:
        """Return one that is ready; nobody else gets it.

        Raises:
            SandboxError: when no interpreter begins as it should.
        """
        for _ in range(len(self._waiting)):
            spare = self._waiting.popleft()
            if spare.is_ready():
                return spare.process
            spare.process.end()  # a student's code has the rights to end it: another one, then
        spare = self._start()
        if spare.is_ready():
            return spare.process
        spare.process.end()
        raise self._failure()

    def close(self) -> None:
        """End those that wait."""
        while self._waiting:
            self._waiting.popleft().process.end()

    def _start(self) -> _Spare:
        try:
            spare = _Spare(SpawnedProcess(self._command, self._home))
        except OSError as error:
            msg = f"cannot start {self._python}: {error.strerror}"
            raise SandboxError(msg) from error
        spare.ask(self._imports)
        return spare

    def _failure(self) -> SandboxError:
        return SandboxError(f"{self._python} did not begin as it should")


def _imports_of(hand_in: HandIn) -> Iterator[str]:
    own = {Path(each.path).stem for each in hand_in.submission.artifacts}
    known = {name for name, _ in _WORTH_IT} - own
    texts = [
        text for each in hand_in.submission.artifacts for text in (each.text, *(cell.source for cell in each.cells))
    ]
    yield from sorted({name for text in texts for name in _IMPORT.findall(text) if name.split(".")[0] in known})
    if hand_in.has_notebooks:
        yield from _NOTEBOOKS
