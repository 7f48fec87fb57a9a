"""The public checks on a student's machine: found, run and put into words; for the command line and for notebooks."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from grader.checkers.installed import installed_checkers
from grader.marking import CHECKS_FILE, CODE_KINDS, Checks, Grader, Record, find_checks, open_checks
from grader.model.errors import UsageError
from grader.model.report import Report
from grader.model.submission import Submission
from grader.model.text import Language
from grader.report.numbers import points_text
from grader.sandbox import Sandbox, Tier

_DECIMALS = 2


@dataclass(frozen=True, slots=True, eq=False)
class OpenedChecks:
    """One file of checks, ready."""

    grader: Grader
    checks: Checks


def checks_beside(path: Path) -> tuple[Path, ...]:
    """Return the files of checks that lie beside a hand-in.

    Raises:
        UsageError: when there is none.
    """
    folder = path if path.is_dir() else path.resolve().parent
    found = find_checks(folder)
    if not found:
        msg = f"there is no {folder / CHECKS_FILE}; name the file of checks that you got from your course with --checks"
        raise UsageError(msg)
    return found


def open_all(files: Sequence[Path]) -> tuple[OpenedChecks, ...]:
    """Open files of checks.

    Raises:
        UsageError: when one is none.
    """
    checkers = installed_checkers()
    return tuple(OpenedChecks(*open_checks(file, checkers)) for file in files)


def fitting(opened: Sequence[OpenedChecks], submission: Submission, path: Path) -> tuple[OpenedChecks, ...]:
    """Return the checks that are about what a hand-in holds.

    Raises:
        UsageError: when none is.
    """
    fits = tuple(each for each in opened if each.grader.applies_to(submission))
    if not fits:
        kinds = ", ".join(sorted({kind.value for each in opened for kind in each.grader.rubric.kinds}))
        msg = f"{path} holds nothing that these checks are about (they are about: {kinds})"
        raise UsageError(msg)
    return fits


def run_checks(opened: OpenedChecks, submission: Submission, sandbox: Sandbox | None) -> Report:
    """Run a hand-in's public checks, in a sandbox of their own if none is given and one is needed."""
    grader = opened.grader
    if not grader.needs_sandbox(submission):
        return grader.report(submission, Record(None, {}))
    if sandbox is not None:
        return grader.report(submission, grader.observe(submission, sandbox))
    with Sandbox() as own:
        return grader.report(submission, grader.observe(submission, own))


def holds_code(submission: Submission) -> bool:
    """Whether a hand-in holds anything to run."""
    return any(artifact.kind in CODE_KINDS for artifact in submission.artifacts)


def what_is_not_isolated(report: Report, language: Language) -> str:
    """Return the sentence that says that nothing kept a student's functions in; empty where something did."""
    if report.tier != Tier.T0.name:
        return ""
    said = {
        "en": "This system offers no isolation: your functions ran with your own rights, in processes of their own.",
        "fr": "Ce système n'offre pas d'isolation : vos fonctions ont tourné avec vos droits, dans leurs propres "
        "processus.",
    }
    return said[language]


def what_is_hidden(checks: Checks, language: Language | None = None) -> str:
    """Return the sentences that say how much of the mark these checks are, and how much they are not."""
    chosen = language or checks.language
    total, hidden = Fraction(checks.total_points), Fraction(checks.others_points)
    shown = points_text(total - hidden, _DECIMALS, chosen)
    if not checks.others:
        said = {
            "en": f"These checks are all {shown} points.",
            "fr": f"Ces vérifications valent tous les {shown} points.",
        }
        return said[chosen]
    every, rest = (points_text(each, _DECIMALS, chosen) for each in (total, hidden))
    count = checks.others
    said = {
        "en": f"These checks are {shown} of {every} points. {count} other criteria, worth {rest} points, are judged by "
        "your course alone and may fail although everything here passes.",
        "fr": f"Ces vérifications valent {shown} points sur {every}. {count} autres critères, valant {rest} points, ne "
        "sont jugés que par votre cours et peuvent échouer même si tout passe ici.",
    }
    reads = any(each.checker == "derivation" for part in checks.parts for each in part.criteria)
    steps = {
        "en": " The steps of a derivation are checked one by one; whether they lead to the right result is not.",
        "fr": " Les étapes d'une dérivation sont vérifiées une à une, mais non le résultat auquel elles mènent.",
    }
    return said[chosen] + (steps[chosen] if reads else "")
