"""Grade the hand-ins of a class one after another, keeping the record: what one worker process does."""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from grader.classroom.outputs import Outputs
from grader.classroom.people import people_of
from grader.classroom.rows import Row
from grader.classroom.store import Store
from grader.intake import HandIn, load_hand_in
from grader.marking import Grader, Record
from grader.model.probe import Ended, Limits, Observation
from grader.model.report import Report
from grader.model.rubric import Rubric
from grader.model.submission import Submission
from grader.model.text import Language
from grader.sandbox import Sandbox, SandboxProtocol, Tier


@dataclass(frozen=True, slots=True)
class Settings:
    """How a class is graded."""

    out: Path
    language: Language | None = None
    require_tier: Tier | None = None
    python: str | None = None


class Session:
    """Grades hand-ins into a folder; a context manager that owns the record and the sandboxes."""

    def __init__(self, rubrics: Sequence[Rubric], settings: Settings) -> None:
        self.settings = settings
        self.graders = tuple(Grader(rubric) for rubric in rubrics)
        self.store = Store(settings.out)
        self.origins = {each.name: each for each in self.store.origins()}
        self.people = people_of(self.store)
        self.outputs = Outputs(settings.out, rubrics, settings.language)
        self._sandboxes: dict[str | None, Sandbox] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for sandbox in self._sandboxes.values():
            sandbox.close()
        self.store.close()

    def grade(self, hand_in: HandIn) -> tuple[Row, ...]:
        """Grade one hand-in by every rubric, write its reports, and return a row for each rubric."""
        submission = load_hand_in(hand_in)
        key = self.store.put_hand_in(submission)
        rows: list[Row] = []
        for grader in self.graders:
            rows.append(self._grade_by(grader, submission, key, is_first=_is_first(rows)))
        return tuple(rows)

    def remark(self, name: str) -> tuple[Row, ...]:
        """Judge one recorded hand-in again; runs nothing of the student's."""
        recorded = self.store.hand_in(name)
        if recorded is None:
            return ()
        rows: list[Row] = []
        for grader in self.graders:
            submission = recorded.submission
            if not grader.applies_to(submission):
                rows.append(self.outputs.not_for_this_rubric(submission, grader.rubric))
                continue
            record = self._best_record(recorded.submission_hash)
            report = self._report(grader, submission, record)
            unseen = grader.criteria_unseen(submission, record)
            rows.append(self.outputs.write(report, submission, is_first=_is_first(rows), unseen=unseen))
        return tuple(rows)

    def _grade_by(self, grader: Grader, submission: Submission, key: str, *, is_first: bool) -> Row:
        if not grader.applies_to(submission):
            return self.outputs.not_for_this_rubric(submission, grader.rubric)
        started = time.monotonic()
        record = self._observe(grader, submission, key) if grader.needs_sandbox(submission) else Record(None, {})
        report = self._report(grader, submission, record)
        return self.outputs.write(report, submission, is_first=is_first, wall_s=time.monotonic() - started)

    def _report(self, grader: Grader, submission: Submission, record: Record) -> Report:
        """Judge a record; what persons gave and took off, and the students' own dates, count."""
        rubric, name = grader.rubric, submission.id
        return grader.report(
            submission,
            record,
            penalties=self.store.penalties(name, rubric.id),
            overrides=self.store.marks(name, rubric.id),
            timing=self.people.timing(self.origins[name], rubric.late) if name in self.origins else None,
        )

    def _observe(self, grader: Grader, submission: Submission, key: str) -> Record:
        functions = grader.plan.functions
        sandbox = self._sandbox(grader.rubric)
        environment = environment_key(sandbox, grader.rubric.limits)
        known = Record(self.store.loading(key, environment, functions), self.store.observations(key, environment))
        if known.loading is not None and not grader.missing_probes(submission, known):
            return known

        def keep(observation: Observation) -> None:
            if observation.ended is not Ended.FAULT:  # a fault of ours is no fact about the hand-in: look again
                self.store.put_observation(key, environment, observation)

        record = grader.observe(submission, sandbox, known, keep)
        if record.loading is not None:
            self.store.put_loading(key, environment, functions, record.loading)
        return record

    def _best_record(self, key: str) -> Record:
        for environment in self.store.environments(key):
            return Record(self.store.any_loading(key, environment), self.store.observations(key, environment))
        return Record(None, {})

    def _sandbox(self, rubric: Rubric) -> Sandbox:
        python = self.settings.python or rubric.python
        if python not in self._sandboxes:
            self._sandboxes[python] = Sandbox(python=python, require_tier=self.settings.require_tier)
        return self._sandboxes[python]


def _is_first(rows: Sequence[Row]) -> bool:
    return not any(row.report_name for row in rows)


def environment_key(sandbox: SandboxProtocol, limits: Limits) -> str:
    """Return what an observation depends on beside the hand-in and the call, in readable words and a hash."""
    digest = hashlib.sha256(repr(limits).encode()).hexdigest()[:12]
    return f"{sandbox.environment}; tier {sandbox.tier.name}; limits {digest}"
