"""The nursery: imports what students need, then forks a process for each hand-in, until the other side closes."""

import gc
import importlib
import os
import platform
import socket
import sys
from contextlib import suppress

from . import channel
from .hand_in import decode_task, serve_hand_in
from .limits import cap_process
from .sweep import become_reaper, sweep
from .wire import Plain, WireError


def serve(control: socket.socket, preload: "tuple[str, ...]") -> None:
    """Import the modules named and serve requests.

    Args:
        control: to the trusted side. A request may carry descriptors.
        preload: modules to import; those that are missing are left out.
    """
    become_reaper()
    known: set[int] = set()
    import_modules(preload)
    channel.send(control.fileno(), ("ready", environment(preload)))
    while True:
        gc.freeze()
        try:
            request, descriptors = channel.receive_with_descriptors(control, 4)
        except EOFError:
            sweep(known)
            return
        match request:
            case ("hand_in", *_):
                child = _fork_hand_in(request, control, descriptors)
                known.add(child)
                channel.send(control.fileno(), ("forked", child))
            case ("import", *names):
                import_modules(tuple(str(name) for name in names))
                channel.send(control.fileno(), ("imported",))
            case ("sweep", int(child)):
                channel.send(control.fileno(), ("swept", *sweep(known, child)))
            case _:
                raise WireError("an unknown request")


def import_modules(names: "tuple[str, ...]") -> None:
    """Import modules, leaving out what is not there or does not work."""
    for name in names:
        with suppress(Exception):
            importlib.import_module(name)


def environment(preload: "tuple[str, ...]") -> str:
    """Return the interpreter's and the imported modules' versions in words."""
    words = [f"{platform.python_implementation().lower().replace('cpython', 'python')} {platform.python_version()}"]
    for name in preload:
        module = sys.modules.get(name)
        if module is not None:
            words.append(f"{name} {getattr(module, '__version__', '?')}")
    return ", ".join(words)


def _fork_hand_in(request: Plain, control: socket.socket, descriptors: "list[int]") -> int:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            control.close()
            task = decode_task(request)
            os.setsid()
            os.chdir(task.root)
            own = socket.socket(fileno=descriptors[0])
            cap_process(task.caps, die_with_parent=True)
            channel.send(own.fileno(), ("hello", os.getpid()))
            serve_hand_in(task, own, descriptors[1])
            status = 0
        finally:
            os._exit(status)
    for descriptor in descriptors:
        os.close(descriptor)
    return child
