"""The functions of numbers known up to a ball, with certain domains.

Each function exists in two tables. ``STRICT`` is for parts of a formula on the real line: where a real argument has no
real value the part is *undefined*, and that is an outcome, not an error. ``OPEN`` is for complex domains and for parts
without symbols, where the root of −1 is the imaginary unit. An ``acb`` argument is complex in either: somebody wrote
the imaginary unit.

Every function takes two balls (the second is ignored by functions of one) and may raise:

* ``Undefined``: for every number in the ball, the function has no value.
* ``Unclear``: the ball is too wide to tell, or the value is not computable here.

A value that is not finite means the same as ``Unclear``; who reads a result checks that.
"""

from collections.abc import Callable

from flint import acb, arb, fmpz

from grader.maths.deciding.balls import Ball, Function, Unclear, Undefined, integer_of, is_apart_from_integers, sign_of


def _unless(is_inside: bool, is_outside: bool) -> None:
    if not is_inside:
        raise Undefined if is_outside else Unclear


def _sqrt(x: Ball, _: Ball) -> Ball:
    if isinstance(x, arb):
        _unless(bool(x >= 0), bool(x < 0))
    return x.sqrt()


def _open_sqrt(x: Ball, _: Ball) -> Ball:
    return x.sqrt() if isinstance(x, acb) or x >= 0 else acb(x).sqrt()


def _log(x: Ball, _: Ball) -> Ball:
    if isinstance(x, arb):
        _unless(bool(x > 0), bool(x <= 0))
    elif x == 0:
        raise Undefined
    return x.log()


def _open_log(x: Ball, _: Ball) -> Ball:
    if x == 0:
        raise Undefined
    return x.log() if isinstance(x, acb) or x > 0 else acb(x).log()


def _asin(x: Ball, _: Ball) -> Ball:
    if isinstance(x, arb):
        _unless(bool(abs(x) <= 1), bool(abs(x) > 1))
    return x.asin()


def _acos(x: Ball, _: Ball) -> Ball:
    if isinstance(x, arb):
        _unless(bool(abs(x) <= 1), bool(abs(x) > 1))
    return x.acos()


def _acosh(x: Ball, _: Ball) -> Ball:
    if isinstance(x, arb):
        _unless(bool(x >= 1), bool(x < 1))
    return x.acosh()


def _atanh(x: Ball, _: Ball) -> Ball:
    if isinstance(x, arb):
        _unless(bool(abs(x) < 1), bool(abs(x) >= 1))
    return x.atanh()


def _opened(inside: Callable[[arb], bool], name: str) -> Function:
    """Make a function complex where its real argument lies outside."""

    def function(x: Ball, _: Ball) -> Ball:
        ball = x if isinstance(x, acb) or inside(x) else acb(x)
        result: Ball = getattr(ball, name)()
        return result

    return function


_open_asin = _opened(lambda x: bool(abs(x) <= 1), "asin")
_open_acos = _opened(lambda x: bool(abs(x) <= 1), "acos")
_open_acosh = _opened(lambda x: bool(x >= 1), "acosh")
_open_atanh = _opened(lambda x: bool(abs(x) < 1), "atanh")


def _reciprocal(x: Ball) -> Ball:
    if x == 0:
        raise Undefined
    return 1 / x


def _of_reciprocal(function: Function) -> Function:
    return lambda x, y: function(_reciprocal(x), y)


def divide(x: Ball, y: Ball) -> Ball:
    """Divide; by exact zero there is no value."""
    if y == 0:
        raise Undefined
    return x / y


def _power(x: Ball, y: Ball, *, is_open: bool) -> Ball:
    exponent = integer_of(y)
    if exponent is not None:
        if exponent < 0 and x == 0:
            raise Undefined
        if not x.is_finite():
            raise Unclear
        return x**exponent if abs(exponent) < 1 << 62 else x ** fmpz(exponent)
    if isinstance(x, acb) or isinstance(y, acb):
        return _complex_power(acb(x), acb(y))
    if x > 0:
        return x**y
    if x == 0:
        return _power_of_zero(y)
    if is_open:
        return _complex_power(acb(x), acb(y))
    if x < 0:
        _unless(is_inside=False, is_outside=is_apart_from_integers(y))
    raise Unclear


