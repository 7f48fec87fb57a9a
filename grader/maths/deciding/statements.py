"""Two statements compared: equations and systems, inequalities, logic, membership."""

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from flint import arb, fmpq

from grader.maths.deciding.algebra import Algebra
from grader.maths.deciding.budget import Clock
from grader.maths.deciding.cells import Cell, cut
from grader.maths.deciding.expressions import may_be_complex
from grader.maths.deciding.ideals import cannot_vanish
from grader.maths.deciding.kernels import IMAGINARY, Circular, Modulus, Root
from grader.maths.deciding.linear import Row, TooManyRows, row_of, solution
from grader.maths.deciding.magnitudes import text_of
from grader.maths.deciding.possible import Possibilities
from grader.maths.deciding.quotients import GENERATORS, TooLarge, generator_polynomial
from grader.maths.deciding.scanning import AGREEING_BITS, SCANNED, scan
from grader.maths.deciding.signs import Signs, Table, TooHard, Truth
from grader.maths.deciding.solving import occurring
from grader.maths.deciding.verdict import Comparison, Witness, different, same, undecided
from grader.maths.node import Node
from grader.maths.notation import Domain, Notation

MAX_COMBINATIONS = 20_000
MAX_NAMES = 10
SLACK = fmpq(1, 10**9)  # makes a bound that may be reached a strict one


class Question:
    """Two statements as functions of the signs of common factors."""

    def __init__(self, left: Node, right: Node, notation: Notation, clock: Clock) -> None:
        self.notation = notation
        self.clock = clock
        is_complex = may_be_complex(notation)
        self.table = Table(Algebra(clock, is_complex=is_complex), is_complex, self.domain_of)
        self.left: Truth = self.table.truth(left)
        self.right: Truth = self.table.truth(right)
        self.names = sorted(self.table.names)
        if len(self.names) > MAX_NAMES or self.table.names & self.table.algebra.symbols.keys():
            raise TooHard  # a letter that is a truth here and a number there

    def domain_of(self, name: str) -> Domain:
        """Return where a symbol of this name lies."""
        found = self.notation.symbols.get(name) or self.notation.symbols.get(name.partition("_")[0])
        return self.notation.domain if found is None else found.domain

    def holders(self) -> dict[int, set[int]]:
        """Return which movable generators each factor holds."""
        constants = self.table.algebra.constants
        found: dict[int, set[int]] = {}
        for index, factor in enumerate(self.table.factors):
            degrees = factor.degrees()
            found[index] = {at for at in range(GENERATORS) if degrees[at] and at not in constants}
        return found

    def assignments(self) -> list[dict[str, bool]]:
        """Return all truths of the boolean symbols."""
        return [dict(zip(self.names, values, strict=True)) for values in product((False, True), repeat=len(self.names))]

    def mismatch(self, signs: Signs) -> tuple[dict[str, bool], bool, bool] | None:
        """Return names and truths for which the statements differ at a combination of signs."""
        for names in self.assignments():
            first, second = self.left(signs, names), self.right(signs, names)
            if first != second:
                return names, first, second
        return None

    def is_isolated(self, signs: Signs) -> bool:
        """Whether a mismatch of equations comes of a missing value at a place around which both hold."""
        if self.table.has_order:
            return False
        zeros = [index for index in self.table.divisors if signs.get(index) == 0]
        for choice in product((1, -1), repeat=min(len(zeros), 6)):
            moved = {**signs, **dict(zip(zeros, choice, strict=False))}
            if zeros and all(self.left(moved, names) and self.right(moved, names) for names in self.assignments()):
                return True
        return False


def compare_statements(left: Node, right: Node, notation: Notation, clock: Clock) -> Comparison:
    """Compare two statements in the one form (see ``truth``), their sides in the core.

    Args:
        left: the first.
        right: the second.
        notation: domains of the symbols.
        clock: the budget.
    """
    try:
        question = Question(left, right, notation, clock)
        return _decide(question)
    except TooHard:
        return undecided("not brought to signs of polynomials")


