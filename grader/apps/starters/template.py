"""The LaTeX template: the reference's solution with its answers taken out."""

import re
from pathlib import Path

from grader.apps.starters.marks import SolutionMarkError, without_solutions
from grader.model.text import Language

_ANSWER = re.compile(r"\\begin\{answer\}(.*?)\\end\{answer\}", re.DOTALL)
_HEADING = re.compile(r"\\(?:sub)*section\*?\{[^{}]*\}")
_PLACE = {"en": "% Write your answer here.", "fr": "% Écrivez votre réponse ici."}
_FILES: dict[Language, str] = {"en": "solution.tex", "fr": "solution.fr.tex"}


def starter_template(reference: Path, language: Language) -> str | None:
    """Return the template in a language, or None where the reference has no solution in it.

    Args:
        reference: the folder with ``solution.tex`` and ``solution.fr.tex``.
        language: which of them.

    Raises:
        SolutionMarkError: if an answer would be shipped, or there is none.
    """
    path = reference / _FILES[language]
    if not path.is_file():
        return None
    text = without_solutions(path.read_text(encoding="utf-8"), path.name, stub="")
    answers = _ANSWER.findall(text)
    if not answers or any(_HEADING.sub("", each).strip() for each in answers):
        msg = f"{path}: every answer environment must hold its answer between % BEGIN SOLUTION and % END SOLUTION"
        raise SolutionMarkError(msg)
    return _ANSWER.sub(lambda found: _blank(found[1].strip(), language), text)


def _blank(headings: str, language: Language) -> str:
    return "\n".join(filter(None, ("\\begin{answer}", headings, _PLACE[language], "\\end{answer}")))
