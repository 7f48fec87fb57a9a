"""What the platform says of a hand-in: its time, the assignment's dates, and what was handed in before."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from grader.model.late import Timing
from grader.model.rubric import SubmissionLimit

_LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata as far as they could be read; what is missing is None or empty."""

    submission: str = "submission"
    created_at: datetime | None = None
    due: datetime | None = None
    late_due: datetime | None = None
    earlier: tuple[datetime, ...] = ()
    """When hand-ins before this one came, those that the autograder failed on left out."""
    previous_results: dict[str, Any] | None = None
    """The results of the last one before: the platform gives no others."""

    @property
    def timing(self) -> Timing | None:
        """The dates that the late policy looks at; None where the platform gave no time."""
        if self.created_at is None:
            return None
        return Timing(self.created_at, due=self.due, late_due=self.late_due)

    def counted(self) -> tuple[datetime, ...]:
        """Return when hand-ins came that count against a limit: those that were refused do not."""
        extra = _mapping(_mapping(self.previous_results).get("extra_data"))
        told = [_time(each) for each in _items(extra.get("counted"))]
        known = tuple(each for each in told if each is not None)
        return known if "counted" in extra else self.earlier

    def within(self, limit: SubmissionLimit) -> tuple[datetime, ...]:
        """Return the hand-ins that count now: by the time of this one, so that a regrade comes to the same end."""
        if self.created_at is None:
            return ()
        begin = self.created_at - timedelta(hours=limit.hours)
        return tuple(each for each in self.counted() if begin < each < self.created_at)


def read_metadata(path: Path) -> Metadata:
    """Return the metadata that a file holds; nothing raises, since the format is "subject to change"."""
    try:
        plain: object = json.loads(path.read_bytes()[:_LARGEST])
    except (OSError, ValueError, RecursionError):
        return Metadata()
    data = _mapping(plain)
    assignment = _mapping(data.get("assignment"))
    before = [_mapping(each) for each in _items(data.get("previous_submissions"))]
    times = [_time(each.get("submission_time")) for each in before if not each.get("autograder_error")]
    results = [_mapping(each.get("results")) for each in before if each.get("results")]
    identity = data.get("id")
    return Metadata(
        submission=str(identity)[:80] if isinstance(identity, int | str) else "submission",
        created_at=_time(data.get("created_at")),
        due=_time(assignment.get("due_date")),
        late_due=_time(assignment.get("late_due_date")),
        earlier=tuple(each for each in times if each is not None),
        previous_results=results[-1] if results else None,
    )


def _mapping(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _items(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []


def _time(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None  # without its zone it could be any of a day's hours
