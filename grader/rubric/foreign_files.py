"""Where other graders keep their tests: otter's files and notebooks, nbgrader's notebooks. Nothing of them is run."""

import ast
import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

from grader.model.errors import UsageError
from grader.rubric.foreign import ForeignCase, ForeignQuestion

_HIDDEN = re.compile(
    r"^[ \t]*### BEGIN HIDDEN TESTS[^\n]*\n(.*?)^[ \t]*### END HIDDEN TESTS[^\n]*\n?", re.MULTILINE | re.DOTALL
)
_MARK = re.compile(r"^[ \t]*### (?:BEGIN|END) HIDDEN TESTS[^\n]*\n?", re.MULTILINE)
_AUTOTEST = re.compile(r"^[ \t]*### (?:HASHED )?AUTOTEST\b", re.MULTILINE)


def otter_questions(path: Path) -> tuple[ForeignQuestion, ...]:
    """Read a folder of otter's test files, one such file, or a notebook that holds its tests.

    Raises:
        UsageError: naming the file that cannot be read, and why.
    """
    if path.suffix == ".ipynb":
        tests = _notebook(path).get("metadata", {}).get("otter", {}).get("tests", {})
        found = [_otter_test(test, f"{path} ({name})") for name, test in _in_order(tests)]
    else:
        files = (
            {each.stem: each for each in path.glob("*.py") if each.stem != "__init__"} if path.is_dir() else {"": path}
        )
        found = [_otter_source(file.read_text(encoding="utf-8"), str(file)) for _, file in _in_order(files)]
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
        if _AUTOTEST.search(text):
            msg = f"{path}: cell {name!r} holds `### AUTOTEST`: import what `nbgrader generate_assignment` made of it"
            raise UsageError(msg)
        hidden = bool(_HIDDEN.search(text))
        place = next((line for line in _HIDDEN.sub("", text).splitlines() if _is_telling(line)), "").strip()
        # nbgrader gives all of a cell's points or none: one criterion, hidden as soon as any of it is. The lines of a
        # hidden test stand where they stood: what goes before them is theirs as well.
        case = ForeignCase(_python(_MARK.sub("", text)), points, hidden=hidden)
        questions.append(ForeignQuestion(name, (case,), place=place))
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


def _in_order(named: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return things by name, q2 before q10."""
    return sorted(
        named.items(), key=lambda each: [(int(x), "") if x.isdigit() else (0, x) for x in re.split(r"(\d+)", each[0])]
    )


def _is_telling(line: str) -> bool:
    bare = line.strip()
    return bool(bare) and not bare.startswith(("#", '"', "'", "import ", "from ", "%", "!"))


def _python(text: str) -> str:
    """Return a cell's lines with magics and commands as comments."""
    return "\n".join(f"# {line}" if line.lstrip().startswith(("%", "!")) else line for line in text.splitlines())


def _otter_test(test: object, where: str) -> ForeignQuestion:
    """Read a test in a notebook's metadata: a table, or the text of a file."""
    if not isinstance(test, dict):
        return _otter_source(str(test), where)
    try:
        return _ok_format(cast("dict[str, Any]", test))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        msg = f"{where} is no test of otter that can be read: {error}"
        raise UsageError(msg) from error


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
    [suite] = test["suites"]
    cases = suite["cases"]
    points = share_points([case.get("points") for case in cases], test.get("points"))
    made = tuple(
        ForeignCase(
            textwrap.dedent(case["code"]),
            worth,
            bool(case.get("hidden", True)),  # as otter has it: hidden unless it is said
            "doctest",
            success=str(case.get("success_message") or ""),
            failure=str(case.get("failure_message") or ""),
        )
        for case, worth in zip(cases, points, strict=True)
    )
    name = str(test["name"])
    return ForeignQuestion(name, made, all_or_nothing=bool(test.get("all_or_nothing")), place=_checked(name))


def _checked(name: str) -> str:
    return f'grader.check("{name}")'


def _exception_format(tree: ast.Module, named: Mapping[str, ast.expr]) -> ForeignQuestion:
    # What stands beside the test functions (imports, helpers, values) goes before the body of each.
    beside = [
        each
        for each in tree.body
        if not (isinstance(each, ast.FunctionDef) and each.decorator_list)
        and not (isinstance(each, ast.ImportFrom) and (each.module or "").startswith("otter"))
        and not (isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) in _OF_THE_FILE)
    ]
    cases: list[tuple[ForeignCase, Any]] = []
    for function in tree.body:
        for decorator in function.decorator_list if isinstance(function, ast.FunctionDef) else ():
            if isinstance(decorator, ast.Call) and isinstance(function, ast.FunctionDef):
                cases.append(_test_function(function, decorator, beside))
    given = ast.literal_eval(named["points"]) if "points" in named else None
    points = share_points([each for _, each in cases], given)
    made = tuple(replace(case, points=worth) for (case, _), worth in zip(cases, points, strict=True))
    is_whole = "all_or_nothing" in named and bool(ast.literal_eval(named["all_or_nothing"]))
    name = str(ast.literal_eval(named["name"]))
    return ForeignQuestion(name, made, all_or_nothing=is_whole, place=_checked(name))


