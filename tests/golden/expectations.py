"""What `expected.yaml` beside an example says, and how a report differs from it."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from grader.classroom.rows import RowStatus, status_of
from grader.model.evidence import KnownError, StepFails, StepUndecided, StepUnread
from grader.model.report import CriterionResult, Report
from grader.model.status import Status

_STRICT = ConfigDict(extra="forbid", frozen=True)


class ExpectedVerdict(BaseModel):
    """One criterion: its status, evidence codes that must appear, and the known error that must be named."""

    model_config = _STRICT

    status: Status
    evidence: tuple[str, ...] = ()
    known_error: str | None = None


class Expected(BaseModel):
    """A whole hand-in. ``criteria`` may hold patterns (``Q3.*``); an exact id comes before a pattern."""

    model_config = _STRICT

    rubric: str
    why: str
    status: RowStatus
    earned: float | None = None
    pending: float | None = None
    notes: tuple[str, ...] = ()
    """Codes that must appear among what is said of the hand-in as a whole."""
    criteria: dict[str, ExpectedVerdict] = {}
    steps: dict[str, dict[int, str]] = {}
    """By derivation criterion and line of the file: ``fails``, ``undecided`` or ``unread``, a failure with its repair's
    edit where there is one (``fails sign``). Steps on lines that are not listed hold."""
    others: Literal["passed"] = "passed"

    def verdict(self, criterion_id: str) -> ExpectedVerdict:
        """Return what is expected of a criterion: its own line, else the longest pattern that fits, else a pass."""
        if criterion_id in self.criteria:
            return self.criteria[criterion_id]
        fitting = [pattern for pattern in self.criteria if fnmatchcase(criterion_id, pattern)]
        return self.criteria[max(fitting, key=len)] if fitting else ExpectedVerdict(status=Status.PASSED)


def load_expected(path: Path) -> Expected:
    """Read an ``expected.yaml``; unknown keys are refused."""
    return Expected.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def differences(report: Report, expected: Expected) -> list[str]:
    """Return every way in which a report differs from what is expected, as sentences."""
    found = [line for result in report.results() for line in _differences_of(result, expected)]
    ids = [result.criterion.id for result in report.results()]
    found += [
        f"{pattern} in expected.yaml fits no criterion"
        for pattern in expected.criteria
        if not any(expected.verdict(each) is expected.criteria[pattern] for each in ids)
    ]
    if status_of(report) is not expected.status:
        found.append(f"the hand-in is {status_of(report)}, not {expected.status}")
    for name, actual, wanted in (
        ("earned", report.earned, expected.earned),
        ("pending", report.pending, expected.pending),
    ):
        if round(float(actual), 2) != wanted:
            found.append(f"{name}: {float(actual):.2f}, not {wanted}")
    found += [line for result in report.results() for line in _steps_apart(result, expected)]
    said = {note.code for note in report.notes}
    found += [f"no note {code}" for code in expected.notes if code not in said]
    return found


def steps_of(result: CriterionResult) -> dict[int, str]:
    """Return what is found of the lines of a derivation whose steps do not all hold."""
    found: dict[int, str] = {}
    for fact in result.verdict.evidence:
        if isinstance(fact, StepFails | StepUndecided | StepUnread) and fact.line is not None:
            edit = f" {fact.repair.edit}" if fact.repair is not None else ""
            found.setdefault(fact.line, f"{fact.code.removeprefix('step_')}{edit}")
    return found


def _steps_apart(result: CriterionResult, expected: Expected) -> Iterator[str]:
    if result.criterion.checker_name != "derivation":
        return
    actual, wanted = steps_of(result), expected.steps.get(result.criterion.id, {})
    if actual != wanted:
        yield f"{result.criterion.id}: steps {actual}, not {wanted}"


def _differences_of(result: CriterionResult, expected: Expected) -> Iterator[str]:
    wanted, verdict = expected.verdict(result.criterion.id), result.verdict
    codes = [fact.code for fact in verdict.evidence]
    names = [fact.name for fact in verdict.evidence if isinstance(fact, KnownError)]
    shown = f"{result.criterion.id}: {verdict.status} {codes} {names}"
    if verdict.status is not wanted.status:
        yield f"{shown}, not {wanted.status}; {verdict.evidence[:1]}"
    elif missing := [code for code in wanted.evidence if code not in codes]:
        yield f"{shown} lacks {missing}"
    elif names != ([] if wanted.known_error is None else [wanted.known_error]):
        yield f"{shown}, not the known error {wanted.known_error}"
    elif "carried_forward" in codes and "carried_forward" not in wanted.evidence:
        yield f"{shown} is carried forward, which is not expected"
