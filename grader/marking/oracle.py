"""The reference implementation as a source of right values. It runs on the trusted side only."""

import importlib.util
import sys
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, cast

from grader.model.digest import value_digest
from grader.model.errors import CheckerError
from grader.model.values import ArrayValue, FunctionValue, SequenceValue, SymbolicValue, Value
from grader.sandbox import library_function, value_of


class _SourceLoader(SourceFileLoader):
    """Compiles a reference each time: kept code is told apart by seconds and sizes alone, and could be of before."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


class ReferenceOracle:
    """Calls functions of a reference folder by dotted name and remembers what they gave."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder.resolve() if folder else None
        self._modules: dict[str, ModuleType] = {}
        self._values: dict[tuple[str, str], Value] = {}

    def call(self, function: str, arguments: tuple[Value, ...]) -> Value:
        """Return what a reference function gives; see ``grader.model.checker.Oracle``.

        Raises:
            CheckerError: when there is no such function, or it raised.
        """
        key = (function, value_digest(SequenceValue("tuple", arguments)))
        if key not in self._values:
            self._values[key] = self._call(function, arguments)
        return self._values[key]

    def _call(self, function: str, arguments: tuple[Value, ...]) -> Value:
        called = self._find(function)
        try:
            return value_of(called(*(to_python(argument) for argument in arguments)))
        except Exception as error:
            msg = f"the reference {function} raised {type(error).__name__}: {error}"
            raise CheckerError(msg) from error

    def _find(self, function: str) -> Callable[..., object]:
        *path, name = function.split(".")
        if self._folder is None:
            msg = f"the rubric names no reference folder, but needs {function}"
            raise CheckerError(msg)
        found = getattr(self._module(tuple(path)), name, None) if path else None
        if not callable(found):
            msg = f"the reference has no function {function} (looked in {self._folder.name})"
            raise CheckerError(msg)
        return found

    def _module(self, path: tuple[str, ...]) -> ModuleType:
        dotted = ".".join(path)
        if dotted in self._modules:
            return self._modules[dotted]
        folder = cast("Path", self._folder)
        file = folder.joinpath(*path).with_suffix(".py")
        if not all(part.isidentifier() for part in path) or not file.is_file():
            msg = f"the reference has no module {dotted} (looked in {folder.name})"
            raise CheckerError(msg)
        # A name of its own: two rubrics' references may hold modules of the same name.
        own_name = f"_reference_{abs(hash(folder)):x}_{'_'.join(path)}"
        spec = importlib.util.spec_from_file_location(own_name, file, loader=_SourceLoader(own_name, str(file)))
        if spec is None or spec.loader is None:
            msg = f"the reference module {dotted} cannot be loaded"
            raise CheckerError(msg)
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            del sys.modules[spec.name]
            msg = f"the reference module {dotted} does not load: {type(error).__name__}: {error}"
            raise CheckerError(msg) from error
        self._modules[dotted] = module
        return module


def to_python(value: Value) -> Any:  # noqa: ANN401  # whatever a reference function takes
    """Return a value as the Python object that a reference function expects; arrays are fresh copies.

    Raises:
        CheckerError: for a symbolic value, which no reference takes as an argument.
    """
    if isinstance(value, ArrayValue):
        return value.data.copy() if value.data.shape else value.data.copy()[()]
    if isinstance(value, SequenceValue):
        items = [to_python(item) for item in value.items]
        makers: dict[str, Callable[[list[Any]], Any]] = {"tuple": tuple, "list": list, "set": set, "dict": dict}
        return makers[value.kind](items)
    if isinstance(value, FunctionValue):
        return library_function(value.name)
    if isinstance(value, SymbolicValue):
        msg = "a symbolic value cannot be handed to a reference function"
        raise CheckerError(msg)
    return value
