"""Ctrl-C leaves a folder that goes on, no traceback and no process behind."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.unit.classroom.small_class import RIGHT, make_rubric

ENDLESS = "import time\n\n\ndef double(x):\n    time.sleep(60)\n"


def command(base: Path, rubric: Path) -> list[str]:
    return [sys.executable, "-m", "grader", "batch", str(base / "class"), "--rubric", str(rubric), "--out",
            str(base / "out"), "--jobs", "1", "--json-lines"]  # fmt: skip


def processes_of(session: int) -> list[str]:
    found: list[str] = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(status.parent.name)
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")
def test_ctrl_c_is_clean_and_the_same_command_goes_on(tmp_path: Path) -> None:
    rubric = make_rubric(tmp_path)
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "anna.py").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "class" / "bob.py").write_text(ENDLESS, encoding="utf-8")
    process = subprocess.Popen(
        command(tmp_path, rubric), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line) == {"event": "started", "submission": "bob"}:
            break
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the whole group
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "stopped with 1 of 2 hand-ins done; the same command goes on from there" in said
    assert "Traceback" not in said
    until = time.monotonic() + 20
    while processes_of(process.pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert processes_of(process.pid) == []
    (tmp_path / "class" / "bob.py").write_text(RIGHT, encoding="utf-8")
    done = subprocess.run(command(tmp_path, rubric), capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    graded = [line for line in map(json.loads, done.stdout.splitlines()) if line["event"] == "graded"]
    assert [(line["submission"], line["earned"], line["status"]) for line in graded] == [
        ("anna", 2, "pending"),
        ("bob", 2, "pending"),
    ]
    assert (tmp_path / "out" / "grades.csv").is_file()
