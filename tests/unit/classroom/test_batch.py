"""A class is graded, goes on where it was, and loses nothing."""

import contextlib
import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.classroom import Store
from tests.unit.classroom.small_class import RUBRIC, make_class, make_rubric

GRADER = [sys.executable, "-m", "grader"]


def grader(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [*GRADER, *(str(each) for each in arguments)]
    if command[3] in {"batch", "remark", "merge"} and "--jobs" not in command:
        command += ["--jobs", "1"]  # four hand-ins are not worth a second process
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def reports(out: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in sorted((out / "reports").iterdir())}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Return a class's rubric, folder and output."""
    base = tmp_path_factory.mktemp("class")
    rubric, folder, out = make_rubric(base), make_class(base / "class"), base / "out"
    done = grader("batch", folder, "--rubric", rubric, "--out", out, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    return rubric, folder, out


def test_files_and_columns_are_those_of_the_contract(graded: tuple[Path, Path, Path]) -> None:
    _, _, out = graded
    names = {f"{name}{end}" for name in ("anna", "bob", "cleo", "dan") for end in (".json", ".html", ".student.html")}
    assert set(reports(out)) == names
    assert (out / "index.html").is_file()
    rows = list(csv.reader((out / "grades.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["submission", "Q1", "Q2", "total", "pending", "status"]
    assert rows[1:] == [
        ["anna", "2", "", "2", "3", "pending"],
        ["bob", "0", "", "0", "3", "pending"],
        ["cleo", "0", "0", "0", "0", "graded"],
        ["dan", "0", "", "0", "3", "pending"],
    ]


def test_grade_and_batch_agree_verdict_by_verdict(graded: tuple[Path, Path, Path]) -> None:
    rubric, folder, out = graded
    for name in ("anna", "bob", "cleo", "dan"):
        alone = grader("grade", folder / f"{name}.py", "--rubric", rubric, "--json", "-")
        assert alone.returncode == 0, alone.stderr
        assert json.loads(alone.stdout) == json.loads((out / "reports" / f"{name}.json").read_text(encoding="utf-8"))


def test_a_second_run_runs_nothing_again_and_changes_nothing(graded: tuple[Path, Path, Path]) -> None:
    rubric, folder, out = graded
    before = reports(out)
    done = grader("batch", folder, "--rubric", rubric, "--out", out, "--python", sys.executable)
    assert done.returncode == 0
    assert reports(out) == before
    store = Store(out)
    runs = {
        len(store.environments(recorded.submission_hash))
        for recorded in map(store.hand_in, store.hand_ins())
        if recorded
    }
    store.close()
    assert runs == {1}


def test_a_changed_hand_in_alone_is_run_again(tmp_path: Path) -> None:
    rubric, folder, out = make_rubric(tmp_path), make_class(tmp_path / "class"), tmp_path / "out"
    assert grader("batch", folder, "--rubric", rubric, "--out", out).returncode == 0
    before = reports(out)
    (folder / "bob.py").write_text("def double(x):\n    return x + x\n", encoding="utf-8")
    assert grader("batch", folder, "--rubric", rubric, "--out", out).returncode == 0
    after = reports(out)
    assert json.loads(after["bob.json"])["points"]["earned"] == 2
    assert {name for name in after if after[name] != before[name]} == {"bob.json", "bob.html", "bob.student.html"}


def test_a_remark_judges_by_the_new_rubric_and_says_what_changed(tmp_path: Path) -> None:
    rubric, folder, out = make_rubric(tmp_path), make_class(tmp_path / "class"), tmp_path / "out"
    assert grader("batch", folder, "--rubric", rubric, "--out", out).returncode == 0
    for file in folder.iterdir():
        file.unlink()  # nothing of the students' is needed again
    make_rubric(tmp_path, RUBRIC.replace("rtol: 1.0e-9", "rtol: 0.6"))
    done = grader("remark", out, "--rubric", rubric)
    assert done.returncode == 0, done.stderr
    assert "1 criteria of 1 hand-ins are marked otherwise" in done.stdout
    assert json.loads(reports(out)["bob.json"])["points"]["earned"] == 2


def test_a_remark_says_which_criteria_need_a_new_look(tmp_path: Path) -> None:
    rubric, folder, out = make_rubric(tmp_path), make_class(tmp_path / "class"), tmp_path / "out"
    assert grader("batch", folder, "--rubric", rubric, "--out", out).returncode == 0
    make_rubric(tmp_path, RUBRIC.replace("count: 3", "count: 4"))
    done = grader("remark", out, "--rubric", rubric)
    assert done.returncode == 1
    assert "Q1.double" in done.stdout
    assert json.loads(reports(out)["anna.json"])["parts"][0]["criteria"][0]["status"] == "ungraded"


def test_a_persons_mark_counts_and_outlives_remark_and_resume(tmp_path: Path) -> None:
    rubric, folder, out = make_rubric(tmp_path), make_class(tmp_path / "class"), tmp_path / "out"
    table = tmp_path / "marks.csv"
    assert grader("batch", folder, "--rubric", rubric, "--out", out).returncode == 0
    assert grader("pending", out, "--csv", table).returncode == 0
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert [(row["submission"], row["criterion"], row["max"]) for row in rows] == [
        ("anna", "Q2.text", "3"),
        ("bob", "Q2.text", "3"),
        ("dan", "Q2.text", "3"),
    ]
    table.write_text("submission,criterion,points,reason,by\nanna,Q2.text,2.5,Clear,Zoe\n", encoding="utf-8")
    assert grader("marks", out, "--csv", table).returncode == 0
    for command in (
        ["remark", out, "--rubric", rubric],
        ["batch", folder, "--rubric", rubric, "--out", out],
        ["remark", out, "--rubric", rubric],
    ):
        assert grader(*command).returncode == 0
        report = json.loads(reports(out)["anna.json"])
        assert report["points"] == {"earned": 4.5, "possible": 5, "pending": 0, "hidden": 0}
        criterion = report["parts"][1]["criteria"][0]
        assert (criterion["override"]["by"], criterion["machine"]["status"]) == ("Zoe", "pending")


def test_every_problem_of_a_table_of_marks_is_named_and_nothing_is_taken(tmp_path: Path) -> None:
    rubric, folder, out = make_rubric(tmp_path), make_class(tmp_path / "class"), tmp_path / "out"
    assert grader("batch", folder, "--rubric", rubric, "--out", out).returncode == 0
    table = tmp_path / "marks.csv"
    lines = ["submission,criterion,points", "anna,Q2.text,2", "anna,Q2.text,1", "zed,Q2.text,1", "bob,Q9,1",
             "bob,Q2.text,nan", "bob,Q2.text,3.01", "bob,Q2.text,-1", "dan,Q2.text,"]  # fmt: skip
    table.write_text("\n".join(lines), encoding="utf-8")
    done = grader("marks", out, "--csv", table)
    assert done.returncode == 2
    for words in ("row 3", "'zed'", "'Q9'", "'nan'", "3.01 points", "'-1'"):
        assert words in done.stderr
    assert json.loads(reports(out)["anna.json"])["points"]["pending"] == 3


def test_shards_that_are_merged_give_what_one_batch_gives(graded: tuple[Path, Path, Path], tmp_path: Path) -> None:
    rubric, folder, out = graded
    for at in (1, 2):
        done = grader("batch", folder, "--rubric", rubric, "--out", tmp_path / str(at), "--shard", f"{at}/2")
        assert done.returncode == 0, done.stderr
    done = grader("merge", tmp_path / "1", tmp_path / "2", "--rubric", rubric, "--out", tmp_path / "all")
    assert done.returncode == 0, done.stderr
    assert reports(tmp_path / "all") == reports(out)
    assert (tmp_path / "all" / "grades.csv").read_bytes() == (out / "grades.csv").read_bytes()


def workers_of(parent: int) -> list[int]:
    done = subprocess.run(["pgrep", "-P", str(parent)], capture_output=True, text=True, check=False)
    return [int(pid) for pid in done.stdout.split()]


def kill_and_resume(base: Path, kills: int, seed: int) -> None:
    """Kill a batch or one of its workers at random moments, then let it end, and compare with an undisturbed one."""
    rubric, folder = make_rubric(base), make_class(base / "class", copies=4)
    assert grader("batch", folder, "--rubric", rubric, "--out", base / "calm").returncode == 0
    random_source = random.Random(seed)
    for _ in range(kills):
        command = [*GRADER, "batch", str(folder), "--rubric", str(rubric), "--out", str(base / "shaken"), "--jobs", "2"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(random_source.uniform(0.3, 4.0))
            victims = [process.pid, *workers_of(process.pid)]
            victim = random_source.choice(victims)
            with contextlib.suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
            process.wait(timeout=60)
        for file in (base / "shaken" / "reports").glob("*.json"):
            json.loads(file.read_text(encoding="utf-8"))  # never half a report
    assert grader("batch", folder, "--rubric", rubric, "--out", base / "shaken").returncode == 0
    assert reports(base / "shaken") == reports(base / "calm")
    assert (base / "shaken" / "grades.csv").read_bytes() == (base / "calm" / "grades.csv").read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="kills by POSIX signals")
def test_a_batch_that_is_killed_goes_on_to_the_same_result(tmp_path: Path) -> None:
    kill_and_resume(tmp_path, kills=4, seed=1)


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="kills by POSIX signals")
def test_a_hundred_kills_lead_to_the_same_result(tmp_path: Path) -> None:
    kill_and_resume(tmp_path, kills=100, seed=2)


def test_what_a_killed_writer_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    from grader.classroom import grading

    reports_folder = tmp_path / "out" / "reports"
    reports_folder.mkdir(parents=True)
    kept = (tmp_path / "out" / ".notes", reports_folder / "anna.html", reports_folder / ".mine")
    left = (tmp_path / "out" / ".grades.csv.k2.unfinished", reports_folder / ".anna.html.x1.unfinished")
    for path in (*kept, *left):
        path.write_text("", encoding="utf-8")
    with grading(tmp_path / "out"):
        assert all(path.exists() for path in kept)
        assert not any(path.exists() for path in left)


def test_two_batches_cannot_share_a_folder(tmp_path: Path) -> None:
    from grader.classroom import grading

    rubric, folder = make_rubric(tmp_path), make_class(tmp_path / "class")
    with grading(tmp_path / "out"):
        done = grader("batch", folder, "--rubric", rubric, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "another `grader` is working" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--shard", "3/2"], "--shard wants I/N"),
        (["--require-tier", "T9"], "T9"),
        (["--python", "/nowhere/python"], "/nowhere/python"),
    ],
)
def test_bad_usage_is_status_two_with_a_sentence(tmp_path: Path, arguments: list[str], words: str) -> None:
    rubric, folder = make_rubric(tmp_path), make_class(tmp_path / "class")
    done = grader("batch", folder, "--rubric", rubric, "--out", tmp_path / "out", *arguments)
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
