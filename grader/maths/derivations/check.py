"""A part's text checked: every relation gets its role and, if it is a step, its verdict."""

from grader.maths.derivations.checker import stem_of
from grader.maths.derivations.mender import Mender
from grader.maths.derivations.statements import Statement, statements
from grader.maths.derivations.steps import Derivation
from grader.maths.syntax.macros import NO_MACROS, Macros
from grader.maths.tree import Density, Node
from grader.maths.worlds.question import Model, QuestionNotation


def check_steps(
    latex: str, question: QuestionNotation, macros: Macros = NO_MACROS, *, repairs: bool = True
) -> Derivation:
    """Check the derivations of one part's text, under the model of its laws in which fewest steps fail.

    Args:
        latex: prose, displays and inline formulas, as they were handed in.
        question: the part's notation.
        macros: the document's own definitions.
        repairs: whether the edits that mend failing steps are looked for.

    Returns:
        One step for every top-level relation, in source order.
    """
    best = best_pass(latex, question, macros)
    return Derivation(()) if best is None else Derivation(best.steps(repairs=repairs), best.model.name)


def best_pass(
    latex: str, question: QuestionNotation, macros: Macros = NO_MACROS, *, matrix: Node | None = None
) -> Mender | None:
    """Return the pass over a part's text under the model of its laws in which fewest steps fail.

    Its statements, definitions and worlds serve those who look for more than the steps: a final answer, a matrix.

    Args:
        latex: as for ``check_steps``.
        question: the part's notation.
        macros: the document's own definitions.
        matrix: the author's own, of an earlier part, whose eigenvalues count until the text gives another.
    """
    found = statements(latex, question.reader, macros)
    best: Mender | None = None
    for model in usable_models(question, found):
        checker = Mender(question.under(model), model, found, latex)
        checker.matrix = matrix
        checker.run()
        if best is None or is_better(checker.shortcomings, best.shortcomings):
            best = checker
        if not checker.shortcomings[0]:
            break
    return best


def is_better(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether fewer statements fail, and not because they are no longer judged: (failures, undecided) of two passes."""
    return one[0] < other[0] and sum(one) < sum(other)


def usable_models(question: QuestionNotation, found: tuple[Statement, ...]) -> tuple[Model, ...]:
    """Return the models that a text may have chosen: the first alone if it writes one law in several ways.

    An author who drops a variable behind the bar by choice does so throughout; one who does so once made a slip.
    """
    if len(question.models) == 1 or not any(model.laws != question.models[0].laws for model in question.models):
        return question.models
    written: dict[tuple[str, tuple[Node, ...]], set[frozenset[Node]]] = {}
    for statement in found:
        left, right = statement.left.node, statement.right.node
        if left is None or right is None:
            continue
        if isinstance(left, Density) and isinstance(right, Density) and left.of == right.of:
            continue  # q(x_t | x_{t-1}, x_0) = q(x_t | x_{t-1}) states the choice
        for side in (left, right):
            for _, each in side.walk():
                if isinstance(each, Density):
                    written.setdefault((stem_of(each.head), each.of), set()).add(frozenset(each.given))
    same = all(len(given) == 1 for (head, _), given in written.items() if head == question.expectation)
    return question.models if same else question.models[:1]
