"""Load a hand-in: modules in path order, a notebook's cells in order, statement by statement.

A statement that raises is reported and the next one runs all the same: what a student defined below a failing line is
still theirs. ``progress`` is told of each statement before it runs, so that the trusted side knows which one hung or
killed the process; such statements come back in ``skip`` and are left out the next time.
"""

import __future__

import ast
import asyncio
import inspect
import linecache
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import CodeType, ModuleType
from typing import Any, Final

from .bindings import Place, bindings_of
from .cells import Skipped, choose_transformer, prepare_cell
from .files import CodeCell, File, Unit
from .interactive import InteractiveRunner, is_there
from .magics import LEFT_OUT, unknown_magics
from .modules import Modules
from .plain_code import bodies_are_plain
from .printed import Printed
from .shell import install_shell
from .tests import PREFIX, make_test
from .trouble import Sources, describe, steady
from .vocabulary import MOST_NAME
from .wire import Plain

Report = Callable[[Plain], None]

_MOST_FACTS: Final = 12
"""Raising statements told of, for one file or cell: one cause often makes many fail."""
_PARSE_TROUBLE = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)


@dataclass
class Loaded:
    """What the files defined, in their order."""

    file: File
    module: ModuleType
    bindings: "dict[str, Place]" = field(default_factory=dict)


