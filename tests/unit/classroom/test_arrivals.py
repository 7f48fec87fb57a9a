"""Observations are written together, and none is forgotten."""

from pathlib import Path

import pytest

from grader.classroom.arrivals import Arrivals
from grader.classroom.store import Store
from grader.model.probe import Ended, Observation


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def seen(name: str, ended: Ended = Ended.RETURNED) -> Observation:
    return Observation(name, name, ended, 1.0)


def recorded(folder: Path) -> list[str]:
    store = Store(folder)
    try:
        return sorted(store.observations("hash", "here"))
    finally:
        store.close()


def test_what_comes_within_a_moment_is_written_together(tmp_path: Path) -> None:
    store, clock = Store(tmp_path), Clock()
    with Arrivals(store, "hash", "here", clock) as arrivals:
        arrivals.keep(seen("a"))
        arrivals.keep(seen("b"))
        assert recorded(tmp_path) == []
        clock.now = 0.06
        arrivals.keep(seen("c"))
        assert recorded(tmp_path) == ["a", "b", "c"]
        arrivals.keep(seen("d"))
        assert recorded(tmp_path) == ["a", "b", "c"]
    assert recorded(tmp_path) == ["a", "b", "c", "d"]
    store.close()


def test_faults_of_ours_are_not_recorded(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with Arrivals(store, "hash", "here") as arrivals:
        arrivals.keep(seen("a", Ended.FAULT))
        arrivals.keep(seen("b", Ended.TIMED_OUT))
    assert recorded(tmp_path) == ["b"]
    store.close()


def test_what_came_before_a_failure_is_recorded(tmp_path: Path) -> None:
    store = Store(tmp_path)
    arrivals = Arrivals(store, "hash", "here")

    def fail() -> None:
        with arrivals:
            arrivals.keep(seen("a"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert recorded(tmp_path) == ["a"]
    store.close()
