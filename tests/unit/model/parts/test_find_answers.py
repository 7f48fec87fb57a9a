from textwrap import dedent

import pytest

from grader.model.parts import Answers, find_answers, is_mostly_mathematics
from grader.model.submission import Artifact, ArtifactKind, Cell, Submission

COUNTS = {"Q2.": "1234", "Q3.": "abcde", "Q4.": "123456", "Q5.": "1234"}
IDS = ["Q1", *(question + part for question, parts in COUNTS.items() for part in parts)]


def latex(**files: str) -> Submission:
    return Submission(
        "x",
        tuple(
            Artifact(name.replace("__", "/") + ".tex", ArtifactKind.LATEX, dedent(text), "")
            for name, text in files.items()
        ),
    )


def answers(text: str, kind: ArtifactKind = ArtifactKind.LATEX) -> Answers:
    return find_answers(Submission("x", (Artifact("answers.tex", kind, dedent(text), ""),)), IDS)


def found(given: Answers) -> dict[str, str]:
    return {part: " ".join(given.of(part).text.split()) for part in IDS if given.of(part).state == "answered"}


CASES: dict[str, tuple[str, dict[str, str]]] = {
    "environments of a template": (
        r"""
        \begin{document}
        Name and instructions: $x = 1$.
        \begin{exercise}[Q1.] Compute $KL$. \end{exercise}
        \begin{answer}
        $KL = 1$
        \end{answer}
        \begin{exercise}[Q2.1.] Show it. \end{exercise}
        \begin{answer} $g = 0$ \end{answer}
        \end{document}
        """,
        {"Q1": "$KL = 1$", "Q2.1": "$g = 0$"},
    ),
    "one exercise a question, one answer a part": (
        r"""
        \begin{exercise}[Q2.] \begin{enumerate} \item a \item b \item c \item d \end{enumerate} \end{exercise}
        \begin{answer} $a = 1$ \end{answer}
        \begin{answer} $b = 1$ \end{answer}
        \begin{answer} $c = 1$ \end{answer}
        \begin{answer} $d = 1$ \end{answer}
        """,
        {"Q2.1": "$a = 1$", "Q2.2": "$b = 1$", "Q2.3": "$c = 1$", "Q2.4": "$d = 1$"},
    ),
    "nested lists": (
        r"""
        \section*{Problem 2}
        \begin{enumerate}[label=(\alph*)]
        \item one $a$
        \item two $b$
          \begin{enumerate}[label=(\roman*)]
          \item inner $c$
          \end{enumerate}
        \end{enumerate}
        """,
        {
            "Q2.1": r"\begin{enumerate}[label=(\alph*)] one $a$",
            "Q2.2": r"two $b$ \begin{enumerate}[label=(\roman*)] \item inner $c$ \end{enumerate} \end{enumerate}",
        },
    ),
    "uneven numbering by hand": (
        r"""
        Q.2.2. First $a$

        Q.2.3.I. Second $b$

        2.4 (ii) Third $c$

        Q3.a. Fourth
        \begin{align}
        3.b &= d
        \end{align}

        \textbf{(b)} Fifth $e$

        Answer 4.1
        $f$

        \subsection*{4.5}
        $g$
        """,
        {
            "Q2.2": "First $a$",
            "Q2.3": "Second $b$",
            "Q2.4": "Third $c$",
            "Q3.a": r"Fourth \begin{align} 3.b &= d \end{align}",
            "Q3.b": "Fifth $e$",
            "Q4.1": "$f$",
            "Q4.5": "$g$",
        },
    ),
    "French": (
        r"""
        \section*{Exercice 2}
        \subsection*{Question 1}
        Réponse. $g = 0$
        \subsection*{Question 2}
        Posons $h = 1$
        \section*{Exercice 3}
        a) Jensen $c$

        b) Bayes $d$

        Réponse à la question 4.1 : $v = 0$
        """,
        {"Q2.1": "$g = 0$", "Q2.2": "Posons $h = 1$", "Q3.a": "Jensen $c$", "Q3.b": "Bayes $d$", "Q4.1": "$v = 0$"},
    ),
    "numbers of the author's own inside a part": (
        r"""
        Q2.1. Two steps:

        1. first $a$

        2. second $b$

        Q2.2. Next $c$
        """,
        {"Q2.1": "Two steps: 1. first $a$ 2. second $b$", "Q2.2": "Next $c$"},
    ),
    "a review that numbers itself 4.1 to 4.4": (
        r"""
        \section*{Question 4}
        4.1) $v = 0$

        \section*{Question 5}
        \textbf{4.1 Summary} The paper.

        \textbf{4.2 Strengths} Its experiments.
        """,
        {"Q4.1": "$v = 0$", "Q5.1": "The paper.", "Q5.2": "Its experiments."},
    ),
    "a restart at question 1 inside the last answer": (
        r"""
        \section*{Question 1}
        $KL = 1$
        \section*{Question 5}
        \textbf{Question 1} The paper.

        \textbf{Question 2} Its experiments.
        """,
        {"Q1": "$KL = 1$", "Q5.1": "The paper.", "Q5.2": "Its experiments."},
    ),
    "tags in comments": (
        r"""
        % The line <SCPD_SUBMISSION_TAG>_1a stands above every answer.
        % <SCPD_SUBMISSION_TAG>_2.1
        \begin{answer}
        % ### START CODE HERE ###
        $a = b$
        % ### END CODE HERE ###
        \end{answer}
        % <SCPD_SUBMISSION_TAG>_2.1
        """,
        {"Q2.1": "$a = b$"},
    ),
    "several parts under one label": (
        r"""
        \subsection*{Q4.2 and Q4.3} Both $J$
        \subsection*{Q3.c--e} All $b$
        """,
        {"Q3.c": "All $b$", "Q3.d": "All $b$", "Q3.e": "All $b$", "Q4.2": "Both $J$", "Q4.3": "Both $J$"},
    ),
    "sections that LaTeX numbers": (
        r"""
        \section{Divergence}
        $KL = 1$
        \section{Flows}
        \subsection{ReLU}
        $g = 0$
        \subsection{Mixture}
        $h = 1$
        """,
        {"Q1": "$KL = 1$", "Q2.1": "$g = 0$", "Q2.2": "$h = 1$"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_an_answer_is_found_under_its_label(name: str) -> None:
    text, wanted = CASES[name]
    assert found(answers(text)) == wanted


def test_markdown_has_headings_bold_labels_and_fences() -> None:
    text = """
    ## Question 2
    ### 2.1
    $g = 0$
    **2.2** text $h$

    ```
    Q2.3. not a label
    ```
    """
    assert found(answers(text, ArtifactKind.MARKDOWN)) == {
        "Q2.1": "$g = 0$",
        "Q2.2": "text $h$ ``` Q2.3. not a label ```",
    }


def test_a_line_keeps_its_file_number_and_cell() -> None:
    cells = (Cell(1, "markdown", "# Homework"), Cell(2, "code", "x = 1"), Cell(3, "markdown", "**Q1**\n\n$KL = 1$"))
    notebook = Artifact("hw.ipynb", ArtifactKind.NOTEBOOK, "", "", cells)
    given = find_answers(Submission("x", (notebook,)), IDS)
    line = next(each for each in given.of("Q1").lines if each.text.strip())
    assert (line.path, line.cell, line.number) == ("hw.ipynb", 3, 3)


def test_included_files_stand_where_they_are_included() -> None:
    given = find_answers(
        latex(
            main=r"""
            \begin{document}
            \section*{Question 1}
            \input{parts/one}
            \include{parts/two.tex}
            \end{document}
            """,
            parts__one="$KL = 1$",
            parts__two="\\section*{Question 2}\n(1) $g = 0$ \\input{parts/two}",
        ),
        IDS,
    )
    assert found(given)["Q1"] == "$KL = 1$"
    assert found(given)["Q2.1"].startswith("$g = 0$")
    source = given.of("Q1").lines
    assert [(each.path, each.number) for each in source if each.text.strip()] == [("parts/one.tex", 1)]


def test_a_blank_template_is_blank_and_not_lost() -> None:
    given = answers(
        r"""
        \begin{document}
        Show your work: $a = b$.
        \begin{exercise}[Q1.] Compute $KL = 0$. \end{exercise}
        \begin{answer}
        % nothing yet
        \end{answer}
        \begin{exercise}[Q2.1.] Show $g = 0$. \end{exercise}
        \begin{answer} Your answer here. \end{answer}
        \begin{exercise}[Q3.] Show it. \end{exercise}
        \begin{answer} \vspace{4cm} \end{answer}
        \end{document}
        """
    )
    assert {part for part in IDS if given.of(part).state == "blank"} == {
        "Q1", "Q2.1", "Q3.a", "Q3.b", "Q3.c", "Q3.d", "Q3.e",
    }  # fmt: skip
    assert {given.of(part).state for part in IDS} == {"blank", "absent"}
    assert not given.has_any


def test_text_without_a_part_is_lost_for_the_parts_that_it_might_answer() -> None:
    given = answers(
        r"""
        \section*{Question 1}
        $KL = 1$
        \section*{Question 4}
        The velocity is $v = 1$ and the Jacobian $J = 2$.
        """
    )
    assert {part for part in IDS if given.of(part).state == "lost"} == {each for each in IDS if each.startswith("Q4")}
    assert "velocity" in given.of("Q4.3").text


def test_text_without_any_label_might_answer_everything() -> None:
    assert {answers(r"The divergence is $KL = 1$.").of(part).state for part in IDS} == {"lost"}


def test_words_beside_a_placed_answer_are_not_lost() -> None:
    given = answers("By Jeanne, 1234567.\n\n\\section*{Question 1}\n$KL = 1$")
    assert {part: given.of(part).state for part in IDS if given.of(part).state != "absent"} == {"Q1": "answered"}


def test_a_second_answer_to_a_part_is_named_and_not_used() -> None:
    given = find_answers(latex(a="Q1. $KL = 1$", b="Q1. $KL = 2$"), IDS)
    assert found(given) == {"Q1": "$KL = 1$"}
    assert given.of("Q1").also_in == ("b.tex",)


def test_prose_about_a_question_is_no_label() -> None:
    given = answers(
        """
        Q1. We compute.

        Question 2 showed that $g = 0$, as

        2.5 meters are 2.1 more.
        """
    )
    assert set(found(given)) == {"Q1"}


def test_explained_code_is_no_written_answer() -> None:
    explained = Cell(1, "markdown", "We compute $g(z)$.")
    program = Cell(2, "code", "def g(z):\n    return z + 1  # the flow\n" * 5)
    notebook = Artifact("hw.ipynb", ArtifactKind.NOTEBOOK, "", "", (explained, program))
    assert not is_mostly_mathematics(Submission("x", (notebook,)))
    written = Artifact("hw.md", ArtifactKind.MARKDOWN, "Q1. The divergence is $KL = 1$.", "")
    assert is_mostly_mathematics(Submission("x", (written,)))


@pytest.mark.parametrize(
    "text", ["\\item" * 3000, "$" * 4001, "\\begin{answer}" * 2000, "Q1." * 5000, "{" * 9000, "%\n" * 9000]
)
def test_hostile_texts_are_read_in_the_end(text: str) -> None:
    assert set(answers(text).parts) == set(IDS)
