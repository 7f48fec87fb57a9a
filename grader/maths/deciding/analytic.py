"""Functions that are finite only on balls where they are analytic: what rigorous integration asks for."""

from collections.abc import Callable

from flint import acb, arb

from grader.maths.deciding.balls import Ball, Function, integer_of
from grader.maths.deciding.functions import OPEN

_NOWHERE = acb(arb.nan(), arb.nan())


def _sqrt(x: Ball, _: Ball) -> Ball:
    return acb(x).sqrt(analytic=True)


def _log(x: Ball, _: Ball) -> Ball:
    return acb(x).log(analytic=True)


def _power(x: Ball, y: Ball) -> Ball:
    whole = integer_of(y)
    if whole is not None:
        return OPEN["pow"](x, y)
    return acb(x).pow(acb(y), analytic=True)


def _in_unit_disc(name: str) -> Function:
    def function(x: Ball, _: Ball) -> Ball:
        if not abs(x) < 1:
            return _NOWHERE
        result: Ball = getattr(acb(x), name)()
        return result

    return function


def _off_imaginary_axis(name: str) -> Function:
    """Arctangent and inverse hyperbolic sine have their cuts on the imaginary axis, from ±i outwards."""

    def function(x: Ball, _: Ball) -> Ball:
        ball = acb(x)
        if not (abs(ball) < 1 or ball.real > 0 or ball.real < 0):
            return _NOWHERE
        result: Ball = getattr(ball, name)()
        return result

    return function


def _acosh(x: Ball, _: Ball) -> Ball:
    return acb(x).acosh() if acb(x).real > 1 else _NOWHERE


def _nowhere(_x: Ball, _y: Ball) -> Ball:
    return _NOWHERE


def _piecewise(one: Callable[[acb], Ball]) -> Function:
    return lambda x, _: one(acb(x))


_SAME = ("exp", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "sech", "csch", "erf", "erfc",
         "neg", "add", "mul", "div", "gamma", "factorial", "beta_function", "binomial", "logistic", "zeta")  # fmt: skip
ANALYTIC: dict[str, Function] = {
    **dict.fromkeys(OPEN, _nowhere),
    **{name: OPEN[name] for name in _SAME},
    "sqrt": _sqrt,
    "log": _log,
    "log_base": lambda x, y: _log(x, x) / _log(y, y),
    "pow": _power,
    "asin": _in_unit_disc("asin"),
    "acos": _in_unit_disc("acos"),
    "atanh": _in_unit_disc("atanh"),
    "atan": _off_imaginary_axis("atan"),
    "asinh": _off_imaginary_axis("asinh"),
    "acosh": _acosh,
    "logit": lambda x, y: _log(x, y) - _log(1 - x, y),
    "softplus": lambda x, y: _log(1 + x.exp(), y),
    "abs": _piecewise(lambda x: x.real_abs(analytic=True)),
    "sgn": _piecewise(lambda x: x.real_sgn(analytic=True)),
    "floor": _piecewise(lambda x: x.real_floor(analytic=True)),
    "ceil": _piecewise(lambda x: x.real_ceil(analytic=True)),
    "heaviside": _piecewise(lambda x: x.real_heaviside(analytic=True)),
    "relu": _piecewise(lambda x: (x + x.real_abs(analytic=True)) / 2),
    "max": lambda x, y: acb(x).real_max(acb(y), analytic=True),
    "min": lambda x, y: acb(x).real_min(acb(y), analytic=True),
}
