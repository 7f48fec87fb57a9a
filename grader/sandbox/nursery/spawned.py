"""A process of its own for a hand-in and some functions, where there is no fork; speaks over its standard streams."""

import os
import sys

from . import channel
from .as_loaded import AsLoaded
from .calls import Desk, serve_calls
from .files import Unit
from .folder import Folder
from .imports import environment, import_modules
from .lazy import import_lazily, load_now, loaded, names_reached
from .limits import cap_process
from .printed import Printed
from .task import decode_task, load
from .wire import Plain


def serve(later: "tuple[str, ...]", preload: "tuple[str, ...]") -> None:
    """Load the hand-in that is sent and call the functions that are asked for, until the other side closes.

    Args:
        later: modules that load when they are first used.
        preload: modules to import first.
    """
    incoming, outgoing = _take_streams()
    import_modules(preload)
    words = environment((*preload, *later))
    import_lazily(later)  # not before: a look at a module's version loads it
    channel.send(outgoing, ("ready", words))
    try:
        task = decode_task(_await_task(incoming, outgoing))
        os.chdir(task.root)
        cap_process(task.caps)
        printed = Printed(task.caps.printed_bytes)
        printed.install()

        def progress(unit: Unit) -> None:
            channel.send(outgoing, ("at", unit.path, unit.cell, unit.line))

        loader, functions = load(task, printed, progress, lambda fact: channel.send(outgoing, fact))
        channel.send(outgoing, ("used", *(name for name in later if loaded(name) is not None)))
        folder = Folder(task.root, task.caps.file_bytes)
        folder.save()
        desk = Desk(functions, loader.sources, printed, AsLoaded(loader, folder), task.caps.result_bytes)

        def begin(name: str) -> None:
            load_now(names_reached(functions[name]))  # what is ours to import is not the call's time

        serve_calls(incoming, outgoing, desk, begin)
    except EOFError:
        return
    finally:
        os._exit(0)  # no handler of the student's


def _await_task(incoming: int, outgoing: int) -> Plain:
    while True:
        match request := channel.receive(incoming):
            case ("import", *rest):
                names = tuple(str(name) for name in rest)
                import_modules(names)
                load_now(names)
                channel.send(outgoing, ("imported",))
            case _:
                return request


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
