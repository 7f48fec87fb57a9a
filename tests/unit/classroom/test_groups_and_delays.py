"""A group whose members have different extensions, from the download to the marks that are handed back."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.unit.classroom.small_class import GROUP, LATE, RIGHT, RUBRIC, grader, make_rubric

ROSTER = "Name,Email,SID,Extension\nAnna Tremblay,anna@example.org,2001,\nZoé Lévesque,zoe@example.org,2002,36h\n"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a class of one group, marked to the end."""
    base = tmp_path_factory.mktemp("group")
    rubric = make_rubric(base, RUBRIC + LATE)
    (base / "class" / "submission_11").mkdir(parents=True)
    (base / "class" / "submission_11" / "hw.py").write_text(RIGHT, encoding="utf-8")
    (base / "class" / "submission_metadata.yml").write_text(GROUP, encoding="utf-8")
    (base / "roster.csv").write_text(ROSTER, encoding="utf-8")
    done = grader("batch", base / "class", "--rubric", rubric, "--out", base / "out", "--roster", base / "roster.csv",
                  "--jobs", "1", "--quiet")  # fmt: skip
    assert done.returncode == 0, done.stderr
    (base / "marks.csv").write_text(
        "submission,criterion,points,reason,by\nsubmission_11,Q2.text,3,,Zoe\nsubmission_11,penalty,0.25,no name,Zoe\n",
        encoding="utf-8",
    )
    done = grader("marks", base / "out", "--csv", base / "marks.csv", "--quiet")
    assert done.returncode == 0, done.stderr
    return base / "out"


def exported(graded: Path, file: Path, kind: str) -> list[dict[str, str]]:
    done = grader("export", graded, "--to", kind, "--out", file)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))


def test_each_member_gets_the_mark_of_their_own_dates(graded: Path, tmp_path: Path) -> None:
    rows = exported(graded, tmp_path / "marks.csv", "csv")
    assert [(row["student"], *(Decimal(row[key]) for key in ("raw", "penalty", "total"))) for row in rows] == [
        ("Anna Tremblay", Decimal(5), Decimal("1.25"), Decimal("3.75")),
        ("Zoé Lévesque", Decimal(5), Decimal("0.25"), Decimal("4.75")),
    ]
    assert [row["penalty_reasons"] for row in rows] == ["late +30 h 00 min; 2 × 0.5; staff no name", "staff no name"]


def test_gradescopes_table_has_each_members_mark(graded: Path, tmp_path: Path) -> None:
    rows = exported(graded, tmp_path / "scores.csv", "gradescope")
    assert [(row["SID"], row["Total Score"], row["Status"]) for row in rows] == [
        ("2001", "3.75", "Graded"), ("2002", "4.75", "Graded"),
    ]  # fmt: skip


def test_the_report_tells_staff_whose_dates_and_members_only_that_there_are_some(graded: Path) -> None:
    report = json.loads((graded / "reports" / "submission_11.json").read_text("utf-8"))
    [note] = [each for each in report["notes"] if each["code"] == "late_by_member"]
    assert note["members"] == [["Anna Tremblay", "+30 h 00 min; 2 × 0.5"], ["Zoé Lévesque", ""]]
    assert report["points"]["earned"] == 4.75
    students = (graded / "reports" / "submission_11.student.html").read_text("utf-8")
    assert "dates of their own" in students
    assert "+30 h" not in students


def test_late_work_without_a_time_is_told_and_the_roster_of_a_merge_says_when_it_came(tmp_path: Path) -> None:
    rubric = make_rubric(tmp_path, RUBRIC + LATE)
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "roybob_LATE_1003_90001_hw.py").write_text(RIGHT, encoding="utf-8")
    done = grader("batch", tmp_path / "class", "--rubric", rubric, "--out", tmp_path / "part", "--shard", "1/1",
                  "--jobs", "1", "--quiet")  # fmt: skip
    assert "nobody says when it came; nothing is taken off: roybob_1003 (1 in all)" in done.stderr
    roster = tmp_path / "roster.csv"
    roster.write_text("Name,ID,Handed in at\nBob Roy,1003,2026-11-21T18:00:00Z\n", encoding="utf-8")
    done = grader("merge", tmp_path / "part", "--rubric", rubric, "--out", tmp_path / "whole", "--roster", roster,
                  "--jobs", "1", "--quiet")  # fmt: skip
    assert (done.returncode, "nobody says" in done.stderr) == (0, False), done.stderr
    report = json.loads((tmp_path / "whole" / "reports" / "roybob_1003.json").read_text("utf-8"))
    assert report["penalties"] == [{"reason": "late", "points": 1, "detail": "+30 h 00 min; 2 × 0.5"}]
    [row] = exported(tmp_path / "whole", tmp_path / "marks.csv", "csv")
    assert row["received_at"] == "2026-11-21T18:00:00+00:00"
