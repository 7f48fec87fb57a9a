"""How plain data crosses the boundary, length-prefixed: a strict subset of MessagePack towards the trusted side.

Allowed are None, booleans, integers of 64 bits, doubles, text (UTF-8; lone surrogates pass), bytes and arrays. Maps,
extensions and single floats are refused. The reader counts nodes and depth and never believes a length: everything it
makes is bounded by the bytes that are there.

What the trusted side asks is plain data too, but in Python's own form (``marshal``), which the nursery's side reads in
no time: it comes from where all trust is, so that nothing has to be checked. The other way it would be a hole.
"""

import marshal
import struct
from collections.abc import Sequence
from typing import Any, Final, NoReturn, TypeAlias

Plain: TypeAlias = "bool | int | float | str | bytes | Sequence[Plain] | None"
"""What crosses. Arrays come out as tuples."""

LENGTH = struct.Struct(">I")
"""A frame is its length, four bytes, and then as many bytes."""

MOST_NODES: Final = 400_000
DEEPEST: Final = 160

_MARSHAL_VERSION: Final = 2
"""Without references between parts, the same for every Python 3."""

_DOUBLE = struct.Struct(">d")
_UNSIGNED = (struct.Struct(">B"), struct.Struct(">H"), struct.Struct(">I"), struct.Struct(">Q"))
_SIGNED = (struct.Struct(">b"), struct.Struct(">h"), struct.Struct(">i"), struct.Struct(">q"))
_FIRST_ARRAY, _FIRST_TEXT, _FIRST_NEGATIVE = 0x90, 0xA0, 0xE0
_NONE, _FALSE, _TRUE, _FLOAT64 = 0xC0, 0xC2, 0xC3, 0xCB
_BYTES, _UNSIGNED_FIRST, _SIGNED_FIRST, _TEXT, _ARRAY = 0xC4, 0xCC, 0xD0, 0xD9, 0xDC
_MOST_INT, _LEAST_INT = 2**64 - 1, -(2**63)


class WireError(ValueError):
    """The bytes are not what the protocol allows, or the data cannot cross."""


def pack(data: Plain) -> bytes:
    """Return plain data as bytes.

    Raises:
        WireError: for a type or an integer that cannot cross.
    """
    out = bytearray()
    _pack(data, out, 0)
    return bytes(out)


def frame(data: Plain) -> bytes:
    """Return plain data as a frame: its length, then its bytes."""
    body = pack(data)
    return LENGTH.pack(len(body)) + body


def request(data: Plain) -> bytes:
    """Return what the trusted side asks as a frame; only ``read_request`` understands it.

    Args:
        data: plain data of exact types, with tuples for arrays.
    """
    of_exact_types: Any = data
    body = marshal.dumps(of_exact_types, _MARSHAL_VERSION)
    return LENGTH.pack(len(body)) + body


def read_request(body: bytes) -> Plain:
    """Return what the trusted side asked; never to be used on what the other side sends."""
    return marshal.loads(body)  # noqa: S302  # from the trusted side alone


def _pack(data: Plain, out: bytearray, depth: int) -> None:
    if depth > DEEPEST:
        _refuse("too deep")
    if data is None:
        out.append(_NONE)
    elif isinstance(data, bool):
        out.append(_TRUE if data else _FALSE)
    elif isinstance(data, int):
        _pack_integer(data, out)
    elif isinstance(data, float):
        out.append(_FLOAT64)
        out += _DOUBLE.pack(data)
    elif isinstance(data, str):
        text = data.encode("utf-8", "surrogatepass")
        if len(text) < 32:
            out.append(_FIRST_TEXT | len(text))
        else:
            _pack_length(len(text), _TEXT, out)
        out += text
    elif isinstance(data, bytes | bytearray | memoryview):
        _pack_length(len(data), _BYTES, out)
        out += data
    else:
        _pack_array(data, out, depth)


def _pack_array(data: "Sequence[Plain]", out: bytearray, depth: int) -> None:
    if len(data) < 16:
        out.append(_FIRST_ARRAY | len(data))
    elif len(data) < 1 << 16:
        out.append(_ARRAY)
        out += _UNSIGNED[1].pack(len(data))
    else:
        out.append(_ARRAY + 1)
        out += _UNSIGNED[2].pack(len(data))
    for item in data:
        _pack(item, out, depth + 1)


