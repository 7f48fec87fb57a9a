"""Each part's answer: its lines, or why there is none."""

import re
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from grader.model.parts.labels import Label, label_at
from grader.model.parts.marks import Mark, marks_of
from grader.model.parts.masking import has_formula, masked, without_comments
from grader.model.parts.outline import Outline
from grader.model.parts.placing import Placing, Stretch
from grader.model.parts.source import Document, definitions_of, documents_of
from grader.model.parts.written import ABSENT, Answers, PartAnswer, SourceLine
from grader.model.submission import ArtifactKind, Submission

_LAYOUT = re.compile(
    r"\\(?:begin|end|vspace|hspace|label|setcounter|includegraphics)\*?\s*(?:\[[^\]]*\])?\{[^{}]*\}"
    r"|\\(?:newpage|clearpage|bigskip|medskip|smallskip|noindent|item|par|null|maketitle|hrule|normalsize|LARGE|Large|large)\b"
)
_PLACEHOLDER = re.compile(
    r"(?:(?:write|put|insert|type|enter|add|écri\w*|ecri\w*|insér\w*|mettre|mettez|rédig\w*)?\W*(?:your|my|the|votre|vos|la|ici)?\W*"
    r"(?:answers?|solutions?|code|réponses?|reponses?|texte?)\W*(?:goes|to the question|à la question)?\W*"
    r"(?:here|ici|below|ci-dessous)?\W*|todo\W*|tbd\W*|à compléter\W*|a completer\W*|\W*)",
    re.IGNORECASE,
)
_FEWEST_WORDS = 15  # of text without a formula that may be an answer


def find_answers(submission: Submission, part_ids: Sequence[str]) -> Answers:
    """Find every part's answer in a hand-in's written documents.

    Args:
        submission: LaTeX, Markdown and the Markdown cells of notebooks are read.
        part_ids: the parts that are asked for.

    Returns:
        An answer for each of them. Nothing raises, whatever is written.
    """
    outline = Outline.of(part_ids)
    found: dict[str, PartAnswer] = {}
    left: list[tuple[frozenset[str], tuple[SourceLine, ...]]] = []
    for document in documents_of(submission):
        placed = _Placed(document, outline)
        for part, lines in placed.answers().items():
            known = found.get(part)
            if known is not None and known.state == "answered":
                if _is_content(lines):
                    found[part] = replace(known, also_in=(*known.also_in, document.path))
            elif _is_content(lines):
                found[part] = PartAnswer("answered", lines)
            else:
                found[part] = PartAnswer("blank", lines)
        left += placed.left()
    parts = {each: found.get(each, ABSENT) for each in part_ids}
    for part, answer in parts.items():
        if answer.state in {"absent", "blank"}:
            lost = tuple(line for candidates, lines in left if part in candidates for line in lines)
            if lost:
                parts[part] = PartAnswer("lost", lost)
    return Answers(MappingProxyType(parts), definitions_of(submission))


def is_mostly_mathematics(submission: Submission) -> bool:
    """Return whether formulas stand in a hand-in's written documents, and more is written in them than in its code."""
    texts = ["\n".join(line.text for line in each.lines) for each in documents_of(submission)]
    code = sum(len(each.text) for each in submission.artifacts if each.kind is ArtifactKind.SCRIPT)
    code += sum(len(cell.source) for each in submission.artifacts for cell in each.cells if cell.kind == "code")
    return any(has_formula(text) for text in texts) and sum(len(text) for text in texts) >= code


