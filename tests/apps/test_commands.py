"""The command line: what it prints, where, and its exit statuses, which are a contract."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.unit.classroom.small_class import EMPTY, RIGHT, RUBRIC, make_rubric

ROOT = Path(__file__).parents[2]
STUDENT = ["--for", "student", "--lang", "fr"]


def grader(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader", *(str(each) for each in arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    return make_rubric(tmp_path)


@pytest.fixture
def right(tmp_path: Path) -> Path:
    file = tmp_path / "anna.py"
    file.write_text(RIGHT, encoding="utf-8")
    return file


def test_json_to_standard_output_stands_there_alone_and_keeps_the_contract(rubric: Path, right: Path) -> None:
    done = grader("grade", right, "--rubric", rubric, "--json", "-")
    assert done.returncode == 0
    schema = json.loads((ROOT / "grader/report/report.schema.json").read_text(encoding="utf-8"))
    report = json.loads(done.stdout)
    jsonschema.validate(report, schema)
    assert report["points"] == {"earned": 2, "possible": 5, "pending": 3, "hidden": 0}


def test_a_table_goes_to_standard_output_and_files_where_they_are_wanted(
    rubric: Path, right: Path, tmp_path: Path
) -> None:
    page, data = tmp_path / "out" / "page.html", tmp_path / "out" / "report.json"
    done = grader(
        "grade", right, "--rubric", rubric, "--html", page, "--json", data, "--for", "student", "--lang", "fr"
    )
    assert done.returncode == 0
    assert "double" in done.stdout
    assert 'lang="fr"' in page.read_text(encoding="utf-8")
    assert json.loads(data.read_text(encoding="utf-8"))["audience"] == "student"


def test_nothing_handed_in_is_graded_and_marked_as_such(rubric: Path, tmp_path: Path) -> None:
    file = tmp_path / "empty.py"
    file.write_text(EMPTY, encoding="utf-8")
    done = grader("grade", file, "--rubric", rubric, "--json", "-")
    assert done.returncode == 0
    criteria = [each for part in json.loads(done.stdout)["parts"] for each in part["criteria"]]
    assert [(each["status"], each["evidence"][0]["code"]) for each in criteria] == [("failed", "not_answered")] * 2


def test_what_cannot_be_opened_is_ungraded_with_status_one(rubric: Path, tmp_path: Path) -> None:
    file = tmp_path / "broken.ipynb"
    file.write_text('{"cells": [', encoding="utf-8")
    done = grader("grade", file, "--rubric", rubric, "--json", "-")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert {each["status"] for part in report["parts"] for each in part["criteria"]} == {"ungraded"}
    assert report["points"]["pending"] == 5


@pytest.mark.parametrize("name", ["answers.tex", "photo.png", "empty_folder"])
def test_a_kind_that_the_rubric_does_not_grade_is_status_two(rubric: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if "." in name:
        path.write_bytes(b"x")
    else:
        path.mkdir()
    done = grader("grade", path, "--rubric", rubric)
    assert done.returncode == 2
    assert "holds nothing that small.yaml grades" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [["grade"], ["grade", "nowhere.py", "--rubric", "r.yaml"], ["nothing"], ["rubric", "check", "none"]]
)
def test_bad_usage_is_status_two(arguments: list[str]) -> None:
    done = grader(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_bad_rubric_is_status_two_with_every_problem_and_its_line(tmp_path: Path) -> None:
    rubric = make_rubric(tmp_path, RUBRIC.replace("rtol", "rtl").replace("seed: 7", "sed: 7"))
    done = grader("rubric", "check", rubric)
    assert done.returncode == 2
    assert "line 4" in done.stderr
    assert "did you mean 'rtol'" in done.stderr


def test_a_reference_that_does_not_answer_is_found_before_any_hand_in(tmp_path: Path) -> None:
    rubric = make_rubric(tmp_path, RUBRIC.replace("small.double", "small.dubble"))
    done = grader("rubric", "check", rubric)
    assert done.returncode == 2
    assert "small.dubble" in done.stderr


def test_the_schema_of_rubrics_accepts_the_homeworks_rubrics() -> None:
    import yaml

    done = grader("rubric", "schema")
    assert done.returncode == 0
    schema = json.loads(done.stdout)
    for file in ("hw3-code.yaml", "sampling.yaml"):
        jsonschema.validate(yaml.safe_load((ROOT / "rubrics" / file).read_text(encoding="utf-8")), schema)


def test_a_tier_that_is_not_there_is_refused_with_what_is_missing(rubric: Path, right: Path) -> None:
    done = grader("sandbox")
    assert done.returncode == 0
    if "T3  yes" in done.stdout and "T3  no" not in done.stdout:
        pytest.skip("this machine offers every tier")
    done = grader("grade", right, "--rubric", rubric, "--require-tier", "T3")
    assert done.returncode == 2
    assert "T3" in done.stderr


def test_help_names_every_command_and_loads_none_of_them() -> None:
    probe = (
        "import sys; from grader.apps.cli import COMMANDS, group\n"
        "from click.testing import CliRunner\n"
        "out = CliRunner().invoke(group, ['--help']).output\n"
        "assert all(name in out for name in COMMANDS), out\n"
        "assert not {'numpy', 'sympy', 'pydantic'} & set(sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
