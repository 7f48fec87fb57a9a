"""Facts that a verdict rests on: one small class per fact, each with a ``code``.

Fields hold facts, never prose: numbers, names, places, and values already cut to a readable length (``shown``
strings, in Python's notation). Templates make sentences of them, in the reader's language. ``staff_fields`` names the
fields that a student sees only where the rubric says ``reveal``; ``staff_only`` evidence never reaches a student.

A new class is added to the module that fits it; a test holds that
every code has a template in each language.
"""

from grader.model.evidence.answers import (
    BadValue,
    CarriedForward,
    CasesPassed,
    CounterExample,
    Diagnosis,
    EntryGap,
    FormulasRead,
    KnownError,
    MultisetGap,
    ParseTroubleFact,
    PropertyBroken,
    ReadAs,
    SampleGap,
    ShapeMismatch,
    Undecided,
    Understood,
    WitnessRefused,
)
from grader.model.evidence.base import Evidence, all_evidence_classes
from grader.model.evidence.intake import FoundIn, IntakeNote, LateByMember, NotAnswered, NotFound, Unreadable
from grader.model.evidence.people import OurFault, PointTouched, RequiresUnmet, Scale, TextGathered
from grader.model.evidence.pictures import CurvePicture, TrajectoryPicture
from grader.model.evidence.running import Died, ForgedFrame, LoadTrouble, NotRun, OutOfMemory, Raised, TimedOut
from grader.model.evidence.steps import (
    ResultFound,
    ResultMissing,
    StepFails,
    StepFields,
    StepGiven,
    StepHolds,
    StepRepair,
    StepsJudged,
    StepUndecided,
    StepUnread,
    StepWitness,
)
from grader.model.evidence.testing import TestFailed, TestNotJudged, TestRanInside, TestSays

__all__ = [
    "BadValue",
    "CarriedForward",
    "CasesPassed",
    "CounterExample",
    "CurvePicture",
    "Diagnosis",
    "Died",
    "EntryGap",
    "Evidence",
    "ForgedFrame",
    "FormulasRead",
    "FoundIn",
    "IntakeNote",
    "KnownError",
    "LateByMember",
    "LoadTrouble",
    "MultisetGap",
    "NotAnswered",
    "NotFound",
    "NotRun",
    "OurFault",
    "OutOfMemory",
    "ParseTroubleFact",
    "PointTouched",
    "PropertyBroken",
    "Raised",
    "ReadAs",
    "RequiresUnmet",
    "ResultFound",
    "ResultMissing",
    "SampleGap",
    "Scale",
    "ShapeMismatch",
    "StepFails",
    "StepFields",
    "StepGiven",
    "StepHolds",
    "StepRepair",
    "StepUndecided",
    "StepUnread",
    "StepWitness",
    "StepsJudged",
    "TestFailed",
    "TestNotJudged",
    "TestRanInside",
    "TestSays",
    "TextGathered",
    "TimedOut",
    "TrajectoryPicture",
    "Undecided",
    "Understood",
    "Unreadable",
    "WitnessRefused",
    "all_evidence_classes",
]
