"""Observe, judge, mark: one submission."""

from typing import TYPE_CHECKING

from grader.model.lazy import offered
from grader.sandbox import pack_loading, pack_observation, unpack_loading, unpack_observation

if TYPE_CHECKING:
    from grader.marking.checks import CHECKS_FILE, Checks, checks_text, find_checks, make_checks, open_checks
    from grader.marking.evidence_codec import decode_verdict, encode_verdict, evidence_from_plain, evidence_to_plain
    from grader.marking.grade import CODE_KINDS, NO_TIER, Grader, Record
    from grader.marking.judge import Budget, VerdictMemory
    from grader.marking.judged import Judged
    from grader.marking.packed_seen import PackedObservations
    from grader.marking.plan import CriterionPlan, Plan, make_plan
    from grader.marking.submission_codec import decode_submission, encode_submission

__all__ = [
    "CHECKS_FILE",
    "CODE_KINDS",
    "NO_TIER",
    "Budget",
    "Checks",
    "CriterionPlan",
    "Grader",
    "Judged",
    "PackedObservations",
    "Plan",
    "Record",
    "VerdictMemory",
    "checks_text",
    "decode_submission",
    "decode_verdict",
    "encode_submission",
    "encode_verdict",
    "evidence_from_plain",
    "evidence_to_plain",
    "find_checks",
    "make_checks",
    "make_plan",
    "open_checks",
    "pack_loading",
    "pack_observation",
    "unpack_loading",
    "unpack_observation",
]

__getattr__ = offered(
    __name__,
    {
        "checks": ("CHECKS_FILE", "Checks", "checks_text", "find_checks", "make_checks", "open_checks"),
        "evidence_codec": ("decode_verdict", "encode_verdict", "evidence_from_plain", "evidence_to_plain"),
        "grade": ("CODE_KINDS", "NO_TIER", "Grader", "Record"),
        "judge": ("Budget", "VerdictMemory"),
        "judged": ("Judged",),
        "packed_seen": ("PackedObservations",),
        "plan": ("CriterionPlan", "Plan", "make_plan"),
        "submission_codec": ("decode_submission", "encode_submission"),
    },
)
