"""What is fuzzed: everything on the trusted side that reads bytes of a hand-in's process, and the notebook reader.

Each takes any bytes, and may refuse them by the one exception that its callers know; whatever it accepts must survive
what happens to it next. Anything else that escapes is a bug.
"""

import json
import socket
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from grader.intake.notebook import read_notebook
from grader.model.digest import value_digest
from grader.model.errors import SandboxError
from grader.model.probe import Ended, Observation
from grader.sandbox import pack_observation, unpack_observation
from grader.sandbox.facts import decode_done, decode_load_fact, decode_loaded, decode_unit
from grader.sandbox.nursery.wire import Plain, WireError, pack, unpack
from grader.sandbox.peer import Nothing, Peer, receive_hello
from grader.sandbox.values import bytes_of, decode_value

_MOST_BYTES: Final = 1 << 20
_PRINTED: Final = 1 << 12


def read_wire(data: bytes) -> None:
    """Unpack bytes; what is accepted packs to bytes that mean the same."""
    try:
        found = unpack(data)
    except WireError:
        return
    again = pack(found)
    assert pack(unpack(again)) == again


def read_value(data: bytes) -> None:
    """Decode a value; what is accepted is recorded, and read back as it was."""
    try:
        value = decode_value(unpack(data))
    except WireError:
        return
    seen = Observation("probe", "key", Ended.RETURNED, value)
    kept = pack_observation(seen)
    assert pack_observation(unpack_observation(kept)) == kept
    value_digest(value)
    assert 0 <= bytes_of(value) <= 200 * (len(data) + 1)


def read_result(data: bytes) -> None:
    """Decode the result of a call."""
    try:
        done = decode_done(unpack(data), 1, _PRINTED)
    except WireError:
        return
    assert done.peak_bytes >= 0
    assert (done.ended is Ended.RETURNED) == (done.exception is None)


def read_loading(data: bytes) -> None:
    """Decode what is said of loading: a fact, its end, a statement."""
    decoders: tuple[Callable[[Plain], object], ...] = (
        lambda plain: decode_load_fact(plain, _PRINTED),
        lambda plain: decode_loaded(plain, ("f", "g")),
        decode_unit,
    )
    for decode in decoders:
        try:
            decode(unpack(data))
        except WireError:
            continue


def read_stream(data: bytes) -> None:
    """Read frames from a socket, as they come; no more is kept than a frame may hold."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.setblocking(False)
        peer = Peer(ours, _MOST_BYTES)
        theirs.send(data[: 1 << 16])
        theirs.close()
        try:
            while not peer.has_ended:
                peer.fill()
            while not isinstance(peer.next_frame(), Nothing):
                continue
        except WireError:
            return


def read_first_word(data: bytes) -> None:
    """Read the first frame of a process; its sender is what the kernel says, or a process that can be named."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.send(data[: 1 << 12] or b"\0")
        theirs.close()
        try:
            pid, descriptors = receive_hello(ours)
        except SandboxError:
            return
        assert pid > 1
        assert descriptors == ()


def read_cells(data: bytes) -> None:
    """Read a notebook, which never raises; its cells are counted from 1, and their text can be written."""
    reading = read_notebook("fuzzed.ipynb", data)
    assert all(cell.number >= 1 and cell.kind in {"code", "markdown", "raw"} for cell in reading.cells)
    json.dumps([cell.source for cell in reading.cells]).encode("utf-8")


TARGETS: Final[Mapping[str, Callable[[bytes], None]]] = MappingProxyType({
    each.__name__.removeprefix("read_"): each
    for each in (read_wire, read_value, read_result, read_loading, read_stream, read_first_word, read_cells)
})
