"""A class with a roster, a late policy and a person's penalty, from the download to the grades."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.unit.classroom.small_class import GROUP, LATE, RIGHT, RUBRIC, grader, make_rubric

METADATA = (
    GROUP
    + """\
submission_12:
  ":submitters":
  - {":name": Bob Roy, ":email": bob@example.org, ":sid": "2003"}
  ":created_at": 2026-11-21 18:00:00 Z
"""
)
ROSTER = "Name,Email,SID,Extension\nAnna Tremblay,anna@example.org,2001,\nZoé Lévesque,zoe@example.org,2002,\n" \
    "Bob Roy,bob@example.org,2003,36h\nCleo Absent,=cleo@example.org,2004,\n"  # fmt: skip


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a class that came from Gradescope."""
    base = tmp_path_factory.mktemp("roster")
    rubric = make_rubric(base, RUBRIC + LATE)
    for name in ("submission_11", "submission_12"):
        (base / "class" / name).mkdir(parents=True)
        (base / "class" / name / "hw.py").write_text(f"# {name}\n{RIGHT}", encoding="utf-8")
    (base / "class" / "submission_metadata.yml").write_text(METADATA, encoding="utf-8")
    (base / "roster.csv").write_text(ROSTER, encoding="utf-8")
    done = grader("batch", base / "class", "--rubric", rubric, "--out", base / "out", "--roster", base / "roster.csv",
                  "--jobs", "1")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "1 student without a hand-in" in done.stderr
    table = base / "marks.csv"
    table.write_text(
        "submission,criterion,points,reason,by\nsubmission_11,Q2.text,3,,Zoe\nsubmission_12,penalty,0.25,no name,Zoe\n",
        encoding="utf-8",
    )
    done = grader("marks", base / "out", "--csv", table, "--quiet")
    assert done.returncode == 0, done.stderr
    return base / "out"


def test_a_delay_costs_and_an_extension_forgives_and_a_persons_penalty_stands_beside(graded: Path) -> None:
    first, second = (json.loads((graded / "reports" / f"submission_{at}.json").read_text("utf-8")) for at in (11, 12))
    assert first["penalties"] == [{"reason": "late", "points": 1, "detail": "+30 h 00 min; 2 × 0.5"}]
    assert first["points"]["earned"] == 4
    assert second["penalties"] == [{"reason": "staff", "points": 0.25, "detail": "no name"}]
    assert {note["note"] for note in first["notes"] if note["code"] == "intake_note"} == {"handed_in_at"}


