"""What waits for a person, out as a table; the person's marks, back in."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from grader.classroom.changes import read_report
from grader.classroom.outputs import REPORTS
from grader.classroom.store import Store
from grader.model.errors import UsageError
from grader.model.report import Override, Penalty
from grader.model.rubric import Rubric
from grader.model.verdict import partial

COLUMNS = ("submission", "criterion", "max", "points", "reason", "by", "evidence", "rubric")
PENALTY = "penalty"
"""What stands in the column ``criterion`` of a row that takes points off the whole hand-in."""
_NEEDED = ("submission", "criterion", "points")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One criterion of one hand-in that a person has to mark."""

    submission: str
    criterion: str
    most: str
    reason: str
    """Why: ``pending``, or ``ungraded`` (the program could not judge)."""
    evidence: str
    """The page that shows it, relative to the class's folder."""
    rubric: str


def waiting_in(out: Path, names: Sequence[str], rubrics: Sequence[str]) -> Iterator[Waiting]:
    """Yield everything that waits for a person, hand-in by hand-in.

    Args:
        out: the class's folder.
        names: its hand-ins.
        rubrics: the ids of the rubrics it was graded by.
    """
    for name in names:
        for file_name in (name, *(f"{name}.{rubric}" for rubric in rubrics)):
            report = read_report(out / REPORTS / f"{file_name}.json")
            if report is None or report["submission"] != name or report["rubric"] not in rubrics:
                continue
            for part in report["parts"]:
                for criterion in part["criteria"]:
                    if criterion["status"] in {"pending", "ungraded"}:
                        page = f"{REPORTS}/{file_name}.html#{criterion['id']}"
                        most = f"{criterion['points']:g}"
                        yield Waiting(name, criterion["id"], most, criterion["status"], page, report["rubric"])


