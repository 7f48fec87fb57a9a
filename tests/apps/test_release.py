"""The students' bundle: files to start from, blank to the grader, and nothing in them that gives an answer away."""

import ast
import base64
import json
import re
import zlib
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner

from grader.apps.commands.release import command
from grader.apps.starters import SolutionMarkError, read_starter, starter_template, without_solutions
from grader.checkers.installed import installed_checkers
from grader.intake import load_submission
from grader.marking import Grader
from grader.model.errors import GraderError
from grader.rubric import load_rubric
from grader.sandbox import Sandbox

ROOT = Path(__file__).parents[2]
RUBRICS = {name: ROOT / "rubrics" / f"hw3-{name}.yaml" for name in ("code", "theory")}
REFERENCE = ROOT / "reference" / "hw3"
FILES = {
    "hw3.py": "code",
    "hw3.ipynb": "code",
    "hw3.fr.ipynb": "code",
    "answers.tex": "theory",
    "answers.fr.tex": "theory",
}


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("bundle")
    arguments = [part for file in RUBRICS.values() for part in ("--rubric", str(file))]
    done = CliRunner().invoke(command, [*arguments, "--out", str(out)], standalone_mode=False, catch_exceptions=False)
    assert done.return_value == 0
    return out


@pytest.fixture(scope="module")
def graders() -> dict[str, Grader]:
    return {name: Grader(load_rubric(file, installed_checkers()), warm=False) for name, file in RUBRICS.items()}


def test_the_bundle_holds_a_start_for_every_kind_and_both_languages(bundle: Path) -> None:
    assert {each.name for each in bundle.iterdir()} == {*FILES, "checks-hw3-code.json", "checks-hw3-theory.json"}


@pytest.mark.parametrize("name", FILES)
def test_blank_starters_come_out_as_not_answered(bundle: Path, graders: dict[str, Grader], name: str) -> None:
    grader, submission = graders[FILES[name]], load_submission(bundle / name)
    with Sandbox() as sandbox:
        report = grader.report(submission, grader.observe(submission, sandbox))
    assert {
        (str(each.verdict.status), *(fact.code for fact in each.verdict.evidence)) for each in report.results()
    } == {("failed", "not_answered")}


def test_the_notebook_is_valid_and_checks_every_part(bundle: Path) -> None:
    for name in ("hw3.ipynb", "hw3.fr.ipynb"):
        notebook: dict[str, Any] = json.loads((bundle / name).read_text(encoding="utf-8"))
        nbformat.validate(notebook)
        sources: list[str] = [cell["source"] for cell in notebook["cells"]]
        assert "%load_ext grader" in sources[1]
        assert {"%check Q1", "%check Q2.4", "%check Q4.6"} <= set(sources)
        assert len([each for each in sources if each.startswith("def ")]) == 22


def test_the_templates_are_balanced(bundle: Path) -> None:
    for name in ("answers.tex", "answers.fr.tex"):
        text = (bundle / name).read_text(encoding="utf-8")
        for environment in ("document", "exercise", "answer"):
            assert text.count(f"\\begin{{{environment}}}") == text.count(f"\\end{{{environment}}}") > 0
        assert text.count("\\begin{answer}") == 17


def _everything(bundle: Path) -> str:
    texts = [each.read_text(encoding="utf-8") for each in bundle.iterdir()]
    for file in bundle.glob("*.json"):
        for answer in json.loads(file.read_text(encoding="utf-8"))["answers"]:
            texts.append(zlib.decompress(base64.b64decode(answer["value"])).decode("latin-1"))
    return "\n".join(texts)


def _inside_marks(path: Path) -> list[str]:
    lines: list[str] = []
    inside = False
    for line in path.read_text(encoding="utf-8").splitlines():
        if " SOLUTION" in line:
            inside = "BEGIN" in line
        elif inside:
            lines.append(line.strip())
    return lines


def test_no_line_of_a_solution_leaves_the_house(bundle: Path) -> None:
    everything = _everything(bundle)
    solutions = [line for path in REFERENCE.glob("*.*") for line in _inside_marks(path) if len(line) > 24]
    solutions += [
        line.strip()
        for path in (REFERENCE / "variants").glob("*.py")
        for line in ast.unparse(ast.parse(path.read_text(encoding="utf-8"))).splitlines()
        if line.strip().startswith(("return ", '"""')) and len(line.strip()) > 40
    ]
    assert len(solutions) > 300
    assert [line for line in solutions if line in everything] == []


