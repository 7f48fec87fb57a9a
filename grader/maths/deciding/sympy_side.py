"""What the child process does: names to SymPy, ``doit``, and back to names. SymPy is imported here and nowhere else."""

from typing import Any, cast

import sympy

_library = cast("Any", sympy)
_ALLOWED = frozenset(
    {"Add", "Mul", "Pow", "exp", "log", "sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "acot",
     "sinh", "cosh", "tanh", "coth", "asinh", "acosh", "atanh", "Abs", "sign", "Max", "Min", "floor", "ceiling", "erf",
     "erfc", "gamma", "beta", "factorial", "binomial", "zeta", "Heaviside", "Sum", "Product", "Integral", "Limit",
     "Derivative", "Tuple", "re", "im", "conjugate", "arg", "LambertW"}
)  # fmt: skip
_CONSTANTS = {
    "Pi": "pi", "Exp1": "E", "ImaginaryUnit": "I", "EulerGamma": "EulerGamma", "Infinity": "oo", "BooleanTrue": "true",
    "BooleanFalse": "false",
}  # fmt: skip


def value_of(question: list[Any], assumptions: dict[str, str]) -> list[Any]:
    """Return the closed form of an expression given by names.

    Raises:
        ValueError: for names that are not allowed, and for answers that are no closed form.
    """
    result = _library.simplify(_built(question, assumptions).doit())
    unfinished = (_library.Sum, _library.Product, _library.Integral, _library.Limit, _library.Piecewise)
    if result.has(*unfinished):
        raise ValueError("no closed form")
    return _taken_apart(result)


def _built(data: list[Any], assumptions: dict[str, str]) -> Any:  # noqa: ANN401 - SymPy has no types
    head, text, args = data
    if head in {"Integer", "Rational"}:
        above, _, below = str(text).partition("/")
        return _library.Rational(int(above), int(below or "1"))
    if head == "Symbol":
        return _library.Symbol(text, **{assumptions.get(text, "real"): True})
    if head in _CONSTANTS:
        return getattr(_library, _CONSTANTS[head])
    if head not in _ALLOWED:
        raise ValueError(f"{head} is not allowed")
    parts = [_built(each, assumptions) for each in args]
    if head == "Limit":
        return _library.Limit(parts[0], *parts[1].args, "+-")
    return getattr(_library, head)(*parts)


def _taken_apart(value: Any) -> list[Any]:  # noqa: ANN401 - SymPy has no types
    if isinstance(value, _library.Integer):
        return ["Integer", str(value.p), []]
    if isinstance(value, _library.Rational):
        return ["Rational", f"{value.p}/{value.q}", []]
    if isinstance(value, _library.Symbol):
        return ["Symbol", str(value.name), []]
    return [type(value).__name__, None, [_taken_apart(each) for each in value.args]]