def waiting_csv(waiting: Sequence[Waiting]) -> str:
    """Return the table that a person fills in: ``points``, and if they wish ``reason`` and ``by``."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for each in waiting:
        writer.writerow([_tame(each.submission), each.criterion, each.most, "", "", "", each.evidence, each.rubric])
    return text.getvalue()


def take_marks(store: Store, text: str, rubrics: Sequence[Rubric], *, now: datetime | None = None) -> tuple[str, ...]:
    """Take a filled-in table into the record.

    Rows without points are left alone; ``-`` in ``points`` takes an earlier mark back. A row whose criterion is
    ``penalty``, or begins with ``penalty.``, takes its points off the total, for its reason.

    Args:
        store: the class's record.
        text: the CSV file's text; extra columns are ignored, and so is their order.
        rubrics: those that the class was graded by.
        now: when the marks were given.

    Returns:
        The names of the hand-ins whose marks were given or changed.

    Raises:
        UsageError: naming every problem with its row; nothing is taken then.
    """
    rows, problems = _rows(text)
    known = set(store.hand_ins())
    by_id = {rubric.id: {each.id: each.points for each in rubric.criteria()} for rubric in rubrics}
    taken: list[tuple[str, str, str, Override | None, Mapping[str, str]]] = []
    seen: set[tuple[str, str, str]] = set()
    for number, row in rows:
        if not row["points"]:
            continue
        if _is_penalty(row["criterion"]):
            problem = _problem_of_penalty(row, known, rubrics)
        else:
            problem = _problem_of(row, known, by_id)
        if problem:
            problems.append(f"row {number}: {problem}")
            continue
        holders = [name for name, ids in by_id.items() if row["criterion"] in ids or _is_penalty(row["criterion"])]
        rubric = row.get("rubric") or holders[0]
        key = (_untame(row["submission"], known), rubric, row["criterion"])
        if key in seen:
            problems.append(f"row {number}: {key[0]} {key[2]} was marked in an earlier row already")
        seen.add(key)
        most = by_id[rubric].get(row["criterion"], Fraction(1))
        taken.append((*key, _override(row, most, now or datetime.now(UTC)) if row["points"] != "-" else None, row))
    if problems:
        msg = f"no mark was taken; {len(problems)} problem(s):\n  " + "\n  ".join(problems)
        raise UsageError(msg)
    for name, rubric, criterion, override, row in taken:
        if _is_penalty(criterion):
            _put_penalty(store, name, rubric, row)
        elif override is None:
            store.forget_mark(name, rubric, criterion)
        else:
            store.put_mark(name, rubric, criterion, override)
    return tuple(dict.fromkeys(name for name, *_ in taken))


def _rows(text: str) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    sample = text.removeprefix("\ufeff")
    delimiter = ";" if sample.partition("\n")[0].count(";") > sample.partition("\n")[0].count(",") else ","
    reader = csv.DictReader(io.StringIO(sample), delimiter=delimiter, restkey="_more")
    missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        return [], [f"the first row names no column {', '.join(missing)}"]
    rows: list[tuple[int, dict[str, str]]] = []
    for row in reader:
        cells = {key: (value or "").strip() for key, value in row.items() if isinstance(value, str | None) and key}
        rows.append((reader.line_num, cells))
    return rows, []


def _problem_of(row: Mapping[str, str], known: set[str], by_id: Mapping[str, Mapping[str, Fraction]]) -> str | None:
    if _untame(row["submission"], known) not in known:
        return f"no hand-in '{row['submission']}' in this class"
    rubric = row.get("rubric", "")
    if rubric and rubric not in by_id:
        return f"the class was not graded by a rubric '{rubric}'"
    holders = [name for name, ids in by_id.items() if row["criterion"] in ids and rubric in {"", name}]
    if not holders:
        return f"no criterion '{row['criterion']}'"
    if len(holders) > 1:
        return f"'{row['criterion']}' is in several rubrics; say which in the column 'rubric'"
    if row["points"] == "-":
        return None
    points = _number(row["points"])
    most = by_id[holders[0]][row["criterion"]]
    if points is None:
        return f"'{row['points']}' is no number of points"
    return None if 0 <= points <= most else f"{row['points']} points, but {row['criterion']} has 0 to {float(most):g}"


def _is_penalty(criterion: str) -> bool:
    return criterion == PENALTY or criterion.startswith(f"{PENALTY}.")


def _problem_of_penalty(row: Mapping[str, str], known: set[str], rubrics: Sequence[Rubric]) -> str | None:
    if _untame(row["submission"], known) not in known:
        return f"no hand-in '{row['submission']}' in this class"
    named = [rubric for rubric in rubrics if row.get("rubric", "") in {"", rubric.id}]
    if len(named) != 1:
        return "a penalty is taken off by one rubric; say which in the column 'rubric'"
    if row["points"] == "-":
        return None
    points = _number(row["points"])
    if points is None or points > named[0].points:
        return f"a penalty takes 0 to {float(named[0].points):g} points off, not '{row['points']}'"
    return None if row.get("reason") else "a penalty wants its reason: the student reads it"


def _put_penalty(store: Store, name: str, rubric: str, row: Mapping[str, str]) -> None:
    points = _number(row["points"])
    if points is None:
        store.forget_penalty(name, rubric, row["criterion"])
    else:
        penalty = Penalty("staff", points, row.get("reason", ""))
        store.put_penalty(name, rubric, row["criterion"], penalty, row.get("by", "") or "a person")


def _override(row: Mapping[str, str], most: Fraction, now: datetime) -> Override | None:
    points = _number(row["points"])
    if points is None:
        return None
    credit = points / most if most else Fraction(1)
    return Override(row.get("by", "") or "a person", now, row.get("reason", ""), partial(credit))


def _number(text: str) -> Fraction | None:
    plain = text.replace(",", ".")
    if not plain or not plain.replace(".", "", 1).isascii() or not plain.replace(".", "", 1).isdigit():
        return None
    return Fraction(plain) if len(plain) <= 20 else None  # longer is no number of points


def _tame(text: str) -> str:
    # A spreadsheet would run a name that begins like a formula.
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _untame(text: str, known: set[str]) -> str:
    return text[1:] if text not in known and text.startswith("'") else text
