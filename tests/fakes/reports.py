"""A realistic report that holds every kind of evidence, for tests of what renders reports."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from grader.model.evidence import Evidence, FoundIn, IntakeNote, LoadTrouble, Unreadable
from grader.model.report import CriterionResult, Override, PartResult, Penalty, Report
from grader.model.rubric import Criterion, Part, Rubric
from grader.model.status import Visibility
from grader.model.submission import ArtifactKind
from grader.model.text import LocalizedText
from grader.model.verdict import Verdict, failed, partial, passed
from tests.fakes.checkers import Answering
from tests.fakes.report_lines import PARTS, Line

_VISIBILITY = {
    "Q2.3.staff": Visibility.STAFF,
    "Q2.3.later": Visibility.AFTER_DUE,
    "Q4.3.set": Visibility.AFTER_DUE,
}
_REQUIRES = {"Q2.3.inverse": ("Q2.3.staff",), "Q3.b.after": ("Q3.b.terms",)}
_REVEAL = frozenset({"Q1.values", "Q4.6.path"})

NOTES: tuple[Evidence, ...] = (
    FoundIn("kl_gaussians", "hw3.ipynb", 1, 2, ("old/hw3.py",)),
    IntakeNote("hw3.ipynb", "magic", "%matplotlib inline", None, 1),
    LoadTrouble("hw3.ipynb", "raised", "NameError", "name 'np' is not defined", 3, 6, "x = np.zeros(3)"),
    Unreadable("scan.pdf", "not_text", is_ours=True),
)


def _criterion(line: Line) -> Criterion:
    name, en, fr, points, _ = line
    return Criterion(
        id=name,
        title=LocalizedText(en, fr),
        points=Fraction(points),
        checker=Answering(),
        checker_name="answering",
        requires=_REQUIRES.get(name, ()),
        visibility=_VISIBILITY.get(name, Visibility.STUDENT),
        reveal=name in _REVEAL,
    )


def a_rubric_of_all() -> Rubric:
    parts: list[Part] = []
    for name, en, fr, lines in PARTS:
        criteria = tuple(_criterion(line) for line in lines)
        parts.append(Part(name, LocalizedText(en, fr), sum((each.points for each in criteria), Fraction(0)), criteria))
    return Rubric(
        id="hw3-code",
        title=LocalizedText("Homework 3: flows, diffusion, dynamics", "Devoir 3 : flots, diffusion, dynamique"),
        language="en",
        seed=20261125,
        parts=tuple(parts),
        kinds=(ArtifactKind.SCRIPT, ArtifactKind.NOTEBOOK),
        path=Path("hw3-code.yaml"),
        reference=None,
        sha256="0" * 64,
    )


def a_full_report() -> Report:
    """Return a report with every kind of evidence, a person's mark and a penalty."""
    rubric = a_rubric_of_all()
    verdicts = {line[0]: line[4] for _, _, _, lines in PARTS for line in lines}
    marked = Override("M. Curie", datetime(2026, 11, 25, 9, 30, tzinfo=UTC), "The idea is right.", passed())
    overrides = {"Q1.witness": replace(marked, verdict=partial(Fraction(1, 2)))}
    return Report(
        submission_id="anna",
        rubric=rubric,
        parts=tuple(
            PartResult(
                part,
                tuple(CriterionResult(each, verdicts[each.id], overrides.get(each.id)) for each in part.criteria),
            )
            for part in rubric.parts
        ),
        tier="T2",
        tool_version="0.1",
        notes=NOTES,
        penalties=(Penalty("late", Fraction(1, 3), "2 h"),),
        environment="python 3.11.7, numpy 2.4.6, sympy 1.14.0",
    )


def a_report_of(*evidence: Evidence, status: Verdict | None = None, reveal: bool = False) -> Report:
    """Return a report of one criterion with the given facts."""
    criterion = Criterion("Q1.one", LocalizedText("One", "Un"), Fraction(2), Answering(), "answering", reveal=reveal)
    rubric = replace(a_rubric_of_all(), parts=(Part("Q1", LocalizedText("Part", "Partie"), Fraction(2), (criterion,)),))
    verdict = replace(status or failed(), evidence=evidence)
    return Report("anna", rubric, (PartResult(rubric.parts[0], (CriterionResult(criterion, verdict),)),), "T2", "0.1")