def test_the_rosters_columns_and_absent_students_stand_in_the_grades(graded: Path) -> None:
    rows = list(csv.DictReader((graded / "grades.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["submission"], row["Name"], row["Email"], row["total"], row["status"]) for row in rows] == [
        ("submission_11", "Anna Tremblay; Zoé Lévesque", "anna@example.org; zoe@example.org", "4", "graded"),
        ("submission_12", "Bob Roy", "bob@example.org", "1.75", "pending"),
        ("", "Cleo Absent", "'=cleo@example.org", "", "not_handed_in"),
    ]


def exported(graded: Path, folder: Path, *options: str | Path) -> list[list[str]]:
    done = grader("export", graded, "--out", folder / "marks.csv", *options)
    assert done.returncode == 0, done.stderr
    assert "1 marks wait for a person and are" in done.stderr
    return list(csv.reader(io.StringIO((folder / "marks.csv").read_text(encoding="utf-8"), newline="")))


def write(folder: Path, text: str) -> Path:
    (folder / "list.csv").write_text(text, encoding="utf-8")
    return folder / "list.csv"


def test_gradescopes_table_has_every_member_of_a_group(graded: Path, tmp_path: Path) -> None:
    head, *rows = exported(graded, tmp_path, "--to", "gradescope")
    assert head[:9] == ["First Name", "Last Name", "SID", "Email", "Total Score", "Max Points", "Status",
                        "Submission ID", "Submission Time"]  # fmt: skip
    assert [(row[2], row[4], row[6], row[7], row[9:]) for row in rows] == [
        ("2001", "4", "Graded", "11", ["2", "3"]),
        ("2002", "4", "Graded", "11", ["2", "3"]),
        ("2003", "", "Ungraded", "12", ["2", ""]),
        ("2004", "", "Missing", "", ["", ""]),
    ]


def test_a_moodle_worksheet_comes_back_filled_in_and_otherwise_the_same(graded: Path, tmp_path: Path) -> None:
    worksheet = (
        "Identifiant,Nom complet,Adresse de courriel,Statut,Note,Note maximale,Dernière modification (note)\r\n"
        'Participant 901,Anna Tremblay,anna@example.org,Remis,,"5,00",-\r\n'
        'Participant 902,Zoé Lévesque,zoe@example.org,Remis,,"5,00",-\r\n'
        'Participant 903,Bob Roy,bob@example.org,Remis,,"5,00",-\r\n'
    )
    rows = exported(graded, tmp_path, "--to", "moodle", "--roster", write(tmp_path, worksheet))
    before = list(csv.reader(io.StringIO(worksheet, newline="")))
    assert [row[4] for row in rows[1:]] == ["4", "4", ""]
    assert [[*row[:4], *row[5:]] for row in rows] == [[*row[:4], *row[5:]] for row in before]


def test_a_maximum_in_moodle_below_the_homeworks_is_refused(graded: Path, tmp_path: Path) -> None:
    worksheet = "Identifier,Email address,Grade,Maximum Grade\nParticipant 1,anna@example.org,,4\n" \
        "Participant 2,zoe@example.org,,4\nParticipant 3,bob@example.org,,4\n"  # fmt: skip
    done = grader("export", graded, "--to", "moodle", "--out", tmp_path / "m.csv", "--roster",
                  write(tmp_path, worksheet))  # fmt: skip
    assert done.returncode == 2
    assert "maximum is 4" in done.stderr


def test_canvas_gets_its_ids_the_possible_points_and_the_right_column(graded: Path, tmp_path: Path) -> None:
    gradebook = (
        "Student,ID,SIS User ID,SIS Login ID,Section,HW 1 (70),Homework (71)\n    Points Possible,,,,,9,5\n"
        '"Tremblay, Anna",31,2001,anna@example.org,A,8,\n"Lévesque, Zoé",32,2002,zoe@example.org,A,7,\n'
        '"Roy, Bob",33,2003,bob@example.org,B,,\n'
    )
    roster = write(tmp_path, gradebook)
    rows = exported(graded, tmp_path, "--to", "canvas", "--assignment", "Homework", "--roster", roster,
                    "--pending", "provisional")  # fmt: skip
    assert rows == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Homework (71)"],
        ["    Points Possible", "", "", "", "", "5"],
        ["Tremblay, Anna", "31", "2001", "anna@example.org", "A", "4"],
        ["Lévesque, Zoé", "32", "2002", "zoe@example.org", "A", "4"],
        ["Roy, Bob", "33", "2003", "bob@example.org", "B", "1.75"],
    ]


def test_nbgraders_columns_hold_the_marks_before_and_after_penalties(graded: Path, tmp_path: Path) -> None:
    head, *rows = exported(graded, tmp_path, "--to", "nbgrader", "--missing-is-zero")
    assert head == ["assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
                    "raw_score", "late_submission_penalty", "score", "max_score"]  # fmt: skip
    assert [row[3:5] + row[7:] for row in rows] == [
        ["2001", "Tremblay", "5", "1", "4", "5"],
        ["2002", "Lévesque", "5", "1", "4", "5"],
        ["2003", "Roy", "", "", "", "5"],
        ["2004", "Absent", "", "0", "0", "5"],
    ]


def test_the_table_for_programs_says_all_and_no_cell_is_a_formula(graded: Path, tmp_path: Path) -> None:
    head, *rows = exported(graded, tmp_path, "--to", "csv")
    plain = [dict(zip(head, row, strict=True)) for row in rows]
    assert plain[0]["received_at"] == "2026-11-21T18:00:00+00:00"
    assert (plain[2]["total"], plain[2]["earned_so_far"], plain[2]["pending"]) == ("", "1.75", "3")
    assert plain[3]["email"] == "'=cleo@example.org"


def test_what_waits_may_be_a_reason_to_stop(graded: Path, tmp_path: Path) -> None:
    done = grader("export", graded, "--to", "csv", "--out", tmp_path / "m.csv", "--pending", "refuse")
    assert (done.returncode, (tmp_path / "m.csv").exists()) == (2, False)
    assert "1 of 4 marks wait" in done.stderr


def test_a_platforms_own_numbers_are_asked_for_where_they_are_missing(graded: Path, tmp_path: Path) -> None:
    done = grader("export", graded, "--to", "canvas", "--out", tmp_path / "m.csv")
    assert done.returncode == 2
    assert "4 student(s) have no Canvas ID" in done.stderr


def test_parquet_holds_numbers_and_gaps(graded: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    done = grader("export", graded, "--to", "parquet", "--out", tmp_path / "m.parquet")
    assert done.returncode == 0, done.stderr
    assert parquet.read_table(tmp_path / "m.parquet").column("total").to_pylist() == [4.0, 4.0, None, None]
