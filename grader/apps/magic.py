"""`%check` in a notebook: the public checks on the functions that are defined right now."""

import html
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rich.console import Console

from grader.apps.checking import checks_beside, language_here, what_is_hidden
from grader.checkers.installed import installed_checkers
from grader.marking import Checks, Grader, Record, open_checks
from grader.model.checker import ReadsPart
from grader.model.errors import GraderError, SpokenError, UsageError
from grader.model.report import Report
from grader.model.rubric import Part
from grader.model.submission import Submission
from grader.model.text import LANGUAGES, Language, LocalizedText
from grader.report import terminal_table
from grader.sandbox import Way, observe_live, way_here

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_WIDTH = 100
_HOW_IT_RAN: "dict[Way, dict[Language, str]]" = {
    Way.COPY: {
        "en": "Your functions ran in a copy of this notebook: what they changed is gone. A call is ended after {cpu} s "
        "of computing, or {wall} s in all.",
        "fr": "Vos fonctions ont tourné dans une copie de ce carnet : ce qu'elles y ont changé est perdu. Un appel "
        "est arrêté après {cpu} s de calcul, ou {wall} s en tout.",
    },
    Way.ALARM: {
        "en": "Your functions ran in this notebook itself. A call is interrupted after {wall} s, if it can be: else "
        "interrupt or restart the kernel.",
        "fr": "Vos fonctions ont tourné dans ce carnet même. Un appel est interrompu après {wall} s, s'il peut "
        "l'être : sinon, interrompez ou redémarrez le noyau.",
    },
}
_HOW_IT_RAN[Way.THREAD] = {
    "en": _HOW_IT_RAN[Way.ALARM]["en"] + " What could not be interrupted may still be running.",
    "fr": _HOW_IT_RAN[Way.ALARM]["fr"] + " Ce qui n'a pas pu être interrompu tourne peut-être encore.",
}
_NOTHING = {
    "en": "Nothing here can be checked on functions: your course alone judges what you write in this part.",
    "fr": "Rien ici ne se vérifie sur des fonctions : seul votre cours juge ce que vous écrivez dans cette partie.",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a check says, for a notebook and for a terminal."""

    text: str
    page: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.page


class Shell(Protocol):
    """What is used of IPython's shell."""

    user_ns: "dict[str, object]"
    """The names that the student has defined."""

    def register_magic_function(self, func: "Callable[[str], object]", magic_kind: str, magic_name: str) -> None:
        """Make a function a magic."""
        ...


class LiveChecks:
    """The magics of one shell."""

    def __init__(self, namespace: "Mapping[str, object]") -> None:
        self._namespace = namespace
        self._language: Language | None = None

    def speak(self, line: str) -> None:
        """`%check_language fr`: the language of what is said from here on.

        Raises:
            UsageError: for a language that is not spoken.
        """
        chosen = line.strip()
        if chosen not in LANGUAGES:
            msg = f"%check_language knows {' and '.join(LANGUAGES)}, not {chosen!r}"
            raise UsageError(msg)
        self._language = chosen

    def check(self, line: str) -> Shown:
        """`%check`, `%check Q2.4`: the checks of all parts, or of one, with the checks beside the notebook."""
        try:
            return self._check(line.strip() or None)
        except SpokenError as error:
            return _alone(f"check: {error.in_language(self._language or language_here())}")
        except GraderError as error:
            return _alone(f"check: {error}")

    def _check(self, part: str | None) -> Shown:
        checkers = installed_checkers()
        files = checks_beside(Path.cwd())
        graders = [open_checks(file, checkers)[0] for file in files]
        known = list(dict.fromkeys(each.id for grader in graders for each in grader.rubric.parts))
        if part is not None and part not in known:
            there = ", ".join(known)
            msg = LocalizedText(
                f"there is no part {part} in these checks; there are {there}. "
                "What is not among them is judged in class alone",
                f"il n'y a pas de partie {part} dans ces vérifications ; il y a {there}. "
                "Ce qui n'y est pas n'est jugé que par votre cours",
            )
            raise SpokenError(msg)
        reports: list[tuple[Report, Checks]] = []
        for file, grader in zip(files, graders, strict=True):
            wanted = {each.id for each in grader.rubric.parts if part in {None, each.id} and _functions(each)}
            if wanted:
                chosen, checks = open_checks(file, checkers, wanted)
                reports.append((self._report(chosen), checks))
        if not reports:
            return _alone(_NOTHING[self._language or graders[0].rubric.language])
        return _shown(reports, self._language)

    def _report(self, grader: Grader) -> Report:
        submission = Submission("notebook", ())
        seen = observe_live(self._namespace, grader.plan.probes, grader.rubric.limits)
        by_key = {each.probe_key: each for each in seen.observations}
        return grader.report(submission, Record(seen.loading, by_key))


def _functions(part: Part) -> frozenset[str]:
    """Return the functions that are judged by what they give; a text is read by a person."""
    judged = [each.checker for each in part.criteria if not isinstance(each.checker, ReadsPart)]
    return frozenset(name for checker in judged for name in checker.functions())


def _alone(sentence: str) -> Shown:
    return Shown(sentence, f"<p>{html.escape(sentence)}</p>")


def _shown(reports: list[tuple[Report, Checks]], language: Language | None) -> Shown:
    console = Console(file=io.StringIO(), record=True, width=_WIDTH, force_jupyter=False)
    for report, checks in reports:
        console.print(terminal_table(report, audience="student", language=language))
        console.print(what_is_hidden(checks, language), style="bold", highlight=False)
        how = _HOW_IT_RAN[way_here()][language or checks.language]
        limits = {"cpu": f"{checks.limits.call_cpu_s:g}", "wall": f"{checks.limits.call_wall_s:g}"}
        console.print(how.format(**limits), style="dim", highlight=False)
    page = console.export_html(inline_styles=True, clear=False, code_format="<pre>{code}</pre>")
    return Shown(console.export_text(), page)


def register(shell: Shell) -> None:
    """Give a shell the magics."""
    live = LiveChecks(shell.user_ns)
    shell.register_magic_function(live.check, "line", "check")
    shell.register_magic_function(live.speak, "line", "check_language")
