import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.report.clean import clean, clean_line
from grader.report.spans import escape_markdown, mark_code, mark_prose, spans_of, to_markup, to_plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – é ∑ 漢字 🙂", "plain – é ∑ 漢字 🙂"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]0;title\x07x", "x"),
        ("\x1b]8;;http://a.example\x1b\\x", "x"),
        ("\x1b]0;never ends", ""),
        ("\x1bcx", "x"),
        ("\x1b", "␛"),
        ("a\rb", "a␍b"),
        ("a\r\nb\x1b[m", "a\nb"),
        ("\x85", "⟨U+0085⟩"),
        ("\u2028", "⟨U+2028⟩"),
        ("न\u094dन", "न\u094dन"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("e\u0301\u0301\u0301\u0301\u0301", "e\u0301\u0301\u0301"),
    ],
)
def test_a_text_shows_what_it_is(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_long_lines_and_long_texts_are_cut_and_say_so() -> None:
    assert clean("ab" * 300) == "ab" * 200 + "… [+200]"
    assert clean("a\n" * 3000, longest=10) == "a\n" * 5 + "… [+5990]"
    assert clean_line("a\n  b\t c") == "a↵ b c"


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text(st.characters(codec=None), max_size=60))
def test_cleaned_texts_can_be_written_and_marked(text: str) -> None:
    line = clean_line(text)
    line.encode("utf-8")
    assert "\x1b" not in line
    assert "\n" not in line
    assert clean_line(line) == line
    spans = list(spans_of(mark_code(text)))
    assert all(span.kind == "code" for span in spans)
    assert len(spans) <= 1


def test_the_sentences_of_a_rubric_may_hold_formulas_and_code() -> None:
    marked = mark_prose("`f` gives $x^2$, not \\$5 or $$")
    assert [span.kind for span in spans_of(marked)] == ["code", "text", "formula", "text"]
    assert to_plain(marked) == "`f` gives $x^2$, not \\$5 or $$"
    assert to_markup(marked).startswith("<code>f</code> gives <math")


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a*b_c", "a\\*b\\_c"),
        ("<b> & [x](y)", "\\<b\\> \\& \\[x\\](y)"),
        ("- x", "\\- x"),
        ("12. x", "12\\. x"),
        ("+ 1) x", "\\+ 1) x"),
        ("a - b 1. c", "a - b 1. c"),
        ("# x", "\\# x"),
    ],
)
def test_markdown_is_escaped_where_it_would_begin_something(text: str, escaped: str) -> None:
    assert escape_markdown(text) == escaped
