"""`%check` in a real shell: the functions that are defined right now, in the student's language."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

from grader.apps.magic import Shown
from grader.checkers.installed import installed_checkers
from grader.marking import checks_text, make_checks
from grader.rubric import load_rubric

RUBRIC = """\
schema: grader.rubric/1
id: small
title: {en: Small, fr: Petit}
kinds: [script, notebook]
reference: reference
limits: {call_cpu_s: 0.5, call_wall_s: 1}
parts:
  - id: Q1
    title: {en: Doubling, fr: Doubler}
    points: 3
    criteria:
      - id: Q1.values
        title: {en: "`double` doubles", fr: "`double` double"}
        points: 2
        checker: values
        with: &double
          {function: double, reference: sums.double, rtol: 1.0e-9, atol: 0, draws: {count: 3, arguments: {x: 1.5}}}
      - id: Q1.hidden
        title: {en: Zero is zero, fr: Zéro reste zéro}
        points: 1
        visibility: after_due
        checker: values
        with: *double
"""


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "sums.py").write_text("def double(x):\n    return 2 * x\n", encoding="utf-8")
    (tmp_path / "rubric.yaml").write_text(RUBRIC, encoding="utf-8")
    home = tmp_path / "student"
    home.mkdir()
    checks = make_checks(load_rubric(tmp_path / "rubric.yaml", installed_checkers()))
    (home / "checks.json").write_text(checks_text(checks), encoding="utf-8")
    monkeypatch.chdir(home)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    shell = InteractiveShell()
    shell.run_line_magic("load_ext", "grader")
    yield shell
    InteractiveShell.clear_instance()


def run(shell: InteractiveShell, cell: str) -> None:
    shell.run_cell(cell)  # pyright: ignore[reportUnknownMemberType]  # IPython leaves its parameters untyped


def check(shell: InteractiveShell, line: str = "") -> Shown:
    shown = shell.run_line_magic("check", line)
    assert isinstance(shown, Shown)
    return shown


def test_the_live_function_is_checked_and_checked_again_when_it_changes(shell: InteractiveShell) -> None:
    assert "✗" in repr(check(shell, "Q1"))
    run(shell, "def double(x):\n    return 3 * x")
    assert "✗" in repr(check(shell, "Q1"))
    run(shell, "def double(x):\n    x *= 2\n    return x")
    shown = check(shell)
    assert "✓" in repr(shown)
    assert "2 of 2 points" in repr(shown)
    assert "2 of 3 points. 1 other criteria, worth 1 points" in " ".join(repr(shown).split())


def test_what_a_function_raises_is_shown_with_its_line_and_never_as_markup(shell: InteractiveShell) -> None:
    run(shell, "def double(x):\n    raise ValueError('<b>no</b>')")
    shown = check(shell, "Q1")
    assert "<b>no</b>" in repr(shown)
    assert "line 2" in " ".join(repr(shown).split())
    assert "<b>no</b>" not in shown._repr_html_()  # pyright: ignore[reportPrivateUsage]  # a notebook's protocol
    assert "&lt;b&gt;" in shown._repr_html_()  # pyright: ignore[reportPrivateUsage]  # a notebook's protocol


def test_it_speaks_french_when_asked(shell: InteractiveShell) -> None:
    shell.run_line_magic("check_language", "fr")
    text = " ".join(repr(check(shell)).split())
    assert "Ces vérifications valent 2 points sur 3" in text
    assert "Zéro reste zéro" not in text


def test_a_stub_is_no_answer_and_an_unknown_part_is_named(shell: InteractiveShell) -> None:
    run(shell, "def double(x):\n    raise NotImplementedError")
    assert "Nothing was handed in for `double`" in " ".join(repr(check(shell, "Q1")).split())
    assert "there are Q1" in repr(check(shell, "Q7"))


def test_a_function_that_never_ends_is_ended_and_the_notebook_goes_on(shell: InteractiveShell) -> None:
    run(shell, "kept = 1\ndef double(x):\n    while True:\n        pass")
    said = " ".join(repr(check(shell, "Q1")).split())
    assert "✗ Q1.values" in said
    assert "0.5 s" in said
    run(shell, "assert kept == 1\nkept = 2")
    assert dict(shell.user_ns).get("kept") == 2  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]  # untyped
    run(shell, "def double(x):\n    return 2 * x")
    assert "✓" in repr(check(shell, "Q1"))
