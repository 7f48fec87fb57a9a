"""Evidence and verdicts as plain data and back, with nothing that could run."""

import json
from dataclasses import asdict
from fractions import Fraction
from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter

from grader.model.evidence import Evidence, all_evidence_classes
from grader.model.status import Status
from grader.model.verdict import Verdict


@cache
def _adapters() -> dict[str, TypeAdapter[Evidence]]:
    return {cls.__name__: TypeAdapter(cls) for cls in all_evidence_classes()}


def evidence_to_plain(evidence: Evidence) -> dict[str, Any]:
    """Return a fact as a mapping that JSON can hold."""
    return {"class": type(evidence).__name__, "fields": asdict(evidence)}


def evidence_from_plain(plain: dict[str, Any]) -> Evidence:
    """Return the fact that ``evidence_to_plain`` wrote.

    Raises:
        ValueError: when it is anything else.
    """
    try:
        return _adapters()[plain["class"]].validate_python(plain["fields"])
    except (KeyError, TypeError) as error:
        msg = f"not evidence: {error}"
        raise ValueError(msg) from error


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
        ValueError: when the bytes are anything else (pydantic's validation errors are ValueErrors).
    """
    plain = cast("dict[str, Any]", json.loads(data))
    try:
        evidence = tuple(evidence_from_plain(each) for each in plain["evidence"])
        return Verdict(Status(plain["status"]), Fraction(plain["credit"]), evidence)
    except (KeyError, TypeError) as error:
        msg = f"not a verdict: {error}"
        raise ValueError(msg) from error
