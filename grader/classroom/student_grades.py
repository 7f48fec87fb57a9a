"""A class's marks, student by student: what every export is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.classroom.changes import read_report
from grader.classroom.outputs import REPORTS
from grader.classroom.people import People, Person
from grader.classroom.rows import RowStatus
from grader.intake import HandIn
from grader.marking.late import late_penalty
from grader.model.rubric import Rubric
from grader.report.numbers import rounded_points

_LATE = frozenset({"late", "too_late"})


@dataclass(frozen=True, slots=True)
class StudentGrade:
    """One student's marks by one rubric, rounded as the report has them (they are rounded nowhere else)."""

    person: Person
    status: RowStatus
    submission: str = ""
    group: str = ""
    received_at: datetime | None = None
    late: bool | None = None
    """The platform's own word; None where it has none."""
    parts: tuple[tuple[str, Decimal | None], ...] = ()
    """Points by part, in the rubric's order; None while any of the part waits."""
    raw: Decimal | None = None
    """Before penalties."""
    penalty: Decimal = Decimal(0)
    penalties: tuple[tuple[str, Decimal, str], ...] = ()
    """Reason, points and reckoning of each."""
    earned: Decimal | None = None
    """So far, after penalties; None when nothing was graded."""
    pending: Decimal = Decimal(0)

    @property
    def penalty_reasons(self) -> str:
        """The penalties' reasons and reckonings in one line."""
        return "; ".join(f"{reason} {detail}".strip() for reason, _, detail in self.penalties)

    @property
    def is_final(self) -> bool:
        """Whether nothing waits for a person."""
        return self.status is RowStatus.GRADED


def gather_grades(
    out: Path, rubric: Rubric, hand_ins: Sequence[HandIn], people: People
) -> tuple[tuple[StudentGrade, ...], tuple[str, ...]]:
    """Return every student's marks, those of the roster first and in its order.

    Args:
        out: the class's folder.
        rubric: whose marks are wanted.
        hand_ins: where the class's hand-ins come from.
        people: who is whose author.

    Returns:
        A grade for each student (each member of a group), and sentences about what was decided: of several hand-ins
        of one student the latest counts.
    """
    by_student: dict[int, StudentGrade] = {}
    others: list[StudentGrade] = []
    said: list[str] = []
    for hand_in in hand_ins:
        grade = _grade_of(read_reports(out, hand_in.name, rubric), hand_in)
        for person in people.members.get(hand_in.name, ()):
            own = _of_member(replace(grade, person=person), hand_in, rubric, people)
            if person.student is None:
                others.append(own)
                continue
            before = by_student.get(id(person.student))
            if before is not None:
                own, older = _later(before, own)
                said.append(f"{person.shown()}: of several hand-ins {own.submission} counts, not {older.submission}")
            by_student[id(person.student)] = own
    roster: list[StudentGrade] = []
    for student in people.roster.students:
        roster.append(by_student.get(id(student)) or StudentGrade(Person(student), RowStatus.NOT_HANDED_IN))
    return (*roster, *others), tuple(said)


def _of_member(grade: StudentGrade, hand_in: HandIn, rubric: Rubric, people: People) -> StudentGrade:
    """Return a group's grade as it is for one member, whose dates may be others than the group's most generous."""
    whole = people.timing(hand_in, rubric.late)
    grade = replace(grade, received_at=whole.received_at)
    if grade.raw is None or not whole.members:
        return grade
    raw, own = Fraction(grade.raw), people.timing_of(hand_in, grade.person, rubric.late)
    late = late_penalty(rubric.late, own, earned=raw, possible=rubric.points)
    if late == late_penalty(rubric.late, whole, earned=raw, possible=rubric.points):
        return grade  # the report's own figures, which were rounded from the exact ones
    others = [each for each in grade.penalties if each[0] not in _LATE]
    taken = Decimal(str(rounded_points(late.points, rubric.decimals))) if late else Decimal(0)
    mine = [(late.reason, taken, late.detail), *others] if late else others
    penalty = sum((points for _, points, _ in mine), Decimal(0))
    return replace(grade, penalties=tuple(mine), penalty=penalty, earned=max(grade.raw - penalty, Decimal(0)))


def read_reports(out: Path, name: str, rubric: Rubric) -> Mapping[str, Any] | None:
    """Return a hand-in's report by a rubric as plain data, or None where the rubric did not grade it."""
    for file_name in (name, f"{name}.{rubric.id}"):
        report = read_report(out / REPORTS / f"{file_name}.json")
        if report is not None and report["submission"] == name and report["rubric"] == rubric.id:
            return report
    return None


def _later(one: StudentGrade, other: StudentGrade) -> tuple[StudentGrade, StudentGrade]:
    # What a rubric does not grade says nothing beside what it does; an unknown time is before any known one.
    first, second = (
        (each.earned is not None, each.received_at or datetime.min.replace(tzinfo=UTC)) for each in (one, other)
    )
    return (one, other) if first > second else (other, one)


def _grade_of(report: Mapping[str, Any] | None, hand_in: HandIn) -> StudentGrade:
    origin = StudentGrade(
        person=Person(None),
        status=RowStatus.NOT_FOR_THIS_RUBRIC,
        submission=hand_in.name,
        group=hand_in.group or "",
        received_at=hand_in.received_at,
        late=hand_in.late,
    )
    if report is None:
        return origin
    statuses = {each["status"] for part in report["parts"] for each in part["criteria"]}
    pending = Decimal(str(report["points"]["pending"]))
    settled = RowStatus.PENDING if pending else RowStatus.GRADED
    status = RowStatus.UNGRADED if "ungraded" in statuses else settled
    penalty = sum((Decimal(str(each["points"])) for each in report["penalties"]), Decimal(0))
    earned = Decimal(str(report["points"]["earned"]))
    points = [(part["id"], Decimal(str(part["earned"])), part["pending"]) for part in report["parts"]]
    return replace(
        origin,
        status=status,
        parts=tuple((name, None if waits else got) for name, got, waits in points),
        # Not the sum of the parts, each of which was rounded by itself, where the total tells it exactly.
        raw=earned + penalty if earned else sum((got for _, got, _ in points), Decimal(0)),
        penalty=penalty,
        penalties=tuple(
            (str(each["reason"]), Decimal(str(each["points"])), str(each["detail"])) for each in report["penalties"]
        ),
        earned=earned,
        pending=pending,
    )
