"""One hand-in of each kind has the same verdicts, criterion by criterion, wherever it is graded."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.apps.gradescope.bundle import build_zip
from grader.checkers.installed import installed_checkers
from grader.intake import load_submission
from grader.marking import CHECKS_FILE, checks_text, make_checks, open_checks
from grader.rubric import load_rubric
from grader.sandbox import Sandbox
from tests.replica.conftest import hold_to_contract, verdicts
from tests.replica.container import run_hand_in
from tests.replica.image import Image, unpack

ROOT = Path(__file__).parents[2]
RUBRICS = tuple(ROOT / "rubrics" / f"hw3-{name}.yaml" for name in ("code", "theory"))
HAND_INS = {
    "chloe_kl_swapped": RUBRICS[0],
    "samuel_broken_cells": RUBRICS[0],
    "theory_bruno_half_lost": RUBRICS[1],
}
"""A module, a notebook and LaTeX, none of them without a slip; and the rubric of each."""
_ALWAYS = "chloe_kl_swapped"
_LEFT_OUT = "Q5."  # what only a person marks in both rubrics stands in the results once


def grader(*arguments: str | Path) -> str:
    command = [sys.executable, "-m", "grader", *(str(each) for each in arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=180, cwd=ROOT)
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


def judged(report: dict[str, Any]) -> dict[str, str]:
    """Return the verdicts of a report by criterion."""
    found = {each["id"]: each["status"] for part in report["parts"] for each in part["criteria"]}
    return {name: status for name, status in found.items() if not name.startswith(_LEFT_OUT)}


@pytest.fixture(scope="module")
def homework(image: Image, tmp_path_factory: pytest.TempPathFactory) -> Image:
    """Return the image with the homework's two rubrics in place of the small one."""
    folder = tmp_path_factory.mktemp("homework")
    rubrics = [load_rubric(file, installed_checkers()) for file in RUBRICS]
    content = build_zip(rubrics, language=None, require_tier="T2", time_limit_s=600, base="a replica")
    (folder / "autograder.zip").write_bytes(content)
    return Image(image.home, unpack(folder / "autograder.zip", folder / "source"))


def of_batch(name: str, folder: Path) -> dict[str, Any]:
    """Return what ``grader batch`` says by both rubrics of a class of one."""
    shutil.copytree(ROOT / "submissions_example" / name, folder / "in" / name)
    options = [word for rubric in RUBRICS for word in ("--rubric", rubric)]
    grader("batch", folder / "in", *options, "--out", folder / "out", "--jobs", "1", "--quiet")
    return json.loads((folder / "out" / "reports" / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "name", [pytest.param(each, marks=[] if each == _ALWAYS else [pytest.mark.long]) for each in HAND_INS]
)
def test_grade_batch_container_and_check_agree(name: str, homework: Image, tmp_path: Path) -> None:
    hand_in = ROOT / "submissions_example" / name
    alone = judged(json.loads(grader("grade", hand_in, "--rubric", HAND_INS[name], "--json", "-")))
    assert len(set(alone.values())) >= 2
    assert judged(of_batch(name, tmp_path)) == alone
    ran = run_hand_in(homework, hand_in, half_processor=False)
    hold_to_contract(ran)
    found = verdicts(ran, HAND_INS[name].stem)
    assert {each: found[each] for each in found if not each.startswith(_LEFT_OUT)} == alone
    public = checked(hand_in, HAND_INS[name], tmp_path)
    assert public
    assert {each: alone[each] for each in public} == public


def checked(hand_in: Path, rubric: Path, folder: Path) -> dict[str, str]:
    """Return the verdicts that the student's own checks give on the criteria that they hold."""
    file = folder / CHECKS_FILE
    file.write_text(checks_text(make_checks(load_rubric(rubric, installed_checkers()))), encoding="utf-8")
    own, _ = open_checks(file, installed_checkers())
    with Sandbox() as sandbox:
        submission = load_submission(hand_in)
        report = own.report(submission, own.observe(submission, sandbox))
    found = {each.criterion.id: each.verdict.status.value for each in report.results()}
    return {each: status for each, status in found.items() if not each.startswith(_LEFT_OUT)}
