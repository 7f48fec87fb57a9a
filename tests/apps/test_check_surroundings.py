"""`grader check` in the surroundings that students have: odd files, odd terminals, the wrong file of checks."""

import importlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from grader.apps.streams import make_streams_safe
from grader.model.errors import GraderError

ROOT = Path(__file__).parents[2]
RUBRIC = """\
schema: grader.rubric/1
id: small
title: {en: Small, fr: Petit}
kinds: [script, notebook]
reference: reference
parts:
  - id: Q1
    title: {en: Sums, fr: Sommes}
    points: 4
    criteria:
      - id: Q1.double
        title: {en: "`double` doubles — été", fr: "`double` double — été"}
        points: 2
        checker: values
        with: &double
          {function: double, reference: sums.double, rtol: 1.0e-9, atol: 0, draws: {count: 2, arguments: {x: 1.5}}}
      - id: Q1.again
        title: {en: Again, fr: Encore}
        points: 2
        checker: values
        with: *double
"""
PECULIAR = "✓ ✗ é … ’ ≠ − ² λ Σ e\N{COMBINING ACUTE ACCENT} 中 😀"
GOOD = "def double(x):\n    return 2 * x\n"


@pytest.fixture(scope="module")
def checks(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("course")
    (folder / "reference").mkdir()
    (folder / "reference" / "sums.py").write_text(GOOD, encoding="utf-8")
    (folder / "rubric.yaml").write_text(RUBRIC, encoding="utf-8")
    done = grader("release", "--rubric", folder / "rubric.yaml", "--out", folder, "--checks-only")
    assert done.returncode == 0, done.stderr
    return (folder / "checks.json").read_text(encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path, checks: str) -> Path:
    (tmp_path / "checks.json").write_text(checks, encoding="utf-8")
    return tmp_path


@dataclass(frozen=True)
class Done:
    """What came of a command: its status as the program would end, and all that it said."""

    returncode: int
    stdout: str
    stderr: str = ""


def grader(name: str, *arguments: str | Path, **environment: str) -> Done:
    """Run a command in this process."""
    command: click.Command = importlib.import_module(f"grader.apps.commands.{name}").command
    variables = {"COLUMNS": "80", "LC_ALL": "C", **environment}
    done = CliRunner(env=variables).invoke(command, [str(each) for each in arguments], standalone_mode=False)
    if isinstance(done.exception, GraderError):
        return Done(2, done.stdout, str(done.exception))
    assert done.exception is None, done.exception
    return Done(0, done.stdout, done.stderr)


def grader_with(encoding: str, *arguments: str | Path, **environment: str) -> Done:
    """Run the program in a process whose streams have another encoding."""
    command = [sys.executable, "-m", "grader", *(str(each) for each in arguments)]
    variables = {**os.environ, "COLUMNS": "80", **environment, "PYTHONIOENCODING": encoding}
    done = subprocess.run(
        command, capture_output=True, encoding=encoding, check=False, timeout=60, cwd=ROOT, env=variables
    )
    return Done(done.returncode, done.stdout, done.stderr)


def said(done: Done) -> str:
    return " ".join((done.stdout + done.stderr).split())


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("hw.ipynb", b"", "is empty"),
        ("hw.ipynb", b'{"cells": [{"cell_type": "code", "sou', "ends in the middle"),
        ("hw.py", b"#" * (9 << 20), "is too large"),
    ],
)
def test_what_cannot_be_read_is_told_once_with_what_to_do(home: Path, name: str, content: bytes, words: str) -> None:
    (home / name).write_bytes(content)
    done = grader("check", home / name)
    assert done.returncode == 0
    assert said(done).count(words) == 1
    assert "Save the file again" in said(done)
    assert "Q1.double" not in done.stdout


def test_one_file_that_cannot_be_read_hides_no_other(home: Path) -> None:
    folder = home / "mine"
    folder.mkdir()
    checks = json.loads((home / "checks.json").read_text(encoding="utf-8"))
    (home / "checks.json").unlink()
    for kind in ("script", "notebook"):
        (home / f"checks-{kind}.json").write_text(json.dumps({**checks, "kinds": [kind]}), encoding="utf-8")
    (folder / "hw.ipynb").write_bytes(b"")
    (folder / "hw.py").write_text(GOOD, encoding="utf-8")
    shown = said(grader("check", folder))
    assert shown.count("is empty") >= 1
    assert "4 of 4 points" in shown


