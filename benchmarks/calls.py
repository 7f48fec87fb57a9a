"""What one call costs beside the student's computing: ``python -m benchmarks.calls`` prints a Markdown table.

The pieces of a call warm and alone, again and again in one process; a bare question and answer between two processes on
one core; and the same functions in a real session, where the two sides take turns.
"""

import os
import resource
import shutil
import socket
import statistics
import time
import timeit
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.checks import RUBRIC
from benchmarks.class_of_notebooks import WORK, write_class
from benchmarks.measuring import load_note, pin_to_one_core
from benchmarks.stages import BEFORE
from grader.checkers.installed import installed_checkers
from grader.classroom.session import Session, Settings
from grader.intake import find_hand_ins
from grader.rubric import load_rubric
from grader.sandbox import Sandbox
from grader.sandbox.facts import decode_done
from grader.sandbox.nursery.arguments import decode_argument, seed_everything
from grader.sandbox.nursery.encode import encode_value
from grader.sandbox.nursery.wire import LENGTH, frame, read_request, request, unpack

_MANY = 3000
_TURNS = 20_000
_HAND_INS = 9
_QUICK = "jacobian"
"""A function whose own computing is a few microseconds."""


def pieces() -> dict[str, float]:
    """Return the seconds of what each side does for a call with an array of five numbers."""
    array = np.ones(5)
    asked = ("call", 3, "velocity", (("a", "<f8", (5,), array.tobytes(), "array"), 1.5), 99)
    done = ("done", 3, "returned", encode_value(array, 10**6), None, "", 12345)
    request_body, done_body = request(asked)[LENGTH.size :], frame(done)[LENGTH.size :]
    seen: Any = unpack(done_body)
    nursery: tuple[Callable[[], Any], ...] = (
        lambda: read_request(request_body),
        lambda: decode_argument(asked[3][0]),
        lambda: seed_everything(99),
        lambda: encode_value(array, 10**6),
        lambda: frame(done),
    )
    trusted: tuple[Callable[[], Any], ...] = (
        lambda: request(asked),
        lambda: unpack(done_body),
        lambda: decode_done(seen, 3, 1000),
    )
    return {
        "the hand-in's side, warm and alone": sum(map(_seconds, nursery)),
        "the trusted side, warm and alone": sum(map(_seconds, trusted)),
    }


def turns() -> float:
    """Return the CPU seconds of a question and an answer of 200 bytes between two processes that share a core."""
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        while data := theirs.recv(4096):
            theirs.sendall(data)
        os._exit(0)
    theirs.close()
    began = time.process_time()
    for _ in range(_TURNS):
        ours.sendall(bytes(200))
        ours.recv(4096)
    own = time.process_time() - began
    ours.close()
    _, _, used = os.wait4(child, 0)
    return (own + used.ru_utime + used.ru_stime) / _TURNS


def in_a_session() -> tuple[float, float, float]:
    """Return of a session: CPU seconds inside a quick call, page faults and CPU seconds a hand-in below the worker."""
    write_class(WORK / "class")
    quick: list[float] = []
    observe = Sandbox.observe

    def noted(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401  # as the method
        sighting = observe(*arguments, **named)
        names = {each.id: each.function for each in arguments[3]}
        quick.extend(each.cpu_s for each in sighting.observations if names[each.probe_id] == _QUICK)
        return sighting

    setattr(Sandbox, "observe", noted)  # noqa: B010  # a method of another's class
    few, many = _below(0), _below(_HAND_INS)
    faults = (many.ru_minflt - few.ru_minflt) / _HAND_INS
    used = (many.ru_utime + many.ru_stime - few.ru_utime - few.ru_stime) / _HAND_INS
    return statistics.median(quick), faults, used


def _below(count: int) -> Any:  # noqa: ANN401  # struct_rusage, as a difference
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = WORK / "calls"
    shutil.rmtree(out, ignore_errors=True)
    found = find_hand_ins(WORK / "class")
    with Session([load_rubric(RUBRIC, installed_checkers())], Settings(out=out)) as session:
        for hand_in in (*found[-BEFORE:], *found[:count]):
            session.grade(hand_in)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return resource.struct_rusage([one - other for one, other in zip(after, before, strict=True)])


def _seconds(piece: Callable[[], Any]) -> float:
    return min(timeit.repeat(piece, number=_MANY, repeat=5)) / _MANY


def main() -> None:
    """Print the table."""
    pin_to_one_core()
    print(f"{load_note()}\n\n| of one call | CPU microseconds |\n|---|---|")
    for name, seconds in {**pieces(), "a bare question and answer between two processes": turns()}.items():
        print(f"| {name} | {1e6 * seconds:.0f} |")
    quick, faults, used = in_a_session()
    print(f"| inside `{_QUICK}` in a session, the median | {1e6 * quick:.0f} |")
    print(f"\nBelow the worker, a hand-in: {faults:.0f} page faults, {1000 * used:.0f} ms of CPU.")


if __name__ == "__main__":
    main()
