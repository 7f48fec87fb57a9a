"""Whether both sides of a test draw from a generator that it seeds.

A test and the hand-in share the common generators when they run in one process. Taken apart, each side has its own,
seeded alike: what is drawn is the same as long as one side alone draws between two seeds. Where both do, a right answer
may fail.
"""

import random
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from grader.checkers.testing.plain import to_plain
from grader.checkers.testing.steps import Replay, Step, World
from grader.checkers.testing.tables import Module

_NUMPY: Final = (
    "(lambda s: [int(s[1].sum()), int(s[1][0]), int(s[1][-1]), s[2], s[3]])(__import__('numpy').random.get_state())"
)
_PLAIN: Final = "(lambda s: [sum(s[1]), s[1][0], s[1][-1], s[2] is None])(__import__('random').getstate())"
_SOURCES: Final[Mapping[str, str]] = MappingProxyType({"numpy": _NUMPY, "random": _PLAIN})
"""Tells where a library's generator stands, in the hand-in's process."""


class Streams:
    """Follows the common generators of one walk through a test."""

    def __init__(self, world: World, modules: Mapping[str, Module]) -> None:
        self._world = world
        self._common: dict[str, Any] = {
            "numpy": modules["numpy.random"].names["seed"].__self__,
            "random": modules["random"].names["seed"].__self__,
        }
        self._begun: dict[str, list[list[Any]]] = {}
        self._drawn: set[str] = set()

    def library_of(self, generator: object) -> str | None:
        """Return whose common generator it is, if it is one."""
        return next((name for name, each in self._common.items() if each is generator), None)

    def seeded(self, library: str, seed: int) -> str:
        """Note that a common generator was seeded; return the source that does the same in the hand-in's process."""
        self.close(library)
        self._drawn.discard(library)
        self._begun.setdefault(library, []).append(_state_after(library, seed))
        tail = ".random" if library == "numpy" else ""
        return f"__import__('{library}'){tail}.seed({seed})"

    def drawn(self, library: str) -> None:
        """Note that the test itself draws."""
        self._drawn.add(library)

    def close(self, *libraries: str) -> None:
        """Look at where the generators stand in the hand-in's process, before they are seeded again or at the end."""
        for library in libraries or tuple(self._common):
            begun = self._begun.get(library, ())
            if begun and library in self._drawn and self._world.planning:
                self._world.make(("stream", library, len(begun)), Step("see", "", (_SOURCES[library],)))

    def are_mixed(self, replay: Replay) -> bool:
        """Whether both sides have drawn after one seed, as far as the walk went."""
        for library, begun in self._begun.items():
            for number, state in enumerate(begun, start=1):
                at = replay.keys.get(("stream", library, number))
                if at is not None and to_plain(replay.met[at].value)[0] != state:
                    return True
        return False


def _state_after(library: str, seed: int) -> list[Any]:
    if library == "numpy":
        state: Any = np.random.RandomState(seed).get_state()
        return [int(state[1].sum()), int(state[1][0]), int(state[1][-1]), state[2], state[3]]
    plain: Any = random.Random(seed).getstate()  # noqa: S311  # no secrets
    return [sum(plain[1]), plain[1][0], plain[1][-1], plain[2] is None]
