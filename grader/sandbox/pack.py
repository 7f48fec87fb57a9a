"""What was seen, as bytes and back: exact arrays, NaN and infinities, no code. For the record that we keep ourselves.

MessagePack by its library, in C: a class is judged again from thousands of these. What is read was written by us and
was checked when it came in; it is checked again only as far as types go.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import msgpack as _untyped_msgpack
import numpy as np

from grader.model.probe import Definition, Ended, ExceptionFact, LoadEnded, LoadFact, Loading, Observation, Sighting
from grader.model.values import (
    ArrayValue,
    FunctionValue,
    OpaqueValue,
    SequenceValue,
    SymbolicNode,
    SymbolicValue,
    Value,
)
from grader.sandbox.nursery.vocabulary import DTYPES

T = TypeVar("T")
_INT64 = 2**63
_msgpack: Any = _untyped_msgpack
"""Its types say nothing."""
Plain = Any
"""Data that MessagePack holds; narrowed where it is read."""


def pack_observation(seen: Observation) -> bytes:
    """Return an observation as bytes."""
    return _pack(_observation_to_plain(seen))


def unpack_observation(data: bytes) -> Observation:
    """Return the observation that ``pack_observation`` wrote.

    Raises:
        ValueError: when the bytes are anything else.
    """
    return _unpack(data, _observation_from_plain)


def pack_value(value: Value) -> bytes:
    """Return one value as bytes."""
    return _pack(_value_to_plain(value))


def unpack_value(data: bytes) -> Value:
    """Return the value that ``pack_value`` wrote.

    Raises:
        ValueError: when the bytes are anything else.
    """
    return _unpack(data, _value_from_plain)


def pack_loading(loading: Loading) -> bytes:
    """Return a loading as bytes."""
    return _pack(_loading_to_plain(loading))


def unpack_loading(data: bytes) -> Loading:
    """Return the loading that ``pack_loading`` wrote.

    Raises:
        ValueError: when the bytes are anything else.
    """
    return _unpack(data, _loading_from_plain)


def pack_sighting(sighting: Sighting) -> bytes:
    """Return everything seen of a hand-in as bytes."""
    return _pack([_loading_to_plain(sighting.loading), [_observation_to_plain(each) for each in sighting.observations]])


def unpack_sighting(data: bytes) -> Sighting:
    """Return the sighting that ``pack_sighting`` wrote.

    Raises:
        ValueError: when the bytes are anything else.
    """
    return _unpack(
        data,
        lambda plain: Sighting(
            _loading_from_plain(plain[0]), tuple(_observation_from_plain(each) for each in plain[1])
        ),
    )


def _pack(plain: Plain) -> bytes:
    return cast("bytes", _msgpack.packb(plain, use_bin_type=True, unicode_errors="surrogatepass"))


def _unpack(data: bytes, read: Callable[[Plain], T]) -> T:
    try:
        return read(
            _msgpack.unpackb(data, raw=False, use_list=False, unicode_errors="surrogatepass", strict_map_key=True)
        )
    except (TypeError, LookupError, _msgpack.UnpackException) as error:
        msg = f"not a record: {error}"
        raise ValueError(msg) from error


def _observation_to_plain(seen: Observation) -> Plain:
    return [
        seen.probe_id,
        seen.probe_key,
        seen.ended.value,
        _value_to_plain(seen.value),
        _exception_to_plain(seen.exception),
        seen.printed,
        seen.detail,
        seen.limit,
        seen.wall_s,
        seen.cpu_s,
        seen.peak_bytes,
    ]


def _observation_from_plain(plain: Plain) -> Observation:
    probe_id, key, ended, value, exception, printed, detail, limit, wall_s, cpu_s, peak = plain
    return Observation(
        probe_id,
        key,
        Ended(ended),
        _value_from_plain(value),
        _exception_from_plain(exception),
        printed,
        detail,
        limit,
        wall_s,
        cpu_s,
        peak,
    )


def _loading_to_plain(loading: Loading) -> Plain:
    return [
        [
            [each.path, each.ended.value, each.cell, _exception_to_plain(each.exception), each.detail, each.printed]
            for each in loading.facts
        ],
        [[each.function, each.path, each.line, each.cell, each.also_in] for each in loading.definitions],
        loading.environment,
        loading.tier,
        loading.runner,
        loading.wall_s,
        loading.cpu_s,
    ]


def _loading_from_plain(plain: Plain) -> Loading:
    facts, definitions, environment, tier, runner, wall_s, cpu_s = plain
    return Loading(
        tuple(
            LoadFact(path, LoadEnded(ended), cell, _exception_from_plain(exception), detail, printed)
            for path, ended, cell, exception, detail, printed in facts
        ),
        tuple(Definition(*each) for each in definitions),
        environment,
        tier,
        runner,
        wall_s,
        cpu_s,
    )


def _exception_to_plain(fact: ExceptionFact | None) -> Plain:
    if fact is None:
        return None
    return [fact.type_name, fact.message, fact.path, fact.line, fact.cell, fact.source_line, fact.traceback]


def _exception_from_plain(plain: Plain) -> ExceptionFact | None:
    return None if plain is None else ExceptionFact(*plain)


def _value_to_plain(value: Value) -> Plain:
    match value:
        case bool() | float() | str() | None:
            return value
        case int():
            return value if -_INT64 <= value < _INT64 else ["i", hex(value)]
        case complex():
            return ["c", value.real, value.imag]
        case ArrayValue():
            data = np.ascontiguousarray(value.data, value.data.dtype.newbyteorder("<"))
            return ["a", data.dtype.str, value.data.shape, data.tobytes(), value.came_as]
        case SequenceValue():
            return ["q", value.kind, [_value_to_plain(item) for item in value.items]]
        case SymbolicValue():
            return ["y", _node_to_plain(value.root)]
        case FunctionValue():
            return ["f", value.name]
        case OpaqueValue():
            return ["o", value.type_name, value.preview, value.reason]


def _value_from_plain(plain: Plain) -> Value:
    if not isinstance(plain, tuple):
        return plain
    parts = cast("tuple[Any, ...]", plain)
    match parts[0]:
        case "i":
            return int(parts[1], 16)
        case "c":
            return complex(parts[1], parts[2])
        case "a" if parts[1] in DTYPES:
            return ArrayValue(np.frombuffer(parts[3], parts[1]).reshape(parts[2]), parts[4])
        case "q":
            return SequenceValue(parts[1], tuple([_value_from_plain(item) for item in parts[2]]))
        case "y":
            return SymbolicValue(_node_from_plain(parts[1]))
        case "f":
            return FunctionValue(parts[1])
        case "o":
            return OpaqueValue(parts[1], parts[2], parts[3])
        case _:
            msg = f"not a value: {str(parts[0])[:40]!r}"
            raise ValueError(msg)


def _node_to_plain(node: SymbolicNode) -> Plain:
    return [node.head, node.text, [_node_to_plain(each) for each in node.args]]


def _node_from_plain(plain: Plain) -> SymbolicNode:
    head, text, arguments = plain
    return SymbolicNode(head, tuple([_node_from_plain(each) for each in arguments]), text)
