"""Oracles made of plain functions, and sightings made of plain results."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from grader.model.checker import Checker, ProbeContext, Seen
from grader.model.errors import CheckerError
from grader.model.probe import Ended, ExceptionFact, Loading, Observation, Probe
from grader.model.submission import Submission
from grader.model.values import (
    ArrayValue,
    FunctionValue,
    OpaqueValue,
    SequenceKind,
    SequenceValue,
    SymbolicValue,
    Value,
    array_value,
)
from grader.model.verdict import Verdict

Plain: TypeAlias = Callable[..., Any]
_SEQUENCES: Mapping[SequenceKind, type] = {"tuple": tuple, "list": list, "set": set}
LIBRARY: Mapping[str, Plain] = {"tanh": np.tanh, "sin": np.sin}


def as_value(result: Any) -> Value:
    """Return what a function returned as it would cross the boundary."""
    for kind, cls in _SEQUENCES.items():
        if type(result) is cls:
            return SequenceValue(kind, tuple(as_value(item) for item in result))
    return array_value(result) if type(result).__module__ == "numpy" else result


def as_plain(value: Value) -> Any:
    """Return a value as a function of ours takes it."""
    match value:
        case ArrayValue():
            return np.array(value.data)
        case SequenceValue():
            return tuple(as_plain(item) for item in value.items)
        case FunctionValue():
            return LIBRARY[value.name]
        case SymbolicValue() | OpaqueValue():
            return value
        case _:
            return value


@dataclass
class TableOracle:
    """Calls the functions of a table, and keeps the names that were asked."""

    functions: Mapping[str, Plain]
    asked: list[str] = field(default_factory=list[str])

    def call(self, function: str, arguments: tuple[Value, ...]) -> Value:
        self.asked.append(function)
        if function not in self.functions:
            raise CheckerError(function)
        return as_value(self.functions[function](*(as_plain(argument) for argument in arguments)))


@dataclass(frozen=True)
class Ends:
    """In place of a result: the call ended like this."""

    ended: Ended
    detail: str = ""
    limit: float | None = None
    exception: ExceptionFact | None = None
    printed: str = ""


def watch(probe: Probe, functions: Mapping[str, Plain | Ends]) -> Observation:
    """Return what calling a student's function shows; a name that is not there is not defined."""
    function = functions.get(probe.function)
    if function is None:
        return Observation(probe.id, probe.key, Ended.NOT_DEFINED)
    result = function if isinstance(function, Ends) else function(*(as_plain(each) for each in probe.arguments))
    if isinstance(result, Ends):
        return Observation(
            probe.id,
            probe.key,
            result.ended,
            exception=result.exception,
            detail=result.detail,
            limit=result.limit,
            printed=result.printed,
        )
    return Observation(probe.id, probe.key, Ended.RETURNED, as_value(result))


NOTHING = Submission("anna", ())


def sighting(
    probes: tuple[Probe, ...],
    functions: Mapping[str, Plain | Ends],
    submission: Submission = NOTHING,
    loading: Loading | None = None,
) -> Seen:
    """Return everything seen of a hand-in that defines these functions."""
    return Seen({probe.key: watch(probe, functions) for probe in probes}, loading, submission)


def verdict_on(
    checker: Checker,
    functions: Mapping[str, Plain | Ends],
    oracle: TableOracle,
    *,
    seed: int = 7,
    submission: Submission = NOTHING,
    loading: Loading | None = None,
) -> Verdict:
    """Return a checker's verdict on a hand-in, by the three steps that marking takes."""
    probes = checker.probes(ProbeContext("Q1.a", seed, oracle))
    checker.warm(probes, oracle)
    return checker.judge(probes, sighting(probes, functions, submission, loading), oracle)
