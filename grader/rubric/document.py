"""The rubric file's shape, as the author writes it."""

from datetime import timedelta
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from grader.model.late import Base, DayCount, LatePolicy
from grader.model.probe import MEBIBYTE, Limits
from grader.model.rubric import GradescopeRules, SubmissionLimit
from grader.model.status import Visibility
from grader.model.submission import ArtifactKind
from grader.model.text import LocalizedText

_DEFAULT = Limits()


def _exact(value: object) -> object:
    # 0.1 in YAML is the decimal that was written, not the nearest binary fraction.
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Points = Annotated[
    Fraction,
    BeforeValidator(_exact),
    Field(ge=0),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^\d+(/[1-9]\d*)?$"}]}),
]
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=80)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, use_attribute_docstrings=True)


class TextSection(_Section):
    """A sentence in both languages; formulas stand between dollar signs."""

    en: str
    fr: str

    def to_text(self) -> LocalizedText:
        """Return the sentence as the rest of the program knows it."""
        return LocalizedText(self.en, self.fr)


class LimitsSection(_Section):
    """Caps on the student's program; what is left out keeps its default."""

    call_cpu_s: Annotated[float, Field(gt=0, le=3600)] = _DEFAULT.call_cpu_s
    """CPU seconds for one call."""
    call_wall_s: Annotated[float, Field(gt=0, le=3600)] = _DEFAULT.call_wall_s
    """Wall-clock seconds for one call: a backstop, wider than the CPU limit."""
    load_cpu_s: Annotated[float, Field(gt=0, le=3600)] = _DEFAULT.load_cpu_s
    """CPU seconds for loading the files."""
    load_wall_s: Annotated[float, Field(gt=0, le=3600)] = _DEFAULT.load_wall_s
    """Wall-clock seconds for loading the files."""
    hand_in_wall_s: Annotated[float, Field(gt=0, le=36000)] = _DEFAULT.hand_in_wall_s
    """Wall-clock seconds for the whole hand-in; what is left then is ungraded."""
    memory_mb: Annotated[int, Field(ge=64, le=65536)] = _DEFAULT.memory_bytes // MEBIBYTE
    """Memory of the student's process, in MiB."""
    printed_kb: Annotated[int, Field(ge=1, le=65536)] = _DEFAULT.printed_bytes // 1024
    """How much printed output is kept per call, in KiB."""
    file_mb: Annotated[int, Field(ge=1, le=65536)] = _DEFAULT.file_bytes // MEBIBYTE
    """The largest file that the student's code may write, in MiB."""
    allow_programs: bool = False
    """Whether the student's code may start other programs, under the same limits."""

    def to_limits(self) -> Limits:
        """Return the limits in seconds and bytes."""
        return Limits(
            call_cpu_s=self.call_cpu_s,
            call_wall_s=self.call_wall_s,
            load_cpu_s=self.load_cpu_s,
            load_wall_s=self.load_wall_s,
            hand_in_wall_s=self.hand_in_wall_s,
            memory_bytes=self.memory_mb * MEBIBYTE,
            printed_bytes=self.printed_kb * 1024,
            file_bytes=self.file_mb * MEBIBYTE,
            allow_programs=self.allow_programs,
        )


class LateSection(_Section):
    """What handing in late costs. Rounded once with everything else, where points are printed (`decimals`)."""

    per_day: Points
    """Percent per day of delay, or points with `of: points`."""
    of: Base = Base.POSSIBLE
    """`possible`: percent of the homework's points; `earned`: percent of what is earned; `points`: points."""
    cap: Points | None = None
    """The most that is taken off, in the same unit."""
    grace_minutes: Annotated[int, Field(ge=0, le=525600)] = 0
    """A delay up to this costs nothing; a longer one is counted from the due date itself."""
    days: DayCount = DayCount.STARTED
    """`started`: a day begun is a day; `completed`: whole days only; `exact`: in proportion."""
    due: AwareDatetime | None = None
    """The due date with its offset from UTC, e.g. 2026-11-20T23:59:00-05:00; a platform's own date goes before it."""
    late_due: AwareDatetime | None = None
    """After it nothing is counted any more."""

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.late_due is not None and (self.due is None or self.late_due < self.due):
            msg = "late_due wants a due date that is not after it"
            raise ValueError(msg)
        if self.of is not Base.POINTS and max(self.per_day, self.cap or 0) > 100:
            msg = "more than 100 percent; for points write `of: points`"
            raise ValueError(msg)
        return self

    def to_policy(self) -> LatePolicy:
        """Return the policy as the rest of the program knows it."""
        return LatePolicy(
            per_day=self.per_day,
            base=self.of,
            cap=self.cap,
            grace=timedelta(minutes=self.grace_minutes),
            days=self.days,
            due=self.due,
            late_due=self.late_due,
        )


