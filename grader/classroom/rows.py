"""One line of a class's table: a hand-in by one rubric."""

from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from grader.classroom.changes import Change
from grader.model.evidence import Unreadable
from grader.model.report import Report, pending_points, total_of
from grader.model.status import Status


class RowStatus(StrEnum):
    """How a hand-in stands as a whole."""

    GRADED = "graded"
    PENDING = "pending"
    UNGRADED = "ungraded"
    UNREADABLE = "unreadable"
    NOT_FOR_THIS_RUBRIC = "not_for_this_rubric"
    NOT_HANDED_IN = "not_handed_in"
    """A student of the roster whose work is not there."""


@dataclass(frozen=True, slots=True)
class PartCell:
    """A part's points in a row, as exact text (``"7/2"``)."""

    id: str
    earned: str
    possible: str
    pending: str
    untouched: bool
    """Whether nothing at all was handed in for the part."""


@dataclass(frozen=True, slots=True)
class Row:
    """A hand-in's outcome by one rubric; points are exact text, so that nothing is rounded on the way."""

    submission: str
    rubric: str
    status: RowStatus
    earned: str = "0"
    possible: str = "0"
    pending: str = "0"
    parts: tuple[PartCell, ...] = ()
    authors: tuple[str, ...] = ()
    tier: str = "none"
    wall_s: float = 0.0
    unseen: tuple[str, ...] = ()
    """Criteria that want calls which the record does not have (after a remark)."""

    report_name: str = ""
    """What the reports' files are called, without ending; empty where there is none."""
    changes: tuple[Change, ...] = ()
    """What is marked otherwise than in the report that was there before."""

    @property
    def needs_a_look(self) -> bool:
        """Whether a person has to look because *we* could not judge."""
        return self.status in {RowStatus.UNGRADED, RowStatus.UNREADABLE}


_ROW = tuple(each.name for each in fields(Row))
_CELL = tuple(each.name for each in fields(PartCell))


def row_of(
    report: Report,
    authors: tuple[str, ...] = (),
    *,
    wall_s: float = 0.0,
    unseen: tuple[str, ...] = (),
    changes: tuple[Change, ...] = (),
    report_name: str = "",
) -> Row:
    """Return the row of a report."""
    parts: list[PartCell] = []
    for part in report.parts:
        waiting = total_of(pending_points(result, report) for result in part.results)
        untouched = all(any(each.code == "not_answered" for each in result.machine.evidence) for result in part.results)
        parts.append(PartCell(part.part.id, str(part.earned), str(part.part.points), str(waiting), untouched))
    return Row(
        submission=report.submission_id,
        rubric=report.rubric.id,
        status=status_of(report),
        earned=str(report.earned),
        possible=str(report.rubric.points),
        pending=str(report.pending),
        parts=tuple(parts),
        authors=authors,
        tier=report.tier,
        wall_s=round(wall_s, 3),
        unseen=unseen,
        changes=changes,
        report_name=report_name,
    )


def status_of(report: Report) -> RowStatus:
    """Return how a report stands as a whole: the worst of its criteria decides."""
    results = report.results()
    ungraded = [each for each in results if each.verdict.status is Status.UNGRADED]
    if ungraded and all(
        any(isinstance(fact, Unreadable) and fact.is_ours for fact in each.verdict.evidence) for each in results
    ):
        return RowStatus.UNREADABLE
    if ungraded:
        return RowStatus.UNGRADED
    return RowStatus.PENDING if report.pending else RowStatus.GRADED


def row_to_plain(row: Row) -> dict[str, Any]:
    """Return a row as a mapping that JSON can hold."""
    plain = {name: getattr(row, name) for name in _ROW}  # `asdict` copies every string, slowly
    plain["parts"] = [{name: getattr(cell, name) for name in _CELL} for cell in row.parts]
    plain["changes"] = [asdict(change) for change in row.changes]
    return plain


def row_from_plain(plain: dict[str, Any]) -> Row:
    """Return the row that ``row_to_plain`` wrote."""
    values = {name: plain[name] for name in _ROW}
    values["status"] = RowStatus(plain["status"])
    values["parts"] = tuple(PartCell(**cell) for cell in plain["parts"])
    values["authors"] = tuple(plain["authors"])
    values["changes"] = tuple(Change(**change) for change in plain["changes"])
    values["unseen"] = tuple(plain["unseen"])
    return Row(**values)
