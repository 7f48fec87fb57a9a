"""The autograder's zip, and the results that are written from it, without a container."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from grader.apps.gradescope.bundle import build_zip, first_results, points_to_set
from grader.apps.gradescope.metadata import read_metadata
from grader.apps.gradescope.results import results_text
from grader.apps.gradescope.run import Run, run
from grader.apps.gradescope.settings import RESULTS_BYTES
from grader.apps.gradescope.wheel import build_wheel, pinned_versions
from grader.checkers.installed import installed_checkers
from grader.model.errors import SandboxError
from grader.model.rubric import Rubric
from grader.model.text import Language
from grader.rubric import load_rubric
from tests.unit.classroom.small_class import EMPTY, RIGHT, make_rubric

ROOT = Path(__file__).parents[2]
SCHEMA: Any = json.loads((ROOT / "grader/apps/gradescope/results.schema.json").read_text(encoding="utf-8"))
CREATED = datetime(2026, 11, 20, 10, tzinfo=UTC)
Place = Callable[..., Path]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return a function that lays out the container's folder for one hand-in."""

    def lay_out(
        work: str, extra: str = "", language: Language | None = None, tier: str = "T0", **metadata: object
    ) -> Path:
        file = make_rubric(tmp_path)
        file.write_text(file.read_text(encoding="utf-8") + extra, encoding="utf-8")
        rubric = load_rubric(file, installed_checkers())
        content = build_zip([rubric], language=language, require_tier=tier, time_limit_s=600, base="none")
        root = tmp_path / "autograder"
        (root / "submission").mkdir(parents=True)
        (root / "results").mkdir()
        (root / "submission" / "work.py").write_text(work, encoding="utf-8")
        (root / "submission_metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            archive.extractall(root / "source")
        return root

    return lay_out


def no_time(_: Run) -> float:
    return 0.0


def results_of(root: Path) -> dict[str, Any]:
    run(root, root / "source", lambda _: None)
    results = json.loads((root / "results" / "results.json").read_text(encoding="utf-8"))
    jsonschema.validate(results, SCHEMA)
    return results


def homework() -> tuple[Rubric, ...]:
    checkers = installed_checkers()
    return tuple(load_rubric(ROOT / "rubrics" / f"hw3-{name}.yaml", checkers) for name in ("code", "theory"))


def test_what_a_person_marks_in_both_rubrics_counts_once() -> None:
    both = points_to_set(homework())
    alone = [points_to_set([rubric]) for rubric in homework()]
    assert [each.total for each in alone] == [71, 71]
    assert both.machine == alone[0].machine + alone[1].machine == Fraction("90.1")
    assert both.total == 142 - 20


def test_before_anything_is_judged_the_results_hold_every_test_and_all_points() -> None:
    results = json.loads(first_results(homework(), "fr"))
    jsonschema.validate(results, SCHEMA)
    assert sum(each.get("max_score", 0) for each in results["tests"]) == pytest.approx(90.1)
    assert results["score"] == 0
    assert "La correction a commencé" in results["output"]
    assert {each["extra_data"]["verdict"] for each in results["tests"] if "score" in each} == {"ungraded"}


def test_visibility_follows_the_criterion_and_what_it_requires() -> None:
    rubric = homework()[0]
    shown = {
        each["extra_data"]["criterion"]: each["visibility"]
        for each in json.loads(first_results([rubric], None))["tests"]
        if "extra_data" in each
    }
    assert {shown[each.id] for each in rubric.criteria() if each.visibility == "after_due"} == {"after_due_date"}
    assert set(shown.values()) == {"visible", "after_due_date"}


def test_the_wheel_is_a_wheel_and_comes_out_the_same_twice() -> None:
    name, content = build_wheel()
    assert (name, content) == build_wheel()
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        names = set(wheel.namelist())
        record = wheel.read(next(each for each in names if each.endswith("RECORD"))).decode()
    assert {line.split(",")[0] for line in record.splitlines()} == names
    assert {"grader/apps/gradescope/image/setup.sh", "grader/report/words.fr.json"} <= names
    pins = dict(line.split("==") for line in pinned_versions().splitlines())
    assert {"numpy", "sympy", "pydantic"} <= set(pins)
    assert not {"pytest", "ruff", "chalkmark"} & set(pins)


def test_a_person_s_points_have_no_score_and_the_machine_s_verdicts_can_be_read_back(place: Place) -> None:
    results = results_of(place(RIGHT, id=12))
    by_id = {each["extra_data"]["criterion"]: each for each in results["tests"] if "extra_data" in each}
    waiting = [each for each in by_id.values() if each["extra_data"]["verdict"] == "pending"]
    assert waiting
    assert not any("score" in each or "max_score" in each for each in waiting)
    assert results["score"] == 2
    assert results["extra_data"]["finished"]
    assert results["extra_data"]["rubrics"][0]["seed"] >= 0


def test_less_isolation_than_asked_for_runs_nothing_and_is_no_verdict(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise SandboxError("tier T2 is required, but this machine offers T0")

    root, said = place(RIGHT), list[str]()
    monkeypatch.setattr("grader.apps.gradescope.run.Sandbox", refuse)
    assert run(root, root / "source", said.append)
    results = json.loads((root / "results" / "results.json").read_text(encoding="utf-8"))
    jsonschema.validate(results, SCHEMA)
    judged = [each for each in results["tests"] if "score" in each]
    assert {each["extra_data"]["verdict"] for each in judged} == {"ungraded"}
    assert any("tier T2 is required" in line for line in said)


def test_no_time_left_leaves_the_rest_ungraded(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    root = place(RIGHT)
    monkeypatch.setattr(Run, "left_s", no_time)
    assert run(root, root / "source", lambda _: None)
    results = json.loads((root / "results" / "results.json").read_text(encoding="utf-8"))
    assert {each["extra_data"]["verdict"] for each in results["tests"] if "score" in each} == {"ungraded"}


def test_a_delay_costs_what_the_rubric_says(place: Place) -> None:
    late = "late: {per_day: 10}\n"
    due = (CREATED - timedelta(hours=30)).isoformat()
    results = results_of(place(RIGHT, late, created_at=CREATED.isoformat(), assignment={"due_date": due}))
    assert results["score"] == 2 - 2 * 0.1 * 5
    assert results["extra_data"]["rubrics"][0]["penalties"][0]["reason"] == "late"


def test_a_limit_looks_at_when_hand_ins_came_and_gives_the_result_before(place: Place) -> None:
    limit = "gradescope: {limit: {count: 2, hours: 24}}\n"
    times = [CREATED - timedelta(hours=each) for each in (30, 5, 2)]
    before: dict[str, Any] = {
        "score": 1.5,
        "tests": [],
        "output": "<p>before</p>",
        "output_format": "html",
        "visibility": "visible",
    }
    previous: list[dict[str, Any]] = [
        {"submission_time": each.isoformat(), "autograder_error": False, "results": None} for each in times
    ]
    previous[-1]["results"] = before
    root = place(RIGHT, limit, created_at=CREATED.isoformat(), previous_submissions=previous)
    run(root, root / "source", lambda _: None)
    results = json.loads((root / "results" / "results.json").read_text(encoding="utf-8"))
    assert results["score"] == 1.5
    assert "at most 2 count in 24 hours" in results["output"]
    assert results["output"].endswith("<p>before</p>")


def test_hand_ins_that_were_refused_do_not_count_against_a_limit(place: Place) -> None:
    limit = "gradescope: {limit: {count: 2, hours: 24}}\n"
    times = [CREATED - timedelta(hours=each) for each in (5, 2)]
    before: dict[str, Any] = {"tests": [], "extra_data": {"counted": [times[0].isoformat()]}}
    previous: list[dict[str, Any]] = [
        {"submission_time": each.isoformat(), "autograder_error": False, "results": before} for each in times
    ]
    results = results_of(place(RIGHT, limit, created_at=CREATED.isoformat(), previous_submissions=previous))
    assert results["score"] == 2
    assert len(results["extra_data"]["counted"]) == 2


def test_a_leaderboard_shows_the_points_that_students_see(place: Place) -> None:
    results = results_of(place(RIGHT, "gradescope: {leaderboard: [total]}\n"))
    assert results["leaderboard"] == [{"name": "total", "value": 2, "order": "desc"}]


def test_students_read_their_language(place: Place) -> None:
    results = results_of(place(EMPTY, language="fr"))
    assert "Une personne note ceci" in json.dumps(results, ensure_ascii=False)


@pytest.mark.parametrize("text", ["", "[]", "null", '{"assignment": 3, "created_at": "soon", "id": []}', "[" * 100_000])
def test_metadata_of_any_form_are_read_as_far_as_they_go(text: str, tmp_path: Path) -> None:
    (tmp_path / "metadata.json").write_text(text, encoding="utf-8")
    assert read_metadata(tmp_path / "metadata.json").timing is None


def test_results_are_finite_and_bounded_and_keep_their_points() -> None:
    tests = [{"score": float("nan"), "max_score": 1, "output": "é" * 50_000} for _ in range(200)]
    text = results_text({"score": float("inf"), "tests": tests})
    plain = json.loads(text, parse_constant=lambda name: pytest.fail(name))
    assert len(text.encode()) <= RESULTS_BYTES
    assert [each["score"] for each in plain["tests"]] == [0] * 200


def test_the_command_says_what_to_set_on_the_platform(tmp_path: Path) -> None:
    rubric = make_rubric(tmp_path)
    out = tmp_path / "out" / "autograder.zip"
    command = [sys.executable, "-m", "grader", "gradescope", "build", "--rubric", str(rubric), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert "2 autograder points" in done.stdout
    assert "Mark by hand: 3 points" in done.stdout
    with zipfile.ZipFile(out) as archive:
        assert {"setup.sh", "run_autograder"} <= set(archive.namelist())
        assert archive.getinfo("run_autograder").external_attr >> 16 & 0o111