def _complex_power(x: acb, y: acb) -> Ball:
    if x == 0:
        return _power_of_zero(y.real) if y.imag == 0 else _nothing()
    return x.pow(y)


def _power_of_zero(y: arb) -> Ball:
    if y > 0:
        return arb(0)
    _unless(is_inside=False, is_outside=bool(y < 0))
    return arb(0)


def _nothing() -> Ball:
    raise Undefined


def _is_pole(x: Ball) -> bool:
    whole = integer_of(x)
    return whole is not None and whole <= 0


def _gamma(x: Ball, _: Ball) -> Ball:
    if _is_pole(x):
        raise Undefined
    return x.gamma()


def _factorial(x: Ball, _: Ball) -> Ball:
    return _gamma(x + 1, x)


def _double_factorial(x: Ball, _: Ball) -> Ball:
    whole = integer_of(x)
    if whole is None or whole > 1 << 40:
        raise Unclear
    if whole < -1:
        raise Undefined
    half = arb(whole).__truediv__(2)
    if whole % 2 == 0:
        return arb(2) ** half * (half + 1).gamma()
    return arb(2) ** ((whole + 1) // 2) * (half + 1).gamma() / arb.pi().sqrt()


def _binomial(n: Ball, k: Ball) -> Ball:
    upper, lower = integer_of(n), integer_of(k)
    if lower is not None and (upper is not None or 0 <= lower <= 64):
        if lower < 0:
            return arb(0)
        if upper is not None and 0 <= upper < lower:
            return arb(0)
        if lower <= 64:
            value: Ball = arb(1)
            for step in range(lower):
                value = value * (n - step) / (step + 1)
            return value
    if _is_pole(n + 1):
        raise Unclear
    return (n + 1).gamma() * (k + 1).rgamma() * (n - k + 1).rgamma()


def _beta(x: Ball, y: Ball) -> Ball:
    if _is_pole(x) or _is_pole(y):
        raise Undefined
    return x.gamma() * y.gamma() * (x + y).rgamma()


def _abs(x: Ball, _: Ball) -> Ball:
    return abs(x)


def _sgn(x: Ball, _: Ball) -> Ball:
    return arb(sign_of(x)) if isinstance(x, arb) else divide(x, abs(x))


def _real_part(x: Ball) -> arb:
    if isinstance(x, acb):
        if x.imag != 0:
            raise Unclear
        return x.real
    return x


def _floor(x: Ball, _: Ball) -> Ball:
    return _step(_real_part(x).floor())


def _ceil(x: Ball, _: Ball) -> Ball:
    return _step(_real_part(x).ceil())


def _step(value: arb) -> Ball:
    """Give a jump's value only where the ball does not hold the jump."""
    if not value.is_exact():
        raise Unclear
    return value


def _mod(x: Ball, y: Ball) -> Ball:
    return x - y * _floor(divide(x, y), y)


def _max(x: Ball, y: Ball) -> Ball:
    return _real_part(x).max(_real_part(y))


def _min(x: Ball, y: Ball) -> Ball:
    return _real_part(x).min(_real_part(y))


def _heaviside(x: Ball, _: Ball) -> Ball:
    sign = sign_of(x)
    if sign == 0:
        raise Unclear  # no convention is agreed on
    return arb(1) if sign > 0 else arb(0)


def _relu(x: Ball, _: Ball) -> Ball:
    return _real_part(x).max(arb(0))


def _re(x: Ball, _: Ball) -> Ball:
    return x.real


def _im(x: Ball, _: Ball) -> Ball:
    return x.imag if isinstance(x, acb) else arb(0)


def _arg(x: Ball, _: Ball) -> Ball:
    return acb(x).arg()


def _conjugate(x: Ball, _: Ball) -> Ball:
    return x.conjugate() if isinstance(x, acb) else x


def _whole(x: Ball) -> int:
    found = integer_of(x)
    if found is None:
        if is_apart_from_integers(x):
            raise Undefined
        raise Unclear
    return found


def _gcd(x: Ball, y: Ball) -> Ball:
    return arb(fmpz(_whole(x)).gcd(fmpz(_whole(y))))


def _lcm(x: Ball, y: Ball) -> Ball:
    return arb(fmpz(_whole(x)).lcm(fmpz(_whole(y))))


def _lambert_w(x: Ball, _: Ball) -> Ball:
    if isinstance(x, arb):
        edge = -(arb(-1).exp())
        _unless(bool(x >= edge), bool(x < edge))
    return x.lambertw()


def _open_lambert_w(x: Ball, _: Ball) -> Ball:
    return acb(x).lambertw()


def _zeta(x: Ball, _: Ball) -> Ball:
    if x == 1:
        raise Undefined
    if abs(x) > 10_000:
        raise Unclear  # the cost grows with the height
    return x.zeta()


def _logit(x: Ball, y: Ball) -> Ball:
    return _log(x, y) - _log(1 - x, y)


def _open_logit(x: Ball, y: Ball) -> Ball:
    return _open_log(x, y) - _open_log(1 - x, y)


def _method(name: str) -> Function:
    def function(x: Ball, _: Ball) -> Ball:
        result: Ball = getattr(x, name)()
        return result

    return function


_PLAIN = ("exp", "sin", "cos", "sinh", "cosh", "tanh", "sech", "atan", "asinh", "erf", "erfc")

# Defined and real on the whole real line, but for isolated poles.
_EVERYWHERE: dict[str, Function] = {
    **{name: _method(name) for name in _PLAIN},
    "tan": lambda x, _: x.tan(),
    "cot": lambda x, _: _nothing() if x == 0 else x.cot(),
    "sec": lambda x, _: x.sec(),
    "csc": lambda x, _: _nothing() if x == 0 else x.csc(),
    "coth": lambda x, _: _nothing() if x == 0 else x.coth(),
    "csch": lambda x, _: _nothing() if x == 0 else x.csch(),
    "acsch": lambda x, _: _reciprocal(x).asinh(),
    "neg": lambda x, _: -x,
    "add": lambda x, y: x + y,
    "mul": lambda x, y: x * y,
    "div": divide,
    "factorial": _factorial,
    "double_factorial": _double_factorial,
    "binomial": _binomial,
    "gamma": _gamma,
    "beta_function": _beta,
    "zeta": _zeta,
    "abs": _abs,
    "sgn": _sgn,
    "floor": _floor,
    "ceil": _ceil,
    "mod": _mod,
    "max": _max,
    "min": _min,
    "gcd": _gcd,
    "lcm": _lcm,
    "heaviside": _heaviside,
    "relu": _relu,
    "re": _re,
    "im": _im,
    "arg": _arg,
    "conjugate": _conjugate,
    "logistic": lambda x, _: 1 / (1 + (-x).exp()),
}

STRICT: dict[str, Function] = {
    **_EVERYWHERE,
    "sqrt": _sqrt,
    "log": _log,
    "log_base": lambda x, y: divide(_log(x, y), _log(y, x)),
    "pow": lambda x, y: _power(x, y, is_open=False),
    "asin": _asin,
    "acos": _acos,
    "acosh": _acosh,
    "atanh": _atanh,
    "asec": _of_reciprocal(_acos),
    "acsc": _of_reciprocal(_asin),
    "asech": _of_reciprocal(_acosh),
    "acoth": _of_reciprocal(_atanh),
    "lambert_w": _lambert_w,
    "logit": _logit,
    "softplus": lambda x, _: (1 + x.exp()).log(),
}

OPEN: dict[str, Function] = {
    **_EVERYWHERE,
    "sqrt": _open_sqrt,
    "log": _open_log,
    "log_base": lambda x, y: divide(_open_log(x, y), _open_log(y, x)),
    "pow": lambda x, y: _power(x, y, is_open=True),
    "asin": _open_asin,
    "acos": _open_acos,
    "acosh": _open_acosh,
    "atanh": _open_atanh,
    "asec": _of_reciprocal(_open_acos),
    "acsc": _of_reciprocal(_open_asin),
    "asech": _of_reciprocal(_open_acosh),
    "acoth": _of_reciprocal(_open_atanh),
    "lambert_w": _open_lambert_w,
    "logit": _open_logit,
    "softplus": lambda x, y: _open_log(1 + x.exp(), y),
}
