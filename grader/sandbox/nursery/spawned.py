"""A process of its own for a hand-in and one function, where there is no fork; speaks over its standard streams."""

import os
import sys

from . import channel
from .calls import serve_calls
from .files import Unit
from .imports import environment, import_modules
from .limits import cap_process
from .printed import Printed
from .task import decode_task, load
from .wire import WireError


def serve(preload: "tuple[str, ...]") -> None:
    """Load the hand-in that is sent and call the function that is asked for, until the other side closes.

    Args:
        preload: modules to import first.
    """
    incoming, outgoing = _take_streams()
    import_modules(preload)
    channel.send(outgoing, ("ready", environment(preload)))
    try:
        task = decode_task(channel.receive(incoming))
        os.chdir(task.root)
        cap_process(task.caps)
        printed = Printed(task.caps.printed_bytes)
        printed.install()

        def progress(unit: Unit) -> None:
            channel.send(outgoing, ("at", unit.path, unit.cell, unit.line))

        loader, functions = load(task, printed, progress, lambda fact: channel.send(outgoing, fact))
        match channel.receive(incoming):
            case ("function", str(name)):
                serve_calls(incoming, outgoing, functions[name], loader.sources, printed, task.caps.result_bytes)
            case _:
                raise WireError("not a function")
    except EOFError:
        return
    finally:
        os._exit(0)  # no handler of the student's


def _take_streams() -> "tuple[int, int]":
    # Whatever is printed by other means than Python's must not end up between frames.
    incoming, outgoing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nothing, descriptor)
    if sys.platform == "win32":
        import msvcrt  # there alone

        for descriptor in (incoming, outgoing):
            msvcrt.setmode(descriptor, os.O_BINARY)
    return incoming, outgoing
