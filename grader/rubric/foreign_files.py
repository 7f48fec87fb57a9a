"""Where other graders keep their tests: otter's files and notebooks, nbgrader's notebooks. Nothing of them is run."""

import ast
import json
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

from grader.model.errors import UsageError
from grader.rubric.foreign import ForeignCase, ForeignQuestion

_HIDDEN = re.compile(
    r"^[ \t]*### BEGIN HIDDEN TESTS\n(.*?)^[ \t]*### END HIDDEN TESTS[^\n]*\n?", re.MULTILINE | re.DOTALL
)


def otter_questions(path: Path) -> tuple[ForeignQuestion, ...]:
    """Read a folder of otter's test files, one such file, or a notebook that holds its tests.

    Raises:
        UsageError: naming the file that cannot be read, and why.
    """
    if path.suffix == ".ipynb":
        tests = _notebook(path).get("metadata", {}).get("otter", {}).get("tests", {})
        found = [_otter_source(str(source), f"{path} ({name})") for name, source in sorted(tests.items())]
    else:
        files = sorted(path.glob("*.py")) if path.is_dir() else [path]
        found = [_otter_source(file.read_text(encoding="utf-8"), str(file)) for file in files]
    if not found:
        msg = f"{path} holds no tests of otter"
        raise UsageError(msg)
    return tuple(found)


def nbgrader_questions(path: Path) -> tuple[ForeignQuestion, ...]:
    """Read the graded cells of an instructor's notebook (the source version, with its hidden tests).

    Raises:
        UsageError: when it is no such notebook.
    """
    questions: list[ForeignQuestion] = []
    for cell in _notebook(path).get("cells", ()):
        about = cell.get("metadata", {}).get("nbgrader", {})
        if not about.get("grade"):
            continue
        name, points = str(about.get("grade_id", "")), Fraction(str(about.get("points", 0)))
        source = cell.get("source", "")
        text = (source if isinstance(source, str) else "".join(source)) + "\n"
        if about.get("solution") or cell.get("cell_type") != "code":
            questions.append(ForeignQuestion(name, manual=points))
            continue
        hidden = "".join(_HIDDEN.findall(text))
        shown = _HIDDEN.sub("", text)
        # nbgrader gives all of a cell's points or none: one criterion, hidden as soon as any of it is.
        questions.append(ForeignQuestion(name, (ForeignCase(shown + hidden, points, hidden=bool(hidden)),)))
    if not questions:
        msg = f"{path} holds no graded cell of nbgrader"
        raise UsageError(msg)
    return tuple(questions)


def _notebook(path: Path) -> Mapping[str, Any]:
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        msg = f"{path} is no notebook: {error}"
        raise UsageError(msg) from error
    if not isinstance(plain, dict):
        msg = f"{path} is no notebook"
        raise UsageError(msg)
    return cast("Mapping[str, Any]", plain)


def _otter_source(source: str, where: str) -> ForeignQuestion:
    try:
        tree = ast.parse(source)
        named = {
            target.id: statement.value
            for statement in tree.body
            if isinstance(statement, ast.Assign)
            for target in statement.targets
            if isinstance(target, ast.Name)
        }
        if "test" in named:
            return _ok_format(cast("dict[str, Any]", ast.literal_eval(named["test"])))
        return _exception_format(tree, named)
    except (SyntaxError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        msg = f"{where} is no test file of otter that can be read without running it: {error}"
        raise UsageError(msg) from error


def _ok_format(test: Mapping[str, Any]) -> ForeignQuestion:
    cases = [case for suite in test["suites"] for case in suite["cases"]]
    given = test.get("points")
    is_listed = isinstance(given, list)
    own = cast("list[Any]", given) if is_listed else [case.get("points") for case in cases]
    points = share_points(own, None if is_listed else given)
    made = tuple(
        ForeignCase(case["code"], worth, bool(case.get("hidden"))) for case, worth in zip(cases, points, strict=True)
    )
    return ForeignQuestion(str(test["name"]), made, all_or_nothing=bool(test.get("all_or_nothing")))


def _exception_format(tree: ast.Module, named: Mapping[str, ast.expr]) -> ForeignQuestion:
    bodies: list[tuple[str, bool, Any]] = []
    for function in tree.body:
        for decorator in function.decorator_list if isinstance(function, ast.FunctionDef) else ():
            if isinstance(decorator, ast.Call) and isinstance(function, ast.FunctionDef):
                said = {each.arg: ast.literal_eval(each.value) for each in decorator.keywords}
                code = "\n".join(ast.unparse(statement) for statement in function.body)
                bodies.append((code, bool(said.get("hidden")), said.get("points")))
    given = ast.literal_eval(named["points"]) if "points" in named else None
    points = share_points([each for *_, each in bodies], given)
    made = tuple(ForeignCase(code, worth, hidden) for (code, hidden, _), worth in zip(bodies, points, strict=True))
    is_whole = "all_or_nothing" in named and bool(ast.literal_eval(named["all_or_nothing"]))
    return ForeignQuestion(str(ast.literal_eval(named["name"])), made, all_or_nothing=is_whole)


def share_points(own: Sequence[Any], whole: Any) -> list[Fraction]:  # noqa: ANN401  # numbers of a file
    """Return each case's points as otter resolves them: what is not said shares what is left of the file's.

    Args:
        own: each case's own points, or None.
        whole: the file's; None: 1 where no case says anything, otherwise nothing more.
    """
    said = [None if each is None else Fraction(str(each)) for each in own]
    known = sum((each for each in said if each is not None), Fraction(0))
    count = said.count(None)
    total = Fraction(str(whole)) if whole is not None else (Fraction(1) if count == len(said) else known)
    share = max(total - known, Fraction(0)) / count if count else Fraction(0)
    return [share if each is None else each for each in said]
