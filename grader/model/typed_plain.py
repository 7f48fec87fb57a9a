"""Frozen dataclasses as plain data that JSON holds, and back by their types.

What is written here is read here: by another process of ours, from a record, from a file of checks. It is read by
types alone, nothing in it can run; and without a library for validation, whose start costs more than many a command.
"""

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

Plain = Any
"""What JSON holds; narrowed where it is read."""
_SCALARS = frozenset({str, int, float, bool, type(None)})
_FRACTION = re.compile(r"-?[0-9]{1,400}(/0*[1-9][0-9]{0,399})?", re.ASCII)
"""As Python writes fractions; what else it reads as one may take for ever (``1e999999999``)."""


def to_plain(value: object) -> Plain:
    """Return a value as JSON takes it: a dataclass as a mapping of its fields, fractions as text."""
    if type(value) in _SCALARS:
        return value
    if isinstance(value, tuple | list):
        items = cast("tuple[object, ...]", value)
        # JSON writes a tuple as it writes a list: the many numbers of a picture need not be touched one by one.
        return items if _SCALARS.issuperset(map(type, items)) else [to_plain(each) for each in items]
    if isinstance(value, Mapping):
        return {name: to_plain(each) for name, each in cast("Mapping[str, object]", value).items()}
    if is_dataclass(value):
        return {name: to_plain(getattr(value, name)) for name in _names(type(value))}
    return str(value) if isinstance(value, Fraction) else value


def from_plain(kind: Any, plain: Plain, *, of_any_version: bool = False) -> Any:  # noqa: ANN401  # of ``kind``
    """Return the value of a type that ``to_plain`` wrote.

    Args:
        kind: a type, or what typing makes of several.
        plain: what JSON held.
        of_any_version: leave aside what a dataclass has no field for, which is an error otherwise. What is missing
            takes its default either way.

    Raises:
        ValueError: when the data are anything else.
    """
    try:
        return reader_of(kind, of_any_version)(plain)
    except (TypeError, AttributeError, KeyError, ArithmeticError) as error:
        msg = f"not a {getattr(kind, '__name__', kind)}: {error}"
        raise ValueError(msg) from error


Reader = Callable[[Plain], Any]
"""Makes a value of what JSON held, or raises ValueError or TypeError."""


@cache
def reader_of(kind: Any, of_any_version: bool = False) -> Reader:  # noqa: ANN401  # as in ``from_plain``
    """Return what reads a type; a TypeError where no such type can be read. None may hold others of itself."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind is Any:
        return _as_it_is
    if kind in _SCALARS:
        return _scalar(kind)
    if kind is Fraction:
        return _fraction
    if origin is Literal:
        return _literal(arguments)
    if is_dataclass(kind):
        return _record(cast("type[Any]", kind), of_any_version)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _member(kind)
    readers = [reader_of(each, of_any_version) for each in arguments if each is not Ellipsis]
    if origin in {Union, types.UnionType}:
        return _one_of(arguments, readers)
    if origin is tuple:
        return _row(arguments[0], readers[0]) if arguments[1:] == (Ellipsis,) else _pair(readers)
    if isinstance(origin, type) and issubclass(origin, Mapping) and arguments[0] is str:
        return _mapping(readers[1])
    msg = f"a field of type {kind} cannot be read"
    raise TypeError(msg)


@cache
def _names(cls: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls))


def _as_it_is(plain: Plain) -> Plain:
    return plain


def _scalar(kind: type) -> Reader:
    accepted = (int, float) if kind is float else (kind,)

    def read(plain: Plain) -> Any:  # noqa: ANN401  # of ``kind``
        if type(plain) in accepted:
            return float(plain) if kind is float else plain
        msg = f"{plain!r} is no {kind.__name__}"
        raise ValueError(msg)

    return read


def _fraction(plain: Plain) -> Fraction:
    if isinstance(plain, str) and _FRACTION.fullmatch(plain):
        return Fraction(plain)
    msg = f"{plain!r} is no fraction"
    raise ValueError(msg)


def _member(kind: type[Enum]) -> Reader:
    def read(plain: Plain) -> Any:  # noqa: ANN401  # of ``kind``
        _require(plain, str)
        return kind(plain)

    return read


def _literal(values: tuple[Any, ...]) -> Reader:
    def read(plain: Plain) -> Any:  # noqa: ANN401  # one of the values
        for value in values:
            if type(plain) is type(value) and plain == value:
                return plain
        msg = f"{plain!r} is none of {values}"
        raise ValueError(msg)

    return read


def _one_of(kinds: tuple[Any, ...], readers: list[Reader]) -> Reader:
    exact = _SCALARS.intersection(kinds)

    def read(plain: Plain) -> Any:  # noqa: ANN401  # of one of the types
        if type(plain) in exact:  # an integer stays one where numbers of both kinds may stand
            return plain
        for reader in readers[:-1]:
            try:
                return reader(plain)
            except (ValueError, TypeError):
                continue
        return readers[-1](plain)

    return read


def _row(kind: Any, reader: Reader) -> Reader:  # noqa: ANN401  # a type, or what typing makes of several
    exact = {kind} & _SCALARS

    def read(plain: Plain) -> tuple[Any, ...]:
        _require(plain, (list, tuple))
        if exact.issuperset(map(type, plain)):
            return tuple(plain)
        return tuple([reader(each) for each in plain])

    return read


def _pair(readers: list[Reader]) -> Reader:
    def read(plain: Plain) -> tuple[Any, ...]:
        _require(plain, (list, tuple))
        if len(plain) != len(readers):
            msg = f"{len(plain)} items in place of {len(readers)}"
            raise ValueError(msg)
        return tuple([reader(each) for reader, each in zip(readers, plain, strict=True)])

    return read


def _mapping(reader: Reader) -> Reader:
    def read(plain: Plain) -> dict[str, Any]:
        _require(plain, dict)
        return {name: reader(each) for name, each in plain.items()}

    return read


def _record(cls: type[Any], of_any_version: bool) -> Reader:
    hints = get_type_hints(cls)
    readers = {name: reader_of(hints[name], of_any_version) for name in _names(cls)}
    needed = {each.name for each in fields(cls) if each.default is MISSING and each.default_factory is MISSING}

    def read(plain: Plain) -> Any:  # noqa: ANN401  # of ``cls``
        _require(plain, dict)
        if not needed.issubset(plain) or not (of_any_version or readers.keys() >= plain.keys()):
            msg = f"not the fields of {cls.__name__}: {sorted(plain)}"
            raise ValueError(msg)
        return cls(**{name: reader(plain[name]) for name, reader in readers.items() if name in plain})

    return read


def _require(plain: Plain, kind: type | tuple[type, ...]) -> None:
    if not isinstance(plain, kind):
        msg = f"{kind} expected, not {type(plain).__name__}"
        raise ValueError(msg)  # noqa: TRY004  # the data are wrong, not a type of ours
