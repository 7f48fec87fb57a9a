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
RUBRIC = ROOT / "rubrics" / "hw3-code.yaml"

GradePath = Callable[[Path], Report | None]


def grade_path(grader: Grader, sandbox: Sandbox, path: Path) -> Report | None:
    """Grade one hand-in by the public interface; None where the rubric grades nothing of it."""
    submission = load_submission(path)
    if not grader.applies_to(submission):
        return None
    record = grader.observe(submission, sandbox) if grader.needs_sandbox(submission) else Record(None, {})
    return grader.report(submission, record)


@pytest.fixture(scope="session")
def hw3_grader() -> Grader:
    return Grader(load_rubric(RUBRIC, installed_checkers()))


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


@pytest.fixture(scope="session")
def graded(hw3_grader: Grader, sandbox: Sandbox) -> GradePath:
    """Grade a hand-in, once in a session."""

    @cache
    def grade(path: Path) -> Report | None:
        return grade_path(hw3_grader, sandbox, path)

    return grade
