"""Hand-ins of every sort in the container: right, wrong, hostile, empty, huge, unreadable, stopped half-way."""

import json
from pathlib import Path

from tests.replica.conftest import RunHandIn, verdicts
from tests.replica.container import Ran, run_hand_in
from tests.replica.image import Image

RIGHT = """\
import sympy


def double(x):
    return 2 * x


def square(x):
    return x * x


def derivative():
    x = sympy.Symbol("x")
    return 2 * x * sympy.cos(x**2)
"""
HOSTILE = (
    RIGHT.replace("return 2 * x\n", "return told()\n", 1)
    + '''

def told():
    """Try what is known of the container, and say what came of it."""
    import os

    found = [os.getuid(), os.geteuid()]
    for path in ("/autograder/results/results.json", "/autograder/run_autograder", "/opt/grader/venv/pyvenv.cfg"):
        try:
            with open(path, "w", encoding="utf-8") as file:
                file.write('{"score": 100}')
            found.append("wrote " + path)
        except OSError:
            found.append("no")
    for path in ("/autograder/source/gradescope.json", "/autograder/submission_metadata.json", "/etc/passwd"):
        try:
            with open(path, encoding="utf-8") as file:
                found.append("read " + path + file.read(20))
        except OSError:
            found.append("no")
    raise ValueError("; ".join(str(each) for each in found))
'''
)


def hand_in(folder: Path, name: str, content: str | bytes) -> Path:
    place = folder / "hand_in"
    place.mkdir()
    (place / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return place


def scores(ran: Ran) -> list[float]:
    return [each["score"] for each in ran.results["tests"] if "score" in each]


def test_a_right_hand_in_earns_all_its_points_part_by_part(graded: RunHandIn, tmp_path: Path) -> None:
    ran = graded(hand_in(tmp_path, "work.py", RIGHT))
    assert scores(ran) == [2, 2, 2, 0]
    assert ran.results["score"] == 6
    assert [each["number"] for each in ran.results["tests"]] == ["1", "1.1", "2", "2.1", "3", "3.1", "4", "4.1"]
    assert "tier T2" in ran.printed


def test_a_wrong_one_is_told_why_in_tags_that_survive_sanitising(graded: RunHandIn, tmp_path: Path) -> None:
    ran = graded(hand_in(tmp_path, "work.py", RIGHT.replace("2 * x\n", "3 * x  # <script>alert(1)</script>\n", 1)))
    assert verdicts(ran)["Q1.double"] == "failed"
    output = next(each["output"] for each in ran.results["tests"] if each["number"] == "1.1")
    assert "<code>double(" in output
    assert "<script" not in json.dumps(ran.results)


def test_a_hostile_one_is_nobody_and_reaches_nothing(graded: RunHandIn, tmp_path: Path) -> None:
    metadata = json.dumps({"id": 7, "created_at": "2026-11-20T10:00:00-05:00"})
    ran = graded(hand_in(tmp_path, "work.py", HOSTILE), metadata=metadata)
    output = next(each["output"] for each in ran.results["tests"] if each["number"] == "1.1")
    uid, effective, *rest = output.partition("ValueError")[2].partition("<code>")[2].partition("</code>")[0].split("; ")
    assert int(uid) == int(effective) >= 52_000
    assert rest == ["no"] * 6
    assert ran.results["score"] == 4


def test_nothing_handed_in_keeps_the_total_and_says_what_is_taken(graded: RunHandIn, tmp_path: Path) -> None:
    (tmp_path / "hand_in").mkdir()
    ran = graded(tmp_path / "hand_in")
    assert ran.results["score"] == 0
    assert sum(each.get("max_score", 0) for each in ran.results["tests"]) == 11
    assert "script, notebook" in ran.results["output"]


def test_a_huge_one_and_one_that_cannot_be_read_are_graded_as_far_as_they_go(graded: RunHandIn, tmp_path: Path) -> None:
    place = hand_in(tmp_path, "work.py", RIGHT)
    (place / "table.csv").write_bytes(b"0," * 40_000_000)
    (place / "more.py").write_bytes(b"\x80\x81def double(:\n" * 1000)
    (place / "broken.ipynb").write_bytes(b'{"cells": [{"cell_type": "code", "source":')
    (place / "archive.zip").write_bytes(b"PK\x03\x04 and no more")
    ran = graded(place)
    assert verdicts(ran)["Q2.square"] == "passed"
    assert len(json.dumps(ran.results)) < 100_000
    assert (ran.peak_bytes or 0) <= 768 * 2**20


def test_what_was_judged_before_a_kill_is_kept_and_the_rest_is_no_verdict(image: Image, tmp_path: Path) -> None:
    ran = run_hand_in(image, hand_in(tmp_path, "work.py", RIGHT), half_processor=False, stop_at_first_results=True)
    assert len(scores(ran)) == 4
    assert set(verdicts(ran).values()) == {"ungraded"}
    assert all("provisional 0" in each["name"] for each in ran.results["tests"] if "score" in each)
