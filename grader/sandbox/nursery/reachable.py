"""All that a hand-in's modules can reach and that could change: seen once, and compared later.

What cannot change needs no second look: whatever holds the same things as before, which hold the same as before, is as
before. So only containers, functions, classes, arrays and the like are looked at again, each by itself.

The kinds of values that honest answers keep in their modules are known here; anything else makes the whole unknown,
which costs some milliseconds and no more.
"""

import sys
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Mapping, Sized
from functools import partial
from itertools import chain
from operator import is_
from types import (
    BuiltinFunctionType,
    CellType,
    CodeType,
    EllipsisType,
    FunctionType,
    GenericAlias,
    GetSetDescriptorType,
    MappingProxyType,
    MemberDescriptorType,
    MethodType,
    MethodWrapperType,
    ModuleType,
    NoneType,
    NotImplementedType,
    UnionType,
    WrapperDescriptorType,
)
from typing import Any, Final, cast

from .lazy import loaded
from .plain_code import MODULES, NAMES, is_plain

Foreign = Any
"""A value of the student's, or of a library that may be missing."""

Holds = "Callable[[], list[Any] | bytes]"
"""Tells what something holds at this moment: things, compared by identity, or its content."""

_MOST_PARTS: Final = 20_000
_MOST_BYTES: Final = 1 << 24
_OURS: Final = __name__.partition(".")[0]
_KNOWN: Final = MODULES | {"builtins", "None", _OURS}
_NOT_STATE: Final = frozenset(("__builtins__", "__warningregistry__", "__spec__", "__loader__", "__path__"))
_NOT_OF_A_CLASS: Final = frozenset(("__dict__", "__weakref__"))
_SEEDED: Final = (("random", "_inst"), ("numpy.random.mtrand", "_rand"))
"""Where the generators are kept that are seeded before each call."""
_UNCHANGING: Final = frozenset((
    *(NoneType, bool, int, float, complex, str, bytes, range, slice, EllipsisType, NotImplementedType, CodeType),
    *(WrapperDescriptorType, GetSetDescriptorType, MemberDescriptorType, GenericAlias, UnionType),
))


class UnknownError(Exception):
    """Something can be reached that is not known here, or too much of it."""


