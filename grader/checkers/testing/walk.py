"""One walk through a test: where it is, and the steps that it asks for."""

import ast
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any, Final

from grader.checkers.testing.plain import CannotSeparateError
from grader.checkers.testing.scope import Scope
from grader.checkers.testing.steps import Met, Step, World, again
from grader.checkers.testing.streams import Streams

MOST_ROUNDS: Final = 20_000


class Walk:
    """Knows the names and the steps of a test. ``path`` holds the round of every loop that is being run."""

    def __init__(self, world: World, scope: Scope) -> None:
        self.world, self.scope = world, scope
        self.path: tuple[int, ...] = ()
        self.streams = Streams(world, scope.modules)

    def step(self, node: ast.AST, step: Step) -> Met | None:
        """Make a step for a piece of the test.

        Raises:
            BaseException: what the student's code raised, in the form of a built-in exception.
        """
        place = tuple(getattr(node, name, None) for name in ("lineno", "col_offset", "end_lineno", "end_col_offset"))
        met = self.world.make((place, type(node).__name__, step.kind, step.target, self.path), step)
        if met is not None and met.raised is not None:
            raise again(step, met.raised)
        return met

    @contextmanager
    def round(self, number: int) -> Generator[None]:
        """Be in a round of a loop.

        Yields:
            Nothing.
        """
        outer, self.path = self.path, (*self.path, number)
        try:
            yield
        finally:
            self.path = outer

    def rounds(self, iterable: Any) -> Iterator[Any]:  # noqa: ANN401  # whatever can be gone through
        """Go through something, within reason.

        Yields:
            Its items.
        """
        for count, item in enumerate(iterable):
            if count >= MOST_ROUNDS:
                raise CannotSeparateError("a loop goes on and on")
            yield item

    @contextmanager
    def frozen(self) -> Generator[None]:
        """Let no step be planned.

        Yields:
            Nothing.
        """
        world: Any = self.world
        if not world.planning:
            yield
            return
        world.frozen += 1
        try:
            yield
        finally:
            world.frozen -= 1
