"""A course's list of students: any spreadsheet's CSV, with the headings of platforms in English or French."""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from grader.model.errors import UsageError

_HEADINGS = {
    "name": "name fullname student studentname nomcomplet etudiant etudiante nometprenom prenomnom",
    "first": "firstname first prenom givenname",
    "last": "lastname last surname familyname nomdefamille",
    "email": "email emailaddress mail courriel adressecourriel adressedecourriel adressemail adresseelectronique",
    "sid": "sid studentid studentnumber idnumber sisuserid matricule numero numeroetudiant numerodetudiant "
    "numerodidentification codepermanent",
    "login": "login username sisloginid user nomdutilisateur codeutilisateur",
    "moodle": "identifier identifiant moodleid moodleuniqueid",
    "canvas": "canvasid canvasuserid canvasuser",
    "anonymous": "anonymousid anonymousname canvasanonymousid numeroanonyme",
    "group": "group groupe team equipe",
    "received": "receivedat handedin handedinat submittedat submissiontime recule remisle datederemise rendule",
    "extension": "extension extensions prolongation delai extradays extendedto newduedate nouvelleecheance",
}
_KIND = {heading: kind for kind, words in _HEADINGS.items() for heading in words.split()}
_DURATION = re.compile(r"\+?(\d+(?:[.,]\d+)?)\s*(d|day|days|j|jour|jours|h|hour|hours|heure|heures|)", re.IGNORECASE)
_MAX_DAYS = 366


@dataclass(frozen=True, slots=True)
class Student:
    """One line of a roster; empty where it does not say."""

    name: str
    first: str = ""
    last: str = ""
    email: str = ""
    sid: str = ""
    login: str = ""
    moodle: str = ""
    canvas: str = ""
    anonymous: str = ""
    group: str = ""
    extended_to: datetime | None = None
    """Without a zone when the roster names none: then in that of the due date."""
    extended_by: timedelta = timedelta()
    received_at: datetime | None = None
    """When the work came, where only the roster says it."""
    cells: tuple[tuple[str, str], ...] = ()
    """The line as it stands, heading by heading."""


@dataclass(frozen=True, slots=True)
class Roster:
    """All students, in the order of the file."""

    columns: tuple[str, ...] = ()
    students: tuple[Student, ...] = ()


def read_roster(text: str) -> Roster:
    """Read a roster.

    Args:
        text: CSV with commas, semicolons or tabs; a first row of headings, of which those that are known are used and
            all are kept. A Canvas gradebook or a Moodle grading worksheet is a roster too.

    Returns:
        The roster.

    Raises:
        UsageError: with every problem: no usable heading, one person twice, an extension that is none.
    """
    rows, delimiter = _rows(text)
    if not rows:
        msg = "the roster is empty"
        raise UsageError(msg)
    columns = tuple(cell.strip() for cell in rows[0])
    kinds = _kinds(columns)
    if not set(kinds.values()) & {"name", "last", "email", "sid", "login", "moodle", "canvas", "anonymous"}:
        msg = (
            f"the roster's first row names no column that tells students (it reads: {delimiter.join(columns)[:200]});"
            " use for example: name,email,student_id,extension"
        )
        raise UsageError(msg)
    students: list[Student] = []
    problems: list[str] = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row) or _is_no_student(row):
            continue
        try:
            students.append(_student(columns, kinds, row))
        except ValueError as error:
            problems.append(f"row {number}: {error}")
    problems += _twice(students)
    if problems:
        msg = f"the roster has {len(problems)} problem(s):\n  " + "\n  ".join(problems)
        raise UsageError(msg)
    return Roster(columns, tuple(students))


def in_zone(moment: datetime | None, zone: tzinfo | None) -> datetime | None:
    """Return a date with its zone: ``zone`` where it names none; None where neither is known."""
    if moment is None or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=zone) if zone else None


