"""Values made of the student's own functions: as they are, differentiated, or their eigenvalues."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

import numpy as np

from grader.checkers.picking import BadPick, Picking, pick
from grader.model.checker import Oracle, Parameters
from grader.model.values import Array, ArrayValue, Value, array_value
from grader.numerics.convert import NotNumbers, as_array

Derivation: TypeAlias = Literal["value", "eigenvalues", "central_jacobian", "derivative", "log_det"]
_DERIVATIONS: tuple[str, ...] = get_args(Derivation)
_ARGUMENTS = "How it is called: names of drawn values, or numbers; by default like the criterion's own function."
_DERIVE = """What is made of it.

`value`: what it returned. `eigenvalues`: those of the matrix that it returned. `central_jacobian`: central differences
by the scalar arguments at the positions `over`, one column each. `derivative`: central differences of an entry-wise
function by the array at the one position `over`. `log_det`: the logarithm of the absolute determinant of the Jacobian
of a row-wise function by the (N, D) array at `over`. Or the dotted name of a reference function, called with the value
and then with the call's arguments.
"""
_COMBINE = "Take this weighted sum of the returned tuple's items, each summed over its entries."
_LARGEST_MATRIX = 64
_MOST_ENTRIES = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnValue(Parameters):
    """A value made of what one of the student's functions returned."""

    # Descriptions stand in the metadata, which classes made of this one inherit; attribute docstrings are not.
    function: str = field(metadata={"description": "The student's function."})
    arguments: tuple[str | float, ...] | None = field(default=None, metadata={"description": _ARGUMENTS})
    derive: Derivation | str = field(default="value", metadata={"description": _DERIVE})
    over: tuple[int, ...] = field(
        default=(0,), metadata={"description": "Positions, from 0, of the arguments to differentiate by."}
    )
    step: float = field(
        default=1e-4, metadata={"description": "Step of the differences, in the units of the arguments."}
    )
    select: int | None = field(default=None, metadata={"description": "Take this item, from 0, of a returned tuple."})
    combine: tuple[float, ...] = field(default=(), metadata={"description": _COMBINE})

    def __post_init__(self) -> None:
        if self.derive not in _DERIVATIONS and "." not in self.derive:
            msg = f"derive is {', '.join(_DERIVATIONS)} or a dotted name, not {self.derive!r}"
            raise ValueError(msg)
        if not self.step > 0:
            msg = f"step must be above 0, not {self.step}"
            raise ValueError(msg)
        if not self.over or min(self.over) < 0:
            msg = "over holds positions of arguments, from 0"
            raise ValueError(msg)
        if self.derive in {"derivative", "log_det"} and len(self.over) != 1:
            msg = f"{self.derive} is by one argument: over holds one position"
            raise ValueError(msg)

    def check_names(self, names: Sequence[str]) -> None:
        """Check that arguments given by name are drawn.

        Raises:
            ValueError: naming one that is not.
        """
        for name in self.arguments or ():
            if isinstance(name, str) and name not in names:
                msg = f"{self.function}() is called with {name!r}, which is not drawn"
                raise ValueError(msg)

    def base(self, values: Mapping[str, Value], arguments: tuple[Value, ...]) -> tuple[Value, ...]:
        """Return the arguments of the undisturbed call.

        Args:
            values: everything that was drawn, by name.
            arguments: those of the criterion's own function.
        """
        if self.arguments is None:
            return arguments
        return tuple(values[each] if isinstance(each, str) else each for each in self.arguments)

    def calls(self, base: tuple[Value, ...]) -> tuple[tuple[Value, ...], ...]:
        """Return the calls to observe, in the order in which ``value`` wants their results.

        Raises:
            ValueError: if the function has no such argument to differentiate by.
        """
        if self.derive == "central_jacobian":
            return tuple(_moved(base, at, None, sign * self.step) for at in self.over for sign in (1, -1))
        if self.derive == "derivative":
            return tuple(_moved(base, self.over[0], None, sign * self.step) for sign in (1, -1))
        if self.derive == "log_det":
            columns = _array_at(base, self.over[0]).shape
            if len(columns) != 2:
                msg = f"log_det wants an (N, D) array at position {self.over[0]}, not shape {columns}"
                raise ValueError(msg)
            return tuple(
                _moved(base, self.over[0], column, sign * self.step) for column in range(columns[1]) for sign in (1, -1)
            )
        return (base,)

    def value(self, returned: Sequence[Value], base: tuple[Value, ...], oracle: Oracle) -> Array | None:
        """Return the derived value, or None where the student's results give none.

        Args:
            returned: the results of ``calls(base)``, in order.
            base: the arguments of the undisturbed call.
            oracle: calls the reference's function, where ``derive`` names one.
        """
        results: list[Array] = []
        for each in returned:
            array = pick(each, Picking(self.select, self.combine), most=_MOST_ENTRIES)
            if isinstance(array, BadPick) or array.size > _MOST_ENTRIES:
                return None
            if results and array.shape != results[0].shape:
                return None
            results.append(array.astype(np.complex128 if array.dtype.kind == "c" else np.float64))
        if self.derive == "value":
            return results[0]
        if self.derive == "eigenvalues":
            return _eigenvalues(results[0])
        if "." in self.derive:
            made = as_array(oracle.call(self.derive, (array_value(results[0]), *base)))
            return None if isinstance(made, NotNumbers) else made
        with np.errstate(all="ignore"):
            slopes = [(plus - minus) / (2 * self.step) for plus, minus in zip(results[::2], results[1::2], strict=True)]
            if self.derive == "derivative":
                return slopes[0]
            if self.derive == "central_jacobian":
                return np.stack([slope.ravel() for slope in slopes], axis=-1)
            jacobians = np.stack(slopes, axis=-1)
            if jacobians.ndim != 3 or jacobians.shape[1] != jacobians.shape[2]:
                return None
            return np.linalg.slogdet(jacobians).logabsdet


def _eigenvalues(matrix: Array) -> Array | None:
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not 0 < len(matrix) <= _LARGEST_MATRIX:
        return None
    if not np.all(np.isfinite(matrix)):
        return None
    try:
        return np.linalg.eigvals(matrix)
    except np.linalg.LinAlgError:
        return None


def _array_at(base: tuple[Value, ...], at: int) -> Array:
    if at >= len(base):
        msg = f"there is no argument at position {at}, only {len(base)}"
        raise ValueError(msg)
    array = as_array(base[at])
    if isinstance(array, NotNumbers):
        msg = f"the argument at position {at} is no number"
        raise ValueError(msg)  # noqa: TRY004  # the rubric's values are wrong, not a type of ours
    return array


def _moved(base: tuple[Value, ...], at: int, column: int | None, by: float) -> tuple[Value, ...]:
    # A scalar or a whole array is moved, or one column of an (N, D) array.
    array = np.array(_array_at(base, at), np.float64)
    if column is None:
        array = array + by
    else:
        array[:, column] += by
    moved: Value = array_value(array) if isinstance(base[at], ArrayValue) else float(array)
    return (*base[:at], moved, *base[at + 1 :])
