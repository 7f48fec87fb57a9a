"""Written answers wait for a person, with what was found for that person."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from grader.checkers.review_text import quotes_on
from grader.checkers.text_review import TextReview
from grader.model.evidence import (
    Evidence,
    LoadTrouble,
    NotAnswered,
    NotFound,
    PointTouched,
    Raised,
    Scale,
    TextGathered,
    Unreadable,
)
from grader.model.probe import Ended, LoadEnded, LoadFact, Loading
from grader.model.status import Status
from grader.model.submission import Artifact, ArtifactKind, Cell, Submission
from grader.model.text import LocalizedText
from grader.model.verdict import Verdict, failed
from tests.fakes.oracles import NOTHING, Ends, Plain, TableOracle, verdict_on

FULL = LocalizedText("All of it", "Tout")
POINT = LocalizedText("The experiments", "Les expériences")
OTHER = LocalizedText("Usefulness", "Utilité")
PARAMETERS: dict[str, Any] = {
    "section": "strengths",
    "function": "review",
    "sections": [
        {"id": "summary", "headings": ["Summary", "Résumé"]},
        {"id": "strengths", "headings": ["Strengths", "Points forts"]},
        {"id": "weaknesses", "headings": ["Weaknesses", "Points faibles"]},
    ],
    "scale": [{"points": 5, "text": {"en": FULL.en, "fr": FULL.fr}}, {"points": 2.5, "text": {"en": "a", "fr": "b"}}],
    "points": [
        {"point": {"en": POINT.en, "fr": POINT.fr}, "phrases": ["ablation", "expérien"]},
        {"point": {"en": OTHER.en, "fr": OTHER.fr}, "phrases": ["useful", "utile"]},
    ],
}
TEXT = """# Review

## Summary
It learns without labels.

## Strengths
Careful ablations. The code is public!

