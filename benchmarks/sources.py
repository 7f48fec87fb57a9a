"""Students' source out of the reference, its known wrong variants and the example hand-ins."""

import ast
from dataclasses import dataclass
from pathlib import Path

from benchmarks.checks import REFERENCE, ROOT

QUESTION_FILES = ("q1_kl.py", "q2_flows.py", "q3_vae_ddpm.py", "q4_gan.py", "q5_review.py")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of a notebook: code or Markdown."""

    kind: str
    text: str


def reference_chunks() -> tuple[Chunk, ...]:
    """Return the reference as a student's cells: one a question, without docstrings or annotations."""
    chunks: list[Chunk] = []
    for number, name in enumerate(QUESTION_FILES, start=1):
        tree = _bare(ast.parse((REFERENCE / name).read_text(encoding="utf-8")))
        chunks += [Chunk("markdown", f"## Question {number}"), Chunk("code", ast.unparse(tree))]
    return tuple(chunks)


def module_chunks(name: str) -> tuple[Chunk, ...]:
    """Return an example module as cells: imports in one, then one a definition, as it was written."""
    file = next((ROOT / "submissions_example" / name).glob("*.py"))
    text = file.read_text(encoding="utf-8")
    lines = text.splitlines()
    chunks: list[Chunk] = []
    imports: list[str] = []
    for node in ast.parse(text).body:
        source = "\n".join(lines[node.lineno - 1 : node.end_lineno])
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            imports.append(source)
        elif not isinstance(node, ast.If | ast.Expr):  # neither `if __name__ == ...` nor the docstring
            chunks.append(Chunk("code", source))
    return (Chunk("code", "\n".join(imports)), *chunks)


def variant_source(dotted: str, function: str) -> str:
    """Return a known wrong variant under the name that it imitates, with all that it needs.

    Args:
        dotted: e.g. ``q1_slips.kl_gaussians_swapped``.
        function: the homework's name for it.
    """
    module, _, name = dotted.partition(".")
    tree = _bare(ast.parse((REFERENCE / "variants" / f"{module}.py").read_text(encoding="utf-8")))
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    defined = {bound: node for node in tree.body for bound in _bound(node)}
    needed: dict[str, ast.stmt] = {}
    open_names = [name]
    while open_names:
        at = open_names.pop()
        if at in needed or at not in defined:
            continue
        needed[at] = defined[at]
        open_names += [node.id for node in ast.walk(defined[at]) if isinstance(node, ast.Name)]
    kept = [node for node in tree.body if any(each is node for each in needed.values())]
    # Helpers get names of their own: the notebook's others may have the same.
    names = {each: function if each == name else f"{each}_for_{name}" for each in needed}
    renamed = [_Renamed(names).visit(node) for node in kept]
    return ast.unparse(ast.Module([*imports, *renamed], []))


def without(text: str, function: str) -> str:
    """Return a cell's code without the definition of one function."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return text  # a magic in it
    lines = text.splitlines()
    for node in reversed(tree.body):
        if isinstance(node, ast.FunctionDef) and node.name == function:
            del lines[node.lineno - 1 : node.end_lineno]
    return "\n".join(lines)


def defines(text: str, function: str) -> bool:
    """Whether a cell's code defines the function."""
    return any(line.startswith(f"def {function}(") for line in text.splitlines())


def _bound(node: ast.stmt) -> tuple[str, ...]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return (node.name,)
    if isinstance(node, ast.Assign):
        return tuple(each.id for target in node.targets for each in ast.walk(target) if isinstance(each, ast.Name))
    return ()


def _bare(tree: ast.Module) -> ast.Module:
    body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.ImportFrom) and node.module == "__future__")
        and not (isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING")
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
            for argument in (*node.args.args, *node.args.kwonlyargs, *node.args.posonlyargs):
                argument.annotation = None
            if len(node.body) > 1 and isinstance(node.body[0], ast.Expr):
                del node.body[0]
    # An annotated assignment keeps its value alone: the annotation's names are gone.
    plain = [
        ast.copy_location(ast.Assign([node.target], node.value), node)
        if isinstance(node, ast.AnnAssign) and node.value is not None
        else node
        for node in body
    ]
    return ast.fix_missing_locations(ast.Module(plain, []))


class _Renamed(ast.NodeTransformer):
    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:  # ast's own naming
        return ast.copy_location(ast.Name(self._names.get(node.id, node.id), node.ctx), node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:  # ast's own naming
        self.generic_visit(node)
        node.name = self._names.get(node.name, node.name)
        return node


def file_of(folder: Path, ending: str) -> Path:
    """Return the one file of an example hand-in with that ending."""
    return next(folder.glob(f"*{ending}"))
