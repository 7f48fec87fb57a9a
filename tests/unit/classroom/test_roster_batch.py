"""A class with a roster, a late policy and a person's penalty, from the download to the grades."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.classroom.small_class import RIGHT, RUBRIC, make_rubric

LATE = "late: {due: 2026-11-20T12:00:00Z, per_day: 0.5, of: points, cap: 1}\n"
METADATA = """\
submission_11:
  ":submitters":
  - {":name": Anna Tremblay, ":email": anna@example.org, ":sid": "2001"}
  - {":name": Zoé Lévesque, ":email": zoe@example.org, ":sid": "2002"}
  ":created_at": 2026-11-21 18:00:00 Z
submission_12:
  ":submitters":
  - {":name": Bob Roy, ":email": bob@example.org, ":sid": "2003"}
  ":created_at": 2026-11-21 18:00:00 Z
"""
ROSTER = "Name,Email,SID,Extension\nAnna Tremblay,anna@example.org,2001,\nZoé Lévesque,zoe@example.org,2002,\n" \
    "Bob Roy,bob@example.org,2003,36h\nCleo Absent,=cleo@example.org,2004,\n"  # fmt: skip


def grader(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader", *(str(each) for each in arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=dict(os.environ))


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
    assert "1 students without a hand-in" in done.stderr
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
