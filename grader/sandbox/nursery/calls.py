"""Call functions again and again, as the trusted side asks, and send what comes of each call."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import channel
from .arguments import decode_argument, seed_everything
from .as_loaded import AsLoaded
from .encode import encode_value
from .printed import Printed
from .trouble import Sources, describe, steady
from .wire import Plain, WireError


@dataclass(frozen=True)
class Desk:
    """What calls are answered from.

    ``functions`` are the student's by name, ``sources`` the files by compiled name; ``printed`` stands in for the
    standard streams; ``result_bytes`` is about the most that one result may hold.
    """

    functions: "dict[str, Callable[..., Any]]"
    sources: Sources
    printed: Printed
    as_loaded: AsLoaded
    result_bytes: int


def serve_calls(incoming: int, outgoing: int, desk: Desk, begin: "Callable[[str], None]" = lambda name: None) -> None:
    """Answer calls until the other side closes, of one function after another while each leaves nothing behind.

    Args:
        incoming: where calls come from.
        outgoing: where results go to; ``elsewhere`` where a call needs a process in which no other function was called.
        desk: what to call, and how.
        begin: does what a function needs before its time is counted, where that is asked for.
    """
    current = ""
    while True:
        try:
            request = channel.receive(incoming)
        except EOFError:
            return
        match request:
            case ("call", int(number), str(name), tuple(arguments), int(seed)):
                if name != current:
                    if current and not desk.as_loaded.holds():
                        channel.send(outgoing, ("elsewhere", number))
                        continue
                    desk.as_loaded.forget_warnings()
                    current = name
                done = answer_call(number, desk.functions[name], arguments, seed, desk)
                try:
                    channel.send(outgoing, done)
                except MemoryError:  # the result fits, its copy for the wire does not; nothing was sent yet
                    nothing = ("MemoryError", "", None, None, None, None, "")
                    channel.send(outgoing, ("done", number, "out_of_memory", None, nothing, "", peak_bytes()))
            case ("function", str(name)):
                begin(name)
                channel.send(outgoing, ("begun",))
            case _:
                raise WireError("not a call")


def answer_call(
    number: int, function: "Callable[..., Any]", arguments: "tuple[Plain, ...]", seed: int, desk: Desk
) -> Plain:
    """Make one call and return what there is to send of it.

    Args:
        number: the call's.
        function: the student's.
        arguments: as they came.
        seed: for every generator that is loaded.
        desk: what else is needed.
    """

    def shown() -> str:
        return steady(desk.printed.take(), desk.sources.root)

    ready = [decode_argument(each) for each in arguments]
    seed_everything(seed)
    desk.printed.take()
    try:
        value = encode_value(function(*ready), desk.result_bytes)
    except BaseException as error:  # SystemExit and KeyboardInterrupt are observations too
        ended = "out_of_memory" if isinstance(error, MemoryError) else "raised"
        return ("done", number, ended, None, describe(error, desk.sources), shown(), peak_bytes())
    return ("done", number, "returned", value, None, shown(), peak_bytes())


def peak_bytes() -> int:
    """Return the most memory that this process had resident, or 0 where that is not known."""
    if os.name != "posix":
        return 0
    import resource  # not on every system

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else 1024 * most
