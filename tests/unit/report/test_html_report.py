import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from importlib.resources import files

import pytest

from grader.model.report import CriterionResult, PartResult, Penalty
from grader.model.status import Visibility
from grader.model.text import LANGUAGES, Language, LocalizedText
from grader.model.verdict import passed, ungraded
from grader.report import Audience, class_index_html, to_html
from grader.report.view import view_report
from tests.fakes.classes import a_class
from tests.fakes.reports import a_full_report, a_report_of
from tests.unit.report.hostile import (
    ATTRIBUTE,
    BIDI,
    LONG,
    MARKS,
    PAYLOADS,
    SCRIPT,
    SURROGATE,
    TEMPLATE,
    TERMINAL,
    hostile_evidence,
)
from tests.unit.report.pages import Page

HTML = frozenset({
    "html", "head", "meta", "title", "style", "body", "a", "svg", "defs", "pattern", "symbol", "circle", "path", "rect",
    "text", "use", "div", "header", "p", "h1", "h2", "h3", "h4", "bdi", "span", "ul", "ol", "li", "main", "section",
    "table", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd", "pre", "code", "article", "strong", "br", "q",
    "blockquote", "details", "summary", "figure", "figcaption", "footer",
})  # fmt: skip
MATHML = frozenset({
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "msup", "msub", "msubsup", "mover", "munder",
    "mtable", "mtr", "mtd",
})  # fmt: skip
PAGES: dict[str, Callable[[Language], str]] = {
    "staff": lambda language: to_html(a_full_report(), audience="staff", language=language),
    "student": lambda language: to_html(a_full_report(), audience="student", language=language),
    "class": lambda language: class_index_html([a_class()], language=language, tool_version="0.1"),
}


def everything_hostile(payload: str) -> str:
    evidence = hostile_evidence(payload)
    report = a_report_of(*evidence)
    rubric = replace(report.rubric, title=LocalizedText(payload, payload))
    report = replace(
        report,
        rubric=rubric,
        submission_id=payload,
        notes=evidence,
        environment=payload,
        penalties=(Penalty(payload, Fraction(1), payload),),
    )
    return to_html(report, audience="staff", language="en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_well_formed_and_needs_nothing_else(name: str, language: Language) -> None:
    html = PAGES[name](language)
    page = Page(html)
    assert page.open == []
    assert page.tags <= HTML | MATHML
    assert "http" not in html.replace("http-equiv", "")  # no address outside, not even a namespace
    assert not {each for _, each, _ in page.attributes} & {"src", "srcset", "action", "ping", "style"}
    (policy,) = [value for _, each, value in page.attributes if each == "content" and "default-src" in value]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert all(re.match(r"#|\./", link) for link in page.values("href"))
    assert f'<html lang="{language}">' in html


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_found_through_without_seeing_it(name: str) -> None:
    html = PAGES[name]("en")
    page = Page(html)
    assert {"header", "main", "footer", "h1"} <= page.tags
    assert page.headings.count("h1") == 1
    levels = [int(heading[1]) for heading in page.headings]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    identities = page.values("id")
    assert len(identities) == len(set(identities))
    assert {link.removeprefix("#") for link in page.values("href") if link.startswith("#")} <= set(identities)
    assert set(" ".join(page.values("aria-labelledby")).split()) <= set(identities)
    pictures = re.findall(r"<svg[^>]*>", html)
    outer = [each for each in pictures if 'viewBox="0 0 400' not in each]
    assert all('role="img" aria-label="' in each or "aria-hidden" in each for each in outer)


def test_every_status_has_words_beside_its_colour() -> None:
    page = Page(to_html(a_full_report(), language="en"))
    for words in ("right", "partly right", "not right", "skipped", "waits for marking", "could not be judged"):
        assert words in page.texts


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_a_student_wrote_is_markup(payload: str) -> None:
    html = everything_hostile(payload)
    html.encode("utf-8")
    page = Page(html)
    assert page.tags <= HTML | MATHML
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert all(link.startswith("#") for link in page.values("href"))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff\ufdd0-\ufdef]", html)


