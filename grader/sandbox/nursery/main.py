"""The nursery: imports what students need, then forks a process for each hand-in, until the other side closes."""

import gc
import os
import shutil
import socket
import sys
from dataclasses import dataclass

from . import channel
from .confine.identity import keep_libraries_reachable
from .confine.namespaces import become_first_process, enter
from .confine.plan import Confinement, prepare
from .confine.trials import Trial, reach_tier, try_all
from .hand_in import serve_hand_in
from .imports import environment, import_modules
from .limits import cap_process, die_with_parent
from .pages import gather_pages
from .rehearsal import rehearse
from .sweep import become_reaper, sweep
from .task import Task, decode_task
from .wire import Plain, WireError, frame


@dataclass(frozen=True)
class Setting:
    """How the nursery was started: the hand-ins' folder, their user (if any), the tier not to exceed, the imports.

    ``later`` are modules that hand-ins may import, and that this nursery does not.
    """

    work: str
    uid: "int | None"
    at_most: int
    preload: "tuple[str, ...]"
    later: "tuple[str, ...]"


def serve(control: socket.socket, setting: Setting) -> None:
    """Find out how far hand-ins can be shut in, import what they need, and serve requests.

    Args:
        control: to the trusted side. A request may carry descriptors.
        setting: how; modules that are missing are left out.
    """
    trials, confinement = _prepare(setting)
    become_reaper()
    known: set[int] = set()
    import_modules(setting.preload)
    _settle()
    found = [(trial.key, trial.works, trial.reason) for trial in trials]
    channel.send(control.fileno(), ("ready", environment((*setting.preload, *setting.later)), confinement.tier, found))
    while True:
        gc.freeze()
        try:
            request, descriptors = channel.receive_with_descriptors(control, 4)
        except EOFError:
            sweep(known)
            # The trusted side may have been killed, so that nobody else cleans up.
            shutil.rmtree(os.path.dirname(setting.work), ignore_errors=True)  # noqa: PTH120  # no pathlib here
            return
        match request:
            case ("hand_in", *_):
                child = _fork_hand_in(request, control, descriptors, confinement)
                known.add(child)
                channel.send(control.fileno(), ("forked", child))
            case ("import", *names):
                import_modules(tuple(str(name) for name in names))
                _settle()
                channel.send(control.fileno(), ("imported",))
            case ("rehearse",):
                rehearse(setting.work)
                _settle()
                channel.send(control.fileno(), ("rehearsed",))
            case ("sweep", int(child)):
                channel.send(control.fileno(), ("swept", *sweep(known, child)))
            case _:
                raise WireError("an unknown request")


def _settle() -> None:
    if sys.platform == "linux":
        gc.collect()
        gather_pages()


def _prepare(setting: Setting) -> "tuple[tuple[Trial, ...], Confinement]":
    if sys.platform != "linux":
        return (), Confinement()
    trials = try_all(setting.work, setting.uid)
    works = {trial.key: trial.works for trial in trials}
    tier = min(reach_tier(trials), setting.at_most)
    uid = setting.uid if works["uid"] else None
    confinement = prepare(tier, uid, setting.work, has_gate=works["gate"])
    confinement.prepare_the_door()
    if confinement.uid is not None:
        keep_libraries_reachable()
    if tier >= 3:  # the tier's number
        enter(process=works["process_namespace"])
        if works["process_namespace"]:
            become_first_process()
    return trials, confinement


def _fork_hand_in(request: Plain, control: socket.socket, descriptors: "list[int]", confinement: Confinement) -> int:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            control.close()
            task = decode_task(request)
            _begin_hand_in(task, descriptors, confinement)
            status = 0
        finally:
            os._exit(status)
    for descriptor in descriptors:
        os.close(descriptor)
    return child


def _begin_hand_in(task: Task, descriptors: "list[int]", confinement: Confinement) -> None:
    own, progress_file = socket.socket(fileno=descriptors[0]), descriptors[1]
    os.dup2(1, 2)  # into nothing: the nursery's own words go to a file that outlives this hand-in
    os.setsid()
    os.chdir(task.root)
    cap_process(task.caps)
    listener = confinement.shut_in(allow_programs=task.caps.allow_programs)
    die_with_parent()  # after the change of user, which would undo it
    hello = frame(("hello", os.getpid()))
    if listener is None:
        own.sendall(hello)
    else:
        socket.send_fds(own, [hello], [listener])
        os.close(listener)
    confinement.close_the_door(allow_programs=task.caps.allow_programs)
    serve_hand_in(task, own, progress_file, confinement)
