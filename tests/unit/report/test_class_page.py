import csv
import io
from dataclasses import replace
from fractions import Fraction

import pytest
from rich.console import Console

from grader.model.text import LocalizedText
from grader.report import ClassCell, ClassPart, ClassRow, ClassTable, class_index_html, class_terminal_table, grades_csv
from grader.report.grades import safe_cell
from grader.report.histogram import bin_width, histogram_of
from tests.fakes.classes import a_class
from tests.unit.report.hostile import PAYLOADS
from tests.unit.report.pages import Page

TITLE = LocalizedText("One", "Un")
PARTS = (ClassPart("Q1", TITLE, Fraction(4)), ClassPart("Q2", TITLE, Fraction(6)))
ANNA = ClassRow(
    "anna",
    "pending",
    Fraction(5, 2),
    Fraction(6),
    (ClassCell("Q1", Fraction(5, 2)), ClassCell("Q2", Fraction(0), Fraction(6))),
    (("name", "Anna A."), ("sid", "7")),
    "reports/anna.html",
)
BOB = ClassRow(
    "bob", "graded", Fraction(28, 3), Fraction(0), (ClassCell("Q1", Fraction(4)), ClassCell("Q2", Fraction(16, 3)))
)
SCAN = ClassRow(
    "scan",
    "unreadable",
    pending=Fraction(10),
    cells=tuple(ClassCell(each.id, Fraction(0), each.points) for each in PARTS),
)
ESSAY = ClassRow("essay", "not_for_this_rubric")
SMALL = ClassTable("r", TITLE, PARTS, (ANNA, BOB, SCAN, ESSAY), ("name", "sid"))


def test_grades_are_as_the_contract_says() -> None:
    assert grades_csv(SMALL) == (
        "submission,name,sid,Q1,Q2,total,pending,status\r\n"
        "anna,Anna A.,7,2.5,,2.5,6,pending\r\n"
        "bob,,,4,5.33,9.33,0,graded\r\n"
        "scan,,,,,0,10,unreadable\r\n"
        "essay,,,,,,,not_for_this_rubric\r\n"
    )


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("  =1", "' =1"),
        ("\t=1", "' =1"),
        ("\r=1", "'␍=1"),
        ("＝1", "'＝1"),
        ("-2.5", "-2.5"),
        ("+3", "+3"),
        ("12", "12"),
        ("-1e5", "-1e5"),
        ("anna", "anna"),
        ('O\'Neil, "Ann"', 'O\'Neil, "Ann"'),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(text: str, cell: str) -> None:
    assert safe_cell(text) == cell


