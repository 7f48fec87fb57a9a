"""The public checks on a student's machine: found, run and put into words; for the command line and for notebooks."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.checkers.installed import installed_checkers
from grader.marking import CHECKS_FILE, CODE_KINDS, Checks, Grader, Record, find_checks, open_checks
from grader.model.errors import SpokenError
from grader.model.evidence import Unreadable
from grader.model.report import Report
from grader.model.submission import ArtifactKind, Submission
from grader.model.text import Language, LocalizedText
from grader.report.feedback import feedback
from grader.report.numbers import points_text
from grader.sandbox import Sandbox, Tier

_DECIMALS = 2
_ENDINGS = {
    ArtifactKind.SCRIPT: ".py",
    ArtifactKind.NOTEBOOK: ".ipynb",
    ArtifactKind.LATEX: ".tex",
    ArtifactKind.MARKDOWN: ".md",
}


@dataclass(frozen=True, slots=True, eq=False)
class OpenedChecks:
    """One file of checks, ready."""

    grader: Grader
    checks: Checks


def language_here() -> Language:
    """Return the language of the system, as far as it is one of ours: for what is said before any checks are open."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "fr" if next(filter(None, names), "").lower().startswith("fr") else "en"


def checks_beside(path: Path) -> tuple[Path, ...]:
    """Return the files of checks that lie beside a hand-in; in or beside it, if it is a folder.

    Raises:
        SpokenError: when there is none.
    """
    whole = path.resolve()
    for folder in (whole, whole.parent) if path.is_dir() else (whole.parent,):
        if found := find_checks(folder):
            return found
    place = whole if path.is_dir() else whole.parent
    msg = LocalizedText(
        f"there are no checks in {place} ({CHECKS_FILE} or checks-….json). Copy them there from what your course gave "
        "you, or name them: --checks FILE",
        f"il n'y a pas de vérifications dans {place} ({CHECKS_FILE} ou checks-….json). Copiez-y celles de votre cours, "
        "ou nommez-les : --checks FICHIER",
    )
    raise SpokenError(msg)


def open_all(files: Sequence[Path]) -> tuple[OpenedChecks, ...]:
    """Open files of checks.

    Raises:
        SpokenError: when one is none.
    """
    checkers = installed_checkers()
    return tuple(OpenedChecks(*open_checks(file, checkers)) for file in files)


def fitting(opened: Sequence[OpenedChecks], submission: Submission, path: Path) -> tuple[OpenedChecks, ...]:
    """Return the checks that are about what a hand-in holds.

    Raises:
        SpokenError: when none is.
    """
    fits = tuple(each for each in opened if each.grader.applies_to(submission))
    if not fits:
        kinds = {kind for each in opened for kind in each.grader.rubric.kinds}
        endings = ", ".join(ending for kind, ending in _ENDINGS.items() if kind in kinds)
        msg = LocalizedText(
            f"{path} holds nothing that these checks are about: they look at {endings}. Is it the right file, and does "
            "its name end so?",
            f"{path} ne contient rien que ces vérifications concernent : elles regardent {endings}. Est-ce le bon "
            "fichier, et son nom finit-il ainsi ?",
        )
        raise SpokenError(msg)
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


def why_nothing_was_read(report: Report, language: Language) -> str:
    """Return why none of a hand-in could be looked at, and what to do; empty where some of it was."""
    facts = {fact for result in report.results() for fact in result.verdict.evidence}
    if not facts or any(not isinstance(fact, Unreadable) or not fact.is_ours for fact in facts):
        return ""
    said = sorted(feedback(replace(fact, is_ours=False), language) for fact in facts if isinstance(fact, Unreadable))
    next_step = {
        "en": "Nothing could be checked. Save the file again (a notebook from Jupyter, all else as text in UTF-8), and "
        "check again.",
        "fr": "Rien n'a pu être vérifié. Enregistrez de nouveau le fichier (un carnet depuis Jupyter, le reste en "
        "texte UTF-8), puis vérifiez encore.",
    }
    return " ".join((*said, next_step[language]))


def what_is_hidden(checks: Checks, language: Language | None = None) -> str:
    """Return the sentences that say how much of the mark these checks are, and how much they are not."""
    chosen = language or checks.language
    total, hidden = checks.total_points, checks.others_points
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
