"""What judging a hand-in led to, kept so that what has not changed is not worked out again.

Two things are kept for a hand-in and a rubric. Each criterion's verdict, under a hash of all that it rests on (the
record of the hand-in, the checker with its parameters, the calls, the reference, this program and its libraries): of a
rubric in which one tolerance changed, one criterion is judged. And the row of the class's table, under a hash of all
that the reports rest on: where nothing changed and the reports lie as they were written, nothing is written.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from grader.classroom.foundations import criterion_digest, digest_of, folder_digest, rubric_digest
from grader.classroom.outputs import REPORT_ENDINGS
from grader.classroom.rows import Row, row_from_plain, row_to_plain
from grader.classroom.store import KeptJudgement, RawRecord, Store
from grader.marking import Plan, TimedVerdict, decode_verdict, encode_verdict
from grader.model.late import Timing
from grader.model.report import Override, Penalty
from grader.model.status import Status
from grader.model.submission import Submission


@dataclass(frozen=True, slots=True)
class Given:
    """What persons and dates add to the machine's verdicts."""

    marks: Mapping[str, Override]
    penalties: tuple[Penalty, ...]
    timing: Timing | None


class Foundations:
    """One rubric's part of the hashes: worked out once for a class."""

    def __init__(self, plan: Plan, language: str | None) -> None:
        # How a written answer is cut into parts depends on all of them.
        parts = repr([(part.id, part.notation) for part in plan.rubric.parts])
        grounds = digest_of(folder_digest(plan.rubric.reference), parts)
        self.rubric = plan.rubric
        self.reports = digest_of(rubric_digest(plan.rubric), language or "")
        self.criteria = {
            planned.criterion.id: known
            for planned in plan.criteria
            if (known := criterion_digest(planned, grounds)) is not None
        }

    def digest(self, submission: Submission, record: RawRecord, given: Given, *, is_first: bool) -> str:
        """Return the hash of all that a hand-in's reports rest on."""
        return digest_of(
            self.reports, repr(submission), _data(submission), repr(given), str(is_first), *record.pieces()
        )


@dataclass(slots=True)
class Judgement:
    """What is known of one hand-in by one rubric; `Grader.report` asks it and tells it."""

    foundations: Foundations
    seen: str
    """The hash of what a criterion may look at: the hand-in's files and what their code did."""
    known: dict[str, tuple[str, TimedVerdict]] = field(default_factory=dict[str, tuple[str, TimedVerdict]])
    """By criterion: the hash that it was judged under, and the verdict."""

    def recall(self, criterion: str) -> TimedVerdict | None:
        """Return the verdict that was reached on the same grounds, or None."""
        known = self.known.get(criterion)
        return known[1] if known is not None and known[0] == self.key(criterion) else None

    def keep(self, criterion: str, verdict: TimedVerdict) -> None:
        """Remember a verdict, unless it says that *we* failed: that may go better another time."""
        key = self.key(criterion)
        if key is None or verdict[0].status is Status.UNGRADED:
            self.known.pop(criterion, None)
        else:
            self.known[criterion] = (key, verdict)

    def key(self, criterion: str) -> str | None:
        """Return the hash of what a criterion's verdict rests on, or None where that cannot be told."""
        grounds = self.foundations.criteria.get(criterion)
        return None if grounds is None else digest_of(grounds, self.seen)


def grounds_of(submission: Submission, record: RawRecord) -> str:
    """Return a hash of what a criterion may look at: not whose hand-in it is, nor when it came."""
    return digest_of(repr((submission.artifacts, submission.troubles)), _data(submission), *record.pieces())


def recall_judgement(store: Store, foundations: Foundations, submission: Submission, record: RawRecord) -> Judgement:
    """Return what is known of a hand-in by a rubric."""
    judgement = Judgement(foundations, grounds_of(submission, record))
    kept = store.judgement(submission.id, foundations.rubric.id)
    if kept is not None:
        plain = cast("dict[str, Any]", json.loads(zlib.decompress(kept.verdicts)))
        for criterion, (key, verdict, seconds) in plain.items():
            if key == judgement.key(criterion):  # what has changed need not be decoded
                judgement.known[criterion] = (key, (decode_verdict(verdict.encode()), seconds))
    return judgement


def keep_judgement(store: Store, judgement: Judgement, digest: str, folder: Path, row: Row) -> None:
    """Remember what was judged, and the row and the reports' files below ``folder`` that came of it."""
    plain = {
        criterion: (key, encode_verdict(verdict).decode(), seconds)
        for criterion, (key, (verdict, seconds)) in judgement.known.items()
    }
    files = _as_they_lie(folder, row.report_name)
    again = row_to_plain(replace(row, changes=(), wall_s=0.0))
    verdicts = zlib.compress(json.dumps(plain).encode(), 1)
    store.put_judgement(row.submission, row.rubric, KeptJudgement(digest, f"{files}\n{json.dumps(again)}", verdicts))


def unchanged_row(store: Store, name: str, rubric: str, digest: str, folder: Path) -> Row | None:
    """Return a hand-in's row where its reports rest on the same grounds and lie as they were written, or None."""
    kept = store.judgement(name, rubric)
    if kept is None or kept.digest != digest:
        return None
    files, _, plain = kept.row.partition("\n")
    row = row_from_plain(json.loads(plain))
    return row if files and files == _as_they_lie(folder, row.report_name) else None


def _as_they_lie(folder: Path, name: str) -> str:
    try:
        found = [(folder / f"{name}{ending}").stat() for ending in REPORT_ENDINGS]
    except OSError:
        return ""
    return " ".join(f"{each.st_size}:{each.st_mtime_ns}" for each in found)


def _data(submission: Submission) -> str:
    return " ".join(each.sha256 for each in submission.data_files)
