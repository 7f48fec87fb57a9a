"""Notebook cells as Python: IPython's own transformer where there is one, else a small one.

What is done with IPython's syntax in either case is listed in ``magics``.
"""

import ast
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .magics import BODY_RUNS, CELL_MAGIC, FILE_WRITERS, LINE_RUNS

_ASSIGNED = re.compile(r"^(\s*)([A-Za-z_][\w.,\s\[\]]*?)\s*=\s*([%!])(?!=)\s*(.*)$")
_LINE = re.compile(r"^(\s*)([%!]{1,2})\s*(.*)$")
_HELP = re.compile(r"^(\s*)\?{1,2}\s*[\w.*%]+\s*$|^(\s*)[%\w.*]+\s*\?{1,2}\s*$")


@dataclass(frozen=True)
class Ready:
    """Python source with the lines where they were; parsed already where it was Python from the start."""

    source: str
    tree: "ast.Module | None" = None


@dataclass(frozen=True)
class Skipped:
    """Nothing in the cell that we run; ``reason`` names the magic."""

    reason: str


def prepare_cell(
    source: str, transform: Callable[[str], str], *, left_out: frozenset[str] | None = None
) -> Ready | Skipped:
    """Return a cell as Python, or why it is left out.

    Args:
        source: as it stands in the notebook.
        transform: for what is no Python, line by line.
        left_out: cell magics that nobody runs; None for all but those that our own runner knows.
    """
    found = CELL_MAGIC.match(source)
    if found is not None and found[1] in FILE_WRITERS:
        name = found[0].split(maxsplit=1)[1].strip() if len(found[0].split()) > 1 else ""
        body = source[found.end() :]
        return Ready(f"get_ipython().run_cell_magic('writefile', {name!r}, {body!r})" + "\n" * source.count("\n"))
    while found is not None and found[1] in BODY_RUNS:
        # Blank lines keep the numbers of what follows.
        source = "\n" * found[0].count("\n") + source[found.end() :]
        found = CELL_MAGIC.match(source)
    if found is not None and (left_out is None or found[1] in left_out):
        return Skipped(f"%%{found[1]}")
    tree = _parsed(source)
    return Ready(transform(source)) if tree is None else Ready(source, tree)


def choose_transformer() -> "Callable[[str], str]":
    """Return IPython's transformer where that is loaded, else our own."""
    module: Any = sys.modules.get("IPython.core.inputtransformer2")
    if module is None:
        return transform_lines
    manager: Any = module.TransformerManager()

    def transform(source: str) -> str:
        lead = len(source) - len(source.lstrip("\n"))
        # The manager drops empty lines at the beginning; the numbers of the rest must stay.
        return "\n" * lead + str(manager.transform_cell(source.lstrip("\n")))

    return transform


def transform_lines(source: str) -> str:
    """Turn magics, commands and help requests into calls of the stub shell, line by line.

    Lines inside a string of several lines or a bracket are left alone as far as can be told: a line is only rewritten
    where what stands before it is whole.
    """
    done: list[str] = []
    pending: list[str] = []
    for line in source.split("\n"):
        rewritten = line if pending else _rewrite(line)
        if rewritten != line:
            done.append(rewritten)
            continue
        pending.append(line)
        if _is_whole("\n".join(pending)):
            done += pending
            pending = []
    return "\n".join(done + pending)


def _parsed(source: str) -> "ast.Module | None":
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _is_whole(source: str) -> bool:
    # Whether no string or bracket is open at the end: unfinished blocks do not matter, wrong syntax neither.
    import io  # only for cells that are no Python
    import tokenize

    try:
        for _ in tokenize.generate_tokens(io.StringIO(source + "\n").readline):
            pass
    except tokenize.TokenError as error:
        return "EOF in multi-line" not in str(error) and "unterminated triple" not in str(error)
    except (SyntaxError, IndentationError):
        return True
    return not source.endswith("\\")


def _rewrite(line: str) -> str:
    assigned = _ASSIGNED.match(line)
    if assigned is not None:
        indent, names, sign, rest = assigned.groups()
        return f"{indent}{names} = {_call(sign, rest)}"
    found = _LINE.match(line)
    if found is not None:
        indent, sign, rest = found.groups()
        name, _, argument = rest.partition(" ")
        if sign == "%" and name in LINE_RUNS and _parsed(argument.strip()) is not None and argument.strip():
            return f"{indent}{argument.strip()}"
        return f"{indent}{_call(sign[0], rest)}"
    asked = _HELP.match(line)
    if asked is not None:
        return f"{asked[1] or asked[2] or ''}pass"
    return line


def _call(sign: str, rest: str) -> str:
    if sign == "!":
        return f"get_ipython().getoutput({rest!r})"
    name, _, argument = rest.partition(" ")
    return f"get_ipython().run_line_magic({name!r}, {argument!r})"