class Reachable:
    """Remembers what can be reached and what it held."""

    def __init__(self, spaces: "list[dict[str, Foreign]]", also: "Mapping[str, Foreign]") -> None:
        """Look at everything.

        Args:
            spaces: the names of the hand-in's modules.
            also: further names, whose values are not looked into.

        Raises:
            UnknownError: when something is reached that is not known here.
        """
        self._spaces = spaces
        self._own_modules = frozenset(str(space.get("__name__")) for space in spaces)
        self._numpy: Foreign = loaded("numpy")
        self._array: type | None = getattr(self._numpy, "ndarray", None)
        self._unchanging = _unchanging_of_libraries()
        self._seen: set[int] = set()
        self._bytes_left = _MOST_BYTES
        self._watched: list[tuple[Callable[[], list[Any] | bytes], list[Any] | bytes]] = []
        self._watch(lambda: list(also.values()))
        pending: list[Foreign] = []
        for space in spaces:
            pending += _but_for_settings(self._watch(lambda space=space: _state_of(space)))
        while pending:
            pending += self._look_into(pending.pop())
            if len(self._seen) > _MOST_PARTS or len(pending) > _MOST_PARTS:
                raise UnknownError

    def is_unchanged(self) -> bool:
        """Whether everything holds what it held."""
        for look, before in self._watched:
            now = look()
            if len(now) != len(before):
                return False
            if type(before) is bytes:
                if now != before:
                    return False
            elif not all(map(is_, now, before)):  # what was held is kept alive here: nothing new has its identity
                return False
        return True

    def _watch(self, look: "Callable[[], list[Any]]") -> "list[Any]":
        held = look()
        self._watched.append((look, held))
        return held

    def _watch_content(self, look: "Callable[[], bytes]") -> None:
        content = look()
        self._bytes_left -= len(content)
        if self._bytes_left < 0:
            raise UnknownError
        self._watched.append((look, content))

    def _look_into(self, value: Foreign) -> "list[Foreign]":
        # Returns what the value holds, to be looked into as well.
        thing: object = value
        kind: type[object] = type(thing)
        if kind in _UNCHANGING or id(value) in self._seen:
            return []
        self._seen.add(id(value))
        if kind in _FROZEN:
            return list(value)
        if kind in _HOLDERS:
            if isinstance(value, Sized) and len(value) > _MOST_PARTS:  # before it is copied
                raise UnknownError
            look = _HOLDERS[kind]
            return self._watch(lambda: look(value))
        if kind is FunctionType:
            return self._look_into_function(value)
        if kind is BuiltinFunctionType:
            return _owner_of(value)
        if kind is self._array:
            if value.dtype.hasobject or value.nbytes > self._bytes_left:  # before it is copied
                raise UnknownError
            self._watch_content(lambda: _content_of_array(value))
            return []
        if isinstance(value, type):
            return self._look_into_class(value)
        if isinstance(value, ModuleType):
            if value.__name__ not in self._own_modules and not _is_known(value.__name__):
                raise UnknownError
            return []
        if isinstance(value, self._unchanging) and _is_known(kind.__module__):
            if kind.__name__ == "ufunc" and not _is_librarys_ufunc(value):
                raise UnknownError  # it calls a function of the hand-in's
            return []
        return self._look_into_instance(value, kind)

    def _look_into_function(self, value: FunctionType) -> "list[Foreign]":
        space = value.__globals__
        is_kept = _is_kept_by_name(value)
        if is_kept or _is_of_a_library(space):
            if value.__name__ in NAMES:
                raise UnknownError  # a setting, under a name that bodies are not searched for
            # What a library made for the hand-in may hold something of it; what it has itself does not.
            return [] if is_kept else list(value.__closure__ or ())
        if not is_plain(value.__code__):
            raise UnknownError
        held = self._watch(lambda: _held_by_function(value))
        if any(space is each for each in self._spaces):
            return held
        # Made of text, like SymPy's functions of numbers: of the names around it only those that it uses concern it.
        names = sorted(_names_in(value.__code__))
        return held + self._watch(lambda: [space.get(name) for name in names])

    def _look_into_class(self, value: type) -> "list[Foreign]":
        if value.__module__ in self._own_modules:
            return self._watch(lambda: [*value.__mro__, *_flat(vars(value), _NOT_OF_A_CLASS)])
        if not _is_known(value.__module__):
            raise UnknownError
        return []

    def _look_into_instance(self, value: Foreign, kind: type) -> "list[Foreign]":
        module = kind.__module__
        if module == "typing" or module.startswith(f"{_OURS}."):
            return []
        if _is_known(module) and _is_kept_by_its_library(value, kind):
            return []
        if kind.__name__ == "Generator" and module.startswith("numpy.random."):
            self._watch_content(lambda: _state_of_generator(value))
            return []
        is_plain_class = type(kind) is type and module in self._own_modules and kind.__mro__[1:] == (object,)
        if (is_plain_class and "__slots__" not in vars(kind)) or kind is getattr(self._numpy, "vectorize", None):
            return [kind, *self._watch(lambda: _attributes_of(value))]
        raise UnknownError


def _flat(names: "Mapping[Any, Foreign]", without: "frozenset[str]" = frozenset()) -> "list[Foreign]":
    return list(chain.from_iterable(item for item in names.items() if item[0] not in without))


def _attributes_of(value: Foreign) -> "list[Foreign]":
    return _flat(cast("dict[str, Foreign]", vars(value)))


def _content_of_array(value: Foreign) -> bytes:
    return f"{value.shape} {value.dtype} {value.flags.writeable}".encode() + value.tobytes()


def _state_of_generator(value: Foreign) -> bytes:
    source = value.bit_generator
    children = getattr(getattr(source, "seed_seq", None), "n_children_spawned", None)
    return repr((source.state, children)).encode()