@pytest.mark.parametrize("payload", [*PAYLOADS, "=cmd()", 'a,"b"\r\nc'])
def test_a_hostile_name_stays_one_cell(payload: str) -> None:
    table = replace(SMALL, rows=(replace(BOB, submission=payload, roster=(("name", payload),)),))
    text = grades_csv(table)
    text.encode("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert [len(row) for row in rows] == [8, 8]
    assert not any(cell[:1] in {"=", "+", "@", "\t", "\r"} for row in rows for cell in row)


def test_the_page_links_to_every_report_and_says_every_state() -> None:
    page = Page(class_index_html([SMALL], language="en"))
    assert "./reports/anna.html" in page.values("href")
    for words in ("pending", "graded", "unreadable", "not for this rubric"):
        assert words in page.texts
    assert "4 hand-ins: 1 graded, 1 pending, 1 unreadable, 1 not for this rubric" in page.text
    assert "2.5–8.5" in page.text
    assert "Mean 5.9–8.9 of 10, median 5.9–8.9" in page.text


def test_hand_ins_that_could_not_be_read_do_not_count_as_hard_parts() -> None:
    only = class_index_html([replace(SMALL, rows=(BOB, SCAN, ESSAY))], language="en")
    assert "100%" in Page(only).text
    assert "Mean 9.3 of 10" in Page(only).text


def test_a_class_without_hand_ins_has_a_page() -> None:
    assert "0 hand-ins" in Page(class_index_html([replace(SMALL, rows=())], language="en")).text
    assert "No hand-ins." in Page(class_index_html([], language="en")).text


def test_several_rubrics_stand_below_each_other() -> None:
    page = Page(class_index_html([a_class(), SMALL], language="fr"))
    identities = page.values("id")
    assert len(identities) == len(set(identities))
    assert page.headings.count("h1") == 1


@pytest.mark.parametrize("payload", [*PAYLOADS, "javascript:alert(1)", "//evil.example/x", "a b#c?d%"])
def test_hostile_names_do_no_harm_on_the_page(payload: str) -> None:
    row = replace(ANNA, submission=payload, link=f"{payload}.html", student_link=payload, roster=(("name", payload),))
    html = class_index_html([replace(SMALL, rows=(row,))], language="en")
    html.encode("utf-8")
    page = Page(html)
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert all(link.startswith(("#", "./")) for link in page.values("href"))


@pytest.mark.parametrize(
    ("possible", "width"), [("71", "4"), ("10", "1/2"), ("1", "1/10"), ("100", "5"), ("5000", "250"), ("0", "1/10")]
)
def test_bins_are_few_and_round(possible: str, width: str) -> None:
    assert bin_width(Fraction(possible)) == Fraction(width)


def test_full_marks_are_in_the_last_bin_and_every_hand_in_is_in_one() -> None:
    full = replace(BOB, earned=Fraction(10))
    drawn = histogram_of((full, full, ANNA), Fraction(10), "en")
    settled = [bar.settled_height for bar in drawn.bars]
    waiting = [bar.open_height for bar in drawn.bars]
    assert settled[-1] == 2 * max(waiting) > 0
    assert sum(height > 0 for height in settled + waiting) == 2
    assert waiting[5] > 0  # 2.5 points, in bins of half a point
    assert drawn.most.startswith("M0 ")
    assert histogram_of((full,), Fraction(10), "en").most == ""


def test_the_class_is_a_table_in_the_terminal() -> None:
    console = Console(file=io.StringIO(), width=120, record=True)
    console.print(class_terminal_table(SMALL, language="fr"))
    text = console.export_text()
    assert "2,5–8,5" in text
    assert "4 travaux rendus\u00a0: 1 noté, 1 en attente, 1 illisible, 1 hors barème" in text


def test_students_without_a_hand_in_are_no_hand_ins() -> None:
    absent = ClassRow("Zoé", "not_handed_in")
    console = Console(file=io.StringIO(), width=120, record=True)
    console.print(class_terminal_table(replace(SMALL, rows=(*SMALL.rows, absent))))
    assert "4 hand-ins: 1 graded, 1 pending, 1 unreadable, 1 not for this rubric · 1 student without a hand-in" in (
        console.export_text()
    )


def test_where_it_is_narrow_names_are_cut_and_totals_are_not() -> None:
    rows = tuple(replace(row, submission=f"{row.submission}_{'x' * 40}") for row in SMALL.rows)
    console = Console(width=40, file=io.StringIO(), record=True)
    console.print(class_terminal_table(replace(SMALL, rows=rows)))
    assert "2.5–8.5" in console.export_text()


def test_a_part_where_nothing_was_handed_in_is_a_dash() -> None:
    row = replace(BOB, cells=(ClassCell("Q1", Fraction(0), untouched=True), ClassCell("Q2", Fraction(16, 3))))
    page = Page(class_index_html([replace(SMALL, rows=(row,))], language="en"))
    assert "–" in page.texts
    assert "100%" in page.text  # of the class did not touch Q1


@pytest.mark.parametrize(("width", "has_parts"), [(200, True), (44, False)])
def test_the_terminal_shows_all_parts_or_none(width: int, has_parts: bool) -> None:
    console = Console(width=width, file=io.StringIO(), record=True)
    console.print(class_terminal_table(SMALL))
    shown = console.export_text()
    assert all((part.id in shown) is has_parts for part in SMALL.parts)
    assert "…" not in shown
