"""The process of one hand-in: confines itself, loads the student's code, and forks for each function asked of it."""

import gc
import os
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import channel
from .arguments import seed_everything
from .calls import serve_calls
from .confine.plan import Confinement
from .files import File, Unit, decode_files, decode_units
from .folder import Folder
from .limits import Caps, decode_caps, die_with_parent
from .loading import Loader
from .printed import Printed
from .wire import LENGTH, Plain, WireError, pack


@dataclass(frozen=True)
class Task:
    """What the trusted side says of a hand-in."""

    root: str
    files: "tuple[File, ...]"
    skip: "frozenset[Unit]"
    functions: "tuple[str, ...]"
    caps: Caps


def decode_task(data: Plain) -> Task:
    """Return the task that plain data describes.

    Raises:
        WireError: for anything that the trusted side does not send.
    """
    match data:
        case ("hand_in", str(root), tuple(files), tuple(skip), tuple(functions), tuple(caps)):
            names = tuple(str(name) for name in functions)
            return Task(root, decode_files(files), decode_units(skip), names, decode_caps(caps))
        case _:
            raise WireError("not a hand-in")


def load(
    task: Task, printed: Printed, progress: "Callable[[Unit], None]", report: "Callable[[Plain], None]"
) -> "tuple[Loader, dict[str, Callable[..., Any]]]":
    """Load a hand-in's files and report what was found.

    Args:
        task: what to load.
        printed: what stands in for the standard streams, installed already.
        progress: told of each statement before it runs.
        report: takes facts.

    Returns:
        The loader, and the functions that the rubric asks for, by name.
    """
    loader = Loader(task.root, task.files, skip=task.skip, progress=progress, report=report, printed=printed)
    seed_everything(0)
    loader.load_all()
    functions: dict[str, Callable[..., Any]] = {}
    definitions: list[Plain] = []
    for name, function, definition in loader.find(task.functions):
        functions[name] = function
        definitions.append(definition)
    report(("loaded", ", ".join(loader.runners), definitions))
    return loader, functions


def serve_hand_in(task: Task, control: socket.socket, progress_file: int, confinement: Confinement) -> None:
    """Load a hand-in and fork for its functions until the other side closes.

    Args:
        task: the hand-in.
        control: to the trusted side.
        progress_file: where the statement being run is noted; read by the trusted side after a death.
        confinement: how functions are fenced off from one another.
    """
    descriptor = control.fileno()

    def progress(unit: Unit) -> None:
        body = pack((unit.path, unit.cell, unit.line))
        os.pwrite(progress_file, LENGTH.pack(len(body)) + body, 0)

    printed = Printed(task.caps.printed_bytes)
    printed.install()
    loader, functions = load(task, printed, progress, lambda fact: channel.send(descriptor, fact))
    os.close(progress_file)
    folder = Folder(task.root, task.caps.file_bytes)
    folder.save()
    gc.collect()
    gc.freeze()  # what is frozen is not walked in the forks, so its pages stay shared
    while True:
        try:
            request, descriptors = channel.receive_with_descriptors(control, 1)
        except EOFError:
            return
        match request:
            case ("fork", str(name)):
                folder.restore()
                _serve_in_fork(task, control, descriptors[0], functions[name], loader, printed, confinement)
            case _:
                raise WireError("not a fork")


def _serve_in_fork(
    task: Task,
    control: socket.socket,
    descriptor: int,
    function: "Callable[..., Any]",
    loader: Loader,
    printed: Printed,
    confinement: Confinement,
) -> None:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            # The channel to the hand-in's process is not this function's: it must not speak for others.
            control.close()
            os.setsid()
            die_with_parent()
            confinement.fence_in()
            channel.send(descriptor, ("hello", os.getpid()))
            serve_calls(descriptor, function, loader.sources, printed, task.caps.result_bytes)
            status = 0
        finally:
            os._exit(status)  # no handler of the student's, no clean-up of the parent's
    os.close(descriptor)
    _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    peak = usage.ru_maxrss if sys.platform == "darwin" else 1024 * usage.ru_maxrss
    channel.send(control.fileno(), ("ended", code, peak))
