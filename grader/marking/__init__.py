"""Observe, judge, mark: one submission."""

from grader.marking.evidence_codec import evidence_from_plain, evidence_to_plain
from grader.marking.grade import NO_TIER, Grader, Record
from grader.marking.judge import Budget
from grader.marking.plan import Plan, make_plan
from grader.sandbox import pack_loading, pack_observation, unpack_loading, unpack_observation

__all__ = [
    "NO_TIER",
    "Budget",
    "Grader",
    "Plan",
    "Record",
    "evidence_from_plain",
    "evidence_to_plain",
    "make_plan",
    "pack_loading",
    "pack_observation",
    "unpack_loading",
    "unpack_observation",
]
