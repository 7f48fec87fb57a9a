"""The starter module: signatures, docstrings and stubs of the functions that students write."""

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.apps.starters.marks import STUB, SolutionMarkError, has_marks, without_solutions

_FUTURE = "from __future__ import annotations"
_TYPES_ONLY = "if TYPE_CHECKING:"


@dataclass(frozen=True, slots=True)
class Stub:
    """One function to write."""

    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Starter:
    """What all modules of a reference leave when their solutions are out.

    Attributes:
        header: imports and names that the signatures need, for a module.
        cell: the same for a notebook, whose cells are compiled one by one and need every name at once.
        stubs: in the reference's order.
    """

    header: str
    cell: str
    stubs: tuple[Stub, ...]

    @property
    def text(self) -> str:
        """The whole module."""
        return "\n\n\n".join((self.header, *(stub.source for stub in self.stubs))) + "\n"


def read_starter(reference: Path, wanted: Sequence[str]) -> Starter:
    """Read the marked modules of a reference.

    A module without marks is staff's own and is left alone.

    Args:
        reference: the folder.
        wanted: the functions that a rubric calls; each must be there.

    Returns:
        The starter.

    Raises:
        SolutionMarkError: naming what a mark is missing for: a function whose body would be shipped, or a function
            that is wanted and stands in no marked module.
    """
    imports: dict[str, None] = {}
    typing_imports: dict[str, None] = {}
    names: dict[str, None] = {}
    stubs: list[Stub] = []
    for path in sorted(reference.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        if not has_marks(text):
            continue
        stripped = without_solutions(text, path.name)
        for node in ast.parse(stripped).body:
            source = ast.get_source_segment(stripped, node) or ""
            if isinstance(node, ast.FunctionDef):
                _check_is_stub(node, path)
                stubs.append(Stub(node.name, source))
            elif isinstance(node, ast.Import | ast.ImportFrom):
                imports[source] = None
            elif isinstance(node, ast.If) and source.startswith(_TYPES_ONLY):
                typing_imports |= {ast.unparse(each): None for each in node.body}
            elif isinstance(node, ast.Assign):
                names[source] = None
            elif not _is_docstring(node):
                msg = f"{path}, line {node.lineno}: only imports, names and functions can stand outside the solutions"
                raise SolutionMarkError(msg)
    if lost := [name for name in wanted if name not in {stub.name for stub in stubs}]:
        msg = f"{reference} holds no marked solution of {', '.join(lost)}; put it between BEGIN and END SOLUTION"
        raise SolutionMarkError(msg)
    code = "\n".join((*names, *(stub.source for stub in stubs)))
    used = _used(imports, code)
    typed = [each for each in _used(typing_imports, code) if each not in used]
    return Starter(_header(used, typed, list(names)), "\n".join((*used, *typed, "", *names)), tuple(stubs))


def _header(used: list[str], typed: list[str], names: list[str]) -> str:
    if typed:
        used = ["from typing import TYPE_CHECKING", "", *used]
    blocks = [_FUTURE, "\n".join(used)]
    if typed:
        blocks.append("\n".join([_TYPES_ONLY, *(f"    {each}" for each in typed)]))
    blocks.append("\n".join(names))
    return "\n\n".join(block for block in blocks if block)


def _used(imports: Iterable[str], code: str) -> list[str]:
    """Return the imports that a starter needs, sorted; those of solutions alone are left out."""
    known = {_FUTURE, "from typing import TYPE_CHECKING"}
    return sorted(each for each in imports if each not in known and _is_used(each, code))


def _is_used(line: str, code: str) -> bool:
    node = ast.parse(line).body[0]
    assert isinstance(node, ast.Import | ast.ImportFrom)
    return any(re.search(rf"\b{re.escape(each.asname or each.name)}\b", code) for each in node.names)


def _check_is_stub(node: ast.FunctionDef, path: Path) -> None:
    body = [each for each in node.body if not _is_docstring(each)]
    if len(body) != 1 or ast.unparse(body[0]) != STUB:
        msg = f"{path}: {node.name} would be shipped with its body; put all of it between BEGIN and END SOLUTION"
        raise SolutionMarkError(msg)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
