"""What students get: the same verdicts on public criteria, and nothing that gives the rest away."""

import base64
import json
import subprocess
import sys
import zlib
from pathlib import Path

import jsonschema
import pytest

ROOT = Path(__file__).parents[2]
RUBRIC = ROOT / "rubrics" / "hw3-code.yaml"


def grader(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader", *(str(each) for each in arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)


@pytest.fixture(scope="module")
def checks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("release")
    done = grader("release", "--rubric", RUBRIC, "--out", out)
    assert done.returncode == 0, done.stderr
    return out / "checks.json"


@pytest.mark.parametrize("name", ["ada_full_module", "chloe_kl_swapped", "nora_theta_sign", "samuel_broken_cells"])
def test_public_criteria_get_the_verdicts_that_the_class_gives(checks: Path, name: str) -> None:
    from grader.checkers.installed import installed_checkers
    from grader.intake import load_submission
    from grader.marking import Grader, open_checks
    from grader.rubric import load_rubric
    from grader.sandbox import Sandbox

    submission = load_submission(ROOT / "submissions_example" / name)
    full = Grader(load_rubric(RUBRIC, installed_checkers()))
    public, _ = open_checks(checks, installed_checkers())
    with Sandbox() as sandbox:
        verdicts = {
            which: {
                each.criterion.id: (each.verdict.status, each.verdict.credit)
                for each in grading.report(submission, grading.observe(submission, sandbox)).results()
            }
            for which, grading in (("full", full), ("public", public))
        }
    assert verdicts["public"]
    assert verdicts["public"] == {name: verdicts["full"][name] for name in verdicts["public"]}


def test_the_file_tells_nothing_of_the_reference_or_of_what_is_hidden(checks: Path) -> None:
    from grader.checkers.installed import installed_checkers
    from grader.model.status import Visibility
    from grader.rubric import load_rubric

    text = checks.read_text(encoding="utf-8")
    values = [zlib.decompress(base64.b64decode(each["value"])) for each in json.loads(text)["answers"]]
    everything = text.encode() + b"".join(values)
    rubric = load_rubric(RUBRIC, installed_checkers())
    hidden = [each for each in rubric.criteria() if each.visibility is not Visibility.STUDENT]
    assert hidden
    for criterion in hidden:
        assert f'"{criterion.id}"'.encode() not in everything
        assert criterion.title.en.encode() not in everything
    for module in (ROOT / "reference" / "hw3").rglob("*.py"):
        assert module.stem.encode() not in everything
        for line in module.read_text(encoding="utf-8").splitlines():
            if len(line.strip()) > 30:
                assert line.strip().encode() not in everything
    for sentence in (b"roles of $p$ and $q$ are swapped", b'known_error":', b"sympy"):
        assert sentence not in everything


def test_check_speaks_of_the_others_and_always_ends_well(checks: Path, tmp_path: Path) -> None:
    file = tmp_path / "hw3.py"
    file.write_text("def relu_flow(z, a, b, c):\n    return z\n", encoding="utf-8")
    done = grader("check", file, "--checks", checks, "--lang", "fr")
    assert done.returncode == 0, done.stderr
    assert "ne sont jugés que par votre cours" in done.stdout
    assert "relu_flow" in done.stdout


def test_check_without_checks_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "hw3.py"
    file.write_text("", encoding="utf-8")
    done = grader("check", file)
    assert done.returncode == 2
    assert "--checks" in done.stderr
    (tmp_path / "checks.json").write_text("{}", encoding="utf-8")
    done = grader("check", file)
    assert done.returncode == 2
    assert "holds no checks" in done.stderr


WITHOUT_UNIX = """
import os, signal, subprocess, sys  # subprocess first: it needs what Unix has, and another system has its own
sys.modules.update(dict.fromkeys(("resource", "fcntl", "termios", "pty", "tty", "curses", "readline")))
for module, names in ((os, ("fork", "forkpty", "killpg", "wait4")),
                      (signal, ("SIGALRM", "SIGPROF", "SIGXFSZ", "setitimer", "pthread_sigmask"))):
    for name in names:
        delattr(module, name)
from grader.apps.cli import main
main()
"""
"""A system without what Windows lacks: as near to it as another one comes."""
ENDLESS = "def relu_flow(z, a, b, c):\n    while True:\n        pass\n"


@pytest.mark.parametrize("kind", ["py", "ipynb", "tex"])
def test_it_works_where_nothing_of_unix_is_there(checks: Path, tmp_path: Path, kind: str) -> None:
    """Functions run in fresh processes, which is said."""
    file = tmp_path / f"hw3.{kind}"
    if kind == "tex":
        grader("release", "--rubric", ROOT / "rubrics" / "hw3-theory.yaml", "--out", tmp_path, "--checks-only")
        file.write_text("Q2.3. $g'(z) = 1 + f'(z)$, $g'(z) > 0$ and $\\foo = 1$.\n", encoding="utf-8")
    else:
        cell: dict[str, object] = {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": ENDLESS,
        }
        notebook: dict[str, object] = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
        file.write_text(ENDLESS if kind == "py" else json.dumps(notebook), encoding="utf-8")
        few = json.loads(checks.read_text(encoding="utf-8"))
        few["parts"] = [part for part in few["parts"] if part["id"] == "Q2.1"]
        few["limits"] |= {"call_cpu_s": 1, "call_wall_s": 2}
        (tmp_path / "checks.json").write_text(json.dumps(few), encoding="utf-8")
    command = [sys.executable, "-c", WITHOUT_UNIX, "check", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert "These checks are" in said
    if kind == "tex":
        assert "command \\foo is not known" in said
    else:
        assert "offers no isolation" in said
        assert "0 of 3 points" in said
        assert "stopped after" in said


def test_a_check_from_a_cold_start_loads_no_library_that_it_does_not_need(checks: Path, tmp_path: Path) -> None:
    file = tmp_path / "hw3.py"
    file.write_text("def relu_flow(z, a, b, c):\n    return z\n", encoding="utf-8")
    program = (
        "import atexit, sys\n"
        "unwanted = {'pydantic', 'yaml', 'scipy', 'sympy', 'latex2mathml'}\n"
        "atexit.register(lambda: print('loaded:', sorted(unwanted & set(sys.modules)), file=sys.stderr))\n"
        "from grader.apps.cli import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", program, "check", str(file), "--checks", str(checks)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, cwd=ROOT)
    assert (done.returncode, done.stderr.strip()) == (0, "loaded: []")


def test_programs_get_a_report_a_line_and_nothing_else(checks: Path, tmp_path: Path) -> None:
    file = tmp_path / "hw3.py"
    file.write_text("def relu_flow(z, a, b, c):\n    return z\n", encoding="utf-8")
    done = grader("check", file, "--checks", checks, "--json", "-")
    assert done.returncode == 0, done.stderr
    (report,) = [json.loads(line) for line in done.stdout.splitlines()]
    jsonschema.validate(report, json.loads((ROOT / "grader/report/report.schema.json").read_text(encoding="utf-8")))
    assert {each["visibility"] for part in report["parts"] for each in part["criteria"]} == {"student"}
    done = grader("check", file, "--checks", checks, "--json", tmp_path / "out.json")
    assert "relu_flow" in done.stdout
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["parts"] == report["parts"]
    done = grader("check", file, "--checks", checks, "--json", "-", "--watch")
    assert done.returncode == 2
    assert "give one of them" in done.stderr
