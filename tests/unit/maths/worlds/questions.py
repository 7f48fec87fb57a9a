"""Small notations that the tests of worlds share."""

from grader.maths.node import Node
from grader.maths.syntax.latex import parse_latex
from grader.maths.syntax.result import Parsed
from grader.maths.worlds.choose import narrow_batches
from grader.maths.worlds.evaluate import Evaluator
from grader.maths.worlds.question import QuestionNotation

GAUSSIAN = QuestionNotation.from_mapping({
    "symbols": {
        "mu_1": "real", "mu_2": "real", "sigma_1": "positive", "sigma_2": "positive", "x": "real", "p": "density",
        "q": "density", "a": "real", "b": "positive", "f": {"role": "function", "arity": 1},
        "sigma": {"role": "function", "means": "logistic"},
    },
    "random": {"x": "real"},
    "laws": {"p": {"normal": ["x", "\\mu_1", "\\sigma_1^2"]}, "q": {"normal": ["x", "\\mu_2", "\\sigma_2^2"]}},
    "expectation": "q",
    "functions": {"f": {"derivative_above": -1}},
})  # fmt: skip
CHAIN = QuestionNotation.from_mapping({
    "symbols": {"x": "random", "p": "density", "q": "density", "t": "index", "T": "natural"},
    "sizes": {"T": [3, 4, 1]},
    "indices": {"t": [2, "T", 1]},
    "random": {"x": {"from": 0, "to": "T"}},
    "laws": {"p": ["x_T", "x_{t-1} | x_t"], "q": ["x_t | x_{t-1}"]},
    "observed": ["x_0"],
    "expectation": "q",
})
VECTORS = QuestionNotation.from_mapping({
    "symbols": {"z": "vector", "w": "vector", "r": "positive", "a": "real", "b": "real", "c": "real", "d": "real"},
    "sizes": {"D": [2, 3, 1]},
    "identity": "2",
})  # fmt: skip


def read(text: str, question: QuestionNotation) -> Node:
    found = parse_latex(text, question.reader)
    assert isinstance(found, Parsed), text
    return found.node


def evaluators(question: QuestionNotation) -> list[Evaluator]:
    return [Evaluator(batch.first(6), {}) for batch in narrow_batches(question, question.models[0], 11)]
