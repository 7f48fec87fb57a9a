"""What a notebook expects of its shell: ``get_ipython()`` and ``display``, which run and show nothing of the system's."""

import builtins
import sys
from collections.abc import Callable
from typing import Any

from .cells import BODY_RUNS, LINE_RUNS


class StubShell:
    """Answers what notebooks ask of IPython's shell: magics that time run their code, commands never run."""

    def __init__(self, namespace: "dict[str, Any]") -> None:
        self.user_ns = namespace

    def run_line_magic(self, name: str, line: str, *_: object, **__: object) -> Any:  # noqa: ANN401  # the student's value
        """Run the code of ``%time`` and its like; any other magic does nothing."""
        if name in LINE_RUNS and line.strip():
            exec(compile(line.strip(), "<magic>", "exec"), self.user_ns)  # noqa: S102  # the student's own line

    def run_cell_magic(self, name: str, line: str, cell: str, *_: object, **__: object) -> None:
        """Run the body of ``%%time`` and its like."""
        if name in BODY_RUNS:
            exec(compile(cell, "<magic>", "exec"), self.user_ns)  # noqa: S102  # the student's own cell

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


def display(*values: object, **_: object) -> None:
    """Print values, as a plain terminal would show them."""
    for value in values:
        print(value)


def install_shell(namespace: "dict[str, Any]") -> None:
    """Give a notebook's namespace its shell, and IPython's modules the same if they are there."""
    shell = StubShell(namespace)

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
