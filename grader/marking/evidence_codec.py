"""Evidence and verdicts as plain data and back, with nothing that could run.

A hand-in's verdicts are encoded where they are judged and decoded where they are marked, and a class is judged again
from its record: this has to be fast.
"""

import json
from fractions import Fraction
from functools import cache
from typing import Any, cast

from grader.model.evidence import Evidence, all_evidence_classes
from grader.model.status import Status
from grader.model.typed_plain import from_plain, to_plain
from grader.model.verdict import Verdict


def evidence_to_plain(evidence: Evidence) -> dict[str, Any]:
    """Return a fact as a mapping that JSON can hold."""
    return {"class": type(evidence).__name__, "fields": to_plain(evidence)}


def evidence_from_plain(plain: dict[str, Any]) -> Evidence:
    """Return the fact that ``evidence_to_plain`` wrote.

    Raises:
        ValueError: when it is anything else.
    """
    try:
        cls, fields = _classes()[plain["class"]], plain["fields"]
    except (LookupError, TypeError) as error:
        msg = f"not evidence: {error}"
        raise ValueError(msg) from error
    return cast("Evidence", from_plain(cls, fields, of_any_version=True))


def encode_verdict(verdict: Verdict) -> bytes:
    """Return a verdict as JSON in ASCII (lone surrogates of a student's text are kept as escapes)."""
    data = {
        "status": verdict.status.value,
        "credit": str(verdict.credit),
        "evidence": [evidence_to_plain(each) for each in verdict.evidence],
    }
    return json.dumps(data).encode()


def decode_verdict(data: bytes) -> Verdict:
    """Return the verdict that ``encode_verdict`` wrote.

    Raises:
        ValueError: when the bytes are anything else.
    """
    plain = cast("dict[str, Any]", json.loads(data))
    try:
        evidence = tuple([evidence_from_plain(each) for each in plain["evidence"]])
        return Verdict(Status(plain["status"]), _fraction(plain["credit"]), evidence)
    except (KeyError, TypeError) as error:
        msg = f"not a verdict: {error}"
        raise ValueError(msg) from error


@cache
def _fraction(text: str) -> Fraction:
    return Fraction(text)


@cache
def _classes() -> dict[str, type[Evidence]]:
    return {cls.__name__: cls for cls in all_evidence_classes()}
