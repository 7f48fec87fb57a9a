"""IPython's own shell for a notebook that needs one: no history, no colours, no programs.

Imported where IPython can be; the statements of the cells run in the shell one by one, so that each has its place and
what a student defined below a failing line is still theirs, as without it.
"""

import asyncio
import importlib
import inspect
import sys
import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import CodeType, ModuleType
from typing import Any, Final

from .magics import LEFT_OUT, LINE_RUNS, NEVER_RUN
from .shell import run_timed

Foreign = Any
"""An object of IPython's, which a course may not have."""

_SHELL: Final = "IPython.core.interactiveshell"


class InteractiveRunner:
    """Runs a notebook's code in a shell of IPython's."""

    def __init__(self, module: ModuleType, root: str, trouble: "Callable[[BaseException], None]") -> None:
        """Make a shell.

        Args:
            module: where the notebook's names live.
            root: the hand-in's folder, where the shell may keep its files.
            trouble: told of exceptions that the shell caught itself, in a file that ``%run`` runs for instance.

        Raises:
            ImportError: where there is no IPython.
        """
        self._shell = _make_shell(module, root, trouble)
        self._namespace = module.__dict__

    def transform(self, source: str) -> str:
        """Return a cell as Python; the numbers of its lines stay."""
        lead = len(source) - len(source.lstrip("\n"))
        return "\n" * lead + str(self._shell.transform_cell(source.lstrip("\n")))

    def run(self, code: CodeType) -> None:
        """Run one statement as the shell does; whatever it raises comes out."""
        result = _result_type()(None)
        is_async = bool(code.co_flags & inspect.CO_COROUTINE)
        with self._shell.builtin_trap, self._shell.display_trap:
            _await(self._shell.run_code(code, result, async_=is_async), is_async=is_async)
        error = result.error_before_exec or result.error_in_exec
        if isinstance(error, BaseException):
            raise error


def is_there() -> bool:
    """Whether this interpreter has IPython, as far as can be told by importing it."""
    try:
        importlib.import_module(_SHELL)
    except Exception:  # not there, or broken: our own runner goes on
        return False
    return True


def _result_type() -> Foreign:
    return sys.modules[_SHELL].ExecutionResult


def _await(running: Foreign, *, is_async: bool) -> None:
    if is_async:
        asyncio.run(running)
        return
    try:
        running.send(None)  # ordinary code never waits
    except StopIteration:
        return


def _make_shell(module: ModuleType, root: str, trouble: "Callable[[BaseException], None]") -> Foreign:
    base: Foreign = importlib.import_module(_SHELL).InteractiveShell
    settings: Foreign = importlib.import_module("traitlets.config").Config()

    class Shell(base):
        """The shell, less what would start programs or only serves a person at a keyboard."""

        is_telling = False

        def system(self, *_: object) -> None: ...

        system_raw = system_piped = system

        def getoutput(self, *_: object, **__: object) -> "list[str]":
            return []

        def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Foreign:
            if magic_name in NEVER_RUN:
                return None
            if magic_name in LINE_RUNS:
                return run_timed(magic_name, line, self.user_ns, inspect.currentframe())
            plain: Foreign = super()
            with self.told():
                return plain.run_line_magic(magic_name, line, _stack_depth + 1)

        def run_cell_magic(self, magic_name: str, line: str, cell: str) -> Foreign:
            if magic_name in LEFT_OUT:
                return None
            plain: Foreign = super()
            with self.told():
                return plain.run_cell_magic(magic_name, line, cell)

        @contextmanager
        def told(self) -> "Generator[None, None, None]":
            before, self.is_telling = self.is_telling, True
            try:
                yield
            finally:
                self.is_telling = before

        def showtraceback(self, *_: object, **__: object) -> None:
            # Of a statement the exception comes with its result; of what a magic runs, only in this way.
            error = sys.exc_info()[1]
            if self.is_telling and error is not None:
                trouble(error)

        showsyntaxerror = showtraceback

    settings.HistoryManager.enabled = False
    settings.HistoryManager.hist_file = ":memory:"
    settings.InteractiveShell.cache_size = 0
    settings.InteractiveShell.colors = "nocolor"
    base.clear_instance()  # each notebook has a shell of its own
    warnings.filterwarnings("ignore", "To exit: use")
    return Shell.instance(config=settings, ipython_dir=f"{root}/.ipython", user_module=module, user_ns=module.__dict__)
