"""Grade the hand-ins of a class one after another, keeping the record: what one worker process does."""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from grader.classroom.arrivals import Arrivals
from grader.classroom.judgements import Foundations, Given, Judgement, recall_judgement, unchanged_row
from grader.classroom.outputs import REPORTS, Outputs
from grader.classroom.people import people_of
from grader.classroom.rows import Row
from grader.classroom.store import RawRecord, Store
from grader.intake import HandIn, load_hand_in
from grader.marking import Grader, PackedObservations, Record, unpack_loading
from grader.model.probe import Ended, Limits
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
        self.reports = settings.out / REPORTS
        self.outputs = Outputs(settings.out, rubrics, settings.language)
        self.foundations = tuple(Foundations(grader.plan, settings.language) for grader in self.graders)
        self._sandboxes: dict[str | None, Sandbox] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for sandbox in self._sandboxes.values():
            sandbox.close()
        for grader in self.graders:
            grader.close()
        self.store.close()

    def grade(self, hand_in: HandIn) -> tuple[Row, ...]:
        """Grade one hand-in by every rubric, write its reports, and return a row for each rubric."""
        submission = load_hand_in(hand_in)
        key = self.store.put_hand_in(submission)
        rows: list[Row] = []
        for at in range(len(self.graders)):
            rows.append(self._grade_by(at, submission, key, is_first=_is_first(rows)))
        return tuple(rows)

    def remark(self, name: str) -> tuple[Row, ...]:
        """Judge one recorded hand-in again; runs nothing of the student's."""
        recorded = self.store.hand_in(name)
        if recorded is None:
            return ()
        rows: list[Row] = []
        submission = recorded.submission
        for at, grader in enumerate(self.graders):
            if not grader.applies_to(submission):
                rows.append(self.outputs.not_for_this_rubric(submission, grader.rubric))
                continue
            raw = self._best_record(recorded.submission_hash)
            given, is_first = self._given(grader, name), _is_first(rows)
            grounds = self.foundations[at].grounds_of(submission, raw, given, is_first=is_first)
            kept = self.store.judgement(name, grader.rubric.id)
            row = unchanged_row(kept, grounds, self.reports)
            if row is None:
                record = decode_record(raw)
                unseen = grader.criteria_unseen(submission, record)
                judgement = recall_judgement(self.foundations[at], grounds, kept)
                row = self._write(at, submission, record, given, judgement, is_first=is_first, unseen=unseen)
            rows.append(row)
        return tuple(rows)

    def _grade_by(self, at: int, submission: Submission, key: str, *, is_first: bool) -> Row:
        grader = self.graders[at]
        if not grader.applies_to(submission):
            return self.outputs.not_for_this_rubric(submission, grader.rubric)
        started = time.monotonic()
        if not grader.needs_sandbox(submission):
            return self._write_new(at, submission, Record(None, {}), self._best_record(key), is_first=is_first)
        record = self._observe(grader, submission, key)
        # What our own faults kept us from seeing is not in the record, and so is no ground to remember a verdict by.
        is_whole = all(each.ended is not Ended.FAULT for each in record.observations.values())
        environment = environment_key(self._sandbox(grader.rubric), grader.rubric.limits)
        raw = self.store.raw_record(key, environment, grader.plan.functions) if is_whole else None
        packed = record if raw is None else decode_record(raw)
        row = self._write_new(at, submission, packed, raw, is_first=is_first)
        return replace(row, wall_s=round(time.monotonic() - started, 3))

    def _write_new(
        self, at: int, submission: Submission, record: Record, raw: RawRecord | None, *, is_first: bool
    ) -> Row:
        given, foundations = self._given(self.graders[at], submission.id), self.foundations[at]
        judgement = None
        if raw is not None:
            grounds = foundations.grounds_of(submission, raw, given, is_first=is_first)
            kept = self.store.judgement(submission.id, foundations.rubric.id)
            judgement = recall_judgement(foundations, grounds, kept)
        return self._write(at, submission, record, given, judgement, is_first=is_first)

    def _write(
        self,
        at: int,
        submission: Submission,
        record: Record,
        given: Given,
        judgement: Judgement | None,
        *,
        is_first: bool,
        unseen: tuple[str, ...] = (),
    ) -> Row:
        """Judge a record and write its reports, unless they show just that already."""
        grader = self.graders[at]
        judged = grader.judge_record(submission, record, judgement)
        row = None if judgement is None else judgement.row_as_written(judged, self.reports)
        if row is None:
            report = grader.mark(
                submission,
                record,
                judged,
                penalties=given.penalties,
                overrides=given.marks,
                timing=given.timing,
            )
            row = self.outputs.write(report, submission, is_first=is_first)
        row = replace(row, unseen=unseen)
        if judgement is not None:
            judgement.put(self.store, judged, self.reports, row)
        return row

    def _given(self, grader: Grader, name: str) -> Given:
        rubric = grader.rubric
        return Given(
            self.store.marks(name, rubric.id),
            self.store.penalties(name, rubric.id),
            self.people.timing(self.origins[name], rubric.late) if name in self.origins else None,
        )

    def _observe(self, grader: Grader, submission: Submission, key: str) -> Record:
        functions = grader.plan.functions
        sandbox = self._sandbox(grader.rubric)
        environment = environment_key(sandbox, grader.rubric.limits)
        known = Record(self.store.loading(key, environment, functions), self.store.observations(key, environment))
        if known.loading is not None and not grader.missing_probes(submission, known):
            return known

        with Arrivals(self.store, key, environment) as arrivals:
            record = grader.observe(submission, sandbox, known, arrivals.keep)
        if record.loading is not None:
            self.store.put_loading(key, environment, functions, record.loading)
        return record

    def _best_record(self, key: str) -> RawRecord:
        for environment in self.store.environments(key):
            return self.store.raw_record(key, environment)
        return RawRecord()

    def _sandbox(self, rubric: Rubric) -> Sandbox:
        python = self.settings.python or rubric.python
        if python not in self._sandboxes:
            self._sandboxes[python] = Sandbox(python=python, require_tier=self.settings.require_tier)
        return self._sandboxes[python]


def decode_record(raw: RawRecord) -> Record:
    """Return a record as judging takes it."""
    loading = None if raw.loading is None else unpack_loading(raw.loading)
    return Record(loading, PackedObservations(dict(raw.observations)))


def _is_first(rows: Sequence[Row]) -> bool:
    return not any(row.report_name for row in rows)


def environment_key(sandbox: SandboxProtocol, limits: Limits) -> str:
    """Return what an observation depends on beside the hand-in and the call, in readable words and a hash."""
    digest = hashlib.sha256(repr(limits).encode()).hexdigest()[:12]
    return f"{sandbox.environment}; tier {sandbox.tier.name}; limits {digest}"
