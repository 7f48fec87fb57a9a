"""Whole reports, as files to read in review."""

import json

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from grader.model.text import LANGUAGES, Language
from grader.report import Audience, class_index_html, grades_csv, to_html, to_json, to_markdown
from tests.fakes.classes import a_class
from tests.fakes.reports import a_full_report


class _Text(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT


class Html(_Text):
    file_extension = "html"


class Markdown(_Text):
    file_extension = "md"


class Json(_Text):
    file_extension = "json"


class Csv(_Text):
    file_extension = "csv"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["staff", "student"])
def test_page(snapshot: SnapshotAssertion, audience: Audience, language: Language) -> None:
    assert to_html(a_full_report(), audience=audience, language=language) == snapshot.use_extension(Html)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["staff", "student"])
def test_markdown(snapshot: SnapshotAssertion, audience: Audience, language: Language) -> None:
    assert to_markdown(a_full_report(), audience=audience, language=language) == snapshot.use_extension(Markdown)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["staff", "student"])
def test_json(snapshot: SnapshotAssertion, audience: Audience, language: Language) -> None:
    plain = to_json(a_full_report(), audience=audience, language=language)
    assert json.dumps(plain, ensure_ascii=False, indent=1) + "\n" == snapshot.use_extension(Json)


@pytest.mark.parametrize("language", LANGUAGES)
def test_class_page(snapshot: SnapshotAssertion, language: Language) -> None:
    assert class_index_html([a_class()], language=language, tool_version="0.1") == snapshot.use_extension(Html)


def test_grades(snapshot: SnapshotAssertion) -> None:
    assert grades_csv(a_class()).replace("\r\n", "\n") == snapshot.use_extension(Csv)
