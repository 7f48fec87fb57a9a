"""One hand-in of each kind has the same verdicts, criterion by criterion, wherever it is graded."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.apps.gradescope.bundle import build_zip
from grader.checkers.installed import installed_checkers
from grader.rubric import load_rubric
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
_LEFT_OUT = "Q5."  # what only a person marks in both rubrics stands in the results once
_AT_HOME_ALONE = ".reading"  # no mark: help for whoever writes


def grader(*arguments: str | Path, cwd: Path = ROOT) -> str:
    command = [sys.executable, "-m", "grader", *(str(each) for each in arguments)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
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


@pytest.fixture(scope="module")
def batch(homework: Image, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the reports of ``grader batch`` by both rubrics on a class of the hand-ins."""
    folder = tmp_path_factory.mktemp("batch")
    for name in HAND_INS:
        shutil.copytree(ROOT / "submissions_example" / name, folder / "in" / name)
    options = [word for rubric in RUBRICS for word in ("--rubric", rubric)]
    grader("batch", folder / "in", *options, "--out", folder / "out", "--jobs", "2", "--quiet")
    return folder / "out" / "reports"


@pytest.fixture(scope="module")
def bundle(homework: Image, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what ``grader release`` gives to students, in a folder with nothing else in it."""
    folder = tmp_path_factory.mktemp("bundle")
    options = [word for rubric in RUBRICS for word in ("--rubric", rubric)]
    grader("release", *options, "--out", folder)
    return folder


@pytest.mark.parametrize("name", HAND_INS)
def test_grade_batch_container_and_check_agree(
    name: str, homework: Image, batch: Path, bundle: Path, tmp_path: Path
) -> None:
    hand_in = ROOT / "submissions_example" / name
    alone = judged(json.loads(grader("grade", hand_in, "--rubric", HAND_INS[name], "--json", "-")))
    assert len(set(alone.values())) >= 2
    assert judged(json.loads((batch / f"{name}.json").read_text(encoding="utf-8"))) == alone
    ran = run_hand_in(homework, hand_in, half_processor=False)
    hold_to_contract(ran)
    found = verdicts(ran, HAND_INS[name].stem)
    assert {each: found[each] for each in found if not each.startswith(_LEFT_OUT)} == alone
    public = checked(hand_in, bundle, tmp_path / "home")
    assert public
    assert {each: alone[each] for each in public} == public


def checked(hand_in: Path, bundle: Path, home: Path) -> dict[str, str]:
    """Return what ``grader check`` says to a student who has the bundle, of criteria that bear points."""
    shutil.copytree(bundle, home)
    found: dict[str, str] = {}
    for file in hand_in.iterdir():
        if file.name != "expected.yaml":
            shutil.copy(file, home / file.name)
            for line in grader("check", file.name, "--json", "-", cwd=home).splitlines():
                found |= judged(json.loads(line))
    return {each: status for each, status in found.items() if not each.endswith(_AT_HOME_ALONE)}