def _decide(question: Question) -> Comparison:
    table = question.table
    holders = question.holders()
    symbols = {at: name for name, at in table.algebra.symbols.items()}
    lone: dict[int, list[int]] = {}
    rest: list[int] = []
    for index, held in holders.items():
        (at,) = held if len(held) == 1 else (-1,)
        if at in symbols and not table.is_complex:
            lone.setdefault(at, []).append(index)
        else:
            rest.append(index)
    if not rest and len(lone) <= 1:
        return _on_the_line(question, lone, symbols)
    result = _in_space(question, lone, rest, symbols)
    if isinstance(result, Comparison):
        return result
    if len(symbols) == 1 and not table.is_complex:
        ((at, name),) = symbols.items()
        return _by_scanning(question, at, name)
    return _by_witness(question)


def _on_the_line(question: Question, lone: dict[int, list[int]], symbols: Mapping[int, str]) -> Comparison:
    """Decide exactly: every combination of signs that is looked at occurs."""
    if not lone:
        cells: tuple[Cell, ...] = (Cell({}, arb(0), is_root=False),)
        is_exact, name = True, None
    else:
        ((at, members),) = lone.items()
        name = symbols[at]
        found = cut(question.table, at, members, question.domain_of(name))
        cells, is_exact = found.cells, found.is_exact
    doubtful = False
    for cell in cells:
        difference = question.mismatch(cell.signs)
        if difference is None:
            continue
        if cell.is_root and not question.table.has_order and _is_without_value(question, cell.signs):
            doubtful = True
            continue
        if cell.is_root and not is_exact:
            doubtful = True
            continue
        names, first, second = difference
        point = [] if name is None else [(name, text_of(cell.sample))]
        return different("cells of the line", _witness(point, names, first, second))
    if doubtful:
        return undecided("a point where one side has no value")
    return same("cells of the line", proved=is_exact)


def _by_scanning(question: Question, at: int, name: str) -> Comparison:
    """Decide on the line where roots, exponentials and the like are among the factors: their zeros are searched for."""
    found = scan(question.table, at, question.domain_of(name))
    for cell in found.cells:
        difference = question.mismatch(cell.signs)
        if difference is None:
            continue
        if cell.is_root and (_is_without_value(question, cell.signs) or not found.is_exact):
            return undecided("a point where one side has no value, or roots that nearly agree")
        names, first, second = difference
        return different("zeros on the line", _witness([(name, text_of(cell.sample))], names, first, second))
    if not found.is_complete:
        return undecided("periodic functions")
    return same(f"zeros on the line, searched at {SCANNED} points, agree to {AGREEING_BITS} bits", proved=False)


def _witness(point: list[tuple[str, str]], names: Mapping[str, bool], first: bool, second: bool) -> Witness:
    given = [(name, str(value).lower()) for name, value in names.items()]
    return Witness((*point, *given), str(first).lower(), str(second).lower())


def _in_space(
    question: Question, lone: dict[int, list[int]], rest: list[int], symbols: Mapping[int, str]
) -> Comparison | Signs:
    """Compare at all combinations of signs that might occur.

    Returns:
        The outcome, or a combination at which the statements differ and of which it is not known whether it occurs.
    """
    table = question.table
    possibilities = Possibilities(table)
    groups: list[list[dict[int, int]]] = [[{index: sign} for sign in possibilities.possible(index)] for index in rest]
    is_exact = True
    for at, members in lone.items():
        found = cut(table, at, members, question.domain_of(symbols[at]))
        is_exact &= found.is_exact
        groups.append(_distinct([cell.signs for cell in found.cells]))
    if prod(len(group) for group in groups) > MAX_COMBINATIONS:
        return {}
    for count, choice in enumerate(product(*groups)):
        if count & 63 == 63:
            question.clock.check()
        signs = {index: sign for part in choice for index, sign in part.items()}
        difference = question.mismatch(signs)
        if difference is None or not possibilities.can_occur(signs) or question.is_isolated(signs):
            continue
        if not rest and is_exact and not _is_without_value(question, signs):
            names, first, second = difference
            return different("cells of the lines", _witness([], names, first, second))
        if _is_impossible(question, signs):
            question.clock.check()
            continue
        try:
            point = _linear_point(question, signs)
        except _NoPoint:
            continue
        if point is None or _is_without_value(question, signs):
            return signs
        names, first, second = difference
        return different("a point of linear factors", _witness(point, names, first, second))
    return same("signs of factors", proved=is_exact)


