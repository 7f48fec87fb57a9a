"""A class that was graded before: how, and whose work it holds."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from grader.checkers.installed import installed_checkers
from grader.classroom.batch import Job
from grader.classroom.store import PARTIAL, ROSTER, Store
from grader.intake import HandIn
from grader.model.errors import UsageError
from grader.model.rubric import Rubric
from grader.model.text import Language
from grader.rubric import load_rubric

_JOB = "job"


@dataclass(frozen=True, slots=True)
class RecordedClass:
    """A class's folder: how it was graded, and its hand-ins' names."""

    job: Job
    hand_ins: tuple[str, ...]

    def load_rubrics(self) -> tuple[Rubric, ...]:
        """Load the rubrics that the class was graded by."""
        checkers = installed_checkers()
        return tuple(load_rubric(path, checkers, reference=self.job.reference) for path in self.job.rubrics)


def remember_job(
    job: Job, hand_ins: Sequence[HandIn] | None = None, *, roster: str | None = None, partial: bool = False
) -> None:
    """Write into a class's record how it is graded.

    Args:
        job: what later commands (`grader pending`, `grader marks`) need.
        hand_ins: who belongs to the class now; others are taken out of it. None: everybody stays.
        roster: the list of students, as CSV; None: the one that the class has, if any.
        partial: whether the class is a part of one.
    """
    store = Store(job.out)
    try:
        if hand_ins is not None:
            known = {*store.hand_ins(), *(each.name for each in store.origins())}
            store.forget_hand_ins(known - {each.name for each in hand_ins})
            store.put_origins(hand_ins)
        if roster is not None:
            store.put_settings({ROSTER: roster})
        plain = {
            "rubrics": [str(path.resolve()) for path in job.rubrics],
            "reference": str(job.reference.resolve()) if job.reference else None,
            "language": job.language,
        }
        store.put_settings({_JOB: json.dumps(plain), PARTIAL: "yes" if partial else ""})
    finally:
        store.close()


def open_class(out: Path) -> RecordedClass:
    """Return a class that was graded into a folder.

    Raises:
        UsageError: when the folder holds no class, or its rubric has gone.
    """
    store = Store(out, must_exist=True)
    try:
        text, names = store.settings().get(_JOB), store.hand_ins()
    finally:
        store.close()
    if text is None:
        msg = f"{out} does not say which rubric it was graded by; run `grader remark {out} --rubric FILE` once"
        raise UsageError(msg)
    plain = json.loads(text)
    job = Job(
        out=out,
        rubrics=tuple(Path(path) for path in plain["rubrics"]),
        reference=Path(plain["reference"]) if plain["reference"] else None,
        language=cast("Language | None", plain["language"]),
    )
    gone = [str(path) for path in job.rubrics if not path.is_file()]
    if gone:
        msg = f"the rubric that {out} was graded by has gone: {', '.join(gone)}; run `grader remark` with the new one"
        raise UsageError(msg)
    return RecordedClass(job, names)
