"""`grader check --watch`: every way in which an editor saves brings a new verdict, and Ctrl-C is a good end."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.apps import watching
from grader.apps.commands.check import command
from grader.apps.watching import changes, stamp_of
from grader.checkers.installed import installed_checkers
from grader.marking import checks_text, make_checks
from grader.rubric import load_rubric

ROOT = Path(__file__).parents[2]
RUBRIC = """\
schema: grader.rubric/1
id: small
title: {en: Small, fr: Petit}
kinds: [script]
reference: reference
parts:
  - id: Q1
    title: {en: Doubling, fr: Doubler}
    points: 2
    criteria:
      - id: Q1.values
        title: {en: "`double` doubles", fr: "`double` double"}
        points: 2
        checker: values
        with: {function: double, reference: sums.double, rtol: 1.0e-9, atol: 0, draws: {count: 3, arguments: {x: 1.5}}}
"""
WRONG, RIGHT = "def double(x):\n    return x\n", "def double(x):\n    return 2 * x\n"
Action = Callable[[], object]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "sums.py").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "rubric.yaml").write_text(RUBRIC, encoding="utf-8")
    home = tmp_path / "student"
    home.mkdir()
    checks = make_checks(load_rubric(tmp_path / "rubric.yaml", installed_checkers()))
    (home / "checks.json").write_text(checks_text(checks), encoding="utf-8")
    (home / "hw.py").write_text(WRONG, encoding="utf-8")
    return home / "hw.py"


def act(actions: Sequence[Action]) -> Callable[[float], None]:
    """Return a sleep in which the world goes on: an action each time, then Ctrl-C."""
    left = list(actions)

    def sleep(seconds: float) -> None:
        if not left:
            raise KeyboardInterrupt
        left.pop(0)()

    return sleep


def write(file: Path, text: str) -> Action:
    return lambda: file.write_text(text, encoding="utf-8")


def replace(file: Path, text: str) -> Action:
    """Return what careful editors do: a new file in the old one's place, and its time as it was."""

    def save() -> None:
        before = file.stat()
        new = file.with_suffix(".new")
        new.write_text(text, encoding="utf-8")
        os.utime(new, ns=(before.st_atime_ns, before.st_mtime_ns))
        new.replace(file)

    return save


def nothing() -> None:
    """Let time go by."""


def test_every_save_brings_a_new_verdict(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    actions = [
        *(write(file, "def double(x):\n    return 2 *\n"), nothing),  # in the middle of typing
        *(write(file, RIGHT), nothing),
        *(replace(file, WRONG), nothing),
        *(file.unlink, nothing, write(file, RIGHT), nothing),
    ]
    monkeypatch.setattr(watching, "pause", act(actions))
    done = CliRunner().invoke(command, [str(file), "--watch", "--lang", "en"], standalone_mode=False)
    assert done.exception is None
    assert done.return_value == 0
    shown = [line[:1] for line in done.output.splitlines() if "Q1.values" in line]
    assert shown == ["✗", "✗", "✓", "✗", "✓"]
    assert "not valid Python" in done.output
    assert "line 2" in " ".join(done.output.split())
    assert done.output.count("until Ctrl-C") == 5


def seen_of(path: Path, monkeypatch: pytest.MonkeyPatch, *actions: Action) -> list[str]:
    """Return what the file held at each change that was told, while actions went on."""
    before = stamp_of(path)
    monkeypatch.setattr(watching, "pause", act(actions))
    seen: list[str] = []
    with suppress(KeyboardInterrupt):
        for _ in changes(path, before):
            seen.append((path / "hw.py" if path.is_dir() else path).read_text(encoding="utf-8"))
    return seen


def test_what_is_being_written_is_waited_for(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = [write(file, "a"), write(file, "ab"), write(file, "abc"), nothing]
    assert seen_of(file, monkeypatch, *pieces) == ["abc"]


def test_what_lies_beside_is_not_watched(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = file.parent
    (folder / "__pycache__").mkdir()
    others = [write(folder / "__pycache__" / "hw.pyc", "x"), write(folder / ".hw.py.swp", "x"), nothing]
    assert seen_of(folder, monkeypatch, *others, write(folder / "more.py", ""), nothing) == [WRONG]


def test_a_change_while_it_is_being_checked_is_seen(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stamp_of(file)
    file.write_text(RIGHT, encoding="utf-8")
    monkeypatch.setattr(watching, "pause", act([nothing]))
    assert next(changes(file, before)) is None


@pytest.mark.skipif(os.name != "posix", reason="sends the signal of Ctrl-C")
def test_ctrl_c_ends_it_well(file: Path) -> None:
    command_line = [sys.executable, "-m", "grader", "check", str(file), "--watch", "--lang", "fr"]
    with subprocess.Popen(
        command_line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "jusqu'à Ctrl-C" in line:
                break
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")
