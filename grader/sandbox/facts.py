"""What the untrusted side reports of loading and calls, checked field by field."""

from dataclasses import dataclass
from typing import NoReturn

from grader.model.probe import Definition, Ended, ExceptionFact, LoadEnded, LoadFact
from grader.model.values import Value
from grader.sandbox.nursery.vocabulary import MOST_MESSAGE, MOST_NAME, MOST_TRACEBACK
from grader.sandbox.nursery.wire import Plain, WireError
from grader.sandbox.values import decode_value

_CALL_ENDED = frozenset({Ended.RETURNED, Ended.RAISED, Ended.OUT_OF_MEMORY})
_LOAD_ENDED = frozenset({
    LoadEnded.LOADED,
    LoadEnded.SYNTAX_ERROR,
    LoadEnded.RAISED,
    LoadEnded.OUT_OF_MEMORY,
    LoadEnded.SKIPPED,
})
_MOST_PATH = 1024
_MOST_COUNT = 1 << 31


@dataclass(frozen=True, slots=True, eq=False)
class Done:
    """What the process says of a call."""

    ended: Ended
    value: Value
    exception: ExceptionFact | None
    printed: str
    peak_bytes: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the process says at the end of loading."""

    runner: str
    definitions: tuple[Definition, ...]


def decode_done(data: Plain, number: int, printed_bytes: int) -> Done:
    """Return what a frame says of call ``number``.

    Raises:
        WireError: when it is anything else.
    """
    match data:
        case ("done", int(told), str(ended), value, exception, str(printed), int(peak)):
            pass
        case _:
            _refuse("not the result of a call")
    if told != number or ended not in _CALL_ENDED:
        _refuse("the result of another call")
    _check_printed(printed, printed_bytes)
    fact = decode_exception(exception)
    kind = Ended(ended)
    if (kind is Ended.RETURNED) is not (fact is None) or (kind is not Ended.RETURNED and value is not None):
        _refuse("a result that contradicts itself")
    return Done(kind, decode_value(value), fact, printed, max(0, peak))


def decode_load_fact(data: Plain, printed_bytes: int) -> LoadFact | None:
    """Return what a frame says of one file or cell, or None when it says something else.

    Raises:
        WireError: when it breaks the protocol.
    """
    match data:
        case ("fact", str(path), str(ended), (int() | None) as cell, exception, str(detail), str(printed)):
            if ended not in _LOAD_ENDED:
                _refuse("an unknown ending")
            _check_printed(printed, printed_bytes)
            place, kind = _text(path, _MOST_PATH), LoadEnded(ended)
            return LoadFact(place, kind, cell, decode_exception(exception), _text(detail, MOST_NAME), printed)
        case _:
            return None


def decode_loaded(data: Plain, functions: tuple[str, ...]) -> Loaded:
    """Return what the last frame of loading says.

    Raises:
        WireError: when it breaks the protocol.
    """
    match data:
        case ("loaded", str(runner), tuple(definitions)):
            found = {each.function: each for each in (_definition(item, functions) for item in definitions)}
            return Loaded(_text(runner, MOST_NAME), tuple(found.values()))
        case _:
            _refuse("not the end of loading")


def decode_unit(data: Plain) -> tuple[str, int | None, int | None]:
    """Return path, cell and line of the statement that was being run.

    Raises:
        WireError: when it is anything else.
    """
    match data:
        case (str(path), (int() | None) as cell, (int() | None) as line):
            return _text(path, _MOST_PATH), cell, line
        case _:
            _refuse("not a statement")


def decode_exception(data: Plain) -> ExceptionFact | None:
    """Return an exception, or None for None.

    Raises:
        WireError: when it is anything else.
    """
    match data:
        case None:
            return None
        case (
            str(name),
            str(message),
            (str() | None) as path,
            (int() | None) as line,
            (int() | None) as cell,
            (str() | None) as source_line,
            str(trace),
        ):
            return ExceptionFact(
                type_name=_text(name, MOST_NAME),
                message=_text(message, 2 * MOST_MESSAGE),
                path=None if path is None else _text(path, _MOST_PATH),
                line=line,
                cell=cell,
                source_line=None if source_line is None else _text(source_line, MOST_NAME),
                traceback=_text(trace, MOST_TRACEBACK),
            )
        case _:
            _refuse("not an exception")


def _definition(data: Plain, functions: tuple[str, ...]) -> Definition:
    match data:
        case (str(name), str(path), (int() | None) as line, (int() | None) as cell, tuple(others)) if name in functions:
            also_in = tuple(_text(each, _MOST_PATH) for each in others if isinstance(each, str))
            return Definition(name, _text(path, _MOST_PATH), line, cell, also_in[:64])
        case _:
            _refuse("not a definition")


def _check_printed(printed: str, most: int) -> None:
    if len(printed) > most + MOST_NAME:
        _refuse("more output than is kept")


def _text(text: str, most: int) -> str:
    if len(text) > most:
        _refuse("a text that is too long")
    return text


def _refuse(reason: str) -> NoReturn:
    raise WireError(reason)
