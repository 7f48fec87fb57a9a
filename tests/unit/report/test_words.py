import json
import re
from importlib.resources import files
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from grader.model.text import LANGUAGES
from grader.report.catalogue import catalogue

ENGLISH, FRENCH = (catalogue(language) for language in ("en", "fr"))
SOURCES = Path(str(files("grader")))
# Where short keys are written in the code, and the family of words that says what they mean.
WRITTEN = (
    ("intake", r"IntakeNote\([^,()]+(?:\([^()]*\))?[^,()]*, \"([a-z0-9_]+)\"", "note"),
    ("intake", r"\.note\([^,]+, \"([a-z0-9_]+)\"", "note"),
    ("intake", r"\.refuse\((?:[^,()]|\([^()]*\))+, \"([a-z0-9_]+)\"", "unreadable"),
    ("intake", r"reason ?= ?\"([a-z0-9_]+)\"", "unreadable"),
    ("intake", r"IntakeError\(\"([a-z0-9_]+)\"", "unreadable"),
    ("", r"Unreadable\([^,()]+, \"([a-z0-9_]+)\"", "unreadable"),
    ("numerics", r"NotNumbers\(\"([a-z0-9_]+)\"", "bad"),
    ("checkers", r"BadPick\(\w+, \"([a-z0-9_]+)\"", "bad"),
    ("checkers", r"BadValue\(.*, \"([a-z0-9_]+)\"\)", "bad"),
    ("sandbox", r"UnsupportedValueError\(\"([a-z0-9_]+)\"", "bad"),
    ("", r"OurFault\(\"([a-z0-9_]+)\"", "fault"),
    ("checkers", r"WitnessRefused\(.*, \"([a-z0-9_]+)\"\)", "refused"),
)


def holes(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_both_languages_have_the_same_words() -> None:
    assert set(ENGLISH.words) == set(FRENCH.words)


def test_words_have_the_same_holes_in_both_languages() -> None:
    assert {name: holes(words) for name, words in ENGLISH.words.items()} == {
        name: holes(words) for name, words in FRENCH.words.items()
    }


def test_no_words_are_left_in_the_other_language() -> None:
    same = {name for name, words in ENGLISH.words.items() if words == FRENCH.words[name]}
    assert {name for name in same if re.search("[a-z]{4,} [a-z]{3,}", ENGLISH.words[name])} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_hold_plain_spaces_only(language: str) -> None:
    text = files("grader.report").joinpath(f"words.{language}.json").read_text(encoding="utf-8")
    assert not set(text) & {"\u00a0", "\u202f"}  # set by the program, so that nobody has to see them


def test_french_words_have_their_spaces_and_apostrophes() -> None:
    assert {name: words for name, words in FRENCH.words.items() if re.search("[ ][:;!?»%]|« |\\w'\\w", words)} == {}


@pytest.mark.parametrize(("package", "pattern", "family"), WRITTEN)
def test_every_short_key_that_the_code_writes_has_words(package: str, pattern: str, family: str) -> None:
    keys = {
        key
        for path in (SOURCES / package).rglob("*.py")
        for key in re.findall(pattern, path.read_text(encoding="utf-8"))
    }
    assert keys
    assert {key for key in keys if f"{family}.{key}" not in ENGLISH.words} == set()


def test_every_reason_of_the_references_predicates_has_words() -> None:
    text = (SOURCES.parent / "reference/hw3/predicates.py").read_text(encoding="utf-8")
    (listed,) = re.findall(r"Reason = Literal\[(.*?)\]", text)
    keys = re.findall(r"\"(\w+)\"", listed)
    assert keys
    assert {key for key in keys if f"refused.{key}" not in ENGLISH.words} == set()


def test_every_word_that_is_used_exists_and_every_word_is_used() -> None:
    report = SOURCES / "report"
    text = "".join(path.read_text(encoding="utf-8") for path in [*report.rglob("*.py"), *report.rglob("*.jinja")])
    used = set(re.findall(r"[\"']((?:ui|unit|clock|label|place|status_sentence)\.[a-z_.]+)[\"']", text))
    known = {re.sub(r"\.(one|many)$", "", name) for name in ENGLISH.words}
    built = ("ui.legend_", "ui.visibility.", "ui.step.")  # the rest of the name is a value
    assert used - known - set(built) == set()
    unused = {name for name in known if name.startswith("ui.") and not name.startswith(built)} - used
    assert unused == set()


def test_plurals_follow_the_language() -> None:
    assert [ENGLISH.count("points", number) for number in (0, 0.5, 1, 2)] == [
        "0 points",
        "0.5 points",
        "1 point",
        "2 points",
    ]
    assert [FRENCH.count("points", number) for number in (0, 1, 1.5, 2)] == [
        "0 point",
        "1 point",
        "1.5 point",
        "2 points",
    ]


def test_the_words_are_valid_json_with_texts_only() -> None:
    def check(tree: Any) -> None:
        for value in tree.values():
            assert isinstance(value, str | dict)
            if isinstance(value, dict):
                check(value)

    for language in LANGUAGES:
        check(json.loads(files("grader.report").joinpath(f"words.{language}.json").read_text(encoding="utf-8")))
