"""The wire carries plain data exactly, and hostile bytes cost bounded time and memory and one exception."""

import math
import struct
import tracemalloc
from typing import Any

import msgpack
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.sandbox.nursery.wire import DEEPEST, WireError, frame, pack, unpack

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=()), max_size=300)
    | st.binary(max_size=300)
)
PLAIN = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=40).map(tuple), max_leaves=30)
SETTINGS = settings(derandomize=True, deadline=None, max_examples=100)
_untyped: Any = msgpack


@given(PLAIN)
@SETTINGS
def test_what_goes_in_comes_out(data: Any) -> None:
    assert unpack(pack(data)) == data


@given(PLAIN)
@SETTINGS
def test_the_bytes_are_messagepack(data: Any) -> None:
    packed = pack(data)
    assert _untyped.unpackb(packed, use_list=False, unicode_errors="surrogatepass") == data
    assert packed == _untyped.packb(data, unicode_errors="surrogatepass")


@given(st.binary(max_size=400))
@SETTINGS
def test_any_bytes_are_data_or_refused(data: bytes) -> None:
    try:
        found = unpack(data)
    except WireError:
        return
    assert unpack(pack(found)) == found or "nan" in repr(found)


@given(PLAIN, st.data())
@SETTINGS
def test_a_changed_byte_is_data_or_refused(data: Any, draw: st.DataObject) -> None:
    packed = bytearray(pack(data))
    packed[draw.draw(st.integers(0, len(packed) - 1))] ^= draw.draw(st.integers(1, 255))
    try:
        unpack(bytes(packed))
    except WireError:
        return


def test_nan_infinities_and_negative_zero_are_exact() -> None:
    numbers = (math.nan, -math.inf, -0.0, 5e-324)
    found: Any = unpack(pack(numbers))
    assert struct.pack("4d", *found) == struct.pack("4d", *numbers)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xdd" + struct.pack(">I", 2**32 - 1),
        b"\xdc\xff\xff" * 1000,
        b"\xc6" + struct.pack(">I", 2**32 - 1) + b"x",
        b"\xdb" + struct.pack(">I", 2**31) + b"x",
        b"\x91" * (DEEPEST + 2) + b"\xc0",
        b"\x91" * 10_000_000,
        b"\x80",
        b"\xdf" + struct.pack(">I", 2**31),
        b"\xc7\x01\x01x",
        b"\xd6\xff" + bytes(4),
        b"\xca" + bytes(4),
        b"\xc1",
        b"\xa2\xc3\x28",
        b"\xc0\xc0",
        b"\xdd" + struct.pack(">I", 8_000_000) + b"\xa2xy" * 8_000_000,
        b"\xdd" + struct.pack(">I", 8_000_000) + b"\x91\x90" * 8_000_000,
    ],
    ids=range(17),
)
def test_hostile_bytes_are_refused_before_anything_large_is_made(data: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(WireError):
            unpack(data)
        assert tracemalloc.get_traced_memory()[1] < 100e6
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("data", [2**64, -(2**63) - 1])
def test_an_integer_that_is_too_long_is_refused_when_packing(data: int) -> None:
    with pytest.raises(WireError):
        pack(data)


def test_a_frame_is_its_length_and_its_bytes() -> None:
    assert frame("x") == b"\0\0\0\2\xa1x"
