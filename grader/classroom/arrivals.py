"""Observations on their way into the record: those of a moment are written together."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from grader.classroom.store import Store
from grader.model.probe import Ended, Observation

_TOGETHER_S = 0.05


class Arrivals:
    """Writes what arrives, in one transaction what came within a twentieth of a second; a context manager.

    A transaction costs more than looking at most calls does. A process that is killed loses no more than that moment,
    and those calls alone are made again.
    """

    def __init__(self, store: Store, key: str, environment: str, clock: Callable[[], float] = time.monotonic) -> None:
        """Take what every observation is recorded under: the hand-in's hash, and the environment that it runs in."""
        self._store, self._key, self._environment = store, key, environment
        self._clock = clock
        self._waiting: list[Observation] = []
        self._written_at = clock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._write()

    def keep(self, observation: Observation) -> None:
        """Record an observation, unless it is a fault of ours: that is no fact about the hand-in, so we look again."""
        if observation.ended is not Ended.FAULT:
            self._waiting.append(observation)
        if self._clock() - self._written_at >= _TOGETHER_S:
            self._write()

    def _write(self) -> None:
        if self._waiting:
            self._store.put_observations(self._key, self._environment, self._waiting)
            self._waiting.clear()
        self._written_at = self._clock()
