"""What the benchmark knows of a grader: how its class is laid out, run, and its points read."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.checks import ExportedCheck
from benchmarks.measuring import Cost

Scores = dict[str, dict[str, float]]
"""Points by hand-in and criterion; a hand-in that was lost is not in it."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A class and its checks."""

    notebooks: tuple[Path, ...]
    scripts: tuple[Path, ...]
    """The same hand-ins as modules, for the graders that take no notebooks."""
    checks: tuple[ExportedCheck, ...]


class Contestant(Protocol):
    """A grader."""

    name: str

    def lay_out(self, assignment: Assignment, work: Path) -> None:
        """Write tests and hand-ins as the grader wants them. Not timed."""
        ...

    def grade(self) -> Cost:
        """Grade the whole class afresh, feedback included, on one core."""
        ...

    def scores(self) -> Scores:
        """Return the points of the last run."""
        ...


def identifier(criterion: str) -> str:
    """Return a criterion's id as a Python name."""
    return criterion.replace(".", "_").replace("-", "_")