def plain_key(text: str) -> str:
    """Return letters and digits alone, in lower case and without accents, for comparing names and headings."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(each for each in decomposed.casefold() if each.isalnum())


def _rows(text: str) -> tuple[list[list[str]], str]:
    sample = text.removeprefix("\ufeff")
    first = sample.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    return [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row], delimiter


def _kinds(columns: Sequence[str]) -> dict[int, str]:
    keys = [plain_key(column) for column in columns]
    kinds = {at: _KIND[key] for at, key in enumerate(keys) if key in _KIND}
    has_first = "first" in kinds.values()
    for at, key in enumerate(keys):
        if key == "nom":
            kinds[at] = "last" if has_first else "name"
        elif key == "id":
            # Canvas calls its own number so, and the institution's "SIS User ID".
            kinds[at] = "canvas" if any(other.startswith("sis") for other in keys) else "sid"
    seen: set[str] = set()
    return {at: kind for at, kind in sorted(kinds.items()) if kind not in seen and not seen.add(kind)}


def _is_no_student(row: Sequence[str]) -> bool:
    # A Canvas gradebook's second row, and the one that may stand before it.
    return row[0].strip() in {"Points Possible", "Points possibles"} or "Manual Posting" in row


def _student(columns: Sequence[str], kinds: Mapping[int, str], row: Sequence[str]) -> Student:
    padded = [*(cell.strip() for cell in row), *[""] * (len(columns) - len(row))]
    if any(padded[len(columns) :]):
        msg = f"{len(row)} cells under {len(columns)} headings"
        raise ValueError(msg)
    values = {kind: padded[at] for at, kind in kinds.items()}
    first, last = values.get("first", ""), values.get("last", "")
    name = values.get("name", "") or f"{first} {last}".strip()
    if "," in name and not (first or last):
        last, _, first = (part.strip() for part in name.partition(","))
        name = f"{first} {last}".strip()
    extended_to, extended_by = _extension(values.get("extension", ""))
    received_at = _moment(values.get("received", ""))
    moodle = values.get("moodle", "")
    number = re.search(r"(\d+)\s*$", moodle)
    is_login = bool(moodle) and not re.fullmatch(r"(?:\D*\s)?\d+", moodle)
    student = Student(
        name=name,
        first=first,
        last=last,
        email=values.get("email", ""),
        sid=values.get("sid", ""),
        login=values.get("login", "") or (moodle if is_login else ""),
        moodle=number.group(1) if number and not is_login else "",
        canvas=values.get("canvas", ""),
        anonymous=values.get("anonymous", ""),
        group=values.get("group", ""),
        extended_to=extended_to,
        extended_by=extended_by,
        received_at=received_at,
        cells=tuple(zip(columns, padded, strict=False)),
    )
    if not (name or student.email or student.sid or student.login or student.moodle or student.canvas):
        msg = "says nothing that tells who it is"
        raise ValueError(msg)
    return student


def _extension(text: str) -> tuple[datetime | None, timedelta]:
    if not text:
        return None, timedelta()
    found = _DURATION.fullmatch(text)
    if found:
        amount = float(found.group(1).replace(",", "."))
        span = timedelta(hours=amount) if found.group(2)[:1].lower() == "h" else timedelta(days=min(amount, 1e6))
        if span > timedelta(days=_MAX_DAYS):
            msg = f"an extension of more than {_MAX_DAYS} days: '{text}'"
            raise ValueError(msg)
        return None, span
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        msg = f"'{text}' is no extension; write days (2), hours (36h) or a date (2026-11-25, 2026-11-25T18:00)"
        raise ValueError(msg) from None
    if len(text) <= len("2026-11-25"):
        moment = datetime.combine(moment.date(), time(23, 59, 59))  # its zone is the due date's
    return moment, timedelta()


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        msg = f"'{text}' is no time of handing in; write 2026-11-25T18:00, with or without a zone"
        raise ValueError(msg) from None


def _twice(students: Sequence[Student]) -> list[str]:
    problems: list[str] = []
    for field in ("email", "sid", "login", "moodle", "canvas", "anonymous"):
        seen: dict[str, Student] = {}
        for student in students:
            value = str(getattr(student, field)).casefold()
            if value and value in seen:
                problems.append(f"{field} '{value}' stands twice: {seen[value].name or '?'} and {student.name or '?'}")
            seen[value] = student
    return problems
