"""A review's sections are found by their headings, however these are written."""

import pytest

from grader.intake import find_sections, prose_of
from grader.model.sections import WORDS_PER_PAGE, SectionSpec, SectionText, count_words, split_sections, text_outside
from grader.model.submission import Artifact, ArtifactKind, Cell, SourceSpan, Submission

WANTED = (
    SectionSpec("summary", ("summary", "résumé")),
    SectionSpec("strengths", ("strengths", "points forts", "forces")),
    SectionSpec("weaknesses", ("weaknesses", "points faibles", "faiblesses")),
    SectionSpec("reflection", ("reflection", "réflexion", "réflexions")),
)


def found(text: str) -> list[tuple[str, str]]:
    return [(section.id, section.text) for section in split_sections(text, WANTED)]


HEADINGS = [
    "# Strengths",
    "### 4.2 Strengths ###",
    "#### Q5.2) STRENGTHS:",
    "## II. Points forts",
    "## Les points forts de SimCLR",
    "**Points forts**",
    "**4.2 Forces :**",
    "4.2 **Forces**",
    "__Strengths__",
    "- **Strengths**",
    "Strengths",
    "Strengths:",
    "b) Forces",
    "5.2. points   forts",
    "Strengths\n=========",
    "Strengths\n---",
    r"\section*{Strengths}",
    r"\subsection{4.2 Points forts}",
    r"\subsection*{\textbf{Strengths}}",
    r"\paragraph{Strengths.}",
    r"\textbf{Strengths}",
    r"\item \textbf{Strengths:}",
    r"\section[short]{Strengths}",
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_is_known_however_it_is_marked(heading: str) -> None:
    text = f"Some title\n\n{heading}\nA clear idea.\nGood results."
    assert found(text) == [("strengths", "A clear idea.\nGood results.")]


@pytest.mark.parametrize(
    "text",
    [
        "The strengths of the paper are many.",
        "Strengths are many: a, b and c.",
        "We list **strengths** of the paper below.",
        "```\n# Strengths\n```",
        "% \\section{Strengths}",
        "# Strengthening",
        "",
    ],
)
def test_words_in_a_sentence_are_no_heading(text: str) -> None:
    assert found(text) == []


RUN_IN = [
    ("**Strengths:** A clear idea.", "A clear idea."),
    ("**Strengths**: A clear idea.", "A clear idea."),
    ("Points forts : une idée claire.", "une idée claire."),
    (r"\paragraph{Strengths} A clear idea.", "A clear idea."),
    (r"\textbf{Strengths} --- A clear idea.", "--- A clear idea."),
]


@pytest.mark.parametrize(("line", "text"), RUN_IN)
def test_text_may_follow_its_heading_on_the_line(line: str, text: str) -> None:
    assert found(f"{line}\nMore.") == [("strengths", f"{text}\nMore.")]


def test_sections_come_in_the_order_of_the_text() -> None:
    text = "## Weaknesses\nw\n## Summary\ns\n## Réflexion\nr\n## Forces\nf"
    assert found(text) == [("weaknesses", "w"), ("summary", "s"), ("reflection", "r"), ("strengths", "f")]


def test_a_subheading_stays_inside_and_a_heading_of_the_same_level_ends() -> None:
    text = "## Strengths\na\n### Theory\nb\n**Bold words**\n### Summary of the experiments\nc\n## References\nd"
    assert found(text) == [
        ("strengths", "a\n### Theory\nb\n**Bold words**\n### Summary of the experiments\nc"),
    ]


def test_a_weak_heading_does_not_count_where_a_marked_one_stands() -> None:
    text = "## Summary\nStrengths: mentioned early.\n## Strengths\nb"
    assert found(text) == [("summary", "Strengths: mentioned early."), ("strengths", "b")]


def test_a_title_that_names_all_sections_is_none_of_them() -> None:
    text = "# Summary, strengths and weaknesses of SimCLR\nBy me\n## Summary\na\n## Strengths\nb\n## Weaknesses\nc"
    assert found(text) == [("summary", "a"), ("strengths", "b"), ("weaknesses", "c")]


def test_a_common_heading_gives_its_text_to_both() -> None:
    sections = split_sections("## Strengths and weaknesses\nboth", WANTED)
    assert [(each.id, each.text, each.shares_heading_with) for each in sections] == [
        ("strengths", "both", ("weaknesses",)),
        ("weaknesses", "both", ("strengths",)),
    ]


def test_a_section_that_stands_twice_is_returned_twice() -> None:
    assert found("# Summary\na\n# Summary\nb") == [("summary", "a"), ("summary", "b")]


def test_places_and_sizes_are_told() -> None:
    text = "intro\r\n\r\n# Summary\r\n" + "word " * WORDS_PER_PAGE + "\r\n# Strengths\r\none two\r\n"
    summary, strengths = split_sections(text, WANTED, path="review.md")
    assert summary.source == SourceSpan("review.md", 3, 4)
    assert (summary.words, summary.pages) == (WORDS_PER_PAGE, 1.0)
    assert strengths.source == SourceSpan("review.md", 5, 7)
    assert strengths.words == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("l'idée de SimCLR-v2 n'est pas neuve.", 6),
        (r"\begin{itemize}\item one \emph{two} \cite{chen2020}\end{itemize}", 2),
        ("see https://example.org/a/b/c for more", 3),
        ("<p>one</p> — two …", 2),
        ("", 0),
    ],
)
def test_words_of_prose_are_counted(text: str, words: int) -> None:
    assert count_words(text) == words


