import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from grader.model.text import Language
from grader.report import terminal_table
from tests.fakes.reports import a_full_report, a_report_of
from tests.unit.report.hostile import PAYLOADS, hostile_evidence


def printed(report: object, width: int = 100, **wants: object) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    console.print(report)
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


@pytest.mark.parametrize(("language", "total"), [("en", "anna: 4.17 of 50 points"), ("fr", "sur 50 points")])
def test_a_report_ends_with_its_total(language: Language, total: str) -> None:
    assert total in printed(terminal_table(a_full_report(), language=language))


def test_feedback_stands_below_what_is_not_right() -> None:
    text = " ".join(printed(terminal_table(a_full_report())).split())
    assert "roles of $p$ and $q$ are" in text
    assert "20 of 20 cases are right" not in text  # it passed: nothing to say
    assert "The error is counted there" in text  # it passed by an error carried forward: worth saying


@pytest.mark.parametrize("width", [30, 40, 60, 80])
def test_everything_is_said_however_narrow_the_terminal_is(width: int) -> None:
    def squeezed(text: str) -> str:
        return "".join(sorted(text.replace(" ", "").replace("\n", "")))

    report = a_full_report()
    assert squeezed(printed(terminal_table(report), width)) == squeezed(printed(terminal_table(report), 1000))


@pytest.mark.parametrize("width", [40, 80, 200])
def test_lines_keep_to_the_width_of_the_terminal(width: int) -> None:
    assert max(len(line) for line in printed(terminal_table(a_full_report()), width).split("\n")) <= width


def test_french_lines_do_not_begin_with_a_colon() -> None:
    text = printed(terminal_table(a_full_report(), language="fr"), 70)
    assert not re.search(r"^\s*[:;»]", text, re.M)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_a_student_wrote_commands_the_terminal(payload: str) -> None:
    report = replace(a_report_of(*hostile_evidence(payload)), submission_id=payload)
    text = printed(terminal_table(report))
    text.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def test_a_students_brackets_are_not_styles() -> None:
    report = replace(a_report_of(), submission_id="[red]anna[/red][/x]")
    assert "[red]anna[/red][/x]" in printed(terminal_table(report))