class _Placed:
    """One document with its stretches."""

    def __init__(self, document: Document, outline: Outline) -> None:
        self.document = document
        self.outline = outline
        self.text = "\n".join(line.text for line in document.lines)
        self.starts = _starts(document.lines)
        shown = masked(self.text, is_latex=document.is_latex)
        begins = frozenset(self.starts[at] for at in document.begins if at < len(self.starts))
        marks = _with_ordinals(marks_of(self.text, shown, begins), outline)
        self.shown = shown
        placing = Placing(outline, shown, marks)
        self.stretches = _told_apart(placing.run(_name_of(document.path)), outline)
        self.has_answers, self.placed, self.begun = placing.has_answers, placing.placed, placing.begun

    def answers(self) -> dict[str, tuple[SourceLine, ...]]:
        """Return the lines of every part whose place was found."""
        found: dict[str, list[SourceLine]] = {}
        begun: set[str] = set()
        for at, stretch in enumerate(self.stretches):
            for part in self.owners(at, stretch):
                if self.is_answer(stretch, begun, part):
                    found.setdefault(part, []).extend(self.lines(stretch))
            if stretch.region == "answer":
                begun.update(stretch.parts)
        for part in (*self.placed, *self.begun):
            found.setdefault(part, [])
        return {part: tuple(lines) for part, lines in found.items()}

    def owners(self, at: int, stretch: Stretch) -> tuple[str, ...]:
        """Return the parts of a stretch; what stands under a question before its first part goes with that part."""
        if stretch.parts or stretch.question is None or (self.has_answers and stretch.region != "answer"):
            return stretch.parts
        following = (
            each.parts for each in self.stretches[at + 1 :] if each.question == stretch.question and each.parts
        )
        return next(following, ())[:1]

    def is_answer(self, stretch: Stretch, begun: set[str], part: str) -> bool:
        """Whether a stretch belongs to an answer rather than to the question's own words."""
        if stretch.region == "statement":
            return False
        if stretch.region == "answer" or not self.has_answers:
            return True
        return part in begun and has_formula(self.text[stretch.start : stretch.end])  # behind a forgotten \end

    def left(self) -> list[tuple[frozenset[str], tuple[SourceLine, ...]]]:
        """Return what could not be placed, with the parts that it might answer."""
        answered = {part for part, lines in self.answers().items() if _is_content(lines)}
        is_unlabelled = not any(stretch.question is not None for stretch in self.stretches)
        found: list[tuple[frozenset[str], tuple[SourceLine, ...]]] = []
        for at, stretch in enumerate(self.stretches):
            lines = self.lines(stretch)
            candidates = self.candidates(stretch, self.owners(at, stretch)) - answered
            if candidates and _is_content(lines):
                text = self.text[stretch.start : stretch.end]
                if has_formula(text) or (is_unlabelled and len(text.split()) >= _FEWEST_WORDS):
                    found.append((frozenset(candidates), lines))
        return found

    def candidates(self, stretch: Stretch, owners: tuple[str, ...]) -> set[str]:
        """Return the parts that a stretch without an owner might answer."""
        if stretch.region == "statement":
            return set()
        if owners:  # text beside the answer environments: of a part that has none, its answer perhaps
            is_beside = self.has_answers and stretch.region == "open"
            return set(owners) - self.begun if is_beside else set()
        if stretch.question is not None:
            is_question = self.has_answers and stretch.region == "open"
            return set() if is_question else set(self.outline.questions[stretch.question])
        if self.has_answers and stretch.region == "open":
            return set()  # a title page, instructions
        return set(self.outline.parts) - self.placed

    def lines(self, stretch: Stretch) -> tuple[SourceLine, ...]:
        """Return the lines of a stretch, the first and last one cut where it begins and ends."""
        found: list[SourceLine] = []
        for at, start in enumerate(self.starts):
            line = self.document.lines[at]
            end = start + len(line.text)
            if end < stretch.start or start > stretch.end:
                continue
            cut = line.text[max(0, stretch.start - start) : max(0, stretch.end - start)]
            if cut or (stretch.start <= start and end <= stretch.end):
                found.append(replace(line, text=cut))
        return tuple(found)


def _starts(lines: tuple[SourceLine, ...]) -> list[int]:
    starts: list[int] = []
    at = 0
    for line in lines:
        starts.append(at)
        at += len(line.text) + 1
    return starts


def _is_content(lines: Sequence[SourceLine]) -> bool:
    text = without_comments("\n".join(line.text for line in lines))
    bare = " ".join(_LAYOUT.sub(" ", text).split()).strip("{}*_ \\")
    return _PLACEHOLDER.fullmatch(bare) is None


def _name_of(path: str) -> Label | None:
    """Return the label that a file's name is: ``q3.tex``, ``Question_2.1.md``."""
    stem = path.rsplit("/", 1)[-1].rpartition(".")[0]
    label = label_at(stem.replace("_", "."), 0, is_marked=True)
    return label if label is not None and label.word and label.end >= len(stem) else None


def _with_ordinals(marks: tuple[Mark, ...], outline: Outline) -> tuple[Mark, ...]:
    """Number what bears no label where the count alone says what it is: twenty exercises for twenty parts."""
    labelled = [mark for mark in marks if mark.label is not None and mark.kind != "item"]
    for kind in ("statement", "answer"):
        chosen = [mark for mark in marks if mark.kind == kind and mark.name != "comment"]
        is_bare = chosen and not any(mark.label is not None for mark in chosen) and not labelled
        if is_bare and len(chosen) in {len(outline.questions), len(outline.parts)}:
            numbered = dict(zip(chosen, _ordinals(outline, len(chosen)), strict=True))
            return tuple(replace(mark, label=numbered[mark]) if mark in numbered else mark for mark in marks)
    if not labelled:
        return _with_numbered_headings(marks)
    return marks


def _ordinals(outline: Outline, count: int) -> list[Label]:
    if count == len(outline.questions):
        return [Label((str(number),), "question", 0, 0) for number in outline.questions]
    return [
        Label((str(number), str(at)), "question", 0, 0)
        for number, ids in outline.questions.items()
        for at in range(1, len(ids) + 1)
    ]


def _with_numbered_headings(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    r"""Give ``\section`` and ``\subsection`` the numbers that LaTeX prints."""
    counts = [0, 0]
    found: list[Mark] = []
    for mark in marks:
        label = mark.label
        if mark.kind == "heading" and mark.is_numbered and mark.level in {1, 2}:
            counts = [counts[0] + 1, 0] if mark.level == 1 else [counts[0], counts[1] + 1]
            tokens = tuple(str(count) for count in counts[: mark.level])
            label = Label(tokens, "question", mark.start, mark.end)
        found.append(replace(mark, label=label))
    return tuple(found)


def _told_apart(stretches: tuple[Stretch, ...], outline: Outline) -> tuple[Stretch, ...]:
    """Give a question's unlabelled answer environments to its parts where there are as many."""
    for question, ids in outline.questions.items():
        mine = [each for each in stretches if each.question == question and each.region == "answer"]
        numbers = sorted({each.answer for each in mine})
        if not mine or any(each.parts for each in mine) or len(numbers) != len(ids):
            continue
        owner = dict(zip(numbers, ids, strict=True))
        stretches = tuple(
            replace(each, parts=(owner[each.answer],))
            if each.question == question and each.region == "answer"
            else each
            for each in stretches
        )
    return stretches
