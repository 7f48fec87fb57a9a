"""Where in a notebook a test stands, and whether its names mean there what they mean at the end."""

import ast
from collections.abc import Iterable, Iterator, Sequence

from grader.model.submission import Artifact, ArtifactKind, Cell, Submission

_TROUBLE = (SyntaxError, ValueError, RecursionError, MemoryError)


def bound_later(names: Sequence[str], place: str, submission: Submission) -> str:
    """Return the first name that a notebook binds or changes again after a test's place, with the cell; or nothing.

    All cells have run when a test is made here. The tools that the test was written for make it where it stands.

    Args:
        names: what the test looks at.
        place: text of the cell where the test belongs; without it, or where no cell has it, a name that several cells
            bind counts.
        submission: the hand-in.
    """
    for artifact in submission.artifacts:
        if artifact.kind is ArtifactKind.NOTEBOOK:
            for name in names:
                cell = _later(name, place, artifact)
                if cell is not None:
                    return f"{name}: {artifact.path}, cell {cell}"
    return ""


def defined_here(names: Iterable[str], submission: Submission) -> str:
    """Return the first of the names of which the hand-in has a function or class of its own, or nothing."""
    wanted = set(names)
    for artifact in submission.artifacts:
        sources = [artifact.text, *(cell.source for cell in artifact.cells if cell.kind == "code")]
        if artifact.kind in {ArtifactKind.NOTEBOOK, ArtifactKind.SCRIPT}:
            for source in sources:
                for statement in _statements(source):
                    if isinstance(statement, ast.FunctionDef | ast.ClassDef) and statement.name in wanted:
                        return statement.name
    return ""


def _later(name: str, place: str, notebook: Artifact) -> int | None:
    cells = [cell for cell in notebook.cells if cell.kind == "code"]
    standing = [cell.number for cell in cells if place and place in cell.source]
    changing = [cell.number for cell in cells if _changes(name, cell, is_after=bool(standing))]
    if standing:
        return next((number for number in changing if number > standing[0]), None)
    return changing[-1] if len(changing) > 1 else None


def _changes(name: str, cell: Cell, *, is_after: bool) -> bool:
    if name not in cell.source:
        return False
    for statement in _statements(cell.source):
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if statement.name == name:
                return True
            continue
        for node in ast.walk(statement):
            match node:
                case ast.Name(id=found, ctx=ast.Store() | ast.Del()) if found == name:
                    return True
                case (
                    ast.Call(func=ast.Attribute(value=ast.Name(id=found)))
                    | ast.Subscript(value=ast.Name(id=found), ctx=ast.Store() | ast.Del())
                    | ast.Attribute(value=ast.Name(id=found), ctx=ast.Store() | ast.Del())
                ) if found == name and is_after:
                    return True
                case _:
                    pass
    return False


def _statements(source: str) -> Iterator[ast.stmt]:
    lines = ("" if line.lstrip().startswith(("%", "!")) else line for line in source.splitlines())
    try:
        yield from ast.parse("\n".join(lines)).body
    except _TROUBLE:
        return
