"""The words of the wire that both sides must agree on: dtypes, SymPy heads, caps. Data only."""

from typing import Final

DTYPES: Final = frozenset({
    "|b1",
    "|i1",
    "|u1",
    "<i2",
    "<u2",
    "<i4",
    "<u4",
    "<i8",
    "<u8",
    "<f2",
    "<f4",
    "<f8",
    "<c8",
    "<c16",
})
"""Array dtypes that cross, little-endian; anything else is opaque."""

MOST_DIMENSIONS: Final = 32
MOST_DIGITS: Final = 4096
"""Characters of one integer's, rational's or float's text."""
MOST_NAME: Final = 256
"""Characters of a symbol's, function's or type's name."""
MOST_TEXT: Final = 1 << 20
"""Characters of a text value."""
MOST_SYMBOLIC_NODES: Final = 20_000
DEEPEST_SYMBOLIC: Final = 64
"""Wire depth is twice that: a node holds a list of nodes."""
MOST_MATRIX_ENTRIES: Final = 4096
MOST_PREVIEW: Final = 200
MOST_MESSAGE: Final = 2000
MOST_TRACEBACK: Final = 6000
SEQUENCES: Final = frozenset({"tuple", "list", "set", "dict"})

NAMED_LEAVES: Final = frozenset({"Symbol", "Dummy", "Wild"})
NUMBER_LEAVES: Final = frozenset({"Integer", "Rational", "Float"})
CONSTANTS: Final = frozenset(
    {
        "Pi", "Exp1", "ImaginaryUnit", "EulerGamma", "GoldenRatio", "Catalan", "Infinity", "NegativeInfinity",
        "ComplexInfinity", "NaN", "BooleanTrue", "BooleanFalse", "EmptySet", "Reals", "Integers", "Naturals",
    }
)  # fmt: skip
OPERATORS: Final = frozenset(
    {
        "Add", "Mul", "Pow", "MatMul", "MatAdd", "MatPow", "Transpose", "Inverse", "Determinant", "Trace",
        "Equality", "Unequality", "StrictLessThan", "LessThan", "StrictGreaterThan", "GreaterThan",
        "And", "Or", "Not", "Piecewise", "ExprCondPair", "Tuple", "Lambda",
        "Integral", "Sum", "Product", "Derivative", "Limit", "Subs", "UnevaluatedExpr",
        "FiniteSet", "Interval", "Union", "Intersection", "Complement",
    }
)  # fmt: skip
FUNCTIONS: Final = frozenset(
    {
        "exp", "log", "sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "acot", "asec", "acsc", "atan2",
        "sinh", "cosh", "tanh", "coth", "sech", "csch", "asinh", "acosh", "atanh", "acoth",
        "Abs", "sign", "Max", "Min", "conjugate", "re", "im", "arg", "floor", "ceiling", "frac", "Mod",
        "Heaviside", "DiracDelta", "KroneckerDelta", "erf", "erfc", "erfi", "erfinv", "gamma", "loggamma", "digamma",
        "polygamma", "beta", "factorial", "binomial", "LambertW", "zeta", "besselj", "bessely", "besseli", "besselk",
        "uppergamma", "lowergamma", "sinc", "Si", "Ci", "Ei", "li", "exp_polar",
    }
)  # fmt: skip
UNDEFINED_FUNCTION: Final = "Function"
"""Head of an applied undefined function; its text is the function's name."""
MATRIX: Final = "Matrix"
"""Head of an explicit matrix; its text is ``rows,columns``, its arguments the entries row by row."""
INNER: Final = OPERATORS | FUNCTIONS