class Loader:
    """Runs the files of a hand-in and keeps what they define."""

    def __init__(
        self,
        root: str,
        files: "tuple[File, ...]",
        *,
        skip: "frozenset[Unit]",
        progress: "Callable[[Unit], None]",
        report: Report,
        printed: Printed,
    ) -> None:
        self.root, self.files = root, files
        self._skip, self._progress, self._report, self._printed = skip, progress, report, printed
        self.sources = Sources(root)
        self.loaded: dict[str, Loaded] = {}
        self.runners: dict[str, None] = {}
        self.is_plain = True
        """Whether no function's body can leave anything where nobody looks; see ``plain_code``."""
        self._modules = Modules(root, files, self._run_file)
        self._current: Unit | None = None

    def load_all(self) -> None:
        """Load every file that no other file has imported already."""
        self._modules.install()
        for file in self.files:
            try:
                self._modules.load(file)
            except BaseException:  # noqa: S112  # was reported where it happened
                continue

    def _run_file(self, file: File, module: ModuleType) -> None:
        outer = self._current
        loaded = self.loaded[file.path] = Loaded(file, module)
        try:
            if file.cells is None:
                self.runners.setdefault("module")
                self._run_module(file, loaded)
            else:
                self._run_notebook(file, file.cells, loaded)
        finally:
            if outer is not None:
                self._begin(outer)

    def _run_module(self, file: File, loaded: Loaded) -> None:
        name = f"{self.root}/{file.path}"
        if not self._begin(Unit(file.path, None, None)):
            return
        self._remember(name, file.text, file.path, None)
        try:
            tree = ast.parse(file.text, name)
        except _PARSE_TROUBLE as error:
            self._fact(file.path, "syntax_error", None, error)
            raise
        space = loaded.module.__dict__
        loaded.module.__doc__ = ast.get_docstring(tree, clean=False)
        loaded.bindings.update(bindings_of(tree, None))
        if self._run_statements(tree, name, file.path, None, lambda code: _run_code(code, space)):
            self._fact(file.path, "loaded", None, None)

    def _run_notebook(self, file: File, cells: "tuple[CodeCell, ...]", loaded: Loaded) -> None:
        space = loaded.module.__dict__
        how = _How(choose_transformer(), lambda code: _run_code(code, space), None)
        if any(True for cell in cells for _ in unknown_magics(cell.source)) and is_there():
            self.runners.setdefault("interactive_shell")
            self.is_plain = False  # a shell keeps what was shown, and more
            self._fact(file.path, "loaded", None, None, "interactive_shell")
            runner = InteractiveRunner(loaded.module, self.root, lambda error: self._caught(file.path, error))
            how = _How(runner.transform, runner.run, LEFT_OUT)
        else:
            self.runners.setdefault("notebook")
            install_shell(space, lambda magic: self._fact(file.path, "skipped", self._cell(), None, magic[:MOST_NAME]))
        for cell in cells:
            if self._begin(Unit(file.path, cell.number, None)):
                self._run_cell(file, cell, how, loaded)

    def _cell(self) -> "int | None":
        return self._current.cell if self._current is not None else None

    def _caught(self, path: str, error: BaseException) -> None:
        self._fact(path, _ended(error), self._cell(), error)

    def _run_cell(self, file: File, cell: CodeCell, how: "_How", loaded: Loaded) -> None:
        name = f"{self.root}/{file.path}#cell-{cell.number}"
        self._remember(name, cell.source, file.path, cell.number)
        try:
            ready = prepare_cell(cell.source, how.transform, left_out=how.left_out)
            if isinstance(ready, Skipped):
                self._fact(file.path, "skipped", cell.number, None, ready.reason)
                return
            tree = ast.parse(ready.source, name) if ready.tree is None else ready.tree
        except _PARSE_TROUBLE as error:
            self._fact(file.path, "syntax_error", cell.number, error)
            return
        loaded.bindings.update(bindings_of(tree, cell.number))
        if self._run_statements(tree, name, file.path, cell.number, how.run):
            self._fact(file.path, "loaded", cell.number, None)

    def _run_statements(
        self, tree: ast.Module, name: str, path: str, cell: "int | None", run: "Callable[[CodeType], None]"
    ) -> bool:
        troubles = 0
        flags = _future_flags(tree) | (ast.PyCF_ALLOW_TOP_LEVEL_AWAIT if cell is not None else 0)
        for statement in tree.body:
            if not self._begin(Unit(path, cell, statement.lineno)):
                troubles += 1
                continue
            try:
                code = compile(ast.Module([statement], []), name, "exec", flags, dont_inherit=True)
                self.is_plain = self.is_plain and bodies_are_plain(code)
                run(code)
            except BaseException as error:  # SystemExit too: a failing line costs itself alone
                troubles += 1
                if troubles <= _MOST_FACTS:
                    self._fact(path, _ended(error), cell, error)
        return troubles == 0

    def _begin(self, unit: Unit) -> bool:
        self._current = unit
        if unit in self._skip:
            return False
        self._progress(unit)
        return True

    def _remember(self, name: str, text: str, path: str, cell: "int | None") -> None:
        self.sources[name] = (path, cell)
        # No modification time: the entry is not checked against the disk.
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)

    def _fact(self, path: str, ended: str, cell: "int | None", error: "BaseException | None", detail: str = "") -> None:
        told = None if error is None else describe(error, self.sources)
        self._report(("fact", path, ended, cell, told, detail, steady(self._printed.take(), self.root)))

    def find(self, names: "tuple[str, ...]") -> "Iterator[tuple[str, Callable[..., Any], Plain]]":
        """Look for functions in all files: the first file that defines one counts, else the first that has it.

        Args:
            names: those that the rubric asks for.

        Yields:
            Name, function, and ``[name, path, line, cell, other paths]`` for each that was found.
        """
        for name in names:
            if name.startswith(PREFIX):
                if self.loaded:
                    run = make_test([each.module.__dict__ for each in self.loaded.values()], self.sources)
                    yield name, run, (name, next(iter(self.loaded)), None, None, [])
                continue
            having = [each for each in self.loaded.values() if callable(each.module.__dict__.get(name))]
            defining = [each for each in having if name in each.bindings]
            for chosen in (defining or having)[:1]:
                function = chosen.module.__dict__[name]
                path, line, cell = self._place(name, function, chosen)
                others = [each.file.path for each in defining if each.file.path != path]
                yield name, function, (name, path, line, cell, others)

    def _place(self, name: str, function: object, chosen: Loaded) -> "tuple[str, int | None, int | None]":
        code: Any = getattr(function, "__code__", None)
        file = getattr(code, "co_filename", None)
        if isinstance(file, str) and file in self.sources and code.co_name in {name, "<lambda>"}:
            path, cell = self.sources[file]
            return path, int(code.co_firstlineno), cell
        place = chosen.bindings.get(name)
        if place is None:
            return chosen.file.path, None, None
        return chosen.file.path, place.line, place.cell


@dataclass(frozen=True)
class _How:
    """How a notebook's cells run; ``left_out`` as ``prepare_cell`` takes it."""

    transform: "Callable[[str], str]"
    run: "Callable[[CodeType], None]"
    left_out: "frozenset[str] | None"


def _run_code(code: CodeType, namespace: "dict[str, Any]") -> None:
    if code.co_flags & inspect.CO_COROUTINE:
        asyncio.run(eval(code, namespace))  # noqa: S307  # a notebook may await at its top level
    else:
        exec(code, namespace)  # noqa: S102  # running it is what we are here for


def _ended(error: BaseException) -> str:
    return "out_of_memory" if isinstance(error, MemoryError) else "raised"


def _future_flags(tree: ast.Module) -> int:
    flags = 0
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            for alias in statement.names:
                flags |= getattr(__future__, alias.name).compiler_flag if hasattr(__future__, alias.name) else 0
    return flags
