"""The process of one hand-in: confines itself, loads the student's code, and forks for the functions asked of it."""

import gc
import os
import socket
import sys

from . import channel
from .as_loaded import AsLoaded
from .calls import Desk, serve_calls
from .confine.plan import Confinement
from .files import Unit
from .folder import Folder
from .limits import die_with_parent
from .printed import Printed
from .task import Task, load
from .wire import LENGTH, WireError, pack


def serve_hand_in(task: Task, control: socket.socket, progress_file: int, confinement: Confinement) -> None:
    """Load a hand-in and fork for its functions until the other side closes.

    Args:
        task: the hand-in.
        control: to the trusted side.
        progress_file: where the statement being run is noted; read by the trusted side after a death.
        confinement: how forks are fenced off from one another.
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
    desk = Desk(functions, loader.sources, printed, AsLoaded(loader, folder), task.caps.result_bytes)
    gc.collect()
    gc.freeze()  # what is frozen is not walked in the forks, so its pages stay shared
    while True:
        try:
            request, descriptors = channel.receive_with_descriptors(control, 1)
        except EOFError:
            return
        match request:
            case ("fork",):
                folder.restore()
                _serve_in_fork(control, descriptors[0], desk, confinement)
            case _:
                raise WireError("not a fork")


def _serve_in_fork(control: socket.socket, descriptor: int, desk: Desk, confinement: Confinement) -> None:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            # The channel to the hand-in's process is not this fork's: it must not speak for others.
            control.close()
            os.setsid()
            die_with_parent()
            confinement.fence_in()
            channel.send(descriptor, ("hello", os.getpid()))
            serve_calls(descriptor, descriptor, desk)
            status = 0
        finally:
            os._exit(status)  # no handler of the student's, no clean-up of the parent's
    os.close(descriptor)
    _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    peak = usage.ru_maxrss if sys.platform == "darwin" else 1024 * usage.ru_maxrss
    channel.send(control.fileno(), ("ended", code, peak))
