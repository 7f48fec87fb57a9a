"""Evidence and verdicts as plain data and back, with nothing that could run.

Written for speed: a hand-in's verdicts are encoded where they are judged and decoded where they are marked, and a class
is judged again from its record. Which fields a class has, and of which types, is looked up once.
"""

import json
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from grader.model.evidence import Evidence, all_evidence_classes
from grader.model.status import Status
from grader.model.verdict import Verdict

Plain = Any
"""What JSON holds; narrowed where it is read."""
_SCALARS = frozenset({str, int, float, bool, type(None)})


def evidence_to_plain(evidence: Evidence) -> dict[str, Any]:
    """Return a fact as a mapping that JSON can hold."""
    return {"class": type(evidence).__name__, "fields": _to_plain(evidence)}


def evidence_from_plain(plain: dict[str, Any]) -> Evidence:
    """Return the fact that ``evidence_to_plain`` wrote.

    Raises:
        ValueError: when it is anything else.
    """
    try:
        return _reader_of(_classes()[plain["class"]])(plain["fields"])
    except (LookupError, TypeError, AttributeError) as error:
        msg = f"not evidence: {error}"
        raise ValueError(msg) from error


def encode_verdict(verdict: Verdict) -> bytes:
    """Return a verdict as JSON in ASCII (lone surrogates of a student's text are kept as escapes)."""
    data = {
        "status": verdict.status.value,
        "credit": str(verdict.credit),
        "evidence": [evidence_to_plain(each) for each in verdict.evidence],
    }
    return json.dumps(data).encode()


def decode_verdict(data: bytes) -> Verdict:
    """Return the verdict that ``encode_verdict`` wrote.

    Raises:
        ValueError: when the bytes are anything else.
    """
    plain = cast("dict[str, Any]", json.loads(data))
    try:
        evidence = tuple([evidence_from_plain(each) for each in plain["evidence"]])
        return Verdict(Status(plain["status"]), _fraction(plain["credit"]), evidence)
    except (KeyError, TypeError) as error:
        msg = f"not a verdict: {error}"
        raise ValueError(msg) from error


@cache
def _fraction(text: str) -> Fraction:
    return Fraction(text)


@cache
def _classes() -> dict[str, type[Evidence]]:
    return {cls.__name__: cls for cls in all_evidence_classes()}


@cache
def _names(cls: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls))


def _to_plain(value: object) -> Plain:
    if type(value) in _SCALARS:
        return value
    if isinstance(value, tuple | list):
        items = cast("tuple[object, ...]", value)
        # JSON writes a tuple as it writes a list: the many numbers of a picture need not be touched one by one.
        return items if _SCALARS.issuperset(map(type, items)) else [_to_plain(each) for each in items]
    if isinstance(value, dict):
        return {name: _to_plain(each) for name, each in cast("dict[str, object]", value).items()}
    if is_dataclass(value):
        return {name: _to_plain(getattr(value, name)) for name in _names(type(value))}
    return value  # an enumeration's member is a string to JSON; anything else it refuses


_Reader = Callable[[Plain], Any]
"""Makes a value of what JSON held, or raises ValueError."""


@cache
def _reader_of(kind: Any) -> _Reader:  # noqa: ANN401  # a type, or what typing makes of several
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in _SCALARS:
        return _scalar(kind)
    if origin in {Union, types.UnionType}:
        return _one_of(arguments)
    if origin is tuple and arguments[1:] == (Ellipsis,):
        return _row(arguments[0])
    if origin is tuple:
        return _pair([_reader_of(each) for each in arguments])
    if is_dataclass(kind):
        return _record(cast("type[Any]", kind))
    msg = f"evidence with a field of type {kind} cannot be read"
    raise TypeError(msg)


def _scalar(kind: type) -> _Reader:
    accepted = (int, float) if kind is float else (kind,)

    def read(plain: Plain) -> Any:  # noqa: ANN401  # of ``kind``
        if type(plain) in accepted:
            return float(plain) if kind is float else plain
        msg = f"{plain!r} is no {kind.__name__}"
        raise ValueError(msg)

    return read


def _one_of(kinds: tuple[Any, ...]) -> _Reader:
    exact = _SCALARS.intersection(kinds)
    readers = [_reader_of(kind) for kind in kinds]

    def read(plain: Plain) -> Any:  # noqa: ANN401  # of one of the types
        if type(plain) in exact:  # an integer stays one where numbers of both kinds may stand
            return plain
        for reader in readers[:-1]:
            try:
                return reader(plain)
            except ValueError:
                continue
        return readers[-1](plain)

    return read


def _row(kind: Any) -> _Reader:  # noqa: ANN401  # a type, or what typing makes of several
    reader = _reader_of(kind)
    exact = {kind} & _SCALARS

    def read(plain: Plain) -> tuple[Any, ...]:
        _require(plain, (list, tuple))
        if exact.issuperset(map(type, plain)):
            return tuple(plain)
        return tuple([reader(each) for each in plain])

    return read


def _pair(readers: list[_Reader]) -> _Reader:
    def read(plain: Plain) -> tuple[Any, ...]:
        _require(plain, (list, tuple))
        if len(plain) != len(readers):
            msg = f"{len(plain)} items in place of {len(readers)}"
            raise ValueError(msg)
        return tuple([reader(each) for reader, each in zip(readers, plain, strict=True)])

    return read


def _record(cls: type[Any]) -> _Reader:
    hints = get_type_hints(cls)
    readers = {name: _reader_of(hints[name]) for name in _names(cls)}

    def read(plain: Plain) -> Any:  # noqa: ANN401  # of ``cls``
        _require(plain, dict)
        # What a later version no longer has is left aside; what it has in addition takes its default.
        return cls(**{name: reader(plain[name]) for name, reader in readers.items() if name in plain})

    return read


def _require(plain: Plain, kind: type | tuple[type, ...]) -> None:
    if not isinstance(plain, kind):
        msg = f"{kind} expected, not {type(plain).__name__}"
        raise ValueError(msg)  # noqa: TRY004  # the data are wrong, not a type of ours