def _pack_integer(number: int, out: bytearray) -> None:
    if -32 <= number < 128:
        out.append(number & 0xFF)
        return
    if not _LEAST_INT <= number <= _MOST_INT:
        _refuse("an integer of more than 64 bits")
    layouts, first = (_UNSIGNED, _UNSIGNED_FIRST) if number >= 0 else (_SIGNED, _SIGNED_FIRST)
    for at, layout in enumerate(layouts):
        bits = 8 * layout.size
        if number < 1 << bits if number >= 0 else number >= -(1 << (bits - 1)):
            out.append(first + at)
            out += layout.pack(number)
            return


def _pack_length(length: int, first: int, out: bytearray) -> None:
    for at, layout in enumerate(_UNSIGNED[:3]):
        if length < 1 << (8 * layout.size):
            out.append(first + at)
            out += layout.pack(length)
            return
    _refuse("more than 4 GiB")


def unpack(data: "bytes | memoryview", *, most_nodes: int = MOST_NODES) -> Plain:
    """Return the plain data that bytes hold; arrays become tuples.

    Args:
        data: one value, whole, with nothing after it. May be hostile.
        most_nodes: how many values it may hold in all.

    Returns:
        The data. Time and memory are bounded by ``most_nodes`` and the length of ``data``.

    Raises:
        WireError: when the bytes are anything else.
    """
    whole = bytes(data)
    reader = _Reader(whole, most_nodes)
    try:
        value = reader.read(0)
    except (IndexError, struct.error):  # the bytes end before the value does
        _refuse("cut short")
    if reader.at != len(whole):
        _refuse("bytes left over")
    return value


class _Reader:
    __slots__ = ("at", "data", "nodes_left")

    def __init__(self, data: bytes, most_nodes: int) -> None:
        self.data, self.at, self.nodes_left = data, 0, most_nodes

    def read(self, depth: int) -> Plain:
        self.nodes_left -= 1
        if self.nodes_left < 0:
            _refuse("too many values")
        at = self.at
        head = self.data[at]
        self.at = at + 1
        if head < _FIRST_ARRAY:
            return head if head < 0x80 else _refuse(f"a type that is not allowed ({head:#x})")
        if head < _FIRST_TEXT:
            return self.array(head & 0x0F, depth)
        if head < _NONE:
            return self.text(head & 0x1F)
        if head == _FLOAT64:
            self.at = at + 9
            return _DOUBLE.unpack_from(self.data, at + 1)[0]
        if head >= _FIRST_NEGATIVE:
            return head - 256
        return self.read_long(head, depth)

    def read_long(self, head: int, depth: int) -> Plain:
        if head in {_NONE, _FALSE, _TRUE}:
            return None if head == _NONE else head == _TRUE
        if _UNSIGNED_FIRST <= head < _UNSIGNED_FIRST + 4:
            return self.number(_UNSIGNED[head - _UNSIGNED_FIRST])
        if _SIGNED_FIRST <= head < _SIGNED_FIRST + 4:
            return self.number(_SIGNED[head - _SIGNED_FIRST])
        if _TEXT <= head < _TEXT + 3:
            return self.text(self.number(_UNSIGNED[head - _TEXT]))
        if _BYTES <= head < _BYTES + 3:
            return self.take(self.number(_UNSIGNED[head - _BYTES]))
        if _ARRAY <= head < _ARRAY + 2:
            return self.array(self.number(_UNSIGNED[head - _ARRAY + 1]), depth)
        _refuse(f"a type that is not allowed ({head:#x})")

    def take(self, count: int) -> bytes:
        piece = self.data[self.at : self.at + count]
        if len(piece) < count:
            _refuse("cut short")
        self.at += count
        return piece

    def number(self, layout: struct.Struct) -> int:
        value = layout.unpack_from(self.data, self.at)[0]
        self.at += layout.size
        return value

    def text(self, length: int) -> str:
        try:
            return self.take(length).decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            _refuse("text that is not UTF-8")

    def array(self, length: int, depth: int) -> Plain:
        if depth >= DEEPEST:
            _refuse("too deep")
        if length > min(self.nodes_left, len(self.data) - self.at):
            _refuse("an array longer than what is there")
        read, deeper = self.read, depth + 1
        return tuple([read(deeper) for _ in range(length)])


def _refuse(reason: str) -> NoReturn:
    raise WireError(reason)
