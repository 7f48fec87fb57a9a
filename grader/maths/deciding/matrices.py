"""Matrix algebra written out: products, transposes, determinants and the like become matrices of scalar formulas."""

from collections.abc import Callable

from grader.maths.deciding.build import ONE, ZERO, add, div, mul, neg, number, power
from grader.maths.deciding.survey import survey
from grader.maths.node import Node
from grader.maths.notation import Notation
from grader.maths.tree import Binder, Call, Constant, Matrix, Number, Op, Relation, Symbol

SIZE = 3  # of declared matrices and vectors, whose size is not said
MAX_DETERMINANT = 5
MAX_POWER = 12
MAX_ENTRIES = 2_500
_NAMES = frozenset({
    "Matrix",
    "transpose",
    "adjoint",
    "det",
    "trace",
    "norm",
    "inner",
    "hadamard",
    "entry",
    "cross",
    "diag",
    "identity",
})


class NotAMatrix(ValueError):
    """The shapes do not fit, or the size of something is not known."""


def has_matrices(node: Node, notation: Notation) -> bool:
    """Whether matrices or vectors occur, written or declared."""
    found = survey(node)
    if found.names & _NAMES:
        return True
    return bool(notation.symbols) and any(_shape_of(symbol, notation) != "scalar" for symbol in found.symbols.values())


def written_out(node: Node, notation: Notation) -> Node:
    """Return a formula in which all matrix algebra is done: a ``Matrix`` of scalar formulas, or a scalar formula.

    A declared matrix or vector of unknown size is taken as a general one of size ``SIZE``.

    Raises:
        NotAMatrix: if that cannot be done.
    """
    return _Writing(notation).of(node)


def _shape_of(symbol: Symbol, notation: Notation) -> str:
    declared = notation.declared(symbol)
    return "scalar" if declared is None else declared.shape


class _Writing:
    def __init__(self, notation: Notation) -> None:
        self.notation = notation

    def of(self, node: Node) -> Node:
        match node:
            case Symbol():
                return self.symbol(node)
            case Matrix():
                if len(node.entries) > MAX_ENTRIES:
                    raise NotAMatrix
                return Matrix(node.columns, tuple([self.scalar(entry) for entry in node.entries]))
            case Op():
                return self.operator(node)
            case Relation() | Call() | Binder():
                if not has_matrices(node, self.notation):
                    return node
                raise NotAMatrix
            case _:
                return node

    def scalar(self, node: Node) -> Node:
        found = self.of(node)
        if isinstance(found, Matrix):
            raise NotAMatrix
        return found

    def symbol(self, node: Symbol) -> Node:
        shape = _shape_of(node, self.notation)
        if shape == "scalar":
            return node
        columns = 1 if shape == "vector" else SIZE
        places = [(row, column) for row in range(1, SIZE + 1) for column in range(1, columns + 1)]
        return Matrix(
            columns,
            tuple([Symbol(f"⟨{node.name}⟩", (), (number(row), number(column)), ()) for row, column in places]),
        )

    def operator(self, node: Op) -> Node:
        rule = _RULES.get(node.op)
        if rule is None:
            args = tuple([self.of(arg) for arg in node.args])
            if any(isinstance(arg, Matrix) for arg in args):
                raise NotAMatrix
            return node if args == node.args else Op(node.op, args)
        args = [self.vector(arg) if node.op in _OF_VECTORS else self.of(arg) for arg in node.args]
        if not any(isinstance(arg, Matrix) for arg in args):
            if node.op in {"transpose", "adjoint", "det", "trace", "entry", "cross"}:
                raise NotAMatrix
            return Op(node.op, tuple(args))
        return rule(args)

    def vector(self, node: Node) -> Node:
        """Take a tuple or list as a column where a vector is needed."""
        if isinstance(node, Op) and node.op in {"tuple", "list"} and len(node.args) > 1:
            return Matrix(1, tuple([self.scalar(arg) for arg in node.args]))
        return self.of(node)


_OF_VECTORS = frozenset({"norm", "inner", "cross"})