def _is_without_value(question: Question, signs: Signs) -> bool:
    return any(signs.get(index) == 0 for index in question.table.divisors)


def _is_impossible(question: Question, signs: Signs) -> bool:
    """Whether algebra shows that factors cannot vanish together while the others do not."""
    table = question.table
    zeros = [table.factors[index] for index, sign in signs.items() if sign == 0]
    others = [table.factors[index] for index, sign in signs.items() if sign != 0]
    held = [at for at in table.algebra.relations if any(factor.degrees()[at] for factor in (*zeros, *others))]
    for at in held:
        power, (above, below) = table.algebra.relations[at]
        zeros.append(generator_polynomial(at) ** power * below - above)
    try:
        return cannot_vanish(zeros, others)
    except TooLarge:
        return False


def _distinct(signs: list[dict[int, int]]) -> list[dict[int, int]]:
    return list({tuple(each.items()): each for each in signs}.values())


class _NoPoint(Exception):
    """No point has these signs."""


def _linear_point(question: Question, signs: Signs) -> list[tuple[str, str]] | None:
    """Return a point at which linear factors have these signs, None if there are others among them.

    Raises:
        _NoPoint: if it is certain that there is none.
    """
    table = question.table
    if table.is_complex:
        return None
    rows = [row_of(table.factors[index], sign) for index, sign in signs.items()]
    names = {_monomial(at): name for name, at in table.algebra.symbols.items()}
    domains = {monomial: question.domain_of(name) for monomial, name in names.items()}
    for monomial, domain in domains.items():
        if domain in {"positive", "negative"}:
            rows.append(Row({monomial: fmpq(1 if domain == "positive" else -1)}, fmpq(0), is_equation=False))
    for at in table.algebra.units:
        if table.algebra.kernel_of(at) == IMAGINARY:
            return None
        rows.append(Row({_monomial(at): fmpq(1)}, fmpq(0), is_equation=False))
    rows.extend(_bounds(table, rows))
    try:
        values = solution(rows)
    except TooManyRows:
        return None
    if values is None:
        raise _NoPoint
    is_linear = len(table.algebra.kernels) == len(names) and all(monomial in names for monomial in values)
    if not is_linear or any(domain not in {"real", "positive", "negative"} for domain in domains.values()):
        return None
    return [(name, str(values.get(monomial, fmpq(0)))) for monomial, name in names.items()]


def _bounds(table: Table, rows: list[Row]) -> Iterator[Row]:
    """Yield what holds of monomials: sines lie between −1 and 1, squares and roots above 0; with some slack."""
    for monomial in {each for row in rows for each in row.coefficients}:
        held = [at for at in range(GENERATORS) if monomial[at]]
        if all(monomial[at] % 2 == 0 or _is_never_negative(table, at) for at in held):
            yield Row({monomial: fmpq(1)}, SLACK, is_equation=False)
        if sum(monomial) == 1 and isinstance(table.algebra.kernel_of(held[0]), Circular):
            yield Row({monomial: fmpq(1)}, 1 + SLACK, is_equation=False)
            yield Row({monomial: fmpq(-1)}, 1 + SLACK, is_equation=False)


def _is_never_negative(table: Table, at: int) -> bool:
    kernel = table.algebra.kernel_of(at)
    return isinstance(kernel, Modulus) or (isinstance(kernel, Root) and kernel.index % 2 == 0)


def _monomial(at: int) -> tuple[int, ...]:
    return tuple([int(each == at) for each in range(GENERATORS)])


def _by_witness(question: Question) -> Comparison:
    """Look for a point at which the statements differ."""
    for signs, point in occurring(question.table, question.clock, question.domain_of):
        difference = question.mismatch(signs)
        if difference is not None and not _is_without_value(question, signs):
            names, first, second = difference
            return different("signs of factors", _witness(point, names, first, second))
    return undecided("no point found that tells the statements apart")
