"""The commands of docs/class.md work, in their order."""

import csv
import json
import re
from pathlib import Path

import yaml

from tests.docs.running import DOCS, commands_of, run_command
from tests.unit.classroom.small_class import RIGHT, RUBRIC, WRONG, make_rubric

PEOPLE = (("Anna Tremblay", "anna", "901", "31"), ("Bob Roy", "bob", "902", "32"))


def test_every_command_of_the_page_works(tmp_path: Path) -> None:
    block = re.search(r"```yaml\n(late:.*?)```", (DOCS / "class.md").read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    assert yaml.safe_load(block[1])["late"]["per_day"] == 10
    make_rubric(tmp_path, RUBRIC + block[1]).rename(tmp_path / "hw.yaml")
    for (name, _, number, _), code in zip(PEOPLE, (RIGHT, WRONG), strict=True):
        folder = tmp_path / "downloads" / f"{name}_{number}_assignsubmission_file"
        folder.mkdir(parents=True)
        (folder / "hw.py").write_text(code, encoding="utf-8")
    files = {
        "roster.csv": ["name,email,extension", *(f"{name},{login}@example.org,2" for name, login, *_ in PEOPLE)],
        "worksheet.csv": ["Identifier,Full name,Grade",
                          *(f"Participant {number},{name}," for name, _, number, _ in PEOPLE)],
        "gradebook.csv": ["Student,ID,SIS Login ID,Section,Homework 3 (7)", "    Points Possible,,,,5",
                          *(f"{name},{canvas},{login},A," for name, login, _, canvas in PEOPLE)],
        "marked.csv": ["submission,criterion,points,reason,by", "Anna Tremblay_901,Q2.text,3,Clear,Zoe",
                       "Bob Roy_902,Q2.text,1,Short,Zoe"],
    }  # fmt: skip
    for name, lines in files.items():
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "q1.py").write_text(
        'OK_FORMAT = True\ntest = {"name": "q1", "suites": [{"cases": [{"code": ">>> double(2)\\n4"}]}]}\n',
        encoding="utf-8",
    )
    cell = {"cell_type": "code", "source": "assert double(2) == 4",
            "metadata": {"nbgrader": {"grade": True, "solution": False, "grade_id": "q1", "points": 1}}}  # fmt: skip
    (tmp_path / "source.ipynb").write_text(json.dumps({"cells": [cell], "metadata": {}}), encoding="utf-8")
    commands = commands_of("class.md")
    assert [words[1] for words in commands][:4] == ["batch", "pending", "marks", "remark"]
    for words in commands:
        done = run_command(words, tmp_path)
        assert done.returncode == 0, (words, done.stderr)
    for name in ("otter", "nbgrader"):
        done = run_command(["grader", "rubric", "check", f"{name}.yaml"], tmp_path)
        assert done.returncode == 0, done.stderr
    waiting = list(csv.DictReader((tmp_path / "to-mark.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["criterion"] for row in waiting] == ["Q2.text", "Q2.text"]
    for target, column in (("moodle", 2), ("canvas", 5)):
        rows = list(csv.reader((tmp_path / f"{target}.csv").read_text(encoding="utf-8").splitlines()))
        assert [row[column] for row in rows[-2:]] == ["5", "1"]
