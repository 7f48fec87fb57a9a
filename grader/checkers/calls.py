"""Probes made of drawn cases, and calls as they are shown."""

from collections.abc import Sequence

from grader.model.checker import Oracle, ProbeContext
from grader.model.digest import probe_key
from grader.model.memo import IdentityMemo
from grader.model.probe import Probe
from grader.model.values import Value
from grader.numerics.draws import Case, Draws, draw_cases
from grader.numerics.shown import shown_call


def make_probe(context: ProbeContext, at: int, function: str, arguments: tuple[Value, ...]) -> Probe:
    """Return one call.

    Every probe carries the criterion's seed, from which a checker can draw the same cases again when it judges.

    Args:
        context: the criterion's.
        at: position among the criterion's probes.
        function: the student's function.
        arguments: positional.
    """
    return Probe(f"{context.criterion_id}#{at}", function, arguments, context.seed, probe_key(function, arguments))


def make_probes(context: ProbeContext, calls: Sequence[tuple[str, tuple[Value, ...]]]) -> tuple[Probe, ...]:
    """Return one probe for each (function, arguments), in order."""
    return tuple(make_probe(context, at, *call) for at, call in enumerate(calls))


def cases_again(draws: Draws, probes: Sequence[Probe], oracle: Oracle) -> tuple[Case, ...]:
    """Draw the cases that the probes were made of once more, auxiliary names included."""
    return draw_cases(draws, probes[0].seed, oracle) if probes else ()


def show(draws: Draws, probe: Probe, near: tuple[int, ...] = ()) -> str:
    """Return a call as people see it, its arguments named as the rubric names them."""
    return _SHOWN.get(
        (draws, probe), near, lambda: shown_call(probe.function, tuple(draws.arguments), probe.arguments, near=near)
    )


_SHOWN = IdentityMemo[str](most=20_000)
