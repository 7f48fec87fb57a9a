"""A joint law of discrete variables as one positive table; every marginal and conditional is a sum and a quotient."""

from dataclasses import dataclass, field

import numpy as np

from grader.maths.worlds.values import Names, NoValue, Value, contracted, entrywise


@dataclass(frozen=True, slots=True, eq=False)
class TableLaw:
    """A joint law; ``conditional`` gives what a student may write of it."""

    joint: Value
    found: dict[tuple[Names, Names], Value] = field(default_factory=dict[tuple[Names, Names], Value])

    @classmethod
    def of(cls, factors: list[Value]) -> "TableLaw":
        """Multiply the factors of a law."""
        joint = factors[0]
        for factor in factors[1:]:
            joint = entrywise(np.multiply, joint, factor)
        return cls(joint)

    @property
    def variables(self) -> Names:
        """All variables of the law, sorted."""
        return self.joint.axes

    def marginal(self, names: frozenset[str]) -> Value:
        """Return the law of some variables."""
        key = (tuple(sorted(names)), ())
        value = self.found.get(key)
        if value is None:
            value = contracted(self.joint, tuple(axis for axis in self.joint.axes if axis not in names))
            self.found[key] = value
        return value

    def conditional(self, of: Names, given: Names) -> Value:
        """Return p(of | given), an array over all these variables.

        Raises:
            NoValue: ``shape`` if a variable stands on both sides of the bar or twice, ``unknown`` if the law has it
                not.
        """
        names = frozenset({*of, *given})
        if len(names) != len(of) + len(given):
            raise NoValue("repeated", ",".join((*of, *given)))
        for name in names:
            if name not in self.joint.axes:
                raise NoValue("unknown", name)
        key = (tuple(sorted(of)), tuple(sorted(given)))
        value = self.found.get(key) if given else None
        if value is None:
            value = self.marginal(names)
            if given:
                value = entrywise(np.divide, value, self.marginal(frozenset(given)))
                self.found[key] = value
        return value
