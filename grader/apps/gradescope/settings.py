"""What a zip says of itself to the program that runs from it."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from grader.checkers.installed import installed_checkers
from grader.model.evidence import OurFault
from grader.model.report import CriterionResult, PartResult, Report
from grader.model.rubric import Rubric
from grader.model.text import Language
from grader.model.verdict import pending, ungraded
from grader.report import parts_for_a_person
from grader.rubric import load_rubric

SETTINGS = "gradescope.json"
FIRST_RESULTS = "first_results.json"
RESULTS_BYTES = 4_000_000
"""The most that a ``results.json`` of ours holds; the platform does not say what it takes."""
MARGIN_SHARE, LEAST_MARGIN_S = 0.1, 20.0
"""What is kept free of the platform's time limit, to end in good order."""


class RubricFile(BaseModel):
    """A rubric of the zip and its reference's folder, both relative to the zip's root."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    reference: str | None = None


class Settings(BaseModel):
    """How hand-ins are graded in the container."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    schema_: Annotated[Literal["grader.gradescope/1"], Field(alias="schema")] = "grader.gradescope/1"
    rubrics: tuple[RubricFile, ...]
    language: Language | None = None
    require_tier: Literal["T0", "T1", "T2", "T3"] = "T2"
    time_limit_s: Annotated[float, Field(ge=60, le=2400)] = 600

    @property
    def own_limit_s(self) -> float:
        """The seconds after which nothing more is judged."""
        return self.time_limit_s - max(MARGIN_SHARE * self.time_limit_s, LEAST_MARGIN_S)

    def load_rubrics(self, source: Path) -> tuple[Rubric, ...]:
        """Load the rubrics of the zip that was unpacked into ``source``."""
        checkers = installed_checkers()
        return tuple(
            load_rubric(source / each.file, checkers, reference=source / each.reference if each.reference else None)
            for each in self.rubrics
        )


def read_settings(source: Path) -> Settings:
    """Return the settings of the zip that was unpacked into a folder."""
    return Settings.model_validate_json((source / SETTINGS).read_bytes())


def parts_shown_before(rubrics: tuple[Rubric, ...]) -> tuple[frozenset[str], ...]:
    """Return for each rubric the parts that only a person marks and that a rubric before it shows already."""
    seen: frozenset[str] = frozenset()
    left_out: list[frozenset[str]] = []
    for rubric in rubrics:
        own = parts_for_a_person(rubric)
        left_out.append(own & seen)
        seen |= own
    return tuple(left_out)


def nothing_judged(rubric: Rubric, tool_version: str) -> Report:
    """Return the report before anything is judged: every criterion is ungraded, a person's is left to the person."""
    open_verdicts = {True: pending(), False: ungraded(OurFault("not_reached"))}
    parts = tuple(
        PartResult(part, tuple(CriterionResult(each, open_verdicts[each.is_for_a_person]) for each in part.criteria))
        for part in rubric.parts
    )
    return Report("", rubric, parts, tier="none", tool_version=tool_version)


def within(rubric: Rubric, seconds: float) -> Rubric:
    """Return a rubric whose hand-ins take no longer than that to run."""
    limits = replace(rubric.limits, hand_in_wall_s=max(min(rubric.limits.hand_in_wall_s, seconds), 1.0))
    return replace(rubric, limits=limits)
