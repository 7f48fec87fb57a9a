"""Heavy modules that load when something of theirs is first used: most functions of most hand-ins never do.

Where there is fork they are imported once, before all hand-ins. Where there is none, every function begins an
interpreter, and SymPy alone takes three times as long to import as all the rest.
"""

import importlib.util
import sys
from collections.abc import Callable
from contextlib import suppress
from types import CodeType, FunctionType, ModuleType
from typing import Any

_MOST_LOOKED_AT = 500


class _Waiting(ModuleType):
    """A module that has been imported by name, and loads when anything of it is asked for that is not there yet.

    The standard library's ``LazyLoader`` loads already on ``import sympy``, which asks a module for its ``__spec__``.
    """

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # a module of whatever attributes
        object.__setattr__(self, "__class__", ModuleType)  # first: what it imports of itself must not begin again
        spec = self.__spec__
        assert spec is not None
        assert spec.loader is not None
        if spec.submodule_search_locations is not None:
            self.__path__ = spec.submodule_search_locations
        try:
            spec.loader.exec_module(self)
        except BaseException:
            sys.modules.pop(self.__name__, None)  # as an import that fails leaves it
            raise
        return getattr(self, name)


def import_lazily(names: "tuple[str, ...]") -> None:
    """Make modules ready to be imported by name, those that are there; they load on first use."""
    for name in names:
        with suppress(ImportError, ValueError):
            spec = importlib.util.find_spec(name)
            if name in sys.modules or spec is None or spec.loader is None:
                continue
            module = importlib.util.module_from_spec(spec)
            # Gone until it loads: who imports a part of it, or names from it, asks for this first.
            module.__dict__.pop("__path__", None)
            module.__class__ = _Waiting
            sys.modules[name] = module


def loaded(name: str) -> Any:  # noqa: ANN401  # a module of whatever attributes
    """Return a module that has been imported and used, None for any other."""
    module = sys.modules.get(name)
    return None if module is None or _waits(module) else module


def load_now(names: "tuple[str, ...]") -> None:
    """Load modules that wait for their first use."""
    for name in names:
        module = sys.modules.get(name)
        if module is not None and _waits(module):
            with suppress(Exception):
                module.__path__  # noqa: B018  # the look at it loads it


def names_reached(function: "Callable[..., Any]") -> "tuple[str, ...]":
    """Return the modules waiting for their first use that a function could use, as far as its code tells.

    What it misses costs the call that first uses it the time of the import, and nothing else.
    """
    waiting = {name: module for name, module in sys.modules.items() if _waits(module)}
    found: set[str] = set()
    left: list[Any] = [function]
    seen: set[int] = set()
    while left and waiting and len(seen) < _MOST_LOOKED_AT:
        each = left.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        # By exact types alone: whatever else it is, to look at it could run a student's code.
        if type(each) is FunctionType:
            mentioned = _names_in(each.__code__)
            found |= mentioned & waiting.keys()
            left += [each.__globals__[name] for name in mentioned if name in each.__globals__]
            left += _closed_over(each)
        elif type(each) is type:
            left += list(type.__dict__["__dict__"].__get__(each).values())
        else:
            found |= {name for name, module in waiting.items() if module is each}
    return tuple(sorted(found))


def _waits(module: ModuleType) -> bool:
    return type(module) is _Waiting


def _names_in(code: CodeType) -> "set[str]":
    names = set(code.co_names)
    for constant in code.co_consts:
        if type(constant) is CodeType:
            names |= _names_in(constant)
    return names


def _closed_over(function: FunctionType) -> "list[Any]":
    values: list[Any] = []
    for cell in function.__closure__ or ():
        with suppress(ValueError):  # not filled yet
            values.append(cell.cell_contents)
    return values