def test_what_is_in_no_section_is_not_lost() -> None:
    text = "before\n\n## Summary\ns\n# Other\nafter"
    assert text_outside(text, split_sections(text, WANTED)) == "before\n# Other\nafter"


def notebook(*cells: tuple[str, str]) -> Artifact:
    numbered = tuple(Cell(number, kind, source) for number, (kind, source) in enumerate(cells, start=1))
    return Artifact("nb.ipynb", ArtifactKind.NOTEBOOK, "", "", numbered)


def submission(*artifacts: Artifact) -> Submission:
    return Submission("anna", artifacts)


def place(section: SectionText) -> tuple[str, str, int | None, int | None]:
    return section.id, section.source.path, section.source.cell, section.source.line


def test_a_section_goes_on_over_cells_but_code_is_none_of_it() -> None:
    cells = notebook(
        ("markdown", "intro\n```\nleft open"),
        ("code", "# Weaknesses\nx = 1"),
        ("markdown", "text\n# Summary"),
        ("markdown", "first"),
        ("code", "y = 2"),
        ("raw", "second"),
        ("markdown", "# Strengths\nthird"),
    )
    sections = find_sections(submission(cells), WANTED)
    assert [place(each) for each in sections] == [("summary", "nb.ipynb", 3, 2), ("strengths", "nb.ipynb", 7, 1)]
    assert [each.text for each in sections] == ["first\nsecond", "third"]


def test_all_prose_of_a_hand_in_is_searched() -> None:
    artifacts = (
        Artifact("a.md", ArtifactKind.MARKDOWN, "# Summary\na", ""),
        Artifact("b.tex", ArtifactKind.LATEX, "\\section{Forces}\nb", ""),
        Artifact("c.txt", ArtifactKind.OTHER, "Weaknesses\nc", ""),
        Artifact("d.py", ArtifactKind.SCRIPT, "# Reflection\nd", ""),
        Artifact("e.sty", ArtifactKind.OTHER, "# Reflection\ne", ""),
    )
    sections = find_sections(submission(*artifacts), WANTED)
    assert [place(each)[:2] for each in sections] == [
        ("summary", "a.md"),
        ("strengths", "b.tex"),
        ("weaknesses", "c.txt"),
    ]
    assert prose_of(submission(*artifacts)) == "# Summary\na\n\n\\section{Forces}\nb\n\nWeaknesses\nc"
