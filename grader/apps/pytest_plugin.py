"""Criteria as pytest items: ``pytest --rubric FILE --hand-in PATH`` for staff, ``--checks FILE`` for students.

Loaded by every pytest run on a machine that has this program, so it imports nothing of it until an option asks.
"""

from __future__ import annotations

import functools
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

if TYPE_CHECKING:
    from grader.marking import Grader
    from grader.model.report import CriterionResult, Report

_CHOSEN = pytest.StashKey[Path]()
_JUDGED = frozenset({"passed", "partial", "failed"})


class CriterionFailed(Exception):  # noqa: N818, RUF100  # its name is read in pytest's summary
    """A criterion that did not get all its points; the message is the evidence."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options."""
    group = parser.getgroup("grader", "criteria of a grader's rubric as tests")
    group.addoption("--rubric", type=Path, metavar="FILE", help="staff: the rubric whose criteria are the tests")
    group.addoption("--checks", type=Path, metavar="FILE", help="students: the public checks from your course")
    group.addoption("--hand-in", type=Path, metavar="PATH", help="the hand-in (default: the one path that is given)")


def pytest_configure(config: pytest.Config) -> None:
    """Take the hand-in as what is collected, if an option asks for criteria."""
    rubric, checks, hand_in = (cast("Path | None", config.getoption(each)) for each in ("rubric", "checks", "hand_in"))
    if rubric is None and checks is None:
        if hand_in is not None:
            raise pytest.UsageError("--hand-in needs --rubric FILE or --checks FILE")
        return
    if rubric is not None and checks is not None:
        raise pytest.UsageError("--rubric is for staff and --checks for students; give one of them")
    if hand_in is None:
        if config.args_source is not pytest.Config.ArgsSource.ARGS or len(config.args) != 1:
            raise pytest.UsageError(
                "name one hand-in, as in `pytest --checks checks.json hw.py`, or with --hand-in PATH"
            )
        hand_in = config.invocation_params.dir / config.args[0]
    hand_in = (config.invocation_params.dir / hand_in).resolve()
    if not hand_in.exists():
        raise pytest.UsageError(f"there is no hand-in {hand_in}")
    config.args[:] = [str(hand_in)]
    config.stash[_CHOSEN] = hand_in


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Collect criteria in place of whatever other tests a hand-in's file may hold: it is never imported here."""
    others = yield
    if parent.config.stash.get(_CHOSEN, None) != file_path.resolve():
        return others
    return [_criteria_of(parent, file_path)]


@pytest.hookimpl(wrapper=True)
def pytest_collect_directory(
    path: Path, parent: pytest.Collector
) -> Generator[None, pytest.Collector | None, pytest.Collector | None]:
    """Collect criteria for a hand-in that is a folder."""
    other = yield
    if parent.config.stash.get(_CHOSEN, None) != path.resolve():
        return other
    return _criteria_of(parent, path)


def _criteria_of(parent: pytest.Collector, path: Path) -> HandInCriteria:
    return HandInCriteria.from_parent(parent, path=path)  # pyright: ignore[reportUnknownMemberType]  # pytest leaves its parameters untyped


class HandInCriteria(pytest.File):
    """A hand-in; its items are the criteria. Its code runs when the first of them does, in the sandbox."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item for each criterion.

        Raises:
            CollectError: when the rubric or the checks cannot be used.
        """
        from grader.model.errors import GraderError

        try:
            criteria = [each.id for each in self.grader.rubric.criteria()]
        except (GraderError, OSError) as error:
            raise self.CollectError(str(error)) from error
        for criterion in criteria:
            made: CriterionItem = CriterionItem.from_parent(self, name=criterion)  # pyright: ignore[reportUnknownMemberType]  # pytest leaves its parameters untyped
            yield made

    @functools.cached_property
    def grader(self) -> Grader:
        """What grades: the whole rubric, or the public checks."""
        from grader.checkers.installed import installed_checkers
        from grader.marking import Grader, open_checks
        from grader.rubric import load_rubric

        rubric = cast("Path | None", self.config.getoption("rubric"))
        if rubric is not None:
            return Grader(load_rubric(rubric, installed_checkers()))
        return open_checks(cast("Path", self.config.getoption("checks")), installed_checkers())[0]

    @functools.cached_property
    def report(self) -> Report:
        """The report on the hand-in."""
        from grader.intake import load_submission
        from grader.marking import Record
        from grader.sandbox import Sandbox

        submission = load_submission(self.path)
        if not self.grader.needs_sandbox(submission):
            return self.grader.report(submission, Record(None, {}))
        with Sandbox(first=submission) as sandbox:
            return self.grader.report(submission, self.grader.observe(submission, sandbox))


class CriterionItem(pytest.Item):
    """One criterion."""

    parent: HandInCriteria

    def runtest(self) -> None:
        """Pass with full points, fail with the evidence; what waits for a person, or for another criterion, is skipped.

        Raises:
            CriterionFailed: when points are lost.
        """
        result = next(each for each in self.parent.report.results() if each.criterion.id == self.name)
        status = result.verdict.status.value
        said = self._said(result)
        if status not in _JUDGED:
            # No verdict yet: a pass would promise points, a failure deny them; pytest's word for neither is skipped.
            pytest.skip(f"{status}: {said}" if said else status)
        if status != "passed":
            raise CriterionFailed(said)

    def _said(self, result: CriterionResult) -> str:
        from grader.report.feedback import feedback_block

        rubric = self.parent.grader.rubric
        is_staff = self.config.getoption("rubric") is not None
        facts = result.verdict.evidence
        title = result.criterion.title.in_language(rubric.language)
        reveal = is_staff or result.criterion.reveal
        return "\n".join((title, *(feedback_block(each, rubric.language, reveal=reveal) for each in facts)))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """Return the evidence; anything else is shown as pytest would."""
        if isinstance(excinfo.value, CriterionFailed):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return where the item stands: its hand-in, and its name."""
        return self.path, None, self.name
