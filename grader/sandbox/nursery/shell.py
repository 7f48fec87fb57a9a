"""What a notebook expects of its shell: ``get_ipython()`` and ``display``, which show nothing of the system's."""

import ast
import builtins
import inspect
import re
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from .magics import BODY_RUNS, FILE_WRITERS, LINE_RUNS, is_known

_OPTIONS = re.compile(r"(?:-[A-Za-z](?:\s*\d+)?\s+|--[\w-]+\s+)+")
"""What may stand before the code: ``-n 10 -r1 -o``."""


class StubShell:
    """Answers what notebooks ask of IPython's shell: magics that time run their code, commands never run."""

    def __init__(self, namespace: "dict[str, Any]", left_out: "Callable[[str], None]") -> None:
        self.user_ns = namespace
        self._left_out = left_out

    def run_line_magic(self, name: str, line: str, *_: object, **__: object) -> Any:  # noqa: ANN401  # the student's value
        """Run the code of ``%time`` and its like; any other magic does nothing.

        Returns:
            The expression's value for ``%time``, as in IPython; otherwise None.
        """
        if name in LINE_RUNS:
            return run_timed(name, line, self.user_ns, inspect.currentframe())
        if not is_known(name, line):
            self._left_out(f"%{name}")
        return None

    def run_cell_magic(self, name: str, line: str, cell: str, *_: object, **__: object) -> None:
        """Run the body of ``%%time`` and its like; write the file of ``%%writefile``."""
        if name in FILE_WRITERS:
            with open(line.split()[-1], "a" if "-a" in line.split()[:-1] else "w", encoding="utf-8") as file:  # noqa: PTH123  # no pathlib here
                file.write(cell)
        elif name in BODY_RUNS:
            exec(compile(cell, "<magic>", "exec"), self.user_ns)  # noqa: S102  # the student's own cell
        else:
            self._left_out(f"%%{name}")

    def magic(self, line: str) -> Any:  # noqa: ANN401  # the student's value
        """Run a magic by its whole line."""
        name, _, rest = line.lstrip("%").partition(" ")
        return self.run_line_magic(name, rest)

    def getoutput(self, *_: object, **__: object) -> "list[str]":
        """Return no output: no program is started."""
        return []

    system = getoutput

    def __getattr__(self, name: str) -> "Callable[..., None]":
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_, **__: None


def run_timed(name: str, line: str, namespace: "dict[str, Any]", magic: "FrameType | None") -> Any:  # noqa: ANN401  # the student's value
    """Run the code of a timing magic once, where the magic stands.

    Args:
        name: the magic's.
        line: what follows it: options, then an expression or statements.
        namespace: the notebook's names.
        magic: the frame of the function that was called for the magic.

    Returns:
        The expression's value for ``%time``, as in IPython; otherwise None.
    """
    tree = _timed_code(line)
    if tree is None:
        return None
    caller = magic.f_back if magic is not None else None
    # A magic in a function sees the function's own names.
    names = None if caller is None or caller.f_code.co_name == "<module>" else dict(caller.f_locals)
    if isinstance(tree, ast.Expression):
        value = eval(compile(tree, "<magic>", "eval"), namespace, names)  # noqa: S307  # the student's own line
        return value if name == "time" else None
    exec(compile(tree, "<magic>", "exec"), namespace, names)  # noqa: S102  # the student's own line
    return None


def _timed_code(line: str) -> "ast.Expression | ast.Module | None":
    """Return the code of a timing magic without its options; None where there is nothing that we can read."""
    for text in (line.strip(), _OPTIONS.sub("", line.strip(), count=1)):
        for mode in ("eval", "exec"):
            try:
                tree = ast.parse(text, mode=mode)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            if isinstance(tree, ast.Expression) or (isinstance(tree, ast.Module) and tree.body):
                return tree
    return None


def display(*values: object, **_: object) -> None:
    """Print values, as a plain terminal would show them."""
    for value in values:
        print(value)


def install_shell(namespace: "dict[str, Any]", left_out: "Callable[[str], None]") -> None:
    """Give a notebook's namespace its shell, and IPython's modules the same if they are there.

    Args:
        namespace: the notebook's names.
        left_out: told of magics that the shell does not know, as they come up.
    """
    shell = StubShell(namespace, left_out)

    def get_ipython() -> StubShell:
        return shell

    for name, value in (("get_ipython", get_ipython), ("display", display)):
        setattr(builtins, name, value)  # as in IPython: modules that the notebook imports see them too
        namespace[name] = value
    for module_name in ("IPython", "IPython.display", "IPython.core.getipython"):
        module: Any = sys.modules.get(module_name)
        if module is not None:
            for name, value in (("get_ipython", get_ipython), ("display", display)):
                if hasattr(module, name):
                    setattr(module, name, value)
