"""Which polynomials can vanish together: Gröbner bases of small ideals."""

from collections.abc import Iterable
from math import lcm
from typing import cast

from flint import Ordering, fmpq_mpoly, fmpz_mpoly, fmpz_mpoly_ctx, fmpz_mpoly_vec

from grader.maths.deciding.quotients import GENERATORS, times

LIMITS = (40, 200, 400)  # polynomials of a basis, terms of one, bits of a coefficient
MAX_TOTAL_DEGREE = 12
MAX_MEMBERS = 6

_CONTEXT = fmpz_mpoly_ctx.get([f"g{at}" for at in range(GENERATORS)] + ["inverse"], Ordering.degrevlex)
_INVERSE = _CONTEXT.gens()[GENERATORS]


def cannot_vanish(zeros: list[fmpq_mpoly], others: list[fmpq_mpoly]) -> bool:
    """Whether it is certain that no point, real or complex, has all of ``zeros`` zero and none of ``others``.

    By Rabinowitsch's trick: then 1 lies in the ideal of the zeros and 1 − t·(product of the others).
    """
    if not zeros or len(zeros) > MAX_MEMBERS or len(others) > MAX_MEMBERS:
        return False
    product = None
    for each in others:
        product = each if product is None else times(product, each)
    members = [_whole(each) for each in zeros]
    if product is not None:
        members.append(1 - _INVERSE * _whole(product))
    if any(each.total_degree() > MAX_TOTAL_DEGREE for each in members):
        return False
    # A basis that stops at a limit is still one of the ideal, so a constant in it settles the matter.
    found, _ = fmpz_mpoly_vec(members, _CONTEXT).buchberger_naive(limits=LIMITS)
    basis = list(cast("Iterable[fmpz_mpoly]", found))  # flint's own annotation says that it is one polynomial
    return any(each.is_constant() and not each.is_zero() for each in basis)


def _whole(p: fmpq_mpoly) -> fmpz_mpoly:
    below = 1
    for coefficient in p.coeffs():
        below = lcm(below, int(coefficient.q))
    terms = {(*exponents, 0): int((coefficient * below).p) for exponents, coefficient in p.to_dict().items()}
    return _CONTEXT.from_dict(terms)
