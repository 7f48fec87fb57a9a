"""What judging a hand-in led to, kept so that what has not changed is not worked out again.

Three things are kept for a hand-in and a rubric. Each criterion's verdict, under a hash of all that it rests on (the
record of the hand-in, the checker with its parameters, the calls, the reference, this program and its libraries): of a
rubric in which one tolerance changed, one criterion is judged. The row of the class's table, under a hash of all that
the reports rest on: where nothing changed and the reports lie as they were written, nothing is judged or written. And
a hash of what the reports show: where the criteria that were judged again came out the same, nothing is written.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from grader.classroom.foundations import criterion_digest, digest_of, face_digest, folder_digest, rubric_digest
from grader.classroom.outputs import REPORT_ENDINGS
from grader.classroom.rows import Row, row_from_plain, row_to_plain
from grader.classroom.store import KeptJudgement, RawRecord, Store
from grader.marking import Judged, Plan
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


@dataclass(frozen=True, slots=True)
class Grounds:
    """Hashes of what one hand-in's reports by one rubric rest on."""

    seen: str
    """Of what a criterion may look at: not whose hand-in it is, nor when it came."""
    all: str
    """Of everything: the rubric's file, the record, what persons gave."""
    shown: str
    """Of what the reports show beside the verdicts."""


class Foundations:
    """One rubric's part of the hashes: worked out once for a class."""

    def __init__(self, plan: Plan, language: str | None) -> None:
        # How a written answer is cut into parts depends on all of them.
        parts = repr([(part.id, part.notation) for part in plan.rubric.parts])
        grounds = digest_of(folder_digest(plan.rubric.reference), parts)
        self.rubric = plan.rubric
        self.criteria = {
            planned.criterion.id: known
            for planned in plan.criteria
            if (known := criterion_digest(planned, grounds)) is not None
        }
        self._reports = digest_of(rubric_digest(plan.rubric), language or "")
        self._face = digest_of(face_digest(plan.rubric), language or "")

    def grounds_of(self, submission: Submission, record: RawRecord, given: Given, *, is_first: bool) -> Grounds:
        """Return the hashes for one hand-in, what was seen of it, and what persons gave."""
        data = " ".join(each.sha256 for each in submission.data_files)
        files = digest_of(repr((submission.artifacts, submission.troubles)), data)
        observed = digest_of(*record.pieces())
        rest = repr((submission.id, submission.received_at, submission.authors, given, is_first))
        return Grounds(
            seen=digest_of(files, observed),
            all=digest_of(self._reports, files, observed, rest),
            shown=digest_of(self._face, files, record.loading or b"", rest),
        )


@dataclass(slots=True)
class Judgement:
    """What is known of one hand-in by one rubric; `Grader.judge_record` asks it and tells it."""

    foundations: Foundations
    grounds: Grounds
    known: dict[str, tuple[str, Judged]] = field(default_factory=dict[str, tuple[str, Judged]])
    """By criterion: the hash that it was judged under, and what was judged."""
    keys: dict[str, str] = field(init=False)
    """By criterion: the hash of what its verdict rests on now; those of which that cannot be told are missing."""
    written: str = ""
    """What the reports that lie there show, as a hash, and how they lie there; empty for none."""
    row: str = ""

    def __post_init__(self) -> None:
        seen = self.grounds.seen
        self.keys = {criterion: digest_of(each, seen) for criterion, each in self.foundations.criteria.items()}

    def recall(self, criterion: str) -> Judged | None:
        """Return what was judged on the same grounds, or None."""
        known = self.known.get(criterion)
        return known[1] if known is not None and known[0] == self.keys.get(criterion) else None

    def keep(self, criterion: str, judged: Judged) -> None:
        """Remember a verdict, unless it says that *we* failed: that may go better another time."""
        key = self.keys.get(criterion)
        if key is None or judged.verdict.status is Status.UNGRADED:
            self.known.pop(criterion, None)
        else:
            self.known[criterion] = (key, judged)

    def row_as_written(self, judged: Sequence[Judged], folder: Path) -> Row | None:
        """Return the row of the reports below ``folder`` where they show these verdicts already, or None."""
        if not self.row:
            return None
        row = row_from_plain(json.loads(self.row))
        return row if self.written == self._written(judged, folder, row.report_name) else None

    def put(self, store: Store, judged: Sequence[Judged], folder: Path, row: Row) -> None:
        """Remember what was judged, and the row and the reports' files below ``folder`` that came of it."""
        written = self._written(judged, folder, row.report_name)
        again = json.dumps(row_to_plain(replace(row, changes=(), wall_s=0.0)))
        names = json.dumps([(criterion, key, each.seconds) for criterion, (key, each) in self.known.items()])
        verdicts = b"\n".join([names.encode(), *(each.encoded for _, each in self.known.values())])
        kept = KeptJudgement(self.grounds.all, f"{written}\n{again}", zlib.compress(verdicts, 1))
        store.put_judgement(row.submission, row.rubric, kept)

    def _written(self, judged: Sequence[Judged], folder: Path, name: str) -> str:
        files = _as_they_lie(folder, name)
        return f"{digest_of(self.grounds.shown, *(each.encoded for each in judged))} {files}" if files else ""


def recall_judgement(foundations: Foundations, grounds: Grounds, kept: KeptJudgement | None) -> Judgement:
    """Return what is known of a hand-in by a rubric, of which the record holds ``kept``."""
    judgement = Judgement(foundations, grounds)
    if kept is not None:
        # What another version of this program kept, in whatever form, rests on other grounds.
        with suppress(ValueError, TypeError, zlib.error):
            names, *verdicts = zlib.decompress(kept.verdicts).split(b"\n")
            plain = cast("list[tuple[str, str, float]]", json.loads(names))
            judgement.known = {
                criterion: (key, Judged(encoded, seconds))
                for (criterion, key, seconds), encoded in zip(plain, verdicts, strict=True)
            }
            judgement.written, _, judgement.row = kept.row.partition("\n")
    return judgement


def unchanged_row(kept: KeptJudgement | None, grounds: Grounds, folder: Path) -> Row | None:
    """Return a hand-in's row where its reports rest on the same grounds and lie as they were written, or None."""
    if kept is None or kept.digest != grounds.all:
        return None
    written, _, plain = kept.row.partition("\n")
    row = row_from_plain(cast("dict[str, Any]", json.loads(plain)))
    files = _as_they_lie(folder, row.report_name)
    return row if files and written.partition(" ")[2] == files else None


def _as_they_lie(folder: Path, name: str) -> str:
    try:
        found = [(folder / f"{name}{ending}").stat() for ending in REPORT_ENDINGS]
    except OSError:
        return ""
    return " ".join(f"{each.st_size}:{each.st_mtime_ns}" for each in found)