def test_what_was_peculiar_about_a_file_is_told(home: Path) -> None:
    (home / "hw.py").write_bytes(GOOD.encode("utf-16"))
    assert "an encoding other than UTF-8 (utf-16)" in said(grader("check", home / "hw.py"))


def test_the_same_reason_is_not_told_twice(home: Path) -> None:
    (home / "hw.py").write_text("def double(x:\n    return 2 * x\n", encoding="utf-8")
    shown = said(grader("check", home / "hw.py", "--lang", "fr"))
    assert shown.count("n’est pas du Python valide ('(' was never closed)") == 1
    assert shown.count("Pour la même raison") == 1


def test_an_old_console_tells_right_from_wrong(home: Path) -> None:
    (home / "hw.py").write_text("def double(x):\n    return x\n", encoding="utf-8")
    done = grader_with("cp1252", "check", home / "hw.py", "--lang", "fr")
    assert done.returncode == 0, done.stderr
    assert "x  Q1.double" in done.stdout
    assert "été" in done.stdout
    done = grader_with("cp1252", "check", home / "checks.json", "--lang", "fr")
    assert done.returncode == 2
    assert "vérifications concernent" in said(done)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("ascii", "+ x e ... ' != - ? lambda Sigma e ? ?"),
        ("cp1252", "+ x é … ’ != - ² lambda Sigma e ? ?"),
        ("utf-8", PECULIAR),
    ],
)
def test_every_stream_takes_everything(encoding: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding, write_through=True))
    make_streams_safe()
    sys.stdout.write(PECULIAR)
    assert written.getvalue().decode(encoding) == shown


@pytest.mark.parametrize("columns", ["20", "40", "80", "200"])
def test_narrow_and_wide(home: Path, columns: str) -> None:
    (home / "hw.py").write_text("def double(x):\n    return x\n", encoding="utf-8")
    done = grader("check", home / "hw.py", COLUMNS=columns)
    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) <= max(int(columns), 40)
    assert "\x1b" not in done.stdout  # it is no terminal


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"schema": "grader.checks/2"}', "d'une autre version"),
        ('{"schema": "grader.checks/99"}', "mettez le programme à jour"),
        ('{"cells": []}', "n'est pas un fichier de vérifications"),
        ("[1, 2]", "n'est pas un fichier de vérifications"),
        ('{"schema": "gra', "endommagé"),
    ],
)
def test_the_wrong_file_of_checks_is_told_in_the_students_language(home: Path, text: str, words: str) -> None:
    (home / "checks.json").write_text(text, encoding="utf-8")
    (home / "hw.py").write_text(GOOD, encoding="utf-8")
    done = grader("check", home / "hw.py", LC_ALL="fr_CA.UTF-8")
    assert done.returncode == 2
    assert words in said(done)
    assert "Traceback" not in done.stderr


def test_a_folder_finds_the_checks_in_it_or_beside_it(home: Path) -> None:
    folder = home / "mine"
    folder.mkdir()
    (folder / "hw.py").write_text(GOOD, encoding="utf-8")
    assert "4 of 4 points" in said(grader("check", folder))
    (home / "checks.json").rename(folder / "checks.json")
    assert "4 of 4 points" in said(grader("check", folder))
    (folder / "checks.json").unlink()
    done = grader("check", folder, "--lang", "fr")
    assert done.returncode == 2
    assert "--checks FICHIER" in said(done)


def test_another_kind_of_file_is_told_with_the_endings_that_count(home: Path) -> None:
    (home / "notes.txt").write_text("hello", encoding="utf-8")
    done = grader("check", home / "notes.txt")
    assert done.returncode == 2
    assert "they look at .py, .ipynb. Is it the right file" in said(done)


def test_no_colour_is_asked_for_in_the_usual_way(home: Path) -> None:
    (home / "hw.py").write_text(GOOD, encoding="utf-8")
    assert "\x1b[32m" in grader("check", home / "hw.py", FORCE_COLOR="1").stdout
    assert "\x1b[32m" not in grader("check", home / "hw.py", FORCE_COLOR="1", NO_COLOR="1").stdout
    report = json.loads(grader("check", home / "hw.py", "--json", "-", FORCE_COLOR="1").stdout)
    assert report["submission"] == "hw"