def test_a_page_does_not_grow_with_what_a_student_wrote() -> None:
    once, twice = everything_hostile(LONG), everything_hostile(LONG * 2)
    assert len(once) < 350_000
    assert len(twice) - len(once) <= once.count("… [+")  # a digit more in each count of what was left out


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        (SCRIPT, SCRIPT),
        (ATTRIBUTE, ATTRIBUTE),
        (TEMPLATE, TEMPLATE),
        (TERMINAL, "click␀␈␡"),
        (BIDI, "abc⟨U+202E⟩⟨U+2066⟩cba⟨U+200B⟩⟨U+200F⟩⟨U+FEFF⟩⟨U+E0041⟩"),
        (SURROGATE, "⟨U+D800⟩x⟨U+DFFF⟩"),
        (MARKS, "⟨U+FDD0⟩⟨U+FDD1⟩⟨U+FDD2⟩ a\u0300\u0301\u0301"),
        (LONG, "… [+99"),
    ],
)
def test_what_a_student_wrote_can_be_seen(payload: str, shown: str) -> None:
    assert shown in Page(everything_hostile(payload)).text


def test_a_students_page_says_how_much_it_does_not_show() -> None:
    page = Page(to_html(a_full_report(), audience="student", language="en"))
    assert "Not shown here: 4 criteria, worth 6 points." in page.text
    assert "of 44 points" in page.text
    whole = Page(to_html(a_full_report(), audience="staff", language="en"))
    assert "Not shown" not in whole.text
    assert "of 50 points" in whole.text


def test_the_total_is_a_range_while_something_waits() -> None:
    page = Page(to_html(a_full_report(), language="fr"))
    assert "17 points à noter par une personne\u00a0: entre 4,17 et 21,17 une fois tout noté" in page.text
    settled = Page(to_html(a_report_of(status=passed()), language="fr"))
    assert "entre" not in settled.text


def test_a_penalty_is_counted_once_when_what_waits_is_given_in_full() -> None:
    report = replace(a_report_of(status=ungraded()), penalties=(Penalty("late", Fraction(1)),))
    page = Page(to_html(report, language="en"))
    assert "2 points waiting for a person to mark: between 0 and 1 once everything is marked" in page.text


def test_staff_finds_what_waits_laid_out_for_marking() -> None:
    page = Page(to_html(a_full_report(), language="en"))
    for words in ("Waiting for a person", "nothing usable", "compares two views of an image", "no passage found"):
        assert words in page.text
    assert "They evaluate with a linear probe" in page.text
    student = Page(to_html(a_full_report(), audience="student", language="en"))
    assert "nothing usable" not in student.text
    assert "They evaluate with a linear probe" not in student.text


@pytest.mark.parametrize("audience", ["staff", "student"])
def test_formulas_are_mathml(audience: Audience) -> None:
    html = to_html(a_full_report(), audience=audience)
    assert "<msubsup><mi>σ</mi><mn>2</mn><mn>2</mn></msubsup>" in html
    assert "\\frac{\\sigma" not in Page(html).text


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [0, 1, 2], ids=["light", "dark", "print"])
def test_texts_contrast_with_what_is_behind_them(palette: int) -> None:
    css = files("grader.report").joinpath("templates/style.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, re.S)
    colours = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block)) for block in blocks]
    here = {**colours[0], **colours[palette]}
    for ink in ("ink", "soft", "accent", "good", "bad", "part", "wait", "odd"):
        for ground in ("paper", "card", "sunk"):
            assert contrast(here[ink], here[ground]) >= 4.5, (ink, ground)
    for fill in ("good-fill", "wait-fill"):
        assert contrast(here[fill], here["card"]) >= 2.4, fill  # beside numbers that say the same


def test_a_share_of_what_is_earned_tells_a_student_nothing_of_what_is_not_shown() -> None:
    report = a_report_of(status=passed())
    hidden = replace(report.parts[0].results[0].criterion, id="Q1.two", visibility=Visibility.STAFF)
    part = replace(report.parts[0].part, criteria=(report.parts[0].results[0].criterion, hidden))
    results = (report.parts[0].results[0], CriterionResult(hidden, passed()))
    penalties = (Penalty("late", Fraction(2, 5), share=Fraction(1, 10)),)
    report = replace(report, parts=(PartResult(part, results),), penalties=penalties)
    report = replace(report, rubric=replace(report.rubric, parts=(part,)))
    staff, student = (view_report(report, audience=audience) for audience in ("staff", "student"))
    assert (staff.penalties[0].points, staff.earned) == (Fraction(2, 5), Fraction(18, 5))
    assert (student.penalties[0].points, student.earned) == (Fraction(1, 5), Fraction(9, 5))
