"""Which worlds a step is tried in: chosen, since the mistakes that chance misses are structural."""

from grader.maths.worlds.batch import Batch
from grader.maths.worlds.question import Model, NormalSpec, QuestionNotation

NARROW = 6  # worlds of a batch without tables
NARROW_TABLES = 2  # draws of the tables for each shape
DENSE = 240  # worlds of a batch for inequalities
DENSE_TABLES = 60
SPARE = 12  # times as many are drawn as are used, so that conditions leave enough


def narrow_batches(question: QuestionNotation, model: Model, seed: int) -> tuple[Batch, ...]:
    """Return the batches in which equalities are tried, one for every shape."""
    count = NARROW_TABLES if has_tables(question) else NARROW * SPARE
    return _batches(question, model, seed, count, wide=False)


def dense_batches(question: QuestionNotation, model: Model, seed: int) -> tuple[Batch, ...]:
    """Return the batches in which inequalities and regions are tried."""
    has_laws = has_tables(question) or any(isinstance(law, NormalSpec) for law in model.laws.values())
    count = DENSE_TABLES if has_tables(question) else DENSE * SPARE
    return _batches(question, model, seed + 1, count, wide=not has_laws)


def has_tables(question: QuestionNotation) -> bool:
    """Whether the question's laws are tables."""
    return any(variable.kind == "discrete" for variable in question.random.values())


def _batches(question: QuestionNotation, model: Model, seed: int, count: int, *, wide: bool) -> tuple[Batch, ...]:
    shapes = max((len(values) for values in question.sizes.values()), default=1)
    return tuple(
        Batch(
            question=question,
            model=model,
            sizes={name: values[shape % len(values)] for name, values in question.sizes.items()},
            seed=seed + 101 * shape,
            pool=count,
            wide=wide,
            number_shape=shape,
        )
        for shape in range(shapes)
    )
