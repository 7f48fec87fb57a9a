"""The zip that is uploaded: two scripts, this program, and the rubrics with their references."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

from markupsafe import Markup

from grader import __version__
from grader.apps.gradescope.results import results_text
from grader.apps.gradescope.settings import (
    FIRST_RESULTS,
    SETTINGS,
    RubricFile,
    Settings,
    nothing_judged,
    parts_shown_before,
)
from grader.apps.gradescope.wheel import build_wheel, files_below, pinned_versions, zipped
from grader.model.rubric import Rubric
from grader.model.text import Language
from grader.report import Graded, gradescope_results, machine_points
from grader.report.catalogue import catalogue

_SCRIPTS = ("setup.sh", "run_autograder")


@dataclass(frozen=True, slots=True)
class Points:
    """What to set on the platform."""

    machine: Fraction
    """The autograder points."""
    by_hand: Fraction
    """Points of what a person marks; a part that two rubrics leave to a person counts once."""
    criteria_by_hand: tuple[str, ...]

    @property
    def total(self) -> Fraction:
        """The assignment's points."""
        return self.machine + self.by_hand


def points_to_set(rubrics: Sequence[Rubric]) -> Points:
    """Return the points that an assignment of these rubrics has."""
    by_hand: dict[str, Fraction] = {}
    for rubric, left_out in zip(rubrics, parts_shown_before(tuple(rubrics)), strict=True):
        for part in rubric.parts:
            for each in part.criteria:
                if each.is_for_a_person and part.id not in left_out:
                    by_hand[f"{rubric.id}: {each.id}"] = each.points
    machine = sum((machine_points(rubric) for rubric in rubrics), Fraction(0))
    return Points(machine, sum(by_hand.values(), Fraction(0)), tuple(by_hand))


def build_zip(
    rubrics: Sequence[Rubric], *, language: Language | None, require_tier: str, time_limit_s: float, base: str
) -> bytes:
    """Return the autograder's zip.

    Args:
        rubrics: those of the assignment.
        language: of what students read; each rubric's own when None.
        require_tier: the isolation below which no code is run.
        time_limit_s: the assignment's time limit on the platform.
        base: the image that it is built on, for a note in the zip.
    """
    entries: dict[str, bytes] = {}
    image = files("grader.apps.gradescope").joinpath("image")
    for name in _SCRIPTS:
        text = image.joinpath(name).read_text(encoding="utf-8")
        text = text.replace("@TIME_LIMIT_S@", str(int(time_limit_s))).replace("@BASE@", base)
        entries[name] = text.encode("utf-8")
    wheel, content = build_wheel()
    entries[wheel] = content
    entries["requirements.lock"] = pinned_versions().encode("utf-8")
    placed = _place_rubrics(rubrics, entries)
    settings = Settings.model_validate({
        "rubrics": placed,
        "language": language,
        "require_tier": require_tier,
        "time_limit_s": time_limit_s,
    })
    entries[SETTINGS] = (settings.model_dump_json(indent=1, by_alias=True) + "\n").encode("utf-8")
    entries[FIRST_RESULTS] = first_results(rubrics, language).encode("utf-8")
    return zipped(entries, frozenset(_SCRIPTS))


def first_results(rubrics: Sequence[Rubric], language: Language | None) -> str:
    """Return the results that stand there before anything is judged: every test, provisionally 0."""
    shown: Language = language or rubrics[0].language
    graded = [
        Graded(rubric, nothing_judged(rubric, __version__), left_out)
        for rubric, left_out in zip(rubrics, parts_shown_before(tuple(rubrics)), strict=True)
    ]
    results = gradescope_results(graded, shown)
    results["output"] = str(Markup("<p><strong>{}</strong></p>").format(catalogue(shown).say("gradescope.starting")))
    results["extra_data"] = {"schema": "grader.gradescope/1", "tool_version": __version__, "finished": False}
    return results_text(results) + "\n"


def _place_rubrics(rubrics: Sequence[Rubric], entries: dict[str, bytes]) -> list[RubricFile]:
    folders: dict[Path, str] = {}
    placed: list[RubricFile] = []
    for at, rubric in enumerate(rubrics, start=1):
        name = f"rubrics/{at}/{rubric.path.name}"
        entries[name] = rubric.path.read_bytes()
        folder = rubric.reference.resolve() if rubric.reference else None
        if folder is not None and folder not in folders:
            folders[folder] = f"references/{len(folders) + 1}"
            entries.update({f"{folders[folder]}/{path}": content for path, content in files_below(folder)})
        placed.append(RubricFile(file=name, reference=folders[folder] if folder else None))
    return placed
