"""Call one function again and again, as the trusted side asks, and send what comes of each call."""

import os
import sys
from collections.abc import Callable
from typing import Any

from . import channel
from .arguments import decode_argument, seed_everything
from .encode import encode_value
from .printed import Printed
from .trouble import Sources, describe, steady
from .wire import Plain, WireError


def serve_calls(
    incoming: int, outgoing: int, function: "Callable[..., Any]", sources: Sources, printed: Printed, result_bytes: int
) -> None:
    """Answer calls until the other side closes.

    Args:
        incoming: where calls come from.
        outgoing: where results go to.
        function: the student's.
        sources: the student's files by compiled name.
        printed: what stands in for the standard streams.
        result_bytes: about the most that one result may hold.
    """
    while True:
        try:
            request = channel.receive(incoming)
        except EOFError:
            return
        match request:
            case ("call", int(number), tuple(arguments), int(seed)):
                done = _call(number, arguments, seed, function, sources, printed, result_bytes)
                try:
                    channel.send(outgoing, done)
                except MemoryError:  # the result fits, its copy for the wire does not; nothing was sent yet
                    nothing = ("MemoryError", "", None, None, None, None, "")
                    channel.send(outgoing, ("done", number, "out_of_memory", None, nothing, "", peak_bytes()))
            case _:
                raise WireError("not a call")


def _call(
    number: int,
    arguments: "tuple[Plain, ...]",
    seed: int,
    function: "Callable[..., Any]",
    sources: Sources,
    printed: Printed,
    result_bytes: int,
) -> Plain:
    def shown() -> str:
        return steady(printed.take(), sources.root)

    ready = [decode_argument(each) for each in arguments]
    seed_everything(seed)
    printed.take()
    try:
        value = encode_value(function(*ready), result_bytes)
    except BaseException as error:  # SystemExit and KeyboardInterrupt are observations too
        ended = "out_of_memory" if isinstance(error, MemoryError) else "raised"
        return ("done", number, ended, None, describe(error, sources), shown(), peak_bytes())
    return ("done", number, "returned", value, None, shown(), peak_bytes())


def peak_bytes() -> int:
    """Return the most memory that this process had resident, or 0 where that is not known."""
    if os.name != "posix":
        return 0
    import resource  # not on every system

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else 1024 * most
