"""One rubric and one sandbox for all examples; each hand-in is graded once and its report kept."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from grader.checkers.installed import installed_checkers
from grader.intake import load_submission
from grader.marking import Grader, Record
from grader.model.report import Report
from grader.rubric import load_rubric
from grader.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "submissions_example"
RUBRICS = {path.name: path for path in sorted((ROOT / "rubrics").glob("hw3-*.yaml"))}
RUBRIC = RUBRICS["hw3-code.yaml"]

GradePath = Callable[..., Report | None]
"""Takes a hand-in and, if it is not the practical part, the file name of its rubric."""


def grade_path(grader: Grader, sandbox: Sandbox, path: Path) -> Report | None:
    """Grade one hand-in by the public interface; None where the rubric grades nothing of it."""
    submission = load_submission(path)
    if not grader.applies_to(submission):
        return None
    record = grader.observe(submission, sandbox) if grader.needs_sandbox(submission) else Record(None, {})
    return grader.report(submission, record)


@cache
def grader_for(rubric: str) -> Grader:
    """Return the grader of a rubric, made once."""
    return Grader(load_rubric(RUBRICS[rubric], installed_checkers()))


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


@pytest.fixture(scope="session")
def graded(sandbox: Sandbox) -> GradePath:
    """Grade a hand-in, once in a session."""

    @cache
    def grade(path: Path, rubric: str = RUBRIC.name) -> Report | None:
        return grade_path(grader_for(rubric), sandbox, path)

    return grade
