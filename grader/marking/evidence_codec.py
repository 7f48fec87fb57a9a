"""Verdicts as plain data and back: what crosses from the judging process, with nothing that could run."""

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


def encode_verdict(verdict: Verdict) -> bytes:
    """Return a verdict as UTF-8 JSON (lone surrogates of a student's text are kept as escapes)."""
    data = {
        "status": verdict.status.value,
        "credit": str(verdict.credit),
        "evidence": [{"class": type(each).__name__, "fields": asdict(each)} for each in verdict.evidence],
    }
    return json.dumps(data).encode()


def decode_verdict(data: bytes) -> Verdict:
    """Return the verdict that ``encode_verdict`` wrote.

    Raises:
        ValueError: when the bytes are anything else (pydantic's validation errors are ValueErrors).
    """
    plain = cast("dict[str, Any]", json.loads(data))
    adapters = _adapters()
    try:
        evidence = tuple(adapters[each["class"]].validate_python(each["fields"]) for each in plain["evidence"])
        return Verdict(Status(plain["status"]), Fraction(plain["credit"]), evidence)
    except (KeyError, TypeError) as error:
        msg = f"not a verdict: {error}"
        raise ValueError(msg) from error
