"""Load a hand-in's code, leaving out the statements that hang or kill its process."""

from dataclasses import dataclass, replace

from grader.model.probe import Definition, ExceptionFact, Limits, LoadEnded, LoadFact
from grader.sandbox.deaths import DeathReader
from grader.sandbox.facts import Loaded, decode_load_fact, decode_loaded
from grader.sandbox.launch import UNKNOWN_ENDING, Ending, HandIn, Launcher, Unit
from grader.sandbox.nursery.wire import Plain, WireError
from grader.sandbox.watch import FOLDER_TIMES, Bounds, Stop, Waited, Watch

MOST_ATTEMPTS = 8
"""Statements of a hand-in that may hang or kill its process before the rest is left unloaded."""
_MOST_FACTS = 4000
_PRINTED_TIMES = 4
"""Times the limit on one call's output that is kept of everything printed while loading."""


@dataclass(frozen=True, slots=True)
class LoadingSeen:
    """What loading showed. ``hand_in`` is what was loaded at last; where nothing was, ``definitions`` is empty."""

    hand_in: HandIn
    facts: tuple[LoadFact, ...]
    definitions: tuple[Definition, ...] = ()
    runner: str = "module"
    wall_s: float = 0.0
    cpu_s: float = 0.0
    fault: str = ""
    """Why *we* could not load it; empty otherwise."""
    is_out_of_time: bool = False


def load_hand_in(
    launcher: Launcher, hand_in: HandIn, limits: Limits, deadline: float, deaths: DeathReader
) -> LoadingSeen:
    """Load a hand-in, again and again without what ended it before; its process is left ready for calls.

    Args:
        launcher: starts processes.
        hand_in: what to load.
        limits: caps on the student's program.
        deadline: on the monotonic clock, when everything must be over.
        deaths: reads how processes ended.
    """
    troubles: list[LoadFact] = []
    wall_s = cpu_s = 0.0
    was_slow = False
    while True:
        seen = _load_once(launcher, hand_in, limits, deadline)
        wall_s, cpu_s = wall_s + seen.waited.wall_s, cpu_s + seen.waited.cpu_s
        sofar = LoadingSeen(hand_in, (*seen.facts, *troubles), wall_s=wall_s, cpu_s=cpu_s)
        stop = seen.waited.stop
        if seen.loaded is not None:
            return replace(sofar, definitions=seen.loaded.definitions, runner=seen.loaded.runner)
        if stop is Stop.HAND_IN_TIME:
            return replace(sofar, is_out_of_time=True)
        if stop is Stop.WALL and not was_slow:
            was_slow = True  # once more, before the program is blamed
            continue
        if stop is Stop.WALL and seen.waited.starved:
            return replace(sofar, fault="overloaded")
        was_slow = False
        trouble, fault = _trouble(seen, limits, deaths)
        if fault:
            return replace(sofar, fault=fault)
        troubles.append(trouble)
        if seen.unit is None or seen.unit in hand_in.skip or len(troubles) >= MOST_ATTEMPTS:
            return replace(sofar, facts=(*seen.facts, *troubles))
        hand_in = replace(hand_in, skip=hand_in.skip | {seen.unit})


@dataclass(frozen=True, slots=True)
class _Attempt:
    waited: Waited
    facts: tuple[LoadFact, ...]
    loaded: Loaded | None = None
    unit: Unit | None = None
    ending: Ending = UNKNOWN_ENDING


def _load_once(launcher: Launcher, hand_in: HandIn, limits: Limits, deadline: float) -> _Attempt:
    process = launcher.start(hand_in, limits)
    bounds = Bounds(
        limits.load_cpu_s, limits.load_wall_s, limits.memory_bytes, FOLDER_TIMES * limits.file_bytes, deadline
    )
    watch = Watch(process, bounds, launcher.grown_bytes)
    facts: list[LoadFact] = []
    while True:
        waited = watch.await_frame()
        if waited.stop is None:
            try:
                loaded = _take(waited.frame, facts, hand_in.functions, limits)
            except WireError as error:
                waited = replace(waited, stop=Stop.BAD_FRAME, trouble=str(error))
            else:
                if loaded is not None:
                    return _Attempt(waited, tuple(facts), loaded)
                continue
        unit = launcher.unit()
        return _Attempt(waited, tuple(facts), None, unit, launcher.end())


def _take(frame: Plain, facts: list[LoadFact], functions: tuple[str, ...], limits: Limits) -> Loaded | None:
    fact = decode_load_fact(frame, limits.printed_bytes)
    if fact is None:
        return decode_loaded(frame, functions)
    if sum(len(each.printed) for each in facts) > _PRINTED_TIMES * limits.printed_bytes:
        fact = replace(fact, printed="")  # many cells that each print as much as they may
    facts.append(fact)
    if len(facts) > _MOST_FACTS:
        raise WireError("too many facts")
    return None


def _trouble(seen: _Attempt, limits: Limits, deaths: DeathReader) -> tuple[LoadFact, str]:
    path, cell, line = seen.unit or ("", None, None)
    place = None if line is None else ExceptionFact("", "", path, line, cell)
    match seen.waited.stop:
        case Stop.CPU | Stop.WALL:
            return LoadFact(path, LoadEnded.TIMED_OUT, cell, place, str(seen.waited.stop)), ""
        case Stop.MEMORY:
            return LoadFact(path, LoadEnded.OUT_OF_MEMORY, cell, place, "memory"), ""
        case Stop.FILES:
            return LoadFact(path, LoadEnded.DIED, cell, place, "files"), ""
        case Stop.BAD_FRAME:
            return LoadFact(path, LoadEnded.DIED, cell, place, f"bad frame: {seen.waited.trouble}"), ""
        case _:
            death = deaths.read(seen.ending, limits)
            ended = LoadEnded.DIED if death.fault else LoadEnded(death.ended.value)
            return LoadFact(path, ended, cell, place, death.detail), death.fault