def test_nothing_of_hidden_criteria_or_staffs_formulas_is_there(bundle: Path, graders: dict[str, Grader]) -> None:
    for name, grader in graders.items():
        text = (bundle / f"checks-hw3-{name}.json").read_text(encoding="utf-8")
        shipped = {each["id"] for part in json.loads(text)["parts"] for each in part["criteria"]}
        hidden = [each.id for each in grader.rubric.criteria() if each.id not in shipped]
        assert len(hidden) == {"code": 20, "theory": 33}[name]
        assert [each for each in hidden if f'"{each}"' in text] == []
    everything = _everything(bundle)
    staffs = (
        'reaches": {',
        '"formula"',
        "feedback",
        "variants",
        str(graders["code"].rubric.seed),
        str(graders["theory"].rubric.seed),
        "sympify",
        "q1_kl",
        "gamma**2",
        'stationary":',
        "TPU",
    )
    assert [word for word in staffs if word in everything] == []
    for answer in (r"\frac{\sigma_2^2", r"\sqrt{\gamma", r"\log\frac{\sigma_1}", "gamma^2 - 1", "KL[q(z)"):
        assert answer not in everything, answer


def test_a_seed_that_could_be_found_by_trying_is_told(tmp_path: Path) -> None:
    text = RUBRICS["code"].read_text(encoding="utf-8").replace("../reference/hw3", str(REFERENCE))
    found = re.search(r"^seed: (\d+)$", text, re.MULTILINE)
    assert found
    assert int(found[1]) > 2**64
    rubric = tmp_path / "rubric.yaml"
    rubric.write_text(text.replace(found[0], "seed: 20261125"), encoding="utf-8")
    arguments = ["--rubric", str(rubric), "--checks-only", "--out", str(tmp_path)]
    done = CliRunner().invoke(command, arguments, standalone_mode=False, catch_exceptions=False)
    assert "the seed 20261125 is short enough to be found by trying" in done.stderr
    longer = re.search(r"^  (seed: \d+)$", done.stderr, re.MULTILINE)
    assert longer
    rubric.write_text(text.replace(found[0], longer[1]), encoding="utf-8")
    done = CliRunner().invoke(command, arguments, standalone_mode=False, catch_exceptions=False)
    assert done.stderr == ""


def test_no_value_that_is_an_answer_leaves_the_house(bundle: Path) -> None:
    """A function without inputs has one value; numbers an earlier function is called with answer another."""
    checks = json.loads((bundle / "checks-hw3-code.json").read_text(encoding="utf-8"))
    shipped = {each["id"]: each["parameters"] for part in checks["parts"] for each in part["criteria"]}
    assert not {"Q4.2.values", "Q4.3.values", "Q4.5.values"} & shipped.keys()
    for parameters in shipped.values():
        assert "draws" not in parameters or parameters["draws"]["arguments"]
        carried: list[object] = (parameters.get("carry_forward") or {"arguments": None})["arguments"] or []
        assert all(isinstance(each, str) for each in carried)
    assert shipped["Q4.6.eigenvalues"]["carry_forward"]["source"] == "Q4.5"
    assert "%check Q4.5" not in (bundle / "hw3.ipynb").read_text(encoding="utf-8")
    assert shipped["Q5.1.text"]["points"] == []


def test_every_public_criterion_has_its_own_seed(bundle: Path) -> None:
    checks = json.loads((bundle / "checks-hw3-code.json").read_text(encoding="utf-8"))
    assert "seed" not in checks
    seeds = [each["seed"] for part in checks["parts"] for each in part["criteria"]]
    assert len(set(seeds)) == len(seeds)


def test_a_forgotten_mark_is_refused(tmp_path: Path) -> None:
    module = tmp_path / "q1.py"
    module.write_text("def f():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n\n\ndef g():\n    return 2\n")
    with pytest.raises(SolutionMarkError, match="g would be shipped with its body"):
        read_starter(tmp_path, ["f"])
    module.write_text("def f():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n")
    assert read_starter(tmp_path, ["f"]).stubs[0].source == "def f():\n    raise NotImplementedError"
    with pytest.raises(SolutionMarkError, match="no marked solution of h"):
        read_starter(tmp_path, ["f", "h"])
    (tmp_path / "solution.tex").write_text("\\begin{answer}\nx = 1\n\\end{answer}\n")
    with pytest.raises(SolutionMarkError, match="every answer environment"):
        starter_template(tmp_path, "en")


@pytest.mark.parametrize(
    "text", ["# BEGIN SOLUTION\n", "# END SOLUTION\n", "# BEGIN SOLUTION\n# BEGIN SOLUTION\n# END SOLUTION\n"]
)
def test_marks_without_partner_are_refused_with_their_line(text: str) -> None:
    with pytest.raises(GraderError, match=r"q\.py, line \d"):
        without_solutions(text, "q.py")