def _state_of(space: "dict[str, Foreign]") -> "list[Foreign]":
    return _flat(space, _NOT_STATE)


def _names_in(code: CodeType) -> "frozenset[str]":
    inner = (_names_in(each) for each in code.co_consts if isinstance(each, CodeType))
    return frozenset(code.co_names).union(*inner)


def _held_by_function(value: FunctionType) -> "list[Foreign]":
    held = [value.__code__, value.__defaults__, value.__kwdefaults__, value.__closure__]
    return held + _flat(value.__dict__) if value.__dict__ else held


def _held_by_cell(value: CellType) -> "list[Foreign]":
    try:
        return [value.cell_contents]
    except ValueError:  # still empty
        return []


_FROZEN: Final = frozenset((tuple, frozenset))
_HOLDERS: "Final[dict[type, Callable[[Foreign], list[Foreign]]]]" = {
    **dict.fromkeys((list, set, deque), list),
    **dict.fromkeys((dict, OrderedDict, Counter, MappingProxyType), _flat),
    defaultdict: lambda value: [value.default_factory, *_flat(value)],
    CellType: _held_by_cell,
    MethodType: lambda value: [value.__func__, value.__self__],
    MethodWrapperType: lambda value: [value.__self__],
    partial: lambda value: [value.func, value.args, value.keywords, *_attributes_of(value)],
    staticmethod: lambda value: [value.__func__],
    classmethod: lambda value: [value.__func__],
    property: lambda value: [value.fget, value.fset, value.fdel],
}


def _unchanging_of_libraries() -> "tuple[type, ...]":
    numpy: Foreign = loaded("numpy")
    sympy: Foreign = loaded("sympy")
    found: list[type] = []
    if numpy is not None:  # but for structured scalars, which can be written to
        found += [numpy.number, numpy.bool_, numpy.character, numpy.ufunc, numpy.dtype]
    if sympy is not None:
        found.append(sympy.Basic)
    return tuple(found)


def _but_for_settings(names: "list[Foreign]") -> "list[Foreign]":
    # A body that uses such a name is not plain, so that what it stands for does no harm here (``from sympy import *``).
    return [value for name, value in zip(names[::2], names[1::2], strict=True) if name not in NAMES]


def _owner_of(value: BuiltinFunctionType) -> "list[Foreign]":
    if value.__name__ in NAMES:
        raise UnknownError
    owner: Foreign = value.__self__
    if owner is None or isinstance(owner, ModuleType | type):
        if not _is_known(value.__module__):
            raise UnknownError
        return []
    is_seeded = any(owner is getattr(sys.modules.get(module), name, None) for module, name in _SEEDED)
    return [] if is_seeded else [owner]


def _is_of_a_library(space: "dict[str, Foreign]") -> bool:
    name = space.get("__name__")
    module = sys.modules.get(name) if isinstance(name, str) else None
    return module is not None and vars(module) is space and _is_known(name)


def _is_kept_by_name(value: FunctionType) -> bool:
    module = sys.modules.get(value.__module__) if _is_known(value.__module__) else None
    return module is not None and vars(module).get(value.__name__) is value


def _is_librarys_ufunc(value: Foreign) -> bool:
    modules = (sys.modules.get(name) for name in ("numpy", "scipy.special"))
    return any(vars(module).get(value.__name__) is value for module in modules if module is not None)


def _is_known(module: object) -> bool:
    return str(module).partition(".")[0] in _KNOWN


def _is_kept_by_its_library(value: object, kind: type) -> bool:
    # ``scipy.stats.norm``, the functions of ``numpy.linalg``: what they hold is the library's, not the hand-in's.
    parts = kind.__module__.split(".")
    places = {".".join(parts[:count]) for count in range(1, len(parts) + 1)}
    name = getattr(value, "__module__", None)
    if isinstance(name, str):
        places.add(name)
    modules = (sys.modules.get(place) for place in places if _is_known(place))
    return any(each is value for module in modules if module is not None for each in list(vars(module).values()))