## Weaknesses
None.
"""


def judge(review: Plain | Ends | None = None, submission: Submission = NOTHING, **changes: Any) -> Verdict:
    checker = TypeAdapter(TextReview).validate_python({**PARAMETERS, **changes})
    functions: dict[str, Plain | Ends] = {} if review is None else {"review": review}
    return verdict_on(checker, functions, TableOracle({}), submission=submission)


def markdown(text: str, path: str = "review.md", kind: ArtifactKind = ArtifactKind.MARKDOWN) -> Submission:
    return Submission("anna", (Artifact(path, kind, text, ""),))


def gathered(verdict: Verdict) -> TextGathered:
    assert verdict.status is Status.PENDING
    first = verdict.evidence[0]
    assert isinstance(first, TextGathered)
    return first


def test_a_returned_text_is_gathered_for_the_person_who_marks() -> None:
    verdict = judge(lambda: TEXT)
    assert verdict == Verdict(
        Status.PENDING,
        failed().credit,
        (
            TextGathered("strengths", "Strengths", "Careful ablations. The code is public!", 6, "0.0", True, None, 6),
            PointTouched(POINT, ("Careful ablations.",)),
            PointTouched(OTHER, ()),
            Scale((("5", FULL), ("2.5", LocalizedText("a", "b")))),
        ),
    )


def test_a_review_in_french_is_found_as_well() -> None:
    text = "## Résumé\nUn texte.\n## POINTS FORTS :\nDes expériences utiles.\n"
    verdict = judge(lambda: text)
    assert gathered(verdict).heading.casefold().startswith("points forts")
    assert verdict.evidence[1:3] == (
        PointTouched(POINT, ("Des expériences utiles.",)),
        PointTouched(OTHER, ("Des expériences utiles.",)),
    )


def test_markdown_cells_of_a_notebook_are_read_with_their_cell() -> None:
    cells = (
        Cell(1, "markdown", "# Question 1\nSome words."),
        Cell(2, "code", "## Strengths\n'not this'"),
        Cell(3, "markdown", "## Summary\nIt learns."),
        Cell(4, "markdown", "## Strengths\nCareful ablations.\n\nUseful."),
    )
    hand_in = Submission("anna", (Artifact("work.ipynb", ArtifactKind.NOTEBOOK, "", "", cells),))
    found = gathered(judge(None, hand_in))
    assert (found.path, found.cell, found.line) == ("work.ipynb", 4, 1)
    assert found.text == "Careful ablations.\n\nUseful."


@pytest.mark.parametrize(
    ("path", "kind"),
    [("r.md", ArtifactKind.MARKDOWN), ("r.txt", ArtifactKind.OTHER), ("r.tex", ArtifactKind.LATEX)],
)
def test_files_of_prose_are_read(path: str, kind: ArtifactKind) -> None:
    assert gathered(judge(None, markdown(TEXT, path, kind))).path == path


def test_the_text_with_most_sections_is_taken() -> None:
    full, part = Artifact("b.md", ArtifactKind.MARKDOWN, TEXT, ""), "## Strengths\nShort."
    hand_in = Submission("anna", (Artifact("a.md", ArtifactKind.MARKDOWN, part, ""), full))
    assert gathered(judge(None, hand_in)).path == "b.md"
    assert gathered(judge(lambda: part, markdown(TEXT))).path == "review.md"


def test_sections_out_of_order_are_said_to_be() -> None:
    assert not gathered(judge(lambda: "## Weaknesses\nOne.\n## Strengths\nTwo.\n")).in_order


@pytest.mark.parametrize(
    "result",
    [
        ["## Summary\nIt learns.", "## Strengths\nCareful."],
        ("## Strengths\nCareful.",),
    ],
)
def test_texts_in_a_sequence_are_joined(result: Any) -> None:
    assert gathered(judge(lambda: result)).text == "Careful."


def test_a_printed_review_counts_as_one() -> None:
    from grader.checkers.review_text import returned_text
    from grader.model.probe import Observation
    from grader.model.values import SequenceValue

    assert returned_text(Observation("i", "k", Ended.RETURNED, None, printed=TEXT)) == TEXT
    assert returned_text(Observation("i", "k", Ended.RAISED, None, printed=TEXT)) == ""
    pairs = SequenceValue("dict", (SequenceValue("tuple", ("Strengths", "Careful.")),))
    assert returned_text(Observation("i", "k", Ended.RETURNED, pairs)) == "## Strengths\n\nCareful."
    assert returned_text(Observation("i", "k", Ended.RETURNED, 3.5)) == ""


def test_a_section_that_cannot_be_placed_is_for_a_person() -> None:
    missing = judge(lambda: "## Summary\nIt learns.\n")
    assert (missing.status, missing.evidence) == (Status.UNGRADED, (NotFound("strengths"),))
    empty = judge(lambda: "## Strengths\n\n## Weaknesses\nNone.\n")
    assert empty.status is Status.UNGRADED
    prose = judge(None, markdown("Words without any heading. " * 20))
    assert (prose.status, prose.evidence) == (Status.UNGRADED, (NotFound("strengths", "review.md"),))


@pytest.mark.parametrize(
    "submission",
    [NOTHING, markdown("# Homework 3\nMy name is Anna."), markdown("x = 1\n" * 500, "a.py", ArtifactKind.SCRIPT)],
)
def test_no_text_at_all_is_no_answer(submission: Submission) -> None:
    assert judge(None, submission) == failed(NotAnswered("strengths"))


@pytest.mark.parametrize("result", [3.5, None, ""])
def test_a_function_that_returns_no_text_is_no_answer(result: Any) -> None:
    assert judge(lambda: result) == failed(NotAnswered("strengths"))


def test_a_review_function_that_fails_is_said_unless_there_is_a_text() -> None:
    raised = Ends(Ended.RAISED)
    assert judge(raised) == failed(Raised("review()", "", ""))
    assert gathered(judge(raised, markdown(TEXT))).text.startswith("Careful")
    assert judge(Ends(Ended.FAULT)).status is Status.UNGRADED


def test_a_file_that_we_could_not_open_may_hold_the_text() -> None:
    ours: Evidence = Unreadable("r.pdf", "io", is_ours=True)
    hand_in = Submission("anna", (), troubles=(ours,))
    assert judge(None, hand_in).status is Status.UNGRADED
    assert judge(None, hand_in, function=None).status is Status.UNGRADED


def test_a_module_that_does_not_load_is_named() -> None:
    script = Artifact("a.py", ArtifactKind.SCRIPT, "import torch\ndef review(): ...", "")
    fact = LoadFact("a.py", LoadEnded.RAISED, detail="no torch")
    checker = TypeAdapter(TextReview).validate_python(PARAMETERS)
    loading = Loading((fact,), (), "python", "T0")
    verdict = verdict_on(checker, {}, TableOracle({}), submission=Submission("a", (script,)), loading=loading)
    assert verdict == failed(LoadTrouble("a.py", "raised", message="no torch"))


def test_quotes_are_few_short_and_begin_words() -> None:
    assert quotes_on("Unusable. Re-useful. Not re useful? Useful; USEFULLY! Useful 3.", ["useful"]) == (
        "Re-useful.",
        "Not re useful?",
        "Useful;",
    )
    (quote,) = quotes_on("useful " * 500, ["useful"])
    assert len(quote) == 240
    assert quotes_on("- one\n- two étoiles\n- three", ["etoile"]) == ("- two étoiles",)


def test_a_vast_text_costs_little() -> None:
    verdict = judge(lambda: "## Strengths\n" + "word " * 200_000)
    assert len(gathered(verdict).text) == 20_000


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"section": "strength"}, "none of the sections"),
        ({"scale": []}, "a step at least"),
        ({"points": [{"point": {"en": "a", "fr": "b"}, "phrases": ["…"]}]}, "each with a letter"),
        ({"sections": [{"id": "strengths", "headings": [""]}]}, "each with a word"),
    ],
)
def test_parameters_that_make_no_sense_are_refused_with_a_sentence(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        judge(None, **changes)