def _same_shape(args: list[Node]) -> list[Matrix]:
    """Return all arguments as matrices of one shape; the identity takes the others'."""
    shapes = {arg.shape for arg in args if isinstance(arg, Matrix)}
    if len(shapes) != 1:
        raise NotAMatrix
    ((rows, columns),) = shapes
    found: list[Matrix] = []
    for arg in args:
        scale = _multiple_of_identity(arg)
        if isinstance(arg, Matrix):
            found.append(arg)
        elif scale is not None and rows == columns:
            found.append(Matrix(rows, tuple([scale if i == j else ZERO for i in range(rows) for j in range(rows)])))
        else:
            raise NotAMatrix
    return found


def _multiple_of_identity(node: Node) -> Node | None:
    match node:
        case Constant(name="identity"):
            return ONE
        case Op(op="neg", args=(inner,)):
            scale = _multiple_of_identity(inner)
            return None if scale is None else neg(scale)
        case Op(op="mul", args=args) if args[-1] == Constant("identity"):
            return mul(*args[:-1])
        case _:
            return None


def _by_entry(join: Callable[..., Node], matrices: list[Matrix]) -> Matrix:
    entries = zip(*(matrix.entries for matrix in matrices), strict=True)
    return Matrix(matrices[0].columns, tuple([join(*each) for each in entries]))


def _sum(args: list[Node]) -> Node:
    return _by_entry(add, _same_shape(args))


def _opposite(args: list[Node]) -> Node:
    (matrix,) = _matrices(args)
    return _by_entry(neg, [matrix])


def _matrices(args: list[Node]) -> list[Matrix]:
    found = [arg for arg in args if isinstance(arg, Matrix)]
    if len(found) != len(args):
        raise NotAMatrix
    return found


def _product(args: list[Node]) -> Node:
    total: Node = ONE
    for arg in args:
        total = _times(total, arg)
    return total


def _times(left: Node, right: Node) -> Node:
    if left == Constant("identity"):
        return right
    if right == Constant("identity") and isinstance(left, Matrix):
        return left
    if not isinstance(left, Matrix) and not isinstance(right, Matrix):
        return mul(left, right)
    if not isinstance(left, Matrix):
        assert isinstance(right, Matrix)
        return Matrix(right.columns, tuple([mul(left, entry) for entry in right.entries]))
    if not isinstance(right, Matrix):
        return Matrix(left.columns, tuple([mul(entry, right) for entry in left.entries]))
    if left.shape[1] != right.shape[0]:
        raise NotAMatrix
    columns = transposed(right).rows
    product = Matrix(right.columns, tuple([_dot(row, column) for row in left.rows for column in columns]))
    return product.entries[0] if product.shape == (1, 1) else product


def _dot(left: tuple[Node, ...], right: tuple[Node, ...]) -> Node:
    return add(*(mul(a, b) for a, b in zip(left, right, strict=True)))


def _quotient(args: list[Node]) -> Node:
    above, below = args
    if isinstance(below, Matrix) or not isinstance(above, Matrix):
        raise NotAMatrix
    return Matrix(above.columns, tuple([div(entry, below) for entry in above.entries]))


def transposed(matrix: Matrix) -> Matrix:
    """Return the transpose."""
    rows, columns = matrix.shape
    places = [row * columns + column for column in range(columns) for row in range(rows)]
    return Matrix(rows, tuple([matrix.entries[place] for place in places]))


def _transpose(args: list[Node]) -> Node:
    (matrix,) = _matrices(args)
    return transposed(matrix)


def _adjoint(args: list[Node]) -> Node:
    (matrix,) = _matrices(args)
    return transposed(Matrix(matrix.columns, tuple([Op("conjugate", (entry,)) for entry in matrix.entries])))


def _square(matrix: Matrix) -> int:
    rows, columns = matrix.shape
    if rows != columns or rows > MAX_DETERMINANT:
        raise NotAMatrix
    return rows


def determinant(matrix: Matrix) -> Node:
    """Return the determinant, by its first row.

    Raises:
        NotAMatrix: if the matrix is not square, or large.
    """
    size = _square(matrix)
    if size == 1:
        return matrix.entries[0]
    terms: list[Node] = []
    for column in range(size):
        minor = mul(matrix.entries[column], determinant(_minor(matrix, 0, column)))
        terms.append(minor if column % 2 == 0 else neg(minor))
    return add(*terms)


