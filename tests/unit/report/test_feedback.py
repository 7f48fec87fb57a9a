import re

import pytest

from grader.model.evidence import (
    BadValue,
    CounterExample,
    EntryGap,
    Evidence,
    PropertyBroken,
    Raised,
    ShapeMismatch,
    TextGathered,
    TimedOut,
    all_evidence_classes,
)
from grader.model.text import LANGUAGES, Language
from grader.report.environment import environment
from grader.report.facts import Fact
from grader.report.feedback import feedback, sentence
from tests.unit.report.hostile import PAYLOADS, evidence_of, hostile_evidence

GAP = EntryGap("f(x=1.0)", (2, 0), "0.5", "0.25", "0.25", 3, 20)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_evidence_code_has_a_template_and_no_template_is_left_over(language: Language) -> None:
    codes = {cls.code for cls in all_evidence_classes()}
    module = environment(language).get_template(f"feedback.{language}.jinja").module
    assert {name for name in vars(module) if not name.startswith("_")} == codes


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cls", all_evidence_classes())
def test_every_fact_is_a_sentence(cls: type[Evidence], language: Language) -> None:
    said = feedback(evidence_of(cls, "word"), language, reveal=True)
    assert re.search(r"[.!?…]$", said) or cls.code in {"known_error", "step_fails"}, said
    assert "  " not in said
    assert "&" not in said
    assert not re.search("[\ufdd0-\ufdef]", said)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_students_text_stays_what_it_is(payload: str) -> None:
    for fact in hostile_evidence(payload):
        said = feedback(fact, "en", reveal=True)
        said.encode("utf-8")
        assert "&lt;" not in said  # escaped where it is shown, not here
        assert "49" not in said  # a template's braces would multiply
        assert "\n" not in said
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufdd0-\ufdd2]", said)
        assert len(said) < 20_000


@pytest.mark.parametrize("cls", all_evidence_classes())
def test_french_signs_have_their_spaces(cls: type[Evidence]) -> None:
    said = sentence(Fact(evidence_of(cls, "mot")), "fr")
    assert not re.search(r"[ ][:;!?»]|« ", said), said
    assert "'" not in said


def test_what_only_staff_may_see_is_left_out_unless_asked_for() -> None:
    assert "0.25" not in feedback(GAP, "en")
    assert "Expected: `0.25`." in feedback(GAP, "en", reveal=True)


@pytest.mark.parametrize(
    ("evidence", "language", "said"),
    [
        (GAP, "en", "3 of 20 entries are off; the worst is at index `(2, 0)`. Call: `f(x=1.0)`. Returned: `0.5`."),
        (EntryGap("f()", (), "1", "2", "1"), "en", "The value is off. Call: `f()`. Returned: `1`."),
        (
            EntryGap("f()", (1,), "1", "2", "1", 1, 3),
            "fr",
            "1 des 3\u00a0entrées".replace("\u00a0", " ")
            + " est fausse\u202f; la pire est à l’indice `(1,)`. Appel\u00a0: `f()`. Renvoyé\u00a0: `1`.",
        ),
        (
            ShapeMismatch("f()", (), (3,)),
            "en",
            "The result has shape `()`; it should have shape `(3,)`. Call: `f()`.",
        ),
        (
            BadValue("f()", "tuple_of_4", "None", "nothing"),
            "en",
            "The call must return a tuple of 4; nothing (None) was returned. Call: `f()`. Returned: `None`.",
        ),
        (TimedOut("f()", 2.5, "wall"), "fr", "L’appel a été arrêté après 2,5 s. Appel\u00a0: `f()`."),
        (
            Raised("f()", "ValueError", "no", "a.py", 3),
            "en",
            "The call raised `ValueError`: `no`. Call: `f()`. Where: `a.py`, line\u00a03.",
        ),
        (
            CounterExample((("x", "1"), ("y", "2")), "3", "4", "x + y"),
            "en",
            "The formula differs from the right one at the point shown. At: `x = 1, y = 2`. Returned: `3`. "
            "Read as: $x + y$.",
        ),
        (
            PropertyBroken("f()", "a_law_of_the_course", "1", "log_det[0]: 2"),
            "en",
            "The result breaks a law: a law of the course (log_det[0]: 2). Call: `f()`. Returned: `1`.",
        ),
        (
            TextGathered("summary", "", "…", 1, "1.0", True),
            "fr",
            "Section `summary`\u00a0: 1 mot\u202f; le texte entier fait environ 1,0 page.",
        ),
    ],
)
def test_facts_are_said_like_this(evidence: Evidence, language: Language, said: str) -> None:
    assert feedback(evidence, language) == said
