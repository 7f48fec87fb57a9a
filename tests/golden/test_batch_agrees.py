"""The commands say what the examples' tests say: `batch` over the whole class, `grade` for one hand-in."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.report import to_json
from tests.golden.conftest import EXAMPLES, RUBRIC, RUBRICS, GradePath
from tests.golden.expectations import load_expected

NAMES = sorted(path.name for path in EXAMPLES.iterdir() if not path.name.startswith("."))


def run_grader(*arguments: str, hash_seed: str = "0") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-m", "grader", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, timeout=300)


@pytest.fixture(scope="module")
def graded_class(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole class as `grader batch` grades it by both rubrics."""
    out = tmp_path_factory.mktemp("class")
    rubrics = [word for path in RUBRICS.values() for word in ("--rubric", str(path))]
    ran = run_grader("batch", str(EXAMPLES), *rubrics, "--out", str(out), "--jobs", "2", "--quiet")
    assert ran.returncode == 1, ran.stderr  # some of the examples want a person's look
    return out


@pytest.fixture(scope="module")
def written(graded_class: Path) -> list[dict[str, Any]]:
    """Every report of the class, by either rubric."""
    return [json.loads(file.read_text("utf-8")) for file in sorted((graded_class / "reports").glob("*.json"))]


@pytest.mark.parametrize("rubric", RUBRICS)
@pytest.mark.parametrize("name", NAMES)
def test_batch_gives_the_verdicts_that_grading_one_gives(
    name: str, rubric: str, written: list[dict[str, Any]], graded: GradePath
) -> None:
    one = graded(EXAMPLES / name, rubric)
    mine = [each for each in written if (each["submission"], each["rubric"]) == (name, rubric.removesuffix(".yaml"))]
    assert mine == ([] if one is None else [json.loads(json.dumps(to_json(one)))])


@pytest.mark.parametrize("rubric", RUBRICS)
def test_the_table_of_grades_says_what_is_expected_of_each(rubric: str, graded_class: Path) -> None:
    table = graded_class / f"grades-{rubric.removesuffix('.yaml')}.csv"
    with table.open(encoding="utf-8-sig", newline="") as opened:
        rows = {row["submission"]: row for row in csv.DictReader(opened)}
    assert sorted(rows) == NAMES
    for name, row in rows.items():
        expected = load_expected(EXAMPLES / name / "expected.yaml")
        if expected.rubric != rubric:
            continue
        assert row["status"] == expected.status.value, name
        assert float(row["total"] or 0) == (expected.earned or 0), name
        assert float(row["pending"] or 0) == (expected.pending or 0), name


@pytest.mark.parametrize(
    ("name", "status"), [("ada_full_module", 0), ("samuel_broken_cells", 0), ("quentin_half_empty", 1)]
)
def test_grade_writes_the_same_report_whatever_the_hash_seed(name: str, status: int, graded: GradePath) -> None:
    ran = run_grader("grade", str(EXAMPLES / name), "--rubric", str(RUBRIC), "--json", "-", hash_seed="4321")
    one = graded(EXAMPLES / name)
    assert one is not None
    assert ran.returncode == status, ran.stderr
    written: dict[str, Any] = json.loads(ran.stdout)
    assert written == json.loads(json.dumps(to_json(one)))


def test_grade_refuses_what_the_rubric_does_not_grade() -> None:
    ran = run_grader("grade", str(EXAMPLES / "ugo_only_pdf"), "--rubric", str(RUBRIC))
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
