"""Random points in the declared domains, at several scales, the same for the same pair of formulas."""

from collections.abc import Iterable, Mapping
from random import Random

from flint import acb, arb, fmpz

from grader.maths.deciding.balls import Ball
from grader.maths.deciding.budget import Clock
from grader.maths.deciding.state import State
from grader.maths.deciding.survey import survey
from grader.maths.node import Node
from grader.maths.notation import Domain, Notation

_BITS = 18  # behind the binary point of a coordinate: few, so that polynomials are computed exactly
_SCALES = (2.0, 0.5, 9.0, 1.0, 3.0, 30.0, 1.5, 0.1, 5.0, 100.0, 0.7, 2.5)
_WIDE_SCALES = (1000.0, 0.01, 300.0, 1.0, 20.0, 1e5, 3.0, 0.3, 60.0, 1e-3, 8.0)
_LARGEST = 1e9


class Sampler:
    """Draws points for the symbols of some formulas."""

    def __init__(
        self, nodes: Iterable[Node], notation: Notation, clock: Clock, counted: frozenset[str], nesting: int = 0
    ) -> None:
        self.most_counted = 100.0 if nesting < 2 else 4.0
        self.clock = clock
        self.default: Domain = notation.domain
        self.domains: dict[str, Domain] = dict.fromkeys(counted, "natural")
        literals: set[float] = set()
        seed = 0
        for root in nodes:
            found = survey(root)
            seed = seed * 31 + found.digest
            for name, symbol in found.symbols.items():
                if name not in self.domains:
                    self.domains[name] = notation.domain_of(symbol)
            literals.update(float(each.value) for each in found.literals if 20 < each.value <= _LARGEST)
        self.seed = seed
        self.random = Random(seed)  # noqa: S311 - repeatable, nothing secret
        self.scales = (*_SCALES, *(1.4 * each for each in sorted(literals)[-4:]), *_WIDE_SCALES)

    def state(self, index: int) -> State:
        """Return the point of this index; each has its own scale, from usual to extreme."""
        scale = self.scales[index % len(self.scales)]
        return State(self.clock, lambda name: self.draw(name, self.random, scale), index)

    def state_at(self, point: Mapping[str, float]) -> State:
        """Return the point with given coordinates; what is missing is drawn."""
        random = Random(self.seed)  # noqa: S311 - repeatable, nothing secret
        state = State(self.clock, lambda name: self.draw(name, random, 2.0), 0)
        state.values.update({name: arb(value) for name, value in point.items()})
        return state

    def whole_state(self, index: int) -> State:
        """Return a point with whole coordinates, for formulas that have no value elsewhere."""
        random = Random(self.seed * 1013 + index)  # noqa: S311 - repeatable, nothing secret
        state = State(self.clock, lambda name: self._draw_in(self._whole(name), random, 2.0 + index), index)
        state.is_whole = True
        return state

    def _whole(self, name: str) -> Domain:
        return "natural" if self.domain(name) in {"positive", "nonnegative", "natural", "probability"} else "integer"

    def domain(self, name: str) -> Domain:
        """Return where a symbol lies; an indexed one where its stem does."""
        found = self.domains.get(name)
        return self.domains.get(name.partition("_")[0], self.default) if found is None else found

    def draw(self, name: str, random: Random, scale: float) -> Ball:
        """Draw one coordinate."""
        return self._draw_in(self.domain(name), random, scale)

    def _draw_in(self, domain: Domain, random: Random, scale: float) -> Ball:
        match domain:
            case "positive" | "nonnegative":
                return _size(random, scale)
            case "negative":
                return -_size(random, scale)
            case "complex":
                return acb(_signed(random, scale), _signed(random, scale))
            case "integer":
                return arb(random.randint(-int(3 + 2 * scale), int(4 + 2 * scale)))
            case "natural":
                return arb(random.randint(1, int(5 + 2 * min(scale, self.most_counted))))
            case "probability":
                return _dyadic(random.randrange(1, 1 << _BITS, 2), _BITS)
            case "boolean":
                return arb(random.randint(0, 1))
            case _:
                return _signed(random, scale)


def _dyadic(numerator: int, bits: int) -> arb:
    return arb((fmpz(numerator), fmpz(-bits)))


def _size(random: Random, scale: float) -> arb:
    top = max(8, int(scale * (1 << _BITS)))
    return _dyadic(random.randrange(top >> 6, top) | 1, _BITS)


def _signed(random: Random, scale: float) -> arb:
    size = _size(random, scale)
    return -size if random.getrandbits(1) else size


def neighbourhood(values: Mapping[str, Ball], bits: int, whole: frozenset[str]) -> dict[str, Ball]:
    """Return balls around the coordinates of a point, of relative radius 2^−bits; whole ones stay exact."""
    return {name: value if name in whole else _widened(value, bits) for name, value in values.items()}


def _widened(value: Ball, bits: int) -> Ball:
    if isinstance(value, acb):
        return acb(_widened_real(value.real, bits), _widened_real(value.imag, bits))
    return _widened_real(value, bits)


def _widened_real(value: arb, bits: int) -> arb:
    if value == 0:
        return value  # the imaginary part of a real number: it stays real
    return arb(value, abs(value) * arb((fmpz(1), fmpz(-bits))))
