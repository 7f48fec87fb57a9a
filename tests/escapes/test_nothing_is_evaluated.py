"""What a hand-in answers is data: nothing of it is unpickled, evaluated or parsed as code where marks are given."""

import builtins
import marshal
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
import sympy
from sympy.core.sympify import sympify
from sympy.parsing import sympy_parser

from grader.checkers.installed import installed_checkers
from grader.intake import load_submission
from grader.marking import Grader, Record, pack_loading, pack_observation, unpack_loading, unpack_observation
from grader.model.report import Report
from grader.model.status import Status
from grader.report import to_html, to_json
from grader.rubric import load_rubric
from grader.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[2]
HAND_IN = ROOT / "submissions_example" / "ada_full_module"


class ExplodedError(BaseException):
    """Derived so that no handler of ours takes it for a checker's crash."""


def explode(*_: object, **__: object) -> object:
    raise ExplodedError


@pytest.fixture(scope="module")
def grader() -> Grader:
    return Grader(load_rubric(ROOT / "rubrics" / "hw3-code.yaml", installed_checkers()))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


def grade(grader: Grader, sandbox: Sandbox) -> Report:
    submission = load_submission(HAND_IN)
    record = grader.observe(submission, sandbox)
    assert record.loading is not None
    kept = Record(
        unpack_loading(pack_loading(record.loading)),
        {key: unpack_observation(pack_observation(seen)) for key, seen in record.observations.items()},
    )
    report = grader.report(submission, kept)
    to_json(report, audience="staff")
    to_html(report, audience="student")
    return report


def test_a_whole_hand_in_is_graded_while_everything_that_runs_data_explodes(
    grader: Grader, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = grade(grader, sandbox)  # whatever is imported late is imported now: importing is executing
    for module, names in (
        (pickle, ("load", "loads", "Unpickler", "_Unpickler")),
        (marshal, ("load", "loads")),
        (sympy_parser, ("parse_expr", "eval_expr", "stringify_expr")),
        (sympy, ("sympify", "parse_expr")),
        (builtins, ("eval", "exec")),
    ):
        for name in names:
            monkeypatch.setattr(module, name, explode)
    with pytest.raises(ExplodedError):
        sympify("x + 1")
    with pytest.raises(ExplodedError):
        eval("1")
    report = grade(grader, sandbox)
    monkeypatch.undo()
    assert to_json(report, audience="staff")["parts"] == to_json(plain, audience="staff")["parts"]
    results = [result for part in report.parts for result in part.results]
    symbolic = [each for each in results if type(each.criterion.checker).__name__ == "Symbolic"]
    assert len(symbolic) >= 2
    assert {each.verdict.status for each in symbolic} == {Status.PASSED}
    assert Status.UNGRADED not in {each.verdict.status for each in results}