_OF_THE_FILE = frozenset({"OK_FORMAT", "name", "points", "all_or_nothing"})
_DECORATED = ("name", "points", "hidden", "success_message", "failure_message")


def _test_function(function: ast.FunctionDef, decorator: ast.Call, beside: list[ast.stmt]) -> tuple[ForeignCase, Any]:
    said = {name: ast.literal_eval(value) for name, value in zip(_DECORATED, decorator.args, strict=False)}
    said |= {each.arg or "": ast.literal_eval(each.value) for each in decorator.keywords}
    names = [each.arg for each in function.args.args]
    of_env = _Environment.names_of(function) if "env" in names else ()
    body = [_Environment().visit(statement) for statement in function.body] if "env" in names else function.body
    helpers = _needed(beside, {name for statement in body for name in _names(statement)})
    code = "\n".join(ast.unparse(ast.fix_missing_locations(each)) for each in (*helpers, *body))
    used = _names(ast.parse(code))
    takes = tuple(dict.fromkeys((*(name for name in names if name != "env" or "env" in used), *of_env)))
    case = ForeignCase(
        code,
        Fraction(0),
        bool(said.get("hidden")),
        "function",
        takes,
        str(said.get("success_message") or ""),
        str(said.get("failure_message") or ""),
    )
    return case, said.get("points")


def _needed(beside: list[ast.stmt], used: set[str]) -> list[ast.stmt]:
    """Return the statements of a file that bind names in use, and what these need in turn."""
    chosen: list[ast.stmt] = []
    for statement in reversed(beside):
        binds = {
            each.id for each in ast.walk(statement) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
        }
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            binds.add(statement.name)
        if isinstance(statement, ast.Import | ast.ImportFrom):
            binds |= {(each.asname or each.name).partition(".")[0] for each in statement.names}
        if binds & used:
            used |= _names(statement)
            chosen.insert(0, statement)
    return chosen


def _names(tree: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(tree) if isinstance(each, ast.Name)}


class _Environment(ast.NodeTransformer):
    """Reads ``env["x"]`` as the hand-in's name ``x``."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:  # the name that `ast` asks for
        self.generic_visit(node)
        match node:
            case ast.Subscript(value=ast.Name("env"), slice=ast.Constant(value=str(name))) if name.isidentifier():
                return ast.copy_location(ast.Name(name, ast.Load()), node)
            case _:
                return node

    @staticmethod
    def names_of(function: ast.FunctionDef) -> tuple[str, ...]:
        """Return the names that a test function takes out of its ``env``."""
        found: dict[str, None] = {}
        for node in ast.walk(function):
            match node:
                case ast.Subscript(value=ast.Name("env"), slice=ast.Constant(value=str(name))) if name.isidentifier():
                    found[name] = None
                case _:
                    pass
        return tuple(found)


def share_points(own: Sequence[Any], whole: Any) -> list[Fraction]:  # noqa: ANN401  # numbers of a file
    """Return each case's points as otter resolves them: what is not said shares what is left of the file's.

    Args:
        own: each case's own points, or None.
        whole: the file's; None: 1 where no case says anything, otherwise nothing more; a list: of each case.

    Raises:
        ValueError: when a list is not as long as there are cases.
    """
    if isinstance(whole, list | tuple):
        listed = cast("Sequence[Any]", whole)
        if len(listed) != len(own):
            msg = f"`points` lists {len(listed)} numbers for {len(own)} tests"
            raise ValueError(msg)
        own, whole = listed, None
    said = [None if each is None else Fraction(str(each)) for each in own]
    known = sum((each for each in said if each is not None), Fraction(0))
    count = said.count(None)
    total = Fraction(str(whole)) if whole is not None else (Fraction(1) if count == len(said) else known)
    share = max(total - known, Fraction(0)) / count if count else Fraction(0)
    return [share if each is None else each for each in said]