def _minor(matrix: Matrix, row: int, column: int) -> Matrix:
    rows = [each[:column] + each[column + 1 :] for at, each in enumerate(matrix.rows) if at != row]
    return Matrix(matrix.columns - 1, tuple([entry for each in rows for entry in each]))


def _determinant(args: list[Node]) -> Node:
    (matrix,) = _matrices(args)
    return determinant(matrix)


def _power(args: list[Node]) -> Node:
    base, exponent = args
    if isinstance(exponent, Op) and exponent.op == "neg":
        inverse = _inverse(base)
        return _power([inverse, exponent.args[0]])
    if not isinstance(base, Matrix) or not isinstance(exponent, Number) or exponent.value.denominator != 1:
        raise NotAMatrix
    count = int(exponent.value)
    if not 1 <= count <= MAX_POWER:
        raise NotAMatrix
    return _product([base] * count)


def _inverse(base: Node) -> Matrix:
    if not isinstance(base, Matrix):
        raise NotAMatrix
    size = _square(base)
    below = determinant(base)
    if size == 1:
        return Matrix(1, (div(ONE, below),))
    entries: list[Node] = []
    for row in range(size):
        for column in range(size):
            cofactor = determinant(_minor(base, column, row))
            entries.append(div(cofactor if (row + column) % 2 == 0 else neg(cofactor), below))
    return Matrix(size, tuple(entries))


def _trace(args: list[Node]) -> Node:
    (matrix,) = _matrices(args)
    size = _square(matrix)
    return add(*(matrix.rows[at][at] for at in range(size)))


def _norm(args: list[Node]) -> Node:
    matrix, *order = args
    if not isinstance(matrix, Matrix) or 1 not in matrix.shape:
        raise NotAMatrix
    sizes = [Op("abs", (entry,)) for entry in matrix.entries]
    match order:
        case [] | [Number(written="2")]:
            return Op("sqrt", (add(*(power(size, number(2)) for size in sizes)),))
        case [Number(written="1")]:
            return add(*sizes)
        case [Constant(name="infinity")]:
            return Op("max", tuple(sizes))
        case _:
            raise NotAMatrix


def _inner(args: list[Node]) -> Node:
    left, right = _matrices(args)
    if left.shape != right.shape or 1 not in left.shape:
        raise NotAMatrix
    return _dot(left.entries, right.entries)


def _entry(args: list[Node]) -> Node:
    matrix, *places = args
    if not isinstance(matrix, Matrix) or not all(isinstance(place, Number) for place in places):
        raise NotAMatrix
    at = [int(place.value) - 1 for place in places if isinstance(place, Number)]
    rows, columns = matrix.shape
    row, column = at if len(at) == 2 else (at[0], 0) if columns == 1 else (0, at[0])
    if not (0 <= row < rows and 0 <= column < columns):
        raise NotAMatrix
    return matrix.rows[row][column]


def _cross(args: list[Node]) -> Node:
    left, right = _matrices(args)
    if len(left.entries) != 3 or left.shape != right.shape:
        raise NotAMatrix
    (a, b, c), (x, y, z) = left.entries, right.entries
    entries = (add(mul(b, z), neg(mul(c, y))), add(mul(c, x), neg(mul(a, z))), add(mul(a, y), neg(mul(b, x))))
    return Matrix(left.columns, entries)


def _hadamard(args: list[Node]) -> Node:
    return _by_entry(mul, _same_shape(args))


_RULES: dict[str, Callable[[list[Node]], Node]] = {
    "add": _sum,
    "neg": _opposite,
    "mul": _product,
    "div": _quotient,
    "pow": _power,
    "transpose": _transpose,
    "adjoint": _adjoint,
    "det": _determinant,
    "abs": _determinant,
    "trace": _trace,
    "norm": _norm,
    "inner": _inner,
    "entry": _entry,
    "cross": _cross,
    "hadamard": _hadamard,
}