class LimitSection(_Section):
    """How often a student's hand-ins are graded, by the time when they came."""

    count: Annotated[int, Field(ge=1, le=1000)]
    """At most so many …"""
    hours: Annotated[float, Field(gt=0, le=8760)] = 24
    """… within so many hours."""


class GradescopeSection(_Section):
    """What is asked of Gradescope alone."""

    limit: LimitSection | None = None
    """How often hand-ins are graded; left out: always."""
    leaderboard: tuple[str, ...] = ()
    """Ids of parts, or `total`: what stands on the leaderboard, counted over what students see."""

    def to_rules(self) -> GradescopeRules:
        """Return the rules as the rest of the program knows them."""
        limit = SubmissionLimit(self.limit.count, self.limit.hours) if self.limit else None
        return GradescopeRules(limit, self.leaderboard)


class CriterionSection(_Section):
    """One scored line. Its id begins with its part's id and a dot."""

    id: Identifier
    title: TextSection
    """The sentence that a student reads."""
    points: Points
    visibility: Visibility = Visibility.STUDENT
    """`student`: shipped and shown; `after_due`: shown after the due date; `staff`: never shown to students."""
    reveal: bool = False
    """Whether a student sees the expected values."""
    requires: tuple[Identifier, ...] = ()
    """Ids of criteria without which this one cannot be judged; use it sparingly."""
    checker: str
    """The checker's name; see docs/checkers.md."""
    with_: Annotated[dict[str, Any], Field(alias="with")] = {}
    """The checker's parameters."""


class PartSection(_Section):
    """A part of the homework; the points of its criteria add up to its own."""

    id: Identifier
    title: TextSection
    points: Points
    notation: dict[str, Any] = {}
    """For answers in LaTeX: what the symbols of the question mean; see docs/derivations.md."""
    criteria: Annotated[tuple[CriterionSection, ...], Field(min_length=1)]


class RubricDocument(_Section):
    """A rubric: the parts of one homework, and how each of their criteria is judged."""

    schema_: Annotated[Literal["grader.rubric/1"], Field(alias="schema")]
    id: Identifier
    title: TextSection
    language: Literal["en", "fr"] = "en"
    """The language of reports, unless the command says otherwise."""
    seed: Annotated[int, Field(ge=0, lt=2**128)] = 1
    """Makes the drawn inputs: the same for every student, face and run. A secret; let it be long and drawn by lot."""
    kinds: Annotated[tuple[ArtifactKind, ...], Field(min_length=1)] = (ArtifactKind.SCRIPT, ArtifactKind.NOTEBOOK)
    """The kinds of file that this rubric grades."""
    reference: str | None = None
    """The folder of the reference implementation, relative to this file."""
    python: str | None = None
    """The interpreter for the students' code; by default the grader's own."""
    decimals: Annotated[int, Field(ge=0, le=6)] = 2
    """To how many decimals points are rounded, once, where they are printed."""
    late: LateSection | None = None
    """What handing in late costs; left out: nothing."""
    gradescope: GradescopeSection = GradescopeSection()
    """Limits and leaderboard on Gradescope."""
    limits: LimitsSection = LimitsSection()
    shared: dict[str, Any] = {}
    """Named pieces of YAML for anchors; the program does not read them."""
    parts: Annotated[tuple[PartSection, ...], Field(min_length=1)]
